// SPDX-License-Identifier: Apache-2.0
// The picture of one schedule, as `solve --svg` and `plot` draw it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "io/graph_file.h"
#include "model/schedule.h"

namespace moccasin::app {

// What its title says.
struct PictureFacts {
  std::string name;         // of the graph
  std::string_view status;  // "optimal", or what else the schedule is
  std::int64_t duration = 0, peak = 0;
  std::int64_t budget = 0;  // bytes; without one what the schedule needs
};

[[nodiscard]] std::string draw_schedule(const io::GraphFile& file, const model::Schedule& schedule,
                                        const PictureFacts& facts);

}  // namespace moccasin::app
