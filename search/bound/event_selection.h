// SPDX-License-Identifier: Apache-2.0
// Which events to look at. Memory is short at many, and mostly for the same reason: the local
// maxima of what is forced are enough to begin with, and those where a relaxed solution still holds
// too much come later.
#pragma once

#include <vector>

#include "search/bound/cost_variables.h"
#include "search/bound/event_scan.h"

namespace moccasin::search {

class EventSelection {
 public:
  // Looks at no more than that many events, and fewer where their networks would grow beyond
  // kMostNodes together: more prove more and take longer (docs/measurements.md, "What each
  // technique adds", has what it is worth to have few).
  static constexpr std::size_t kMostEvents = 512;

  // Both outlive this; `cost_vars` may grow.
  EventSelection(EventScan& scan, const CostVars& cost_vars);

  // Events where more than the budget is forced, in base order.
  [[nodiscard]] const std::vector<Op>& violated() const { return violated_; }
  // Those chosen, in base order.
  [[nodiscard]] const std::vector<Op>& chosen() const { return chosen_; }

  // Adds at most `most` events at which too much is live where cost variable p is paid to the
  // extent of `again[p]`, 0 to 1, the worst first; returns how many.
  std::size_t add(const std::vector<double>& again, std::size_t most);
  void add(Op event);  // pre-condition: not full()
  [[nodiscard]] bool full() const { return chosen_.size() >= most_events_; }

 private:
  static constexpr std::size_t kMostNodes = 100'000;

  void find_violated();
  [[nodiscard]] std::vector<double> live(const std::vector<double>& again) const;

  EventScan& scan_;
  const CostVars& cost_vars_;
  const CompiledGraph& graph_;
  std::vector<Op> violated_, chosen_;
  std::vector<std::int64_t> forced_;  // by violated event
  std::size_t most_events_ = kMostEvents;
};

}  // namespace moccasin::search
