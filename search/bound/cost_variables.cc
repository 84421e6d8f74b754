// SPDX-License-Identifier: Apache-2.0
#include "search/bound/cost_variables.h"

#include <algorithm>
#include <functional>

namespace moccasin::search {

CostVars::CostVars(std::size_t num_ops) : use_sets_(num_ops) {
  for (std::size_t i = 0; i < num_ops; ++i) {
    op_.push_back(Op(i));
    of_.push_back({CostVar(i)});
  }
}

void CostVars::split(Op op, UseSets use_sets) {
  MOCCASIN_ASSERT(!is_split(op) && !use_sets.empty());
  for (std::size_t i = 0; i < use_sets.size(); ++i) {
    of_[op].push_back(CostVar(op_.size()));
    op_.push_back(op);
  }
  use_sets_[op] = std::move(use_sets);
}

CostVar CostVars::at(const Precedence& event, Op op) const {
  const UseSets& use_sets = use_sets_[op];
  const auto next = std::find_if_not(use_sets.begin(), use_sets.end(), [&](const auto& use_set) {
    return std::all_of(use_set.begin(), use_set.end(),
                       [&](Op r) { return event.is_at_or_before(r); });
  });
  const auto is_after = [&](Op reader) { return event.is_after(reader); };
  if (next != use_sets.end() && !std::all_of(next->begin(), next->end(), is_after))
    return CostVar();
  return of_[op][static_cast<std::size_t>(next - use_sets.begin())];
}

// The next use set: what is left of each tensor's readers begins, in base order, at one or before;
// of each the latest reader up to the last of these.
CostVars::UseSets use_sets_of(Precedence& precedence, Op op) {
  const CompiledGraph& graph = precedence.graph();
  std::vector<std::vector<Op>> left;  // by tensor that anybody wants, the first reader last
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    const Tensor tensor(graph.first_tensor(op).value() + i);
    const auto readers = graph.readers(tensor);
    if (readers.empty() && graph.tensor(tensor).retain == model::Retain::no) continue;
    left.emplace_back(readers.rbegin(), readers.rend());
  }
  CostVars::UseSets use_sets;
  while (!left.empty()) {
    Op last(0);
    for (const auto& readers : left) {
      if (readers.empty()) return use_sets;
      last = std::max(last, readers.back());
    }
    precedence.look(last);
    std::vector<Op> use_set;
    for (const auto& readers : left) {
      const auto upto = std::lower_bound(readers.begin(), readers.end(), last, std::greater<>());
      const auto latest =
          std::find_if(upto, readers.end(), [&](Op r) { return precedence.is_at_or_before(r); });
      use_set.push_back(latest == readers.end() ? readers.back() : *latest);
    }
    std::sort(use_set.begin(), use_set.end());
    use_set.erase(std::unique(use_set.begin(), use_set.end()), use_set.end());
    for (const Op reader : use_set) {
      precedence.look(reader);
      for (auto& readers : left) {
        while (!readers.empty() && !precedence.is_after(readers.back())) readers.pop_back();
        if (precedence.order() == model::Order::kept) continue;  // all that is left comes after
        std::erase_if(readers, [&](Op r) { return !precedence.is_after(r); });
      }
    }
    use_sets.push_back(std::move(use_set));
  }
  return use_sets;
}

namespace {

// By event, who of those that would be split is away there.
using OpsByEvent = base::IndexedVector<Op, std::vector<Op>>;

// Splits in `tried` whoever is away at two events or more. A look goes through the graph where the
// order is free: what would need too many stays unsplit.
OpsByEvent try_to_split(Precedence& precedence, const Absences& away, CostVars& tried) {
  const CompiledGraph& graph = precedence.graph();
  std::size_t looks = precedence.order() == model::Order::kept
                          ? SIZE_MAX
                          : Precedence::kMostScanned / (graph.num_ops() + graph.num_tensors());
  OpsByEvent ops(away.size());
  for (const Op op : away.indices()) {
    if (away[op].size() < 2 || tried.is_split(op)) continue;
    std::size_t readers = 0;
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      readers += graph.readers(Tensor(graph.first_tensor(op).value() + i)).size();
    }
    if (2 * readers > looks) continue;
    looks -= 2 * readers;
    CostVars::UseSets use_sets = use_sets_of(precedence, op);
    if (use_sets.empty()) continue;
    tried.split(op, std::move(use_sets));
    for (const Op event : away[op]) ops[event].push_back(op);
  }
  return ops;
}

}  // namespace

// To split makes networks larger, and pays only where one payment covers two runs: where an
// operation is away in two inter-use intervals at least. At an event that is surely in no interval
// nothing would be paid, and the bound could fall, so such operations stay as they are.
bool split_where_away(Precedence& precedence, const Absences& away, CostVars& cost_vars) {
  CostVars tried = cost_vars;
  const OpsByEvent ops = try_to_split(precedence, away, tried);
  base::IndexedVector<Op, CostVar> one(away.size());  // of those that would be paid
  base::IndexedVector<Op, char> apart(away.size(), 0), unpaid(away.size(), 0);
  for (const Op event : ops.indices()) {
    if (ops[event].empty()) continue;
    precedence.look(event);
    for (const Op op : ops[event]) {
      if (!precedence.is_before(op)) continue;
      const CostVar cost_var = tried.at(precedence, op);
      if (!cost_var.valid()) unpaid[op] = 1;
      if (one[op].valid() && cost_var != one[op]) apart[op] = 1;
      one[op] = cost_var;
    }
  }
  bool any = false;
  for (const Op op : away.indices()) {
    if (apart[op] == 0 || unpaid[op] != 0) continue;
    cost_vars.split(op, tried.use_sets(op));
    any = true;
  }
  return any;
}

}  // namespace moccasin::search
