// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/api/io/support.h"

namespace moccasin {
namespace {

// What a program that stops at once would write of a b c, in a budget of 8.
Result by_hand(std::vector<OpId> schedule) {
  Result result;
  result.status = Status::feasible;
  result.stop = Stop::work;
  result.schedule = std::move(schedule);
  result.bound = 50;
  result.budget_floor = 7;
  result.found_by = "hand";
  result.bound_by = "eye";
  result.wall_seconds = 0.5;
  result.first_solution_seconds = 0.25;
  result.best_seconds = 0.375;
  result.work = 12;
  result.statistics = {{"looks", 3}};
  return result;
}

SolveRequest request_of_eight() {
  SolveRequest request(8, {});
  request.seed = 18446744073709551615u;
  request.threads = 2;
  request.max_copies = 3;
  request.order = Order::kept;
  request.given = {{"budget", "8"}, {"order", "kept"}};
  request.commit = "abc";
  return request;
}

std::string kByHand() {
  return R"({"format":"moccasin-schedule",
"version":1,
"status":"feasible",
"stop":"work",
"scope":{"max_copies":3,"order":"kept"},
"graph":{"name":"small","fingerprint":")" +
         document_of(kSmall).fingerprint() +
         R"(","nodes":3,"edges":3},
"budget":8,
"peak":7,
"duration":60,
"bound":50,
"gap":0.2,
"overhead_percent":0,
"recomputed":0,
"time":0.5,
"first_solution_time":0.25,
"time_to_best":0.375,
"found_by":"hand",
"bound_by":"eye",
"base":{"duration":60,"peak":7},
"budget_floor":7,
"floor_nodes":["c"],
"solver":{"version":")" MOCCASIN_VERSION
         R"(","commit":"abc","seed":18446744073709551615,"threads":2,"work":12,"options":{"budget":"8","order":"kept"}},
"statistics":{"looks":3},
"steps":[
{"node":"a","copy":0,"live":4},
{"node":"b","copy":0,"live":6},
{"node":"c","copy":0,"free":["a","b","c"],"live":7}]}
)";
}

std::string text_of(const GraphDocument& graph, const Result& result,
                    const SolveRequest& request = {}) {
  std::string text;
  EXPECT_EQ(told(write_schedule(Sink::text(text), graph, result, request)), kNoError);
  return text;
}

// `text` with `old` replaced by `now`.
std::string with(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), now);
}

TEST(ScheduleDocument, IsWrittenWithAllThatTheResultAndTheRequestSay) {
  EXPECT_EQ(text_of(document_of(kSmall), by_hand({0, 1, 2}), request_of_eight()), kByHand());
}

// The steps of a file that was written, with an offset each: what read_schedule() makes of them.
TEST(ScheduleDocument, HasThePlacementOfTheFile) {
  const GraphDocument graph = document_of(kSmall);
  const std::string plain = text_of(graph, by_hand({0, 1, 2}), request_of_eight());
  EXPECT_EQ(value_of(read_schedule(Source::text(plain), graph)).placement, std::nullopt);
  const auto placed = [&](const std::string& offset_of_c) {
    std::string text = with(plain, "\"duration\":60", "\"arena\":8,\"duration\":60");
    text = with(text, "\"live\":4", "\"live\":4,\"offsets\":[0]");
    text = with(text, "\"live\":6", "\"live\":6,\"offsets\":[5]");
    text = with(text, "\"live\":7", "\"live\":7,\"offsets\":[" + offset_of_c + "]");
    return value_of(read_schedule(Source::text(text), graph));
  };
  const ScheduleDocument valid = placed("7");
  ASSERT_TRUE(valid.placement.has_value());
  EXPECT_EQ(valid.placement->offsets, (std::vector<std::int64_t>{0, 5, 7}));
  EXPECT_EQ(valid.placement->workspaces, (std::vector<std::int64_t>{0, 0, 0}));
  EXPECT_EQ(valid.placement->alignment, 1);
  EXPECT_EQ(valid.placement->arena, 8);
  EXPECT_EQ(valid.broken, "");
  EXPECT_EQ(placed("6").broken,
            "rule 'no overlap', step 2, operation 'c': 'c' at [6, 7) overlaps 'b' at [5, 7)");
  EXPECT_EQ(placed("4").broken, "claim 'arena': says 8, but is 7");
}

