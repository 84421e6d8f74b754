// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_claims.h"

#include "io/schedule_file.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using Names = std::vector<std::string_view>;

const GraphFile& graph() {
  static const GraphFile file = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":2,"size":1},{"id":1,"duration":3,"size":30}],"edges":[["a",1]]})");
  return file;
}

// Steps a, 1 with more members each, and more members behind them.
std::string schedule_text(const std::string& a, const std::string& one,
                          const std::string& more = "") {
  return R"({"format":"moccasin-schedule","version":1,"steps":[{"node":"a","copy":0)" + a +
         R"(},{"node":1,"copy":0)" + one + "}]" + more + "}";
}

ScheduleClaims claims_of(const std::string& text) {
  return value_of(parse_schedule(text, "s", graph())).claims;
}

TEST(ScheduleClaims, ReadsAllThatIsClaimed) {
  const ScheduleClaims claims = claims_of(
      schedule_text(R"(,"live":-3)", R"(,"free":["x","\u0001"],"live":9223372036854775807)",
                    R"(,"graph":{"nodes":1,"edges":2},"peak":3,"duration":4,"bound":5,"gap":0.5,
          "overhead_percent":6,"recomputed":-7,"base":{"duration":8,"peak":9},"budget_floor":10,
          "floor_nodes":[1,"a"])"));
  EXPECT_EQ(claims.nodes, 1);
  EXPECT_EQ(claims.edges, 2);
  EXPECT_EQ(claims.peak, 3);
  EXPECT_EQ(claims.duration, 4);
  EXPECT_EQ(claims.bound, 5);
  EXPECT_EQ(claims.gap, 0.5);
  EXPECT_EQ(claims.overhead_percent, 6.0);
  EXPECT_EQ(claims.recomputed, -7);
  EXPECT_EQ(claims.base_duration, 8);
  EXPECT_EQ(claims.base_peak, 9);
  EXPECT_EQ(claims.budget_floor, 10);
  EXPECT_EQ(claims.floor_nodes, (std::vector<NodeId>{{IdKind::integer, "1"}, {IdKind::text, "a"}}));
  EXPECT_EQ(claims.live, (std::vector<std::int64_t>{-3, INT64_MAX}));
  EXPECT_TRUE(claims.states_free);
  EXPECT_EQ(claims.free[0], Names());
  EXPECT_EQ(claims.free[1], (Names{"x", "\1"}));
}

TEST(ScheduleClaims, AreAllOptional) {
  const ScheduleClaims claims = claims_of(schedule_text("", R"(,"live":1)"));
  EXPECT_EQ(claims.peak, std::nullopt);
  EXPECT_EQ(claims.gap, std::nullopt);
  EXPECT_EQ(claims.floor_nodes, std::nullopt);
  EXPECT_EQ(claims.live, (std::vector<std::int64_t>{ScheduleClaims::kUnstated, 1}));
  EXPECT_FALSE(claims.states_free);
  EXPECT_EQ(claims.free.size(), 2u);
}

struct WrongKind {
  std::string a, more, message;
};

TEST(ScheduleClaims, SayWhereTheyAreNone) {
  for (const WrongKind& wrong : {
           WrongKind{R"(,"live":"1")", "", "s: steps[0].live: must be a whole number, not \"1\""},
           WrongKind{R"(,"live":null)", "", "s: steps[0].live: must be a whole number, not null"},
           WrongKind{R"(,"free":"a")", "", "s: steps[0].free: must be an array, not \"a\""},
           WrongKind{R"(,"free":["a",1])", "", "s: steps[0].free[1]: must be a text, not 1"},
           WrongKind{"", R"(,"peak":1.5)", "s: peak: must be a whole number, not 1.5"},
           WrongKind{"", R"(,"peak":[1])", "s: peak: must be a whole number, not an array"},
           WrongKind{"", R"(,"gap":"0")", "s: gap: must be a number, not \"0\""},
           WrongKind{"", R"(,"base":3)", "s: base: must be an object, not 3"},
           WrongKind{"", R"(,"base":{"peak":{}})",
                     "s: base.peak: must be a whole number, not an object"},
           WrongKind{"", R"(,"floor_nodes":"a")", "s: floor_nodes: must be an array"},
           WrongKind{"", R"(,"floor_nodes":["a",1.5])",
                     "s: floor_nodes[1]: an id must be a text or an integer, not 1.5"},
       }) {
    EXPECT_EQ(message_of(parse_schedule(schedule_text(wrong.a, "", wrong.more), "s", graph())),
              wrong.message);
  }
}

}  // namespace
}  // namespace moccasin::io
