// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include "app/command.h"
#include "app/delivery.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "convert/linear_program.h"
#include "convert/minizinc.h"
#include "model/profile.h"

namespace moccasin::app {
namespace {

enum class Form { graph, minizinc, linear_program };

Outcome<Form> form_of(const std::string& path) {
  if (path.ends_with(".json")) return Form::graph;
  if (path.ends_with(".mzn")) return Form::minizinc;
  if (path.ends_with(".lp")) return Form::linear_program;
  // The names of streams have no endings: a graph is what is piped.
  const auto found = io::find_target(path);
  const auto* const target = std::get_if<io::OutputTarget>(&found);
  if (target != nullptr && target->kind != io::OutputTarget::Kind::file) return Form::graph;
  return Failure{ExitCode::usage, "'" + path +
                                      "' is neither '-' (a graph) nor ends in .json (a graph), "
                                      ".mzn (MiniZinc) or .lp (integer program)"};
}

std::string data_path(const std::string& model_path) {
  return model_path.substr(0, model_path.size() - std::string_view(".mzn").size()) + ".dzn";
}

struct Part {
  std::string path;
  Document document;
};

// Asks first whether all can be written; what cannot in the end is put elsewhere.
Outcome<ExitCode> write_all(const std::string& graph_path, const std::vector<Part>& parts) {
  std::vector<io::OutputFile> files;
  for (const Part& part : parts) {
    if (reads_what_it_writes(graph_path, part.path)) {
      return Failure{ExitCode::usage, "'" + part.path + "' would replace the graph"};
    }
    if (&part != &parts.front() && io::same_target(part.path, parts.front().path)) {
      return Failure{ExitCode::usage,
                     "'" + part.path + "' and '" + parts.front().path + "' are one file"};
    }
    auto opened = open_output(part.path);
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    files.push_back(std::get<io::OutputFile>(std::move(opened)));
  }
  Delivery delivery(
      files.front().is_standard_output() ? StandardOutput::taken : StandardOutput::free,
      warn_on_standard_error);
  for (const io::OutputFile& file : files) announce(file, warn_on_standard_error);
  std::optional<Failure> first;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto failure = delivery.deliver(files[i], parts[i].document);
    if (failure && first) warn_on_standard_error(failure->message);
    if (failure && !first) first = std::move(failure);
  }
  if (first) return *std::move(first);
  return ExitCode::ok;
}

// Numbers beyond which nobody would get the program into a solver.
std::optional<Failure> too_large(const model::Graph& graph) {
  constexpr double kMostColumns = 2e7;
  const double columns = convert::linear_program_columns(graph);
  if (columns <= kMostColumns) return std::nullopt;
  return Failure{ExitCode::usage,
                 "the integer program of " + std::to_string(graph.num_operations()) +
                     " operations would have some " + std::to_string(columns / 1e6) +
                     " million columns; .mzn is smaller"};
}

Outcome<std::int64_t> budget_of(const Arguments& arguments, const api::Budget& typed,
                                const model::Graph& graph) {
  if (!arguments.given("budget")) {
    return Failure{ExitCode::usage, "a problem needs --budget, for example --budget 80%"};
  }
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  return budget_option_bytes(arguments, typed, peak);
}

// A graph has no budget and no copies: options that would be ignored are refused.
std::optional<Failure> find_misplaced(const Arguments& arguments, const std::string& out_path) {
  for (const std::string_view option : {"budget", "max-copies"}) {
    if (arguments.given(option)) {
      return Failure{ExitCode::usage,
                     "--" + std::string(option) + " is for problems, and '" + out_path +
                         "' is to be a graph; FILE ends in .mzn or .lp for a problem"};
    }
  }
  return std::nullopt;
}

Outcome<ExitCode> write_problem(const Arguments& arguments, Form form,
                                const model::Problem& problem) {
  const std::string &in_path = arguments.positional(0), &out_path = arguments.positional(1);
  if (form == Form::minizinc) {
    return write_all(in_path,
                     {{data_path(out_path),
                       {"the data", ".dzn",
                        [&](std::ostream& out) { convert::write_minizinc_data(out, problem); }}},
                      {out_path, {"the model", ".mzn", convert::write_minizinc_model}}});
  }
  if (const auto failure = too_large(*problem.graph)) return *failure;
  return write_all(in_path, {{out_path, {"the program", ".lp", [&](std::ostream& out) {
                                           convert::write_linear_program(out, problem);
                                         }}}});
}

}  // namespace

Outcome<ExitCode> run_convert(const Arguments& arguments) {
  const std::string& out_path = arguments.positional(1);
  const Outcome<Form> read_form = form_of(out_path);
  if (const auto* const failure = std::get_if<Failure>(&read_form)) return *failure;
  const Form form = std::get<Form>(read_form);
  OptionReader reader(arguments);
  const api::Budget typed = reader.budget("budget", {});
  const std::int32_t by_default = form == Form::minizinc ? 2 : 0;
  const auto copies = reader.read(
      "max-copies", by_default,
      [](std::string_view text) { return base::parse_positive(text, INT32_MAX); },
      "a whole number of at least 1");
  if (reader.failure()) return *reader.failure();
  if (form == Form::graph) {
    if (auto failure = find_misplaced(arguments, out_path)) return std::move(*failure);
  }
  auto read = read_graph(arguments.positional(0), arguments);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const SharedGraphFile file = std::get<SharedGraphFile>(std::move(read));
  if (form == Form::graph) {
    if (file->budget) {
      warn_on_standard_error("the budget that the file states, " + std::to_string(*file->budget) +
                             " bytes, is no part of a moccasin-graph; give it to solve");
    }
    return write_all(arguments.positional(0),
                     {{out_path, {"the graph", ".json", [&](std::ostream& out) {
                                    io::write_graph(out, *file);
                                  }}}});
  }
  const Outcome<std::int64_t> budget = budget_of(arguments, typed, file->graph);
  if (const auto* const failure = std::get_if<Failure>(&budget)) return *failure;
  return write_problem(arguments, form,
                       {.graph = &file->graph,
                        .budget = std::get<std::int64_t>(budget),
                        .order = model::Order::kept,
                        .max_copies = copies});
}

}  // namespace moccasin::app
