// SPDX-License-Identifier: Apache-2.0
#include "propagators/duration_sum.h"

#include <algorithm>

#include "propagators/surplus.h"

namespace moccasin::propagators {

using engine::Domains;
using engine::Outcome;

DurationSum::DurationSum(const RetentionModel& model) : model_(model), active_(model) {
  for (const RunIndex run : model.runs.indices()) {
    if (model.runs[run].duration > 0) optional_.push_back(run);
  }
  std::stable_sort(optional_.begin(), optional_.end(), [&](RunIndex a, RunIndex b) {
    return model.runs[a].duration > model.runs[b].duration;
  });
}

void DurationSum::attach(engine::Subscriptions& wake) {
  for (const RunIndex run : optional_) wake.on_upper(model_.runs[run].stage, run.value());
  wake.on_upper(model_.duration, kDurationTag);
}

Outcome DurationSum::propagate(engine::Inference& infer) {
  for (const std::uint32_t tag : infer.changed()) {
    if (tag != kDurationTag) active_.take_in(RunIndex(tag), infer);
  }
  if (infer.infer(at_least(model_.duration, active_.duration()), 0) == Outcome::conflict) {
    return Outcome::conflict;
  }
  const std::int64_t slack = infer.domains().upper(model_.duration) - active_.duration();
  for (const RunIndex run : optional_) {
    const Run& r = model_.runs[run];
    if (r.duration <= slack) break;
    if (active_.contains(run)) continue;
    if (infer.infer(at_least(r.stage, r.never), run.value()) == Outcome::conflict) {
      return Outcome::conflict;
    }
  }
  return Outcome::fine;
}

// A run does not take place because of the duration's bound and enough of what takes place; the
// duration's own bound rests on enough of what takes place.
void DurationSum::explain(Literal fact, std::uint64_t payload, const Domains& before,
                          engine::Premises& out) const {
  const bool of_duration = fact.var == model_.duration;
  const RunIndex left_out(payload);
  std::vector<Weighted> terms;
  std::int64_t total = 0;
  for (const RunsTakingPlace::Counted& counted : active_.all()) {
    if (!of_duration && counted.run == left_out) continue;
    const Literal literal = model_.takes_place(counted.run);
    if (!before.is_true(literal)) continue;
    const std::int64_t duration = model_.runs[counted.run].duration;
    total += duration;
    if (before.is_root_fact(literal)) continue;
    terms.push_back({duration, literal, literal, before.since(literal)});
  }
  const std::int64_t needed =
      of_duration ? fact.bound : before.upper(model_.duration) + 1 - model_.runs[left_out].duration;
  const std::int64_t surplus = append_enough(terms, total - needed, out);
  if (!of_duration) {
    out.push_back(at_most(model_.duration, before.upper(model_.duration) + surplus));
  }
}

}  // namespace moccasin::propagators
