// SPDX-License-Identifier: Apache-2.0
// Whether the checkers would notice: explanations of every propagator are corrupted on purpose, and
// the checkers asked. A corrupted explanation may be right by chance, since another premise says
// the same; a checker that accepted all of one kind would be no check.
#include <gtest/gtest.h>

#include <iomanip>
#include <iostream>

#include "tests/propagators/support/corruptions.h"

namespace moccasin::test {
namespace {

struct Count {
  std::uint64_t planted = 0, rejected = 0;
  [[nodiscard]] double share() const {
    return planted == 0 ? 0 : static_cast<double>(rejected) / static_cast<double>(planted);
  }
};

class Mutants : public ::testing::TestWithParam<Constraint> {
 protected:
  void plant(const RetentionCase& c, const Inferred& inferred) {
    const Reason reason = {inferred.premises, inferred.fact};
    ASSERT_TRUE(follows(inferred, reason.premises, reason.fact));
    for (const Corruption corruption : kCorruptions) {
      Count& count = counts_[static_cast<std::size_t>(corruption)];
      for (const Reason& mutant : corrupted(reason, corruption, c.model(), inferred.root)) {
        ++count.planted;
        if (!follows(inferred, mutant.premises, mutant.fact)) ++count.rejected;
      }
    }
  }
  [[nodiscard]] const Count& of(Corruption corruption) const {
    return counts_[static_cast<std::size_t>(corruption)];
  }

  Count counts_[std::size(kCorruptions)];
};

INSTANTIATE_TEST_SUITE_P(Of, Mutants, ::testing::ValuesIn(kConstraints),
                         [](const auto& tested) { return name_of(tested.param); });

TEST_P(Mutants, AreRejected) {
  for (std::uint64_t seed = 30'000; seed < 34'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const bool alone = GetParam() == Constraint::cover;  // which has the order anyway
    RetentionCase c(seed, alone ? 12 : 8);
    RandomWalk walk(c, GetParam(), alone ? RandomWalk::Company::none : RandomWalk::Company::order,
                    [&](const Inferred& inferred) { plant(c, inferred); });
    for (int i = 0; i < 60 && !walk.over(); ++i) {
      walk.step();
      if (HasFailure()) return;
    }
  }
  for (const Corruption corruption : kCorruptions) {
    const Count& count = of(corruption);
    std::cout << std::setw(10) << name_of(GetParam()) << "  " << std::left << std::setw(21)
              << name_of(corruption) << std::right << std::setw(8) << count.rejected << " of "
              << std::setw(8) << count.planted << "\n";
    EXPECT_GE(count.planted, 1000u) << name_of(corruption);
    EXPECT_GE(count.share(), 0.3) << name_of(corruption);
  }
  // The cover names every run that takes place, and what one event loses another may prove.
  if (GetParam() == Constraint::cover) return;
  // Reasons are minimal, but for what happens to hold at the root.
  EXPECT_GE(of(Corruption::premise_dropped).share(), 0.99);
  EXPECT_GE(of(Corruption::premise_weakened).share(), 0.9);
}

}  // namespace
}  // namespace moccasin::test
