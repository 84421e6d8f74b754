// SPDX-License-Identifier: Apache-2.0
// What is accepted is true: certificates of random problems, good, bold and spoilt, against optima
// found without any of their ideas. MOCCASIN_CERTIFICATE_PROBLEMS sets how many problems,
// MOCCASIN_CERTIFICATE_FIRST the first seed.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <optional>
#include <tuple>

#include "model/check_certificate.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/support/from_environment.h"
#include "tests/support/mutate_certificate.h"
#include "tests/support/naive_certificate.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_training.h"

namespace moccasin::model {
namespace {

// Of one graph, under any head of a certificate; each is found once.
class Optima {
 public:
  explicit Optima(const Graph& graph) : graph_(graph) {}

  // Nothing: no schedule fits.
  std::optional<std::int64_t> of(const Certificate& c) {
    if (c.budget < 0) return std::nullopt;
    // Whether three copies or more are allowed is nothing that a certificate goes by.
    const std::int32_t copies = c.max_copies > 3 ? 0 : c.max_copies;
    const auto [known, fresh] = known_.try_emplace({c.order, c.budget, copies});
    if (fresh) known->second = found({&graph_, c.budget, c.order, copies});
    return known->second;
  }

  // Whether the certificate's claim is true.
  bool allow(const Certificate& c) {
    const auto optimum = of(c);
    return !optimum || c.bound <= *optimum;
  }

 private:
  static std::optional<std::int64_t> found(const Problem& problem) {
    if (problem.order == Order::free) return test::shortest_in_any_order(problem);
    return test::shortest_by_live_sets(problem);
  }

  const Graph& graph_;
  std::map<std::tuple<Order, std::int64_t, std::int32_t>, std::optional<std::int64_t>> known_;
};

struct Spoilt {
  std::uint64_t changed = 0, accepted = 0;
};

std::ostream& operator<<(std::ostream& out, const Spoilt& spoilt) {
  return out << spoilt.accepted << " of " << spoilt.changed;
}

struct Tally {
  std::uint64_t problems = 0, recomputing = 0, infeasible = 0, proved = 0, nodes = 0;
  std::uint64_t tight = 0;
  Spoilt head, split, prices, proof;  // by where the number is; proof: but for prices
};

class SoundCase {
 public:
  SoundCase(std::uint64_t seed, Order order, Tally& tally)
      : random_(seed),
        graph_(random_.chance(0.3) ? test::random_graph(2 + random_.below(5), random_)
                                   : test::random_training(
                                         4 + random_.below(order == Order::kept ? 5 : 3), random_)),
        problem_({.graph = &graph_,
                  .budget = test::scarce_budget(graph_, random_),
                  .order = order,
                  .max_copies = random_.chance(0.2) ? 2 : 0}),
        optima_(graph_),
        tally_(tally) {}

  void run() {
    if (graph_.num_tensors() > 12) return;
    const std::int64_t base = graph_.base_duration();
    const std::int64_t unit = test::duration_unit(graph_);
    const std::optional<std::int64_t> optimum = optima_.of({.order = problem_.order,
                                                            .max_copies = problem_.max_copies,
                                                            .budget = problem_.budget,
                                                            .split = {},
                                                            .proof = {}});
    ++tally_.problems;
    if (!optimum) ++tally_.infeasible;
    if (optimum && *optimum > base) ++tally_.recomputing;
    // Up to one too high, and without a schedule to one that is not too low.
    const std::int64_t most = optimum ? *optimum + unit : base + 4 * unit;
    for (std::int64_t bound = base + unit; bound <= most; bound += unit) {
      const test::NaiveCertificate written = test::naive_certificate(problem_, bound, random_);
      const CertificateVerdict verdict = check_certificate(graph_, written.certificate);
      ASSERT_EQ(verdict.valid(), written.proves) << verdict.broken.value_or("");
      if (!written.proves) break;
      ASSERT_TRUE(optima_.allow(written.certificate)) << "bound " << bound;
      if (optimum) expect_refused(written.certificate, *optimum + unit);
      ++tally_.proved;
      tally_.nodes += written.certificate.proof.size();
      if (optimum && bound == *optimum) ++tally_.tight;
      if (bound == most || random_.chance(0.3)) spoil(written.certificate);
    }
  }

