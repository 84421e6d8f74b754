// SPDX-License-Identifier: Apache-2.0
#include "engine/conflict_analysis.h"

#include <algorithm>
#include <functional>

namespace moccasin::engine {

// The invariant: what is seen and not resolved, with the root's facts, cannot hold together. That
// is so of the conflict's premises, and stays so when an entry is replaced by a reason it follows
// from. Entries are resolved from the latest to the earliest. A reason lies before its entry, so
// all who need an entry have been resolved before it is its turn: it is explained once, for the
// strongest bound that any of them needs.
//
// It ends where all that is left of the current level is on one variable, the first unique
// implication point (1UIP): after a jump back to the deepest of the other levels the clause learned
// has one literal that is not false, and asserts it. There are later such points, the decision is
// the last, but the first takes the fewest reasons and jumps the farthest (Zhang et al., ICCAD
// 2001).
const Learned& ConflictAnalysis::analyze(const Premises& conflict, Derivation* derivation) {
  clear();
  for (const Literal premise : conflict) analyze_premise(premise, Trail::kNow);
  MOCCASIN_ASSERT(open_variables_ >= 1);
  Position at = trail_.size();
  const auto next_seen = [&] {
    do --at;
    while (seen_[at] == kUnseen);
  };
  while (open_variables_ > 1) {
    next_seen();
    resolve(at, derivation);
  }
  next_seen();
  build_nogood(at);
  for (const Position position : to_clear_) {
    analyzed_.push_back({trail_[position].var, seen_[position]});
  }
  minimize_.minimize(nogood_, derivation);
  build_clause();
  return learned_;
}

void ConflictAnalysis::clear() {
  for (const Position position : to_clear_) seen_[position] = kUnseen;
  to_clear_.clear();
  if (seen_.size() < trail_.size()) seen_.resize(trail_.size(), kUnseen);
  lower_.clear();
  nogood_.clear();
  analyzed_.clear();
  used_.clear();
  open_variables_ = 0;
}

// Marks the entry that provides `premise`, for the strongest bound that any premise needs of it.
// Root facts hold whatever is decided and belong to no clause.
void ConflictAnalysis::analyze_premise(Literal premise, Position before) {
  const Position cause = trail_.cause(premise, before);
  const Trail::Entry& entry = trail_[cause];
  if (entry.level == 0) return;
  if (seen_[cause] == kUnseen) {
    to_clear_.push_back(cause);
    if (entry.level < trail_.level()) {
      lower_.push_back(cause);
    } else if (open_of_[entry.var]++ == 0) {
      ++open_variables_;
    }
  }
  seen_[cause] = std::max(seen_[cause], premise.bound);
}

// Replaces the entry by its reason, which is made only now (lazy explanation): most entries of a
// trail are taken back before any conflict asks about them, so a propagator notes a payload when it
// infers, and says why when it is asked.
void ConflictAnalysis::resolve(Position at, Derivation* derivation) {
  const Trail::Entry& entry = trail_[at];
  const Literal fact = {entry.var, seen_[at]};
  if (--open_of_[entry.var] == 0) --open_variables_;
  scratch_.clear();
  explainer_.explain(at, fact, scratch_);
  if (derivation != nullptr) derivation->push_back({at, fact, scratch_});
  if (Clause* const clause = entry.reason.clause()) used_.push_back(clause);
  for (const Literal premise : scratch_) analyze_premise(premise, at);
}

// Takes the premises to learn, the strongest of each variable: those of the current level all
// belong to the variable of `asserting`, which is the strongest of them.
void ConflictAnalysis::build_nogood(Position asserting) {
  const Var var = trail_[asserting].var;
  open_of_[var] = 1;
  nogood_.push_back({asserting, {var, seen_[asserting]}});
  std::sort(lower_.begin(), lower_.end(), std::greater<>());
  for (const Position position : lower_) {
    const Var lower_var = trail_[position].var;
    if (open_of_[lower_var]++ > 0) continue;
    nogood_.push_back({position, {lower_var, seen_[position]}});
  }
  for (const Supported& premise : nogood_) open_of_[premise.literal.var] = 0;
}

// Negates the premises left: the latest is first, so that the second is of the deepest lower level,
// to which the engine jumps back.
void ConflictAnalysis::build_clause() {
  learned_.clause.clear();
  learned_.backjump = nogood_.size() > 1 ? trail_[nogood_[1].position].level : 0;
  std::vector<Level> levels;
  for (const Supported& premise : nogood_) {
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
  const auto note = [&](Literal premise, Position before) {
    const Position cause = trail_.cause(premise, before);
    if (trail_[cause].level == 0) return;
    if (seen_[cause] == kUnseen) {
      to_clear_.push_back(cause);
      pending.push_back(cause);
    }
    seen_[cause] = std::max(seen_[cause], premise.bound);
  };
  note(literal, Trail::kNow);
  while (!pending.empty()) {
    // The latest is the next: all who need an entry are resolved before it.
    const auto latest = std::max_element(pending.begin(), pending.end());
    const Position at = *latest;
    *latest = pending.back();
    pending.pop_back();
    const Literal fact = {trail_[at].var, seen_[at]};
    if (trail_[at].reason.kind() == Reason::Kind::none) {
      decisions.push_back(fact);
      continue;
    }
    scratch_.clear();
    explainer_.explain(at, fact, scratch_);
    for (const Literal premise : scratch_) note(premise, at);
  }
  return decisions;
}

}  // namespace moccasin::engine
