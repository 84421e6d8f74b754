// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_brancher.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace moccasin::search {

using engine::Domains;
using engine::Literal;
using engine::Value;
using engine::Var;

namespace {

// So many literals are numbered at most: memory stays linear in the variables, however long the
// search, and the heap small enough to be quick. They have not been measured by themselves.
constexpr std::size_t kFewLiterals = 4096, kLiteralsPerVariable = 16;

}  // namespace

ActivityBrancher::ActivityBrancher(std::vector<Var> required, std::size_t num_variables)
    : required_(std::move(required)),
      most_literals_(kFewLiterals + kLiteralsPerVariable * num_variables),
      target_phase_(num_variables, 0) {}

std::optional<Literal> ActivityBrancher::suggest(const Domains& now) {
  const std::size_t first = first_open_;
  while (first_open_ < required_.size() && now.is_fixed(required_[first_open_])) ++first_open_;
  if (first_open_ > first) passed_.push_back({first, now.level()});
  if (first_open_ == required_.size()) return std::nullopt;
  for (; !heap_.empty(); aside_.push_back({heap_.pop(), now.level()})) {
    const Literal literal = numbers_.literal(heap_.top());
    if (now.is_true(literal) || now.is_false(literal)) continue;
    return target_phase_[literal.var.value() / 2] >= literal.bound ? literal : ~literal;
  }
  return towards_target(required_[first_open_], now);
}

// Two decisions fix a variable: from below at its target, and then from above. The first alone is
// weaker than both at once, so that propagation and learning get a say in between.
Literal ActivityBrancher::towards_target(Var var, const Domains& now) const {
  const Value wanted = std::clamp(target_phase_[var.value() / 2], now.lower(var), now.upper(var));
  if (wanted == now.lower(var)) return engine::at_most(var, wanted);
  return engine::at_least(var, wanted);
}

// What the analysis met is bumped, not only what is in the clause: the literals resolved on the way
// are what the conflict was about (Chaff bumps the clause's, MiniSat all that were seen). Decay
// makes the last conflicts count for most.
void ActivityBrancher::learned(const std::vector<Literal>& analyzed) {
  for (const Literal literal : analyzed) {
    const std::uint32_t item = numbers_.number(literal);
    if (item == heap_.num_items()) heap_.insert(heap_.add());
    heap_.bump(item);
  }
  heap_.decay(kDecay);
  if (numbers_.size() > most_literals_) forget_half();
}

// Keeps the more active half, under new numbers. A literal forgotten comes back with no activity
// when a conflict meets it again. What was set aside is true or false and may go into the heap all
// the same: it is set aside again when it comes to the top.
void ActivityBrancher::forget_half() {
  std::vector<std::uint32_t> kept(numbers_.size());
  std::iota(kept.begin(), kept.end(), 0);
  const auto middle = kept.begin() + static_cast<std::ptrdiff_t>(kept.size() / 2);
  std::nth_element(kept.begin(), middle, kept.end(), [this](std::uint32_t a, std::uint32_t b) {
    const double of_a = heap_.activity(a), of_b = heap_.activity(b);
    return of_a != of_b ? of_a > of_b : a < b;
  });
  kept.erase(middle, kept.end());
  std::sort(kept.begin(), kept.end());
  LiteralNumbers numbers;
  for (const std::uint32_t item : kept) numbers.number(numbers_.literal(item));
  numbers_ = std::move(numbers);
  heap_.keep(kept);
  aside_.clear();
  for (std::uint32_t item = 0; item < kept.size(); ++item) heap_.insert(item);
}

// Puts back what was taken out of the heap at levels that are no more. Whatever else is in the heap
// and true or false by now is found out when it comes to the top (lazily, as in MiniSat).
void ActivityBrancher::backtracked(const Domains& now) {
  for (; !aside_.empty() && aside_.back().level > now.level(); aside_.pop_back()) {
    heap_.insert(aside_.back().item);
  }
  for (; !passed_.empty() && passed_.back().level > now.level(); passed_.pop_back()) {
    first_open_ = passed_.back().first_open;
  }
}

}  // namespace moccasin::search
