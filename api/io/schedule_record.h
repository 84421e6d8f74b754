// SPDX-License-Identifier: Apache-2.0
// A result of solve() as a schedule's file has it, for the library and for the program: both write
// the same.
#pragma once

#include <string_view>

#include "io/schedule_file.h"
#include "moccasin/io.hpp"
#include "moccasin/moccasin.hpp"

namespace moccasin {
inline namespace v0 {

[[nodiscard]] std::string_view status_name(Status status);  // as in schedule files
[[nodiscard]] std::string_view stop_name(Stop stop);        // "user" for a search still running

// The other way round. Pre-condition: `name` is one of a schedule's file.
[[nodiscard]] Status status_of(std::string_view name);
[[nodiscard]] Stop stop_of(std::string_view name);

// What is written of `result`.
[[nodiscard]] io::ScheduleFile schedule_record(const Result& result, const SolveRequest& request);

}  // namespace v0
}  // namespace moccasin
