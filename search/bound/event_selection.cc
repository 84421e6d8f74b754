// SPDX-License-Identifier: Apache-2.0
#include "search/bound/event_selection.h"

#include <algorithm>

#include "search/bound/closure_network.h"

namespace moccasin::search {
namespace {

// An event is added where more than this part of the budget is too much: less is what prices leave
// unsettled in any case. It has not been measured by itself.
constexpr double kTooLittle = 2e-5;
// Events that a network of any size may have.
constexpr std::size_t kLeastEvents = 8;

}  // namespace

// Neighbors are short of memory by much the same tensors, and a network grows with its events: a
// local maximum stands for its slopes, the leftmost of a plateau for the plateau.
EventSelection::EventSelection(EventScan& scan, const CostVars& cost_vars)
    : scan_(scan), cost_vars_(cost_vars), graph_(scan.graph()) {
  most_events_ =
      std::clamp<std::size_t>(kMostNodes / (graph_.num_ops() + 1), kLeastEvents, kMostEvents);
  find_violated();
  const auto forced = [&](std::size_t i) { return forced_[i]; };
  std::vector<std::size_t> peaks;
  for (std::size_t i = 0; i < violated_.size(); ++i) {
    const bool left = i > 0 && violated_[i - 1].value() + 1 == violated_[i].value();
    const bool right =
        i + 1 < violated_.size() && violated_[i].value() + 1 == violated_[i + 1].value();
    if ((!left || forced(i - 1) < forced(i)) && (!right || forced(i + 1) <= forced(i))) {
      peaks.push_back(i);
    }
  }
  std::stable_sort(peaks.begin(), peaks.end(),
                   [&](std::size_t a, std::size_t b) { return forced(a) > forced(b); });
  peaks.resize(std::min(peaks.size(), most_events_));
  for (const std::size_t i : peaks) chosen_.push_back(violated_[i]);
  std::sort(chosen_.begin(), chosen_.end());
}

// Order kept, what is forced is one sweep. In any order every event is a search of its own: of too
// many, some are left out, evenly.
void EventSelection::find_violated() {
  const auto profile = base_profile(graph_);
  for (const Op op : graph_.ops()) {
    if (profile[op] > graph_.budget()) violated_.push_back(op);
  }
  if (scan_.order() == model::Order::kept) {
    for (const Op op : violated_) forced_.push_back(profile[op]);
    return;
  }
  const std::size_t size = graph_.num_ops() + graph_.num_tensors();
  const std::size_t stride = violated_.size() * size / Precedence::kMostScanned + 1;
  std::vector<Op> found;
  const CostVars once(graph_.num_ops());
  const Fixings never(once.size(), Again::never);
  const base::IndexedVector<Op, std::int64_t> cost(graph_.num_ops(), 0);
  for (std::size_t i = 0; i < violated_.size(); i += stride) {
    ClosureNetwork network(scan_, once, {violated_[i]}, never, cost);
    const std::int64_t forced = network.least_units(0);
    if (forced <= graph_.budget()) continue;
    found.push_back(violated_[i]);
    forced_.push_back(forced);
  }
  violated_ = std::move(found);
}

// By violated event, order kept: the part that runs again is not live where it is not read.
std::vector<double> EventSelection::live(const std::vector<double>& again) const {
  const std::size_t n = graph_.num_ops();
  std::vector<double> change(n + 1, 0), result;
  for (const Tensor tensor : graph_.tensors()) {
    const auto readers = graph_.readers(tensor);
    const std::size_t producer = graph_.tensor(tensor).producer.value();
    const bool retained = graph_.tensor(tensor).retain == model::Retain::yes;
    const std::size_t last = retained ? n - 1 : readers.empty() ? producer : readers.back().value();
    const auto size = static_cast<double>(graph_.tensor(tensor).size);
    const auto& cost_vars = cost_vars_.of(Op(producer));
    const auto& use_sets = cost_vars_.use_sets(Op(producer));
    const auto add = [&](std::size_t from, std::size_t to, double amount) {
      change[from] += amount;
      change[to] -= amount;
    };
    std::size_t read = producer, interval = 0;
    double kept = size * (1 - again[cost_vars[0].value()]);
    const auto keep_to = [&](std::size_t to) {
      add(read, read + 1, size - kept);
      add(read, to, kept);
      read = to;
    };
    for (const Op reader : readers) {
      keep_to(reader.value());
      if (interval == use_sets.size() || use_sets[interval].back() > reader) continue;
      kept = size * (1 - again[cost_vars[++interval].value()]);
    }
    keep_to(last + 1);
  }
  double level = 0;
  std::size_t next = 0;
  for (std::size_t at = 0; at < n && next < violated_.size(); ++at) {
    level += change[at];
    if (violated_[next].value() != at) continue;
    result.push_back(level + static_cast<double>(graph_.transient(Op(at))));
    ++next;
  }
  return result;
}

// Events are cutting planes of a kind: one gets a price once the relaxation's fractional solution
// is seen to hold too much there. Of neighbors only the worse is added, as they ask for the same.
std::size_t EventSelection::add(const std::vector<double>& again, std::size_t most) {
  if (full()) return 0;
  most = std::min(most, most_events_ - chosen_.size());
  std::vector<double> live = this->live(again);
  const auto budget = static_cast<double>(graph_.budget());
  std::vector<std::size_t> worst;
  for (std::size_t i = 0; i < violated_.size(); ++i) {
    if (live[i] <= budget * (1 + kTooLittle)) continue;
    if (std::binary_search(chosen_.begin(), chosen_.end(), violated_[i])) continue;
    worst.push_back(i);
  }
  std::stable_sort(worst.begin(), worst.end(),
                   [&](std::size_t a, std::size_t b) { return live[a] > live[b]; });
  std::vector<std::size_t> added;
  for (const std::size_t i : worst) {
    if (added.size() == most) break;
    const bool near = std::any_of(added.begin(), added.end(),
                                  [i](std::size_t j) { return i + 1 == j || j + 1 == i; });
    if (!near) added.push_back(i);
  }
  for (const std::size_t i : added) chosen_.push_back(violated_[i]);
  std::sort(chosen_.begin(), chosen_.end());
  return added.size();
}

void EventSelection::add(Op event) {
  MOCCASIN_ASSERT(!full());
  chosen_.insert(std::lower_bound(chosen_.begin(), chosen_.end(), event), event);
}

}  // namespace moccasin::search
