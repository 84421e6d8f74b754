// SPDX-License-Identifier: Apache-2.0
// Evaluation by walking through: a window of consecutive steps in another order. Every run finds
// the copies it found before, so what is live at either end of the window is what it was, and
// nothing changes outside. Inside, what is live after a step is what was live before it, with what
// the step makes for others and without what no later step reads:
//
//   read in the window, and after it       live all along: of no interest
//   read in the window only                live until the last step of the new order that reads it
//   made in the window                     live from its step's new place on
//
// Any of the window's steps may move, so there would be ranges for the tensors of all of them.
#include "search/local/sequence.h"

namespace moccasin::search {

Reordering Sequence::evaluate_reorder(Key first, const std::vector<RunId>& order) {
  ++revision_;
  window_.clear();
  Key key = first, last = first;
  for (const RunId run : order) {
    window_.push_back({key, run, 0});
    last = key;
    key = timeline_.next(key);
  }
  work_ += order.size();
  collect_reads(last);
  Effect effect;
  std::int64_t across = live_across(first);
  auto read = window_reads_.begin();
  for (std::uint32_t place = 0; place < window_.size(); ++place) {
    Step& step = window_[place];
    const Op op = this->op(step.run);
    step.live = across + graph_.footprint(op);
    effect += step_of(step.live);
    effect -= step_of(timeline_.live(step.key));
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      if (last_reader(step.run, i) != step.run) across += size(op, i);
    }
    for (; read != window_reads_.end() && read->place == place; ++read) {
      if (last_place_[read->copy] == place) across -= read->size;
    }
  }
  return {{effect, revision_}};
}

// The window's reads, in its order, of what nobody reads after the step at `last`.
void Sequence::collect_reads(Key last) {
  window_reads_.clear();
  last_place_.resize(last_reader_.size());
  for (std::uint32_t place = 0; place < window_.size(); ++place) {
    const RunId run = window_[place].run;
    for (const Tensor input : graph_.inputs(op(run))) {
      const CompiledTensor& tensor = graph_.tensor(input);
      const RunId copy = copy_before(tensor.producer, timeline_.key(run));
      const std::uint32_t index = last_begin_[copy] + graph_.output_number(input);
      if (!last_reader_[index].valid() || timeline_.key(last_reader_[index]) > last) continue;
      window_reads_.push_back({index, place, tensor.size});
      last_place_[index] = place;
    }
  }
}

void Sequence::apply(const Reordering& reordering) {
  begin_apply(reordering);
  for (const Read& read : window_reads_) {
    if (last_place_[read.copy] == read.place) last_reader_[read.copy] = window_[read.place].run;
  }
  for (const Step& step : window_) timeline_.replace(step.key, step.run, step.live);
  work_ += window_.size();
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

}  // namespace moccasin::search
