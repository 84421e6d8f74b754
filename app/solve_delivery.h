// SPDX-License-Identifier: Apache-2.0
// Where the results of `moccasin solve` go: files, standard output and the report.
#pragma once

#include <optional>

#include "app/console.h"
#include "app/delivery.h"
#include "app/signals.h"
#include "app/solve_case.h"
#include "app/solve_report.h"
#include "app/solve_stream.h"

namespace moccasin::app {

struct SolveOutputs {
  std::optional<io::OutputFile> result, svg, certificate;  // none: nobody asked for it
  std::optional<io::OutputFile> printed;                   // standard output, if it is to have data
};

// Proves that all can be written: hours of search are not to end in "no such directory".
[[nodiscard]] Outcome<SolveOutputs> open_outputs(const SolveSettings& settings);

// Whether the report must leave standard output to data.
[[nodiscard]] bool takes_standard_output(const SolveOutputs& outputs);

// Says what will be written in another way than people expect of a file.
void announce(const SolveOutputs& outputs, Console& console);

// Files, standard output and the report, in this order: what is printed as written is written. What
// fails is put elsewhere and does not keep the rest from being delivered; the first failure is
// returned.
[[nodiscard]] std::optional<Failure> deliver(const SolveCase& solve_case, const Result& result,
                                             SolveOutputs& outputs, SolveReport& report,
                                             SolveStream& stream, Console& console,
                                             SignalGuard& signals);

}  // namespace moccasin::app
