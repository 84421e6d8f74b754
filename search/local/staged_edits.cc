// SPDX-License-Identifier: Apache-2.0
#include "search/local/staged_edits.h"

namespace moccasin::search {

// A stage ends with its first run, so that is the next run from there on that repeats nothing.
Op StagedEdits::stage_of(Key key) const {
  const Timeline& timeline = sequence_.timeline();
  while (sequence_.recomputation(timeline.run(key))) key = timeline.next(key);
  return sequence_.op(timeline.run(key));
}

// The step before which `op` belongs in `stage`, if it may run there. Recomputations of a stage are
// distinct and in base order, so that a stage is a set and its order needs no search (decision
// 006).
std::optional<Key> StagedEdits::place(Op op, Op stage) const {
  const Timeline& timeline = sequence_.timeline();
  if (op >= stage || !may_run_again(op)) return std::nullopt;
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

std::optional<Insertion> StagedEdits::evaluate_insert(Op op, Op stage) {
  const std::optional<Key> successor = place(op, stage);
  if (!successor) return std::nullopt;
  return sequence_.evaluate_insert(op, *successor);
}

std::optional<Insertion> StagedEdits::insert(Op op, Op stage) {
  const std::optional<Key> successor = place(op, stage);
  if (!successor) return std::nullopt;
  return insert_before(op, *successor).insertion;
}

// Depth first: the inputs of what came last are looked at first. Each is looked at as the sequence
// is then, so an input that came along for another one is not made twice. A chain is cut at kMost,
// where the rest is kept live.
void StagedEdits::insert_with_inputs(Op op, Op stage, Key across, double probability,
                                     base::Random& random) {
  const RunId across_run = sequence_.timeline().run(across);
  waiting_.assign(1, op);
  while (!waiting_.empty() && size() < kMost) {
    const Op next = waiting_.back();
    waiting_.pop_back();
    const std::optional<Insertion> insertion = insert(next, stage);
    if (!insertion || probability == 0) continue;
    const Instant at = Instant::step(sequence_.key(across_run));
    for (const Extension& extension : sequence_.extended(*insertion)) {
      const std::optional<Op> producer = extended_producer(extension, at);
      if (producer && (probability == 1 || random.chance(probability))) {
        waiting_.push_back(*producer);
      }
    }
  }
}

}  // namespace moccasin::search
