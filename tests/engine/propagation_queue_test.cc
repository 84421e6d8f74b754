// SPDX-License-Identifier: Apache-2.0
#include "engine/propagation_queue.h"

#include <gtest/gtest.h>

namespace moccasin::engine {
namespace {

class Idle final : public Propagator {
 public:
  explicit Idle(Priority priority) : priority_(priority) {}
  [[nodiscard]] std::string_view name() const override { return "idle"; }
  [[nodiscard]] Priority priority() const override { return priority_; }
  void attach(Subscriptions&) override {}
  Outcome propagate(Inference&) override { return Outcome::fine; }
  void explain(Literal, std::uint64_t, const Domains&, Premises&) const override {}
  void explain_conflict(std::uint64_t, const Domains&, Premises&) const override {}
  void undo_to(Position) override {}

 private:
  Priority priority_;
};

class FourPropagators : public testing::Test {
 protected:
  FourPropagators() {
    last.propagator = std::make_unique<Idle>(Priority::last);
    second_a.propagator = std::make_unique<Idle>(Priority::second);
    second_b.propagator = std::make_unique<Idle>(Priority::second);
    first.propagator = std::make_unique<Idle>(Priority::first);
  }
  ~FourPropagators() override { queue.clear(); }
  std::vector<Registered*> drained() {
    std::vector<Registered*> all;
    while (Registered* const next = queue.pop()) all.push_back(next);
    return all;
  }
  Registered last, second_a, second_b, first;
  PropagationQueue queue;
};

TEST_F(FourPropagators, ComeByPriorityThenInTheOrderOfArrival) {
  EXPECT_EQ(queue.pop(), nullptr);
  for (Registered* const each : {&last, &second_b, &second_a, &first}) queue.add(*each);
  EXPECT_EQ(drained(), (std::vector<Registered*>{&first, &second_b, &second_a, &last}));
}

TEST_F(FourPropagators, ComeOnceHoweverOftenTheyWereAdded) {
  for (Registered* const each : {&second_a, &second_b, &second_a}) queue.add(*each);
  EXPECT_EQ(drained(), (std::vector<Registered*>{&second_a, &second_b}));
}

TEST_F(FourPropagators, CanComeAgainOnceTheyHaveCome) {
  queue.add(second_a);
  queue.add(second_b);
  EXPECT_EQ(queue.pop(), &second_a);
  queue.add(second_a);
  queue.add(first);
  EXPECT_EQ(drained(), (std::vector<Registered*>{&first, &second_b, &second_a}));
}

TEST_F(FourPropagators, AreForgottenWithWhatTheyWereToLookAt) {
  first.changed = {1, 2};
  last.changed = {3};
  second_a.changed = {4};
  queue.add(first);
  queue.add(last);
  queue.clear();
  EXPECT_EQ(queue.pop(), nullptr);
  EXPECT_TRUE(first.changed.empty());
  EXPECT_TRUE(last.changed.empty());
  EXPECT_EQ(second_a.changed, (std::vector<std::uint32_t>{4})) << "it was not waiting";
  queue.add(last);
  EXPECT_EQ(queue.pop(), &last);
}

}  // namespace
}  // namespace moccasin::engine
