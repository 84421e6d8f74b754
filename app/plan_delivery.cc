// SPDX-License-Identifier: Apache-2.0
#include "app/plan_delivery.h"

#include <ostream>
#include <utility>

#include "io/text_file.h"
#include "plot/render_plan.h"

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
  return {"the picture", ".svg", [&plan_case](std::ostream& out) {
            const PackingRun& run = plan_case.run;
            const SizeUnit unit = plan_case.unit();
            out << plot::render_plan(
                {.graph = plan_case.graph.get(),
                 .schedule = &*plan_case.schedule.schedule,
                 .placement = &plan_case.plan.placement,
                 .live_peak = run.result.live_peak,
                 .title = plan_case.name() + ": " + std::string(status_name(run, 0)) + ", arena " +
                          short_size(run.result.height, unit) + ", live peak " +
                          short_size(run.result.live_peak, unit)});
          }};
}

}  // namespace

Outcome<std::vector<NamedOutput>> open_outputs(const PlanSettings& settings,
                                               const PlanCase& plan_case) {
  return open_all({{settings.output, plan_document(plan_case)},
                   {settings.csv, csv_document(plan_case)},
                   {settings.svg, picture_document(plan_case)},
                   {settings.prints_json ? "-" : "", plan_document(plan_case)}});
}

std::optional<Failure> deliver(const PlanSettings& settings, const PlanCase& plan_case,
                               Planned planned, std::vector<NamedOutput>& outputs,
                               Console& console) {
  Delivery delivery(takes_standard_output(outputs) ? StandardOutput::taken : StandardOutput::free,
                    [&console](const std::string& text) { console.warn(text); });
  Delivered delivered;
  if (planned == Planned::yes) {
    deliver_all(outputs, delivery, console, delivered);
  } else {
    for (const NamedOutput& output : outputs) {
      console.warn(io::source_name(output.file.path()) + ": not written: there is no plan");
    }
  }
  if (delivery.standard_output() == StandardOutput::taken) console.leave_standard_output();
  report_packing(plan_case.run, settings.packing, plan_case.unit(), console);
  for (const std::string& line : delivered.written) console.line(line);
  return std::move(delivered.failure);
}

}  // namespace moccasin::app
