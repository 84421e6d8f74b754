// SPDX-License-Identifier: Apache-2.0
#include "search/local/sequence.h"

#include <algorithm>

namespace moccasin::search {

void Sequence::assign(const std::vector<Op>& steps) {
  const std::size_t n = graph_.num_ops();
  first_run_ = base::IndexedVector<Op, RunId>(n);
  copies_ = base::IndexedVector<Op, std::int32_t>(n, 0);
  op_ = {};
  next_copy_ = previous_copy_ = {};
  last_begin_ = {};
  last_reader_.clear();
  recycled_.clear();
  duration_ = 0;

  base::IndexedVector<Op, RunId> latest(n);
  std::vector<RunId> runs;
  runs.reserve(steps.size());
  for (const Op op : steps) {
    const RunId run = new_run(op);
    for (const Tensor input : graph_.inputs(op)) {
      const RunId copy = latest[graph_.tensor(input).producer];
      MOCCASIN_ASSERT(copy.valid());
      last_reader_[last_begin_[copy] + graph_.output_number(input)] = run;
    }
    previous_copy_[run] = latest[op];
    if (latest[op].valid()) {
      next_copy_[latest[op]] = run;
    } else {
      first_run_[op] = run;
    }
    latest[op] = run;
    ++copies_[op];
    duration_ += graph_.duration(op);
    runs.push_back(run);
  }
  for (const Tensor tensor : graph_.tensors()) {
    if (graph_.tensor(tensor).retain == model::Retain::no) continue;
    const RunId copy = latest[graph_.tensor(tensor).producer];
    last_reader_[last_begin_[copy] + graph_.output_number(tensor)] = kEndOfSchedule;
  }
  compute_live(runs);
}

// Lays `runs` out with the live units that follow from the last readers, and sums the excess. Runs
// were numbered as they came: a run's number is its step.
void Sequence::compute_live(const std::vector<RunId>& runs) {
  std::vector<std::int64_t> change(runs.size() + 1, 0);
  for (std::uint32_t step = 0; step < runs.size(); ++step) {
    const Op op = op_[runs[step]];
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      const std::int64_t size = graph_.tensor(Tensor(graph_.first_tensor(op).value() + i)).size;
      const RunId last = last_reader(runs[step], i);
      change[step] += size;
      if (last.valid()) change[last.value() + 1] -= size;
    }
  }
  std::vector<std::int64_t> live(runs.size());
  std::int64_t now = 0;
  excess_ = 0;
  for (std::uint32_t step = 0; step < runs.size(); ++step) {
    now += change[step];
    live[step] = now + graph_.transient(op_[runs[step]]);
    excess_ += std::max<std::int64_t>(live[step] - graph_.budget(), 0);
  }
  timeline_.assign(runs, live, graph_.budget());
}

std::vector<Op> Sequence::steps() const {
  std::vector<Op> steps;
  steps.reserve(timeline_.size());
  for (Key key = timeline_.begin(); key < timeline_.end(); key = timeline_.next(key)) {
    steps.push_back(op_[timeline_.run(key)]);
  }
  return steps;
}

bool Sequence::read(RunId run) const {
  for (std::uint32_t i = 0; i < graph_.num_tensors(op_[run]); ++i) {
    if (last_reader(run, i) != run) return true;
  }
  return false;
}

RunId Sequence::copy_before_coordinate(Op producer, std::int32_t at) const {
  RunId copy = first_run_[producer];
  for (RunId next = next_copy_[copy]; next.valid() && coordinate(next) < at;
       next = next_copy_[next]) {
    copy = next;
  }
  return copy;
}

// The last run that reads `tensor` after `copy` and before coordinate `before`; `copy` itself if
// there is none.
RunId Sequence::latest_reader(Tensor tensor, RunId copy, std::int32_t before) {
  RunId latest = copy;
  std::int32_t at = coordinate(copy);
  for (const Op reader : graph_.readers(tensor)) {
    for (RunId run = first_run_[reader]; run.valid(); run = next_copy_[run]) {
      ++work_;
      const std::int32_t c = coordinate(run);
      if (c >= before) break;
      if (c > at) {
        at = c;
        latest = run;
      }
    }
  }
  return latest;
}

