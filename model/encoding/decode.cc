// SPDX-License-Identifier: Apache-2.0
// Encoding: between assignments and sequences.
#include <algorithm>

#include "model/encoding/encoding.h"

namespace moccasin::encoding {

using engine::Value;
using propagators::Event;
using propagators::RetentionIndex;
using propagators::Run;
using propagators::RunIndex;

RunIndex Encoding::run_of(Op op, std::size_t copy) const {
  RunIndex run = model_.first_run(op.value());
  for (; copy > 0 && run.valid(); --copy) run = model_.runs[run].next_copy;
  return run.valid() && surrogate_[run] == 0 ? run : RunIndex();
}

Steps Encoding::decode(const engine::Domains& solution) const {
  std::vector<Event> events;
  for (const RunIndex index : model_.runs.indices()) {
    const Run& run = model_.runs[index];
    const Value stage = solution.lower(run.stage);
    if (stage >= run.never || surrogate_[index] != 0) continue;
    events.push_back(model_.grid.event(stage, run.position));
  }
  std::sort(events.begin(), events.end());
  Steps steps;
  for (const Event event : events) {
    steps.emplace_back(static_cast<std::size_t>(model_.grid.position(event)));
  }
  return steps;
}

std::vector<Op> Encoding::surrogates_used(const engine::Domains& solution) const {
  std::vector<Op> used;
  for (const RunIndex run : surrogate_runs_) {
    if (solution.is_true(model_.takes_place(run))) used.push_back(op_of(run));
  }
  return used;
}

std::vector<Value> Encoding::encode(const Steps& steps) const {
  std::vector<Value> values(model_.runs.size() + model_.retentions.size() + 2, 0);
  const auto value = [&values](engine::Var var) -> Value& { return values[var.value() / 2]; };
  std::int64_t total = 0;
  for (const Run& run : model_.runs) value(run.stage) = run.never;
  for (const propagators::Retention& retention : model_.retentions) {
    const Run& run = model_.runs[retention.run];
    value(retention.end) = model_.grid.event(run.never, run.position);
  }
  base::IndexedVector<Op, std::size_t> copies(graph_.num_ops(), 0);
  base::IndexedVector<Op, RunIndex> latest(graph_.num_ops());
  Value stage = 0;  // how many first runs there have been
  Event event = 0;
  const auto keep = [&](compiled::Tensor tensor) {
    const compiled::CompiledTensor& input = graph_.tensor(tensor);
    const RunIndex run = latest[input.producer];
    const RetentionIndex retention(model_.retention_begin[run] + graph_.output_number(tensor));
    value(model_.retentions[retention].end) = event;
  };
  for (const Op op : steps) {
    event = model_.grid.event(stage, op.value());
    for (const compiled::Tensor tensor : graph_.inputs(op)) keep(tensor);
    const RunIndex run = run_of(op, copies[op]++);
    if (run.valid()) {
      latest[op] = run;
      value(model_.runs[run].stage) = stage;
      total += model_.runs[run].duration;
      for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
        const RetentionIndex retention(model_.retention_begin[run] + i);
        value(model_.retentions[retention].end) = event;
      }
    }
    if (copies[op] == 1) ++stage;
  }
  for (const compiled::Tensor tensor : graph_.tensors()) {
    if (graph_.tensor(tensor).retain == model::Retain::yes) keep(tensor);
  }
  value(model_.duration) = total;
  return values;
}

}  // namespace moccasin::encoding
