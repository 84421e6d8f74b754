// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "app/command.h"
#include "app/inputs.h"
#include "app/render_amount.h"
#include "io/certificate_file.h"
#include "model/check_certificate.h"

namespace moccasin::app {
namespace {

std::string length_of(const model::Certificate& certificate) {
  std::size_t steps = 0;
  for (const model::CertificateNode& node : certificate.proof) steps += node.steps.size();
  return counted(static_cast<std::int64_t>(certificate.proof.size()), "node") + ", " +
         counted(static_cast<std::int64_t>(steps), "step");
}

}  // namespace

Outcome<ExitCode> run_check(const Arguments& arguments) {
  const std::string& graph_path = arguments.positional(0);
  const std::string& certificate_path = arguments.positional(1);
  if (auto failure = find_second_stdin({graph_path, certificate_path})) return std::move(*failure);
  auto read = read_graph(graph_path, arguments);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const io::GraphFile& graph = *std::get<SharedGraphFile>(read);
  auto read_file = io::read_certificate_file(certificate_path, graph);
  if (const auto* const error = std::get_if<io::Error>(&read_file)) return failure_of(*error);
  const auto& certificate = std::get<model::Certificate>(read_file);

  const model::CertificateVerdict verdict = model::check_certificate(graph.graph, certificate);
  if (!verdict.valid()) {
    std::cout << "broken: " << *verdict.broken << '\n';
    return ExitCode::rule_broken;
  }
  std::cout << "valid: no schedule within "
            << full_size(certificate.budget, size_unit_of(graph.size_unit)) << " lasts less than "
            << full_duration(certificate.bound, graph.duration_unit) << "; "
            << scope_in_file(certificate.order, certificate.max_copies) << "; "
            << length_of(certificate) << '\n';
  return ExitCode::ok;
}

}  // namespace moccasin::app
