// SPDX-License-Identifier: Apache-2.0
#include "search/local/edits.h"

#include <algorithm>
#include <cstdint>

namespace moccasin::search {

void Edits::reset() {
  recomputations_.clear();
  place_ = {};
  commit();
  const Timeline& timeline = sequence_.timeline();
  for (Key key = timeline.begin(); key < timeline.end(); key = timeline.next(key)) {
    if (sequence_.recomputation(timeline.run(key))) list(timeline.run(key));
  }
}

bool Edits::may_run_again(Op op) const {
  const CompiledGraph& graph = sequence_.graph();
  return sequence_.copies(op) < graph.copies_allowed(op) &&
         sequence_.timeline().size() < graph.most_steps() &&
         graph.duration(op) <= INT64_MAX - sequence_.duration();
}

// The new copy takes readers from the one before it; if those were all, that one is of no use any
// more. Inputs keep all their readers and get one more.
Edits::Inserted Edits::insert_before(Op op, Key successor) {
  const Insertion insertion = sequence_.evaluate_insert(op, successor);
  const RunId run = apply(insertion);
  record({Edit::Kind::insert, op, run, insertion.effect});
  if (sequence_.recomputation(run)) unread_.push_back(sequence_.previous_copy(run));
  erase_useless();
  return {run, insertion};
}

void Edits::erase(RunId run) {
  erase_one(run);
  erase_useless();
}

// The run may take all readers from its previous copy, and may leave a copy of an input that nobody
// else reads.
void Edits::move(const Move& move) {
  note_inputs(move.run);
  if (sequence_.recomputation(move.run)) unread_.push_back(sequence_.previous_copy(move.run));
  sequence_.apply(move);
  erase_useless();
  commit();
}

// An erasure takes a reader from each input, whose run may be useless then in its turn. A chain of
// them can be as long as the sequence, so there is a list and no recursion. What is on it may be
// gone by now, or be read after all: useless() looks again.
void Edits::erase_useless() {
  while (!unread_.empty()) {
    const RunId run = unread_.back();
    unread_.pop_back();
    if (useless(run)) erase_one(run);
  }
}

bool Edits::useless(RunId run) const {
  const Op op = sequence_.op(run);
  const bool first = sequence_.first_run(op) == run;
  if (first ? stays_ == Unread::first_runs || sequence_.copies(op) == 1 : !listed(run)) {
    return false;
  }
  return !sequence_.is_read(run);
}

// Adds the runs that `run` reads to unread_, if they have other copies.
void Edits::note_inputs(RunId run) {
  const CompiledGraph& graph = sequence_.graph();
  for (const Tensor input : graph.inputs(sequence_.op(run))) {
    const Op producer = graph.tensor(input).producer;
    if (sequence_.copies(producer) == 1) continue;
    unread_.push_back(sequence_.copy_before(producer, sequence_.key(run)));
  }
}

// Erases `run` and nothing else; adds the runs that it reads to unread_.
void Edits::erase_one(RunId run) {
  const Timeline& timeline = sequence_.timeline();
  note_inputs(run);
  const Erasure erasure = sequence_.evaluate_erase(run);
  const Key next = timeline.next(sequence_.key(run));
  const RunId follower = next < timeline.end() ? timeline.run(next) : RunId();
  record({Edit::Kind::erase, sequence_.op(run), follower, erasure.effect});
  apply(erasure);
}

std::optional<Op> Edits::extended_producer(const Extension& extension, Instant across) const {
  const Op producer = sequence_.graph().tensor(extension.input).producer;
  if (extension.live_until >= across || !sequence_.graph().recomputable(producer)) {
    return std::nullopt;
  }
  return producer;
}

bool Edits::extends(const Insertion& insertion, Key across) const {
  const std::vector<Extension>& extended = sequence_.extended(insertion);
  return std::any_of(extended.begin(), extended.end(), [&](const Extension& extension) {
    return extended_producer(extension, Instant::step(across)).has_value();
  });
}

void Edits::commit() {
  edits_.clear();
  effect_ = {};
}

// A move that has made no edit was not made, whatever the threshold says.
bool Edits::settle(const Acceptance& acceptance) {
  const bool made = size() > 0 && acceptance.accepts(effect_);
  if (!made) undo_to(0);
  commit();
  return made;
}

// Edits are undone in reverse, each by its contrary. Runs are recycled last in, first out, so they
// come back under their old numbers, and what an edit says of its run and of the run that followed
// holds when its turn comes. Ticks that undoing takes are work like any other.
void Edits::undo_to(std::size_t size) {
  for (; edits_.size() > size; edits_.pop_back()) {
    const Edit& edit = edits_.back();
    if (edit.kind == Edit::Kind::insert) {
      apply(sequence_.evaluate_erase(edit.run));
    } else {
      const Key successor = edit.run.valid() ? sequence_.key(edit.run) : sequence_.timeline().end();
      apply(sequence_.evaluate_insert(edit.op, successor));
    }
    effect_ -= edit.effect;
  }
}

void Edits::record(const Edit& edit) {
  edits_.push_back(edit);
  effect_ += edit.effect;
}

// The copy after a new first run is one that has an earlier copy now.
RunId Edits::apply(const Insertion& insertion) {
  const RunId run = sequence_.apply(insertion);
  list(sequence_.recomputation(run) ? run : sequence_.next_copy(run));
  return run;
}

void Edits::apply(const Erasure& erasure) {
  const RunId run = erasure.run;
  unlist(sequence_.recomputation(run) ? run : sequence_.next_copy(run));
  sequence_.apply(erasure);
}

void Edits::list(RunId run) {
  while (place_.size() <= run.value()) place_.push_back(kNotListed);
  place_[run] = static_cast<std::uint32_t>(recomputations_.size());
  recomputations_.push_back(run);
}

void Edits::unlist(RunId run) {
  const std::uint32_t place = place_[run];
  place_[recomputations_.back()] = place;
  recomputations_[place] = recomputations_.back();
  recomputations_.pop_back();
  place_[run] = kNotListed;
}

}  // namespace moccasin::search
