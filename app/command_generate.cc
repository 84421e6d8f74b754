// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include "app/command.h"
#include "app/completable.h"
#include "app/delivery.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "generate/family.h"
#include "moccasin/version.h"

namespace moccasin::app {
namespace {

io::GraphFile file_of(model::Graph graph, const generate::GenerateOptions& options) {
  const std::size_t nodes = graph.num_operations();
  io::GraphFile file;
  file.graph = std::move(graph);
  file.name = std::string(generate::family_name(options.family)) + "-" + std::to_string(nodes) +
              "-seed" + std::to_string(options.seed);
  file.producer = "moccasin " MOCCASIN_VERSION;
  if (options.family != generate::Family::layered) {
    file.duration_unit = "ns";
    file.size_unit = "byte";
  } else {
    file.duration_unit = "tick";
    file.size_unit = "unit";
  }
  file.id_kinds.assign(nodes, io::IdKind::text);
  file.kinds.assign(nodes, "");
  return file;
}

}  // namespace

Outcome<ExitCode> run_generate(const Arguments& arguments) {
  generate::GenerateOptions options;
  const std::string& kind = arguments.positional(0);
  const auto family = generate::family_from_name(kind);
  if (!family) {
    const CommandRow& command = *find_command("generate");
    return unknown_choice("kind", kind, completable(command.positionals.front()).words);
  }
  options.family = *family;
  OptionReader reader(arguments);
  options.nodes = reader.read("nodes", std::size_t{0}, base::parse_unsigned, "a whole number");
  options.seed = reader.read("seed", std::uint64_t{0}, base::parse_unsigned, "a whole number");
  if (arguments.given("width")) {
    options.width = reader.read("width", 0.0, base::parse_fraction, "a number like 0.3 or 30%");
  }
  if (reader.failure()) return *reader.failure();
  if (const auto problem = generate::problem_with(options)) {
    return Failure{ExitCode::usage, *problem};
  }
  const std::string output = arguments.value("output").value_or("-");
  auto opened = open_output(output);
  if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
  auto& target = std::get<io::OutputFile>(opened);
  Delivery delivery(target.is_standard_output() ? StandardOutput::taken : StandardOutput::free,
                    warn_on_standard_error);
  announce(target, warn_on_standard_error);
  const io::GraphFile file = file_of(generate::generate(options), options);
  auto failure = delivery.deliver(
      target, {"the graph", ".json", [&file](std::ostream& out) { io::write_graph(out, file); }});
  if (failure) return *std::move(failure);
  return ExitCode::ok;
}

}  // namespace moccasin::app
