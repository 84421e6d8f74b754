// SPDX-License-Identifier: Apache-2.0
#include "app/plan_delivery.h"

#include <ostream>
#include <utility>

#include "app/render_plan.h"
#include "io/text_file.h"

namespace moccasin::app {
namespace {

Document plan_document(const PlanCase& plan_case) {
  return {"the plan", ".json", [&plan_case](std::ostream& out) {
            write_plan(out, *plan_case.graph, *plan_case.schedule.schedule, plan_case.plan);
          }};
}

Document csv_document(const PlanCase& plan_case) {
  return {"the list of buffers", ".csv", [&plan_case](std::ostream& out) {
            const io::NamedBuffers named = named_buffers(
                *plan_case.graph, *plan_case.schedule.schedule, plan_case.plan.placement);
            write_packing_csv(out, named.file, named.offsets);
          }};
}

Document picture_document(const PlanCase& plan_case) {
  return {
      "the picture", ".svg", [&plan_case](std::ostream& out) {
        const PackingRun& run = plan_case.run;
        const SizeUnit unit = plan_case.unit();
        out << render_plan({.graph = plan_case.graph.get(),
                            .schedule = &*plan_case.schedule.schedule,
                            .placement = &plan_case.plan.placement,
                            .live_peak = run.result.live_peak,
                            .title = plan_case.name() + ": " + std::string(status_name(run, 0)) +
                                     ", arena " + short_size(run.result.height, unit) +
                                     ", live peak " + short_size(run.result.live_peak, unit)});
      }};
}

}  // namespace

Outcome<std::vector<PlanOutput>> open_outputs(const PlanSettings& settings,
                                              const PlanCase& plan_case) {
  std::vector<PlanOutput> outputs;
  const std::string printed = settings.prints_json ? "-" : "";
  const std::pair<const std::string*, Document (*)(const PlanCase&)> wanted[] = {
      {&settings.output, plan_document},
      {&settings.csv, csv_document},
      {&settings.svg, picture_document},
      {&printed, plan_document}};
  for (const auto& [path, document] : wanted) {
    if (path->empty()) continue;
    auto opened = open_output(*path);
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    outputs.push_back({std::get<io::OutputFile>(std::move(opened)), document(plan_case)});
  }
  return outputs;
}

bool takes_standard_output(const std::vector<PlanOutput>& outputs) {
  for (const PlanOutput& output : outputs) {
    if (output.file.is_standard_output()) return true;
  }
  return false;
}

std::optional<Failure> deliver(const PlanSettings& settings, const PlanCase& plan_case,
                               Planned planned, std::vector<PlanOutput>& outputs,
                               Console& console) {
  Delivery delivery(takes_standard_output(outputs) ? StandardOutput::taken : StandardOutput::free,
                    [&console](const std::string& text) { console.warn(text); });
  std::optional<Failure> first;
  std::vector<std::string> written;
  for (PlanOutput& output : outputs) {
    if (planned == Planned::no) {
      console.warn(io::source_name(output.file.path()) + ": not written: there is no plan");
      continue;
    }
    auto failure = delivery.deliver(output.file, output.document);
    if (!failure && !output.file.is_standard_output()) {
      written.push_back(output.document.what.substr(4) + " written to " + output.file.path());
    }
    if (failure && first) console.warn(failure->message);
    if (failure && !first) first = std::move(failure);
  }
  if (delivery.standard_output() == StandardOutput::taken) console.leave_standard_output();
  report_packing(plan_case.run, settings.packing, plan_case.unit(), console);
  for (const std::string& line : written) console.line(line);
  return first;
}

}  // namespace moccasin::app
