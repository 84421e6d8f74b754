// SPDX-License-Identifier: Apache-2.0
// Questions and answers (answer.h) in a text: a question a line, and its answer indented in the
// next. Empty lines and those that begin with # are for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moccasin::test {

struct Row {
  std::string question, answer;
  friend bool operator==(const Row&, const Row&) = default;
};

// A question without an answer has an empty one.
[[nodiscard]] std::vector<Row> rows_of(std::string_view table);

// The same table with the answers that the solver gives now.
[[nodiscard]] std::string answered(std::string_view table, const std::string& root);

// For each row with another answer than the solver's: question, answer and what it is now.
[[nodiscard]] std::vector<std::string> differences(std::string_view table, const std::string& root);

}  // namespace moccasin::test
