// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_brancher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "engine/engine.h"

namespace moccasin::search {
namespace {

using engine::at_least;
using engine::at_most;
using engine::Domains;
using engine::Engine;
using engine::Literal;
using engine::Value;
using engine::Var;

constexpr Value kMost = 10'000;

class ActivityBrancherTest : public ::testing::Test {
 protected:
  // Four in [0, 9] and one in [0, kMost].
  ActivityBrancherTest() {
    for (int i = 0; i < 4; ++i) vars_.push_back(engine_.new_variable(0, 9));
    vars_.push_back(engine_.new_variable(0, kMost));
    EXPECT_EQ(engine_.propagate(), engine::Outcome::fine);
  }
  void decide(Literal literal) {
    engine_.decide(literal);
    ASSERT_EQ(engine_.propagate(), engine::Outcome::fine);
  }
  // Fixes `var`, in two decisions.
  void fix(Var var, Value value) {
    if (engine_.domains().lower(var) < value) decide(at_least(var, value));
    if (engine_.domains().upper(var) > value) decide(at_most(var, value));
  }
  void impose(Literal literal) {
    engine_.impose(literal);
    ASSERT_EQ(engine_.propagate(), engine::Outcome::fine);
  }
  [[nodiscard]] std::optional<Literal> suggested(ActivityBrancher& brancher) {
    return brancher.suggest(engine_.domains());
  }
  [[nodiscard]] ActivityBrancher brancher_of(std::vector<Var> required) const {
    return {std::move(required), vars_.size()};
  }

  Engine engine_;
  std::vector<Var> vars_;
};

TEST_F(ActivityBrancherTest, DecidesTheMostActiveLiteralOnTheSideOfTheTargetPhase) {
  ActivityBrancher brancher = brancher_of(vars_);
  brancher.set_target_phase({0, 6, 5, 7, 0});
  brancher.learned({at_least(vars_[2], 3)});
  brancher.learned({at_least(vars_[2], 8), at_most(vars_[1], 6)});  // which counts for more
  brancher.learned({at_most(vars_[1], 6)});
  EXPECT_EQ(suggested(brancher), at_most(vars_[1], 6));
  decide(at_most(vars_[1], 6));
  EXPECT_EQ(suggested(brancher), at_most(vars_[2], 7));  // the target phase has 5
  brancher.set_target_phase({0, 6, 8, 7, 0});
  EXPECT_EQ(suggested(brancher), at_least(vars_[2], 8));
  decide(at_most(vars_[2], 7));  // the other side will do as well
  EXPECT_EQ(suggested(brancher), at_least(vars_[2], 3));
}

TEST_F(ActivityBrancherTest, FixesTheRequiredInOrderWhenNoLiteralIsOpen) {
  ActivityBrancher brancher = brancher_of({vars_[2], vars_[0], vars_[1]});
  brancher.set_target_phase({0, 9, 5, 7, 0});
  EXPECT_EQ(suggested(brancher), at_least(vars_[2], 5));  // first from below ...
  decide(at_least(vars_[2], 5));
  EXPECT_EQ(suggested(brancher), at_most(vars_[2], 5));  // ... then from above
  decide(at_most(vars_[2], 5));
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));  // the target phase is the lower bound
  // As near as the bounds allow.
  decide(at_least(vars_[0], 3));
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 3));
  decide(at_most(vars_[0], 3));
  decide(at_most(vars_[1], 6));
  EXPECT_EQ(suggested(brancher), at_least(vars_[1], 6));
  brancher.learned({at_least(vars_[1], 2)});
  EXPECT_EQ(suggested(brancher), at_least(vars_[1], 2));  // a literal is open again
  decide(at_least(vars_[1], 2));
  EXPECT_EQ(suggested(brancher), at_least(vars_[1], 6));
}

TEST_F(ActivityBrancherTest, IsDoneWhenTheRequiredAreFixed) {
  ActivityBrancher brancher = brancher_of({vars_[0], vars_[1]});
  brancher.learned({at_least(vars_[3], 4), at_least(vars_[2], 4)});
  EXPECT_EQ(suggested(brancher), at_most(vars_[3], 3));  // may be decided, but need not be
  fix(vars_[0], 0);
  EXPECT_EQ(suggested(brancher), at_most(vars_[3], 3));
  fix(vars_[1], 0);
  EXPECT_EQ(suggested(brancher), std::nullopt);  // however active others are
}

TEST_F(ActivityBrancherTest, GivesALiteralAndItsNegationOneActivity) {
  ActivityBrancher brancher = brancher_of(vars_);
  const Literal literal = at_least(vars_[1], 4), other = at_least(vars_[0], 4);
  brancher.learned({other, literal, ~literal});
  EXPECT_EQ(brancher.num_literals(), 2u);
  EXPECT_EQ(suggested(brancher), at_most(vars_[1], 3));
  brancher.learned({other, other, ~other});
  EXPECT_EQ(brancher.num_literals(), 2u);
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 3));
}

