// SPDX-License-Identifier: Apache-2.0
#include "plot/write_trace.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/plot/small_drawing.h"
#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

std::string written(const Drawing& drawing) {
  std::ostringstream out;
  write_trace(out, drawing);
  return out.str();
}

std::string name_of(const std::string& what, int process, const std::string& name) {
  return "{\"ph\":\"M\",\"name\":\"" + what + "\",\"pid\":" + std::to_string(process) +
         ",\"tid\":1,\"args\":{" + name + "}}";
}

std::string live(const std::string& when, int bytes) {
  return ",\n{\"ph\":\"C\",\"name\":\"live memory\",\"pid\":1,\"tid\":1,\"ts\":" + when +
         ",\"args\":{\"bytes\":" + std::to_string(bytes) + "}}";
}

std::string run(const std::string& name, const std::string& times, const std::string& category,
                const std::string& more) {
  return ",\n{\"ph\":\"X\",\"name\":\"" + name + "\",\"pid\":1,\"tid\":1," + times +
         ",\"cat\":" + category + ",\"args\":{" + more + "}}";
}

TEST(WriteTraceTest, RunsAreSlicesAndMemoryACounter) {
  const io::GraphFile file = small_file();
  EXPECT_EQ(
      written({&file, "small", {again("again")}}),
      "{\"displayTimeUnit\":\"ms\",\n\"otherData\":{\"graph\":\"small\",\"duration_unit\":\"ns\","
      "\"size_unit\":\"byte\"},\n\"traceEvents\":[\n" +
          name_of("process_name", 1, "\"name\":\"again\"") + ",\n" +
          name_of("thread_name", 1, "\"name\":\"operations\"") + ",\n" +
          name_of("process_sort_index", 1, "\"sort_index\":1") + live("0", 61) +
          run("a", "\"ts\":0,\"dur\":1.5", "\"first run\"",
              "\"kind\":\"split\",\"step\":0,\"copy\":0,\"live bytes\":61") +
          live("1.5", 69) +
          run("relu_1", "\"ts\":1.5,\"dur\":0.002", "\"first run\"",
              "\"kind\":\"relu\",\"step\":1,\"copy\":0,\"live bytes\":69") +
          live("1.502", 66) +
          run("a", "\"ts\":1.502,\"dur\":1.5", "\"recomputation\",\"cname\":\"bad\"",
              "\"kind\":\"split\",\"step\":2,\"copy\":1,\"live bytes\":66") +
          live("3.002", 75) +
          run("c", "\"ts\":3.002,\"dur\":0", "\"first run\"",
              "\"kind\":\"add\",\"step\":3,\"copy\":0,\"live bytes\":75") +
          live("3.002", 59) + "]}\n");
}

TEST(WriteTraceTest, EveryUnitOfTimeIsMicroseconds) {
  io::GraphFile file = small_file();
  const std::pair<const char*, const char*> units[] = {
      {"fs", "\"dur\":0.0000015,"}, {"ps", "\"dur\":0.0015,"},  {"ns", "\"dur\":1.5,"},
      {"us", "\"dur\":1500,"},      {"ms", "\"dur\":1500000,"}, {"s", "\"dur\":1500000000,"},
      {"tick", "\"dur\":1500,"},    {"", "\"dur\":1500,"}};
  for (const auto& [unit, duration] : units) {
    file.duration_unit = unit;
    const std::string text = written({&file, "small", {again("again")}});
    EXPECT_EQ(count(text, duration), 2u) << unit;
    EXPECT_EQ(count(text, "\"dur\":0,"), 1u) << unit;  // never "0000" or "0.000"
  }
}

TEST(WriteTraceTest, LargeTimesAreExact) {
  io::GraphFile file = small_file();
  file.graph = chain({(std::int64_t{1} << 60) + 1, 1}, {1, 1});
  const std::string text = written({&file, "small", {{"long", "", steps({0, 1}), {}, {}}}});
  EXPECT_EQ(count(text, "\"dur\":1152921504606846.977,"), 1u);
  EXPECT_EQ(count(text, "\"ts\":1152921504606846.978,"), 1u);
}

TEST(WriteTraceTest, AUnitFarBelowKeepsEveryDigit) {
  io::GraphFile file = small_file();
  file.graph = chain({7, 1'000'000'000, 2'000'000'001}, {1, 1, 1});
  file.duration_unit = "fs";
  const std::string text = written({&file, "small", {{"short", "", steps({0, 1, 2}), {}, {}}}});
  EXPECT_EQ(count(text, "\"ts\":0,\"dur\":0.000000007,"), 1u);
  EXPECT_EQ(count(text, "\"ts\":0.000000007,\"dur\":1,"), 1u);
  EXPECT_EQ(count(text, "\"ts\":1.000000007,\"dur\":2.000000001,"), 1u);
}

TEST(WriteTraceTest, BeyondTheLargestTimeNothingWraps) {
  io::GraphFile file = small_file();
  file.graph = chain({std::int64_t{1} << 61, 1}, {1, 1});
  file.duration_unit = "us";
  const std::string text =
      written({&file, "small", {{"long", "", steps({0, 0, 0, 0, 0, 1}), {}, {}}}});
  EXPECT_EQ(count(text, "\"ts\":6917529027641081856,"), 2u);  // three runs in: as memory, as a run
  EXPECT_EQ(count(text, "\"ts\":9223372036854775807,"), 5u);  // two runs, and memory to the end
  EXPECT_EQ(count(text, "\"ts\":-"), 0u);
}

TEST(WriteTraceTest, TheBudgetStandsBesideTheBytes) {
  const io::GraphFile file = small_file();
  DrawnSchedule drawn = again("again");
  EXPECT_EQ(count(written({&file, "small", {drawn}}), "budget"), 0u);
  drawn.budget = 90;
  const std::string text = written({&file, "small", {drawn, again("other")}});
  EXPECT_EQ(count(text, "\"args\":{\"bytes\":61,\"budget\":90}}"), 1u);
  EXPECT_EQ(count(text, ",\"budget\":90}}"), 5u);  // its four steps, and the end
}

TEST(WriteTraceTest, WithoutTimeEveryStepTakesAMicrosecond) {
  io::GraphFile file = small_file();
  file.graph = chain({0, 0, 0}, {1, 1, 1});
  const std::string text = written({&file, "small", {{"timeless", "", steps({0, 1, 2}), {}, {}}}});
  EXPECT_EQ(count(text, "\"ts\":2,\"dur\":1,"), 1u);
}

TEST(WriteTraceTest, AScheduleIsAProcess) {
  const io::GraphFile file = small_file("\"</\n");
  const std::string text = written({&file, "small", {again("one"), again("two")}});
  EXPECT_EQ(count(text, name_of("process_name", 2, "\"name\":\"two\"")), 1u);
  EXPECT_EQ(count(text, "{\"ph\":\"X\","), 8u);
  EXPECT_EQ(count(text, "\"name\":\"\\\"</\\n\""), 4u);
}

}  // namespace
}  // namespace moccasin::plot
