// SPDX-License-Identifier: Apache-2.0
#include "io/fingerprint_text.h"
#include "io/schedule_file.h"
#include "model/profile.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::OpIndex;

// a writes x, y (y retained); b reads x; c reads x and b's output; nobody reads c.
GraphFile small_graph() {
  return graph_of(R"({"format":"moccasin-graph","version":1,"name":"small","resident":1,"nodes":[
    {"id":"a","duration":2,"outputs":[10,20],"retain":[1]},
    {"id":7,"duration":3,"size":30,"workspace":5},
    {"id":"c\"","duration":5,"size":40}],
    "edges":[["a",7],["a","c\""],[7,"c\""]]})");
}

ScheduleFile solved() {
  ScheduleFile file;
  file.status = "feasible";
  file.stop = "time";
  file.budget = 200;
  file.version = "1.2.3";
  file.schedule = model::Schedule{{OpIndex(0), OpIndex(1), OpIndex(0), OpIndex(2)}};
  file.bound = 8;
  return file;
}

TEST(WriteSchedule, WritesEveryField) {
  const GraphFile graph = small_graph();
  ScheduleFile file = solved();
  file.order = model::Order::kept;
  file.max_copies = 2;
  file.time = 1.5;
  file.first_solution_time = 0.25;
  file.time_to_best = 1;
  file.found_by = "annealing";
  file.bound_by = "lagrangian";
  file.commit = "abc";
  file.seed = 18446744073709551615u;
  file.threads = 4;
  file.work = 99;
  file.options = {{"budget", "80%"}, {"order", "kept"}};
  file.statistics = {{"moves", 12}};
  // Steps a 7 a c: the first x dies under 7, the first y, though retained, is replaced and dies
  // at once; the second y stays to the end.
  EXPECT_EQ(text_of(graph, file),
            R"({"format":"moccasin-schedule",
"version":1,
"status":"feasible",
"stop":"time",
"scope":{"max_copies":2,"order":"kept"},
"graph":{"name":"small","fingerprint":")" +
                fingerprint_text(graph.graph) + R"(","nodes":3,"edges":3},
"budget":200,
"peak":101,
"duration":12,
"bound":8,
"gap":0.5,
"overhead_percent":20,
"recomputed":1,
"time":1.5,
"first_solution_time":0.25,
"time_to_best":1,
"found_by":"annealing",
"bound_by":"lagrangian",
"base":{"duration":10,"peak":101},
"budget_floor":81,
"floor_nodes":["c\""],
"solver":{"version":"1.2.3","commit":"abc","seed":18446744073709551615,"threads":4,"work":99,"options":{"budget":"80%","order":"kept"}},
"statistics":{"moves":12},
"steps":[
{"node":"a","copy":0,"free":["a:1"],"live":31},
{"node":7,"copy":0,"free":["a:0"],"live":46},
{"node":"a","copy":1,"live":61},
{"node":"c\"","copy":0,"free":["7","a:0#1","c\""],"live":101}]}
)");
}

// Of the graph above: two outputs, then one with a workspace, and none of the last.
TEST(WriteSchedule, WritesWhereTheBuffersLie) {
  const GraphFile graph = small_graph();
  ScheduleFile file = solved();
  const std::string plain = text_of(graph, file);
  file.placement = model::Placement{.buffers = {0, 64, 128, 16, 192, 256},
                                    .workspaces = {7, 224, 7, 7},
                                    .alignment = 16,
                                    .arena = 296};
  std::string text = text_of(graph, file);
  for (const std::string part : {"\"arena\":296,\n\"alignment\":16,\n", ",\"offsets\":[0,64]",
                                 ",\"offsets\":[128],\"workspace_offset\":224",
                                 ",\"offsets\":[16,192]", ",\"offsets\":[256]"}) {
    const std::size_t at = text.find(part);
    ASSERT_NE(at, std::string::npos) << part << " in " << text;
    text.erase(at, part.size());
  }
  EXPECT_EQ(text, plain);
}

// The floor's nodes: both of a pair, the producer first; none where the retained outputs set it.
TEST(WriteSchedule, NamesTheNodesOfTheFloor) {
  const auto nodes_of = [](const char* text) {
    const auto graph = std::get<GraphFile>(parse_graph(text, "g", {}));
    ScheduleFile file;
    file.status = "infeasible";
    file.stop = "proved";
    const std::string written = text_of(graph, file);
    const std::size_t begin = written.find("\"budget_floor\""), end = written.find("\"solver\"");
    return written.substr(begin, end - begin);
  };
  EXPECT_EQ(nodes_of(R"({"format":"moccasin-graph","version":1,"nodes":[
                     {"id":7,"duration":1,"size":4,"workspace":6},
                     {"id":"b","duration":1,"size":4,"workspace":6},
                     {"id":"v","duration":1,"size":1}],"edges":[[7,"v"],["b","v"]]})"),
            "\"budget_floor\":14,\n\"floor_nodes\":[7,\"v\"],\n");
  EXPECT_EQ(nodes_of(R"({"format":"moccasin-graph","version":1,"nodes":[
                     {"id":"a","duration":1,"size":4,"workspace":6,"retain":true},
                     {"id":"b","duration":1,"size":4,"workspace":7,"retain":true}],"edges":[]})"),
            "\"budget_floor\":14,\n\"floor_nodes\":[\"a\"],\n");
  EXPECT_EQ(nodes_of(R"({"format":"moccasin-graph","version":1,"nodes":[
                     {"id":"a","duration":1,"size":4,"retain":true},
                     {"id":"b","duration":1,"size":4,"retain":true}],"edges":[]})"),
            "\"budget_floor\":8,\n\"floor_nodes\":[],\n");
}

