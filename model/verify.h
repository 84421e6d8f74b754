// SPDX-License-Identifier: Apache-2.0
// The certificate: replays a schedule on a machine that allocates, counts the reads still to
// come and frees at the last one (model/replay.h). Written to be obviously right, shares no code
// with the solver or with model/profile.h, includes nothing above model/. Every schedule that
// leaves the solver has passed it. O(steps + reads).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/graph.h"
#include "model/problem.h"
#include "model/schedule.h"

namespace moccasin::model {

enum class Rule {
  known_operation,      // every step runs an operation of the graph
  input_exists,         // every read finds an earlier run of its producer
  max_copies,           // no operation runs more often than allowed
  every_operation,      // every operation runs at least once
  first_runs_in_order,  // order kept: first runs follow the base order
  stage_in_order,       // order kept: between two first runs, recomputations follow it too, and
                        // there are none after the last first run
  budget,               // live bytes never exceed the budget
  overflow,             // sums stay within 64 bits
};

[[nodiscard]] std::string_view rule_name(Rule rule);

struct Violation {
  Rule rule = Rule::known_operation;
  std::size_t step = 0;  // where it is broken; the number of steps for every_operation
  std::string message;   // one line: which operation, what is wrong
  friend bool operator==(const Violation&, const Violation&) = default;
};

struct Verdict {
  std::optional<Violation> violation;  // the first rule found broken; empty: the schedule is valid
  std::int64_t duration = 0;           // these three: of a schedule that breaks no rule but budget
  std::int64_t peak = 0;
  std::size_t peak_step = 0;
  [[nodiscard]] bool valid() const { return !violation.has_value(); }
  // Breaks no rule but, perhaps, the budget: that is looked at last.
  [[nodiscard]] bool in_scope() const { return valid() || violation->rule == Rule::budget; }
};

// What keeps `schedule` from being a sequence of this graph at all, whatever scope, amounts and
// budget are: known_operation, input_exists or every_operation. Empty: it is one.
[[nodiscard]] std::optional<Violation> find_misfit(const Graph& graph, const Schedule& schedule);

[[nodiscard]] Verdict verify(const Problem& problem, const Schedule& schedule);

}  // namespace moccasin::model
