// SPDX-License-Identifier: Apache-2.0
// Evaluation by ranges. A change moves the end of some lifetimes: of what the run makes, which
// another copy's readers may be handed over to or taken from, and of what it reads, where it was or
// becomes the last reader. Each of these is a range of instants, and nothing else is looked at: the
// timeline tells what all the ranges together do to the excess. The step that comes or goes is not
// in any range; its excess is counted by itself.
#include "search/local/sequence.h"

namespace moccasin::search {

void Sequence::begin_evaluation() {
  ++revision_;
  changes_.clear();
  readers_.clear();
  ++work_;
}

Insertion Sequence::evaluate_insert(Op op, Key successor) {
  begin_evaluation();
  extended_.clear();
  extended_by_ = revision_;
  const Instant gap = Instant::gap_before(successor);
  const RunId before = copy_before(op, gap);
  std::int64_t live = live_across(successor) + graph_.transient(op);
  live += insert_outputs(op, before, gap);
  for (const Tensor input : graph_.inputs(op)) insert_input(input, gap);
  live += changes_.at(gap);
  Effect effect = effect_of_changes(graph_.duration(op));
  effect += step_of(live);
  return {{effect, revision_}, op, before, successor, live};
}

// What the new copy makes serves the readers behind the gap, so that the copy `before` is live only
// until the last reader ahead of it. Units of what nobody reads are returned: they are live at the
// new step alone.
std::int64_t Sequence::insert_outputs(Op op, RunId before, Instant gap) {
  std::int64_t unread = 0;
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const RunId last = before.valid() ? last_reader(before, i) : RunId();
    if (before.valid() && instant(last) > gap) {  // the new copy takes over from here
      const RunId now_last = latest_reader(tensor(op, i), before, gap);
      changes_.add(instant(now_last).next(), gap.previous(), -size(op, i));
      readers_.push_back({before, i, now_last, false});
      readers_.push_back({RunId(), i, last, false});
    } else {
      unread += size(op, i);
      readers_.push_back({RunId(), i, RunId(), true});
    }
  }
  return unread;
}

// The run at the gap reads `input`, which is live until then if it was not already.
void Sequence::insert_input(Tensor input, Instant gap) {
  const CompiledTensor& tensor = graph_.tensor(input);
  const RunId copy = copy_before(tensor.producer, gap);
  const std::uint32_t output = graph_.output_number(input);
  const Instant last = instant(last_reader(copy, output));
  if (last > gap) return;
  changes_.add(last.next(), gap, tensor.size);
  readers_.push_back({copy, output, RunId(), true});
  extended_.push_back({input, last});
}

// The contrary of an insertion: the copy before takes the readers over, and inputs that the run was
// last to read are live until whoever reads last without it.
Erasure Sequence::evaluate_erase(RunId run) {
  const Op op = this->op(run);
  begin_evaluation();
  const Instant here = instant(run);
  const RunId before = previous_copy(run);
  MOCCASIN_ASSERT(before.valid() || (next_copy(run).valid() && !is_read(run)));
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const RunId last = last_reader(run, i);
    if (last == run) continue;  // live at its own step only, which goes
    changes_.add(instant(last_reader(before, i)).next(), here.previous(), size(op, i));
    readers_.push_back({before, i, last, false});
  }
  for (const Tensor input : graph_.inputs(op)) {
    const CompiledTensor& tensor = graph_.tensor(input);
    const RunId copy = copy_before(tensor.producer, here);
    const std::uint32_t output = graph_.output_number(input);
    if (last_reader(copy, output) != run) continue;
    const RunId now_last = latest_reader(input, copy, here);
    changes_.add(instant(now_last).next(), here.previous(), -tensor.size);
    readers_.push_back({copy, output, now_last, false});
  }
  Effect effect = effect_of_changes(-graph_.duration(op));
  effect -= step_of(timeline_.live(timeline_.key(run)));
  return {{effect, revision_}, run};
}

