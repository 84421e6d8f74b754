// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/trace.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace moccasin::test {
namespace {

// How many arguments each may have.
bool well_formed(const Operation& operation, bool problem) {
  const std::string& name = operation.name;
  const std::size_t count = operation.arguments.size();
  if (problem) {
    return (name == "csp" && count == 1) || (name == "schedule" && (count == 2 || count == 3));
  }
  if (name == "assume") return count % 2 == 0;
  if (name == "decide" || name == "impose") return count == 2;
  if (name == "backtrack" || name == "search") return count == 1;
  return (name == "learn" || name == "reduce") && count == 0;
}

}  // namespace

std::string text_of(const Trace& trace) {
  std::ostringstream out;
  const auto write = [&](const Operation& operation) {
    out << operation.name;
    for (const std::int64_t argument : operation.arguments) out << ' ' << argument;
    out << '\n';
  };
  write(trace.problem);
  for (const Operation& operation : trace.operations) write(operation);
  return out.str();
}

Trace parse_trace(std::istream& text) {
  std::optional<Operation> problem;
  Trace trace;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    Operation operation;
    if (!(words >> operation.name)) continue;
    std::copy(std::istream_iterator<std::int64_t>(words), {},
              std::back_inserter(operation.arguments));
    if (!words.eof() || !well_formed(operation, !problem)) throw std::runtime_error(line);
    if (problem) {
      trace.operations.push_back(operation);
    } else {
      problem = operation;
    }
  }
  if (!problem) throw std::runtime_error("no problem");
  trace.problem = *problem;
  return trace;
}

}  // namespace moccasin::test
