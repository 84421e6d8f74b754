// SPDX-License-Identifier: Apache-2.0
#include "io/fingerprint_text.h"
#include "io/plan_file.h"
#include "model/verify_placement.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

// "a,b" has two outputs, one of them retained, and runs twice; 7 reads both and has workspace.
GraphFile example() {
  return graph_of(R"({"format":"moccasin-graph","version":1,"name":"ex\"ample","resident":100,
"alignment":4,"nodes":[{"id":"a,b","duration":1,"outputs":[8,3],"retain":[1]},
{"id":7,"duration":2,"size":5,"workspace":6}],"edges":[["a,b",7],["a,b",7,1]]})");
}

model::Schedule schedule() { return {{model::OpIndex(0), model::OpIndex(1), model::OpIndex(0)}}; }

// Step 0 writes two buffers, step 1 one beside a workspace, step 2 two again.
model::Placement placement() {
  return {.buffers = {0, 8, 12, 0, 8}, .workspaces = {0, 20, 0}, .alignment = 4, .arena = 28};
}

TEST(PlanWriterTest, ThePlacementOfTheseTestsIsValid) {
  const auto verdict = verify_placement(example().graph, schedule(), placement());
  EXPECT_TRUE(verdict.valid()) << verdict.violation->message;
  EXPECT_EQ(verdict.arena, placement().arena);
}

TEST(PlanWriterTest, WritesBuffersAndWorkspaces) {
  std::ostringstream out;
  write_plan(out, example(), schedule(),
             {.placement = placement(),
              .live_peak = 28,
              .bound = 28,
              .time = 0.5,
              .found_by = "guess",
              .bound_by = "counting",
              .version = "1.2.3",
              .commit = "abc",
              .seed = 4,
              .work = 5});
  EXPECT_EQ(out.str(), R"({"format":"moccasin-plan",
"version":1,
"status":"optimal",
"graph":{"name":"ex\"ample","fingerprint":")" +
                           fingerprint_text(example().graph) + R"(","nodes":2,"edges":2},
"steps":3,
"alignment":4,
"arena":28,
"live_peak":28,
"bound":28,
"resident":100,
"fragmentation":0,
"time":0.5,
"found_by":"guess",
"bound_by":"counting",
"solver":{"version":"1.2.3","commit":"abc","seed":4,"work":5},
"buffers":[
{"name":"a,b:0","node":"a,b","output":0,"copy":0,"lower":0,"upper":2,"size":8,"offset":0},
{"name":"a,b:1","node":"a,b","output":1,"copy":0,"lower":0,"upper":2,"size":4,"offset":8},
{"name":"7","node":7,"output":0,"copy":0,"lower":1,"upper":2,"size":8,"offset":12},
{"name":"a,b:0#1","node":"a,b","output":0,"copy":1,"lower":2,"upper":3,"size":8,"offset":0},
{"name":"a,b:1#1","node":"a,b","output":1,"copy":1,"lower":2,"upper":3,"size":4,"offset":8}],
"workspaces":[
{"step":1,"node":7,"size":8,"offset":20}]}
)");
}

TEST(PlanWriterTest, WhatIsNotKnownIsLeftOut) {
  PlanFile plan;
  plan.placement = placement();
  plan.live_peak = plan.bound = 14;
  plan.version = "1";
  GraphFile graph = example();
  graph.name.clear();
  std::ostringstream out;
  write_plan(out, graph, schedule(), plan);
  EXPECT_NE(out.str().find(R"("status":"feasible",
"graph":{"fingerprint")"),
            std::string::npos);
  EXPECT_NE(out.str().find(R"("fragmentation":1,
"time":0,
"solver":{"version":"1","seed":0,"work":0},
)"),
            std::string::npos);
}

TEST(PlanWriterTest, NamedBuffersAreThoseOfThePackerByName) {
  const NamedBuffers named = named_buffers(example(), schedule(), placement());
  std::ostringstream out;
  write_packing_csv(out, named.file, named.offsets);
  EXPECT_EQ(out.str(),
            "id,lower,upper,size,alignment,offset\n\"a,b:0\",0,2,8,4,0\n\"a,b:1\",0,2,4,4,8\n"
            "7,1,2,8,4,12\n\"a,b:0#1\",2,3,8,4,0\n\"a,b:1#1\",2,3,4,4,8\n"
            "workspace 1,1,2,8,4,20\n");
}

// What is written of any schedule is read back as the buffers that were packed.
TEST(PlanWriterTest, ListsAreReadBack) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const GraphFile graph = random_graph_file(seed, 1 + seed % 9);
    const model::Schedule base = base_schedule(graph.graph);
    const auto buffers = model::arena_buffers(graph.graph, base, 2);
    std::vector<std::int64_t> offsets;  // one on top of the other
    std::int64_t end = 0;
    for (const model::ArenaBuffer& buffer : buffers) {
      offsets.push_back(end);
      end = (end + buffer.size + 1) / 2 * 2;
    }
    const NamedBuffers named =
        named_buffers(graph, base, model::to_placement(base, 2, buffers, offsets));
    std::ostringstream out;
    write_packing_csv(out, named.file, named.offsets);
    const PackingFile read = value_of(parse_packing_csv(out.str(), "f"));
    EXPECT_EQ(read.ids, named.file.ids) << "seed " << seed;
    std::vector<model::ArenaBuffer> expected;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      if (i >= buffers.size() - base.steps.size() && buffers[i].size == 0) continue;
      expected.push_back(buffers[i]);
      expected.back().offset = offsets[i];
    }
    EXPECT_EQ(read.buffers, expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace moccasin::io
