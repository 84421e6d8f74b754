// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bound_tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moccasin::search {
namespace {

constexpr int kSteps = 40, kStrongSteps = 6;
constexpr double kGain = 2e-5;  // of the cutoff: smaller is not worth a step

ClosureNode child_of(const ClosureNode& node, Payer payer, Again value) {
  ClosureNode child = node;
  child.again[payer] = value;
  ++child.depth;
  return child;
}

}  // namespace

BoundTree::Result BoundTree::refute(Share& share) {
  while (!open_.empty()) {
    ClosureNode node = std::move(open_.back());
    open_.pop_back();
    const Result result = visit(node, share);
    if (result == Result::stopped) open_.push_back(std::move(node));
    if (result == Result::solution) open_.clear();
    if (result != Result::refuted) return result;
  }
  return Result::refuted;
}

// refuted: it is, or its children are open now.
BoundTree::Result BoundTree::visit(ClosureNode& node, Share& share) {
  constexpr int kShallow = 6;
  for (;;) {
    ++nodes_;
    auto result = ascent_.run(node, kSteps, kGain, share);
    if (result == DualAscent::Result::done && node.depth <= kShallow &&
        events_.add(ascent_.mean_again(), 3) > 0) {
      result = ascent_.run(node, kSteps, kGain, share);
    }
    if (result == DualAscent::Result::stopped) return Result::stopped;
    if (result == DualAscent::Result::refuted) return Result::refuted;
    if (cannot_fit(node, share)) return Result::refuted;
    if (stopped_) return Result::stopped;
    const Fixings before = node.again;
    const Payer payer = choose(node, share);
    if (stopped_) return Result::stopped;
    if (refuted_node_) return Result::refuted;
    if (payer.valid()) {
      node.bundle.remove_if([](const Plane& plane) { return plane.weight <= 0; });
      open_.push_back(child_of(node, payer, Again::surely));
      open_.push_back(child_of(node, payer, Again::never));
      if (ProofLog* const log = ascent_.log()) {
        const auto [never, again] = log->branch(node.proof, payer);
        open_[open_.size() - 2].proof = again;
        open_.back().proof = never;
      }
      return Result::refuted;
    }
    if (before != node.again) continue;  // look again with what was fixed
    switch (leaf(node, share)) {
      case Leaf::refuted:
        return Result::refuted;
      case Leaf::solution:
        return Result::solution;
      case Leaf::stopped:
        return Result::stopped;
      case Leaf::more_events:
        break;
    }
  }
}

Payer BoundTree::choose(ClosureNode& node, Share& share) {
  constexpr std::size_t kProbed = 12, kStrong = 8;
  constexpr int kReliable = 4;
  stopped_ = refuted_node_ = false;
  const auto network = ascent_.network_of(node);
  refuted_node_ = network == nullptr;
  if (refuted_node_) return Payer();
  const std::vector<double> mean = ascent_.mean_again();
  std::vector<Payer> candidates;
  for (const Payer payer : network->open()) {
    if (node.again[payer] == Again::open) candidates.push_back(payer);
  }
  const auto undecided = [&](Payer payer) { return std::abs(mean[payer.value()] - 0.5); };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](Payer a, Payer b) { return undecided(a) < undecided(b); });
  bool fixed = false;
  for (std::size_t i = 0; i < std::min(candidates.size(), kProbed); ++i) {
    if (network->evaluate_never(candidates[i]) <= scale_.cutoff()) continue;
    node.again[candidates[i]] = Again::surely;
    fixed = true;
    if (ProofLog* const log = ascent_.log()) {
      const ProofLog::Node probe = log->begin_probe();
      log->add(probe, ascent_.last_step());
      node.proof = log->end_probe(node.proof, candidates[i], Again::never, probe);
    }
  }
  if (fixed || candidates.empty()) return Payer();

  // One on which the cuts do not agree, if there is any.
  constexpr double kAgreed = 0.48;
  if (undecided(candidates.front()) < kAgreed) {
    std::erase_if(candidates, [&](Payer payer) { return undecided(payer) >= kAgreed; });
  }
  const auto cutoff = static_cast<double>(scale_.cutoff());
  // What the bound is expected to rise by.
  const auto expected = [&](Payer payer, int value) {
    const double way = std::max(value == 1 ? 1 - mean[payer.value()] : mean[payer.value()], 0.05);
    const Gain& gain = gain_[static_cast<std::size_t>(value)][payer.value()];
    const double unit = gain.count > 0
                            ? gain.sum / gain.count
                            : 0.3 * static_cast<double>(scale_.cost()[payers_.op(payer)]);
    return std::max(unit * way, 1e-6 * cutoff);
  };
  std::stable_sort(candidates.begin(), candidates.end(), [&](Payer a, Payer b) {
    return expected(a, 0) * expected(a, 1) > expected(b, 0) * expected(b, 1);
  });
  Payer best;
  double best_score = -1;
  const auto base = static_cast<double>(node.bound);
  for (std::size_t i = 0; i < std::min(candidates.size(), kStrong); ++i) {
    const Payer payer = candidates[i];
    double score = expected(payer, 0) * expected(payer, 1);
    if (gain_[0][payer.value()].count < kReliable || gain_[1][payer.value()].count < kReliable) {
      score = 1;
      for (const int value : {0, 1}) {
        const Again again = value == 1 ? Again::surely : Again::never;
        ClosureNode child = child_of(node, payer, again);
        child.bound = 0;
        ProofLog* const log = ascent_.log();
        if (log != nullptr) child.proof = log->begin_probe();
        const auto result = ascent_.run(child, kStrongSteps, kGain, share);
        const bool refuted = result == DualAscent::Result::refuted;
        if (log != nullptr && refuted) {
          node.proof = log->end_probe(node.proof, payer, again, child.proof);
        } else if (log != nullptr) {
          log->drop_probe();
        }
        stopped_ = result == DualAscent::Result::stopped;
        if (stopped_) return Payer();
        const double rise =
            refuted ? cutoff - base : std::max(0.0, static_cast<double>(child.bound) - base);
        Gain& gain = gain_[static_cast<std::size_t>(value)][payer.value()];
        gain.sum +=
            rise / std::max(value == 1 ? 1 - mean[payer.value()] : mean[payer.value()], 0.05);
        ++gain.count;
        if (refuted) {
          node.again[payer] = value == 1 ? Again::never : Again::surely;
          return Payer();
        }
        score *= std::max(rise, 1e-6 * cutoff);
      }
    }
    if (score > best_score) {
      best_score = score;
      best = payer;
    }
  }
  return best;
}

