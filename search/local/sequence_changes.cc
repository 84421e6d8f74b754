// SPDX-License-Identifier: Apache-2.0
// Changes of a sequence: what each would do, and doing it.
#include "search/local/sequence.h"

namespace moccasin::search {

void Sequence::begin_evaluation(Op op) {
  changed_op_ = op;
  changes_.clear();
  readers_.clear();
  ++work_;
}

void Sequence::change(std::int32_t first, std::int32_t last, std::int64_t delta) {
  if (first <= last) changes_.push_back({first, last, delta});
}

std::int64_t Sequence::change_at(std::int32_t coordinate) const {
  std::int64_t delta = 0;
  for (const Change& c : changes_) {
    if (c.first <= coordinate && coordinate <= c.last) delta += c.delta;
  }
  return delta;
}

Effect Sequence::evaluate_insert(Op op, Key successor) {
  begin_evaluation(op);
  stretched_.clear();
  const std::int32_t gap = 2 * successor - 1;
  const RunId before = copy_before_coordinate(op, gap);
  live_ = live_across(successor) + graph_.transient(op);
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const Tensor tensor(graph_.first_tensor(op).value() + i);
    const std::int64_t size = graph_.tensor(tensor).size;
    const RunId last = before.valid() ? last_reader(before, i) : RunId();
    if (before.valid() && coordinate(last) > gap) {  // the new copy takes over from here
      const RunId now_last = latest_reader(tensor, before, gap);
      change(coordinate(now_last) + 1, gap - 1, -size);
      readers_.push_back({before, i, now_last, false});
      readers_.push_back({RunId(), i, last, false});
    } else {  // nobody reads the new copy
      live_ += size;
      readers_.push_back({RunId(), i, RunId(), true});
    }
  }
  for (const Tensor input : graph_.inputs(op)) {
    const CompiledTensor& tensor = graph_.tensor(input);
    const RunId copy = copy_before_coordinate(tensor.producer, gap);
    const std::uint32_t output = graph_.output_number(input);
    const std::int32_t last = coordinate(last_reader(copy, output));
    if (last > gap) continue;
    change(last + 1, gap, tensor.size);
    readers_.push_back({copy, output, RunId(), true});
    stretched_.push_back({input, last});
  }
  live_ += change_at(gap);
  changed_run_ = before;
  successor_ = successor;
  effect_.duration = graph_.duration(op);
  effect_.excess = sweep() + over(live_);
  return effect_;
}

Effect Sequence::evaluate_erase(RunId run) {
  const Op op = op_[run];
  begin_evaluation(op);
  const std::int32_t here = coordinate(run);
  const RunId before = previous_copy_[run];
  MOCCASIN_ASSERT(before.valid() || (next_copy_[run].valid() && !read(run)));
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const RunId last = last_reader(run, i);
    if (last == run) continue;  // live at its own step only, which goes
    change(coordinate(last_reader(before, i)) + 1, here - 1, size(op, i));
    readers_.push_back({before, i, last, false});
  }
  for (const Tensor input : graph_.inputs(op)) {
    const CompiledTensor& tensor = graph_.tensor(input);
    const RunId copy = copy_before_coordinate(tensor.producer, here);
    const std::uint32_t output = graph_.output_number(input);
    if (last_reader(copy, output) != run) continue;
    const RunId now_last = latest_reader(input, copy, here);
    change(coordinate(now_last) + 1, here - 1, -tensor.size);
    readers_.push_back({copy, output, now_last, false});
  }
  changed_run_ = run;
  effect_.duration = -graph_.duration(op);
  effect_.excess = sweep() - over(timeline_.live(timeline_.key(run)));
  return effect_;
}

Effect Sequence::evaluate_move(RunId run, Key successor) {
  const std::int32_t here = coordinate(run), gap = 2 * successor - 1;
  MOCCASIN_ASSERT(successor != timeline_.key(run));
  MOCCASIN_ASSERT(successor != timeline_.next(timeline_.key(run)));
  begin_evaluation(op_[run]);
  live_ = live_across(successor) + graph_.transient(changed_op_);
  move_outputs(run, here, gap);
  for (const Tensor input : graph_.inputs(changed_op_)) move_input(run, input, here, gap);
  live_ += change_at(gap);
  changed_run_ = run;
  successor_ = successor;
  effect_.duration = 0;
  effect_.excess = sweep() - over(timeline_.live(timeline_.key(run))) + over(live_);
  return effect_;
}