// As they do when met for the first time in one conflict: runs can be repeated.
TEST_F(ActivityBrancherTest, DecidesTheFirstMetOfEquals) {
  ActivityBrancher brancher = brancher_of(vars_);
  const std::vector<Literal> met = {at_most(vars_[3], 4), at_most(vars_[1], 2),
                                    at_most(vars_[2], 8), at_most(vars_[0], 1)};
  brancher.learned(met);
  for (const Literal literal : met) {
    EXPECT_EQ(suggested(brancher), literal);
    decide(literal);
  }
  engine_.backtrack(0);
  brancher.backtracked(engine_.domains());
  brancher.learned({met[2], met[0], met[3], met[1]});
  EXPECT_EQ(suggested(brancher), met[0]);
}

// A clause is asserted right after the jump: the trail is then as long as it was when the variable
// was found fixed, by another entry.
TEST_F(ActivityBrancherTest, FreedVariablesComeBackAlthoughTheTrailIsAsLong) {
  ActivityBrancher brancher = brancher_of({vars_[0]});
  decide(at_least(vars_[0], 9));
  EXPECT_EQ(suggested(brancher), std::nullopt);
  impose(at_least(vars_[1], 1));
  brancher.backtracked(engine_.domains());
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));
  fix(vars_[0], 9);
  EXPECT_EQ(suggested(brancher), std::nullopt);
  for (std::size_t i = 1; i < 4; ++i) impose(at_least(vars_[i], 5));
  brancher.backtracked(engine_.domains());
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));
}

TEST_F(ActivityBrancherTest, FreedLiteralsComeBackAlthoughTheTrailIsAsLong) {
  ActivityBrancher brancher = brancher_of({vars_[0]});
  const Literal first = at_most(vars_[2], 4), second = at_most(vars_[3], 4);
  brancher.learned({first, second});
  decide(~first);
  EXPECT_EQ(suggested(brancher), second);
  impose(at_least(vars_[1], 1));
  brancher.backtracked(engine_.domains());
  EXPECT_EQ(suggested(brancher), first);
  decide(first);
  decide(second);
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));
  engine_.backtrack(1);
  brancher.backtracked(engine_.domains());
  EXPECT_EQ(suggested(brancher), second) << "the first is still true";
}

// Of one literal more than may be, those met twice are the half to keep.
TEST_F(ActivityBrancherTest, ForgetsTheLessActiveHalf) {
  ActivityBrancher brancher = brancher_of({vars_[4]});
  brancher.set_target_phase({0, 0, 0, 0, kMost});
  const auto most = static_cast<Value>(brancher.most_literals());
  ASSERT_LT(most + 1, kMost);
  std::vector<Literal> met, twice, decided;
  for (Value bound = 1; bound <= most; ++bound) {
    met.push_back(at_least(vars_[4], bound));
    if (bound % 2 == 0) twice.push_back(met.back());
  }
  brancher.learned(met);
  EXPECT_EQ(brancher.num_literals(), met.size());
  const Literal last = at_least(vars_[4], most + 1);
  met = twice;
  met.push_back(last);
  brancher.learned(met);
  EXPECT_EQ(brancher.num_literals(), twice.size());
  // The first of them is the lowest, so that all are decided.
  while (decided.size() < twice.size()) {
    decided.push_back(*suggested(brancher));
    decide(decided.back());
  }
  EXPECT_EQ(decided, twice);
  EXPECT_EQ(suggested(brancher), at_least(vars_[4], kMost));
  // What is met again starts from nothing.
  brancher.learned({last});
  EXPECT_EQ(brancher.num_literals(), twice.size() + 1);
  EXPECT_EQ(suggested(brancher), last);
}

// Obvious: a list of literals as they were met, searched from the start.
class ListBrancher {
 public:
  explicit ListBrancher(std::size_t most) : most_(most) {}
  [[nodiscard]] std::optional<Literal> most_active(const Domains& now) const {
    const Met* best = nullptr;
    for (const Met& met : met_) {
      const bool open = !now.is_true(met.literal) && !now.is_false(met.literal);
      if (open && (best == nullptr || met.activity > best->activity)) best = &met;
    }
    return best == nullptr ? std::nullopt : std::optional(best->literal);
  }
  void learned(const std::vector<Literal>& analyzed) {
    for (const Literal literal : analyzed) {
      const auto place = std::find_if(met_.begin(), met_.end(), [&](const Met& met) {
        return met.literal == literal || met.literal == ~literal;
      });
      if (place != met_.end()) {
        place->activity += increment_;
      } else {
        met_.push_back({literal, increment_});
      }
    }
    increment_ /= 0.95;  // as the brancher's
    if (met_.size() > most_) forget_half();
  }
  [[nodiscard]] std::size_t size() const { return met_.size(); }

