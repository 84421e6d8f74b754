// SPDX-License-Identifier: Apache-2.0
#include "search/local/staged_edits.h"

#include <algorithm>
#include <cstdint>

namespace moccasin::search {

void StagedEdits::reset() {
  recomputations_.clear();
  place_ = {};
  commit();
  const Timeline& timeline = sequence_.timeline();
  for (Key key = timeline.begin(); key < timeline.end(); key = timeline.next(key)) {
    if (sequence_.recomputation(timeline.run(key))) list(timeline.run(key));
  }
}

Op StagedEdits::stage_of(Key key) const {
  const Timeline& timeline = sequence_.timeline();
  while (sequence_.recomputation(timeline.run(key))) key = timeline.next(key);
  return sequence_.op(timeline.run(key));
}

// The step before which `op` belongs in `stage`.
std::optional<Key> StagedEdits::place(Op op, Op stage) const {
  const CompiledGraph& graph = sequence_.graph();
  const Timeline& timeline = sequence_.timeline();
  if (op >= stage || sequence_.copies(op) >= graph.copies_allowed(op)) return std::nullopt;
  // Where sums would leave 64 bits.
  if (timeline.size() >= graph.most_steps()) return std::nullopt;
  if (graph.duration(op) > INT64_MAX - sequence_.duration()) return std::nullopt;
  Key successor = sequence_.key(sequence_.first_run(stage));
  for (Key key = timeline.previous(successor); key != Timeline::kNone;
       key = timeline.previous(key)) {
    const RunId run = timeline.run(key);
    if (!sequence_.recomputation(run) || sequence_.op(run) < op) break;
    if (sequence_.op(run) == op) return std::nullopt;
    successor = key;
  }
  return successor;
}

std::optional<Effect> StagedEdits::evaluate_insert(Op op, Op stage) {
  const std::optional<Key> successor = place(op, stage);
  if (!successor) return std::nullopt;
  return sequence_.evaluate_insert(op, *successor);
}

bool StagedEdits::insert(Op op, Op stage) {
  const std::optional<Effect> effect = evaluate_insert(op, stage);
  if (!effect) return false;
  const RunId run = sequence_.apply_insert();
  record({Edit::Kind::insert, op, run, *effect});
  list(run);
  const RunId before = sequence_.previous_copy(run);
  if (sequence_.recomputation(before) && !sequence_.read(before)) erase(before);
  return true;
}

// The producer of an input that would be live across coordinate `across` only because of the
// insertion evaluated last, if it may run again.
std::optional<Op> StagedEdits::stretched_producer(const Sequence::Stretch& stretch,
                                                  std::int32_t across) const {
  const Op producer = sequence_.graph().tensor(stretch.input).producer;
  if (stretch.live_until >= across || !sequence_.graph().recomputable(producer)) {
    return std::nullopt;
  }
  return producer;
}

bool StagedEdits::stretches(Key across) const {
  return std::any_of(
      sequence_.stretched().begin(), sequence_.stretched().end(),
      [&](const Sequence::Stretch& s) { return stretched_producer(s, 2 * across).has_value(); });
}

void StagedEdits::insert_with_inputs(Op op, Op stage, Key across, double probability,
                                     base::Random& random) {
  const RunId across_run = sequence_.timeline().run(across);
  waiting_.assign(1, op);
  while (!waiting_.empty() && edits_.size() < kMost) {
    const Op next = waiting_.back();
    waiting_.pop_back();
    if (!insert(next, stage) || probability == 0) continue;
    const std::int32_t at = 2 * sequence_.key(across_run);
    for (const Sequence::Stretch& stretch : sequence_.stretched()) {
      const std::optional<Op> producer = stretched_producer(stretch, at);
      if (producer && (probability == 1 || random.chance(probability))) {
        waiting_.push_back(*producer);
      }
    }
  }
}

void StagedEdits::erase(RunId run) {
  erase_one(run);
  while (!unread_.empty()) {  // candidates; a chain of them can be as long as the sequence
    const RunId producer = unread_.back();
    unread_.pop_back();
    if (listed(producer) && !sequence_.read(producer)) erase_one(producer);
  }
}

// Erases `run` and nothing else; adds the recomputations that it reads to unread_.
void StagedEdits::erase_one(RunId run) {
  const Timeline& timeline = sequence_.timeline();
  const CompiledGraph& graph = sequence_.graph();
  const Op op = sequence_.op(run);
  const Key key = sequence_.key(run);
  for (const Tensor input : graph.inputs(op)) {
    const RunId copy = sequence_.copy_before(graph.tensor(input).producer, key);
    if (sequence_.recomputation(copy)) unread_.push_back(copy);
  }
  const Effect effect = sequence_.evaluate_erase(run);
  record({Edit::Kind::erase, op, timeline.run(timeline.next(key)), effect});
  unlist(run);
  sequence_.apply_erase();
}

void StagedEdits::commit() {
  edits_.clear();
  effect_ = {};
}

// Runs are recycled last in, first out, so they come back under their old numbers.
void StagedEdits::undo_to(std::size_t size) {
  for (; edits_.size() > size; edits_.pop_back()) {
    const Edit& edit = edits_.back();
    if (edit.kind == Edit::Kind::insert) {
      static_cast<void>(sequence_.evaluate_erase(edit.run));
      unlist(edit.run);
      sequence_.apply_erase();
    } else {
      static_cast<void>(sequence_.evaluate_insert(edit.op, sequence_.key(edit.run)));
      list(sequence_.apply_insert());
    }
    effect_.duration -= edit.effect.duration;
    effect_.excess -= edit.effect.excess;
  }
}

void StagedEdits::record(const Edit& edit) {
  edits_.push_back(edit);
  effect_.duration += edit.effect.duration;
  effect_.excess += edit.effect.excess;
}

void StagedEdits::list(RunId run) {
  while (place_.size() <= run.value()) place_.push_back(kNotListed);
  place_[run] = static_cast<std::uint32_t>(recomputations_.size());
  recomputations_.push_back(run);
}

void StagedEdits::unlist(RunId run) {
  const std::uint32_t place = place_[run];
  place_[recomputations_.back()] = place;
  recomputations_[place] = recomputations_.back();
  recomputations_.pop_back();
  place_[run] = kNotListed;
}

}  // namespace moccasin::search
