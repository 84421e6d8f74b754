// SPDX-License-Identifier: Apache-2.0
#include "model/check_certificate.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>

#include "tests/support/build_graph.h"
#include "tests/support/mutate_certificate.h"

namespace moccasin::model {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

//   a(4) --> b(2) --> c(5) --> d(1) --> e(0)     sizes in brackets; durations 7, 3, 1, 1, 1
//             `-------------------------^
//
// In 7 bytes b's tensor is not live at d, where 5 + 1 are: b runs again, and a, which it reads.
// That takes 10 ticks more than the 13 of the base order.
Graph chain() {
  return test::built(test::simple_graph({{7, 4}, {3, 2}, {1, 5}, {1, 1}, {1, 0}},
                                        {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {1, 4}}));
}

const OpIndex a(0), b(1), c(2), d(3), e(4), no_op(5), none;
const CostVarIndex pay_a(0), pay_b(1), pay_c(2), pay_d(3), pay_e(4), no_cost_var(5), no_branch;
const TensorIndex x(0), y(1), no_tensor(5);  // x of a, y of b

// In half ticks: more than 18 is to be shown. With a price of 70 at d, memory costs 10 a byte.
Certificate proof() {
  CertificateStep root;
  root.prices = {{d, 70}};
  root.live = {{d, b, 20}};       // the capacity, of y's 2 bytes
  root.earlier = {{d, b, c, 6}};  // what running b again costs
  root.reads = {{d, b, x, 14}};   // what running a again costs
  root.holds = {{d, x, 14}};      // of 40
  root.value = 10;                // the byte left at d is worth 10
  CertificateStep full;           // b never again, so y is live at d: 8 bytes
  full.prices = {{d, 0}};
  CertificateStep held;  // b surely and a never again: x is live at d
  held.prices = {{d, 140}};
  held.live = {{d, b, 40}};
  held.reads = {{d, b, x, 40}};
  held.holds = {{d, x, 40}};
  held.value = 26;
  CertificateStep both;  // surely
  both.value = 20;
  return {.budget = 7,
          .bound = 23,
          .scale = 2,
          .upper = 1,

          .split = {},
          .proof = {{{root}, pay_b},
                    {{full}, no_branch},
                    {{}, pay_a},
                    {{held}, no_branch},
                    {{both}, no_branch}}};
}

// The same with a claim of 6 ticks: c, d and e do not run again.
Certificate proof_of_less() {
  Certificate certificate = proof();
  certificate.bound = 19;
  CertificateStep surely = certificate.proof[0].steps[0];
  surely.prices = {{d, 49}};
  surely.live = {{d, b, 14}};
  surely.earlier = {};
  surely.value = 13;
  certificate.proof[0].steps[0].never = {pay_c, pay_d, pay_e};
  certificate.proof[2] = {{surely}, no_branch};
  certificate.proof.resize(3);
  return certificate;
}

std::string broken(const Certificate& certificate) {
  return check_certificate(chain(), certificate).broken.value_or("valid");
}

TEST(CheckCertificate, TakesWhatIsAProof) {
  EXPECT_EQ(broken(proof()), "valid");
  EXPECT_EQ(broken(proof_of_less()), "valid");
}

TEST(CheckCertificate, TakesTheClaimsThatNeedNoProof) {
  Certificate certificate;
  certificate.budget = 7;
  certificate.bound = 13;
  EXPECT_EQ(broken(certificate), "valid");
  certificate.bound = -1;
  EXPECT_EQ(broken(certificate), "valid");
  certificate.bound = 14;
  EXPECT_EQ(broken(certificate), "the proof ends after 0 nodes, but is not complete");
  certificate.budget = 6;  // b needs 6 bytes, c 7
  certificate.bound = kMost;
  EXPECT_EQ(broken(certificate), "valid");
  certificate.budget = kLeast;
  EXPECT_EQ(broken(certificate), "valid");
}

template <class Spoil>
std::string spoilt(const Spoil& spoil) {
  Certificate certificate = proof();
  if constexpr (std::is_invocable_v<Spoil, Certificate&>) {
    spoil(certificate);
  } else {
    spoil(certificate.proof[0].steps[0]);
  }
  return broken(certificate);
}

TEST(CheckCertificate, ChecksTheClaim) {
  EXPECT_EQ(spoilt([](Certificate& k) { k.scale = 0; }), "scale: must be positive");
  EXPECT_EQ(spoilt([](Certificate& k) { k.upper = -1; }), "upper: must be positive");
  EXPECT_EQ(spoilt([](Certificate& k) { k.max_copies = -1; }), "scope: max_copies is negative");
  EXPECT_EQ(spoilt([](Certificate& k) { k.bound = kMost; }),
            "node 3, it is neither refuted nor branched on");
}

TEST(CheckCertificate, ClaimsAreMultiplesOfTheUnit) {
  const Graph graph = test::built(test::simple_graph({{4, 1}, {2, 1}}, {{0, 1}}));
  Certificate certificate;
  certificate.bound = 9;
  EXPECT_EQ(check_certificate(graph, certificate).broken,
            "bound: the claim, 3 ticks beyond the base duration, is no multiple of the durations' "
            "common divisor 2");
}

TEST(CheckCertificate, NothingIsWorthAnythingWithoutMemory) {
  const Graph graph = test::built(test::simple_graph({{4, 0}, {2, 0}}, {{0, 1}}));
  Certificate certificate;
  certificate.bound = 12;
  certificate.proof.emplace_back().steps.emplace_back().prices = {{a, 1}};
  EXPECT_EQ(check_certificate(graph, certificate).broken,
            "node 0, step 0: prices[0]: there is no memory to have a price");
}

TEST(CheckCertificate, ChecksTheTree) {
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof.pop_back(); }),
            "the proof ends after 4 nodes, but is not complete");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof.push_back(k.proof.back()); }),
            "node 5, the proof is complete without it");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[0].branch = no_branch; }),
            "node 0, it is neither refuted nor branched on");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[0].branch = no_cost_var; }),
            "node 0, branch: no such cost variable");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[2].branch = pay_b; }),
            "node 2, branch: 'b' is not open");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[1].branch = pay_a; }),
            "node 1, branch: the node is refuted");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[1].steps.push_back(k.proof[0].steps[0]); }),
            "node 1, step 1: the step before refutes the node");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[2].branch = no_branch; }),
            "node 2, it is neither refuted nor branched on");
}

