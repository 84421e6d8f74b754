// SPDX-License-Identifier: Apache-2.0
#include "search/bound/dual_ascent.h"

#include <algorithm>
#include <memory>
#include <numeric>

namespace moccasin::search {
namespace {

bool agrees(const Plane& plane, const Fixings& again) {
  for (const Payer payer : again.indices()) {
    const bool pays = plane.again[payer.value()] != 0;
    if (again[payer] != Again::open && pays != (again[payer] == Again::surely)) return false;
  }
  return true;
}

}  // namespace

// Prices for the events of now: those of events that are new are 0.
void DualAscent::align(ClosureNode& node) const {
  if (node.events == events_) return;
  std::vector<double> prices(events_.size(), 0);
  std::size_t old = 0;
  for (std::size_t event = 0; event < events_.size(); ++event) {
    while (old < node.events.size() && node.events[old] < events_[event]) ++old;
    if (old < node.events.size() && node.events[old] == events_[event]) {
      prices[event] = node.prices[old];
    }
  }
  node.events = events_;
  node.prices = std::move(prices);
  node.bundle.clear();
}

std::unique_ptr<ClosureNetwork> DualAscent::build(ClosureNode& node) {
  auto network =
      std::make_unique<ClosureNetwork>(scan_, payers_, events_, node.again, scale_.cost());
  if (network->overfull() || network->paid() > scale_.cutoff()) {
    write_unpriced(node);
    return nullptr;
  }
  node.bundle.remove_if([&](const Plane& plane) { return !agrees(plane, node.again); });
  return network;
}

std::optional<std::int64_t> DualAscent::evaluate(ClosureNetwork& network,
                                                 std::vector<double>& prices, Meter* meter) {
  rounded_.resize(prices.size());
  for (std::size_t event = 0; event < prices.size(); ++event) {
    const auto highest = static_cast<double>(network.highest(event));
    prices[event] = std::clamp(prices[event], 0.0, highest);
    rounded_[event] = static_cast<ClosureNetwork::Price>(prices[event]);
  }
  ++flows_;
  return network.evaluate(rounded_, meter);
}

ProofStep DualAscent::step_at(const ClosureNode& node) {
  ProofStep step{node.events, {}, {}};
  for (const double price : node.prices) {
    step.prices.push_back(static_cast<ClosureNetwork::Price>(price));
  }
  return step;
}

void DualAscent::write(const ClosureNode& node, ProofStep step) const {
  if (log_ != nullptr) log_->add(node.proof, std::move(step));
}

void DualAscent::write_unpriced(const ClosureNode& node) const {
  write(node, {events_, std::vector<ClosureNetwork::Price>(events_.size(), 0), {}});
}

std::size_t DualAscent::fix(const ClosureNetwork& network, std::int64_t bound,
                            ClosureNode& node) const {
  std::vector<Payer> never;
  for (const Payer payer : network.open()) {
    if (node.again[payer] != Again::open) continue;
    if (bound + network.rise_if_paid(payer) <= scale_.cutoff()) continue;
    node.again[payer] = Again::never;
    never.push_back(payer);
  }
  const std::size_t fixed = never.size();
  if (fixed > 0) write(node, {events_, rounded_, std::move(never)});
  return fixed;
}

Plane DualAscent::plane_of(const ClosureNetwork& network, const Fixings& again,
                           const std::vector<double>& prices, std::int64_t bound) const {
  Plane plane;
  plane.again.assign(again.size(), 0);
  for (const Payer payer : again.indices()) {
    plane.again[payer.value()] = again[payer] == Again::surely || network.pays(payer) ? 1 : 0;
  }
  plane.constant = static_cast<double>(bound);
  for (std::size_t event = 0; event < prices.size(); ++event) {
    plane.slope.push_back(network.excess(event));
    plane.constant -= prices[event] * network.excess(event);
  }
  return plane;
}

std::unique_ptr<ClosureNetwork> DualAscent::network_of(ClosureNode& node) {
  align(node);
  auto network = build(node);
  if (network == nullptr) return nullptr;
  const std::int64_t bound = *evaluate(*network, node.prices, nullptr);
  node.bound = std::max(node.bound, bound);
  if (bound > scale_.cutoff()) {
    write(node, last_step());
    return nullptr;
  }
  fix(*network, bound, node);
  return network;
}

DualAscent::Result DualAscent::run(ClosureNode& node, int steps, double gain, Share& share) {
  // A small step is made kFarther times longer, up to kMostFarther times. It goes on while the
  // prediction rises in a straight line, or, below half of the cutoff, kGrows times as fast as
  // before: no maximum is in sight.
  constexpr double kFarther = 6, kGrows = 2, kStraight = 0.95 * kFarther, kSmallGain = 0.06;
  constexpr int kMostFarther = 3;
  align(node);
  auto network = build(node);
  if (network == nullptr) return Result::refuted;
  const auto cutoff = static_cast<double>(scale_.cutoff());
  Meter& meter = share.meter();
  std::uint64_t counted = network->work();
  const auto end = [&](Result result) {
    meter.refund(network->work() - counted);
    return result;
  };
  std::size_t fixed = 0;
  double best = 0;
  mean_again_.clear();
  bool given_up = false;
  const auto visit = [&](std::vector<double>& prices) {
    const auto evaluated = evaluate(*network, prices, &meter);
    given_up = !evaluated;
    if (given_up) return best;
    const std::int64_t bound = *evaluated;
    node.bound = std::max(node.bound, bound);
    if (bound > scale_.cutoff()) {
      write(node, last_step());
    } else {
      fixed += fix(*network, bound, node);
      node.bundle.add(plane_of(*network, node.again, prices, bound));
    }
    return static_cast<double>(bound);
  };
  best = visit(node.prices);
  if (given_up) return Result::stopped;
  if (node.bound > scale_.cutoff()) return end(Result::refuted);
  if (node.reach <= 0) {  // so that along the slope the cutoff would be reached
    double square = 0;
    for (std::size_t event = 0; event < node.prices.size(); ++event) {
      const double slope = network->excess(event);
      if (node.prices[event] > 0 || slope > 0) square += slope * slope;
    }
    node.reach = square > 0 ? std::max(cutoff - best, 1.0) / square : 1;
  }
  double reach = node.reach;
  double before = 0, more_before = 0;  // what a shorter reach predicted, and the rise to it
  int farther = 0, nulls = 0;
  for (int i = 0; i < steps; ++i) {
    meter.charge(network->num_nodes());
    if (share.ended()) return Result::stopped;
    counted = network->work();
    if (fixed > 4 && 10 * fixed > network->open().size()) {
      network = build(node);
      if (network == nullptr) return Result::refuted;
      counted = 0;
      fixed = 0;
      best = std::max(best, visit(node.prices));
      if (given_up) return Result::stopped;
      if (node.bound > scale_.cutoff()) return end(Result::refuted);
    }
    Bundle::Step step = node.bundle.step(node.prices, best, reach, 1e-7 * cutoff);
    if (step.converged || mean_again_.empty()) mean_again_ = node.bundle.mean_again();
    const double predicted = step.value - best;
    if (predicted < std::max(gain * cutoff, kSmallGain * std::min(cutoff - best, best))) {
      const double more = predicted - before;
      const bool grows = more > (2 * best <= cutoff ? kGrows : kStraight) * more_before;
      if (farther >= kMostFarther && !grows) break;
      more_before = farther == 0 ? 0 : std::max(more, 0.0);
      before = predicted;
      ++farther;
      reach *= kFarther;
      continue;
    }
    farther = 0;
    const double found = visit(step.point);
    if (given_up) return Result::stopped;
    if (node.bound > scale_.cutoff()) return end(Result::refuted);
    if (found >= best + 0.1 * predicted) {
      if (found >= best + 0.5 * predicted) reach *= 2;
      best = found;
      node.prices = step.point;
      nulls = 0;
    } else {
      ++nulls;
      if (found < best - predicted || nulls % 4 == 0) reach *= 0.6;
    }
  }
  while (farther-- > 0) reach /= kFarther;
  node.reach = reach;
  return end(Result::done);
}

}  // namespace moccasin::search
