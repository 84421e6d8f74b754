// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bound_tree.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace moccasin::search {
namespace {

// Iterations of the ascent, for a node and to try a branch out; what one must gain, in parts of the
// cutoff. docs/measurements.md, "What each technique adds", has what strong branching is worth.
constexpr int kIterations = 40, kStrongIterations = 6;
constexpr double kGain = 2e-5;
// Near the root the choice of events is mended, a few at a time: all that is below has them.
constexpr int kShallow = 6;
constexpr std::size_t kMostAdded = 3;
// The most undecided cost variables are asked by a cut each whether they must be paid; the most
// promising are tried out, unless both sides have been kReliable times. More would cost more than
// they save.
constexpr std::size_t kProbed = 12, kStrong = 8;
constexpr int kReliable = 4;
constexpr double kAgreed = 0.48;  // from one half: beyond it, the cuts agree on what is paid
// An estimate is never of less than this part of the way from 0 to 1, or of the cutoff, so that one
// side that seems to gain nothing does not hide what the other does.
constexpr double kLeastWay = 0.05, kLeastRise = 1e-6;
// What a cost variable gains of which nothing is known: this part of its cost.
constexpr double kUntried = 0.3;
constexpr std::size_t kMostAway = 512;  // events; it may be every operation at each

ClosureNode child_of(const ClosureNode& node, CostVar cost_var, Again value) {
  ClosureNode child = node;
  child.again[cost_var] = value;
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

// Branching rules: pseudo-costs, initialised by strong branching (Achterberg, Koch, Martin,
// Operations Research Letters 33, 2005). Both sides of a branch have to be refuted, so a cost
// variable is as good as the product of what the bound rises by on either. What that is, is
// estimated by the mean of what it rose by before (the pseudo-cost), per way that the cost variable
// had to go: the part of the cuts' weight that has it paid says how far it is from either side.
// Where too few are known, both sides are tried out with a few iterations of the ascent, which
// makes pseudo-costs better as well.
//
// Invariant: whatever is looked at on the way and refuted is fixed the other way, and written to
// the proof; so a choice that is not made leaves a node with fewer cost variables open.
class BoundTree::Choice {
 public:
  Choice(BoundTree& tree, ClosureNode& node, Share& share)
      : tree_(tree),
        node_(node),
        share_(share),
        cutoff_(static_cast<double>(tree.scale_.cutoff())) {}

  enum class Outcome { branch, none, refuted, stopped };
  // none: no cost variable is open, or something was fixed and the node is to be looked at again.
  Outcome make();
  [[nodiscard]] CostVar cost_var() const { return best_; }

 private:
  enum Side : std::size_t { never, again };
  static constexpr Again kValue[] = {Again::never, Again::surely};

  void collect(const ClosureNetwork& network);
  bool probe(ClosureNetwork& network);
  void rank();
  Outcome select();
  std::optional<double> try_out(CostVar cost_var);
  std::optional<double> rise(CostVar cost_var, Side side);

  [[nodiscard]] double undecided(CostVar cost_var) const {
    return std::abs(mean_[cost_var.value()] - 0.5);
  }
  // How far it is to this side.
  [[nodiscard]] double way(CostVar cost_var, Side side) const {
    return std::max(side == again ? 1 - mean_[cost_var.value()] : mean_[cost_var.value()],
                    kLeastWay);
  }
  [[nodiscard]] double expected(CostVar cost_var, Side side) const;
  [[nodiscard]] double expected(CostVar cost_var) const {
    return expected(cost_var, never) * expected(cost_var, again);
  }
  [[nodiscard]] bool reliable(CostVar cost_var) const {
    return std::min(tree_.pseudo_cost_[never][cost_var.value()].count,
                    tree_.pseudo_cost_[again][cost_var.value()].count) >= kReliable;
  }

  BoundTree& tree_;
  ClosureNode& node_;
  Share& share_;
  const double cutoff_;
  std::vector<double> mean_;  // by cost variable: the part of the cuts' weight that has it paid
  std::vector<CostVar> candidates_;
  CostVar best_;
  bool stopped_ = false;
};

BoundTree::Choice::Outcome BoundTree::Choice::make() {
  const auto network = tree_.ascent_.network_of(node_);
  if (network == nullptr) return Outcome::refuted;
  mean_ = tree_.ascent_.primal_average();
  collect(*network);
  if (probe(*network) || candidates_.empty()) return Outcome::none;
  rank();
  return select();
}

// The open cost variables, those first on which the cuts agree least.
void BoundTree::Choice::collect(const ClosureNetwork& network) {
  for (const CostVar cost_var : network.open()) {
    if (node_.again[cost_var] == Again::open) candidates_.push_back(cost_var);
  }
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [&](CostVar a, CostVar b) { return undecided(a) < undecided(b); });
}

// The twin of reduced-cost fixing, which needs a cut for each cost variable: whether it is paid in
// every relaxed solution within the target. Those that are, are fixed; returns whether there are
// any.
bool BoundTree::Choice::probe(ClosureNetwork& network) {
  bool fixed = false;
  for (std::size_t i = 0; i < std::min(candidates_.size(), kProbed); ++i) {
    const CostVar cost_var = candidates_[i];
    if (network.evaluate_never(cost_var) <= tree_.scale_.cutoff()) continue;
    node_.again[cost_var] = Again::surely;
    fixed = true;
    if (ProofLog* const log = tree_.ascent_.log()) {
      const ProofLog::Node probe = log->begin_probe();
      log->add(probe, tree_.ascent_.last_step());
      node_.proof = log->end_probe(node_.proof, cost_var, Again::never, probe);
    }
  }
  return fixed;
}

// Those expected to gain most come first; if there is any on which the cuts do not agree, the
// others are left out.
void BoundTree::Choice::rank() {
  if (undecided(candidates_.front()) < kAgreed) {
    std::erase_if(candidates_, [&](CostVar cost_var) { return undecided(cost_var) >= kAgreed; });
  }
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [&](CostVar a, CostVar b) { return expected(a) > expected(b); });
}

