// SPDX-License-Identifier: Apache-2.0
#include "model/encoding/encoding.h"

#include <algorithm>
#include <numeric>

#include "model/encoding/useful_stages.h"
#include "propagators/post.h"

namespace moccasin::encoding {

using compiled::Tensor;
using engine::at_least;
using engine::Value;
using propagators::CopiesIndex;
using propagators::Event;
using propagators::Retention;
using propagators::RetentionIndex;
using propagators::Run;
using propagators::RunIndex;

Encoding::Encoding(const CompiledGraph& graph, const CopiesModelled& copies, engine::Engine& engine)
    : graph_(graph), last_useful_(last_useful_stages(graph)) {
  const auto n = static_cast<Value>(graph.num_ops());
  MOCCASIN_ASSERT(n <= 1 << 20);
  model_.grid = {.stages = n, .width = n};
  model_.budget = graph.budget();
  add_runs(copies, engine);
  add_retentions(engine);
  add_reads();
  // No more than all recomputations together, and what is left of 62 bits.
  constexpr std::int64_t kMost = std::int64_t{1} << 61;
  std::int64_t total = 0;
  for (const Run& run : model_.runs) {
    whole_ = whole_ && total <= kMost - run.duration;
    total = std::min(total, kMost - run.duration) + run.duration;
  }
  model_.duration = engine.new_variable(0, total);
  surrogates_ = engine.new_variable(0, 1);
  forbid_surrogates(engine);
  propagators::post_all(model_, engine);
}

void Encoding::add_runs(const CopiesModelled& copies, engine::Engine& engine) {
  std::int64_t unit = 0;
  for (const Op op : graph_.ops()) unit = std::gcd(unit, graph_.duration(op));
  duration_unit_ = std::max<std::int64_t>(unit, 1);
  for (const Op op : graph_.ops()) {
    const auto position = static_cast<Value>(op.value());
    model_.runs.push_back({.stage = engine.new_variable(position, position),
                           .position = position,
                           .never = model_.grid.stages,
                           .duration = 0,
                           .transient = graph_.transient(op),
                           .next_copy = RunIndex()});
    surrogate_.push_back(0);
  }
  for (const Op op : graph_.ops()) {
    const Value last = last_useful_[op], first = static_cast<Value>(op.value()) + 1;
    if (last < first) continue;
    const std::int32_t allowed = graph_.copies_allowed(op);
    const std::int32_t modelled = std::min(copies[op], allowed);
    RunIndex previous = model_.first_run(op.value());
    for (std::int32_t copy = 1; copy < modelled + (allowed > modelled ? 1 : 0); ++copy) {
      const bool surrogate = copy == modelled;
      const RunIndex run = model_.runs.push_back({.stage = engine.new_variable(first, last + 1),
                                                  .position = first - 1,
                                                  .never = last + 1,
                                                  .duration = graph_.duration(op) / duration_unit_,
                                                  .transient = surrogate ? 0 : graph_.transient(op),
                                                  .next_copy = RunIndex()});
      model_.runs[previous].next_copy = run;
      previous = run;
      surrogate_.push_back(surrogate ? 1 : 0);
      if (surrogate) surrogate_runs_.push_back(run);
      decisions_.push_back(model_.runs[run].stage);
    }
  }
}

// When the last of a tensor's readers can run: for the first time, or again in a useful stage.
Event Encoding::latest_read(Tensor tensor) const {
  if (graph_.tensor(tensor).retain == model::Retain::yes) {
    return model_.grid.event(model_.grid.stages - 1, model_.grid.stages - 1);
  }
  Event latest = 0;
  for (const Op reader : graph_.readers(tensor)) {
    const Value stage = has_copies(reader) ? last_useful_[reader] : reader.value();
    latest = std::max(latest, model_.grid.event(stage, reader.value()));
  }
  return latest;
}

Event Encoding::latest_first_read(Tensor tensor) const {
  const Value end = model_.grid.stages - 1;
  if (graph_.tensor(tensor).retain == model::Retain::yes) return model_.grid.event(end, end);
  const Value reader = graph_.readers(tensor).back().value();
  return model_.grid.event(reader, reader);
}

void Encoding::add_retentions(engine::Engine& engine) {
  base::IndexedVector<RetentionIndex, CopiesIndex> tensor_of;
  for (const RunIndex index : model_.runs.indices()) {
    const Run& run = model_.runs[index];
    const Op op(static_cast<std::size_t>(run.position));
    model_.retention_begin.push_back(static_cast<std::uint32_t>(model_.retentions.size()));
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      const Tensor tensor(graph_.first_tensor(op).value() + i);
      const bool first = index == model_.first_run(run.position);
      const Event start = model_.grid.event(first ? run.position : run.position + 1, run.position);
      // The only copy serves all first runs; a copy that is not made ends when it is not made.
      const Event earliest = has_copies(op) ? start : latest_first_read(tensor);
      const Event unmade = first ? start : model_.grid.event(run.never, run.position);
      const Event latest = std::max({latest_read(tensor), unmade, earliest});
      const engine::Var end = engine.new_variable(earliest, latest);
      model_.retentions.push_back(
          {.run = index,
           .end = end,
           .size = surrogate_[index] != 0 ? 0 : graph_.tensor(tensor).size});
      tensor_of.push_back(CopiesIndex(tensor.value()));
    }
  }
  model_.retention_begin.push_back(static_cast<std::uint32_t>(model_.retentions.size()));
  MOCCASIN_ASSERT(model_.retentions.size() < 1 << 24);
  model_.num_copies = graph_.num_tensors();
  model_.copies =
      model::Rows<CopiesIndex, RetentionIndex>(graph_.num_tensors(), [&](const auto& add) {
        for (const RetentionIndex i : tensor_of.indices()) add(tensor_of[i], i);
      });
}

void Encoding::add_reads() {
  const RunIndex end = model_.first_run(model_.grid.stages - 1);
  const auto add = [this](RunIndex reader, Tensor tensor) {
    model_.reads.push_back({.reader = reader, .copies = CopiesIndex(tensor.value())});
  };
  for (const RunIndex index : model_.runs.indices()) {
    if (surrogate_[index] != 0) continue;
    const Op op = op_of(index);
    const bool first = index == model_.first_run(op.value());
    for (const Tensor tensor : graph_.inputs(op)) {
      // What has one copy is there for first runs: its end says so.
      if (first && !has_copies(graph_.tensor(tensor).producer)) continue;
      add(index, tensor);
    }
  }
  // The end of the schedule, at its last first run, reads what is retained.
  for (const Tensor tensor : graph_.tensors()) {
    if (graph_.tensor(tensor).retain == model::Retain::no) continue;
    if (has_copies(graph_.tensor(tensor).producer)) add(end, tensor);
  }
}

void Encoding::forbid_surrogates(engine::Engine& engine) {
  if (surrogate_runs_.empty()) engine.impose(engine::at_most(surrogates_, 0));
  for (const RunIndex run : surrogate_runs_) {
    const engine::Literal clause[] = {~model_.takes_place(run), at_least(surrogates_, 1)};
    engine.add_clause(clause);
  }
}

}  // namespace moccasin::encoding
