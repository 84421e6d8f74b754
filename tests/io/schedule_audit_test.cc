// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_audit.h"

#include <algorithm>
#include <functional>

#include "model/order.h"
#include "tests/io/support.h"
#include "tests/support/random_schedule.h"

namespace moccasin::io {

void PrintTo(const WrongClaim& wrong, std::ostream* out) {
  *out << wrong.claim << " of step " << (wrong.step ? std::to_string(*wrong.step) : "none") << ": "
       << wrong.message;
}

namespace {

using model::OpIndex;

// A file as it was read, and the graph it is of.
struct Case {
  GraphFile graph;
  ScheduleFile file;

  [[nodiscard]] model::Verdict verdict() const {
    const model::Problem problem{&graph.graph, INT64_MAX, file.order, file.max_copies};
    return verify(problem, *file.schedule);
  }
  [[nodiscard]] std::optional<WrongClaim> wrong() const {
    return find_wrong_claim(graph, file, verdict());
  }
};

Case written_and_read(GraphFile graph, const ScheduleFile& file) {
  ScheduleFile read = value_of(parse_schedule(text_of(graph, file), "s", graph));
  return {std::move(graph), std::move(read)};
}

// A random schedule of a random graph as the writer writes it, with a bound that it meets or not.
Case random_case(std::uint64_t seed) {
  base::Random random(seed);
  GraphFile graph = random_graph_file(seed, 1 + random.below(12));
  ScheduleFile file;
  file.status = "feasible";
  file.stop = "time";
  file.order = random.chance(0.5) ? model::Order::kept : model::Order::free;
  file.max_copies = static_cast<std::int32_t>(random.below(4));
  const model::Problem problem{&graph.graph, INT64_MAX, file.order, file.max_copies};
  file.schedule = test::random_schedule(problem, 0.4 * random.unit(), random);
  const model::Verdict verdict = verify(problem, *file.schedule);
  if (random.chance(0.7)) file.budget = verdict.peak + random.between(0, 1);
  file.bound = random.between(0, verdict.duration);
  if (random.chance(0.3)) {
    file.bound = verdict.duration;
    file.status = "optimal";
  }
  return written_and_read(std::move(graph), file);
}

// The lists of all steps, to be put back changed.
std::vector<std::vector<std::string>> lists_of(const TextLists& free) {
  std::vector<std::vector<std::string>> lists;
  for (std::size_t i = 0; i < free.size(); ++i) {
    const auto names = free[i];
    lists.emplace_back(names.begin(), names.end());
  }
  return lists;
}

TextLists text_lists(const std::vector<std::vector<std::string>>& lists) {
  TextLists result;
  for (const auto& list : lists) {
    result.begin_list();
    for (const std::string& name : list) result.add(name);
  }
  return result;
}

TEST(ScheduleAudit, TakesWhatTheWriterWrites) {
  std::size_t freeing = 0, recomputed = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const Case c = random_case(seed);
    ASSERT_EQ(c.wrong(), std::nullopt) << "seed " << seed;
    freeing += c.file.claims.states_free ? 1 : 0;
    recomputed += *c.file.claims.recomputed > 0 ? 1 : 0;
  }
  EXPECT_GT(freeing, 800u);
  EXPECT_GT(recomputed, 200u);
}

struct AmountClaim {
  std::string name;
  std::optional<std::int64_t> ScheduleClaims::*member;
};

// Each amount alone, a little wrong or anything: it is named, and what is right.
TEST(ScheduleAudit, NamesEveryWrongAmount) {
  const std::vector<AmountClaim> amounts = {{"graph.nodes", &ScheduleClaims::nodes},
                                            {"graph.edges", &ScheduleClaims::edges},
                                            {"peak", &ScheduleClaims::peak},
                                            {"duration", &ScheduleClaims::duration},
                                            {"recomputed", &ScheduleClaims::recomputed},
                                            {"base.duration", &ScheduleClaims::base_duration},
                                            {"base.peak", &ScheduleClaims::base_peak}};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    base::Random random(seed);
    Case c = random_case(seed);
    for (const AmountClaim& amount : amounts) {
      auto& claim = c.file.claims.*amount.member;
      const std::int64_t right = claim.value();
      claim = random.chance(0.5) ? right + (random.chance(0.5) ? 1 : -1)
                                 : random.between(INT64_MIN / 4, INT64_MAX / 4);
      if (*claim == right) continue;
      ASSERT_EQ(c.wrong(), (WrongClaim{amount.name, std::nullopt,
                                       "says " + std::to_string(*claim) + ", but is " +
                                           std::to_string(right)}))
          << "seed " << seed;
      claim.reset();
      ASSERT_EQ(c.wrong(), std::nullopt) << amount.name << " is not stated; seed " << seed;
      claim = right;
    }
  }
}

