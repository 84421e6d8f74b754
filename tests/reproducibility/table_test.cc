// SPDX-License-Identifier: Apache-2.0
// The same question has the same answer on every machine, whatever compiler, library and
// optimization the solver was built with: what the table says, all builds are held to.
#include "tests/reproducibility/table.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace moccasin::test {
namespace {

std::string table() {
  std::ostringstream text;
  text << std::ifstream(MOCCASIN_TABLE).rdbuf();
  return text.str();
}

TEST(Table, EveryRowHolds) {
  for (const std::string& difference : differences(table(), MOCCASIN_ROOT)) {
    ADD_FAILURE() << difference
                  << "\nIf the search was meant to change, make the table anew in the same commit:"
                     "\n  cmake --build BUILD --target reproducibility_write_table"
                     "\n  BUILD/tests/reproducibility/reproducibility_write_table";
  }
}

TEST(Table, HasTwentyRowsOfAllKinds) {
  const std::vector<Row> rows = rows_of(table());
  EXPECT_GE(rows.size(), 20u);
  std::string questions, answers;
  std::set<std::string> different;
  for (const Row& row : rows) {
    questions += row.question + "\n";
    answers += row.answer + "\n";
    different.insert(row.question);
  }
  EXPECT_EQ(different.size(), rows.size());
  for (const char* const word :
       {"order=kept", "order=free", "workers=1", "workers=2", "workers=4", "threads=4",
        "x-search=cdcl", "x-search=lns", "x-search=local", "max-copies=2", "max-copies=none",
        "certificate=yes", "data/",
        "layered:", "chain:", "unet:", "transformer:", "residual:", "random:"}) {
    EXPECT_NE(questions.find(word), std::string::npos) << word;
  }
  for (const char* const word : {"optimal", "feasible", "infeasible", "certificate="}) {
    EXPECT_NE(answers.find(word), std::string::npos) << word;
  }
}

TEST(Table, AnsweredAgainIsTheSame) {
  const Row row = rows_of(table()).at(1);
  const std::string small = "# For people.\n\n" + row.question + "\n  " + row.answer + "\n";
  EXPECT_EQ(answered(small, MOCCASIN_ROOT), small);
  EXPECT_EQ(answered("# For people.\n\n" + row.question + "\n", MOCCASIN_ROOT), small);
}

TEST(Table, EveryFieldOfAnAnswerCounts) {
  const auto [question, answer] = rows_of(table()).at(1);
  for (std::size_t end = 0; end < answer.size(); ++end) {
    if (end + 1 < answer.size() && answer[end + 1] != ' ') continue;
    std::string wrong = answer;
    wrong[end] = wrong[end] == '1' ? '2' : '1';
    EXPECT_EQ(differences(question + "\n  " + wrong + "\n", MOCCASIN_ROOT),
              std::vector{question + "\n  in the table: " + wrong + "\n  here:         " + answer});
  }
}

TEST(Table, WhatIsNoQuestionHasNoRightAnswer) {
  const auto error = [](const std::string& question, const std::string& what) {
    EXPECT_EQ(answered(question + "\n", MOCCASIN_ROOT), question + "\n  error: " + what + "\n");
  };
  error("layered:60", "no graph: layered:60");
  error("layered:1:1", "no graph: layered:1:1");
  error("ring:60:1", "no graph: ring:60:1");
  error("data/none.json budget=80%",
        std::string(MOCCASIN_ROOT) + "/data/none.json: cannot read: No such file or directory");
  error("data/tiny.json work-limit=9", "no budget");
  error("data/tiny.json budget=80%", "no work-limit");
  error("data/tiny.json budget=80%% work-limit=9",
        "budget: '80%%' is not a budget: use bytes (8000000000, 8GB, 8GiB, 1.5GiB) or a share of "
        "the base "
        "peak (80%)");
  error("data/tiny.json order=any", "order: 'any' is not one of kept, free");
  error("data/tiny.json workers", "'workers' is no NAME=VALUE");
}

}  // namespace
}  // namespace moccasin::test