 private:
  void expect_refused(Certificate certificate, std::int64_t bound) {
    certificate.bound = bound;
    EXPECT_FALSE(check_certificate(graph_, certificate).valid()) << "bound " << bound;
  }

  // Accepted or not, it must not be wrong.
  bool accepts(const Certificate& certificate) {
    if (!check_certificate(graph_, certificate).valid()) return false;
    EXPECT_TRUE(optima_.allow(certificate)) << "accepted, bound " << certificate.bound;
    return true;
  }

  static Certificate without_prices(Certificate certificate) {
    for (CertificateNode& node : certificate.proof) {
      for (CertificateStep& step : node.steps) step.prices.clear();
    }
    return certificate;
  }

  void spoil(const Certificate& certificate) {
    const std::size_t numbers = test::count_numbers(certificate);
    if (numbers > 300) return;
    const auto replacement = [&] {
      return random_.below(graph_.num_operations() + graph_.num_tensors());
    };
    using test::Change;
    const Certificate bare = without_prices(certificate);
    for (std::size_t at = 0; at < numbers; ++at) {
      for (const Change change :
           {Change::add_one, Change::take_one, Change::twice, Change::replace}) {
        Certificate spoilt = certificate;
        test::change_number(spoilt, at, change, replacement());
        if (spoilt == certificate) continue;
        const bool accepted = accepts(spoilt);
        Spoilt& tally = at < 5                              ? tally_.head
                        : spoilt.split != certificate.split ? tally_.split
                        : without_prices(spoilt) == bare    ? tally_.prices
                                                            : tally_.proof;
        ++tally.changed;
        if (accepted) ++tally.accepted;
      }
    }
    Certificate other_order = certificate;
    other_order.order = other_order.order == Order::kept ? Order::free : Order::kept;
    (void)accepts(other_order);
    // Several numbers at once.
    for (int i = 0; i < 100; ++i) {
      Certificate spoilt = certificate;
      for (auto changes = random_.between(2, 4); changes > 0; --changes) {
        const auto value = replacement();
        const auto change = static_cast<Change>(random_.below(4));
        test::change_number(spoilt, random_.below(numbers), change, value);
      }
      (void)accepts(spoilt);
    }
  }

  base::Random random_;
  Graph graph_;
  Problem problem_;
  Optima optima_;
  Tally& tally_;
};

class CertificateSoundness : public testing::TestWithParam<Order> {};

TEST_P(CertificateSoundness, WhatIsAcceptedIsTrue) {
  const std::uint64_t first = test::from_environment("MOCCASIN_CERTIFICATE_FIRST", 1);
  const std::uint64_t problems = test::from_environment("MOCCASIN_CERTIFICATE_PROBLEMS", 120);
  Tally tally;
  for (std::uint64_t seed = first; seed < first + problems && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SoundCase(seed, GetParam(), tally).run();
  }
  std::cout << tally.problems << " problems, " << tally.recomputing << " recompute, "
            << tally.infeasible << " infeasible; " << tally.proved << " bounds proved in "
            << tally.nodes << " nodes, " << tally.tight
            << " of them optima; changed numbers accepted: " << tally.head << " in the head, "
            << tally.split << " of what is split, " << tally.prices << " prices, " << tally.proof
            << " of all others\n";
  if (problems < 120) return;  // too few to say how often
  EXPECT_GT(tally.tight, problems / 20);
  EXPECT_GT(tally.nodes, tally.proved);
  // Other budgets and scales may prove as much, an event too full may have any price, and a price
  // may be worth nothing. All else counts.
  EXPECT_LT(tally.proof.accepted * 100, tally.proof.changed);
  EXPECT_GT(tally.proof.changed, problems * 10);
}

INSTANTIATE_TEST_SUITE_P(Orders, CertificateSoundness, testing::Values(Order::kept, Order::free),
                         [](const auto& tested) {
                           return tested.param == Order::kept ? "Kept" : "Free";
                         });

}  // namespace
}  // namespace moccasin::model
