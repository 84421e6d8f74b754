// SPDX-License-Identifier: Apache-2.0
// The schedule that neighbourhoods are drawn in: its stages, what is live across their first runs,
// and where it is high.
#pragma once

#include <cstdint>
#include <vector>

#include "model/encoding/encoding.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

class ScheduleProfile {
 public:
  // `steps` is a staged sequence. O(steps + reads), and as much memory.
  ScheduleProfile(const CompiledGraph& graph, const encoding::Steps& steps);

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] std::size_t num_stages() const { return graph_.num_ops(); }

  // Units live at the first run of a stage, outputs and transients included.
  [[nodiscard]] std::int64_t level(std::size_t stage) const { return level_[stage]; }

  // A copy of an operation, and the stages [first, last] in which something of it is live.
  struct Copy {
    Op op;
    std::uint32_t first = 0, last = 0;
    bool again = false;  // a recomputation
  };
  [[nodiscard]] const std::vector<Copy>& copies() const { return copies_; }
  // Places in copies() of the recomputations.
  [[nodiscard]] const std::vector<std::size_t>& recomputations() const { return recomputations_; }

 private:
  // `change`: of what is live, from stage to stage.
  void add_levels(const std::vector<std::int64_t>& change);

  const CompiledGraph& graph_;
  std::vector<std::int64_t> level_;
  std::vector<Copy> copies_;
  std::vector<std::size_t> recomputations_;
};

}  // namespace moccasin::search
