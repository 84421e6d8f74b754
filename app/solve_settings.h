// SPDX-License-Identifier: Apache-2.0
// The options of `moccasin solve`, typed and checked against each other.
#pragma once

#include <string>

#include "api/budget.h"
#include "app/arguments.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "moccasin/moccasin.hpp"

namespace moccasin::app {

// What standard output carries.
enum class Output { report, json, stream };
enum class Intermediate { no, yes };  // steps of every solution in the stream

struct SolveSettings {
  std::string graph;
  api::Budget budget;
  std::string output, svg, certificate, log, warm_start;  // paths; empty: none
  // time_limit: since the program started. memory_limit: of the whole program.
  Options solver;
  Output standard_output = Output::report;
  Intermediate intermediate = Intermediate::no;
  Verbosity verbosity = Verbosity::normal;
  ColorMode color = ColorMode::automatic;
};

// Limits and threads where the arguments have none. Those of the library are for hosts; the program
// has the machine to itself.
void set_defaults(const Arguments& arguments, Options& solver);

[[nodiscard]] Outcome<SolveSettings> read_settings(const Arguments& arguments);

}  // namespace moccasin::app
