// SPDX-License-Identifier: Apache-2.0
// What is wrong with a schedule in a file, if anything is: the one line that people are told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/graph_file.h"
#include "io/schedule_file.h"
#include "model/verify.h"

namespace moccasin::io {

// The schedule of `file`, which has one, in the scope that the file states.
[[nodiscard]] model::Verdict verify_file(const GraphFile& graph, const ScheduleFile& file,
                                         std::optional<std::int64_t> budget);

// The rule that `verdict` found broken, or one that the file's offsets break, or else the first
// wrong claim of the file, with step and operation where it has one; fit for a terminal. Empty:
// nothing is wrong. Pre-condition: `verdict` is that of verify_file with this budget.
[[nodiscard]] std::optional<std::string> find_breach(const GraphFile& graph,
                                                     const ScheduleFile& file,
                                                     const model::Verdict& verdict,
                                                     std::optional<std::int64_t> budget);

}  // namespace moccasin::io
