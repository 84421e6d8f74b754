// SPDX-License-Identifier: Apache-2.0
// Whether the closure's checker would notice: reasons are corrupted on purpose, and it is asked. A
// corrupted reason may be right by chance: weights say what is lost at most, and durations are
// rounded to whole units. One is surely wrong if a schedule that fits has its premises and not its
// fact.
#include "search/closure/closure_checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <limits>

#include "tests/propagators/support/corruptions.h"
#include "tests/search/closure/support/closure_walk.h"

namespace moccasin::test {
namespace {

constexpr engine::Value kAny = std::numeric_limits<std::int32_t>::max();  // of the duration

struct Count {
  std::uint64_t planted = 0, rejected = 0, wrong = 0;
  [[nodiscard]] double share() const {
    return planted == 0 ? 0 : static_cast<double>(rejected) / static_cast<double>(planted);
  }
};

// Whether a schedule is where `root` is, with the premises and without the fact.
bool contradicts(const Assignment& values, const engine::Box& root, const Reason& reason) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const engine::Var var(2 * i);
    if (values[i] < root.lower(var) || values[i] > root.upper(var)) return false;
  }
  const auto has = [&](engine::Literal literal) { return holds(literal, values); };
  return std::all_of(reason.premises.begin(), reason.premises.end(), has) &&
         !(reason.fact && has(*reason.fact));
}

class ClosureMutants {
 public:
  void plant(const ClosureCase& c, const Inferred& inferred) {
    const Reason reason = {inferred.premises, inferred.fact};
    ASSERT_TRUE(follows(inferred, reason.premises, reason.fact));
    for (const Corruption corruption : kCorruptions) {
      Count& count = counts_[static_cast<std::size_t>(corruption)];
      for (const Reason& mutant : corrupted(reason, corruption, c.model(), inferred.root)) {
        ask(c, inferred, mutant, count);
      }
    }
    for (engine::Value longer = 1; longer <= 2; ++longer) {
      Reason mutant = reason;
      for (engine::Literal& premise : mutant.premises) {
        if (premise.var == -c.encoding().duration()) premise.bound -= longer;
      }
      ask(c, inferred, mutant, longer_[longer - 1]);
    }
  }
  [[nodiscard]] const Count& of(Corruption corruption) const {
    return counts_[static_cast<std::size_t>(corruption)];
  }
  // The duration may be so many units longer, 1 or 2.
  [[nodiscard]] const Count& of_longer(std::size_t units) const { return longer_[units - 1]; }

 private:
  static void ask(const ClosureCase& c, const Inferred& inferred, const Reason& mutant,
                  Count& count) {
    ++count.planted;
    const bool rejected = !follows(inferred, mutant.premises, mutant.fact);
    count.rejected += rejected ? 1 : 0;
    const bool wrong = std::any_of(
        c.valid().begin(), c.valid().end(),
        [&](const Assignment& values) { return contradicts(values, inferred.root, mutant); });
    if (!wrong) return;
    ++count.wrong;
    ASSERT_TRUE(rejected) << "a schedule shows that it is wrong";
  }

  Count counts_[std::size(kCorruptions)], longer_[2];
};

void print(std::string_view what, const Count& count) {
  std::cout << std::left << std::setw(21) << what << std::right << std::setw(8) << count.rejected
            << " of " << std::setw(8) << count.planted << ", " << count.wrong << " surely wrong\n";
}

