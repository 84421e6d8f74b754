// SPDX-License-Identifier: Apache-2.0
// Where the results of a sweep go.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/output_list.h"
#include "app/sweep_case.h"
#include "app/sweep_report.h"

namespace moccasin::app {

// The files of --schedules: "budget-123456.json", with as many digits as the largest needs, so that
// they are listed in their order.
inline constexpr std::string_view kPointPrefix = "budget-", kBetweenPrefix = "between-";

// In the order in which they are written, standard output by --json last. Makes the folder of
// --schedules. The case outlives them.
[[nodiscard]] Outcome<std::vector<NamedOutput>> open_outputs(const SweepCase& sweep_case);

// Writes everything, and says what was found. The first failure.
[[nodiscard]] std::optional<Failure> deliver(const SweepCase& sweep_case,
                                             std::vector<NamedOutput>& outputs, SweepReport& report,
                                             Console& console);

}  // namespace moccasin::app
