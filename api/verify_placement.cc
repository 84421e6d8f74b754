// SPDX-License-Identifier: Apache-2.0
#include "model/verify_placement.h"

#include <string>
#include <utility>

#include "api/buffer_check.h"
#include "api/placement_access.h"
#include "api/schedule_check.h"
#include "moccasin/arena.hpp"

namespace moccasin {
inline namespace v0 {
namespace {

Issue bad_placement(std::string message) {
  return {IssueCode::bad_placement, std::move(message), {}};
}

// The violation with buffers as callers number them, and the operations whose buffers they are.
class Words {
 public:
  Words(const CheckedSchedule& checked, const model::Placement& placement)
      : steps_(checked.schedule),
        placement_(placement),
        buffers_(arena_buffers(*checked.graph, checked.schedule, placement.alignment)) {}

  [[nodiscard]] Issue issue(const model::PlacementViolation& violation) const {
    if (violation.rule == model::PlacementRule::complete) return bad_placement(violation.message);
    Issue issue = bad_placement(range(violation.buffer));
    issue.ops = {op(violation.buffer)};
    if (violation.rule == model::PlacementRule::apart) {
      issue.message += " overlaps " + range(violation.other);
      issue.ops.push_back(op(violation.other));
    } else if (violation.rule == model::PlacementRule::aligned) {
      issue.message += " is at no multiple of " + std::to_string(placement_.alignment);
    } else {
      issue.message += " is in no arena of up to 2^63 - 1 bytes";
    }
    return issue;
  }

 private:
  // buffer 3 at 64 with 32 bytes
  [[nodiscard]] std::string range(std::size_t number) const {
    const std::size_t written = placement_.buffers.size();
    const bool is_workspace = number >= written;
    const std::int64_t offset =
        is_workspace ? placement_.workspaces[number - written] : placement_.buffers[number];
    const std::string name = is_workspace
                                 ? "the workspace of step " + std::to_string(number - written)
                                 : "buffer " + std::to_string(number);
    return name + " at " + std::to_string(offset) + " with " +
           std::to_string(buffers_[number].size) + " bytes";
  }
  [[nodiscard]] OpId op(std::size_t number) const {
    return steps_.steps[static_cast<std::size_t>(buffers_[number].lower)].value();
  }

  const model::Schedule& steps_;
  const model::Placement& placement_;
  const std::vector<model::ArenaBuffer> buffers_;
};

}  // namespace

std::vector<Issue> verify_placement(const Graph& graph, const std::vector<OpId>& schedule,
                                    const Placement& placement, std::int64_t capacity) {
  auto checked = check_schedule(graph, schedule);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&checked)) return std::move(*issues);
  const auto& valid = std::get<CheckedSchedule>(checked);
  const std::string arena = std::to_string(placement.arena);
  if (placement.alignment < 1) {
    return {bad_placement("alignment must be at least 1, but is " +
                          std::to_string(placement.alignment))};
  }
  const model::Placement offsets = to_model(placement);
  const model::PlacementVerdict verdict =
      model::verify_placement(*valid.graph, valid.schedule, offsets);
  if (verdict.violation) return {Words(valid, offsets).issue(*verdict.violation)};
  if (verdict.arena != placement.arena) {
    return {bad_placement("arena says " + arena + ", but is " + std::to_string(verdict.arena))};
  }
  if (verdict.arena <= capacity) return {};
  return {bad_placement("the arena has " + arena + " bytes, the capacity is " +
                        std::to_string(capacity))};
}

std::vector<Issue> verify_placement(const std::vector<ArenaBuffer>& buffers,
                                    const std::vector<std::int64_t>& offsets,
                                    std::int64_t capacity) {
  auto checked = check_buffers(buffers, 1);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&checked)) return std::move(*issues);
  const model::PlacementVerdict verdict = model::verify_placement(
      std::get<std::vector<model::ArenaBuffer>>(checked), offsets, capacity);
  if (verdict.valid()) return {};
  return {bad_placement(verdict.violation->message)};
}

}  // namespace v0
}  // namespace moccasin
