// SPDX-License-Identifier: Apache-2.0
// What `moccasin pack` and `moccasin plan` have in common: the limits, the packing itself, and what
// is said of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "app/console.h"
#include "app/json_text.h"
#include "app/option_value.h"
#include "app/render_amount.h"
#include "search/packing/pack.h"

namespace moccasin::app {

struct PackingSettings {
  Options limits;             // time, work and seed count
  std::int64_t capacity = 0;  // bytes; 0: none
  Verbosity verbosity = Verbosity::normal;
};

// --time-limit, --work-limit, --seed, --verbose and --quiet; the rest is the command's.
[[nodiscard]] PackingSettings read_packing_settings(const Arguments& arguments,
                                                    OptionReader& reader);

// --capacity in bytes, 0 without it; and --alignment.
[[nodiscard]] std::int64_t read_capacity(OptionReader& reader);
[[nodiscard]] std::optional<std::int64_t> read_alignment(OptionReader& reader);

struct PackingRun {
  search::PackResult result;
  search::StopReason stop = search::StopReason::none;
  std::uint64_t work = 0;  // ticks
  double seconds = 0;      // since the program started

  // No buffers have a placement without offsets, so that these do not tell.
  [[nodiscard]] bool fits(std::int64_t capacity) const {
    using Status = search::PackStatus;
    const bool placed = result.status != Status::none && result.status != Status::impossible;
    return placed && (capacity == 0 || result.height <= capacity);
  }
};

// With a live line meanwhile.
[[nodiscard]] PackingRun run_packing(std::span<const model::ArenaBuffer> buffers,
                                     const PackingSettings& settings,
                                     std::chrono::steady_clock::time_point start,
                                     const StopFlag& stop, Console& console);

// 0: placed, within the capacity if there is one; 10: nothing found; 20: proved impossible.
[[nodiscard]] ExitCode exit_code_of(const PackingRun& run, std::int64_t capacity);
// "optimal", "feasible", "infeasible", "unknown": as schedules have it.
[[nodiscard]] std::string_view status_name(const PackingRun& run, std::int64_t capacity);

// "60.0 s, seed 0", for the line of limits.
[[nodiscard]] std::string limits_text(const PackingSettings& settings);

// The lines of the result.
void report_packing(const PackingRun& run, const PackingSettings& settings, SizeUnit unit,
                    Console& console);
// The members of the same in JSON, from "status" to "work", but for offsets.
void add_packing(JsonObject& object, const PackingRun& run, std::int64_t capacity);

}  // namespace moccasin::app