// What `run` makes is live from the gap on, and no longer from `here` on. The step at `here` itself
// goes, whatever is live there.
void Sequence::move_outputs(RunId run, std::int32_t here, std::int32_t gap) {
  const RunId before = previous_copy_[run];
  for (std::uint32_t i = 0; i < graph_.num_tensors(changed_op_); ++i) {
    const std::int64_t bytes = size(changed_op_, i);
    const RunId last = last_reader(run, i);
    if (gap > here) {
      if (last == run) {
        live_ += bytes;
      } else {
        change(here + 1, gap - 1, -bytes);
      }
      continue;
    }
    const RunId taken = before.valid() ? last_reader(before, i) : RunId();
    if (before.valid() && coordinate(taken) > gap) {  // readers that are now behind this copy
      const Tensor tensor(graph_.first_tensor(changed_op_).value() + i);
      const RunId left = latest_reader(tensor, before, gap);
      change(coordinate(left) + 1, coordinate(taken), -bytes);
      change(gap, last == run ? coordinate(taken) : here - 1, bytes);
      readers_.push_back({before, i, left, false});
      if (last == run) readers_.push_back({run, i, taken, false});
    } else if (last == run) {
      live_ += bytes;
    } else {
      change(gap, here - 1, bytes);
    }
  }
}

// `run` reads `input` at the gap, and no longer at `here`.
void Sequence::move_input(RunId run, Tensor input, std::int32_t here, std::int32_t gap) {
  const CompiledTensor& tensor = graph_.tensor(input);
  const std::uint32_t output = graph_.output_number(input);
  const RunId from = copy_before_coordinate(tensor.producer, here);
  const RunId to = copy_before_coordinate(tensor.producer, gap);
  if (last_reader(from, output) == run) {
    const RunId other = latest_reader(input, from, here);
    const std::int32_t end = from == to ? std::max(coordinate(other), gap) : coordinate(other);
    change(end + 1, here - 1, -tensor.size);
    change(here + 1, end, tensor.size);
    if (end != gap) readers_.push_back({from, output, other, false});
    if (from == to) return;
  }
  const std::int32_t last = coordinate(last_reader(to, output));
  if (last > gap) return;
  change(last + 1, gap, tensor.size);
  readers_.push_back({to, output, run, false});
}

// Live between `successor` and the step before it: what is live at the successor without what it
// makes itself.
std::int64_t Sequence::live_across(Key successor) const {
  if (successor == timeline_.end()) return retained_;
  return timeline_.live(successor) - graph_.footprint(op_[timeline_.run(successor)]);
}

// Sums the changes into disjoint segments of keys; returns the change of the excess.
std::int64_t Sequence::sweep() {
  edges_.clear();
  for (const Change& c : changes_) {
    edges_.emplace_back(c.first, c.delta);
    edges_.emplace_back(c.last + 1, -c.delta);
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
  constexpr std::size_t kHandful = 32;  // mostly in order
  if (edges_.size() > kHandful) {
    std::sort(edges_.begin(), edges_.end(), earlier);
  } else {
    for (auto edge = edges_.begin(); edge != edges_.end(); ++edge) {
      std::rotate(std::upper_bound(edges_.begin(), edge, *edge, earlier), edge, edge + 1);
    }
  }
  segments_.clear();
  std::int64_t excess = 0, delta = 0;
  for (std::size_t i = 0; i < edges_.size();) {
    const std::int32_t from = edges_[i].first;
    while (i < edges_.size() && edges_[i].first == from) delta += edges_[i++].second;
    if (delta == 0) continue;
    const Key first = (from + 1) / 2, last = (edges_[i].first - 1) / 2;
    if (first > last) continue;
    segments_.push_back({first, last, delta});
    excess += timeline_.excess_change(first, last, delta);
  }
  return excess;
}

void Sequence::apply_changes() {
  for (const Segment& segment : segments_) {
    timeline_.add(segment.first, segment.last, segment.delta);
  }
  duration_ += effect_.duration;
  excess_ += effect_.excess;
}

RunId Sequence::apply_insert() {
  apply_changes();
  const RunId run = new_run(changed_op_);
  RunId& link = changed_run_.valid() ? next_copy_[changed_run_] : first_run_[changed_op_];
  const RunId after = link;
  previous_copy_[run] = changed_run_;
  next_copy_[run] = after;
  link = run;
  if (after.valid()) previous_copy_[after] = run;
  ++copies_[changed_op_];
  timeline_.insert_before(successor_, run, live_);
  for (const Reader& r : readers_) {
    const RunId copy = r.copy.valid() ? r.copy : run;
    last_reader_[last_begin_[copy] + r.output] = r.inserted ? run : r.last;
  }
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
  return run;
}

void Sequence::apply_erase() {
  apply_changes();
  for (const Reader& r : readers_) last_reader_[last_begin_[r.copy] + r.output] = r.last;
  const RunId before = previous_copy_[changed_run_], after = next_copy_[changed_run_];
  (before.valid() ? next_copy_[before] : first_run_[changed_op_]) = after;
  if (after.valid()) previous_copy_[after] = before;
  --copies_[changed_op_];
  timeline_.erase(timeline_.key(changed_run_));
  recycle(changed_run_);
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

void Sequence::apply_move() {
  apply_changes();
  timeline_.move_before(timeline_.key(changed_run_), successor_, live_);
  for (const Reader& r : readers_) last_reader_[last_begin_[r.copy] + r.output] = r.last;
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

}  // namespace moccasin::search
