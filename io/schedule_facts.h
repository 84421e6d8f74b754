// SPDX-License-Identifier: Apache-2.0
// What a schedule's file says beside its steps and what follows from them: status, scope, budget,
// bound, times, solver.
#pragma once

#include <string_view>

#include "io/json_checker.h"
#include "io/json_value.h"
#include "io/schedule_file.h"

namespace moccasin::io {

// Whether there is one fact of that name in a file: "scope.order", but no counter or option.
[[nodiscard]] bool is_fact(std::string_view name);

// Takes the member called `name` ("scope.order") into `file`; problems go to `check`. Members that
// are no facts are passed over.
void read_fact(JsonChecker& check, std::string_view name, const JsonValue& value,
               ScheduleFile& file);

}  // namespace moccasin::io