// What the bound is expected to rise by if the cost variable is fixed on that side.
double BoundTree::Choice::expected(CostVar cost_var, Side side) const {
  const PseudoCost& gain = tree_.pseudo_cost_[side][cost_var.value()];
  const auto cost = static_cast<double>(tree_.scale_.cost()[tree_.cost_vars_.op(cost_var)]);
  const double unit = gain.count > 0 ? gain.sum / gain.count : kUntried * cost;
  return std::max(unit * way(cost_var, side), kLeastRise * cutoff_);
}

BoundTree::Choice::Outcome BoundTree::Choice::select() {
  double best_score = -1;
  for (std::size_t i = 0; i < std::min(candidates_.size(), kStrong); ++i) {
    const CostVar cost_var = candidates_[i];
    const auto score = reliable(cost_var) ? expected(cost_var) : try_out(cost_var);
    if (!score) return stopped_ ? Outcome::stopped : Outcome::none;
    if (*score <= best_score) continue;
    best_score = *score;
    best_ = cost_var;
  }
  return Outcome::branch;
}

// The product of what the bound rises by on both sides. Nothing: stopped, or one side is refuted.
std::optional<double> BoundTree::Choice::try_out(CostVar cost_var) {
  double score = 1;
  for (const Side side : {never, again}) {
    const auto risen = rise(cost_var, side);
    if (!risen) return std::nullopt;
    score *= std::max(*risen, kLeastRise * cutoff_);
  }
  return score;
}

// A few iterations of the ascent with the cost variable on that side. Nothing: stopped, or that is
// refuted and the cost variable fixed on the other.
std::optional<double> BoundTree::Choice::rise(CostVar cost_var, Side side) {
  ClosureNode child = child_of(node_, cost_var, kValue[side]);
  child.bound = 0;
  ProofLog* const log = tree_.ascent_.log();
  if (log != nullptr) child.proof = log->begin_probe();
  const auto result = tree_.ascent_.run(child, kStrongIterations, kGain, share_);
  const bool refuted = result == DualAscent::Result::refuted;
  if (log != nullptr && refuted) {
    node_.proof = log->end_probe(node_.proof, cost_var, kValue[side], child.proof);
  } else if (log != nullptr) {
    log->drop_probe();
  }
  stopped_ = result == DualAscent::Result::stopped;
  if (stopped_) return std::nullopt;
  const auto base = static_cast<double>(node_.bound);
  const double risen =
      refuted ? cutoff_ - base : std::max(0.0, static_cast<double>(child.bound) - base);
  PseudoCost& gain = tree_.pseudo_cost_[side][cost_var.value()];
  gain.sum += risen / way(cost_var, side);
  ++gain.count;
  if (!refuted) return risen;
  node_.again[cost_var] = side == again ? Again::never : Again::surely;
  return std::nullopt;
}

