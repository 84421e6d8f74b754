// SPDX-License-Identifier: Apache-2.0
#include "propagators/knapsack_cover.h"

#include <algorithm>

namespace moccasin::propagators {

using engine::Domains;
using engine::Inference;
using engine::Outcome;

KnapsackCover::KnapsackCover(const RetentionModel& model,
                             std::shared_ptr<const MandatoryParts> parts, const Domains& root)
    : model_(model), parts_(std::move(parts)), active_(model), picked_(model.runs.size(), 0) {
  for (const RunIndex run : model.runs.indices()) {
    if (model.runs[run].duration > 0) recomputations_.push_back(run);
  }
  std::stable_sort(recomputations_.begin(), recomputations_.end(), [&](RunIndex a, RunIndex b) {
    return model.runs[a].duration > model.runs[b].duration;
  });
  choose_knapsacks(root);
  seen_.resize(knapsacks_.size());
}

void KnapsackCover::attach(engine::Subscriptions& wake) {
  if (knapsacks_.empty()) return;
  // All that makes mandatory parts grow, which another propagator watches; and what costs.
  for (const Retention& retention : model_.retentions) wake.on_lower(retention.end, kNoRun);
  for (const RunIndex run : recomputations_) {
    wake.on_upper(model_.runs[run].stage, run.value());
  }
  wake.on_upper(model_.duration, kNoRun);
}

Outcome KnapsackCover::propagate(Inference& infer) {
  if (knapsacks_.empty()) return Outcome::fine;
  for (const std::uint32_t tag : infer.changed()) {
    if (tag != kNoRun) active_.take_in(RunIndex(tag), infer);
  }
  const std::int64_t slack = infer.domains().upper(model_.duration) - active_.duration();
  for (std::size_t knapsack = 0; knapsack < knapsacks_.size(); ++knapsack) {
    if (propagate_at(knapsack, slack, infer) == Outcome::conflict) return Outcome::conflict;
  }
  return Outcome::fine;
}

void KnapsackCover::undo_to(engine::Position size) {
  active_.undo_to(size);
  std::fill(seen_.begin(), seen_.end(), Seen());
}

// Items that may be dropped at the event, and how many units must go. An operation recomputed
// already is left out: dropping it costs nothing more.
void KnapsackCover::pick(const Knapsack& knapsack, const Domains& domains, Cover& cover) const {
  const Event event = model_.grid.event(knapsack.stage, knapsack.stage);
  cover.picks.clear();
  cover.weight = 0;
  for (const Item& item : knapsack.items) {
    if (domains.is_true(model_.takes_place(item.copy))) continue;
    std::int64_t weight = 0;
    for (const RetentionIndex tensor : item.tensors) {
      const Retention& retention = model_.retentions[tensor];
      if (domains.lower(retention.end) < event) weight += retention.size;
    }
    if (weight == 0) continue;
    cover.picks.push_back({&item, weight});
    cover.weight += weight;
  }
}

// The item at which what was taken, cheapest first, reaches the excess.
const KnapsackCover::Item* KnapsackCover::critical_item(const Cover& cover) {
  std::int64_t covered = 0;
  for (const Pick& pick : cover.picks) {
    covered += pick.weight;
    if (covered >= cover.excess) return pick.item;
  }
  return nullptr;
}

KnapsackCover::Wide KnapsackCover::worth(const Cover& cover, std::int64_t weight) {
  return Wide{cover.critical->cost} * weight;
}

KnapsackCover::Wide KnapsackCover::saved(const Cover& cover, const Pick& pick) {
  const Wide cost = Wide{pick.item->cost} * cover.critical->weight;
  return std::max<Wide>(worth(cover, pick.weight) - cost, 0);
}

KnapsackCover::Wide KnapsackCover::saved_by_all(const Cover& cover) {
  Wide sum = 0;
  for (const Pick& pick : cover.picks) sum += saved(cover, pick);
  return sum;
}

// Knapsack, critical item and run: what explain() needs to find the same prices again.
std::uint64_t KnapsackCover::payload(std::size_t knapsack, RunIndex run) const {
  const auto critical =
      cover_.critical == nullptr
          ? kNoItem
          : static_cast<std::uint64_t>(cover_.critical - knapsacks_[knapsack].items.data());
  return std::uint64_t{knapsack} << 56 | critical << 32 | run.value();
}

Outcome KnapsackCover::propagate_at(std::size_t index, std::int64_t slack, Inference& infer) {
  const Knapsack& knapsack = knapsacks_[index];
  const Event event = model_.grid.event(knapsack.stage, knapsack.stage);
  const std::int64_t level = parts_->profile().level(knapsack.stage);
  infer.work(1);
  if (level <= seen_[index].level && slack >= seen_[index].slack) return Outcome::fine;
  seen_[index] = {level, slack};
  if (level + knapsack.weight + knapsack.granted_size <= model_.budget) return Outcome::fine;
  infer.work(knapsack.items.size() / 2);
  pick(knapsack, infer.domains(), cover_);
  cover_.excess = level + cover_.weight - model_.budget;
  for (const CopiesIndex tensor : knapsack.granted) {
    const auto copies = model_.copies[tensor];
    const bool counted = std::any_of(copies.begin(), copies.end(), [&](RetentionIndex copy) {
      return parts_->of(copy).contains(event);
    });
    if (!counted) cover_.excess += model_.retentions[copies[0]].size;
  }
  if (cover_.excess <= 0) return Outcome::fine;
  cover_.critical = critical_item(cover_);
  if (cover_.critical == nullptr) return infer.fail(payload(index, RunIndex()));
  const Wide value = worth(cover_, cover_.excess) - saved_by_all(cover_);
  const Wide margin = Wide{slack} * cover_.critical->weight - value;
  if (margin < 0) return infer.fail(payload(index, RunIndex()));
  if (cover_.critical->cost == 0) return Outcome::fine;
  for (const Pick& pick : cover_.picks) picked_[pick.item->copy] = pick.weight;
  const Outcome outcome = fix_never(index, margin, infer);
  for (const Pick& pick : cover_.picks) picked_[pick.item->copy] = 0;
  if (outcome == Outcome::conflict) return outcome;
  return fix_surely(index, margin, infer);
}

Outcome KnapsackCover::fix_never(std::size_t knapsack, Wide margin, Inference& infer) {
  for (const RunIndex run : recomputations_) {
    const Wide cost = Wide{model_.runs[run].duration} * cover_.critical->weight;
    if (cost <= margin) break;
    if (cost - worth(cover_, picked_[run]) <= margin) continue;
    const Literal takes_place = model_.takes_place(run);
    if (infer.domains().is_true(takes_place)) continue;
    // A later copy takes place only if the first does, which is then paid already.
    const RunIndex first = model_.runs[model_.first_run(model_.runs[run].position)].next_copy;
    if (run != first && !infer.domains().is_true(model_.takes_place(first))) continue;
    if (infer.infer(~takes_place, payload(knapsack, run)) == Outcome::conflict) {
      return Outcome::conflict;
    }
  }
  return Outcome::fine;
}

Outcome KnapsackCover::fix_surely(std::size_t knapsack, Wide margin, Inference& infer) {
  for (const Pick& pick : cover_.picks) {
    if (saved(cover_, pick) <= margin) continue;
    const RunIndex run = pick.item->copy;
    if (infer.infer(model_.takes_place(run), payload(knapsack, run)) == Outcome::conflict) {
      return Outcome::conflict;
    }
    active_.take_in(run, infer);  // the next reason no longer picks it, so it must be paid there
  }
  return Outcome::fine;
}

}  // namespace moccasin::propagators
