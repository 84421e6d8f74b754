// SPDX-License-Identifier: Apache-2.0
// What a worker sees to around the turns of its technique, whatever that does.
#include "search/portfolio/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "search/portfolio/sequences.h"
#include "tests/search/portfolio/support/bare_technique.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using test::ops;

using Turn = std::function<void(Meter&, Publisher&)>;

// Does in a turn what it is told, and counts the turns.
class Scripted final : public test::BareTechnique {
 public:
  explicit Scripted(Turn turn) : turn_(std::move(turn)) {}
  [[nodiscard]] std::string_view name() const override { return "scripted"; }
  void run(Meter& meter, Publisher& to) override {
    ++turns;
    turn_(meter, to);
  }
  [[nodiscard]] std::int64_t duration() const override { return found; }

  int turns = 0;
  std::int64_t found = Incumbent::kNoDuration;

 private:
  const Turn turn_;
};

// Charges and asks until its meter ends it, or gives up.
void work_on(Meter& meter, std::uint64_t most = 1'000'000) {
  while (!meter.ended() && meter.ticks() < most) meter.charge(1);
}

// a -> b -> c -> d, d reads a too; sizes 4 2 3 0. In 9 bytes a may run again anywhere.
class WorkerTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kWork = 100;
  static constexpr std::size_t kWorkers = 3;

  void SetUp() override {
    options_.workers = static_cast<int>(kWorkers);
    options_.limits.work = kWork;
  }
  // The `index`th of kWorkers.
  Worker& worker(std::size_t index, Turn turn) {
    auto technique = std::make_unique<Scripted>(std::move(turn));
    techniques_.push_back(technique.get());
    return workers_.emplace_back(shared_, std::move(technique), index);
  }
  // Beside nobody: the techniques do not take turns, or the others have done nothing.
  static StopReason turn(Worker& worker, int round = 0, std::uint64_t limit = kWork) {
    return worker.turn(round, kWorkers, limit, 0);
  }
  [[nodiscard]] static Turn offers(const model::Schedule& schedule, Offer expected) {
    return [schedule, expected](Meter& meter, Publisher& to) {
      EXPECT_EQ(to.offer(schedule, "scripted"), expected);
      meter.charge(1);
    };
  }

  const model::Graph graph_ = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem_{.graph = &graph_, .budget = 9, .order = model::Order::kept};
  const model::Schedule early_{ops({0, 1, 0, 2, 3})}, late_{ops({0, 1, 2, 0, 3})};
  SolveOptions options_;
  Incumbent incumbent_{problem_, options_.limits};
  Bound bound_{graph_.base_duration(), "base duration"};
  Observer observer_{options_, incumbent_, bound_};
  Shared shared_{problem_, options_, incumbent_, bound_, observer_};
  std::vector<Scripted*> techniques_;
  std::deque<Worker> workers_;  // they must not move
};

// Of equally fast schedules that of the earlier round is kept, and of the worker before the others,
// whoever was first on the clock.
TEST_F(WorkerTest, RanksWhatItFindsByRoundAndPlace) {
  struct Case {
    int round;
    std::size_t index;
    const model::Schedule& schedule;
    Offer outcome;
  };
  const Case cases[] = {{1, 2, early_, Offer::accepted}, {1, 1, late_, Offer::accepted},
                        {2, 0, early_, Offer::slower},   {1, 1, early_, Offer::slower},
                        {0, 2, early_, Offer::accepted}, {0, 0, late_, Offer::accepted}};
  for (const Case& one : cases) {
    SCOPED_TRACE(testing::Message() << "round " << one.round << ", worker " << one.index);
    turn(worker(one.index, offers(one.schedule, one.outcome)), one.round);
    if (one.outcome != Offer::accepted) continue;
    EXPECT_EQ(incumbent_.record().schedule, one.schedule);
    EXPECT_EQ(incumbent_.record().rank,
              1 + static_cast<unsigned>(one.round) * kWorkers + one.index);
  }
}

TEST_F(WorkerTest, OffersSequencesAsSchedules) {
  const Steps steps = to_steps(problem_, late_);
  turn(worker(
      0, [&](Meter&, Publisher& to) { EXPECT_EQ(to.offer(steps, "somebody"), Offer::accepted); }));
  EXPECT_EQ(incumbent_.record().schedule, late_);
  EXPECT_EQ(incumbent_.record().found_by, "somebody");
}

// One that has nothing to do has had its share of a limit of work; without one others may yet find
// something for it to do.
TEST_F(WorkerTest, ThatIsIdleHasHadItsWork) {
  Worker& idle = worker(0, [](Meter&, Publisher&) {});
  EXPECT_EQ(turn(idle), StopReason::work);
  EXPECT_EQ(turn(idle), StopReason::work) << "it is asked again all the same";
  EXPECT_EQ(techniques_[0]->turns, 2);
  options_.limits.work = 0;
  EXPECT_EQ(turn(idle, 2, Meter::kUnlimited), StopReason::none);
  EXPECT_EQ(idle.ticks(), 0u);
}

TEST_F(WorkerTest, ThatWorksGoesOnUntilItsLimit) {
  Worker& busy = worker(0, [](Meter& meter, Publisher&) { work_on(meter, meter.ticks() + 30); });
  for (const std::uint64_t after : {30, 60, 90}) {
    EXPECT_EQ(turn(busy), StopReason::none);
    EXPECT_EQ(busy.ticks(), after);
  }
  EXPECT_EQ(turn(busy), StopReason::work);
  EXPECT_EQ(busy.ticks(), kWork);
}

