// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_bound.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace moccasin::search {
namespace {

// The root's rounds: the iterations of each; what one must gain, in parts of the cutoff, in the
// first kCoarseRounds, whose events are soon more, and later; the events that a round may add.
// docs/measurements.md has what the root proves and takes.
constexpr int kIterations = 400, kCoarseRounds = 4, kMostRounds = 15;
constexpr double kCoarse = 1e-4, kFine = 2e-5;
constexpr std::size_t kMostAdded = 10;
// A trial of splitting has paid if it closes a part of 1 / kPays of the gap, within kLong times
// what the root had taken before.
constexpr std::int64_t kPays = 4;
constexpr std::uint64_t kLong = 4;
// The first target is a part of 1 / kFirstIncrement of the gap away; refuted ones double the
// increment. None of these numbers has been measured by itself.
constexpr std::int64_t kFirstIncrement = 64;

}  // namespace

ClosureBound::ClosureBound(const CompiledGraph& graph, model::Order order)
    : graph_(graph), scan_(graph, order), cost_vars_(graph.num_ops()), events_(scan_, cost_vars_) {
  std::int64_t unit = 0;
  for (const Op op : graph.ops()) unit = std::gcd(unit, graph.duration(op));
  unit_ = std::max<std::int64_t>(unit, 1);
  done_ = events_.violated().empty();
}

void ClosureBound::lower_upper(std::int64_t upper) {
  upper_ = upper;
  done_ = false;
  if (!scale_ || upper < scale_->upper() / 2) {
    rescale();
  } else if (!tree_->in_progress()) {
    root_done_ = false;  // more can be fixed
  }
}

// Prices go along, cuts do not.
void ClosureBound::rescale() {
  if (ascent_) flows_ += ascent_->flows();
  if (scale_) {
    const double ratio = static_cast<double>(scale_->upper()) / static_cast<double>(upper_);
    for (double& price : root_.prices) price *= ratio;
  }
  scale_.emplace(graph_, upper_);
  ascent_.emplace(scan_, cost_vars_, events_.chosen(), *scale_);
  if (unsplit_) cost_vars_ = std::move(unsplit_->cost_vars);  // it is not known whether that pays
  unsplit_.reset();
  renew_tree();
  root_log_.clear();
  root_.again = Fixings(cost_vars_.size(), Again::open);
  root_.bundle.clear();
  root_.prox_parameter = 0;
  root_.bound = 0;
  root_done_ = false;
  increment_ = first_increment();
}

std::int64_t ClosureBound::first_increment() const {
  return std::max((upper_ - lower_) / kFirstIncrement / unit_ * unit_, unit_);
}

void ClosureBound::raise(std::int64_t ticks) {
  const std::int64_t rounded = (ticks + unit_ - 1) / unit_ * unit_;
  const std::int64_t lower = std::min(rounded, upper_);
  if (lower <= lower_) return;
  lower_ = lower;
  if (on_rise_) on_rise_(lower_);
}

// If it proves as much as any so far.
void ClosureBound::keep(const ProofLog& log, std::int64_t lower) {
  if (!keeps_proof_ || lower < lower_) return;
  if (proof_ && proof_->lower >= lower) return;
  proof_ = Proof{log, *scale_, cost_vars_, lower};
}

// The Lagrangian dual at the root: the ascent finds prices for the events chosen, and events where
// the mean of its cuts still holds too much are added, until there are none. All that is fixed
// here, by reduced costs, holds for every schedule of less than the upper bound, and so for all of
// the search to come; what lasts longer than that bound is fixed first, without a cut. False:
// stopped.
bool ClosureBound::price_root(Share& share) {
  for (const Op op : graph_.ops()) {
    if (graph_.duration(op) <= upper_ - unit_) continue;
    for (const CostVar cost_var : cost_vars_.of(op)) root_.again[cost_var] = Again::never;
  }
  for (int round = 0; round < kMostRounds; ++round) {
    const auto result =
        ascent_->run(root_, kIterations, round < kCoarseRounds ? kCoarse : kFine, share);
    if (result == DualAscent::Result::refuted) {
      raise(upper_);
      keep(root_log_, upper_);
      break;
    }
    const std::int64_t before = lower_;
    raise(scale_->ticks(root_.bound));
    if (keeps_proof_ && lower_ > before) {
      ProofLog log = root_log_;
      log.add(0, ascent_->step_at(root_));
      keep(log, lower_);
    }
    if (result == DualAscent::Result::stopped) return false;
    if (events_.add(ascent_->primal_average(), kMostAdded) == 0) break;
  }
  return true;
}

