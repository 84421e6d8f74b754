// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "io/fingerprint_text.h"
#include "io/schedule_file.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::OpIndex;

// Two nodes, 'a' and 1.
const GraphFile& graph() {
  static const GraphFile file = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":2,"size":1},{"id":1,"duration":3,"size":30}],"edges":[["a",1]]})");
  return file;
}

std::string error_of(const std::string& text) {
  return message_of(parse_schedule(text, "s", graph()));
}

// A schedule of three steps with more members behind them.
std::string schedule_text(const std::string& more) {
  return R"({"format":"moccasin-schedule","version":1,"steps":[{"node":"a","copy":0},
    {"node":1,"copy":0,"live":3},{"node":"a","copy":1,"free":["a"]}])" +
         more + "}";
}

TEST(ReadSchedule, NeedsLittle) {
  const ScheduleFile file = value_of(parse_schedule(schedule_text(""), "s", graph()));
  EXPECT_EQ(file.schedule, (model::Schedule{{OpIndex(0), OpIndex(1), OpIndex(0)}}));
  EXPECT_EQ(file.status, "");
  EXPECT_EQ(file.max_copies, 0);
  EXPECT_EQ(file.budget, std::nullopt);
}

void expect_same(const ScheduleFile& a, const ScheduleFile& b) {
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.stop, b.stop);
  EXPECT_EQ(a.order, b.order);
  EXPECT_EQ(a.max_copies, b.max_copies);
  EXPECT_EQ(a.budget, b.budget);
  EXPECT_EQ(a.schedule, b.schedule);
  EXPECT_EQ(a.placement, b.placement);
  EXPECT_EQ(a.least_peak, b.least_peak);
  EXPECT_EQ(a.least_peak_schedule, b.least_peak_schedule);
  EXPECT_EQ(a.bound, b.bound);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.first_solution_time, b.first_solution_time);
  EXPECT_EQ(a.time_to_best, b.time_to_best);
  EXPECT_EQ(a.found_by, b.found_by);
  EXPECT_EQ(a.bound_by, b.bound_by);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.commit, b.commit);
  EXPECT_EQ(a.seed, b.seed);
  EXPECT_EQ(a.threads, b.threads);
  EXPECT_EQ(a.work, b.work);
  EXPECT_EQ(a.options, b.options);
  EXPECT_EQ(a.statistics, b.statistics);
}

TEST(ReadSchedule, ReadsBackWhatWasWritten) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const GraphFile file = random_graph_file(seed, 1 + seed % 30);
    base::Random random(seed);
    ScheduleFile written{.status = "feasible",
                         .stop = "target",
                         .order = random.chance(0.5) ? model::Order::kept : model::Order::free,
                         .max_copies = static_cast<std::int32_t>(random.below(3)),
                         .budget = random.between(0, 1'000'000),
                         .schedule = base_schedule(file.graph),
                         .placement = {},
                         .bound = random.between(0, 1'000'000),
                         .time = random.unit(),
                         .first_solution_time = {},
                         .time_to_best = random.unit(),
                         .found_by = "a \"b\"",
                         .bound_by = "",
                         .version = "1",
                         .commit = "c",
                         .seed = random.next(),
                         .threads = 3,
                         .work = random.next(),
                         .options = {{"x.y", "1"}, {"z", "\n"}},
                         .statistics = {{"moves", 5}, {"a.b", -1}}};
    auto& steps = written.schedule->steps;
    for (auto k = random.below(10); k > 0; --k) steps.push_back(steps[random.below(steps.size())]);
    if (random.chance(0.5)) {
      written.placement = stacked_placement(file.graph, *written.schedule, random.between(1, 3));
      for (std::size_t i = 0; i < steps.size(); ++i) {  // there is nothing to be read
        const bool has = file.graph.operation(steps[i]).workspace > 0;
        if (!has) written.placement->workspaces[i] = 0;
      }
    }
    expect_same(value_of(parse_schedule(text_of(file, written), "s", file)), written);
  }
}