TEST(CheckCertificate, ChecksTheLeafThatIsFull) {
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[1].steps[0].value = 1; }),
            "node 1, step 0: an event is too full, but there are flows, a value or cost variables "
            "in never");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[1].steps[0].never = {pay_a}; }),
            "node 1, step 0: an event is too full, but there are flows, a value or cost variables "
            "in never");
  EXPECT_EQ(spoilt([](Certificate& k) {
              k.proof[1].steps[0].live = {{d, a, 1}};
            }),
            "node 1, step 0: an event is too full, but there are flows, a value or cost variables "
            "in never");
}

TEST(CheckCertificate, ChecksThePrices) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.prices[0].event = no_op; }),
            "node 0, step 0: prices[0]: there is no such operation");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.prices[0].price = -1; }),
            "node 0, step 0: prices[0]: the price is -1");
  EXPECT_EQ(spoilt([](CertificateStep& s) {
              s.prices.push_back({d, 1});
            }),
            "node 0, step 0: prices[1]: the event has a price twice");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.prices[0].event = c; }),
            "node 0, step 0: live[0]: the event 'd' has no price");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.prices[0].price = kMost; }),
            "node 0, step 0: the value is -1317624576693539381, not 10");
}

TEST(CheckCertificate, ChecksTheLive) {
  EXPECT_EQ(spoilt([](CertificateStep& s) {
              s.live.push_back({d, c, 1});
            }),  // d reads it
            "node 0, step 0: live[1]: the flow is 1, more than the capacity of 0");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live.push_back(s.live[0]); }),
            "node 0, step 0: live[1]: stands there twice");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live[0].flow = 21; }),
            "node 0, step 0: live[0]: the flow is 21, more than the capacity of 20");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live[0].flow = 0; }),
            "node 0, step 0: live[0]: the flow is 0");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live[0].flow = kLeast; }),
            "node 0, step 0: live[0]: the flow is -9223372036854775808");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live[0].op = none; }),
            "node 0, step 0: live[0]: there is no such operation");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live[0].op = d; }),
            "node 0, step 0: live[0]: 'd' cannot run before 'd'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.live[0].event = c; }),
            "node 0, step 0: live[0]: the event 'c' has no price");
  EXPECT_EQ(spoilt([](CertificateStep& s) {
              s.live.push_back({d, a, 1});
            }),
            "node 0, step 0: live[1]: the flow is 1, more than the capacity of 0");
  EXPECT_EQ(spoilt([](Certificate& k) {
              k.proof[3].steps[0].live.push_back({d, a, 1});
            }),
            "node 3, step 0: live[1]: 'a' never runs again");
}

