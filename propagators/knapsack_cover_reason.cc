// SPDX-License-Identifier: Apache-2.0
// KnapsackCover: why. The relaxation's value is  price x (what must go) - (what is saved), so the
// premises are: enough surely live at the event, the runs that take place and count, and the
// duration's bound. That an item can be dropped is no premise: if it cannot, all the worse.
#include <algorithm>

#include "propagators/knapsack_cover.h"

namespace moccasin::propagators {

using engine::Domains;
using engine::Premises;

// Premises for more than `above` of worth going, or if nothing is enough, for one unit too many.
void KnapsackCover::explain_at(const Knapsack& knapsack, const Cover& cover, Wide above,
                               const Domains& before, Premises& out) const {
  const bool free = cover.critical == nullptr || cover.critical->cost == 0;
  const std::int64_t excess =
      free ? cover.weight + 1
           : static_cast<std::int64_t>(std::max<Wide>(above, -1) / cover.critical->cost) + 1;
  const std::int64_t live = model_.budget + excess - cover.weight - knapsack.granted_size;
  const Event event = model_.grid.event(knapsack.stage, knapsack.stage);
  parts_->explain_level(event, RetentionIndex(), knapsack.granted, live, before, out);
  if (free) return;  // whatever it costs
  for (const RunsTakingPlace::Counted& counted : active_.all()) {
    const Literal literal = model_.takes_place(counted.run);
    if (before.is_true(literal)) out.push_back(literal);
  }
  out.push_back(at_most(model_.duration, before.upper(model_.duration)));
}

void KnapsackCover::explain_conflict(std::uint64_t payload, const Domains& now,
                                     Premises& out) const {
  explain(Literal(), payload, now, out);
}

void KnapsackCover::explain(Literal fact, std::uint64_t payload, const Domains& before,
                            Premises& out) const {
  const Knapsack& knapsack = knapsacks_[payload >> 56];
  const std::uint64_t critical = payload >> 32 & kNoItem;
  const RunIndex run(payload & 0xffffffff);
  Cover cover;
  pick(knapsack, before, cover);
  if (critical == kNoItem) return explain_at(knapsack, cover, 0, before, out);
  cover.critical = &knapsack.items[critical];
  std::int64_t slack = before.upper(model_.duration);
  for (const RunsTakingPlace::Counted& counted : active_.all()) {
    if (!before.is_true(model_.takes_place(counted.run))) continue;
    slack -= model_.runs[counted.run].duration;
  }
  Wide above = Wide{slack} * cover.critical->weight + saved_by_all(cover);
  if (run.valid()) {
    const auto picked = std::find_if(cover.picks.begin(), cover.picks.end(),
                                     [run](const Pick& pick) { return pick.item->copy == run; });
    const bool has = picked != cover.picks.end();
    if (has) above -= saved(cover, *picked);
    if (fact.var == model_.runs[run].stage) {  // dear: it is paid, and at best it is what goes
      above -= Wide{model_.runs[run].duration} * cover.critical->weight;
      if (has) above += worth(cover, picked->weight);
    }
  }
  explain_at(knapsack, cover, above, before, out);
}

}  // namespace moccasin::propagators
