// SPDX-License-Identifier: Apache-2.0
#include "engine/minimize.h"

#include <algorithm>

namespace moccasin::engine {

void Minimize::minimize(std::vector<Supported>& premises, Derivation* derivation) {
  premises_ = &premises;
  derivation_ = derivation;
  for (const Position position : to_clear_) verdict_[position] = Verdict::unknown;
  to_clear_.clear();
  if (verdict_.size() < trail_.size()) verdict_.resize(trail_.size(), Verdict::unknown);
  explanations_left_ = kExplanations;
  levels_.clear();
  for (std::uint32_t i = 0; i < premises.size(); ++i) {
    premise_of_[premises[i].literal.var] = i;
    levels_.push_back(trail_[premises[i].position].level);
  }
  std::sort(levels_.begin(), levels_.end());
  std::vector<Supported> left = {premises[0]};
  for (std::size_t i = 1; i < premises.size(); ++i) {
    if (!removable(premises[i].position, premises[i].literal, 0)) left.push_back(premises[i]);
  }
  for (const Supported& premise : premises) premise_of_[premise.literal.var] = kNone;
  removed_ += premises.size() - left.size();
  premises = std::move(left);
}

// A reason lies before what it explains, so the recursion only goes back along the trail.
bool Minimize::removable(Position position, Literal literal, int depth) {
  const Trail::Entry& entry = trail_[position];
  if (entry.reason.kind() == Reason::Kind::none || depth > kDeepest) return false;
  if (!explainer_.cheap(position) || explanations_left_-- <= 0) return false;
  Premises reason;
  explainer_.explain(position, literal, reason);
  for (const Literal premise : reason) {
    if (!implied(premise, position, depth)) return false;
  }
  if (derivation_ != nullptr) derivation_->push_back({position, literal, std::move(reason)});
  return true;
}

// A verdict is on all that an entry says, maybe more than `premise` needs, so that it serves all
// the premises that lead to the entry.
bool Minimize::implied(Literal premise, Position before, int depth) {
  const Position cause = trail_.cause(premise, before);
  const Trail::Entry& entry = trail_[cause];
  if (entry.level == 0) return true;
  const std::uint32_t kept = premise_of_[premise.var];
  if (kept != kNone) {
    const Supported& other = (*premises_)[kept];
    if (other.position < before && other.literal.bound >= premise.bound) return true;
  }
  // A level that the nogood does not have was decided, and its decision cannot follow.
  if (!std::binary_search(levels_.begin(), levels_.end(), entry.level)) return false;
  if (verdict_[cause] == Verdict::unknown) {
    const bool whole = removable(cause, {entry.var, entry.bound}, depth + 1);
    to_clear_.push_back(cause);
    verdict_[cause] = whole ? Verdict::removable : Verdict::poison;
  }
  return verdict_[cause] == Verdict::removable;
}

}  // namespace moccasin::engine
