// SPDX-License-Identifier: Apache-2.0
// Rematerialization as a pass: which instructions to run again, so that a function fits in memory.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ir.h"

namespace toy {

struct PassOptions {
  std::int64_t budget = 0;         // bytes
  double most_seconds = 5;         // the compiler does not wait longer for the better plan
  std::uint64_t work = 3'000'000;  // ticks of moccasin's: what it may cost on every machine
};

struct PassResult {
  bool fits = false;
  std::vector<std::size_t> order;  // of instructions to emit, some of them more than once
  std::int64_t nanoseconds = 0, peak = 0;
  std::string remark;  // one line for the user
};

[[nodiscard]] PassResult plan_rematerialization(const Function& function,
                                                const PassOptions& options);

}  // namespace toy
