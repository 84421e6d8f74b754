// SPDX-License-Identifier: Apache-2.0
#include "search/local/fixed_order_moves.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "base/portable_math.h"

namespace moccasin::search {
namespace {

// How often each move is proposed. Rebuilding is worth 1 % at a share of one to five in a hundred,
// and costs 2 % at twenty, on generated graphs of 160 to 1000 operations (decision 010). The rest
// of the mix has not been measured by itself.
constexpr std::uint32_t kInsert = 50, kErase = 24, kShift = 16, kSwap = 8, kRebuild = 2;

// Insertions: how many come earlier than needed, and with what probability each input that would be
// kept live comes along.
constexpr std::uint32_t kEarlierOneIn = 6;
constexpr double kInputChances[] = {0.0, 0.5, 0.8, 1.0};
constexpr double kShiftChance = 0.5, kSwapChance = 0.7;  // the same in half of the shifts and swaps

// Erasures that take a neighbour along, and shifts that go anywhere and not mostly near.
constexpr std::uint32_t kNeighbourOneIn = 4, kAnywhereOneIn = 3;

// Rebuilding: more candidates for each insertion would take its time from all other moves. How many
// are best has not been measured by itself.
constexpr int kMostInsertions = 12, kRebuildCandidates = 3;
// Greedy: what it finds first is the better for it (decision 018).
constexpr int kGreedyCandidates = 8;

}  // namespace

bool FixedOrderMoves::propose(const Acceptance& acceptance) {
  std::uint32_t dice = random_.below(kInsert + kErase + kShift + kSwap + kRebuild);
  if (dice < kInsert) return propose_insert(acceptance);
  if (edits_.recomputations().empty()) return false;
  dice -= kInsert;
  if (dice < kErase) return propose_erase(acceptance);
  dice -= kErase;
  if (dice < kShift) return propose_shift(acceptance);
  return dice < kShift + kSwap ? propose_swap(acceptance) : propose_rebuild(acceptance);
}

// The insertion alone is judged first, so that a refusal costs an evaluation and no edits. That a
// recomputation waits for its first reader is a good rule and no dominance: to wait keeps its
// inputs live for longer, so some come earlier.
bool FixedOrderMoves::propose_insert(const Acceptance& acceptance) {
  const Key across = sites_.step_to_relieve();
  const std::optional<RecomputeSite> site = sites_.site_across(across);
  if (!site || hopeless(sequence_.graph().duration(site->op), acceptance)) return false;
  Op stage = edits_.stage_of(site->reader);
  if (random_.below(kEarlierOneIn) == 0) {  // while its inputs may still be live
    const std::uint32_t first = edits_.stage_of(across).value();
    if (first < stage.value()) stage = Op(first + 1 + random_.below(stage.value() - first));
  }
  const double probability = kInputChances[random_.below(std::size(kInputChances))];
  const std::optional<Insertion> alone = edits_.evaluate_insert(site->op, stage);
  if (!alone) return false;
  const bool with_inputs = probability > 0 && edits_.extends(*alone, across);
  if (!with_inputs && !acceptance.accepts(alone->effect)) return false;
  insert(site->op, stage, across, with_inputs ? probability : 0);
  return edits_.settle(acceptance);
}

// Neighbours in a stage are often there for each other, and then neither goes without the other.
bool FixedOrderMoves::propose_erase(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  const Timeline& timeline = sequence_.timeline();
  RunId neighbour;
  if (random_.below(kNeighbourOneIn) == 0) {
    const Key key = sequence_.key(run);
    neighbour = timeline.run(random_.below(2) == 0 ? timeline.next(key) : timeline.previous(key));
  }
  edits_.erase(run);
  if (neighbour.valid() && edits_.listed(neighbour)) edits_.erase(neighbour);
  return edits_.settle(acceptance);
}

// From stage to stage, as likely between 1 and 10 stages away as between 10 and 100, or anywhere.
bool FixedOrderMoves::propose_shift(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  const Op op = sequence_.op(run);
  const auto n = static_cast<std::int64_t>(sequence_.graph().num_ops());
  const std::int64_t stage = edits_.stage_of(sequence_.key(run)).value();
  const std::int64_t first = std::int64_t{op.value()} + 1;  // the first stage `op` may run in
  std::int64_t target = 0;
  if (random_.below(kAnywhereOneIn) == 0) {
    target = random_.between(first, n - 1);
  } else {  // near more often than far
    const double far = base::log(static_cast<double>(n - first));
    const auto distance = static_cast<std::int64_t>(base::exp(random_.unit() * far));
    target = random_.below(2) == 0 ? stage + distance : stage - distance;
  }
  if (target < first || target >= n || target == stage) return false;
  edits_.erase(run);
  const Key across = sequence_.key(sequence_.first_run(Op(static_cast<std::size_t>(target - 1))));
  insert(op, Op(static_cast<std::size_t>(target)), across,
         random_.below(2) == 0 ? 0.0 : kShiftChance);
  return edits_.settle(acceptance);
}

// One decision for another, without the state between them, which may be worse than both.
bool FixedOrderMoves::propose_swap(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  // The erasure burdens the steps between the previous copy and this one.
  const Key low = sequence_.key(sequence_.previous_copy(run)), high = sequence_.key(run);
  edits_.erase(run);
  Key across = static_cast<Key>(random_.between(low + 1, high));
  const Timeline& timeline = sequence_.timeline();
  if (!sequence_.feasible() && random_.below(2) == 0) across = sites_.step_to_relieve();
  if (across < timeline.end() && timeline.occupied(across)) {
    if (const std::optional<RecomputeSite> site = sites_.site_across(across)) {
      insert(site->op, edits_.stage_of(site->reader), across,
             random_.below(2) == 0 ? 0.0 : kSwapChance);
    }
  }
  return edits_.settle(acceptance);
}

// A stage's recomputations depend on each other, so that none of them can be exchanged by itself.
// Some or all go, and others come one by one, greedily, until there is no more excess than before:
// a small ruin and recreate (Schrimpf et al., Journal of Computational Physics 2000).
bool FixedOrderMoves::propose_rebuild(const Acceptance& acceptance) {
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
    if (!insert_best(random_.below(2) == 0 ? key : timeline.highest_in_block(key),
                     kRebuildCandidates)) {
      break;
    }
  }
  return edits_.settle(acceptance);
}

bool FixedOrderMoves::relieve(Key key, int /*effort*/) {
  const bool relieved = insert_best(key, kGreedyCandidates);
  edits_.commit();
  return relieved;
}

// Adds to the move under way the insertion across `across` of most relief, of `candidates` each
// tried with its inputs and without; false if none saves any excess.
bool FixedOrderMoves::insert_best(Key across, int candidates) {
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
    if (!edits_.extends(*alone, key)) continue;
    insert(site->op, stage, key, 1);
    consider(edits_.effect() - before, 1);
    edits_.undo_to(size);
  }
  if (!best) return false;
  insert(best->op, best->stage, sequence_.key(across_run), best->probability);
  return true;
}

void FixedOrderMoves::insert(Op op, Op stage, Key across, double probability) {
  edits_.insert_with_inputs(op, stage, across, probability, random_);
}

}  // namespace moccasin::search
