// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <iostream>
#include <utility>
#include <vector>

#include "api/graph_access.h"
#include "app/command.h"
#include "app/floor_json.h"
#include "app/ignored_report.h"
#include "app/inputs.h"
#include "app/json_text.h"
#include "app/render_amount.h"
#include "app/render_floor.h"
#include "base/printable.h"
#include "moccasin/moccasin.hpp"

namespace moccasin::app {
namespace {

struct Structure {
  std::size_t several_outputs = 0, no_output = 0, with_workspace = 0, once_only = 0;  // operations
  std::size_t retained = 0;                                                           // tensors
  std::size_t depth = 0;  // operations on the longest path
};

Structure structure_of(const model::Graph& graph) {
  Structure structure;
  base::IndexedVector<model::OpIndex, std::size_t> depth(graph.num_operations(), 1);
  for (const model::OpIndex op : graph.base_order()) {
    const model::Operation& operation = graph.operation(op);
    structure.several_outputs += graph.outputs(op).size() > 1 ? 1 : 0;
    structure.no_output += graph.outputs(op).empty() ? 1 : 0;
    structure.with_workspace += operation.workspace > 0 ? 1 : 0;
    structure.once_only += operation.max_copies == 1 ? 1 : 0;
    for (const model::TensorIndex tensor : graph.inputs(op)) {
      depth[op] = std::max(depth[op], depth[graph.tensor(tensor).producer] + 1);
    }
    structure.depth = std::max(structure.depth, depth[op]);
  }
  for (const model::TensorIndex tensor : graph.tensors()) {
    structure.retained += graph.tensor(tensor).retain == model::Retain::yes ? 1 : 0;
  }
  return structure;
}

double smallest_fraction(const Facts& facts) {
  if (facts.base_peak == 0) return 1;
  return static_cast<double>(facts.floor) / static_cast<double>(facts.base_peak);
}

const std::string& name_of(const io::GraphFile& file, OpId op) {
  return file.graph.operation(model::OpIndex(op)).name;
}

// "the file has durations in us with up to 3 decimal places: in ns they are whole"
std::string fractions_text(const io::GraphFile& file) {
  const std::string& stated = file.stated_duration_unit;
  return "the file's durations" + (stated.empty() ? "" : ", in " + stated + ",") +
         " have fractions; times 10^" + std::to_string(file.duration_places) + " they are whole " +
         plural_unit(file.duration_unit);
}

void print_text(const io::GraphFile& file, const std::string& name, const Facts& facts) {
  const Structure structure = structure_of(file.graph);
  const SizeUnit unit = size_unit_of(file.size_unit);
  const auto count = [](std::size_t value) { return grouped(static_cast<std::int64_t>(value)); };
  std::vector<std::pair<const char*, std::string>> lines = {
      {"graph", base::short_name(name)},
      {"operations", count(file.graph.num_operations())},
      {"  of several outputs", count(structure.several_outputs)},
      {"  without output", count(structure.no_output)},
      {"  with workspace", count(structure.with_workspace)},
      {"  never recomputed", count(structure.once_only)},
      {"tensors", count(file.graph.num_tensors())},
      {"  retained", count(structure.retained)},
      {"reads", count(file.graph.num_reads())},
      {"depth", count(structure.depth)},
      {"resident", full_size(facts.resident, unit)},
      {"base duration", full_duration(facts.base_duration, file.duration_unit)},
      {"base peak", full_size(facts.base_peak, unit) + ", at '" +
                        base::short_name(name_of(file, facts.base_peak_op)) + "'"},
      {"floor", full_size(facts.floor, unit) + ", " + percent_text(smallest_fraction(facts)) +
                    " of the base peak, set by " + floor_setter(file.graph, facts) + ":"},
  };
  // What a file says beside, where it stands among the others.
  const auto behind = [&lines](std::string_view label, const char* added, std::string text) {
    const auto at = std::find_if(lines.begin(), lines.end(),
                                 [&](const auto& line) { return line.first == label; });
    lines.insert(at + 1, {added, std::move(text)});
  };
  if (file.duration_places > 0) behind("base duration", "  of fractions", fractions_text(file));
  if (file.budget) behind("resident", "budget", full_size(*file.budget, unit));
  for (const auto& [label, value] : lines) {
    std::string left(label);
    left.resize(22, ' ');
    std::cout << left << value << '\n';
  }
  const std::string moment = floor_moment(file.graph, facts);
  if (!moment.empty()) std::cout << "  " << moment << '\n';
  for (const std::string& line : render_needs(file.graph, facts, unit)) {
    std::cout << line << '\n';
  }
  const char* label = "ignored               ";
  for (const std::string& line : ignored_lines(file.ignored)) {
    std::cout << std::exchange(label, "                      ") << line << '\n';
  }
}

void print_json(const io::GraphFile& file, const std::string& name, const Facts& facts) {
  const Structure structure = structure_of(file.graph);
  const JsonObject base = JsonObject()
                              .add("duration", facts.base_duration)
                              .add("peak", facts.base_peak)
                              .add("peak_operation", name_of(file, facts.base_peak_op));
  JsonObject object;
  object.add("name", name).add("operations", file.graph.num_operations());
  object.add("several_outputs", structure.several_outputs).add("no_output", structure.no_output);
  object.add("with_workspace", structure.with_workspace);
  object.add("never_recomputed", structure.once_only);
  object.add("tensors", file.graph.num_tensors()).add("retained", structure.retained);
  object.add("reads", file.graph.num_reads()).add("depth", structure.depth);
  object.add("resident", facts.resident).add_raw("base", base.text());
  object.add_raw("floor", floor_json(file.graph, facts))
      .add("smallest_fraction", smallest_fraction(facts));
  object.add_raw("ignored", ignored_json(file.ignored));
  if (file.budget) object.add("budget", *file.budget);
  if (file.duration_places > 0) {
    object.add("duration_places", file.duration_places);
    object.add("stated_duration_unit", file.stated_duration_unit);
  }
  object.add("duration_unit", file.duration_unit).add("size_unit", file.size_unit);
  std::cout << object.text() << '\n';
}

}  // namespace

Outcome<ExitCode> run_info(const Arguments& arguments) {
  auto read = read_graph(arguments.positional(0), arguments);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const auto& file = std::get<SharedGraphFile>(read);
  const Facts facts = describe(GraphAccess::wrap(ModelGraph(file, &file->graph)));
  const std::string name = file->name.empty() ? arguments.positional(0) : file->name;
  (arguments.given("json") ? print_json : print_text)(*file, name, facts);
  return ExitCode::ok;
}

}  // namespace moccasin::app
