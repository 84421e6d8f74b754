// SPDX-License-Identifier: Apache-2.0
#include "engine/inference.h"

#include <gtest/gtest.h>

#include <functional>

#include "engine/engine.h"
#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

// What a propagator got to see, call by call.
struct Call {
  std::vector<std::uint32_t> changed;
  Position position = 0;
  friend bool operator==(const Call&, const Call&) = default;
};
struct Record {
  std::vector<Call> calls;
  std::vector<Position> undone;
  std::vector<std::pair<Literal, std::uint64_t>> explained;
};

// Wakes for the bounds of some variables with tags of its own; does what it is told to.
class Recorder final : public Propagator {
 public:
  using Rule = std::function<Outcome(Inference&)>;
  struct Wish {
    Literal literal;  // its variable's lower bound
    std::uint32_t tag = 0;
  };

  Recorder(Record& record, std::vector<Wish> wishes, Premises premises, Rule rule)
      : record_(record), wishes_(std::move(wishes)), premises_(std::move(premises)), rule_(rule) {}
  [[nodiscard]] std::string_view name() const override { return "recorder"; }
  [[nodiscard]] Priority priority() const override { return Priority::first; }
  void attach(Subscriptions& wake) override {
    for (const Wish& wish : wishes_) wake.on_lower(wish.literal.var, wish.tag);
  }
  Outcome propagate(Inference& infer) override {
    record_.calls.push_back({{infer.changed().begin(), infer.changed().end()}, infer.position()});
    return rule_(infer);
  }
  void explain(Literal fact, std::uint64_t payload, const Domains&, Premises& out) const override {
    record_.explained.emplace_back(fact, payload);
    out = premises_;
  }
  void explain_conflict(std::uint64_t payload, const Domains&, Premises& out) const override {
    record_.explained.emplace_back(Literal(), payload);
    out = premises_;
  }
  void undo_to(Position size) override { record_.undone.push_back(size); }

 private:
  Record& record_;
  const std::vector<Wish> wishes_;
  const Premises premises_;
  const Rule rule_;
};

class Anything final : public InferenceChecker {
 public:
  [[nodiscard]] bool refutes(const Box&) const override { return true; }
};

class OneRecorder : public testing::Test {
 protected:
  OneRecorder() : x(engine.new_variable(0, 9)), y(engine.new_variable(0, 9)) {}
  void add(std::vector<Recorder::Wish> wishes, Premises premises, Recorder::Rule rule) {
    engine.add(std::make_unique<Recorder>(record, wishes, premises, rule),
               std::make_unique<Anything>());
  }
  Record record;
  Engine engine{Checking::off};
  const Var x, y;
};

Outcome nothing(Inference&) { return Outcome::fine; }

TEST_F(OneRecorder, SeesTheTagsOfWhatChangedSinceItsLastCall) {
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  add({{{x}, 7}, {{-x}, 8}, {{y}, 9}}, {}, nothing);
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(record.calls, (std::vector<Call>{{{7, 8, 9}, 4}})) << "added late: all is new to it";
  engine.decide(at_least(x, 3));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_most(y, 3));  // for which it did not ask
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_most(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(record.calls, (std::vector<Call>{{{7, 8, 9}, 4}, {{7}, 5}, {{8}, 7}}));
}

TEST_F(OneRecorder, IsToldWhatIsTakenBack) {
  add({{{x}, 7}}, {}, nothing);
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_least(x, 3));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_least(y, 3));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.backtrack(2);  // nothing
  EXPECT_EQ(record.undone, std::vector<Position>{});
  engine.backtrack(1);
  engine.backtrack(0);
  EXPECT_EQ(record.undone, (std::vector<Position>{5, 4}));
  // Nor is it woken by bounds that were taken back before they were looked at.
  const std::size_t calls = record.calls.size();
  engine.decide(at_least(x, 2));
  engine.backtrack(0);
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(record.calls.size(), calls);
}

