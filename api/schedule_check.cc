// SPDX-License-Identifier: Apache-2.0
#include "api/schedule_check.h"

#include <cstdint>
#include <string>
#include <utility>

namespace moccasin {
inline namespace v0 {
namespace {

IssueCode code_of(model::Rule rule) {
  switch (rule) {
    case model::Rule::known_operation:
      return IssueCode::unknown_op;
    case model::Rule::input_exists:
      return IssueCode::missing_input;
    case model::Rule::max_copies:
      return IssueCode::too_many_copies;
    case model::Rule::every_operation:
      return IssueCode::missing_op;
    case model::Rule::first_runs_in_order:
    case model::Rule::stage_in_order:
      return IssueCode::bad_order;
    case model::Rule::budget:
    case model::Rule::overflow:
      break;
  }
  return IssueCode::overflow;
}

Issue issue_of(const model::Violation& violation, const std::vector<OpId>& schedule) {
  Issue issue{code_of(violation.rule), violation.message, {}};
  if (violation.step < schedule.size()) {
    issue.message = "step " + std::to_string(violation.step) + ": " + issue.message;
    issue.ops = {schedule[violation.step]};
  }
  return issue;
}

}  // namespace

std::variant<CheckedSchedule, std::vector<Issue>> check_schedule(
    const Graph& graph, const std::vector<OpId>& schedule) {
  auto built = GraphAccess::build(graph);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&built)) return std::move(*issues);
  CheckedSchedule checked{std::get<ModelGraph>(std::move(built)), to_model(schedule), {}};
  checked.verdict =
      model::verify({checked.graph.get(), INT64_MAX, model::Order::free, 0}, checked.schedule);
  if (const auto& violation = checked.verdict.violation) {
    return std::vector<Issue>{issue_of(*violation, schedule)};
  }
  return checked;
}

}  // namespace v0
}  // namespace moccasin