Move Sequence::evaluate_move(RunId run, Key successor) {
  const Instant here = instant(run), gap = Instant::gap_before(successor);
  MOCCASIN_ASSERT(successor != timeline_.key(run));
  MOCCASIN_ASSERT(successor != timeline_.next(timeline_.key(run)));
  begin_evaluation();
  std::int64_t live = live_across(successor) + graph_.transient(op(run));
  live += move_outputs(run, here, gap);
  for (const Tensor input : graph_.inputs(op(run))) move_input(run, input, here, gap);
  live += changes_.at(gap);
  Effect effect = effect_of_changes(0);
  effect -= step_of(timeline_.live(timeline_.key(run)));
  effect += step_of(live);
  return {{effect, revision_}, run, successor, live};
}

// What `run` makes is live from the gap on, and no longer from `here` on. The step at `here` itself
// goes, whatever is live there. Units of what nobody reads are returned: they are live at the new
// step alone.
std::int64_t Sequence::move_outputs(RunId run, Instant here, Instant gap) {
  const Op op = this->op(run);
  const RunId before = previous_copy(run);
  std::int64_t unread = 0;
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const std::int64_t units = size(op, i);
    const RunId last = last_reader(run, i);
    if (gap > here) {
      if (last == run) {
        unread += units;
      } else {
        changes_.add(here.next(), gap.previous(), -units);
      }
      continue;
    }
    const RunId taken = before.valid() ? last_reader(before, i) : RunId();
    if (before.valid() && instant(taken) > gap) {  // readers that are now behind this copy
      const RunId left = latest_reader(tensor(op, i), before, gap);
      changes_.add(instant(left).next(), instant(taken), -units);
      changes_.add(gap, last == run ? instant(taken) : here.previous(), units);
      readers_.push_back({before, i, left, false});
      if (last == run) readers_.push_back({run, i, taken, false});
    } else if (last == run) {
      unread += units;
    } else {
      changes_.add(gap, here.previous(), units);
    }
  }
  return unread;
}

// `run` reads `input` at the gap, and no longer at `here`: perhaps another copy of it, and perhaps
// it is now the last to read one, or the last no more.
void Sequence::move_input(RunId run, Tensor input, Instant here, Instant gap) {
  const CompiledTensor& tensor = graph_.tensor(input);
  const std::uint32_t output = graph_.output_number(input);
  const RunId from = copy_before(tensor.producer, here);
  const RunId to = copy_before(tensor.producer, gap);
  if (last_reader(from, output) == run) {
    const RunId other = latest_reader(input, from, here);
    const Instant end = from == to ? std::max(instant(other), gap) : instant(other);
    changes_.add(end.next(), here.previous(), -tensor.size);
    changes_.add(here.next(), end, tensor.size);
    if (end != gap) readers_.push_back({from, output, other, false});
    if (from == to) return;
  }
  const Instant last = instant(last_reader(to, output));
  if (last > gap) return;
  changes_.add(last.next(), gap, tensor.size);
  readers_.push_back({to, output, run, false});
}

// A change holds no more than where something comes or goes. The rest is in what its evaluation has
// left here, so a change is good for one application, and for none after another evaluation.
void Sequence::begin_apply(const Change& change) {
  MOCCASIN_ASSERT(change.revision == revision_);
  ++revision_;
  duration_ += change.effect.duration;
  excess_ += change.effect.excess;
  strain_ += change.effect.strain;
}

RunId Sequence::apply(const Insertion& insertion) {
  begin_apply(insertion);
  changes_.apply(timeline_);
  const RunId run = link(insertion.op, insertion.before);
  timeline_.insert_before(insertion.successor, run, insertion.live);
  for (const Reader& r : readers_) {
    const RunId copy = r.copy.valid() ? r.copy : run;
    last_reader_[last_begin_[copy] + r.output] = r.inserted ? run : r.last;
  }
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
  return run;
}

void Sequence::apply(const Erasure& erasure) {
  begin_apply(erasure);
  changes_.apply(timeline_);
  for (const Reader& r : readers_) last_reader_[last_begin_[r.copy] + r.output] = r.last;
  timeline_.erase(timeline_.key(erasure.run));
  unlink(erasure.run);
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

void Sequence::apply(const Move& move) {
  begin_apply(move);
  changes_.apply(timeline_);
  timeline_.move_before(timeline_.key(move.run), move.successor, move.live);
  for (const Reader& r : readers_) last_reader_[last_begin_[r.copy] + r.output] = r.last;
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

}  // namespace moccasin::search