 private:
  struct Met {
    Literal literal;
    double activity = 0;
  };
  void forget_half() {
    std::vector<std::size_t> order(met_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return met_[a].activity > met_[b].activity;
    });
    order.resize(order.size() / 2);
    std::sort(order.begin(), order.end());
    std::vector<Met> kept;
    for (const std::size_t at : order) kept.push_back(met_[at]);
    met_ = kept;
  }

  const std::size_t most_;
  std::vector<Met> met_;
  double increment_ = 1;
};

// Decisions, conflicts and jumps at random.
class Walk {
 public:
  struct Shape {
    std::size_t most_variables = 8;
    Value values = 3;  // from -values to values at most
    std::uint32_t most_met = 3;
  };
  Walk(std::uint64_t seed, const Shape& shape) : random_(seed), shape_(shape) {
    const std::size_t size = 1 + random_.below(shape.most_variables);
    const std::size_t split = random_.below(size + 1);
    for (std::size_t i = 0; i < size; ++i) {
      const auto upper = random_.between(0, shape.values),
                 lower = random_.between(-shape.values, 0);
      vars_.push_back(engine_.new_variable(lower, upper));
      if (i < split) required_.push_back(vars_.back());
    }
    random_.shuffle(required_);
    brancher_.emplace(required_, size);
    twin_.emplace(brancher_->most_literals());
    new_target_phase();
  }

  void run(int steps) {
    for (int i = 0; i < steps && !::testing::Test::HasFailure(); ++i) {
      EXPECT_EQ(engine_.propagate(), engine::Outcome::fine);
      const std::optional<Literal> suggestion = brancher_->suggest(engine_.domains());
      check(suggestion);
      if (suggestion) decide(*suggestion);
      if (random_.chance(0.2)) meet();
      if (random_.chance(0.05)) new_target_phase();
      if (suggestion && !random_.chance(0.2)) continue;
      if (engine_.level() == 0) return;
      engine_.backtrack(random_.below(engine_.level()));
      brancher_->backtracked(engine_.domains());
    }
  }
  [[nodiscard]] int forgotten() const { return forgotten_; }

 private:
  // Suggestions are open and true in the target phase; there is none when the required variables
  // are fixed; a literal that is suggested is the most active.
  void check(const std::optional<Literal>& suggestion) {
    const Domains now = engine_.domains();
    const auto next = std::find_if(required_.begin(), required_.end(),
                                   [&](Var var) { return !now.is_fixed(var); });
    ASSERT_EQ(suggestion.has_value(), next != required_.end());
    if (!suggestion) return;
    ASSERT_FALSE(now.is_true(*suggestion) || now.is_false(*suggestion));
    const Value value = target_phase_[suggestion->var.value() / 2];
    ASSERT_GE(suggestion->var.value() % 2 == 0 ? value : -value, suggestion->bound);
    if (const std::optional<Literal> active = twin_->most_active(now)) {
      ASSERT_TRUE(*suggestion == *active || *suggestion == ~*active);
    } else {
      const Value nearest =
          std::clamp(target_phase_[next->value() / 2], now.lower(*next), now.upper(*next));
      ASSERT_TRUE(*suggestion == at_most(*next, nearest) ||
                  *suggestion == at_least(*next, nearest));
    }
  }

  // What was suggested, or another, as an assumption is.
  void decide(Literal suggestion) {
    const Literal literal = random_.chance(0.8) ? suggestion : random_literal();
    const Domains now = engine_.domains();
    if (!now.is_true(literal) && !now.is_false(literal)) engine_.decide(literal);
  }
  void meet() {
    std::vector<Literal> met(1 + random_.below(shape_.most_met));
    std::generate(met.begin(), met.end(), [this] { return random_literal(); });
    const std::size_t before = twin_->size();
    brancher_->learned(met);
    twin_->learned(met);
    ASSERT_EQ(brancher_->num_literals(), twin_->size());
    if (twin_->size() < before) ++forgotten_;
  }
  void new_target_phase() {
    target_phase_.resize(vars_.size());
    for (Value& value : target_phase_)
      value = random_.between(-shape_.values - 1, shape_.values + 1);
    brancher_->set_target_phase(target_phase_);
  }
  [[nodiscard]] Literal random_literal() {
    return {Var(random_.below(2 * vars_.size())), random_.between(-shape_.values, shape_.values)};
  }

  base::Random random_;
  const Shape shape_;
  Engine engine_;
  std::vector<Var> vars_, required_;
  std::vector<Value> target_phase_;
  std::optional<ActivityBrancher> brancher_;
  std::optional<ListBrancher> twin_;
  int forgotten_ = 0;
};

TEST(ActivityBrancher, SuggestsUntilTheRequiredAreFixed) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk(seed, {}).run(200);
    if (HasFailure()) return;
  }
}

// The same with so many literals that half of them are forgotten now and then.
TEST(ActivityBrancher, SuggestsWhatIsOpenAfterItForgot) {
  int forgotten = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, {.most_variables = 4, .values = 2000, .most_met = 1000});
    walk.run(200);
    if (HasFailure()) return;
    forgotten += walk.forgotten();
  }
  EXPECT_GE(forgotten, 20);
}

}  // namespace
}  // namespace moccasin::search
