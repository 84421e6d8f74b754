// SPDX-License-Identifier: Apache-2.0
// Engine with Checking::on: propagators that lie, each in one way, and must be found out.
#include <gtest/gtest.h>

#include <optional>

#include "engine/engine.h"
#include "tests/engine/support/linear.h"

namespace moccasin::engine {
namespace {

using test::Linear;
using test::LinearChecker;
using test::LinearSum;

enum class Lie {
  none,
  drops_a_premise,
  weakens_a_premise,
  claims_one_more,     // infers a tighter bound than follows
  fails_too_early,     // reports a conflict where there is none
  explains_by_itself,  // the fact is its own premise
  explains_by_now,     // by bounds of today, not of when it inferred
  says_nothing,
};

// A Linear that lies. What is not its lie is Linear's.
class Liar final : public Propagator {
 public:
  Liar(LinearSum sum, Lie lie) : honest_(sum), sum_(std::move(sum)), lie_(lie) {}
  [[nodiscard]] std::string_view name() const override { return "liar"; }
  [[nodiscard]] Priority priority() const override { return honest_.priority(); }
  void attach(Subscriptions& wake) override { honest_.attach(wake); }
  void undo_to(Position size) override { honest_.undo_to(size); }

  Outcome propagate(Inference& infer) override {
    now_.emplace(infer.domains());
    const Domains& domains = *now_;
    if (lie_ == Lie::fails_too_early && infer.position() > 12) return infer.fail(0);
    if (honest_.propagate(infer) == Outcome::conflict) return Outcome::conflict;
    if (lie_ != Lie::claims_one_more) return Outcome::fine;
    const std::size_t last = sum_.terms.size() - 1;
    const Var var = sum_.terms[last].var;
    return infer.infer(at_most(var, domains.upper(var) - 1), last);
  }
  void explain(Literal fact, std::uint64_t payload, const Domains& before,
               Premises& out) const override {
    if (lie_ == Lie::explains_by_itself) return out.push_back(fact);
    honest_.explain(fact, payload, lie_ == Lie::explains_by_now ? *now_ : before, out);
    spoil(out);
  }
  void explain_conflict(std::uint64_t payload, const Domains& now, Premises& out) const override {
    honest_.explain_conflict(payload, now, out);
    spoil(out);
  }

 private:
  void spoil(Premises& out) const {
    if (lie_ == Lie::says_nothing) out.clear();
    if (out.empty()) return;
    if (lie_ == Lie::drops_a_premise) out.pop_back();
    if (lie_ == Lie::weakens_a_premise) --out.front().bound;
  }

  Linear honest_;
  LinearSum sum_;
  Lie lie_;
  std::optional<Domains> now_;
};

// u + v + 2 * w <= 8 in [0, 5], and t; u >= 3 and v >= 2 give w <= 1.
class World {
 public:
  explicit World(Lie lie) {
    const LinearSum sum = {{{1, u}, {1, v}, {2, w}}, 8};
    engine.add(std::make_unique<Liar>(sum, lie), std::make_unique<LinearChecker>(sum));
    // The first two lead from the sum's inference to a conflict, the third round about it.
    add({at_least(w, 2), at_least(v, 4)});
    add({at_least(w, 2), at_most(v, 3), at_most(t, 0)});
    add({at_most(v, 1), at_least(t, 1)});
  }
  // Infers, and learns: reasons are asked for twice, early and late.
  bool run() {
    EXPECT_EQ(engine.propagate(), Outcome::fine);
    engine.decide(at_least(u, 3));
    EXPECT_EQ(engine.propagate(), Outcome::fine);
    engine.decide(at_least(v, 2));
    if (engine.propagate() != Outcome::conflict) return false;
    engine.learn();
    return true;
  }
  // Ends in a failure of the sum itself.
  bool fail() {
    EXPECT_EQ(engine.propagate(), Outcome::fine);
    engine.decide(at_least(u, 3));
    engine.decide(at_least(v, 2));
    engine.decide(at_least(w, 2));
    return engine.propagate() == Outcome::conflict;
  }

 private:
  void add(const std::vector<Literal>& literals) { engine.add_clause(literals); }
  Engine engine{Checking::on};
  const Var u = engine.new_variable(0, 5), v = engine.new_variable(0, 5),
            w = engine.new_variable(0, 5), t = engine.new_variable(0, 5);
};

constexpr auto kRejected = "its checker rejects an inference of liar";

TEST(Checking, HasNothingAgainstTheHonest) {
  EXPECT_TRUE(World(Lie::none).run());
  EXPECT_TRUE(World(Lie::none).fail());
}

class CheckingDeathTest : public testing::TestWithParam<Lie> {};

TEST_P(CheckingDeathTest, RejectsTheReasonOfAnInference) {
  EXPECT_DEATH(World(GetParam()).run(), kRejected);
}

INSTANTIATE_TEST_SUITE_P(Lies, CheckingDeathTest,
                         testing::Values(Lie::drops_a_premise, Lie::weakens_a_premise,
                                         Lie::claims_one_more, Lie::says_nothing,
                                         Lie::fails_too_early));

class FailureDeathTest : public testing::TestWithParam<Lie> {};

TEST_P(FailureDeathTest, RejectsTheReasonOfAFailure) {
  EXPECT_DEATH(World(GetParam()).fail(), kRejected);
}

INSTANTIATE_TEST_SUITE_P(Lies, FailureDeathTest,
                         testing::Values(Lie::drops_a_premise, Lie::weakens_a_premise,
                                         Lie::claims_one_more, Lie::says_nothing));

TEST(PremisesDeathTest, MustHaveBeenTrueBefore) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  EXPECT_DEATH(World(Lie::explains_by_itself).run(), "now.is_true\\(premise\\)");
  // True when it is checked first, and only afterwards too late: the trail notices.
  EXPECT_DEATH(World(Lie::explains_by_now).run(), "bound >= literal.bound");
#endif
}

}  // namespace
}  // namespace moccasin::engine
