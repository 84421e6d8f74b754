// SPDX-License-Identifier: Apache-2.0
#include "app/packing_run.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/option_table.h"

namespace moccasin::app {
namespace {

using search::PackStatus;
using search::StopReason;

// A placement of three buffers that took a quarter of a second.
PackingRun run_of(PackStatus status, StopReason stop = StopReason::none) {
  PackingRun run;
  run.result = {.status = status,
                .offsets = {0, 4, 8},
                .height = status == PackStatus::optimal ? 10 : 12,
                .bound = 10,
                .live_peak = 8,
                .found_by = "guess",
                .bound_by = "counting"};
  run.stop = stop;
  run.work = 7000;
  run.seconds = 0.25;
  return run;
}

PackingRun nothing() {
  PackingRun run = run_of(PackStatus::none, StopReason::work);
  run.result.offsets.clear();
  run.result.height = 0;
  return run;
}

std::string report_of(const PackingRun& run, std::int64_t capacity) {
  testing::internal::CaptureStdout();
  {
    Console console(Verbosity::quiet, ColorMode::never, ResultTo::standard_output);
    PackingSettings settings;
    settings.capacity = capacity;
    report_packing(run, settings, SizeUnit::byte, console);
  }
  return testing::internal::GetCapturedStdout();
}

std::string json_of(const PackingRun& run, std::int64_t capacity) {
  JsonObject object;
  add_packing(object, run, capacity);
  return object.text();
}

TEST(PackingRunTest, WhatFitsIsFound) {
  for (const PackStatus status : {PackStatus::placed, PackStatus::fits, PackStatus::optimal}) {
    const bool optimal = status == PackStatus::optimal;
    for (const std::int64_t capacity : {0, 12}) {
      EXPECT_EQ(exit_code_of(run_of(status), capacity), ExitCode::ok);
      EXPECT_EQ(status_name(run_of(status), capacity), optimal ? "optimal" : "feasible");
    }
  }
}

TEST(PackingRunTest, WhatDoesNotFitIsNot) {
  EXPECT_EQ(exit_code_of(run_of(PackStatus::placed), 11), ExitCode::nothing);
  EXPECT_EQ(status_name(run_of(PackStatus::placed), 11), "unknown");
  EXPECT_EQ(exit_code_of(nothing(), 0), ExitCode::nothing);
  EXPECT_EQ(exit_code_of(run_of(PackStatus::impossible), 9), ExitCode::infeasible);
  EXPECT_EQ(status_name(run_of(PackStatus::impossible), 9), "infeasible");
}

TEST(PackingRunTest, NoBuffersArePlaced) {
  PackingRun run;
  run.result.status = PackStatus::optimal;
  EXPECT_EQ(exit_code_of(run, 0), ExitCode::ok);
  EXPECT_EQ(exit_code_of(run, 1), ExitCode::ok);
}

TEST(PackingRunTest, TheReportSaysWhatWasFoundAndWhyItEnded) {
  EXPECT_EQ(report_of(run_of(PackStatus::optimal), 0),
            "optimal, arena 10 bytes, live peak 8 bytes, fragmentation 25.00 %\n"
            "ended after 0.250 s, found by guess; no arena is smaller than 10 bytes, by "
            "counting\n");
  EXPECT_EQ(report_of(run_of(PackStatus::placed, StopReason::time), 0),
            "feasible, arena 12 bytes, live peak 8 bytes, fragmentation 50.00 %\n"
            "stopped by the time limit after 0.250 s, found by guess; no arena is smaller than 10 "
            "bytes, by counting\n");
  EXPECT_EQ(report_of(run_of(PackStatus::impossible), 9),
            "infeasible: nothing fits in 9 bytes\n"
            "proved after 0.250 s: no arena is smaller than 10 bytes, by counting\n");
  EXPECT_EQ(report_of(run_of(PackStatus::placed, StopReason::user), 11),
            "nothing found in 11 bytes, nor proved impossible: interrupted after 0.250 s; no arena "
            "is smaller than 10 bytes, by counting\n"
            "the smallest arena found: 12 bytes\n");
  EXPECT_EQ(report_of(nothing(), 0),
            "nothing found, nor proved impossible: stopped by the work limit after 0.250 s; no "
            "arena is smaller than 10 bytes, by counting\n");
}

TEST(PackingRunTest, JsonSaysTheSame) {
  constexpr const char* kEnd =
      R"("found_by": "guess", "bound_by": "counting", "time": 0.25, "work": 7000})";
  EXPECT_EQ(json_of(run_of(PackStatus::placed), 0),
            std::string(R"({"status": "feasible", "arena": 12, "live_peak": 8, "bound": 10, )"
                        R"("fragmentation": 0.5, )") +
                kEnd);
  EXPECT_EQ(json_of(run_of(PackStatus::placed), 11),
            std::string(R"({"status": "unknown", "capacity": 11, "least_arena": 12, )"
                        R"("live_peak": 8, "bound": 10, )") +
                kEnd);
}

TEST(PackingRunTest, SettingsOfOptions) {
  const auto settings_of = [](const std::vector<std::string>& words) {
    const auto parsed = Arguments::parse(*find_command("pack"), words);
    const auto& arguments = std::get<Arguments>(parsed);
    OptionReader reader(arguments);
    const PackingSettings settings = read_packing_settings(arguments, reader);
    EXPECT_FALSE(reader.failure());
    return limits_text(settings);
  };
  EXPECT_EQ(settings_of({"f"}), "60 s, seed 0");
  EXPECT_EQ(settings_of({"f", "-w", "1000", "-r", "3"}), "1 000 ticks of work, seed 3");
  EXPECT_EQ(settings_of({"f", "-w", "1000", "-t", "5"}), "5.0 s, 1 000 ticks of work, seed 0");
  EXPECT_EQ(settings_of({"f", "-t", "none"}), "seed 0");
}

}  // namespace
}  // namespace moccasin::app
