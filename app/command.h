// SPDX-License-Identifier: Apache-2.0
// The commands. Each prints what it has to say on standard output and returns the exit code, or a
// failure for main() to print.
#pragma once

#include <chrono>

#include "app/arguments.h"
#include "app/exit_code.h"

namespace moccasin::app {

// `start` is when the program started: a time limit counts from there.
[[nodiscard]] Outcome<ExitCode> run_solve(const Arguments& arguments,
                                          std::chrono::steady_clock::time_point start);
[[nodiscard]] Outcome<ExitCode> run_sweep(const Arguments& arguments,
                                          std::chrono::steady_clock::time_point start);
[[nodiscard]] Outcome<ExitCode> run_explain(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_plot(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_verify(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_check(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_plan(const Arguments& arguments,
                                         std::chrono::steady_clock::time_point start);
[[nodiscard]] Outcome<ExitCode> run_pack(const Arguments& arguments,
                                         std::chrono::steady_clock::time_point start);
[[nodiscard]] Outcome<ExitCode> run_info(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_generate(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_convert(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_completion(const Arguments& arguments);
[[nodiscard]] Outcome<ExitCode> run_help(const Arguments& arguments);
// The options without a command: --version, --build-info, --help.
[[nodiscard]] Outcome<ExitCode> run_program_options(const Arguments& arguments);

// What is wrong with the name of a command; suggests the nearest.
[[nodiscard]] Failure unknown_command(const std::string& name);

}  // namespace moccasin::app
