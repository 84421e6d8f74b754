// SPDX-License-Identifier: Apache-2.0
// A problem and what is done to an engine that has it, as text: one line each, # begins a comment.
//
//   csp 17                small random constraints of tests/engine, seed 17
//   schedule 17 8         a random graph of at most 8 operations; `schedule 17 8 40`: 40 bytes
//   decide 5 3            [v5 >= 3] with v5 = Var(5): odd ones are negations
//   backtrack 1           to level 1
//   learn                 from the conflict that there is
//   impose 5 3            for good
//   assume 5 3 8 1        [v5 >= 3] and [v8 >= 1]
//   reduce                forget learned clauses
//   search 20             for as many ticks as 20 rounds of the loop take, about
//
// What cannot be done where it stands is skipped, so that any part of a trace is a trace.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace moccasin::test {

struct Operation {
  std::string name;
  std::vector<std::int64_t> arguments;
  friend bool operator==(const Operation&, const Operation&) = default;
};

struct Trace {
  Operation problem;
  std::vector<Operation> operations;
  friend bool operator==(const Trace&, const Trace&) = default;
};

[[nodiscard]] std::string text_of(const Trace& trace);
// Throws std::runtime_error where the text is no trace.
[[nodiscard]] Trace parse_trace(std::istream& text);

}  // namespace moccasin::test