// A program that knows less states a lower one, of other nodes.
TEST(ScheduleAudit, TakesAFloorThatIsLowerThanItCouldBe) {
  Case c = random_case(1);
  const std::int64_t right = c.file.claims.budget_floor.value();
  c.file.claims.budget_floor = right - 1;
  c.file.claims.floor_nodes = {{IdKind::text, "anything"}};
  EXPECT_EQ(c.wrong(), std::nullopt);
  c.file.claims.budget_floor = right + 1;
  EXPECT_EQ(c.wrong(), (WrongClaim{"budget_floor", std::nullopt,
                                   "says " + std::to_string(right + 1) + ", but is " +
                                       std::to_string(right)}));
}

TEST(ScheduleAudit, NamesEveryWrongRatio) {
  std::size_t gaps = 0, overheads = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    base::Random random(seed);
    Case c = random_case(seed);
    for (const auto& [name, member] :
         {std::pair{"gap", &ScheduleClaims::gap},
          std::pair{"overhead_percent", &ScheduleClaims::overhead_percent}}) {
      auto& claim = c.file.claims.*member;
      if (!claim) continue;
      const double right = *claim;
      claim = right * (1 + 1e-10);
      ASSERT_EQ(c.wrong(), std::nullopt) << "seed " << seed;
      claim = right == 0 ? 1e-12 : right * (1 + (random.chance(0.5) ? 1e-8 : -1e-8));
      const auto wrong = c.wrong();
      ASSERT_TRUE(wrong) << name << " seed " << seed;
      ASSERT_EQ(wrong->claim, name);
      ASSERT_NE(wrong->message.find(", but is "), std::string::npos) << wrong->message;
      claim = right;
      ++(name == std::string("gap") ? gaps : overheads);
    }
  }
  EXPECT_GT(gaps, 100u);
  EXPECT_GT(overheads, 100u);
}

TEST(ScheduleAudit, NamesEveryWrongStep) {
  std::size_t lists_seen = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Case c = random_case(seed);
    const std::size_t step = random.below(c.file.schedule->steps.size());
    auto& live = c.file.claims.live[step];
    const std::int64_t right = live;
    live += random.chance(0.5) ? 1 : -1;
    ASSERT_EQ(c.wrong(),
              (WrongClaim{"live", step,
                          "says " + std::to_string(live) + ", but is " + std::to_string(right)}));
    live = ScheduleClaims::kUnstated;
    ASSERT_EQ(c.wrong(), std::nullopt);
    live = right;

    if (!c.file.claims.states_free) continue;
    const auto lists = lists_of(c.file.claims.free);
    const auto expect_wrong = [&](const std::vector<std::string>& list) {
      auto changed = lists;
      changed[step] = list;
      c.file.claims.free = text_lists(changed);
      const auto wrong = c.wrong();
      ASSERT_TRUE(wrong);
      ASSERT_EQ(wrong->claim, "free");
      ASSERT_EQ(wrong->step, step);
      ++lists_seen;
    };
    std::vector<std::string> list = lists[step];
    list.emplace_back("nothing of the kind");
    expect_wrong(list);
    if (lists[step].empty()) continue;
    list.back() = list.front();  // twice
    expect_wrong(list);
    list = lists[step];
    list.pop_back();
    expect_wrong(list);
    list.emplace_back(lists[step].back() + "#9");
    expect_wrong(list);
    std::vector<std::string> reversed(lists[step].rbegin(), lists[step].rend());
    auto changed = lists;
    changed[step] = reversed;
    c.file.claims.free = text_lists(changed);
    ASSERT_EQ(c.wrong(), std::nullopt) << "in another order";
  }
  EXPECT_GT(lists_seen, 500u);
}

// x reads both outputs of a and that of b. Steps a b a x.
Case small_case() {
  GraphFile graph = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":10,"outputs":[1,2]},{"id":"b","duration":20,"size":4},
    {"id":"x","duration":10,"size":8,"retain":true}],"edges":[["a","x"],["a","x",1],["b","x"]]})");
  ScheduleFile file;
  file.status = "feasible";
  file.stop = "time";
  file.budget = 15;
  file.bound = 40;
  file.schedule = model::Schedule{{OpIndex(0), OpIndex(1), OpIndex(0), OpIndex(2)}};
  return written_and_read(std::move(graph), file);
}

