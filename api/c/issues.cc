// SPDX-License-Identifier: Apache-2.0
#include "api/c/issues.h"

#include <charconv>

#include "api/c/error.h"
#include "api/c/struct_size.h"

namespace moccasin::c_door {
namespace {

// The numbers of the C door are fixed for ever; those of C++ follow its enum. Where one of these
// breaks, a switch is due.
constexpr bool same(IssueCode code, int number) { return static_cast<int>(code) == number; }
static_assert(same(IssueCode::empty, MOC_ISSUE_EMPTY));
static_assert(same(IssueCode::cycle, MOC_ISSUE_CYCLE));
static_assert(same(IssueCode::dangling_edge, MOC_ISSUE_DANGLING_EDGE));
static_assert(same(IssueCode::negative_value, MOC_ISSUE_NEGATIVE_VALUE));
static_assert(same(IssueCode::overflow, MOC_ISSUE_OVERFLOW));
static_assert(same(IssueCode::bad_order, MOC_ISSUE_BAD_ORDER));
static_assert(same(IssueCode::unknown_op, MOC_ISSUE_UNKNOWN_OP));
static_assert(same(IssueCode::missing_input, MOC_ISSUE_MISSING_INPUT));
static_assert(same(IssueCode::missing_op, MOC_ISSUE_MISSING_OP));
static_assert(same(IssueCode::too_many_copies, MOC_ISSUE_TOO_MANY_COPIES));
static_assert(same(IssueCode::bad_option, MOC_ISSUE_BAD_OPTION));
static_assert(same(IssueCode::bad_buffer, MOC_ISSUE_BAD_BUFFER));
static_assert(same(IssueCode::bad_placement, MOC_ISSUE_BAD_PLACEMENT));

struct Digits {
  char text[24];
  std::size_t length;
  explicit Digits(std::size_t number) {
    length = static_cast<std::size_t>(std::to_chars(std::begin(text), std::end(text), number).ptr -
                                      text);
  }
  [[nodiscard]] std::string_view view() const { return {text, length}; }
};

}  // namespace

moc_rc code_of(const std::vector<Issue>& issues) {
  switch (issues.front().code) {
    case IssueCode::unknown_op:
    case IssueCode::missing_input:
    case IssueCode::missing_op:
    case IssueCode::too_many_copies:
      return MOC_E_INVALID_SCHEDULE;
    case IssueCode::bad_option:
      return MOC_E_INVALID_OPTION;
    case IssueCode::bad_buffer:
    case IssueCode::bad_placement:
      return MOC_E_INVALID_PLACEMENT;
    case IssueCode::empty:
    case IssueCode::cycle:
    case IssueCode::dangling_edge:
    case IssueCode::negative_value:
    case IssueCode::overflow:
    case IssueCode::bad_order:
      break;
  }
  return MOC_E_INVALID_GRAPH;
}

void fail_if_any(const std::vector<Issue>& issues) {
  if (!issues.empty()) fail(code_of(issues), {issues.front().message});
}

void write_issue(const std::vector<Issue>& issues, std::size_t i, moc_issue* issue) {
  require_index(i, issues.size(), "issues");
  const Issue& from = issues[i];
  moc_issue to = {};
  to.code = static_cast<std::int32_t>(from.code);
  to.message = from.message.c_str();
  to.ops = from.ops.data();
  to.num_ops = from.ops.size();
  write_to(issue, to, "issue");
}

void require_index(std::size_t i, std::size_t count, std::string_view things) {
  if (i < count) return;
  fail(MOC_E_INVALID_ARG,
       {"i is ", Digits(i).view(), ", but there are ", Digits(count).view(), " ", things});
}

}  // namespace moccasin::c_door
