// SPDX-License-Identifier: Apache-2.0
#include "model/replay.h"

#include <algorithm>

#include "base/assert.h"

namespace moccasin::model {

Replay::Replay(const Graph& graph, const Schedule& schedule)
    : graph_(graph),
      schedule_(schedule),
      buffer_of_(graph.num_tensors(), 0),
      copies_(graph.num_tensors(), 0),
      live_(graph.resident()) {
  count_reads();
}

void Replay::count_reads() {
  base::IndexedVector<TensorIndex, std::size_t> buffer_of(graph_.num_tensors(), 0);
  for (const OpIndex op : schedule_.steps) {
    for (const TensorIndex tensor : graph_.inputs(op)) ++reads_left_[buffer_of[tensor]];
    for (const TensorIndex tensor : graph_.outputs(op)) {
      buffer_of[tensor] = reads_left_.size();
      reads_left_.push_back(0);
    }
  }
  // The end of the schedule reads every retained output: it is never freed.
  for (const TensorIndex tensor : graph_.tensors()) {
    if (graph_.tensor(tensor).retain == Retain::yes) ++reads_left_[buffer_of[tensor]];
  }
}

std::int64_t Replay::run_step() {
  MOCCASIN_ASSERT(next_ < schedule_.steps.size());
  const OpIndex op = schedule_.steps[next_++];
  // Inputs are still there; outputs and workspace come on top.
  for (const TensorIndex tensor : graph_.outputs(op)) allocate(tensor);
  const std::int64_t during = live_ + graph_.operation(op).workspace;

  // After the step: what nobody reads any more goes.
  freed_.clear();
  for (const TensorIndex tensor : graph_.inputs(op)) {
    --reads_left_[buffer_of_[tensor]];
    free_if_unread(tensor);
  }
  for (const TensorIndex tensor : graph_.outputs(op)) free_if_unread(tensor);
  // They all are the latest copies of their tensors.
  std::sort(freed_.begin(), freed_.end(), [this](const Buffer& a, const Buffer& b) {
    return buffer_of_[a.tensor] < buffer_of_[b.tensor];
  });
  return during;
}

void Replay::allocate(TensorIndex tensor) {
  buffer_of_[tensor] = allocated_++;
  ++copies_[tensor];
  live_ += graph_.tensor(tensor).size;
}

void Replay::free_if_unread(TensorIndex tensor) {
  if (reads_left_[buffer_of_[tensor]] > 0) return;
  live_ -= graph_.tensor(tensor).size;
  freed_.push_back({tensor, copies_[tensor] - 1});
}

}  // namespace moccasin::model