TEST(ScheduleAudit, SaysWhatAListLacksAndHasTooMany) {
  Case c = small_case();
  ASSERT_EQ(c.wrong(), std::nullopt);
  const auto lists = lists_of(c.file.claims.free);
  const auto message = [&](std::size_t step, const std::vector<std::string>& list) {
    auto changed = lists;
    changed[step] = list;
    c.file.claims.free = text_lists(changed);
    const auto wrong = c.wrong();
    return wrong ? wrong->message : "nothing is wrong";
  };
  EXPECT_EQ(message(0, {"a:0"}), R"(says ["a:0"], but is ["a:0", "a:1"]; missing: ["a:1"])");
  EXPECT_EQ(message(0, {"a:1", "a:0", "a:1"}),
            R"(says ["a:1", "a:0", "a:1"], but is ["a:0", "a:1"]; too many: ["a:1"])");
  EXPECT_EQ(message(3, {"b", "a:0#1", "a:1"}), R"(says ["b", "a:0#1", "a:1"], but is )"
                                               R"(["b", "a:0#1", "a:1#1"]; too many: ["a:1"]; )"
                                               R"(missing: ["a:1#1"])");
  EXPECT_EQ(message(3, {}), R"(says [], but is ["b", "a:0#1", "a:1#1"]; missing: )"
                            R"(["a:0#1", "a:1#1", "b"])");
  EXPECT_EQ(message(1, {"1", "2", "3", "4", "5", "6", "7", "8", "9"}),
            R"(says ["1", "2", "3", "4", "5", "6", "7", "8", ... of 9], but is []; too many: )"
            R"(["1", "2", "3", "4", "5", "6", "7", "8", ... of 9])");
  c.file.claims.states_free = false;
  EXPECT_EQ(c.wrong(), std::nullopt) << "no step has a list";
}

// All of them die with the last step: "a:0" is an output of two operations, 1 an id of two kinds.
TEST(ScheduleAudit, TakesNamesThatStandForSeveralBuffers) {
  GraphFile graph = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":1,"outputs":[1,2]},{"id":"a:0","duration":1,"size":4},
    {"id":"1","duration":1,"size":8},{"id":1,"duration":1,"size":16},
    {"id":"x#1","duration":1,"size":0}],
    "edges":[["a","x#1"],["a","x#1",1],["a:0","x#1"],["1","x#1"],[1,"x#1"]]})");
  ScheduleFile file;
  file.status = "feasible";
  file.stop = "time";
  file.schedule = base_schedule(graph.graph);
  Case c = written_and_read(std::move(graph), file);
  EXPECT_EQ(c.wrong(), std::nullopt);
  auto lists = lists_of(c.file.claims.free);
  EXPECT_EQ(std::count(lists.back().begin(), lists.back().end(), "a:0"), 2);
  lists.back().erase(std::find(lists.back().begin(), lists.back().end(), "a:0"));
  c.file.claims.free = text_lists(lists);
  ASSERT_TRUE(c.wrong());
  EXPECT_EQ(c.wrong()->claim, "free");
}

TEST(ScheduleAudit, HoldsBoundAndStatusAgainstTheSchedule) {
  Case c = small_case();  // lasts 50, its peak is 15, its base lasts 40
  const auto with = [&](const std::string& status, std::int64_t bound) {
    c.file.status = status;
    c.file.claims.bound = bound;
    c.file.claims.gap.reset();
    const auto wrong = c.wrong();
    return wrong ? wrong->claim + ": " + wrong->message : "nothing is wrong";
  };
  EXPECT_EQ(with("feasible", 0), "nothing is wrong");
  EXPECT_EQ(with("feasible", 50), "nothing is wrong");
  EXPECT_EQ(with("feasible", 51), "bound: says 51, but is at most 50, the duration of these steps");
  EXPECT_EQ(with("optimal", 50), "nothing is wrong");
  EXPECT_EQ(with("optimal", 49),
            "status: says 'optimal', but is 'feasible': the bound is 49, the duration 50");
  EXPECT_EQ(with("optimal", 51), "bound: says 51, but is at most 50, the duration of these steps");
  EXPECT_EQ(with("infeasible", 40), "status: says 'infeasible', but is 'feasible': here are steps");
  EXPECT_EQ(with("unknown", 40), "status: says 'unknown', but is 'feasible': here are steps");
  c.file.budget.reset();
  EXPECT_EQ(with("infeasible", 40), "status: says 'infeasible', but is 'feasible': here are steps");
  c.file.budget = 14;  // of schedules within 14 these steps say nothing
  EXPECT_EQ(with("infeasible", 51), "nothing is wrong");
}

