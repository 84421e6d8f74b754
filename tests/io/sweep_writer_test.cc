// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "io/fingerprint_text.h"
#include "io/sweep_file.h"
#include "tests/support/build_graph.h"

namespace moccasin::io {
namespace {

GraphFile two_operations() {
  GraphFile file;
  file.graph = test::built(test::simple_graph({{10, 4}, {30, 2}}, {{0, 1}}));
  file.name = "two";
  return file;
}

SweepFile curve() {
  SweepFile sweep;
  sweep.stop = "time";
  sweep.max_copies = 2;
  sweep.base_duration = 40;
  sweep.base_peak = 6;
  sweep.budget_floor = 5;
  sweep.knee_budget = 6;
  sweep.time = 1.5;
  sweep.version = "1.2.3";
  sweep.seed = 7;
  sweep.work = 99;
  sweep.rows = {{.budget = 4,
                 .status = "infeasible",
                 .duration = {},
                 .peak = {},
                 .bound = 40,
                 .found_by = "",
                 .bound_by = "floor"},
                {.budget = 6,
                 .status = "feasible",
                 .duration = 50,
                 .peak = 6,
                 .bound = 40,
                 .found_by = "annealing",
                 .bound_by = "base duration",
                 .between = true,
                 .read_off = true}};
  return sweep;
}

TEST(WriteSweep, HasAPointALine) {
  const GraphFile file = two_operations();
  std::ostringstream out;
  write_sweep(out, file, curve());
  EXPECT_EQ(out.str(),
            "{\"format\":\"moccasin-sweep\",\n\"version\":1,\n\"stop\":\"time\",\n"
            "\"scope\":{\"max_copies\":2,\"order\":\"free\"},\n"
            "\"graph\":{\"name\":\"two\",\"fingerprint\":\"" +
                fingerprint_text(file.graph) +
                "\",\"nodes\":2,\"edges\":1},\n"
                "\"base\":{\"duration\":40,\"peak\":6},\n\"budget_floor\":5,\n"
                "\"knee_budget\":6,\n\"time\":1.5,\n"
                "\"solver\":{\"version\":\"1.2.3\",\"seed\":7,\"threads\":1,\"work\":99},\n"
                "\"points\":[\n"
                "{\"budget\":4,\"status\":\"infeasible\",\"bound_by\":\"floor\"},\n"
                "{\"budget\":6,\"status\":\"feasible\",\"duration\":50,\"overhead_percent\":25,"
                "\"peak\":6,\"found_by\":\"annealing\",\"gap\":0.25,\"bound\":40,"
                "\"bound_by\":\"base duration\",\"between\":true,\"read_off\":true}]}\n");
}

TEST(WriteSweep, AsCommaSeparatedValues) {
  std::ostringstream out;
  write_sweep_csv(out, curve());
  EXPECT_EQ(out.str(),
            "budget,status,duration,overhead_percent,peak,bound,found_by,bound_by,point\n"
            "4,infeasible,,,,,,floor,asked\n"
            "6,feasible,50,25,6,40,annealing,base duration,read_off\n");
}

TEST(WriteSweep, LeavesOutWhatIsNoNumber) {
  SweepFile sweep = curve();
  sweep.base_duration = 0;
  sweep.rows[1].bound = 0;
  std::ostringstream out;
  write_sweep(out, two_operations(), sweep);
  EXPECT_EQ(out.str().find("overhead_percent"), std::string::npos);
  EXPECT_EQ(out.str().find("gap"), std::string::npos);
}

}  // namespace
}  // namespace moccasin::io