TEST(ClosureChecker, RejectsCorruptedReasons) {
  ClosureMutants mutants;
  for (std::uint64_t seed = 20'000; seed < 21'500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ClosureCase c(seed);
    ClosureWalk walk(c, c.random_start(), kAny, ClosureWalk::Company::none,
                     [&](const Inferred& inferred) { mutants.plant(c, inferred); });
    for (int i = 0; i < 60 && !walk.over(); ++i) {
      walk.step();
      if (::testing::Test::HasFailure()) return;
    }
  }
  for (const Corruption corruption : kCorruptions) {
    EXPECT_GE(mutants.of(corruption).planted, 1000u) << name_of(corruption);
    EXPECT_GE(mutants.of(corruption).wrong, 20u) << name_of(corruption);
    print(name_of(corruption), mutants.of(corruption));
  }
  print("1 unit longer", mutants.of_longer(1));
  print("2 units longer", mutants.of_longer(2));
  // Of those that no schedule at hand shows to be wrong some are right: the shares are what the
  // checker comes to, less a hundredth.
  EXPECT_GE(mutants.of(Corruption::premise_dropped).share(), 0.895);
  EXPECT_GE(mutants.of(Corruption::premise_weakened).share(), 0.618);
  EXPECT_EQ(mutants.of(Corruption::fact_strengthened).share(), 1);
  EXPECT_GE(mutants.of(Corruption::contributor_left_out).share(), 0.965);
  EXPECT_GE(mutants.of(Corruption::copy_mistaken).share(), 0.352);
  EXPECT_GE(mutants.of_longer(1).share(), 0.201);
  EXPECT_GE(mutants.of_longer(2).share(), 0.733);
}

// Hints are not believed. Any prices give a lower bound, so that no schedule that fits is refuted
// whatever the hint says, and what is no price is refused.
TEST(ClosureChecker, NoHintMakesItRefuteASchedule) {
  int asked = 0, refuted = 0;
  for (std::uint64_t seed = 30'000; seed < 31'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ClosureCase c(seed);
    const search::ClosureStart start = c.random_start();
    const search::ClosureChecker checker(c.encoding(), c.graph(), start);
    engine::Engine engine;
    c.declare_variables(engine);
    const engine::Box root = box_of(engine.domains());
    engine::Hint hint(start.root.events.size());
    for (const Assignment& values : c.valid()) {
      for (std::int64_t& price : hint) {
        price = static_cast<std::int64_t>(c.random().next() >> c.random().between(14, 63));
      }
      engine::Box box = root;
      for (const engine::Var var : c.encoding().decisions()) {
        const engine::Value value = values[var.value() / 2];
        box.impose(engine::at_least(var, value));
        box.impose(engine::at_most(var, value));
      }
      box.impose(
          engine::at_most(c.encoding().duration(), values[c.encoding().duration().value() / 2]));
      ASSERT_FALSE(checker.refutes_given(box, hint));
      ASSERT_FALSE(checker.refutes(box));
      ++asked;
      // A unit less than its copies take is too little, and needs no price.
      if (values[c.encoding().duration().value() / 2] == 0) continue;
      box.impose(engine::at_most(c.encoding().duration(), 0));
      refuted += checker.refutes(box) ? 1 : 0;
    }
  }
  std::cout << asked << " schedules, " << refuted << " refuted when they may take no time\n";
  EXPECT_GT(asked, 5000);
  EXPECT_GT(refuted, 1000);
}

TEST(ClosureChecker, RefusesWhatIsNoPrice) {
  ClosureCase c(20'000);
  search::ClosureStart start = c.random_start();
  start.root.events = {search::Op(0)};
  const search::ClosureChecker checker(c.encoding(), c.graph(), start);
  engine::Engine engine;
  c.declare_variables(engine);
  engine::Box box = box_of(engine.domains());
  const search::ClosureChoices choices(c.encoding());
  for (const search::Op op : c.graph().ops()) {  // what can runs again, in no time
    if (choices.first_copy(op).valid()) box.impose(choices.runs_again(op));
  }
  box.impose(engine::at_most(c.encoding().duration(), 0));
  ASSERT_TRUE(checker.refutes_given(box, {0}));
  EXPECT_FALSE(checker.refutes_given(box, {}));
  EXPECT_FALSE(checker.refutes_given(box, {0, 0}));
  EXPECT_FALSE(checker.refutes_given(box, {-1}));
  EXPECT_FALSE(checker.refutes_given(box, {INT64_MAX}));
}

}  // namespace
}  // namespace moccasin::test
