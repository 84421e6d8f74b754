// SPDX-License-Identifier: Apache-2.0
// Lifetimes and live bytes of a sequence in one pass, O(steps + reads):
//
//   steps        0  1  2  3  4
//   run          a  b  c  a  d        d and b read a's tensor x, c reads b's y, d reads c's z
//   x, copy 0    =====                live from its copy to the last step that reads that copy
//   x, copy 1             =====
//
// The fast twin of model/verify.h, which counts reads instead and shares no code with it.
#pragma once

#include <cstdint>
#include <vector>

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::model {

// A buffer: one copy of a tensor, live during steps [first, last].
struct Lifetime {
  TensorIndex tensor;
  std::uint32_t copy = 0;  // 0: written by the producer's first run
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  friend bool operator==(const Lifetime&, const Lifetime&) = default;
};

struct Profile {
  std::vector<Lifetime> lifetimes;  // by first step, then by output
  std::vector<std::int64_t> live;   // bytes while step i runs, resident included
  std::int64_t peak = 0;
  std::size_t peak_step = 0;  // the first step that reaches the peak
  std::int64_t duration = 0;
  friend bool operator==(const Profile&, const Profile&) = default;
};

// Pre-condition: every read of `schedule` finds an earlier run of its producer (else asserts).
// Sums that pass 2^63 saturate at INT64_MAX, which fits no budget.
[[nodiscard]] Profile make_profile(const Graph& graph, const Schedule& schedule);

}  // namespace moccasin::model
