// SPDX-License-Identifier: Apache-2.0
#include "io/placement_breach.h"

#include <utility>

#include "base/printable.h"
#include "base/strong_index.h"
#include "io/buffer_name.h"
#include "model/verify_placement.h"

namespace moccasin::io {
namespace {

using model::PlacementRule;

// A buffer as the file has it: one of an output, or the workspace of a step.
struct Named {
  std::string name;
  std::size_t step = 0;  // that it is written by
  std::int64_t size = 0, offset = 0;

  // 'conv:1' at [64, 96)
  [[nodiscard]] std::string range() const {
    return name + " at [" + std::to_string(offset) + ", " + std::to_string(offset + size) + ')';
  }
};

std::string quoted(const std::string& name) { return "'" + base::short_name(name) + "'"; }

// Buffer `number` of Placement::buffers, or behind them that of a step's workspace.
Named find_buffer(const model::Graph& graph, const model::Schedule& schedule,
                  const model::Placement& placement, std::size_t number) {
  if (number >= placement.buffers.size()) {
    const std::size_t step = number - placement.buffers.size();
    const model::Operation& operation = graph.operation(schedule.steps[step]);
    return {"the workspace of " + quoted(operation.name), step, operation.workspace,
            placement.workspaces[step]};
  }
  base::IndexedVector<model::OpIndex, std::uint32_t> runs(graph.num_operations(), 0);
  std::size_t next = 0;
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const model::OpIndex op = schedule.steps[step];
    const auto outputs = graph.outputs(op);
    if (number < next + outputs.size()) {
      const model::TensorIndex tensor = outputs[number - next];
      return {quoted(buffer_name(graph, tensor, runs[op])), step, graph.tensor(tensor).size,
              placement.buffers[number]};
    }
    next += outputs.size();
    ++runs[op];
  }
  return {"buffer " + std::to_string(number), schedule.steps.size()};
}

PlacementBreach broken_rule(const model::Graph& graph, const model::Schedule& schedule,
                            const model::Placement& placement,
                            const model::PlacementViolation& violation) {
  PlacementBreach breach{"rule '" + std::string(placement_rule_name(violation.rule)) + "'",
                         std::nullopt, violation.message};
  const Named buffer = find_buffer(graph, schedule, placement, violation.buffer);
  const std::string at = buffer.name + " lies at " + std::to_string(buffer.offset);
  breach.step = buffer.step;
  if (violation.rule == PlacementRule::apart) {
    const Named other = find_buffer(graph, schedule, placement, violation.other);
    breach.message = buffer.range() + " overlaps " + other.range();
  } else if (violation.rule == PlacementRule::aligned) {
    breach.message = at + ", no multiple of " + std::to_string(placement.alignment);
  } else if (violation.rule == PlacementRule::in_arena) {
    const std::string size = std::to_string(buffer.size);
    breach.message = buffer.offset < 0 ? at : at + " with " + size + " bytes: past 64 bits";
  }
  return breach;
}

}  // namespace

std::optional<PlacementBreach> find_placement_breach(const model::Graph& graph,
                                                     const ScheduleFile& file,
                                                     std::optional<std::int64_t> budget) {
  const model::PlacementVerdict verdict =
      model::verify_placement(graph, *file.schedule, *file.placement);
  if (verdict.violation) {
    return broken_rule(graph, *file.schedule, *file.placement, *verdict.violation);
  }
  if (file.placement->arena != verdict.arena) {
    return PlacementBreach{"claim 'arena'", std::nullopt,
                           "says " + std::to_string(file.placement->arena) + ", but is " +
                               std::to_string(verdict.arena)};
  }
  if (budget && verdict.arena > *budget - graph.resident()) {
    return PlacementBreach{"rule 'arena within the budget'", std::nullopt,
                           "the arena has " + std::to_string(verdict.arena) + " bytes, beside " +
                               std::to_string(graph.resident()) + " resident ones; the budget is " +
                               std::to_string(*budget)};
  }
  return std::nullopt;
}

}  // namespace moccasin::io