// That of solve(), or of place(): whoever has one puts it into the result.
TEST(ScheduleDocument, IsWrittenWithThePlacementOfTheResult) {
  const GraphDocument graph = document_of(kSmall);
  Result result = by_hand({0, 1, 2});
  const std::string plain = text_of(graph, result, request_of_eight());
  result.placement = {{2, 0, 6}, {0, 0, 0}, 2, 7};
  std::string text = text_of(graph, result, request_of_eight());
  const ScheduleDocument read = value_of(read_schedule(Source::text(text), graph));
  EXPECT_EQ(read.broken, "");
  ASSERT_TRUE(read.placement.has_value());
  EXPECT_EQ(read.placement->offsets, result.placement.offsets);
  EXPECT_EQ(read.placement->alignment, 2);
  EXPECT_EQ(read.placement->arena, 7);
  for (const char* const part : {"\"arena\":7,\n\"alignment\":2,\n", ",\"offsets\":[2]",
                                 ",\"offsets\":[0]", ",\"offsets\":[6]"}) {
    text = with(text, part, "");
  }
  EXPECT_EQ(text, plain);

  const auto refusal = [&](const Placement& placement) {
    result.placement = placement;
    const auto error = write_schedule(Sink::text(text), graph, result, request_of_eight());
    return error ? error->message : "no error";
  };
  EXPECT_EQ(refusal({{2, 0, 5}, {0, 0, 0}, 1, 6}),
            "text: no placement of this schedule: buffer 2 overlaps buffer 0 from time 2 on");
  EXPECT_EQ(refusal({{2, 0}, {0, 0, 0}, 2, 7}),
            "text: no placement of this schedule: 5 offsets for 6 buffers");
  EXPECT_EQ(refusal({{2, 0, 6}, {0, 0, 0}, 2, 8}),
            "text: no placement of this schedule: its arena has 7 bytes, not 8");
  EXPECT_EQ(refusal({{2, 0, 6}, {0, 0, 0}, 0, 7}), "text: no placement: its alignment is below 1");
  EXPECT_EQ(text, plain) << "left as it was";
}

TEST(ScheduleDocument, ReadsAsWhatWasWritten) {
  const auto graph = document_of(kSmall);
  const auto read = value_of(read_schedule(Source::text(kByHand()), graph));
  EXPECT_EQ(read.schedule, (std::vector<OpId>{0, 1, 2}));
  EXPECT_FALSE(read.near_miss);
  EXPECT_EQ(read.status, Status::feasible);
  EXPECT_EQ(read.stop, Stop::work);
  EXPECT_EQ(read.order, Order::kept);
  EXPECT_EQ(read.max_copies, 3);
  EXPECT_EQ(read.budget, 8);
  EXPECT_EQ(read.bound, 50);
  EXPECT_EQ(read.broken, "");
  EXPECT_EQ(read.made_for, "");
}

TEST(ScheduleDocument, OfASolveIsSoundAndSaysSo) {
  constexpr std::int64_t kBudget = 5'328'667'761;  // 90 % of the base order's peak
  const auto graph = value_of(read_graph(Source::file(data_path("vgg16_b64_train.json"))));
  Options options;
  options.time_limit = 0;
  options.work_limit = 50'000;
  const Result result = solve(graph.graph(), kBudget, options);
  ASSERT_TRUE(result.has_schedule());
  const std::string text = text_of(graph, result, {kBudget, options});
  const auto read = value_of(read_schedule(Source::text(text), graph));
  EXPECT_EQ(read.schedule, result.schedule);
  EXPECT_EQ(read.status, result.status);
  EXPECT_EQ(read.stop, result.stop);
  EXPECT_EQ(read.bound, result.bound);
  EXPECT_EQ(read.broken, "");
}

TEST(ScheduleDocument, WhatIsBrokenIsSaidAsTheProgramSaysIt) {
  const auto graph = document_of(kSmall);
  const auto broken = [&](const std::string& old, const std::string& now) {
    return value_of(read_schedule(Source::text(with(kByHand(), old, now)), graph)).broken;
  };
  EXPECT_EQ(broken("\"budget\":8", "\"budget\":6"),
            "rule 'budget', step 2, operation 'c': 'c' runs with 7 bytes live, the budget is 6");
  EXPECT_EQ(broken("\"peak\":7", "\"peak\":8"), "claim 'peak': says 8, but is 7");
  EXPECT_EQ(broken("\"live\":6", "\"live\":5"),
            "claim 'live', step 1, operation 'b': says 5, but is 6");
}

TEST(ScheduleDocument, AnErrorHasItsPlace) {
  const auto graph = document_of(kSmall);
  const auto error_of = [&](const std::string& text) {
    return told(read_schedule(Source::text(text, "s"), graph));
  };
  EXPECT_EQ(error_of(with(kByHand(), ",\"live\":7}]", ",\"live\":7]")),
            Told(FileErrorKind::syntax, "s:27:51: unexpected ']'; expected '}'", 27, 51));
  EXPECT_EQ(error_of(with(kByHand(), "\"node\":\"b\"", "\"node\":\"d\"")),
            Told(FileErrorKind::content, "s: steps[1].node: unknown node 'd'", 26, 9));
  EXPECT_EQ(error_of(kSmall),
            Told(FileErrorKind::content, "s: this is a graph; a schedule is expected here", 0, 0));
}

