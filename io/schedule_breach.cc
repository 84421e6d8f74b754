// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_breach.h"

#include "base/printable.h"
#include "io/placement_breach.h"
#include "io/schedule_audit.h"

namespace moccasin::io {
namespace {

// `step` may be that of no step.
std::string breach_text(const model::Graph& graph, const model::Schedule& schedule,
                        const std::string& what, std::size_t step, const std::string& message) {
  std::string text = what;
  if (step < schedule.steps.size()) {
    text += ", step " + std::to_string(step) + ", operation '" +
            base::short_name(graph.operation(schedule.steps[step]).name) + "'";
  }
  return base::printable(text + ": " + message);
}

}  // namespace

model::Verdict verify_file(const GraphFile& graph, const ScheduleFile& file,
                           std::optional<std::int64_t> budget) {
  return model::verify({&graph.graph, budget.value_or(INT64_MAX), file.order, file.max_copies},
                       *file.schedule);
}

std::optional<std::string> find_breach(const GraphFile& graph, const ScheduleFile& file,
                                       const model::Verdict& verdict,
                                       std::optional<std::int64_t> budget) {
  if (const auto& violation = verdict.violation) {
    return breach_text(graph.graph, *file.schedule,
                       "rule '" + std::string(model::rule_name(violation->rule)) + "'",
                       violation->step, violation->message);
  }
  if (file.placement) {
    if (const auto breach = find_placement_breach(graph.graph, file, budget)) {
      return breach_text(graph.graph, *file.schedule, breach->what,
                         breach->step.value_or(file.schedule->steps.size()), breach->message);
    }
  }
  if (const auto wrong = find_wrong_claim(graph, file, verdict)) {
    return breach_text(graph.graph, *file.schedule, "claim '" + wrong->claim + "'",
                       wrong->step.value_or(file.schedule->steps.size()), wrong->message);
  }
  return std::nullopt;
}

}  // namespace moccasin::io
