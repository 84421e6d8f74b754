// SPDX-License-Identifier: Apache-2.0
// The relaxation of docs/bound.md by trying everything: which operations run again (Z), and at each
// event which of them run after it (Y). Rule 3, that who runs after an event runs after the earlier
// ones too, is left out: whoever does what is best at each event can do as it says at no cost.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/bound/closure_network.h"
#include "search/bound/event_scan.h"

namespace moccasin::test {

class RelaxedSolutions {
 public:
  using Set = std::uint32_t;  // of operations, a bit each

  // Outlived by `scan`, which it uses. Pre-condition: at most 12 operations.
  explicit RelaxedSolutions(search::EventScan& scan);

  // All sets of operations that may run again, the empty one first.
  [[nodiscard]] const std::vector<Set>& sets() const { return sets_; }
  [[nodiscard]] static bool has(Set set, search::Op op) { return (set >> op.value() & 1) != 0; }
  // No operation is split.
  [[nodiscard]] static bool agrees(Set set, const search::Fixings& again);

  [[nodiscard]] std::int64_t ticks(Set again) const;
  // Units live at an event at least, if exactly these run again, some of them after it.
  [[nodiscard]] std::int64_t least_units(Set again, search::Op event) const;
  // ... all of `surely` among the latter, and none of `never`. Pre-conditions: the two have nothing
  // in common; `surely` is part of `again`.
  [[nodiscard]] std::int64_t least_units(Set again, Set surely, Set never, search::Op event) const;
  [[nodiscard]] bool fits(Set again, const std::vector<search::Op>& events) const;
  [[nodiscard]] bool fits(Set again) const;  // at every operation
  // The fewest ticks of a set that fits at every operation; nothing: none does.
  [[nodiscard]] std::optional<std::int64_t> optimum() const;

 private:
  [[nodiscard]] std::int64_t units(Set later, search::Op event) const;
  [[nodiscard]] std::int64_t units_if_exactly(Set later, search::Op event) const;
  void tabulate(search::Op event);

  search::EventScan& scan_;
  const search::CompiledGraph& graph_;
  std::vector<Set> sets_;
  base::IndexedVector<search::Op, std::vector<std::int64_t>> units_, least_;  // by set
};

}  // namespace moccasin::test
