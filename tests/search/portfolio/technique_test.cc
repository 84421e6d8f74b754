// SPDX-License-Identifier: Apache-2.0
// A technique that knows one schedule, in the rounds: what it takes to add one.
#include "search/portfolio/technique.h"

#include <gtest/gtest.h>

#include <utility>

#include "model/verify.h"
#include "search/portfolio/rounds.h"
#include "search/portfolio/sequences.h"
#include "tests/search/portfolio/support/bare_technique.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using test::ops;

// Offers the schedule that it was given in its second turn, and says what it has seen.
class Toy final : public Technique {
 public:
  explicit Toy(Steps steps, std::int64_t duration) : steps_(std::move(steps)), of_(duration) {}

  [[nodiscard]] std::string_view name() const override { return "toy"; }
  void plan(const Snapshot& snapshot) override { round_ = snapshot.round; }
  void run(Meter& meter, Publisher& to) override {
    if (round_ == 1 && to.offer(steps_, name()) == Offer::accepted) duration_ = of_;
    while (!meter.ended() && meter.ticks() < kTurn * static_cast<std::uint64_t>(round_ + 1)) {
      meter.charge(1);
    }
  }
  void publish(Snapshot& snapshot) const override {
    if (duration_ == of_) snapshot.take(duration_, steps_);
  }
  [[nodiscard]] std::int64_t duration() const override { return duration_; }
  [[nodiscard]] Statistics statistics() const override { return {{"rounds of toys", round_}}; }

 private:
  static constexpr std::uint64_t kTurn = 10;
  const Steps steps_;
  const std::int64_t of_;
  std::int64_t duration_ = Incumbent::kNoDuration;
  int round_ = 0;
};

class ToyTest : public testing::TestWithParam<int> {
 protected:
  StopReason run(std::vector<std::unique_ptr<Technique>> techniques) {
    options_.workers = GetParam();
    rounds_.emplace(problem_, options_, incumbent_, bound_, observer_, nullptr,
                    std::move(techniques), start_);
    return rounds_->run();
  }
  [[nodiscard]] std::unique_ptr<Technique> toy() const {
    return std::make_unique<Toy>(to_steps(problem_, fits_), 1113);
  }

  const model::Graph graph_ = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem_{.graph = &graph_, .budget = 7, .order = model::Order::kept};
  const model::Schedule fits_{ops({0, 1, 2, 0, 3})};
  const Steps start_ = to_steps(problem_, model::base_schedule(graph_));
  SolveOptions options_;
  Incumbent incumbent_{problem_, options_.limits};
  Bound bound_{graph_.base_duration(), "base duration"};
  Observer observer_{options_, incumbent_, bound_};
  std::optional<Rounds> rounds_;
};

TEST_P(ToyTest, IsOneOfTheTechniques) {
  ASSERT_TRUE(model::verify(problem_, fits_).valid());
  options_.limits.work = 100;
  std::vector<std::unique_ptr<Technique>> techniques;
  techniques.push_back(toy());
  techniques.push_back(toy());
  EXPECT_EQ(run(std::move(techniques)), StopReason::work);
  EXPECT_EQ(incumbent_.record().schedule, fits_);
  EXPECT_EQ(incumbent_.record().found_by, "toy");
  EXPECT_EQ(rounds_->snapshot().best, to_steps(problem_, fits_));
  EXPECT_EQ(rounds_->work(), 100u);
  // Ten ticks a round each: after the round of number 4 nothing is left.
  EXPECT_EQ(rounds_->statistics(), (Statistics{{"rounds of toys", 4 + 4}}));
}

// A technique that throws ends the run with what it threw.
TEST_P(ToyTest, ThatThrowsEndsTheRun) {
  struct Thrower : test::BareTechnique {
    void run(Meter&, Publisher&) override { throw std::bad_alloc(); }
  };
  std::vector<std::unique_ptr<Technique>> techniques;
  techniques.push_back(toy());
  techniques.push_back(std::make_unique<Thrower>());
  EXPECT_THROW(run(std::move(techniques)), std::bad_alloc);
}

// One that has nothing to do has had its share: the run ends with the others'.
TEST_P(ToyTest, ThatHasNothingToDoHoldsNobodyUp) {
  options_.limits.work = 100;
  std::vector<std::unique_ptr<Technique>> techniques;
  techniques.push_back(toy());
  techniques.push_back(std::make_unique<test::BareTechnique>());
  EXPECT_EQ(run(std::move(techniques)), StopReason::work);
  EXPECT_EQ(rounds_->work(), GetParam() == 1 ? 100u : 50u);
}

INSTANTIATE_TEST_SUITE_P(Workers, ToyTest, testing::Values(1, 2));

}  // namespace
}  // namespace moccasin::search
