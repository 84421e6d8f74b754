// SPDX-License-Identifier: Apache-2.0
#include "search/local/window_partition.h"

#include <algorithm>

namespace moccasin::search {

// A step that moves alone gets only as far as the first run that depends on it, and a chain of
// dependent steps gets nowhere, one by one, if each move by itself raises the excess. So a block
// goes together with what would be in its way: going to the back, everything in the window that
// must stay behind a run that goes; going to the front, everything that must stay ahead of one. One
// walk through the window finds them, in its order to the back and against it to the front:
// whatever a run depends on has been decided when the walk comes to it. The rest keeps its order,
// and so do those that go.
//
// Invariant: every read finds the copy it found. A run may pass another unless one reads the other,
// both are copies of the same operation, or it would come between a copy and a reader of it.
const std::vector<RunId>& WindowPartition::partitioned(Key first, std::size_t steps,
                                                       std::size_t block, Side side) {
  const Timeline& timeline = sequence_.timeline();
  ++stamp_;
  for (auto* list : {&window_, &going_, &staying_, &order_}) list->clear();
  for (Key key = first; key < timeline.end() && window_.size() < steps; key = timeline.next(key)) {
    window_.push_back(timeline.run(key));
  }
  if (side == Side::front) std::reverse(window_.begin(), window_.end());
  for (std::size_t i = 0; i < window_.size(); ++i) {
    const RunId run = window_[i];
    const bool goes = i < block || (side == Side::back ? must_follow(run) : must_lead(run));
    if (goes) mark(run);
    (goes ? going_ : staying_).push_back(run);
  }
  if (staying_.empty()) return order_;
  order_ = staying_;
  order_.insert(order_.end(), going_.begin(), going_.end());
  if (side == Side::front) std::reverse(order_.begin(), order_.end());
  return order_;
}

void WindowPartition::mark(RunId run) {
  while (mark_.size() <= run.value()) mark_.push_back(0);
  mark_[run] = stamp_;
}

// Whether `run` has to stay behind runs marked, all of which are before it now.
bool WindowPartition::must_follow(RunId run) const {
  const CompiledGraph& graph = sequence_.graph();
  const Key here = sequence_.key(run);
  for (const Tensor input : graph.inputs(sequence_.op(run))) {
    if (marked(sequence_.copy_before(graph.tensor(input).producer, here))) return true;
  }
  const RunId before = sequence_.previous_copy(run);
  if (!before.valid()) return false;
  // Who reads the copy before must not find this one.
  return marked(before) ||
         any_reader(run, sequence_.key(before), [&](RunId reader) { return marked(reader); });
}

// Whether `run` has to stay before runs marked, all of which are behind it now.
bool WindowPartition::must_lead(RunId run) const {
  const CompiledGraph& graph = sequence_.graph();
  const Key here = sequence_.key(run);
  if (marked(sequence_.next_copy(run))) return true;
  for (const Tensor input : graph.inputs(sequence_.op(run))) {
    // What it reads now, not the copy after.
    const RunId copy = sequence_.copy_before(graph.tensor(input).producer, here);
    if (marked(sequence_.next_copy(copy))) return true;
  }
  const RunId after = sequence_.next_copy(run);
  const Key until = after.valid() ? sequence_.key(after) : sequence_.timeline().end();
  return any_reader(run, here,
                    [&](RunId reader) { return marked(reader) && sequence_.key(reader) < until; });
}

// Whether `predicate` holds for a run behind `from` of an operation that reads from that of `run`.
template <typename Predicate>
bool WindowPartition::any_reader(RunId run, Key from, Predicate predicate) const {
  const CompiledGraph& graph = sequence_.graph();
  const Op op = sequence_.op(run);
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    for (const Op reader : graph.readers(Tensor(graph.first_tensor(op).value() + i))) {
      for (RunId r = sequence_.first_run(reader); r.valid(); r = sequence_.next_copy(r)) {
        if (sequence_.key(r) > from && predicate(r)) return true;
      }
    }
  }
  return false;
}

}  // namespace moccasin::search