// Prices, and then as long as it pays, cost variables split where the cut has them away in several
// inter-use intervals, and prices again. A trial of a split is a part of the share: when that part
// ends, it has not paid. False: stopped, and prices and trial go on when called again.
bool ClosureBound::solve_root(Share& share) {
  Meter& meter = share.meter();
  const auto work = [&] { return work_ + meter.ticks() - began_; };
  scale_->aim(upper_ - unit_);
  ascent_->write_to(keeps_proof_ ? &root_log_ : nullptr);
  if (!unsplit_) root_began_ = work();
  for (bool splits = true; splits;) {
    Share turn(share, unsplit_ ? trial_ends_ - std::min(work(), trial_ends_) : Meter::kUnlimited);
    const bool stopped = !price_root(turn);
    const bool over = stopped && unsplit_ && work() >= trial_ends_;
    if (stopped && (!over || meter.reason() != StopReason::none)) return false;
    if (lower_ >= upper_) break;
    splits = (!unsplit_ || (end_trial() && !over)) && begin_trial(work());
  }
  root_done_ = true;
  if (root_bound_ < 0) root_bound_ = lower_;
  return true;
}

// Whether the split has paid; if not, it is taken back.
bool ClosureBound::end_trial() {
  const std::int64_t before = unsplit_->root.bound;
  const bool pays = kPays * (root_.bound - before) >= scale_->cutoff() - before;
  if (!pays) {
    cost_vars_ = std::move(unsplit_->cost_vars);
    root_ = std::move(unsplit_->root);
    root_log_ = std::move(unsplit_->log);
    renew_tree();
  }
  unsplit_.reset();
  return pays;
}

// Splits where the cut at the root's prices is away in several inter-use intervals. Larger networks
// are slower: that is taken back if it has not paid when it is done, or after some time. False:
// there is nothing to split.
bool ClosureBound::begin_trial(std::uint64_t work) {
  const auto network = ascent_->network_of(root_);
  if (network == nullptr) return false;
  Absences away(graph_.num_ops());
  network->add_absences(away);
  Unsplit unsplit{cost_vars_, root_, root_log_};
  if (!split(away)) return false;
  unsplit_ = std::move(unsplit);
  trial_ends_ = work + kLong * (work - root_began_) + 1;
  return true;
}

bool ClosureBound::split(const Absences& away) {
  Precedence precedence(scan_.graph(), scan_.order());
  if (!splits_ || !split_where_away(precedence, away, cost_vars_)) return false;
  while (root_.again.size() < cost_vars_.size()) {
    const CostVar cost_var(root_.again.size());
    const Again first = root_.again[CostVars::first(cost_vars_.op(cost_var))];
    MOCCASIN_ASSERT(first != Again::surely);
    root_.again.push_back(first);
  }
  if (keeps_proof_) {  // what was fixed was so in a smaller network
    root_log_.clear();
    root_.again = Fixings(cost_vars_.size(), Again::open);
  }
  root_.bundle.clear();
  renew_tree();
  return true;
}

// A tree knows the cost variables that there were when it was made.
void ClosureBound::renew_tree() {
  if (tree_) nodes_ += tree_->nodes();
  tree_.emplace(scan_, cost_vars_, events_, *scale_, *ascent_);
}

// False: it is the last one again.
bool ClosureBound::suggest(std::vector<Op> again) {
  if (again.empty() || again == suggested_) return false;
  suggested_ = std::move(again);
  ++suggestions_;
  return true;
}

// The fractional solution of the last prices, rounded.
std::vector<Op> ClosureBound::rounded_average() const {
  std::vector<Op> again;
  const auto& mean = ascent_->primal_average();
  for (const Op op : graph_.ops()) {
    const auto& cost_vars = cost_vars_.of(op);
    const bool rounds_up = std::any_of(cost_vars.begin(), cost_vars.end(), [&](CostVar cost_var) {
      return !mean.empty() && mean[cost_var.value()] >= 0.5;
    });
    if (rounds_up) again.push_back(op);
  }
  return again;
}

// A target near the bound is refuted by a small tree. One far away is hard to reach by prices, and
// little is fixed on the way: the tree grows. So targets begin close, and the increment to the next
// one doubles as long as they are refuted.
void ClosureBound::aim_next() {
  target_ = std::min(lower_ + increment_, upper_) - unit_;
  scale_->aim(target_);
  if (keeps_proof_) {
    tree_log_.clear();
    for (const ProofStep& step : root_log_.node(0).steps) tree_log_.add(0, step);
    ascent_->write_to(&tree_log_);
  }
  tree_->start(root_);
}

