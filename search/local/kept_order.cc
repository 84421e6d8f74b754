// SPDX-License-Identifier: Apache-2.0
#include "search/local/kept_order.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace moccasin::search {

bool KeptOrder::propose(const Acceptance& acceptance) {
  const std::uint32_t dice = random_.below(100);
  if (dice < 50) return propose_insert(acceptance);
  if (edits_.recomputations().empty()) return false;
  if (dice < 74) return propose_erase(acceptance);
  if (dice < 90) return propose_shift(acceptance);
  if (dice < 98) return propose_swap(acceptance);
  return propose_rebuild(acceptance);
}

bool KeptOrder::propose_insert(const Acceptance& acceptance) {
  const Key across = sites_.step_to_relieve();
  const std::optional<RecomputeSite> site = sites_.site_across(across);
  if (!site || hopeless(sequence_.graph().duration(site->op), acceptance)) return false;
  Op stage = edits_.stage_of(site->reader);
  if (random_.below(6) == 0) {  // earlier than needed, while its inputs may still be live
    const std::uint32_t first = edits_.stage_of(across).value();
    if (first < stage.value()) stage = Op(first + 1 + random_.below(stage.value() - first));
  }
  static constexpr double kProbability[] = {0.0, 0.5, 0.8, 1.0};
  const double probability = kProbability[random_.below(4)];
  const std::optional<Insertion> alone = edits_.evaluate_insert(site->op, stage);
  if (!alone) return false;
  const bool with_inputs = probability > 0 && edits_.stretches(*alone, across);
  if (!with_inputs && !acceptance.accepts(alone->effect)) return false;
  insert(site->op, stage, across, with_inputs ? probability : 0);
  return edits_.settle(acceptance);
}

bool KeptOrder::propose_erase(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  const Timeline& timeline = sequence_.timeline();
  RunId neighbour;
  if (random_.below(4) == 0) {
    const Key key = sequence_.key(run);
    neighbour = timeline.run(random_.below(2) == 0 ? timeline.next(key) : timeline.previous(key));
  }
  edits_.erase(run);
  if (neighbour.valid() && edits_.listed(neighbour)) edits_.erase(neighbour);
  return edits_.settle(acceptance);
}

bool KeptOrder::propose_shift(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  const Op op = sequence_.op(run);
  const auto n = static_cast<std::int64_t>(sequence_.graph().num_ops());
  const std::int64_t stage = edits_.stage_of(sequence_.key(run)).value();
  const std::int64_t first = std::int64_t{op.value()} + 1;  // the first stage `op` may run in
  std::int64_t target = 0;
  if (random_.below(3) == 0) {
    target = random_.between(first, n - 1);
  } else {  // near more often than far
    const double far = std::log(static_cast<double>(n - first));
    const auto distance = static_cast<std::int64_t>(std::exp(random_.unit() * far));
    target = random_.below(2) == 0 ? stage + distance : stage - distance;
  }
  if (target < first || target >= n || target == stage) return false;
  edits_.erase(run);
  const Key across = sequence_.key(sequence_.first_run(Op(static_cast<std::size_t>(target - 1))));
  insert(op, Op(static_cast<std::size_t>(target)), across, random_.below(2) == 0 ? 0.0 : 0.5);
  return edits_.settle(acceptance);
}

bool KeptOrder::propose_swap(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  // The erasure burdens the steps between the previous copy and this one.
  const Key low = sequence_.key(sequence_.previous_copy(run)), high = sequence_.key(run);
  edits_.erase(run);
  Key across = static_cast<Key>(random_.between(low + 1, high));
  const Timeline& timeline = sequence_.timeline();
  if (!sequence_.feasible() && random_.below(2) == 0) across = sites_.step_to_relieve();
  if (across < timeline.end() && timeline.occupied(across)) {
    if (const std::optional<RecomputeSite> site = sites_.site_across(across)) {
      insert(site->op, edits_.stage_of(site->reader), across, random_.below(2) == 0 ? 0.0 : 0.7);
    }
  }
  return edits_.settle(acceptance);
}

bool KeptOrder::propose_rebuild(const Acceptance& acceptance) {
  constexpr int kMostInsertions = 12, kCandidates = 3;
  const std::int64_t excess_before = sequence_.excess();
  const Timeline& timeline = sequence_.timeline();
  const Op stage = edits_.stage_of(sequence_.key(edits_.random_recomputation(random_)));
  const std::uint32_t one_in = 1 + random_.below(2);
  std::vector<RunId> doomed;
  for (Key key = timeline.previous(sequence_.key(sequence_.first_run(stage)));
       sequence_.recomputation(timeline.run(key)) && doomed.size() < StagedEdits::kMost;
       key = timeline.previous(key)) {
    if (random_.below(one_in) == 0) doomed.push_back(timeline.run(key));
  }
  for (const RunId run : doomed) {
    if (edits_.listed(run)) edits_.erase(run);
  }
  for (int i = 0; i < kMostInsertions && sequence_.excess() > excess_before; ++i) {
    if (edits_.size() >= StagedEdits::kMost || hopeless(edits_.effect().duration, acceptance))
      break;
    const Key key = timeline.violated_step(sites_.random_step());
    if (!insert_best(random_.below(2) == 0 ? key : timeline.highest_in_block(key), kCandidates)) {
      break;
    }
  }
  return edits_.settle(acceptance);
}

bool KeptOrder::relieve(Key key, int /*effort*/) {
  constexpr int kCandidates = 8;
  const bool relieved = insert_best(key, kCandidates);
  edits_.commit();
  return relieved;
}

// Adds to the move under way the insertion across `across` of most relief, of `candidates` each
// tried with its inputs and without; false if none saves any excess.
bool KeptOrder::insert_best(Key across, int candidates) {
  struct Best {
    Op op, stage;
    double probability = 0, rate = 0;
  };
  std::optional<Best> best;
  const RunId across_run = sequence_.timeline().run(across);
  const std::size_t size = edits_.size();
  const Effect before = edits_.effect();
  for (int i = 0; i < candidates; ++i) {
    const std::optional<RecomputeSite> site = sites_.site_across(sequence_.key(across_run));
    if (!site) continue;
    const Op stage = edits_.stage_of(site->reader);
    const auto consider = [&](const Effect& effect, double probability) {
      const double rate = relief(effect, sequence_.graph().mean_duration());
      if (rate > (best ? best->rate : 0)) best = {site->op, stage, probability, rate};
    };
    const Key key = sequence_.key(across_run);
    const std::optional<Insertion> alone = edits_.evaluate_insert(site->op, stage);
    if (!alone) continue;
    consider(alone->effect, 0);
    if (!edits_.stretches(*alone, key)) continue;
    insert(site->op, stage, key, 1);
    consider({.duration = edits_.effect().duration - before.duration,
              .excess = edits_.effect().excess - before.excess},
             1);
    edits_.undo_to(size);
  }
  if (!best) return false;
  insert(best->op, best->stage, sequence_.key(across_run), best->probability);
  return true;
}

void KeptOrder::insert(Op op, Op stage, Key across, double probability) {
  edits_.insert_with_inputs(op, stage, across, probability, random_);
}

}  // namespace moccasin::search
