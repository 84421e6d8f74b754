// SPDX-License-Identifier: Apache-2.0
// What a compiler might have: straight-line code over values in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace toy {

using ValueId = std::size_t;

struct Value {
  std::int64_t bytes = 0;
  bool is_result = false;  // the function returns it
};

struct Instruction {
  std::string name;
  std::vector<ValueId> operands, results;
  std::int64_t nanoseconds = 0;    // by the target's cost model
  std::int64_t scratch_bytes = 0;  // while it runs
  bool is_pure = true;             // may run twice: no random numbers, no collectives
};

struct Function {
  std::vector<Value> values;
  std::vector<Instruction> instructions;  // in an order that can be executed
  std::int64_t parameter_bytes = 0;       // always there
};

}  // namespace toy
