// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_bound.h"

#include <algorithm>
#include <numeric>

namespace moccasin::search {

ClosureBound::ClosureBound(const CompiledGraph& graph, model::Order order)
    : graph_(graph), scan_(graph, order), events_(scan_) {
  std::int64_t unit = 0;
  for (const Op op : graph.ops()) unit = std::gcd(unit, graph.duration(op));
  unit_ = std::max<std::int64_t>(unit, 1);
  done_ = events_.violated().empty();
}

// With another upper bound costs are scaled anew; prices go along, cuts do not.
void ClosureBound::restart_root() {
  if (scale_ && !root_.prices.empty()) {
    const double ratio = static_cast<double>(scale_->upper()) / static_cast<double>(upper_);
    for (double& price : root_.prices) price *= ratio;
  }
  scale_.emplace(graph_, upper_);
  root_.again = Fixings(graph_.num_ops(), Again::open);
  root_.bundle.clear();
  root_.reach = 0;
  root_.bound = 0;
  root_done_ = false;
}

void ClosureBound::raise(std::int64_t ticks) {
  const std::int64_t rounded = (ticks + unit_ - 1) / unit_ * unit_;
  lower_ = std::max(lower_, std::min(rounded, upper_));
}

bool ClosureBound::solve_root(DualAscent& ascent, const BoundStop& stop) {
  constexpr int kSteps = 400, kCoarseRounds = 4, kMostRounds = 15;
  constexpr double kCoarse = 1e-4, kFine = 2e-5;
  constexpr std::size_t kMostAdded = 10;
  static_cast<void>(stop);
  for (int round = 0; round < kMostRounds; ++round) {
    const auto result = ascent.run(root_, kSteps, round < kCoarseRounds ? kCoarse : kFine);
    raise(scale_->ticks(root_.bound));
    if (result == DualAscent::Result::stopped) return false;
    if (result == DualAscent::Result::refuted) {
      raise(upper_);
      return true;
    }
    if (events_.add(ascent.mean_again(), kMostAdded) == 0) break;
  }
  root_done_ = true;
  return true;
}

void ClosureBound::improve(std::int64_t upper, const BoundStop& stop) {
  upper = (upper + unit_ - 1) / unit_ * unit_;
  if (done_ && upper >= upper_) return;
  if (upper != upper_) {
    upper_ = upper;
    done_ = false;
    restart_root();
  }
  if (lower_ >= upper_) {
    done_ = true;
    return;
  }
  scale_->aim(upper_ - unit_);
  for (const Op op : graph_.ops()) {
    if (graph_.duration(op) > upper_ - unit_) root_.again[op] = Again::never;
  }
  DualAscent ascent(scan_, events_.chosen(), *scale_, stop);
  const bool go_on = root_done_ || solve_root(ascent, stop);
  flows_ += ascent.flows();
  if (!go_on) return;
  if (lower_ >= upper_) {
    done_ = true;
    return;
  }
  // Targets, each a little farther than the one before.
  std::int64_t step = std::max(unit_, (upper_ - lower_) / 64);
  while (lower_ < upper_) {
    const std::int64_t target = std::min(lower_ + step, upper_) - unit_;
    scale_->aim(target);
    ClosureNode start = root_;
    DualAscent branches(scan_, events_.chosen(), *scale_, stop);
    BoundTree tree(scan_, events_, *scale_, branches, stop);
    const BoundTree::Result result = tree.refute(start);
    flows_ += branches.flows();
    nodes_ += tree.nodes();
    if (result == BoundTree::Result::stopped) return;
    if (result == BoundTree::Result::refuted) {
      raise(target + 1);
      step *= 2;
    } else if (tree.cost() <= lower_) {
      done_ = true;  // the relaxation's optimum
      return;
    } else {
      step = std::max(unit_, tree.cost() - lower_);
      if (target == tree.cost() - unit_) {
        done_ = true;
        return;
      }
    }
  }
  done_ = true;
}

ClosureBound::Statistics ClosureBound::statistics() const {
  return {.violated = events_.violated().size(),
          .events = events_.chosen().size(),
          .flows = flows_,
          .nodes = nodes_};
}

}  // namespace moccasin::search