TEST_F(OneRecorder, IsWokenByItsOwnInferences) {
  add({{{x}, 7}}, {}, [this](Inference& infer) {
    const Value lower = infer.domains().lower(x);
    return lower < 3 ? infer.infer(at_least(x, lower + 1), 0) : Outcome::fine;
  });
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(x), 3);
  EXPECT_EQ(record.calls, (std::vector<Call>{{{7}, 4}, {{7}, 5}, {{7}, 6}, {{7}, 7}}));
}

TEST_F(OneRecorder, InfersWhatIsTrueAlreadyWithoutEffect) {
  add({{{x}, 7}}, {}, [this](Inference& infer) { return infer.infer(at_least(x, 0), 0); });
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(record.calls, (std::vector<Call>{{{7}, 4}})) << "nor is it woken";
  EXPECT_EQ(engine.statistics().propagations, 0u);
}

// y >= 5 contradicts y <= 2; the least that does is y >= 3, and that is what is to be explained.
TEST_F(OneRecorder, ExplainsOfAContradictionTheLeastThatContradicts) {
  add({{{x}, 7}}, {at_least(x, 4)}, [this](Inference& infer) {
    return infer.domains().lower(x) < 4 ? Outcome::fine : infer.infer(at_least(y, 5), 77);
  });
  engine.decide(at_most(y, 2));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_least(x, 6));
  EXPECT_EQ(engine.propagate(), Outcome::conflict);
  EXPECT_EQ(record.explained,
            (std::vector<std::pair<Literal, std::uint64_t>>{{at_least(y, 3), 77}}));
  engine.learn();
  EXPECT_EQ(engine.level(), 1u);
  EXPECT_EQ(engine.domains().upper(x), 3);
  // x <= 3 or y >= 3, and not y >= 5, which was not explained: y <= 3 says nothing of x.
  engine.backtrack(0);
  engine.decide(at_most(y, 3));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().upper(x), 9);
  engine.decide(at_most(y, 2));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().upper(x), 3);
}

TEST_F(OneRecorder, IsNotWokenByWhatAConflictTakesBack) {
  add({{{x}, 7}}, {}, nothing);
  engine.add_clause(std::vector<Literal>{at_most(x, 4), at_least(y, 1)});
  engine.add_clause(std::vector<Literal>{at_most(x, 4), at_most(y, 0)});
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  const std::size_t calls = record.calls.size();
  engine.decide(at_least(x, 6));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  engine.learn();
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(record.calls.size(), calls);
}

TEST_F(OneRecorder, ExplainsAFailureWithItsPayload) {
  add({{{x}, 7}}, {at_least(x, 4), at_least(y, 1)}, [this](Inference& infer) {
    return infer.domains().lower(x) < 4 ? Outcome::fine : infer.fail(0xffffffffffffffffu);
  });
  engine.decide(at_least(y, 2));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_least(x, 6));
  EXPECT_EQ(engine.propagate(), Outcome::conflict);
  EXPECT_EQ(record.explained,
            (std::vector<std::pair<Literal, std::uint64_t>>{{Literal(), 0xffffffffffffffffu}}));
  engine.learn();
  EXPECT_EQ(engine.level(), 1u);
  EXPECT_EQ(engine.domains().upper(x), 3);
}

TEST_F(OneRecorder, IsAskedForAReasonOnlyIfThatMatters) {
  add({{{x}, 7}}, {at_least(x, 4)}, [this](Inference& infer) {
    return infer.domains().lower(x) < 4 ? Outcome::fine : infer.infer(at_least(y, 5), 3);
  });
  engine.decide(at_least(x, 6));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 5);
  EXPECT_TRUE(record.explained.empty());
}

TEST_F(OneRecorder, CountsItsWork) {
  const std::uint64_t before = engine.statistics().ticks;
  add({}, {}, [](Inference& infer) {
    infer.work(1000000);
    return Outcome::fine;
  });
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_GE(engine.statistics().ticks, before + 1000000);
  EXPECT_EQ(engine.statistics().calls, 1u);
}

}  // namespace
}  // namespace moccasin::engine
