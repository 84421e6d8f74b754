// SPDX-License-Identifier: Apache-2.0
// What a budget for the arena asks of a schedule beside fitting by its live bytes: offsets for all
// of its buffers, in one block of the budget's bytes without the resident ones.
#pragma once

#include <cstdint>
#include <optional>

#include "model/arena.h"
#include "model/problem.h"
#include "search/limits/meter.h"

namespace moccasin::search {

class Placer {
 public:
  // Offsets are multiples of `alignment`, >= 1. `problem` outlives this.
  Placer(const model::Problem& problem, std::int64_t alignment)
      : problem_(problem), alignment_(alignment) {}

  struct Outcome {
    std::optional<model::Placement> placement;  // within the capacity; nothing: none was found
    std::int64_t height = 0;  // bytes: of the lowest found, within the capacity or not; 0: none was
    bool impossible = false;  // proved: there is none
  };
  // `schedule` is a sequence of the problem's graph; it need not fit.
  [[nodiscard]] Outcome place(const model::Schedule& schedule, std::uint64_t seed,
                              const Share& share) const;

  // The lowest arena found for it, within no capacity, in bytes.
  [[nodiscard]] std::int64_t least_arena(const model::Schedule& schedule, const Share& share) const;

  [[nodiscard]] std::int64_t capacity() const {
    return problem_.budget - problem_.graph->resident();
  }
  [[nodiscard]] std::int64_t alignment() const { return alignment_; }
  // Ticks that suffice for the first constructions, which place most of what can be.
  [[nodiscard]] std::uint64_t quick_ticks(const model::Schedule& schedule) const;

 private:
  const model::Problem& problem_;
  const std::int64_t alignment_;
};

}  // namespace moccasin::search
