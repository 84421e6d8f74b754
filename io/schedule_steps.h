// SPDX-License-Identifier: Apache-2.0
// Schedules to work with: those of a file that has steps.
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"
#include "io/schedule_file.h"

namespace moccasin::io {

// As parse_schedule(); a file without steps, also those of a near miss, is an error. To start from,
// so are steps that the operations and reads of `graph` do not allow.
[[nodiscard]] Result<ScheduleFile> parse_steps(std::string_view text, const std::string& source,
                                               const GraphFile& graph, ScheduleUse use);

}  // namespace moccasin::io
