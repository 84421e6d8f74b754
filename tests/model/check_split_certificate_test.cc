// SPDX-License-Identifier: Apache-2.0
// Certificates in which an operation is split.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <tuple>

#include "model/check_certificate.h"
#include "tests/support/build_graph.h"

namespace moccasin::model {
namespace {

const OpIndex a(0), b(1), c(2), d(3), e(4), no_op(5);
const CostVarIndex pay_a(0), pay_a_later(5), pay_a_last(6), no_branch;

//   a(3) ---> c ---------> e      b and d need 5 to work, all outputs but a's and e's are of 1;
//       b ---'   `--> d ---'      a lasts 4, all others 1
//    `--------------------^
//
// In 7 bytes a's tensor is neither live at b nor at d: a runs again twice, 8 ticks more than 8.
Graph twice() {
  GraphBuilder builder;
  for (const auto& [name, duration, workspace, size] :
       {std::tuple{"a", 4, 0, 3}, {"b", 1, 5, 1}, {"c", 1, 0, 1}, {"d", 1, 5, 1}, {"e", 1, 0, 0}}) {
    builder.add_output(
        builder.add_operation({.name = name, .duration = duration, .workspace = workspace}), size);
  }
  for (const auto& [reader, producer] : {std::pair{c, a}, {c, b}, {d, c}, {e, d}, {e, a}}) {
    builder.add_read(reader, TensorIndex(producer.value()));
  }
  return test::built(builder);
}

// Not for the first inter-use interval: 9 bytes at b. Then what d is priced at is more than it
// costs.
Certificate proof_of_twice() {
  CertificateStep full, priced;
  full.prices = {{b, 0}};
  priced.prices = {{d, 14}};
  priced.live = {{d, a, 4}};
  priced.value = 8;
  return {.budget = 7,
          .bound = 16,
          .split = {{a, {{c}, {e}}}},
          .proof = {{{}, pay_a}, {{full}, no_branch}, {{priced}, no_branch}}};
}

template <class Spoil>
std::string spoilt_twice(const Spoil& spoil) {
  Certificate certificate = proof_of_twice();
  spoil(certificate);
  return check_certificate(twice(), certificate).broken.value_or("valid");
}

TEST(CheckCertificate, TakesAPaymentForEachStretch) {
  EXPECT_EQ(spoilt_twice([](Certificate&) {}), "valid");
  EXPECT_EQ(spoilt_twice([](Certificate& k) { k.bound = 17; }),
            "node 2, it is neither refuted nor branched on");
  EXPECT_EQ(spoilt_twice([](Certificate& k) { k.split.clear(); }),
            "node 2, step 0: 4 of the flow into Y of 'a' at event 'd' is left, but it surely runs "
            "again");
  EXPECT_EQ(spoilt_twice([](Certificate& k) { k.proof[2].steps[0].live[0].flow = 5; }),
            "node 2, step 0: flow into Z of 'a', inter-use interval 1 is 5, its cost is 4");
  EXPECT_EQ(spoilt_twice([](Certificate& k) { k.proof[0].branch = pay_a_later; }),
            "node 1, it is neither refuted nor branched on");
  EXPECT_EQ(spoilt_twice([](Certificate& k) { k.proof[0].branch = CostVarIndex(7); }),
            "node 0, branch: no such cost variable");
  EXPECT_EQ(
      spoilt_twice([](Certificate& k) { k.proof[0].steps.emplace_back().never = {pay_a_last}; }),
      "node 0, step 0: never[0]: 'a', inter-use interval 2 may run again: value + cost - flow is "
      "4");
}

TEST(CheckCertificate, ChecksTheLater) {
  const auto with = [](OpIndex op) {
    return [op](Certificate& k) { k.proof[2].steps[0].later = {{d, op, 1}}; };
  };
  EXPECT_EQ(spoilt_twice(with(a)),
            "node 2, step 0: 1 of the flow into Y of 'a' at event 'd' is left, but no cost "
            "variable is there for "
            "it");
  EXPECT_EQ(spoilt_twice(with(b)),
            "node 2, step 0: later[0]: 'b' has no cost variable of its own at 'd'");
  EXPECT_EQ(spoilt_twice(with(e)), "node 2, step 0: later[0]: 'e' cannot run before 'd'");
  EXPECT_EQ(spoilt_twice([](Certificate& k) {
              k.proof[2].steps[0].later = {{d, a, 5}};
            }),
            "node 2, step 0: flow out of P of 'a' at event 'd' is 1 more than into it");
}

TEST(CheckCertificate, ChecksWhatIsSplit) {
  const auto with = [](std::vector<CertificateSplit> split) {
    return [split](Certificate& k) { k.split = split; };
  };
  EXPECT_EQ(spoilt_twice(with({{a, {{c}, {e}}}, {a, {{c}}}})),
            "split[1]: the operation stands there twice");
  EXPECT_EQ(spoilt_twice(with({{no_op, {{c}}}})), "split[0]: there is no such operation");
  EXPECT_EQ(spoilt_twice(with({{a, {}}})), "split[0]: there is no use set");
  EXPECT_EQ(spoilt_twice(with({{a, {{c}, {}}}})), "split[0]: a use set is empty");
  EXPECT_EQ(spoilt_twice(with({{a, {{c}, {no_op}}}})),
            "split[0]: there is no such operation in a read");
  EXPECT_EQ(spoilt_twice(with({{a, {{c}, {d}}}})), "split[0]: a use set leaves out an output");
  EXPECT_EQ(spoilt_twice(with({{a, {{e}, {c}}}})),
            "split[0]: a read is not surely before the next");
  EXPECT_EQ(spoilt_twice(with({{a, {{c}, {c}}}})), "valid");  // of no use, but true
}

// As twice(), ten times, and a as long as can be: what all its inter-use intervals cost is beyond
// 2^127.
TEST(CheckCertificate, StandsManyDearCostVariables) {
  constexpr std::size_t kTimes = 10;
  GraphBuilder builder;
  const auto add = [&](std::int64_t duration, std::int64_t workspace, std::int64_t size) {
    const std::string name = std::to_string(builder.num_operations());
    return builder.add_output(
        builder.add_operation({.name = name, .duration = duration, .workspace = workspace}), size);
  };
  const TensorIndex v = add(std::int64_t{1} << 61, 0, 3);
  Certificate certificate{.budget = 7,
                          .bound = std::numeric_limits<std::int64_t>::max(),
                          .scale = std::numeric_limits<std::int64_t>::max(),
                          .split = {{a, {}}},
                          .proof = {}};
  for (std::size_t i = 0; i < kTimes; ++i) {
    const TensorIndex work = add(1, 5, 1);
    if (i > 0) builder.add_read(OpIndex(work.value()), TensorIndex(work.value() - 1));
    const OpIndex reader(add(1, 0, 0).value());
    builder.add_read(reader, work);
    builder.add_read(reader, v);
    certificate.split[0].use_sets.push_back({reader});
    const CostVarIndex pays(i == 0 ? 0 : 2 * kTimes + i);
    CertificateStep full;
    full.prices = {{OpIndex(work.value()), 0}};
    certificate.proof.push_back({{}, pays});
    certificate.proof.push_back({{full}, no_branch});
  }
  certificate.proof.push_back({{{}}, no_branch});
  EXPECT_EQ(check_certificate(test::built(builder), certificate).broken,
            "node 20, step 0: what surely runs again costs too much");
}

}  // namespace
}  // namespace moccasin::model
