// SPDX-License-Identifier: Apache-2.0
// Large neighbourhood search (Shaw, CP 1998): which operations may be recomputed anew, all others
// being recomputed where they are.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "search/lns/schedule_profile.h"

namespace moccasin::search {

class NeighborhoodGenerator {
 public:
  virtual ~NeighborhoodGenerator() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  // About `size` operations that can be recomputed, each once, drawn from `profile`.
  [[nodiscard]] virtual std::vector<Op> draw(const ScheduleProfile& profile, std::size_t size,
                                             base::Random& random) const = 0;
};

// What generators have in common: collects operations that can be recomputed, each once.
class FreedOps {
 public:
  FreedOps(const CompiledGraph& graph, std::size_t size)
      : graph_(graph), size_(size), seen_(graph.num_ops(), 0) {}

  void add(Op op) {
    if (full() || seen_[op] != 0 || !graph_.recomputable(op)) return;
    seen_[op] = 1;
    ops_.push_back(op);
  }
  [[nodiscard]] bool full() const { return ops_.size() >= size_; }
  [[nodiscard]] const std::vector<Op>& ops() const { return ops_; }
  [[nodiscard]] std::vector<Op> release() { return std::move(ops_); }

 private:
  const CompiledGraph& graph_;
  std::size_t size_;
  base::IndexedVector<Op, char> seen_;
  std::vector<Op> ops_;
};

// The highest of a few random stages.
[[nodiscard]] std::size_t random_peak(const ScheduleProfile& profile, base::Random& random);
// Adds operations with something live across `stage` to `freed`, in random order.
void add_crossing(const ScheduleProfile& profile, std::size_t stage, base::Random& random,
                  FreedOps& freed);
// Adds what lies around the operations in `freed` in the graph, nearest first.
void add_around(const CompiledGraph& graph, FreedOps& freed);

// Operations recomputed, or written, near a peak, and what is live across it.
class PeakWindow final : public NeighborhoodGenerator {
 public:
  [[nodiscard]] std::string_view name() const override { return "peak window"; }
  [[nodiscard]] std::vector<Op> draw(const ScheduleProfile& profile, std::size_t size,
                                     base::Random& random) const override;
};

// A ball in the graph around an operation.
class GraphBall final : public NeighborhoodGenerator {
 public:
  [[nodiscard]] std::string_view name() const override { return "graph ball"; }
  [[nodiscard]] std::vector<Op> draw(const ScheduleProfile& profile, std::size_t size,
                                     base::Random& random) const override;
};

// Random operations with something live across one peak.
class CrossingTensors final : public NeighborhoodGenerator {
 public:
  [[nodiscard]] std::string_view name() const override { return "crossing tensors"; }
  [[nodiscard]] std::vector<Op> draw(const ScheduleProfile& profile, std::size_t size,
                                     base::Random& random) const override;
};

// Recomputations that cost much, and what is live where they are spared.
class CostlyCopies final : public NeighborhoodGenerator {
 public:
  [[nodiscard]] std::string_view name() const override { return "costly copies"; }
  [[nodiscard]] std::vector<Op> draw(const ScheduleProfile& profile, std::size_t size,
                                     base::Random& random) const override;
};

// One of each.
[[nodiscard]] std::vector<std::unique_ptr<NeighborhoodGenerator>> all_generators();

}  // namespace moccasin::search
