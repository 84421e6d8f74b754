// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/support/linear.h"

namespace moccasin::engine::test {
namespace {

constexpr std::size_t kNoTerm = SIZE_MAX;

// Lower bounds of all terms but `skipped` that sum up to `needed` at least.
void explain_sum(const LinearSum& sum, std::size_t skipped, Value needed, const Domains& domains,
                 Premises& out) {
  Value surplus = -needed;
  for (std::size_t i = 0; i < sum.terms.size(); ++i) {
    if (i != skipped) surplus += sum.terms[i].factor * domains.lower(sum.terms[i].var);
  }
  for (std::size_t i = 0; i < sum.terms.size(); ++i) {
    const auto& [factor, var] = sum.terms[i];
    if (i == skipped || domains.is_root_fact(at_least(var, domains.lower(var)))) continue;
    Literal premise = at_least(var, domains.lower(var));
    while (surplus >= factor && !domains.is_root_fact(premise)) {
      --premise.bound;
      surplus -= factor;
    }
    if (!domains.is_root_fact(premise)) out.push_back(premise);
  }
}

}  // namespace

void Linear::attach(Subscriptions& wake) {
  for (std::uint32_t i = 0; i < sum_.terms.size(); ++i) wake.on_lower(sum_.terms[i].var, i);
}

Outcome Linear::propagate(Inference& infer) {
  const Domains& domains = infer.domains();
  Value slack = sum_.bound;
  for (const Term& term : sum_.terms) slack -= term.factor * domains.lower(term.var);
  if (slack < 0) {
    // Both ways to report a conflict, so that both are used: outright, or by what cannot be true.
    if (sum_.terms.size() % 2 == 0) return infer.fail(0);
    const auto& [factor, var] = sum_.terms[0];
    return infer.infer(at_most(var, domains.lower(var) + (slack - factor + 1) / factor), 0);
  }
  for (std::size_t i = 0; i < sum_.terms.size(); ++i) {
    const auto& [factor, var] = sum_.terms[i];
    const Literal fact = at_most(var, domains.lower(var) + slack / factor);
    if (infer.infer(fact, i) == Outcome::conflict) return Outcome::conflict;
  }
  return Outcome::fine;
}

void Linear::explain(Literal fact, std::uint64_t payload, const Domains& before,
                     Premises& out) const {
  // One more than the fact allows, and the sum is too much.
  const Value excluded = (~fact).bound;
  explain_sum(sum_, payload, sum_.bound + 1 - sum_.terms[payload].factor * excluded, before, out);
}

void Linear::explain_conflict(std::uint64_t, const Domains& now, Premises& out) const {
  explain_sum(sum_, kNoTerm, sum_.bound + 1, now, out);
}

}  // namespace moccasin::engine::test
