// SPDX-License-Identifier: Apache-2.0
// What `moccasin explain` says, for people. Every line is of something that was measured.
#pragma once

#include <string>
#include <vector>

#include "app/explain_case.h"

namespace moccasin::app {

// The peak: where it is, what is live there, and what it would take not to have it there.
[[nodiscard]] std::vector<std::string> peak_lines(const ExplainCase& explained);
// The same by kind of operation; where the time goes, if something runs again.
[[nodiscard]] std::vector<std::string> kind_lines(const ExplainCase& explained);
// What runs again, and what each saves and costs; nothing if nothing does.
[[nodiscard]] std::vector<std::string> recomputation_lines(const ExplainCase& explained);
// Where the schedule is at the limit, and what would have to give.
[[nodiscard]] std::vector<std::string> limit_lines(const ExplainCase& explained);
// Of a budget: whether this schedule fits it, or nothing does and why, and what is known to.
[[nodiscard]] std::vector<std::string> budget_lines(const ExplainCase& explained);

}  // namespace moccasin::app
