// SPDX-License-Identifier: Apache-2.0
// A window of consecutive steps in another order. Only what is read for the last time within it, or
// made in it, is live for shorter or longer.
#include "search/local/sequence.h"

namespace moccasin::search {

Effect Sequence::evaluate_reorder(Key first, const std::vector<RunId>& order) {
  window_.clear();
  Key key = first, last = first;
  for (const RunId run : order) {
    window_.push_back({key, run, 0});
    last = key;
    key = timeline_.next(key);
  }
  work_ += order.size();
  collect_reads(last);
  effect_ = {};
  std::int64_t across = live_across(first);
  auto read = window_reads_.begin();
  for (std::uint32_t place = 0; place < window_.size(); ++place) {
    Step& step = window_[place];
    const Op op = op_[step.run];
    step.live = across + graph_.footprint(op);
    effect_.excess += over(step.live) - over(timeline_.live(step.key));
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      if (last_reader(step.run, i) != step.run) across += size(op, i);
    }
    for (; read != window_reads_.end() && read->place == place; ++read) {
      if (last_place_[read->copy] == place) across -= read->size;
    }
  }
  return effect_;
}

// The window's reads, in its order, of what nobody reads after the step at `last`.
void Sequence::collect_reads(Key last) {
  window_reads_.clear();
  last_place_.resize(last_reader_.size());
  for (std::uint32_t place = 0; place < window_.size(); ++place) {
    const RunId run = window_[place].run;
    for (const Tensor input : graph_.inputs(op_[run])) {
      const CompiledTensor& tensor = graph_.tensor(input);
      const RunId copy = copy_before(tensor.producer, timeline_.key(run));
      const std::uint32_t index = last_begin_[copy] + graph_.output_number(input);
      if (!last_reader_[index].valid() || timeline_.key(last_reader_[index]) > last) continue;
      window_reads_.push_back({index, place, tensor.size});
      last_place_[index] = place;
    }
  }
}

void Sequence::apply_reorder() {
  for (const Read& read : window_reads_) {
    if (last_place_[read.copy] == read.place) last_reader_[read.copy] = window_[read.place].run;
  }
  for (const Step& step : window_) timeline_.replace(step.key, step.run, step.live);
  excess_ += effect_.excess;
  work_ += window_.size();
  MOCCASIN_EXPENSIVE_ASSERT(consistent());
}

}  // namespace moccasin::search