Key Sequence::first_reader_from(Tensor tensor, RunId copy, Key from) {
  Key first = timeline_.end();
  const Key until = next_copy_[copy].valid() ? timeline_.key(next_copy_[copy]) : first;
  for (const Op reader : graph_.readers(tensor)) {
    for (RunId run = first_run_[reader]; run.valid(); run = next_copy_[run]) {
      ++work_;
      const Key key = timeline_.key(run);
      if (key >= until) break;
      if (key >= from) {
        first = std::min(first, key);
        break;
      }
    }
  }
  return first;
}

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
  const Op at = op_[timeline_.run(successor)];
  // Live across the gap: what is live at the successor without what it makes itself.
  live_ = timeline_.live(successor) - graph_.footprint(at) + graph_.transient(op);
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const Tensor tensor(graph_.first_tensor(op).value() + i);
    const std::int64_t size = graph_.tensor(tensor).size;
    const RunId last = last_reader(before, i);
    if (coordinate(last) > gap) {  // the new copy takes over from here
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
  effect_.excess = sweep() + std::max<std::int64_t>(live_ - graph_.budget(), 0);
  return effect_;
}

Effect Sequence::evaluate_erase(RunId run) {
  const Op op = op_[run];
  begin_evaluation(op);
  const std::int32_t here = coordinate(run);
  const RunId before = previous_copy_[run];
  MOCCASIN_ASSERT(before.valid());
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    const RunId last = last_reader(run, i);
    if (last == run) continue;  // live at its own step only, which goes
    const std::int64_t size = graph_.tensor(Tensor(graph_.first_tensor(op).value() + i)).size;
    change(coordinate(last_reader(before, i)) + 1, here - 1, size);
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
  effect_.excess =
      sweep() - std::max<std::int64_t>(timeline_.live(timeline_.key(run)) - graph_.budget(), 0);
  return effect_;
}

// Sums the changes into disjoint segments of keys; returns the change of the excess.
std::int64_t Sequence::sweep() {
  edges_.clear();
  for (const Change& c : changes_) {
    edges_.emplace_back(c.first, c.delta);
    edges_.emplace_back(c.last + 1, -c.delta);
  }
  std::sort(edges_.begin(), edges_.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
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
    work_ += static_cast<std::uint64_t>((last - first) / Timeline::kBlock) + 1;
  }
  return excess;
}

void Sequence::apply_changes() {
  for (const Segment& segment : segments_) {
    timeline_.add(segment.first, segment.last, segment.delta);
  }
  duration_ += effect_.duration;
  excess_ += effect_.excess;
  work_ += 2 * segments_.size();
}

RunId Sequence::apply_insert() {
  apply_changes();
  const RunId run = new_run(changed_op_);
  const RunId after = next_copy_[changed_run_];
  previous_copy_[run] = changed_run_;
  next_copy_[run] = after;
  next_copy_[changed_run_] = run;
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
  next_copy_[before] = after;
  if (after.valid()) previous_copy_[after] = before;
  --copies_[changed_op_];
  timeline_.erase(timeline_.key(changed_run_));
  recycle(changed_run_);
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

RunId Sequence::new_run(Op op) {
  const std::uint32_t tensors = graph_.num_tensors(op);
  if (recycled_.size() <= tensors) recycled_.resize(tensors + 1);
  RunId run;
  if (recycled_[tensors].empty()) {
    run = op_.push_back(op);
    next_copy_.push_back(RunId());
    previous_copy_.push_back(RunId());
    last_begin_.push_back(static_cast<std::uint32_t>(last_reader_.size()));
    last_reader_.resize(last_reader_.size() + tensors);
  } else {
    run = recycled_[tensors].back();
    recycled_[tensors].pop_back();
    op_[run] = op;
    next_copy_[run] = previous_copy_[run] = RunId();
  }
  for (std::uint32_t i = 0; i < tensors; ++i) last_reader_[last_begin_[run] + i] = run;
  return run;
}

void Sequence::recycle(RunId run) { recycled_[graph_.num_tensors(op_[run])].push_back(run); }

bool Sequence::consistent() const {
  Sequence fresh(graph_);
  fresh.assign(steps());
  if (fresh.duration_ != duration_ || fresh.excess_ != excess_) return false;
  Key mine = timeline_.begin(),
      other = fresh.timeline_.begin();  // the keys differ, the steps do not
  for (std::size_t step = 0; step < timeline_.size(); ++step) {
    const RunId run = timeline_.run(mine), twin = fresh.timeline_.run(other);
    if (timeline_.live(mine) != fresh.timeline_.live(other)) return false;
    if (timeline_.key(run) != mine || recomputation(run) != fresh.recomputation(twin)) return false;
    for (std::uint32_t i = 0; i < graph_.num_tensors(op_[run]); ++i) {
      const RunId last = last_reader(run, i), twin_last = fresh.last_reader(twin, i);
      if (last.valid() != twin_last.valid()) return false;
      if (last.valid() && op_[last] != fresh.op_[twin_last]) return false;
    }
    mine = timeline_.next(mine);
    other = fresh.timeline_.next(other);
  }
  return true;
}

}  // namespace moccasin::search
