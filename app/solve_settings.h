// SPDX-License-Identifier: Apache-2.0
// The options of `moccasin solve`, typed and checked against each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/budget.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "moccasin/moccasin.hpp"

namespace moccasin::app {

// What standard output carries.
enum class Output { report, json, stream };
enum class Intermediate { no, yes };  // steps of every solution in the stream

struct SolveSettings {
  std::string graph;
  Budget budget;
  std::string output, svg, certificate, log, warm_start;  // paths; empty: none
  double time_limit = 0;          // seconds since the program started; 0: none
  std::uint64_t work_limit = 0;   // 0: none
  std::int64_t memory_limit = 0;  // bytes of the whole program; 0: none
  std::int32_t threads = 1;
  std::int32_t workers = 0;  // 0: one a thread
  std::uint64_t seed = 0;
  std::int32_t max_copies = 0;
  Order order = Order::free;
  Technique technique = Technique::all;
  double gap = 0;
  std::int64_t target = -1;
  Output standard_output = Output::report;
  Intermediate intermediate = Intermediate::no;
  Verbosity verbosity = Verbosity::normal;
  ColorMode color = ColorMode::automatic;
};

[[nodiscard]] Outcome<SolveSettings> read_settings(const Arguments& arguments);

}  // namespace moccasin::app
