// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "io/buffer_name.h"
#include "io/document_parts.h"
#include "io/json_text.h"
#include "io/plan_file.h"
#include "model/profile.h"

namespace moccasin::io {
namespace {

using model::Lifetime;
using model::OpIndex;

void write_solver(TextWriter& out, const PlanFile& plan) {
  MemberWriter solver(out);
  write_text(solver.key("version", ","), plan.version);
  if (!plan.commit.empty()) write_text(solver.key("commit", ","), plan.commit);
  solver.key("seed", ",") << plan.seed;
  solver.key("work", ",") << plan.work;
  solver.close();
}

void write_buffers(TextWriter& out, const GraphFile& file, const model::Profile& profile,
                   const model::Placement& placement) {
  const model::Graph& graph = file.graph;
  const char* separator = "\n";
  out << '[';
  for (std::size_t i = 0; i < profile.lifetimes.size(); ++i) {
    const Lifetime& life = profile.lifetimes[i];
    MemberWriter buffer(out << separator);
    write_text(buffer.key("name", ","), buffer_name(graph, life.tensor, life.copy));
    write_id(buffer.key("node", ","), id_of(file, graph.tensor(life.tensor).producer));
    buffer.key("output", ",") << output_index(graph, life.tensor);
    buffer.key("copy", ",") << life.copy;
    buffer.key("lower", ",") << life.first;
    buffer.key("upper", ",") << std::int64_t{life.last} + 1;
    buffer.key("size", ",") << graph.tensor(life.tensor).size;
    buffer.key("offset", ",") << placement.buffers[i];
    buffer.close();
    separator = ",\n";
  }
  out << ']';
}

void write_workspaces(TextWriter& out, const GraphFile& file, const model::Schedule& schedule,
                      const model::Placement& placement) {
  const char* separator = "\n";
  out << '[';
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const OpIndex op = schedule.steps[step];
    const std::int64_t size = file.graph.operation(op).workspace;
    if (size == 0) continue;
    MemberWriter workspace(out << separator);
    workspace.key("step", ",") << step;
    write_id(workspace.key("node", ","), id_of(file, op));
    workspace.key("size", ",") << size;
    workspace.key("offset", ",") << placement.workspaces[step];
    workspace.close();
    separator = ",\n";
  }
  out << ']';
}

}  // namespace

void write_plan(std::ostream& stream, const GraphFile& graph, const model::Schedule& schedule,
                const PlanFile& plan) {
  const model::Profile profile = make_profile(graph.graph, schedule);
  const model::Placement& placement = plan.placement;
  MOCCASIN_ASSERT(placement.buffers.size() == profile.lifetimes.size());
  MOCCASIN_ASSERT(placement.workspaces.size() == schedule.steps.size());
  TextWriter out(stream);
  MemberWriter top(out);
  write_text(top.key("format"), "moccasin-plan");
  top.key("version") << 1;
  write_text(top.key("status"), placement.arena <= plan.bound ? "optimal" : "feasible");
  write_graph_facts(top.key("graph"), graph);
  top.key("steps") << schedule.steps.size();
  top.key("alignment") << placement.alignment;
  top.key("arena") << placement.arena;
  top.key("live_peak") << plan.live_peak;
  top.key("bound") << plan.bound;
  top.key("resident") << graph.graph.resident();
  top.key("fragmentation") << model::fragmentation(placement.arena, plan.live_peak);
  top.key("time") << plan.time;
  if (!plan.found_by.empty()) write_text(top.key("found_by"), plan.found_by);
  if (!plan.bound_by.empty()) write_text(top.key("bound_by"), plan.bound_by);
  write_solver(top.key("solver"), plan);
  write_buffers(top.key("buffers"), graph, profile, placement);
  write_workspaces(top.key("workspaces"), graph, schedule, placement);
  top.close();
  out << '\n';
}

NamedBuffers named_buffers(const GraphFile& graph, const model::Schedule& schedule,
                           const model::Placement& placement) {
  const model::Profile profile = make_profile(graph.graph, schedule);
  const auto buffers = model::arena_buffers(graph.graph, schedule, placement.alignment);
  NamedBuffers named;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    const bool is_workspace = i >= profile.lifetimes.size();
    if (is_workspace && buffers[i].size == 0) continue;
    const std::size_t step = is_workspace ? i - profile.lifetimes.size() : 0;
    named.file.buffers.push_back(buffers[i]);
    named.file.ids.push_back(is_workspace ? "workspace " + std::to_string(step)
                                          : buffer_name(graph.graph, profile.lifetimes[i].tensor,
                                                        profile.lifetimes[i].copy));
    named.offsets.push_back(is_workspace ? placement.workspaces[step] : placement.buffers[i]);
  }
  return named;
}

}  // namespace moccasin::io
