// SPDX-License-Identifier: Apache-2.0
// What is drawn: a graph and schedules of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/graph_file.h"
#include "model/arena.h"
#include "model/schedule.h"

namespace moccasin::plot {

struct DrawnSchedule {
  std::string name;                                // "base order", or that of its file
  std::string status = {};                         // as its file says: "optimal"; may be empty
  model::Schedule schedule;                        // valid
  std::optional<std::int64_t> budget = {};         // bytes
  std::optional<model::Placement> placement = {};  // valid
};

struct Drawing {
  const io::GraphFile* graph = nullptr;
  std::string name;                      // of the graph, or of its file
  std::vector<DrawnSchedule> schedules;  // one at least
};

// Beyond that nobody could tell one from the other.
inline constexpr std::size_t kMostSchedules = 8;

}  // namespace moccasin::plot
