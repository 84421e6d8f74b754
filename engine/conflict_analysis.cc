// SPDX-License-Identifier: Apache-2.0
#include "engine/conflict_analysis.h"

#include <algorithm>
#include <functional>

namespace moccasin::engine {

const Learned& ConflictAnalysis::analyze(const Premises& conflict, Derivation* derivation) {
  clear();
  for (const Literal premise : conflict) require(premise, Trail::kNow);
  MOCCASIN_ASSERT(wanted_variables_ >= 1);
  Position at = trail_.size();
  const auto next_wanted = [&] {
    do --at;
    while (wanted_[at] == kUnwanted);
  };
  while (wanted_variables_ > 1) {
    next_wanted();
    resolve(at, derivation);
  }
  next_wanted();
  collect(at);
  for (const Position position : asked_) {
    touched_.push_back({trail_[position].var, wanted_[position]});
  }
  minimize_.minimize(kept_, derivation);
  build();
  return learned_;
}

void ConflictAnalysis::clear() {
  for (const Position position : asked_) wanted_[position] = kUnwanted;
  asked_.clear();
  if (wanted_.size() < trail_.size()) wanted_.resize(trail_.size(), kUnwanted);
  lower_.clear();
  kept_.clear();
  touched_.clear();
  used_.clear();
  wanted_variables_ = 0;
}

void ConflictAnalysis::require(Literal premise, Position before) {
  const Position cause = trail_.cause(premise, before);
  const Trail::Entry& entry = trail_[cause];
  if (entry.level == 0) return;
  if (wanted_[cause] == kUnwanted) {
    asked_.push_back(cause);
    if (entry.level < trail_.level()) {
      lower_.push_back(cause);
    } else if (wanted_of_[entry.var]++ == 0) {
      ++wanted_variables_;
    }
  }
  wanted_[cause] = std::max(wanted_[cause], premise.bound);
}

void ConflictAnalysis::resolve(Position at, Derivation* derivation) {
  const Trail::Entry& entry = trail_[at];
  const Literal fact = {entry.var, wanted_[at]};
  if (--wanted_of_[entry.var] == 0) --wanted_variables_;
  scratch_.clear();
  explainer_.explain(at, fact, scratch_);
  if (derivation != nullptr) derivation->push_back({at, fact, scratch_});
  if (Nogood* const nogood = entry.reason.nogood()) used_.push_back(nogood);
  for (const Literal premise : scratch_) require(premise, at);
}

// The premises to learn, the strongest of each variable: those of the current level all belong to
// the variable of `asserting`, which is the strongest of them.
void ConflictAnalysis::collect(Position asserting) {
  const Var var = trail_[asserting].var;
  wanted_of_[var] = 1;
  kept_.push_back({asserting, {var, wanted_[asserting]}});
  std::sort(lower_.begin(), lower_.end(), std::greater<>());
  for (const Position position : lower_) {
    const Var lower_var = trail_[position].var;
    if (wanted_of_[lower_var]++ > 0) continue;
    kept_.push_back({position, {lower_var, wanted_[position]}});
  }
  for (const Supported& premise : kept_) wanted_of_[premise.literal.var] = 0;
}

// The clause of the premises left: latest first, so that the second is of the deepest lower level.
void ConflictAnalysis::build() {
  learned_.clause.clear();
  learned_.backjump = kept_.size() > 1 ? trail_[kept_[1].position].level : 0;
  std::vector<Level> levels;
  for (const Supported& premise : kept_) {
    learned_.clause.push_back(~premise.literal);
    levels.push_back(trail_[premise.position].level);
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  learned_.glue = static_cast<std::uint32_t>(levels.size());
}

Premises ConflictAnalysis::decisions_behind(Literal literal) {
  clear();
  Premises decisions;
  std::vector<Position> pending;
  const auto want = [&](Literal premise, Position before) {
    const Position cause = trail_.cause(premise, before);
    if (trail_[cause].level == 0) return;
    if (wanted_[cause] == kUnwanted) {
      asked_.push_back(cause);
      pending.push_back(cause);
    }
    wanted_[cause] = std::max(wanted_[cause], premise.bound);
  };
  want(literal, Trail::kNow);
  while (!pending.empty()) {
    // Latest first: all who want an entry are resolved before it.
    const auto latest = std::max_element(pending.begin(), pending.end());
    const Position at = *latest;
    *latest = pending.back();
    pending.pop_back();
    const Literal fact = {trail_[at].var, wanted_[at]};
    if (trail_[at].reason.kind() == Reason::Kind::none) {
      decisions.push_back(fact);
      continue;
    }
    scratch_.clear();
    explainer_.explain(at, fact, scratch_);
    for (const Literal premise : scratch_) want(premise, at);
  }
  return decisions;
}

}  // namespace moccasin::engine
