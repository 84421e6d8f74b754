// SPDX-License-Identifier: Apache-2.0
// What is live at one step of a schedule, by buffer: since when, and for whom.
//
//   steps      0  1  2  3  4
//   run        a  b  c  d  e        at step 2: x since 0, until 4, next for e at 4; y since 1,
//   until x  a..e    =============        2, read there; z is written there y  b..c       ==== z
//   c..d          ====
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/graph.h"
#include "model/profile.h"
#include "model/schedule.h"

namespace moccasin::explain {

struct LiveBuffer {
  model::TensorIndex tensor;
  std::uint32_t copy = 0;
  std::int64_t size = 0;  // bytes
  std::size_t first = 0;  // the step that writes it
  std::size_t last = 0;   // the last step it is live in
  bool at_step = false;   // the step itself reads or writes it
  // The step behind it that reads it next; the number of steps: it is retained to the end and not
  // read before. Nothing: nobody wants it any more.
  std::optional<std::size_t> next;
  friend bool operator==(const LiveBuffer&, const LiveBuffer&) = default;
};

struct LiveAtStep {
  std::size_t step = 0;
  std::int64_t live = 0;  // bytes: resident, workspace and buffers
  std::int64_t resident = 0, workspace = 0;
  std::vector<LiveBuffer>
      buffers;  // the largest first, of equals the first written; none of 0 bytes
};

// Pre-conditions: `profile` is that of `schedule`; `step` is one of its steps. O(steps + reads).
[[nodiscard]] LiveAtStep live_at(const model::Graph& graph, const model::Schedule& schedule,
                                 const model::Profile& profile, std::size_t step);

}  // namespace moccasin::explain