DualAscent::Result BoundTree::price(ClosureNode& node, Share& share) {
  ++nodes_;
  const auto result = ascent_.run(node, kIterations, kGain, share);
  if (result != DualAscent::Result::done || node.depth > kShallow) return result;
  if (events_.add(ascent_.primal_average(), kMostAdded) == 0) return result;
  return ascent_.run(node, kIterations, kGain, share);
}

// refuted: it is, or its children are open now.
BoundTree::Result BoundTree::visit(ClosureNode& node, Share& share) {
  for (;;) {
    const auto priced = price(node, share);
    if (priced == DualAscent::Result::stopped) return Result::stopped;
    if (priced == DualAscent::Result::refuted) return Result::refuted;
    const Fit fit = fit_at_most(node, share);
    if (fit == Fit::stopped) return Result::stopped;
    if (fit == Fit::never) return Result::refuted;
    const Fixings before = node.again;
    Choice choice(*this, node, share);
    switch (choice.make()) {
      case Choice::Outcome::stopped:
        return Result::stopped;
      case Choice::Outcome::refuted:
        return Result::refuted;
      case Choice::Outcome::branch:
        branch(node, choice.cost_var());
        return Result::refuted;
      case Choice::Outcome::none:
        break;
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

// Children begin with the node's prices and the linearizations that carry weight: what they fix
// changes little, and most of the bound is there at once.
void BoundTree::branch(ClosureNode& node, CostVar cost_var) {
  node.bundle.remove_if(
      [](const Linearization& linearization) { return linearization.weight <= 0; });
  open_.push_back(child_of(node, cost_var, Again::surely));
  open_.push_back(child_of(node, cost_var, Again::never));
  if (ProofLog* const log = ascent_.log()) {
    const auto [never, again] = log->branch(node.proof, cost_var);
    open_[open_.size() - 2].proof = again;
    open_.back().proof = never;
  }
}

bool BoundTree::fits(Op event, const Fixings& again, Absences* away) const {
  ClosureNetwork network(scan_, cost_vars_, {event}, again, scale_.cost());
  if (network.overfull() || network.least_units(0) > graph_.budget()) return false;
  if (away != nullptr) network.add_absences(*away);
  return true;
}

// Whether everything fits if all that is open runs again; if not, there is too much at an event
// whatever is decided. That changes only when something is never to run again, or events are added.
BoundTree::Fit BoundTree::fit_at_most(ClosureNode& node, Share& share) {
  const auto never =
      static_cast<std::size_t>(std::count(node.again.begin(), node.again.end(), Again::never));
  const std::size_t events = events_.chosen().size();
  if (never == node.fits_never && events == node.fits_events) return Fit::fits;
  share.meter().charge(events * (graph_.num_ops() + graph_.num_tensors()));
  if (share.ended()) return Fit::stopped;
  Fixings most = node.again;
  std::replace(most.begin(), most.end(), Again::open, Again::surely);
  for (const Op event : events_.chosen()) {
    if (fits(event, most)) continue;
    if (ProofLog* const log = ascent_.log()) {
      log->add(node.proof, {{event}, {std::numeric_limits<ClosureNetwork::Price>::max()}, {}});
    }
    return Fit::never;
  }
  node.fits_never = never;
  node.fits_events = events;
  return Fit::fits;
}

// All that the network knows of is decided, and it fits. What it does not know of does not run
// again.
BoundTree::Leaf BoundTree::leaf(const ClosureNode& node, Share& share) {
  Fixings again = node.again;
  cost_ = 0;
  solution_.clear();
  std::replace(again.begin(), again.end(), Again::open, Again::never);
  for (const Op op : graph_.ops()) {
    const auto& cost_vars = cost_vars_.of(op);
    const auto times = std::count_if(cost_vars.begin(), cost_vars.end(), [&](CostVar cost_var) {
      return again[cost_var] == Again::surely;
    });
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
    if (added == kMostAdded || events_.full()) break;
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