TEST(ScheduleDocument, WithoutStepsItIsNone) {
  const auto graph = value_of(read_graph(Source::file(data_path("tiny.json"))));
  const Result result = solve(graph.graph(), 200);
  ASSERT_EQ(result.status, Status::infeasible);
  const std::string text = text_of(graph, result, {200, {}});
  EXPECT_EQ(told(read_schedule(Source::text(text, "s"), graph)),
            Told(FileErrorKind::content, "s: holds no schedule: it has no steps", 0, 0));
  EXPECT_EQ(told(read_warm_start(Source::text(text, "s"), graph)),
            Told(FileErrorKind::content, "s: holds no schedule: it has no steps", 0, 0));
}

TEST(ScheduleDocument, ANearMissIsReadAsOne) {
  const auto graph = document_of(kSmall);
  Result result = by_hand({});
  result.status = Status::unknown;
  result.least_peak = 7;
  result.least_peak_schedule = {0, 1, 2};
  result.budget_floor = 5;
  const std::string text = text_of(graph, result, {6, {}});
  EXPECT_NE(text.find("\"least_peak_steps\":[\"a\",\"b\",\"c\"]"), std::string::npos);
  for (const auto& read :
       {read_schedule(Source::text(text), graph), read_warm_start(Source::text(text), graph)}) {
    EXPECT_EQ(value_of(read).schedule, (std::vector<OpId>{0, 1, 2}));
    EXPECT_TRUE(value_of(read).near_miss);
  }
  // Of a budget below the floor nobody has searched: what is known says nothing of it.
  result.budget_floor = 7;
  EXPECT_EQ(text_of(graph, result, {6, {}}).find("least_peak_steps"), std::string::npos);
}

TEST(ScheduleDocument, OfAnotherGraphIsReadToStartFromAlone) {
  const auto graph = document_of(with(kSmall, "\"duration\":30", "\"duration\":31"));
  const std::string theirs = document_of(kSmall).fingerprint();
  const std::string both =
      "the schedule is for the graph " + theirs + ", but this graph is " + graph.fingerprint();
  EXPECT_EQ(told(read_schedule(Source::text(kByHand(), "s"), graph)),
            Told(FileErrorKind::content, "s: graph.fingerprint: " + both, 6, 39));
  const auto read = value_of(read_warm_start(Source::text(kByHand()), graph));
  EXPECT_EQ(read.schedule, (std::vector<OpId>{0, 1, 2}));
  EXPECT_EQ(read.made_for, theirs);
  Options options;
  options.warm_start = read.schedule;
  EXPECT_EQ(solve(graph.graph(), 7, options).duration, 61);
}

TEST(ScheduleDocument, ToStartFromItHasToBeASequence) {
  const std::string chain = R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":1,"size":1},{"id":"b","duration":1,"size":1},
    {"id":"c","duration":1,"size":1}],"edges":[["c","b"],["b","a"]]})";
  const auto graph = document_of(chain);
  const auto read = read_warm_start(Source::text(kByHand(), "s"), graph);
  EXPECT_EQ(
      told(read),
      Told(FileErrorKind::content,
           "s: no sequence of this graph: step 0: 'a' reads an output of 'b', which has not run "
           "yet; the schedule is for the graph " +
               document_of(kSmall).fingerprint() + ", but this graph is " + graph.fingerprint(),
           0, 0));
}

TEST(ScheduleDocument, WhatIsNoScheduleOfTheGraphIsNotWritten) {
  const auto graph = document_of(kSmall);
  std::string text = "old";
  const auto error_of = [&](const Result& result) {
    return told(write_schedule(Sink::text(text), graph, result, {8, {}}));
  };
  const auto expected = [](const std::string& message) {
    return Told(FileErrorKind::content, "text: " + message, 0, 0);
  };
  EXPECT_EQ(error_of(by_hand({0, 2, 1})),
            expected("no schedule of this graph: step 1: 'c' reads an output of 'b', which has "
                     "not run yet"));
  EXPECT_EQ(error_of(by_hand({0, 1})), expected("no schedule of this graph: 'c' never runs"));
  EXPECT_EQ(error_of(by_hand({0, 1, 3})),
            expected("no schedule of this graph: step 2: runs an operation that does not exist"));
  EXPECT_EQ(error_of(solve(graph.graph(), -1, {})), kNoError);  // infeasible, which can be written
  Options wrong;
  wrong.threads = 0;
  text = "old";
  EXPECT_EQ(error_of(solve(graph.graph(), 8, wrong)),
            expected("the result is invalid: threads is below 1"));
  EXPECT_EQ(text, "old");
}

}  // namespace
}  // namespace moccasin
