// SPDX-License-Identifier: Apache-2.0
// Everything that looks at a graph or a schedule without searching.
#include <cstdint>
#include <span>
#include <utility>

#include "api/graph_access.h"
#include "api/schedule_check.h"
#include "moccasin/moccasin.hpp"
#include "model/floor.h"
#include "model/profile.h"

namespace moccasin {
inline namespace v0 {
namespace {

std::vector<TensorId> ids(std::span<const model::TensorIndex> tensors) {
  std::vector<TensorId> result;
  for (const model::TensorIndex tensor : tensors) result.push_back(tensor.value());
  return result;
}

FloorAt floor_at(model::Floor::Where where) {
  switch (where) {
    case model::Floor::Where::operation:
      return FloorAt::op;
    case model::Floor::Where::end:
      return FloorAt::end;
    case model::Floor::Where::pair:
      return FloorAt::pair;
    case model::Floor::Where::pair_end:
      return FloorAt::pair_end;
    case model::Floor::Where::states:
      return FloorAt::states;
    case model::Floor::Where::states_end:
      break;
  }
  return FloorAt::states_end;
}

}  // namespace

std::vector<Issue> validate(const Graph& graph) {
  auto built = GraphAccess::build(graph);
  auto* const issues = std::get_if<std::vector<Issue>>(&built);
  return issues ? std::move(*issues) : std::vector<Issue>();
}

Facts describe(const Graph& graph) {
  Facts facts;
  auto built = GraphAccess::build(graph);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&built)) {
    facts.issues = std::move(*issues);
    return facts;
  }
  const model::Graph& model = *std::get<ModelGraph>(built);
  const model::Profile base = model::make_profile(model, model::base_schedule(model));
  const model::Floor floor = model::make_strong_floor(model);
  facts.num_uses = model.num_reads();
  facts.base_duration = model.base_duration();
  facts.base_peak = base.peak;
  facts.base_peak_op = model.base_order()[base.peak_step].value();
  facts.floor = floor.bytes;
  facts.floor_op = floor.operation.value();
  facts.resident = model.resident();
  facts.floor_at = floor_at(floor.where);
  if (facts.floor_at == FloorAt::end || facts.floor_at == FloorAt::states_end) {
    facts.floor_outputs = ids(model::retained_tensors(model));
    return facts;
  }
  if (facts.floor_at == FloorAt::states) {
    facts.floor_inputs = ids(model.inputs(floor.operation));
    return facts;
  }
  if (facts.floor_at == FloorAt::pair) facts.floor_reader = floor.reader.value();
  facts.floor_held = ids(model::held_at_floor(model, floor));
  facts.floor_inputs = ids(model.inputs(floor.operation));
  facts.floor_outputs = ids(model.outputs(floor.operation));
  facts.floor_workspace = model.operation(floor.operation).workspace;
  return facts;
}

Evaluation evaluate(const Graph& graph, const std::vector<OpId>& schedule) {
  Evaluation evaluation;
  auto checked = check_schedule(graph, schedule);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&checked)) {
    evaluation.issues = std::move(*issues);
    return evaluation;
  }
  const auto& [model, steps, verdict] = std::get<CheckedSchedule>(checked);
  evaluation.valid = true;
  evaluation.duration = verdict.duration;
  evaluation.peak = verdict.peak;
  evaluation.peak_step = verdict.peak_step;
  evaluation.live = model::make_profile(*model, steps).live;
  return evaluation;
}

std::vector<Buffer> lifetimes(const Graph& graph, const std::vector<OpId>& schedule) {
  const auto checked = check_schedule(graph, schedule);
  const auto* const valid = std::get_if<CheckedSchedule>(&checked);
  if (valid == nullptr) return {};
  const model::Graph& model = *valid->graph;
  std::vector<Buffer> buffers;
  for (const model::Lifetime& lifetime : model::make_profile(model, valid->schedule).lifetimes) {
    buffers.push_back({lifetime.tensor.value(), static_cast<std::int32_t>(lifetime.copy),
                       lifetime.first, std::int64_t{lifetime.last} + 1,
                       model.tensor(lifetime.tensor).size});
  }
  return buffers;
}

const char* version() noexcept { return MOCCASIN_VERSION; }

}  // namespace v0
}  // namespace moccasin