TEST(ReadSchedule, ReadsAnAnswerWithoutASchedule) {
  ScheduleFile written;
  written.status = "unknown";
  written.stop = "error";
  const ScheduleFile read = value_of(parse_schedule(text_of(graph(), written), "s", graph()));
  expect_same(read, written);
  EXPECT_EQ(read.schedule, std::nullopt);
  EXPECT_EQ(read.claims.base_peak, 31);
}

TEST(ReadSchedule, ReadsHowLowASearchCame) {
  ScheduleFile written;
  written.status = "unknown";
  written.stop = "work";
  written.least_peak = 61;
  const GraphFile file = graph();
  const ScheduleFile low = value_of(parse_schedule(text_of(file, written), "s", file));
  EXPECT_EQ(low.least_peak, 61);
  EXPECT_EQ(low.least_peak_schedule, std::nullopt);
  written.least_peak_schedule = model::base_schedule(file.graph);
  written.least_peak_schedule->steps.push_back(file.graph.base_order().back());
  const ScheduleFile read = value_of(parse_schedule(text_of(file, written), "s", file));
  EXPECT_EQ(read.least_peak_schedule, written.least_peak_schedule);
  EXPECT_EQ(read.schedule, std::nullopt);
}

TEST(ReadSchedule, PassesOverKeysItDoesNotKnow) {
  const ScheduleFile file = value_of(parse_schedule(
      schedule_text(R"(,"later":{"arena":1},"new":[{}],"statistics":{"ratio":0.5,"moves":2},
                        "solver":{"version":"2","options":{"deep":{"er":1},"flag":true}})"),
      "s", graph()));
  EXPECT_EQ(file.version, "2");
  EXPECT_TRUE(file.options.empty());
  EXPECT_EQ(file.statistics, (std::vector<std::pair<std::string, std::int64_t>>{{"moves", 2}}));
}

TEST(ReadSchedule, RefusesTheScheduleOfAnotherGraph) {
  const std::string ours = fingerprint_text(graph().graph);
  const auto with = [](const std::string& fingerprint) {
    return schedule_text(R"(,"graph":{"fingerprint":")" + fingerprint + R"("})");
  };
  EXPECT_EQ(error_of(with(ours)), "no error");
  EXPECT_EQ(error_of(with("0123456789abcdef")),
            "s: graph.fingerprint: the schedule is for the graph 0123456789abcdef, but this graph "
            "is " +
                ours);
}

ScheduleFile warm_start_of(const std::string& text) {
  return value_of(parse_schedule(text, "s", graph(), ScheduleUse::warm_start));
}

