// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/support/all_different.h"

namespace moccasin::engine::test {
namespace {

// As seen by the mirrored variables if `mirrored`.
struct Interval {
  Value low = 0, high = 0;
  bool mirrored = false;
};

constexpr Value kShift = 1000, kRange = 2 * kShift;

std::uint64_t packed(const Interval& of) {
  const Value code = ((of.low + kShift) * kRange + of.high + kShift) * 2 + (of.mirrored ? 1 : 0);
  return static_cast<std::uint64_t>(code);
}
Interval unpacked(std::uint64_t payload) {
  const auto code = static_cast<Value>(payload);
  return {code / 2 / kRange - kShift, code / 2 % kRange - kShift, code % 2 != 0};
}

std::vector<Var> seen(const std::vector<Var>& vars, bool mirrored) {
  std::vector<Var> all;
  for (const Var var : vars) all.push_back(mirrored ? -var : var);
  return all;
}
bool inside(const Interval& of, Var var, const Domains& domains) {
  return domains.lower(var) >= of.low && domains.upper(var) <= of.high;
}

// That `count` of the variables, `out_of_it` not among them, lie in the interval.
void explain_inside(const Interval& of, const std::vector<Var>& vars, Value count, Var out_of_it,
                    const Domains& domains, Premises& out) {
  for (const Var var : vars) {
    if (count == 0) return;
    if (var == out_of_it || !inside(of, var, domains)) continue;
    --count;
    out.push_back(at_least(var, of.low));
    out.push_back(at_most(var, of.high));
  }
}

Outcome propagate_interval(const Interval& of, const std::vector<Var>& vars, Inference& infer) {
  Value count = 0;
  for (const Var var : vars) count += inside(of, var, infer.domains());
  const Value size = of.high - of.low + 1;
  if (count > size) return infer.fail(packed(of));
  if (count < size) return Outcome::fine;
  for (const Var var : vars) {
    const Value lower = infer.domains().lower(var);
    if (inside(of, var, infer.domains()) || lower < of.low || lower > of.high) continue;
    if (infer.infer(at_least(var, of.high + 1), packed(of)) == Outcome::conflict) {
      return Outcome::conflict;
    }
  }
  return Outcome::fine;
}

}  // namespace

void AllDifferent::attach(Subscriptions& wake) {
  for (std::uint32_t i = 0; i < vars_.size(); ++i) wake.on_both(vars_[i], i);
}

Outcome AllDifferent::propagate(Inference& infer) {
  for (const bool mirrored : {false, true}) {
    const std::vector<Var> vars = seen(vars_, mirrored);
    for (const Var first : vars) {
      for (const Var last : vars) {
        const Interval of = {infer.domains().lower(first), infer.domains().upper(last), mirrored};
        if (of.low > of.high) continue;
        if (propagate_interval(of, vars, infer) == Outcome::conflict) return Outcome::conflict;
      }
    }
  }
  return Outcome::fine;
}

void AllDifferent::explain(Literal fact, std::uint64_t payload, const Domains& before,
                           Premises& out) const {
  const Interval of = unpacked(payload);
  out.push_back(at_least(fact.var, of.low));
  explain_inside(of, seen(vars_, of.mirrored), of.high - of.low + 1, fact.var, before, out);
}

void AllDifferent::explain_conflict(std::uint64_t payload, const Domains& now,
                                    Premises& out) const {
  const Interval of = unpacked(payload);
  explain_inside(of, seen(vars_, of.mirrored), of.high - of.low + 2, Var(), now, out);
}

}  // namespace moccasin::engine::test