TEST_F(WorkerTest, BeginsNothingWithNothingLeft) {
  Worker& busy = worker(0, [](Meter& meter, Publisher&) { meter.charge(kWork); });
  turn(busy);
  EXPECT_EQ(techniques_[0]->turns, 1);
  EXPECT_EQ(turn(busy), StopReason::work);
  EXPECT_EQ(techniques_[0]->turns, 1);
  EXPECT_EQ(busy.ticks(), kWork);
  EXPECT_EQ(turn(busy, 0, 2 * kWork), StopReason::none) << "there is more by now";
  EXPECT_EQ(techniques_[0]->turns, 2);
}

// Where each has a share of the work, it is its own schedule that may end its turn.
TEST_F(WorkerTest, GoesByWhatItHasFoundItself) {
  const auto base_order = model::base_schedule(graph_);
  turn(worker(1, offers(base_order, Offer::accepted)));
  EXPECT_EQ(incumbent_.duration(), bound_.value());
  Worker& other = worker(0, [](Meter& meter, Publisher&) { work_on(meter); });
  EXPECT_EQ(turn(other), StopReason::work);
  EXPECT_EQ(other.ticks(), kWork);
  techniques_.back()->found = incumbent_.duration();
  EXPECT_EQ(turn(other, 1, 2 * kWork), StopReason::proved);
  EXPECT_EQ(other.ticks(), kWork);
}

// ... and where they take turns, anybody's.
TEST_F(WorkerTest, GoesByTheIncumbentWhereTechniquesTakeTurns) {
  options_.workers = 1;
  turn(worker(1, offers(model::base_schedule(graph_), Offer::accepted)));
  Worker& other = worker(0, [](Meter& meter, Publisher&) { work_on(meter); });
  EXPECT_EQ(turn(other), StopReason::proved);
  EXPECT_EQ(other.ticks(), 0u);
}

// Long before the meter would look of itself.
TEST_F(WorkerTest, LooksAtWhatIsFoundOrProvedAtOnce) {
  options_.workers = 1;
  options_.target = 1112;
  Worker& finder = worker(0, [&](Meter& meter, Publisher& to) {
    work_on(meter, 10);
    EXPECT_EQ(to.offer(late_, "scripted"), Offer::accepted);
    work_on(meter);
  });
  EXPECT_EQ(turn(finder), StopReason::target);
  EXPECT_EQ(finder.ticks(), 10u);
  options_.target = -1;
  Worker& prover = worker(0, [&](Meter& meter, Publisher& to) {
    work_on(meter, 10);
    to.raise(1112, "scripted");
    work_on(meter);
  });
  EXPECT_EQ(turn(prover), StopReason::proved);
  EXPECT_EQ(prover.ticks(), 10u);
  EXPECT_EQ(bound_.by(), "scripted");
}

TEST_F(WorkerTest, EndsWhenAnotherHasThrown) {
  shared_.failed = true;
  Worker& busy = worker(0, [](Meter& meter, Publisher&) { work_on(meter); });
  EXPECT_EQ(turn(busy), StopReason::user);
  EXPECT_EQ(busy.ticks(), 0u);
}

// Two looks in each turn, at its beginning and at its end, and a callback that is always due.
class WorkerCallbacks : public WorkerTest {
 protected:
  void SetUp() override {
    WorkerTest::SetUp();
    options_.limits.start = {};
    options_.limits.now = &later;
    options_.on_progress = [&](const Progress& progress) {
      EXPECT_EQ(std::this_thread::get_id(), shared_.caller);
      EXPECT_EQ(progress.phase, "scripted");
      told_.push_back(progress.work);
      return true;
    };
  }
  Worker& busy(std::size_t index) {
    return worker(index, [](Meter& meter, Publisher&) { work_on(meter); });
  }
  // Every look is an hour after the one before.
  static Limits::Clock::time_point later() {
    static std::atomic<int> hours = 0;
    return Limits::Clock::time_point(std::chrono::hours(++hours));
  }
  std::vector<std::uint64_t> told_;  // work, call by call
};

TEST_F(WorkerCallbacks, AreMadeOnTheCallersThreadOnly) {
  Worker& one = busy(0);
  std::jthread([&] { EXPECT_EQ(turn(one), StopReason::work); }).join();
  EXPECT_EQ(one.ticks(), kWork);
  EXPECT_TRUE(told_.empty());
  EXPECT_EQ(turn(one, 1, 2 * kWork), StopReason::work);
  // The work of all is estimated by that of the first.
  EXPECT_EQ(told_, (std::vector<std::uint64_t>{kWorkers * kWork, kWorkers * 2 * kWork}));
  EXPECT_EQ(turn(busy(1)), StopReason::work);
  EXPECT_EQ(told_, (std::vector<std::uint64_t>{kWorkers * kWork, kWorkers * 2 * kWork,
                                               kWorkers * 2 * kWork, kWorkers * 2 * kWork}))
      << "and not by another's";
}

TEST_F(WorkerCallbacks, AreToldOfAllTheWorkWhereTechniquesTakeTurns) {
  options_.workers = 1;
  EXPECT_EQ(busy(1).turn(0, kWorkers, kWork, 7), StopReason::work);
  EXPECT_EQ(told_, (std::vector<std::uint64_t>{7, 7 + kWork}));
}

TEST_F(WorkerCallbacks, CanEndTheTurn) {
  options_.on_progress = [&](const Progress&) { return false; };
  Worker& one = busy(0);
  EXPECT_EQ(turn(one), StopReason::user);
  EXPECT_EQ(one.ticks(), 0u);
}

}  // namespace
}  // namespace moccasin::search
