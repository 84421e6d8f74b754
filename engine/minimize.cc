// SPDX-License-Identifier: Apache-2.0
#include "engine/minimize.h"

#include <algorithm>

namespace moccasin::engine {

void Minimize::minimize(std::vector<Supported>& premises, Derivation* derivation) {
  premises_ = &premises;
  derivation_ = derivation;
  for (const Position position : judged_) verdict_[position] = Verdict::unknown;
  judged_.clear();
  if (verdict_.size() < trail_.size()) verdict_.resize(trail_.size(), Verdict::unknown);
  explanations_left_ = kExplanations;
  levels_.clear();
  for (std::uint32_t i = 0; i < premises.size(); ++i) {
    kept_of_[premises[i].literal.var] = i;
    levels_.push_back(trail_[premises[i].position].level);
  }
  std::sort(levels_.begin(), levels_.end());
  std::vector<Supported> left = {premises[0]};
  for (std::size_t i = 1; i < premises.size(); ++i) {
    if (!follows(premises[i].position, premises[i].literal, 0)) left.push_back(premises[i]);
  }
  for (const Supported& premise : premises) kept_of_[premise.literal.var] = kNone;
  removed_ += premises.size() - left.size();
  premises = std::move(left);
}

bool Minimize::follows(Position position, Literal literal, int depth) {
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

bool Minimize::implied(Literal premise, Position before, int depth) {
  const Position cause = trail_.cause(premise, before);
  const Trail::Entry& entry = trail_[cause];
  if (entry.level == 0) return true;
  const std::uint32_t kept = kept_of_[premise.var];
  if (kept != kNone) {
    const Supported& other = (*premises_)[kept];
    if (other.position < before && other.literal.bound >= premise.bound) return true;
  }
  // A level that the nogood does not have was decided, and its decision cannot follow.
  if (!std::binary_search(levels_.begin(), levels_.end(), entry.level)) return false;
  if (verdict_[cause] == Verdict::unknown) {
    const bool whole = follows(cause, {entry.var, entry.bound}, depth + 1);
    judged_.push_back(cause);
    verdict_[cause] = whole ? Verdict::follows : Verdict::stays;
  }
  return verdict_[cause] == Verdict::follows;
}

}  // namespace moccasin::engine
