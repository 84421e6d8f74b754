// SPDX-License-Identifier: Apache-2.0
// A schedule of a public graph, checked: what every function needs that looks at one. Not
// installed.
#pragma once

#include <variant>
#include <vector>

#include "api/graph_access.h"
#include "moccasin/moccasin.hpp"
#include "model/schedule.h"
#include "model/verify.h"

namespace moccasin {
inline namespace v0 {

struct CheckedSchedule {
  ModelGraph graph;
  model::Schedule schedule;
  model::Verdict verdict;  // valid, in any order and of any peak
};

// Or what is wrong with the graph, or with the schedule.
[[nodiscard]] std::variant<CheckedSchedule, std::vector<Issue>> check_schedule(
    const Graph& graph, const std::vector<OpId>& schedule);

}  // namespace v0
}  // namespace moccasin