TEST(CheckCertificate, ChecksTheEarlier) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier[0].to = no_op; }),
            "node 0, step 0: earlier[0]: there is no such operation");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier[0].to = b; }),
            "node 0, step 0: earlier[0]: 'b' cannot run before 'b'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier[0].to = d; }),
            "node 0, step 0: earlier[0]: 'd' is not before 'd'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier[0].to = e; }),
            "node 0, step 0: earlier[0]: 'e' is not before 'd'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier[0].flow = 7; }),
            "node 0, step 0: flow out of Y of 'b' at event 'd' is 1 more than into it");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier[0].flow = -6; }),
            "node 0, step 0: earlier[0]: the flow is -6");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.earlier.push_back(s.earlier[0]); }),
            "node 0, step 0: earlier[1]: stands there twice");
}

TEST(CheckCertificate, ChecksTheReads) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].op = c; }),
            "node 0, step 0: reads[0]: 'c' does not read 'a:0'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].tensor = y; }),
            "node 0, step 0: reads[0]: 'b:0' is needed at 'd'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].tensor = no_tensor; }),
            "node 0, step 0: reads[0]: there is no such tensor");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].tensor = TensorIndex(2); }),
            "node 0, step 0: reads[0]: 'd' reads 'c:0'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].flow = 13; }),
            "node 0, step 0: flow into A of 'a:0' at event 'd' is 13, out of it 14");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].flow = 0; }),
            "node 0, step 0: reads[0]: the flow is 0");
  EXPECT_EQ(spoilt([](CertificateStep& s) {
              s.reads.push_back({d, b, x, 1});
            }),
            "node 0, step 0: reads[1]: stands there twice");
  EXPECT_EQ(spoilt([](CertificateStep& s) {
              s.reads.push_back({e, b, x, 1});
            }),
            "node 0, step 0: flow into A of 'a:0' at event 'e' is 1, out of it 0");
}

TEST(CheckCertificate, ChecksTheHolds) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.holds[0].tensor = y; }),
            "node 0, step 0: holds[0]: 'b:0' is needed at 'd'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.holds[0].event = b; }),
            "node 0, step 0: holds[0]: the event 'b' has no price");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.holds[0].tensor = TensorIndex(3); }),
            "node 0, step 0: holds[0]: 'd' cannot run before 'd'");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.holds[0].flow = 41; }),
            "node 0, step 0: holds[0]: the flow is 41, more than the capacity of 40");
  EXPECT_EQ(spoilt([](CertificateStep& s) {
              s.holds.push_back({d, x, 1});
            }),
            "node 0, step 0: holds[1]: stands there twice");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.holds.clear(); }),
            "node 0, step 0: flow into A of 'a:0' at event 'd' is 14, out of it 0");
}