TEST(ReadWarmStart, TakesStepsMadeForAnotherVersionOfTheGraph) {
  const std::string ours = fingerprint_text(graph().graph);
  EXPECT_EQ(warm_start_of(schedule_text("")).made_for, "");
  EXPECT_EQ(warm_start_of(schedule_text(R"(,"graph":{"fingerprint":")" + ours + R"("})")).made_for,
            "");
  const ScheduleFile other =
      warm_start_of(schedule_text(R"(,"graph":{"fingerprint":"0123456789abcdef"})"));
  EXPECT_EQ(other.made_for, "0123456789abcdef");
  EXPECT_EQ(warm_start_of(schedule_text(R"(,"graph":{"fingerprint":"\u001b[2J"})")).made_for,
            "unknown");
  EXPECT_EQ(other.schedule, (model::Schedule{{OpIndex(0), OpIndex(1), OpIndex(0)}}));
}

TEST(ReadWarmStart, PassesOverWhatDoesNotBearOnTheSteps) {
  const ScheduleFile file = warm_start_of(schedule_text(
      R"(,"budget":-1,"peak":"high","scope":{"order":"any"},"base":0,"floor_nodes":3,"time":"x")"));
  EXPECT_EQ(file.schedule->steps.size(), 3u);
  EXPECT_EQ(file.budget, std::nullopt);
  EXPECT_TRUE(file.claims.live.empty());
  EXPECT_EQ(file.claims.free.size(), 0u);
}

// Whatever stands beside the steps.
TEST(ReadWarmStart, TakesStepsFromAnyFileThatHasThem) {
  const std::string steps = R"(,"steps":[{"node":"a","copy":0}])";
  const std::string head = R"({"format":"moccasin-schedule","version":1)";
  for (const std::string& beside :
       {std::string(R"(,"status":"timeout")"), std::string(R"(,"status":null)"),
        std::string(R"(,"graph":null)"), std::string(R"(,"graph":[1])"),
        std::string(R"(,"graph":{"fingerprint":5})"), std::string(R"(,"least_peak_steps":["zz"])"),
        std::string(R"(,"least_peak_steps":7)")}) {
    EXPECT_EQ(warm_start_of(head + beside + steps + "}").schedule->steps.size(), 1u) << beside;
  }
  const ScheduleFile nearest = warm_start_of(head + R"(,"least_peak_steps":["a","a"]})");
  EXPECT_EQ(nearest.least_peak_schedule->steps.size(), 2u);
  const std::string gone = head + R"(,"least_peak_steps":["zz"]})";
  EXPECT_EQ(message_of(parse_schedule(gone, "s", graph(), ScheduleUse::warm_start)),
            "s: least_peak_steps[0]: unknown node 'zz'");
}

TEST(ReadWarmStart, RefusesWhatIsNoStepOfThisGraph) {
  const auto error = [](const std::string& steps) {
    const std::string text = R"({"format":"moccasin-schedule","version":1,
      "graph":{"fingerprint":"0123456789abcdef"},"steps":[)" +
                             steps + "]}";
    return message_of(parse_schedule(text, "s", graph(), ScheduleUse::warm_start));
  };
  EXPECT_EQ(error(R"({"node":"gone","copy":0})"),
            "s: steps[0].node: unknown node 'gone'; the schedule is for the graph "
            "0123456789abcdef, but this graph is " +
                fingerprint_text(graph().graph));
  EXPECT_EQ(error(R"({"node":"a","copy":1})"),
            "s: steps[0].copy: must be 0, but is 1 (run 1 of node 'a')");
}

class ScheduleError : public testing::TestWithParam<Wrong> {};

TEST_P(ScheduleError, SaysWhereAndWhat) {
  EXPECT_EQ(error_of(GetParam().text), GetParam().message);
}

std::string steps_text(const std::string& steps) {
  return R"({"format":"moccasin-schedule","version":1,"steps":[)" + steps + "]}";
}

INSTANTIATE_TEST_SUITE_P(
    All, ScheduleError,
    testing::Values(
        Wrong{"", "s: is empty"},
        Wrong{"{\"steps\":\n[", "s:2:2: unexpected end of input; expected '[', '{', or a literal"},
        Wrong{"{}", "s: not a schedule: expected \"format\": \"moccasin-schedule\""},
        Wrong{R"({"format":"moccasin-graph"})", "s: this is a graph; a schedule is expected here"},
        Wrong{R"({"format":"x"})",
              "s: format: unknown format \"x\"; expected \"moccasin-schedule\""},
        Wrong{R"({"format":"moccasin-schedule"})", "s: the key 'version' is missing"},
        Wrong{R"({"format":"moccasin-schedule","version":9})",
              "s: version: version 9 is not supported; moccasin reads 1"},
        Wrong{R"({"format":"moccasin-schedule","version":1,"status":"optimal"})",
              "s: the key 'steps' is missing"},
        Wrong{R"({"format":"moccasin-schedule","version":1,"steps":null})",
              "s: steps: must be an array, not null"},
        Wrong{R"({"format":"moccasin-schedule","version":1,"steps":{}})",
              "s: steps: must be an array"},
        Wrong{schedule_text(R"(,"steps":[])"), "s: the key 'steps' stands there twice"},
        Wrong{steps_text("1"), "s: steps[0]: must be an object, not 1"},
        Wrong{steps_text(R"({"copy":0})"), "s: steps[0]: the key 'node' is missing"},
        Wrong{steps_text(R"({"node":"a"})"), "s: steps[0]: the key 'copy' is missing"},
        Wrong{steps_text(R"({"node":"a","copy":-1})"),
              "s: steps[0].copy: must not be negative, but is -1"},
        Wrong{steps_text(R"({"node":"b","copy":0})"), "s: steps[0].node: unknown node 'b'"},
        Wrong{steps_text(R"({"node":"1","copy":0})"),
              "s: steps[0].node: unknown node '1' (there is a node 1: texts and integers are "
              "different ids)"},
        Wrong{steps_text(R"({"node":"a","copy":0},{"node":"a","copy":0})"),
              "s: steps[1].copy: must be 1, but is 0 (run 2 of node 'a')"},
        Wrong{schedule_text(R"(,"graph":[])"), "s: graph: must be an object"},
        Wrong{schedule_text(R"(,"scope":"kept")"), "s: scope: must be an object, not \"kept\""},
        Wrong{schedule_text(R"(,"budget":[7])"), "s: budget: must be a whole number, not an array"},
        Wrong{schedule_text(R"(,"budget":7,"peak":1,"budget":8)"),
              "s: the key 'budget' stands there twice"},
        Wrong{schedule_text(R"(,"scope":{"order":7},"scope.order":"free")"),
              "s: scope.order: must be a text, not 7"},
        Wrong{schedule_text(R"(,"least_peak_steps":7)"),
              "s: least_peak_steps: must be an array, not 7"},
        Wrong{schedule_text(R"(,"least_peak_steps":["zz"])"),
              "s: least_peak_steps[0]: unknown node 'zz'"},
        Wrong{schedule_text(R"(,"scope":{"order":"free"},"scope":{"order":"kept"})"),
              "s: the key 'scope' stands there twice"},
        Wrong{schedule_text(R"(,"peak":1,"peak":1)"), "s: the key 'peak' stands there twice"},
        Wrong{schedule_text(R"(,"arena":1,"arena":1)"), "s: the key 'arena' stands there twice"},
        Wrong{steps_text(R"({"node":"a","copy":9,"copy":0})"),
              "s: steps[0]: the key 'copy' stands there twice"},
        Wrong{steps_text(R"({"node":"a","copy":0,"free":[],"free":["a"]})"),
              "s: steps[0]: the key 'free' stands there twice"},
        Wrong{schedule_text(R"(,"status":"done")"),
              "s: status: unknown word \"done\"; expected one of optimal, feasible, infeasible, "
              "unknown"},
        Wrong{schedule_text(R"(,"stop":1)"), "s: stop: must be a text, not 1"},
        Wrong{schedule_text(R"(,"scope":{"order":"any"})"),
              "s: scope.order: unknown word \"any\"; expected one of kept, free"},
        Wrong{schedule_text(R"(,"scope":{"max_copies":0})"),
              "s: scope.max_copies: must be at least 1, but is 0"},
        Wrong{schedule_text(R"(,"budget":1e30)"), "s: budget: 1e30 does not fit in 64 bits"},
        Wrong{schedule_text(R"(,"bound":0.5)"), "s: bound: must be a whole number, not 0.5"},
        Wrong{schedule_text(R"(,"time":"1")"), "s: time: must be a number, not \"1\""},
        Wrong{schedule_text(R"(,"solver":{"seed":-1})"),
              "s: solver.seed: must not be negative, but is -1"},
        Wrong{schedule_text(R"(,"solver":{"work":18446744073709551616})"),
              "s: solver.work: 18446744073709551616 does not fit in 64 bits"}));

TEST(ReadSchedule, CutFilesAreErrors) {
  ScheduleFile file;
  file.status = "feasible";
  file.stop = "time";
  file.schedule = base_schedule(graph().graph);
  std::string text = text_of(graph(), file);
  text.pop_back();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto result = parse_schedule(std::string_view(text).substr(0, size), "s", graph());
    const Error* error = std::get_if<Error>(&result);
    ASSERT_NE(error, nullptr) << "cut at " << size;
    EXPECT_EQ(error->kind, ErrorKind::syntax) << error->message;
  }
}

TEST(ReadScheduleFile, NamesTheFile) {
  const std::string path = testing::TempDir() + "/schedule.json";
  std::ofstream(path) << schedule_text("");
  EXPECT_EQ(value_of(read_schedule_file(path, graph())).schedule->steps.size(), 3u);
  std::ofstream(path) << "{";
  EXPECT_EQ(message_of(read_schedule_file(path, graph())),
            path + ":1:2: unexpected end of input; expected string literal");
  EXPECT_EQ(message_of(read_schedule_file(path + "x", graph())),
            path + "x: cannot read: No such file or directory");
}

}  // namespace
}  // namespace moccasin::io
