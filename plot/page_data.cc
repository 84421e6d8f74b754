// SPDX-License-Identifier: Apache-2.0
#include "plot/page_data.h"

#include <map>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/printable.h"
#include "io/json_text.h"
#include "io/operation_kind.h"
#include "model/floor.h"

namespace moccasin::plot {
namespace {

using model::OpIndex;
using model::TensorIndex;

// What a text holds of "<" is escaped behind the writer of JSON, to which it is nothing special.
void write_shown(io::TextWriter& out, std::string_view text) {
  std::ostringstream quoted;
  {
    io::TextWriter writer(quoted);
    io::write_text(writer, base::printable(text));
  }
  for (const char c : quoted.str()) {
    if (c == '<') {
      out << "\\u003c";
    } else {
      out << c;
    }
  }
}

// An array of what `write(i)` writes for i = 0 to count - 1.
template <class Write>
void write_array(io::TextWriter& out, std::size_t count, const Write& write) {
  out << '[';
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out << ',';
    write(i);
  }
  out << ']';
}

void write_numbers(io::TextWriter& out, const std::vector<std::int64_t>& numbers) {
  write_array(out, numbers.size(), [&](std::size_t i) { out << numbers[i]; });
}

// The kinds, each once, and which every operation is of.
struct Kinds {
  std::vector<std::string> names;
  std::vector<std::int64_t> of;
};

Kinds kinds_of(const io::GraphFile& file) {
  Kinds kinds;
  std::map<std::string, std::int64_t> known;
  for (const OpIndex op : file.graph.operations()) {
    const std::string kind = io::operation_kind(file, op);
    const auto found = known.emplace(kind, static_cast<std::int64_t>(kinds.names.size())).first;
    if (static_cast<std::size_t>(found->second) == kinds.names.size()) kinds.names.push_back(kind);
    kinds.of.push_back(found->second);
  }
  return kinds;
}

void write_operations(io::MemberWriter& members, io::TextWriter& out, const io::GraphFile& file) {
  const model::Graph& graph = file.graph;
  const Kinds kinds = kinds_of(file);
  members.key("kinds", ",");
  write_array(out, kinds.names.size(), [&](std::size_t i) { write_shown(out, kinds.names[i]); });
  members.key("operations", ",");
  io::MemberWriter columns(out);
  columns.key("name", ",");
  write_array(out, graph.num_operations(),
              [&](std::size_t i) { write_shown(out, graph.operation(OpIndex(i)).name); });
  columns.key("kind", ",");
  write_numbers(out, kinds.of);
  columns.key("duration", ",");
  write_array(out, graph.num_operations(),
              [&](std::size_t i) { out << graph.operation(OpIndex(i)).duration; });
  columns.key("workspace", ",");
  write_array(out, graph.num_operations(),
              [&](std::size_t i) { out << graph.operation(OpIndex(i)).workspace; });
  columns.close();
}

void write_tensors(io::MemberWriter& members, io::TextWriter& out, const model::Graph& graph) {
  std::vector<std::int64_t> retained, reads;
  for (const TensorIndex tensor : model::retained_tensors(graph)) {
    retained.push_back(static_cast<std::int64_t>(tensor.value()));
  }
  for (const OpIndex op : graph.operations()) {
    reads.push_back(static_cast<std::int64_t>(graph.inputs(op).size()));
    for (const TensorIndex tensor : graph.inputs(op)) {
      reads.push_back(static_cast<std::int64_t>(tensor.value()));
    }
  }
  members.key("tensors", ",");
  io::MemberWriter columns(out);
  columns.key("producer", ",");
  write_array(out, graph.num_tensors(),
              [&](std::size_t i) { out << graph.tensor(TensorIndex(i)).producer.value(); });
  columns.key("size", ",");
  write_array(out, graph.num_tensors(),
              [&](std::size_t i) { out << graph.tensor(TensorIndex(i)).size; });
  columns.key("retained", ",");
  write_numbers(out, retained);
  columns.close();
  members.key("reads", ",");
  write_numbers(out, reads);
}

void write_placement(io::TextWriter& out, const model::Placement& placement) {
  io::MemberWriter members(out);
  members.key("arena", ",") << placement.arena;
  members.key("alignment", ",") << placement.alignment;
  members.key("buffers", ",");
  write_numbers(out, placement.buffers);
  members.key("workspaces", ",");
  write_numbers(out, placement.workspaces);
  members.close();
}

void write_schedule(io::TextWriter& out, const DrawnSchedule& drawn) {
  io::MemberWriter members(out);
  write_shown(members.key("name", ","), drawn.name);
  write_shown(members.key("status", ","), drawn.status);
  members.key("budget", ",");
  if (drawn.budget) {
    out << *drawn.budget;
  } else {
    out << "null";
  }
  std::int64_t before = 0;
  members.key("steps", ",");
  write_array(out, drawn.schedule.steps.size(), [&](std::size_t i) {
    const auto op = static_cast<std::int64_t>(drawn.schedule.steps[i].value());
    out << op - before;
    before = op;
  });
  members.key("placement", ",");
  if (drawn.placement) {
    write_placement(out, *drawn.placement);
  } else {
    out << "null";
  }
  members.close();
}

}  // namespace

void write_page_data(std::ostream& stream, const Drawing& drawing) {
  io::TextWriter out(stream);
  io::MemberWriter members(out);
  write_shown(members.key("name", ","), drawing.name);
  write_shown(members.key("durationUnit", ","), drawing.graph->duration_unit);
  write_shown(members.key("sizeUnit", ","), drawing.graph->size_unit);
  members.key("resident", ",") << drawing.graph->graph.resident();
  write_operations(members, out, *drawing.graph);
  write_tensors(members, out, drawing.graph->graph);
  members.key("schedules", ",");
  write_array(out, drawing.schedules.size(),
              [&](std::size_t i) { write_schedule(out, drawing.schedules[i]); });
  members.close();
}

}  // namespace moccasin::plot