TEST(CheckCertificate, ChecksTheFlowOfWhatRunsAgain) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.reads[0].flow = s.holds[0].flow = 10; }),
            "node 0, step 0: flow into Z of 'b' is 10, its cost is 6");
  EXPECT_EQ(spoilt([](Certificate& k) {
              k.proof[3].steps[0].reads[0].flow = k.proof[3].steps[0].holds[0].flow = 30;
            }),
            "node 3, step 0: 10 of the flow into Y of 'b' at event 'd' is left, but it surely runs "
            "again");
}

TEST(CheckCertificate, ChecksTheValue) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.value = 9; }),
            "node 0, step 0: the value is 10, not 9");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.value = kMost; }),
            "node 0, step 0: the value is 10, not 9223372036854775807");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[4].steps[0].value = 19; }),
            "node 4, step 0: the value is 20, not 19");
}

TEST(CheckCertificate, ChecksTheNever) {
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.never = {pay_a}; }),
            "node 0, step 0: never[0]: 'a' may run again: value + cost - flow is 10");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.never = {pay_c}; }),
            "node 0, step 0: never[0]: 'c' may run again: value + cost - flow is 12");
  EXPECT_EQ(spoilt([](CertificateStep& s) { s.never = {no_cost_var}; }),
            "node 0, step 0: never[0]: there is no such cost variable");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[4].steps[0].never = {pay_c}; }),
            "node 4, step 0: never: must be empty where the node is refuted");
  EXPECT_EQ(spoilt([](Certificate& k) { k.proof[3].steps[0].never = {pay_a}; }),
            "node 3, step 0: never: must be empty where the node is refuted");
  EXPECT_EQ(spoilt([](Certificate& k) {
              k.proof[2].steps.emplace_back().value = 6, k.proof[2].steps[0].never = {pay_b};
            }),
            "node 2, step 0: never[0]: 'b' is not open");
}

// No number overflows anything or leads out of a vector.
TEST(CheckCertificate, StandsAnyNumber) {
  const Certificate certificate = proof();
  const std::size_t numbers = test::count_numbers(certificate);
  for (std::size_t at = 0; at < numbers; ++at) {
    for (const std::int64_t extreme : {kLeast, std::int64_t{-1}, std::int64_t{0}, kMost}) {
      Certificate spoilt = certificate;
      std::size_t place = 0;
      test::for_each_number(spoilt, [&]<class Number>(Number& number) {
        if (place++ != at) return;
        number = static_cast<Number>(extreme);
      });
      // Other heads prove as much, it may be a's flow that goes on to c, and an event too full may
      // have any price.
      const bool harmless = spoilt == certificate || at < 5 || at == 11 || at == 24;
      EXPECT_TRUE(harmless || broken(spoilt) != "valid") << "number " << at << ": " << extreme;
    }
  }
}

// All amounts at once as large as a graph may have them.
TEST(CheckCertificate, StandsAnyAmount) {
  constexpr std::int64_t kQuarter = std::int64_t{1} << 60;
  const Graph graph = test::built(
      test::simple_graph({{kQuarter, kQuarter}, {kQuarter, kQuarter}, {kQuarter, kQuarter}, {1, 1}},
                         {{0, 1}, {1, 2}, {0, 2}, {2, 3}, {0, 3}}));
  CertificateStep step;
  for (std::size_t t = 0; t < 4; ++t) step.prices.push_back({OpIndex(t), kMost});
  step.live = {{OpIndex(1), OpIndex(0), kMost}, {OpIndex(3), OpIndex(0), kMost}};
  step.value = kMost;
  step.never = {CostVarIndex(0), CostVarIndex(3)};
  const Certificate certificate{.budget = kMost,
                                .bound = kMost,
                                .scale = kMost,
                                .upper = 1,
                                .split = {},
                                .proof = {{{step, step}, CostVarIndex(0)}}};
  EXPECT_FALSE(check_certificate(graph, certificate).valid());
}

}  // namespace
}  // namespace moccasin::model
