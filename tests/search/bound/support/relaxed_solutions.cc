// SPDX-License-Identifier: Apache-2.0
#include "tests/search/bound/support/relaxed_solutions.h"

#include <algorithm>

namespace moccasin::test {

using search::Again;
using search::CostVar;
using search::Fixings;
using search::Op;
using search::Tensor;

RelaxedSolutions::RelaxedSolutions(search::EventScan& scan)
    : scan_(scan), graph_(scan.graph()), units_(graph_.num_ops()), least_(graph_.num_ops()) {
  Set all = 0;
  for (const Op op : graph_.ops()) all |= graph_.recomputable(op) ? Set{1} << op.value() : 0;
  for (Set set = 0;; set = (set - all) & all) {  // the next subset of `all`
    sets_.push_back(set);
    if (set == all) break;
  }
  for (const Op op : graph_.ops()) tabulate(op);
}

bool RelaxedSolutions::agrees(Set set, const Fixings& again) {
  for (const CostVar cost_var : again.indices()) {
    const bool pays = has(set, Op(cost_var.value()));
    if (again[cost_var] != Again::open && pays != (again[cost_var] == Again::surely)) return false;
  }
  return true;
}

std::int64_t RelaxedSolutions::ticks(Set again) const {
  std::int64_t sum = 0;
  for (const Op op : graph_.ops()) sum += has(again, op) ? graph_.duration(op) : 0;
  return sum;
}

std::int64_t RelaxedSolutions::least_units(Set again, Op event) const {
  return least_[event][again];
}

std::int64_t RelaxedSolutions::least_units(Set again, Set surely, Set never, Op event) const {
  MOCCASIN_ASSERT((surely & never) == 0 && (surely & ~again) == 0);
  const Set open = again & ~surely & ~never;
  std::int64_t least = units_[event][surely | open];
  for (Set set = open; set != 0; set = (set - 1) & open) {
    least = std::min(least, units_[event][surely | (open & ~set)]);
  }
  return least;
}

bool RelaxedSolutions::fits(Set again, const std::vector<Op>& events) const {
  return std::all_of(events.begin(), events.end(),
                     [&](Op event) { return least_units(again, event) <= graph_.budget(); });
}

bool RelaxedSolutions::fits(Set again) const {
  return std::all_of(least_.begin(), least_.end(),
                     [&](const auto& least) { return least[again] <= graph_.budget(); });
}

std::optional<std::int64_t> RelaxedSolutions::optimum() const {
  std::optional<std::int64_t> best;
  for (const Set set : sets_) {
    if (fits(set) && (!best || ticks(set) < *best)) best = ticks(set);
  }
  return best;
}

// Live at least if, of those before the event, at which the scan looks, exactly `later` run after
// it.
std::int64_t RelaxedSolutions::units(Set later, Op event) const {
  Set may = 0;  // run after it, or not
  for (const Op op : scan_.others()) may |= scan_.is_before(op) ? 0 : Set{1} << op.value();
  std::int64_t least = INT64_MAX;
  for (Set set = may;; set = (set - 1) & may) {
    least = std::min(least, units_if_exactly((later & ~may) | set, event));
    if (set == 0) return least;
  }
}

std::int64_t RelaxedSolutions::units_if_exactly(Set later, Op event) const {
  std::int64_t units = graph_.footprint(event);
  for (const Tensor tensor : graph_.inputs(event)) units += graph_.tensor(tensor).size;
  for (const Tensor tensor : graph_.tensors()) {
    const Op producer = graph_.tensor(tensor).producer;
    if (!scan_.is_other(producer) || scan_.is_input(tensor) || has(later, producer)) continue;
    bool live = scan_.is_needed(tensor);
    for (const Op reader : graph_.readers(tensor)) {
      live = live || (scan_.is_other(reader) && has(later, reader));
    }
    if (live) units += graph_.tensor(tensor).size;
  }
  return units;
}

// Of a set, what exactly it holds, and the least of all its subsets: its own, or that of one
// without some operation.
void RelaxedSolutions::tabulate(Op event) {
  scan_.look(event);
  std::vector<std::int64_t>& exactly = units_[event];
  std::vector<std::int64_t>& least = least_[event];
  exactly.resize(sets_.back() + 1);
  least.resize(sets_.back() + 1);
  for (const Set set : sets_) {
    exactly[set] = least[set] = units(set, event);
    for (const Op op : graph_.ops()) {
      if (has(set, op)) least[set] = std::min(least[set], least[set & ~(Set{1} << op.value())]);
    }
  }
}

}  // namespace moccasin::test