TEST(ScheduleAudit, HoldsTheBoundOfAPeakAgainstWhatTheStepsNeed) {
  Case c = small_case();  // lasts 50, its peak is 15
  c.file.objective = ScheduleFile::Objective::peak;
  c.file.claims.bound = 40;
  c.file.claims.gap.reset();
  const auto with = [&](const std::string& status, std::int64_t peak_bound,
                        std::optional<std::int64_t> max_duration = {}) {
    c.file.status = status;
    c.file.claims.peak_bound = peak_bound;
    c.file.max_duration = max_duration;
    const auto wrong = c.wrong();
    return wrong ? wrong->claim + ": " + wrong->message : "nothing is wrong";
  };
  EXPECT_EQ(with("feasible", 10), "nothing is wrong");
  EXPECT_EQ(with("optimal", 15), "nothing is wrong") << "though it is not the fastest";
  EXPECT_EQ(with("feasible", 16), "peak_bound: says 16, but is at most 15, what these steps need");
  EXPECT_EQ(with("optimal", 14),
            "status: says 'optimal', but is 'feasible': the peak's bound is 14, they need 15");
  EXPECT_EQ(with("feasible", 10, 50), "nothing is wrong");
  EXPECT_EQ(with("feasible", 10, 49), "max_duration: says 49, but these steps last 50");
}

TEST(ScheduleAudit, HoldsAGapAgainstTheBoundThatIsStated) {
  Case c = small_case();
  EXPECT_EQ(c.file.claims.gap, 0.25);
  c.file.claims.bound = 20;
  EXPECT_EQ(c.wrong(), (WrongClaim{"gap", std::nullopt,
                                   "says 0.25, but is 1.5: the duration is 50, the bound 20"}));
  c.file.claims.bound = 0;
  EXPECT_EQ(c.wrong(),
            (WrongClaim{"gap", std::nullopt,
                        "says 0.25, but is no number: the duration is 50, the bound 0"}));
  c.file.claims.bound.reset();
  EXPECT_EQ(c.wrong(), std::nullopt) << "nothing to hold it against";
  c.file.claims.overhead_percent = 24.5;
  EXPECT_EQ(c.wrong(),
            (WrongClaim{"overhead_percent", std::nullopt,
                        "says 24.5, but is 25: the duration is 50, the base duration 40"}));
}

// Names of modules are long, and may have anything in them.
TEST(ScheduleAudit, ShowsLongAndOddNames) {
  Case c = small_case();
  const std::string name = "model.layers.0.self_attn.query_projection.weight", odd = "a\", \"b\\";
  c.file.claims.free = text_lists({{name, odd}, {}, {}, {}});
  ASSERT_TRUE(c.wrong().has_value());
  EXPECT_NE(c.wrong()->message.find("says [\"" + name + R"(", "a\", \"b\\"])"), std::string::npos)
      << c.wrong()->message;
}

TEST(ScheduleAudit, NamesTheNodeThatSetsTheFloor) {
  Case c = small_case();
  EXPECT_EQ(c.file.claims.floor_nodes, (std::vector<NodeId>{{IdKind::text, "x"}}));
  c.file.claims.floor_nodes->front().text = "a";
  EXPECT_EQ(c.wrong(), (WrongClaim{"floor_nodes", std::nullopt, "says ['a'], but is ['x']"}));
  c.file.claims.floor_nodes->clear();
  EXPECT_EQ(c.wrong(), (WrongClaim{"floor_nodes", std::nullopt, "says [], but is ['x']"}));
  c.file.claims.floor_nodes->push_back({IdKind::integer, "7"});
  EXPECT_EQ(c.wrong(), (WrongClaim{"floor_nodes", std::nullopt, "says [7], but is ['x']"}));
}

TEST(ScheduleAudit, TheFirstWrongClaimCounts) {
  Case c = small_case();
  c.file.claims.live[1] = 5;
  c.file.claims.live[3] = 5;
  EXPECT_EQ(c.wrong()->step, 1u);
  c.file.claims.base_peak = 1;
  EXPECT_EQ(c.wrong()->claim, "base.peak");
  c.file.claims.peak = 1;
  EXPECT_EQ(c.wrong()->claim, "peak");
}

// Steps that do not fit, of a file without any that do.
TEST(ScheduleAudit, KnowsHowLowASearchCame) {
  Case c = random_case(3);
  c.file.status = "unknown";
  c.file.budget.reset();
  c.file.claims.live.clear();  // such steps claim nothing
  c.file.claims.free = {};
  c.file.claims.states_free = false;
  c.file.is_near_miss = true;
  c.file.least_peak = c.verdict().peak;
  EXPECT_EQ(c.wrong(), std::nullopt);
  ++*c.file.least_peak;
  const std::string right = std::to_string(c.verdict().peak);
  EXPECT_EQ(c.wrong(),
            (WrongClaim{"least_peak", std::nullopt,
                        "says " + std::to_string(*c.file.least_peak) + ", but is " + right}));
  c.file.least_peak = c.verdict().peak;
  c.file.budget = c.verdict().peak;
  EXPECT_EQ(c.wrong()->claim, "status") << "it fits";
  c.file.budget = c.verdict().peak - 1;
  c.file.status = "infeasible";
  EXPECT_EQ(c.wrong(), std::nullopt);
}

}  // namespace
}  // namespace moccasin::io