bool BoundTree::fits(Op event, const Fixings& again, Absences* away) const {
  ClosureNetwork network(scan_, payers_, {event}, again, scale_.cost());
  if (network.overfull() || network.least_units(0) > graph_.budget()) return false;
  if (away != nullptr) network.add_absences(*away);
  return true;
}

// There is too much at an event whatever else runs again.
bool BoundTree::cannot_fit(ClosureNode& node, Share& share) {
  const auto never =
      static_cast<std::size_t>(std::count(node.again.begin(), node.again.end(), Again::never));
  const std::size_t events = events_.chosen().size();
  stopped_ = false;
  if (never == node.fits_never && events == node.fits_events) return false;
  share.meter().charge(events * (graph_.num_ops() + graph_.num_tensors()));
  stopped_ = share.ended();
  if (stopped_) return false;
  Fixings most = node.again;
  std::replace(most.begin(), most.end(), Again::open, Again::surely);
  for (const Op event : events_.chosen()) {
    if (fits(event, most)) continue;
    if (ProofLog* const log = ascent_.log()) {
      log->add(node.proof, {{event}, {std::numeric_limits<ClosureNetwork::Price>::max()}, {}});
    }
    return true;
  }
  node.fits_never = never;
  node.fits_events = events;
  return false;
}

// All that the network knows of is decided, and it fits. What it does not know of does not run
// again.
BoundTree::Leaf BoundTree::leaf(const ClosureNode& node, Share& share) {
  constexpr std::size_t kMostAway = 512;  // events; it may be every operation at each
  Fixings again = node.again;
  cost_ = 0;
  solution_.clear();
  std::replace(again.begin(), again.end(), Again::open, Again::never);
  for (const Op op : graph_.ops()) {
    const auto& payers = payers_.of(op);
    const auto times = std::count_if(payers.begin(), payers.end(),
                                     [&](Payer payer) { return again[payer] == Again::surely; });
    cost_ += times * graph_.duration(op);
    if (times > 0) solution_.push_back(op);
  }
  if (cost_ > scale_.target()) {  // scaled costs are rounded down
    ascent_.write_unpriced(node);
    return Leaf::refuted;
  }
  std::size_t added = 0, looked = 0;
  away_ = Absences(graph_.num_ops());
  for (const Op event : events_.violated()) {
    if (added == 3 || events_.full()) break;
    share.meter().charge(graph_.num_ops() + graph_.num_tensors());
    if (share.ended()) return Leaf::stopped;
    const auto& chosen = events_.chosen();
    const bool known = std::binary_search(chosen.begin(), chosen.end(), event);
    Absences* const away = looked++ < kMostAway ? &away_ : nullptr;
    if (fits(event, again, away) || known) continue;
    events_.add(event);
    ++added;
  }
  return added > 0 ? Leaf::more_events : Leaf::solution;
}

}  // namespace moccasin::search
