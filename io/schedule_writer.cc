// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <vector>

#include "base/strong_index.h"
#include "io/buffer_name.h"
#include "io/document_parts.h"
#include "io/json_text.h"
#include "io/schedule_file.h"
#include "model/floor.h"
#include "model/profile.h"

namespace moccasin::io {
namespace {

using model::Graph;
using model::Lifetime;
using model::OpIndex;
using model::Profile;
using model::Retain;

// The buffers dead after each step, as rows: step i frees lifetimes[begin[i]] .. [begin[i + 1] -
// 1].
struct FreeLists {
  std::vector<Lifetime> lifetimes;
  std::vector<std::size_t> begin;
};

FreeLists make_free_lists(const Graph& graph, const Profile& profile) {
  // What is retained has no death: the last copies of retained tensors.
  base::IndexedVector<model::TensorIndex, std::uint32_t> last_copy(graph.num_tensors(), 0);
  for (const Lifetime& lifetime : profile.lifetimes) last_copy[lifetime.tensor] = lifetime.copy;
  const auto dies = [&](const Lifetime& lifetime) {
    return graph.tensor(lifetime.tensor).retain == Retain::no ||
           lifetime.copy != last_copy[lifetime.tensor];
  };
  FreeLists lists;
  lists.begin.assign(profile.live.size() + 2, 0);
  for (const Lifetime& lifetime : profile.lifetimes) {
    if (dies(lifetime)) ++lists.begin[lifetime.last + 2];
  }
  for (std::size_t i = 2; i < lists.begin.size(); ++i) lists.begin[i] += lists.begin[i - 1];
  lists.lifetimes.resize(lists.begin.back());
  for (const Lifetime& lifetime : profile.lifetimes) {
    if (dies(lifetime)) lists.lifetimes[lists.begin[lifetime.last + 1]++] = lifetime;
  }
  return lists;
}

void write_number_if(MemberWriter& top, std::string_view key, std::optional<double> value) {
  if (value) top.key(key) << *value;
}

void write_text_if(MemberWriter& object, std::string_view key, const std::string& value,
                   std::string_view separator = ",\n") {
  if (!value.empty()) write_text(object.key(key, separator), value);
}

void write_ids(TextWriter& out, const GraphFile& graph, const std::vector<OpIndex>& ops) {
  out << '[';
  const char* separator = "";
  for (const OpIndex op : ops) {
    write_id(out << separator, id_of(graph, op));
    separator = ",";
  }
  out << ']';
}

void write_result(MemberWriter& top, const Graph& graph, const ScheduleFile& file,
                  const Profile& profile) {
  top.key("peak") << profile.peak;
  if (file.placement) {
    top.key("arena") << file.placement->arena;
    top.key("alignment") << file.placement->alignment;
  }
  top.key("duration") << profile.duration;
  top.key("bound") << file.bound;
  if (file.objective == ScheduleFile::Objective::duration) {
    write_number_if(top, "gap", excess(profile.duration, file.bound));
  }
  const auto overhead = excess(profile.duration, graph.base_duration());
  if (overhead) top.key("overhead_percent") << 100 * *overhead;
  const auto runs = static_cast<std::int64_t>(profile.live.size());
  top.key("recomputed") << runs - static_cast<std::int64_t>(graph.num_operations());
}

void write_solver(TextWriter& out, const ScheduleFile& file) {
  MemberWriter solver(out);
  write_text(solver.key("version", ","), file.version);
  write_text_if(solver, "commit", file.commit, ",");
  solver.key("seed", ",") << file.seed;
  solver.key("threads", ",") << file.threads;
  solver.key("work", ",") << file.work;
  if (!file.options.empty()) {
    MemberWriter options(solver.key("options", ","));
    for (const auto& [name, value] : file.options) write_text(options.key(name, ","), value);
    options.close();
  }
  solver.close();
}

void write_statistics(TextWriter& out, const ScheduleFile& file) {
  MemberWriter statistics(out);
  for (const auto& [name, value] : file.statistics) statistics.key(name, ",") << value;
  statistics.close();
}

// What a step has beside its node.
struct Step {
  std::uint32_t copy = 0;
  std::span<const Lifetime> freed;
  std::int64_t live = 0;
  // Where its outputs and its workspace lie, if that is known.
  std::optional<std::span<const std::int64_t>> offsets;
  std::optional<std::int64_t> workspace_offset;
};

void write_offsets(TextWriter& out, std::span<const std::int64_t> offsets) {
  const char* separator = "";
  out << '[';
  for (const std::int64_t offset : offsets) {
    out << separator << offset;
    separator = ",";
  }
  out << ']';
}

void write_step(TextWriter& out, const GraphFile& file, OpIndex op, const Step& values) {
  MemberWriter step(out);
  write_id(step.key("node", ","), id_of(file, op));
  step.key("copy", ",") << values.copy;
  if (!values.freed.empty()) {
    char separator = '[';
    step.key("free", ",");
    for (const Lifetime& buffer : values.freed) {
      out << separator;
      write_text(out, buffer_name(file.graph, buffer.tensor, buffer.copy));
      separator = ',';
    }
    out << ']';
  }
  step.key("live", ",") << values.live;
  if (values.offsets) write_offsets(step.key("offsets", ","), *values.offsets);
  if (values.workspace_offset) step.key("workspace_offset", ",") << *values.workspace_offset;
  step.close();
}

void write_steps(TextWriter& out, const GraphFile& file, const ScheduleFile& schedule,
                 const Profile& profile) {
  const Graph& graph = file.graph;
  const FreeLists lists = make_free_lists(graph, profile);
  base::IndexedVector<OpIndex, std::uint32_t> runs(graph.num_operations(), 0);
  std::size_t placed = 0;  // buffers
  const char* separator = "\n";
  out << '[';
  for (std::size_t i = 0; i < schedule.schedule->steps.size(); ++i) {
    const OpIndex op = schedule.schedule->steps[i];
    Step step{
        .copy = runs[op]++,
        .freed =
            std::span(lists.lifetimes).subspan(lists.begin[i], lists.begin[i + 1] - lists.begin[i]),
        .live = profile.live[i],
        .offsets = {},
        .workspace_offset = {}};
    if (const auto& placement = schedule.placement) {
      const std::size_t outputs = graph.outputs(op).size();
      step.offsets = std::span(placement->buffers).subspan(placed, outputs);
      placed += outputs;
      if (graph.operation(op).workspace > 0) step.workspace_offset = placement->workspaces[i];
    }
    write_step(out << separator, file, op, step);
    separator = ",\n";
  }
  out << ']';
}

}  // namespace

void write_schedule(std::ostream& stream, const GraphFile& graph, const ScheduleFile& file) {
  TextWriter out(stream);
  const Profile base = make_profile(graph.graph, base_schedule(graph.graph));
  const model::Floor floor = make_strong_floor(graph.graph);
  std::optional<Profile> profile;
  if (file.schedule) profile = make_profile(graph.graph, *file.schedule);

  MemberWriter top(out);
  write_text(top.key("format"), "moccasin-schedule");
  top.key("version") << 1;
  write_text(top.key("status"), file.status);
  write_text(top.key("stop"), file.stop);
  write_scope(top.key("scope"), file.order, file.max_copies);
  write_graph_facts(top.key("graph"), graph);
  if (file.budget) top.key("budget") << *file.budget;
  if (file.objective == ScheduleFile::Objective::peak) write_text(top.key("objective"), "peak");
  if (file.max_duration) top.key("max_duration") << *file.max_duration;
  if (file.peak_bound) top.key("peak_bound") << *file.peak_bound;
  if (profile) {
    write_result(top, graph.graph, file, *profile);
  } else if (file.status == "unknown") {
    top.key("bound") << file.bound;
  }
  if (file.least_peak) top.key("least_peak") << *file.least_peak;
  if (file.least_arena) top.key("least_arena") << *file.least_arena;
  write_number_if(top, "time", file.time);
  write_number_if(top, "first_solution_time", file.first_solution_time);
  write_number_if(top, "time_to_best", file.time_to_best);
  write_text_if(top, "found_by", file.found_by);
  write_text_if(top, "bound_by", file.bound_by);
  top.key("base") << "{\"duration\":" << base.duration << ",\"peak\":" << base.peak << '}';
  top.key("budget_floor") << floor.bytes;
  write_ids(top.key("floor_nodes"), graph, operations_at(floor));
  write_solver(top.key("solver"), file);
  if (!file.statistics.empty()) write_statistics(top.key("statistics"), file);
  if (profile) write_steps(top.key("steps"), graph, file, *profile);
  if (file.least_peak_schedule) {
    write_ids(top.key("least_peak_steps"), graph, file.least_peak_schedule->steps);
  }
  top.close();
  out << '\n';
}

}  // namespace moccasin::io