// False: stopped, or there is no more to prove.
bool ClosureBound::refute_target(Share& share) {
  switch (tree_->refute(share)) {
    case BoundTree::Result::stopped:
      return false;
    case BoundTree::Result::refuted:
      raise(target_ + 1);
      keep(tree_log_, target_ + unit_);
      increment_ *= 2;
      return true;
    case BoundTree::Result::solution:
      break;
  }
  suggest(tree_->solution());
  // All below the solution's cost is the next target, unless it was this.
  increment_ = std::max(tree_->cost() - lower_, unit_);
  done_ = tree_->cost() <= lower_;
  if (done_ && split(tree_->away())) {
    done_ = root_done_ = false;
    increment_ = first_increment();
  }
  return !done_;
}

void ClosureBound::improve(std::int64_t upper, Share& share, Until until) {
  upper = (upper + unit_ - 1) / unit_ * unit_;
  if (upper < upper_) {
    if (events_.violated().empty()) return;
    lower_upper(upper);
  }
  began_ = share.meter().ticks();
  search(share, until);
  draw(share.meter());
  work_ += share.meter().ticks() - began_;
}

void ClosureBound::search(Share& share, Until until) {
  while (!done_) {
    done_ = lower_ >= upper_;
    if (done_) return;
    if (!tree_->in_progress()) {
      const bool first = !root_done_;
      if (first && !solve_root(share)) return;
      if (lower_ >= upper_) continue;
      if (first) draw(share.meter());
      aim_next();
      if (first && suggest(rounded_average()) && until == Until::suggestion) return;
    }
    const int before = suggestions_;
    if (!refute_target(share)) return;
    if (suggestions_ > before && until == Until::suggestion) return;
  }
}

// Nothing is fixed here: that would hold for no larger budget. Little is lost by it, as prices that
// are best with fixings are about as good without. That the work is used up, or all is proved at
// this budget, is no reason to lose what is proved of the others.
void ClosureBound::draw(Meter& meter) {
  const std::int64_t root = scale_ ? scale_->ticks(root_.bound) : 0;
  if (!on_line_ || root <= drawn_) return;
  const bool over = meter.ended();
  if (ends_everything(meter.reason())) return;
  const Fixings open(cost_vars_.size(), Again::open);
  ClosureNetwork network(scan_, cost_vars_, root_.events, open, scale_->cost());
  if (network.overfull()) return;
  std::vector<ClosureNetwork::Price> prices;
  for (std::size_t event = 0; event < root_.prices.size(); ++event) {
    const auto price = static_cast<ClosureNetwork::Price>(root_.prices[event]);
    prices.push_back(std::clamp<ClosureNetwork::Price>(price, 0, network.highest(event)));
  }
  if (!network.evaluate(prices, over ? nullptr : &meter)) return;
  if (over) meter.charge(network.work());
  drawn_ = root;
  on_line_(BoundLine(network.priced_cut(), *scale_, graph_, unit_));
}

// An operation never runs again if none of its cost variables is ever paid.
OpFixings ClosureBound::fixings() const {
  OpFixings fixings(graph_.num_ops(), Again::open);
  if (!root_.again.empty()) {
    for (const Op op : graph_.ops()) {
      const auto& cost_vars = cost_vars_.of(op);
      const bool never = std::all_of(cost_vars.begin(), cost_vars.end(), [&](CostVar cost_var) {
        return root_.again[cost_var] == Again::never;
      });
      if (never) fixings[op] = Again::never;
    }
  }
  return fixings;
}

ClosureBound::Statistics ClosureBound::statistics() const {
  const auto fixed = [](Again again) { return again != Again::open; };
  const auto ops = graph_.ops();
  const auto split = static_cast<std::size_t>(
      std::count_if(ops.begin(), ops.end(), [&](Op op) { return cost_vars_.is_split(op); }));
  return {.root = root_bound_,
          .violated = events_.violated().size(),
          .events = events_.chosen().size(),
          .fixed = static_cast<std::size_t>(
              std::count_if(root_.again.begin(), root_.again.end(), fixed)),
          .split = split,
          .flows = flows_ + (ascent_ ? ascent_->flows() : 0),
          .nodes = nodes_ + (tree_ ? tree_->nodes() : 0)};
}

}  // namespace moccasin::search
