// SPDX-License-Identifier: Apache-2.0
#include "search/local/lifetimes.h"

#include <algorithm>

namespace moccasin::search {

void Lifetimes::clear() {
  const std::size_t n = graph_.num_ops();
  first_run_ = base::IndexedVector<Op, RunId>(n);
  copies_ = base::IndexedVector<Op, std::int32_t>(n, 0);
  op_ = {};
  next_copy_ = previous_copy_ = {};
  last_begin_ = {};
  last_reader_.clear();
  recycled_.clear();
  duration_ = retained_ = 0;
}

// One walk from the first step to the last: every read is served by the latest copy so far, and
// whoever reads a copy last has overwritten all that read it before.
void Lifetimes::assign(const std::vector<Op>& steps) {
  clear();
  base::IndexedVector<Op, RunId> latest(graph_.num_ops());
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
    retained_ += graph_.tensor(tensor).size;
    const RunId copy = latest[graph_.tensor(tensor).producer];
    last_reader_[last_begin_[copy] + graph_.output_number(tensor)] = kEndOfSchedule;
  }
  compute_live(runs);
}

// Lays `runs` out with the live units that follow from the last readers, and sums the excess. A
// tensor is live from its run to its last reader, both included, so its size is added at the one
// and taken away behind the other, and the sum of all that up to a step is what is live there. Runs
// were numbered as they came: a run's number is its step.
void Lifetimes::compute_live(const std::vector<RunId>& runs) {
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
  excess_ = strain_ = 0;
  for (std::uint32_t step = 0; step < runs.size(); ++step) {
    now += change[step];
    live[step] = now + graph_.transient(op_[runs[step]]);
    excess_ += std::max<std::int64_t>(live[step] - graph_.budget(), 0);
    strain_ += std::max<std::int64_t>(live[step] - soft_limit_, 0);
  }
  timeline_.assign(runs, live, graph_.budget(), soft_limit_);
}

std::vector<Op> Lifetimes::steps() const {
  std::vector<Op> steps;
  steps.reserve(timeline_.size());
  for (Key key = timeline_.begin(); key < timeline_.end(); key = timeline_.next(key)) {
    steps.push_back(op_[timeline_.run(key)]);
  }
  return steps;
}

bool Lifetimes::is_read(RunId run) const {
  for (std::uint32_t i = 0; i < graph_.num_tensors(op_[run]); ++i) {
    if (last_reader(run, i) != run) return true;
  }
  return false;
}

// A chain of copies is short, and mostly one: a walk beats any index of it.
RunId Lifetimes::copy_before(Op producer, Instant at) const {
  RunId copy = first_run_[producer];
  if (instant(copy) >= at) return RunId();
  if (copies_[producer] == 1) return copy;
  for (RunId next = next_copy_[copy]; next.valid() && instant(next) < at; next = next_copy_[next]) {
    copy = next;
  }
  return copy;
}

// Copies of a reader come in order of time, so each chain is left at the first one too late. Runs
// between two copies of the producer read the earlier: `before` is no later than the next copy.
RunId Lifetimes::latest_reader(Tensor tensor, RunId copy, Instant before) {
  RunId latest = copy;
  Instant at = instant(copy);
  for (const Op reader : graph_.readers(tensor)) {
    for (RunId run = first_run_[reader]; run.valid(); run = next_copy_[run]) {
      ++work_;
      const Instant read_at = instant(run);
      if (read_at >= before) break;
      if (read_at > at) {
        at = read_at;
        latest = run;
      }
    }
  }
  return latest;
}

// The readers are those between the copy and the next one; each reader's runs come in order of
// time, so its first run from there on is all that matters.
Key Lifetimes::first_reader_from(Tensor tensor, RunId copy, Key from) {
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

// Runs are numbered anew last in, first out, which undoing relies on: what is erased and inserted
// again has its number back. Only numbers with as many places in last_reader_ will do.
RunId Lifetimes::new_run(Op op) {
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

// The chain of an operation's copies is in order of time: every change leaves copies in the order
// they are in, so that a run's neighbours are found without looking at where they are.
RunId Lifetimes::link(Op op, RunId before) {
  const RunId run = new_run(op);
  RunId& from_before = before.valid() ? next_copy_[before] : first_run_[op];
  const RunId after = from_before;
  previous_copy_[run] = before;
  next_copy_[run] = after;
  from_before = run;
  if (after.valid()) previous_copy_[after] = run;
  ++copies_[op];
  return run;
}

void Lifetimes::unlink(RunId run) {
  const Op op = op_[run];
  const RunId before = previous_copy_[run], after = next_copy_[run];
  (before.valid() ? next_copy_[before] : first_run_[op]) = after;
  if (after.valid()) previous_copy_[after] = before;
  --copies_[op];
  recycled_[graph_.num_tensors(op)].push_back(run);
}

Key Lifetimes::first_reader_from(RunId copy, Key from) {
  const Op op = op_[copy];
  Key first = timeline_.end();
  for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
    if (last_reader(copy, i) == copy) continue;
    first =
        std::min(first, first_reader_from(Tensor(graph_.first_tensor(op).value() + i), copy, from));
  }
  return first;
}

// A copy behind the next one would serve that one's readers, so the next copy is an end as well.
Key Lifetimes::first_use(RunId run) {
  const Key first = first_reader_from(run, timeline_.key(run));
  return next_copy_[run].valid() ? std::min(first, timeline_.key(next_copy_[run])) : first;
}

Key Lifetimes::last_need(RunId run) const {
  // What it reads lies ahead of it, in a copy each that it must not pass; nor may copies swap.
  const Key here = timeline_.key(run);
  Key last = previous_copy_[run].valid() ? timeline_.key(previous_copy_[run]) : Timeline::kNone;
  for (const Tensor input : graph_.inputs(op_[run])) {
    last = std::max(last, timeline_.key(copy_before(graph_.tensor(input).producer, here)));
  }
  return last;
}

// What is live at the successor, without what it makes itself: its inputs are read by then or
// later, so they are live between the two steps as well.
std::int64_t Lifetimes::live_across(Key successor) const {
  if (successor == timeline_.end()) return retained_;
  return timeline_.live(successor) - graph_.footprint(op_[timeline_.run(successor)]);
}

// Built anew, keys and numbers of runs may be others. Steps, what is live at each, and which
// operation reads what is made there last may not.
bool Lifetimes::consistent() const {
  Lifetimes fresh(graph_);
  fresh.soft_limit_ = soft_limit_;
  fresh.assign(steps());
  if (fresh.duration_ != duration_ || fresh.excess_ != excess_) return false;
  if (fresh.strain_ != strain_) return false;
  // The keys differ, the steps do not.
  Key mine = timeline_.begin(), other = fresh.timeline_.begin();
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
