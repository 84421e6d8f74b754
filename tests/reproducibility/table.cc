// SPDX-License-Identifier: Apache-2.0
#include "tests/reproducibility/table.h"

#include <sstream>

#include "tests/reproducibility/answer.h"

namespace moccasin::test {
namespace {

constexpr std::string_view kIndent = "  ";

bool is_for_people(std::string_view line) { return line.empty() || line.front() == '#'; }

}  // namespace

std::vector<Row> rows_of(std::string_view table) {
  std::vector<Row> rows;
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    if (is_for_people(line)) continue;
    if (!line.starts_with(kIndent)) {
      rows.push_back({line, {}});
    } else if (!rows.empty()) {
      rows.back().answer = line.substr(kIndent.size());
    }
  }
  return rows;
}

std::string answered(std::string_view table, const std::string& root) {
  std::ostringstream out;
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kIndent)) continue;
    out << line << '\n';
    if (!is_for_people(line)) out << kIndent << answer_to(line, root) << '\n';
  }
  return out.str();
}

std::vector<std::string> differences(std::string_view table, const std::string& root) {
  std::vector<std::string> found;
  for (const Row& row : rows_of(table)) {
    const std::string now = answer_to(row.question, root);
    if (now == row.answer) continue;
    found.push_back(row.question + "\n  in the table: " + row.answer + "\n  here:         " + now);
  }
  return found;
}

}  // namespace moccasin::test