TEST(WriteSchedule, LeavesOutWhatThereIsNot) {
  const GraphFile graph = small_graph();
  ScheduleFile file;
  file.status = "infeasible";
  file.stop = "proved";
  file.budget = 80;
  file.version = "1";
  const std::string facts = R"("graph":{"name":"small","fingerprint":")" +
                            fingerprint_text(graph.graph) + R"(","nodes":3,"edges":3},
"budget":80,
)";
  const std::string rest = R"("time":0,
"base":{"duration":10,"peak":101},
"budget_floor":81,
"floor_nodes":["c\""],
"solver":{"version":"1","seed":0,"threads":1,"work":0}}
)";
  const std::string head = R"({"format":"moccasin-schedule",
"version":1,
"status":")";
  const std::string scope = "\n\"scope\":{\"max_copies\":null,\"order\":\"free\"},\n";
  EXPECT_EQ(text_of(graph, file),
            head + "infeasible\",\n\"stop\":\"proved\"," + scope + facts + rest);
  file.status = "unknown";
  file.stop = "user";
  file.bound = 10;
  EXPECT_EQ(text_of(graph, file),
            head + "unknown\",\n\"stop\":\"user\"," + scope + facts + "\"bound\":10,\n" + rest);
  // How low the search came, and how.
  file.least_peak = 90;
  const std::string low = "\"bound\":10,\n\"least_peak\":90,\n" + rest;
  EXPECT_EQ(text_of(graph, file), head + "unknown\",\n\"stop\":\"user\"," + scope + facts + low);
  file.least_peak_schedule = base_schedule(graph.graph);
  const std::string text = text_of(graph, file);
  EXPECT_TRUE(text.ends_with("\"work\":0},\n\"least_peak_steps\":[\"a\",7,\"c\\\"\"]}\n")) << text;
}

// A graph that takes no time has no overhead, and a bound of 0 no gap unless it is met.
TEST(WriteSchedule, DividesByNothing) {
  const GraphFile graph = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":0,"size":1}],"edges":[]})");
  ScheduleFile file = solved();
  file.schedule = base_schedule(graph.graph);
  file.bound = 0;
  const std::string text = text_of(graph, file);
  EXPECT_NE(text.find("\"gap\":0,\n\"overhead_percent\":0,"), std::string::npos) << text;
  ScheduleFile unbounded = solved();
  unbounded.bound = 0;
  EXPECT_EQ(text_of(small_graph(), unbounded).find("\"gap\""), std::string::npos);
}

// Freed and live: walking along the steps, what is produced and not yet freed is what is live.
TEST(WriteSchedule, FreeListsAccountForEveryLiveByte) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const GraphFile graph = random_graph_file(seed, 1 + seed % 12);
    ScheduleFile file = solved();
    file.schedule = base_schedule(graph.graph);
    base::Random random(seed);
    for (auto k = random.below(10); k > 0; --k) {  // recomputations of what has run before
      auto& steps = file.schedule->steps;
      const std::size_t at = 1 + random.below(steps.size());
      const OpIndex again = steps[random.below(at)];
      steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(at), again);
    }
    const model::Profile profile = make_profile(graph.graph, *file.schedule);
    std::size_t freed = 0;
    const std::string text = text_of(graph, file);
    for (std::size_t at = text.find("\"free\":["); at != std::string::npos;
         at = text.find("\"free\":[", at + 1)) {
      const std::string list = text.substr(at, text.find(']', at) - at);
      freed += 1 + static_cast<std::size_t>(std::count(list.begin(), list.end(), ','));
    }
    std::size_t retained = 0;
    for (const auto tensor : graph.graph.tensors()) {
      retained += graph.graph.tensor(tensor).retain == model::Retain::yes ? 1 : 0;
    }
    EXPECT_EQ(freed + retained, profile.lifetimes.size());
  }
}

TEST(FingerprintText, IsSixteenDigits) {
  const std::string text = fingerprint_text(small_graph().graph);
  EXPECT_EQ(text.size(), 16u);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_TRUE(is_fingerprint(text));
  for (const char* const other : {"", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeF"}) {
    EXPECT_FALSE(is_fingerprint(other));
  }
}

}  // namespace
}  // namespace moccasin::io
