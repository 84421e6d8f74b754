// SPDX-License-Identifier: Apache-2.0
#include "search/bound/dual_ascent.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>

namespace moccasin::search {
namespace {

// How far a trial goes, and how it is judged: docs/measurements.md, "What each technique adds", has
// what the bundle does for the bound; the numbers have not been measured by themselves. All parts
// are of what the linearizations predict, unless said. Where kSerious is found at least, the centre
// moves, where kGood, the proximal parameter grows.
constexpr double kSerious = 0.1, kGood = 0.5;
constexpr double kGoodGrows = 2;      // times the proximal parameter, after a good step
constexpr double kNullShrinks = 0.6;  // the same after trials that found little
constexpr int kMostNulls = 4;         // null steps before it shrinks in any case
// A trial that gains less than kSmallGain of the way to the cutoff, or of the bound if that is
// less, is not worth its cut. It is sent kFarther times farther, up to kMostFarther times, and
// beyond while the prediction rises in a straight line, or, below half of the cutoff, kGrows times
// as fast as before: no maximum is in sight.
constexpr double kSmallGain = 0.06, kFarther = 6, kGrows = 2, kStraight = 0.95 * kFarther;
constexpr int kMostFarther = 3;
// The network is built anew without what is fixed, once that is more than kFewFixed and a part of
// 1 / kPartFixed of what was open: a smaller one is cut faster, but from no flow.
constexpr std::size_t kFewFixed = 4, kPartFixed = 10;
constexpr double kTolerance = 1e-7;  // of the cutoff: what the bundle need not tell apart

// A cut that contradicts what is fixed is none of the network of now: its linearization may be too
// low to be of use, and what it pays says nothing of what to branch on.
bool agrees(const Linearization& linearization, const Fixings& again) {
  for (const CostVar cost_var : again.indices()) {
    const bool pays = linearization.primal[cost_var.value()] != 0;
    if (again[cost_var] != Again::open && pays != (again[cost_var] == Again::surely)) return false;
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
      std::make_unique<ClosureNetwork>(scan_, cost_vars_, events_, node.again, scale_.cost());
  if (network->overfull() || network->fixed_cost() > scale_.cutoff()) {
    write_unpriced(node);
    return nullptr;
  }
  node.bundle.remove_if(
      [&](const Linearization& linearization) { return !agrees(linearization, node.again); });
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

// Reduced-cost fixing (Nemhauser, Wolsey, Integer and Combinatorial Optimization, 1988). What the
// flow leaves of the arc from a cost variable to the sink is a lower bound on what the cut would
// cost more if it had to be paid after all. Where that leads beyond the cutoff, no relaxed solution
// within the target has it paid, and the part of the search that begins here need not look at it
// again. Invariant: only what is refuted at these very prices is fixed, so that a certificate can
// do it again.
std::size_t DualAscent::fix(const ClosureNetwork& network, std::int64_t bound,
                            ClosureNode& node) const {
  std::vector<CostVar> never;
  for (const CostVar cost_var : network.open()) {
    if (node.again[cost_var] != Again::open) continue;
    if (bound + network.reduced_cost(cost_var) <= scale_.cutoff()) continue;
    node.again[cost_var] = Again::never;
    never.push_back(cost_var);
  }
  const std::size_t fixed = never.size();
  if (fixed > 0) write(node, {events_, rounded_, std::move(never)});
  return fixed;
}

// What the cut would cost at other prices, too, is no less than the minimum there: a linearization
// above the bound, which touches it here. Its slope by a price is how much too much the cut holds
// there.
Linearization DualAscent::linearization_of(const ClosureNetwork& network, const Fixings& again,
                                           const std::vector<double>& prices,
                                           std::int64_t bound) const {
  Linearization linearization;
  linearization.primal.assign(again.size(), 0);
  for (const CostVar cost_var : again.indices()) {
    linearization.primal[cost_var.value()] =
        again[cost_var] == Again::surely || network.is_paid(cost_var) ? 1 : 0;
  }
  linearization.constant = static_cast<double>(bound);
  for (std::size_t event = 0; event < prices.size(); ++event) {
    linearization.subgradient.push_back(network.excess(event));
    linearization.constant -= prices[event] * network.excess(event);
  }
  return linearization;
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

// One run: the state of a proximal bundle method (bundle.h; Lemarechal 1978, Kiwiel 1990), whose
// centre is node.prices, the best so far.
//
// Each iteration asks the bundle where the linearizations known promise most, near the centre, and
// cuts there. If a fair part of what was promised is found, the step is serious and the centre
// moves; else it is a null step, and all that is gained is a linearization that makes the next
// promise more modest. The proximal parameter, by which the proximal term is divided, grows with
// good steps and shrinks with bad ones.
//
// Invariants between two iterations: `best_` is the bound at the centre, none of the linearizations
// contradicts what was fixed when the network was built, and there is one at least. Bounds hold at
// any prices, so nothing here can make one wrong: it only decides how soon they are good.
class DualAscent::Ascent {
 public:
  Ascent(DualAscent& dual, ClosureNode& node, double gain, Share& share)
      : dual_(dual),
        node_(node),
        share_(share),
        cutoff_(static_cast<double>(dual.scale_.cutoff())),
        least_gain_(gain * cutoff_) {}

  Result run(int iterations);

 private:
  // Why the run has come to its end, or nothing: it goes on.
  using End = std::optional<Result>;

  End build();
  End visit(std::vector<double>& prices);
  [[nodiscard]] double first_prox_parameter() const;
  bool count();
  [[nodiscard]] bool much_is_fixed() const {
    return fixed_ > kFewFixed && kPartFixed * fixed_ > network_->open().size();
  }
  Bundle::Trial promise();
  [[nodiscard]] bool too_little(double predicted) const;
  bool go_farther(double predicted);
  void judge(const std::vector<double>& point, double predicted);
  Result end(Result result);

  DualAscent& dual_;
  ClosureNode& node_;
  Share& share_;
  const double cutoff_, least_gain_;
  std::unique_ptr<ClosureNetwork> network_;
  std::uint64_t counted_ = 0;  // of the network's work
  std::size_t fixed_ = 0;      // since the network was built
  double best_ = -std::numeric_limits<double>::infinity();
  double found_ = 0;  // by the last visit
  double prox_parameter_ = 0;
  int farther_ = 0;  // times that the trial has been sent farther
  int nulls_ = 0;    // trials since the centre last moved
  // What a smaller proximal parameter predicted, and the rise to it.
  double before_ = 0, more_before_ = 0;
};

// A network for what is fixed by now, cut at the centre.
DualAscent::Ascent::End DualAscent::Ascent::build() {
  network_ = dual_.build(node_);
  if (network_ == nullptr) return Result::refuted;
  counted_ = 0;
  fixed_ = 0;
  if (const End ended = visit(node_.prices)) return ended;
  best_ = std::max(best_, found_);
  return std::nullopt;
}

// Cuts at `prices`; fixes what the bound there excludes, and adds the cut's linearization.
DualAscent::Ascent::End DualAscent::Ascent::visit(std::vector<double>& prices) {
  const auto evaluated = dual_.evaluate(*network_, prices, &share_.meter());
  if (!evaluated) return Result::stopped;
  const std::int64_t bound = *evaluated;
  found_ = static_cast<double>(bound);
  node_.bound = std::max(node_.bound, bound);
  if (bound > dual_.scale_.cutoff()) {
    dual_.write(node_, dual_.last_step());
  } else {
    fixed_ += dual_.fix(*network_, bound, node_);
    node_.bundle.add(dual_.linearization_of(*network_, node_.again, prices, bound));
  }
  if (node_.bound > dual_.scale_.cutoff()) return end(Result::refuted);
  return std::nullopt;
}

// The proximal parameter with which the cutoff would be met along the slope, as if the first
// linearization were the truth: the right order of magnitude, and the trials correct it.
double DualAscent::Ascent::first_prox_parameter() const {
  double square = 0;
  for (std::size_t event = 0; event < node_.prices.size(); ++event) {
    const double slope = network_->excess(event);
    if (node_.prices[event] > 0 || slope > 0) square += slope * slope;
  }
  return square > 0 ? std::max(cutoff_ - best_, 1.0) / square : 1;
}

// What an iteration costs beside its cut, which the flow has charged. False: the share has ended.
bool DualAscent::Ascent::count() {
  share_.meter().charge(network_->num_nodes());
  if (share_.ended()) return false;
  counted_ = network_->work();
  return true;
}

// Where the linearizations promise most. What the cuts agree on is read off their weights, which
// are of use only if the bundle has solved its program, or if there are no others.
Bundle::Trial DualAscent::Ascent::promise() {
  Bundle::Trial trial =
      node_.bundle.trial(node_.prices, best_, prox_parameter_, kTolerance * cutoff_);
  if (trial.converged || dual_.primal_average_.empty())
    dual_.primal_average_ = node_.bundle.primal_average();
  return trial;
}

bool DualAscent::Ascent::too_little(double predicted) const {
  return predicted < std::max(least_gain_, kSmallGain * std::min(cutoff_ - best_, best_));
}

// Little is promised: near the maximum, or because the trial is near. To ask the bundle again costs
// no cut, so that is tried first. False: it is the maximum.
bool DualAscent::Ascent::go_farther(double predicted) {
  const double more = predicted - before_;
  const bool grows = more > (2 * best_ <= cutoff_ ? kGrows : kStraight) * more_before_;
  if (farther_ >= kMostFarther && !grows) return false;
  more_before_ = farther_ == 0 ? 0 : std::max(more, 0.0);
  before_ = predicted;
  ++farther_;
  prox_parameter_ *= kFarther;
  return true;
}

// A serious step or a null step, and what that says of the proximal parameter.
void DualAscent::Ascent::judge(const std::vector<double>& point, double predicted) {
  if (found_ >= best_ + kSerious * predicted) {
    if (found_ >= best_ + kGood * predicted) prox_parameter_ *= kGoodGrows;
    best_ = found_;
    node_.prices = point;
    nulls_ = 0;
  } else {
    ++nulls_;
    if (found_ < best_ - predicted || nulls_ % kMostNulls == 0) prox_parameter_ *= kNullShrinks;
  }
}

// A cut is counted when the next iteration begins, so the last one of a run is not: what the flow
// has charged for it is given back. Shares and trials of splitting were tuned with ticks like that.
DualAscent::Result DualAscent::Ascent::end(Result result) {
  share_.meter().refund(network_->work() - counted_);
  return result;
}

DualAscent::Result DualAscent::Ascent::run(int iterations) {
  if (const End ended = build()) return *ended;
  if (node_.prox_parameter <= 0) node_.prox_parameter = first_prox_parameter();
  prox_parameter_ = node_.prox_parameter;
  for (int i = 0; i < iterations; ++i) {
    if (!count()) return Result::stopped;
    if (much_is_fixed()) {
      if (const End ended = build()) return *ended;
    }
    Bundle::Trial trial = promise();
    const double predicted = trial.value - best_;
    if (too_little(predicted)) {
      if (!go_farther(predicted)) break;
      continue;
    }
    farther_ = 0;
    if (const End ended = visit(trial.point)) return *ended;
    judge(trial.point, predicted);
  }
  while (farther_-- > 0) prox_parameter_ /= kFarther;  // it did not help
  node_.prox_parameter = prox_parameter_;
  return end(Result::done);
}

DualAscent::Result DualAscent::run(ClosureNode& node, int iterations, double gain, Share& share) {
  align(node);
  primal_average_.clear();
  return Ascent(*this, node, gain, share).run(iterations);
}

}  // namespace moccasin::search
