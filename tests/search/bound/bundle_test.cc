// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bundle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/random.h"

namespace moccasin::search {
namespace {

using Point = std::vector<double>;

Plane plane(double constant, Point slope) {
  Plane result;
  result.constant = constant;
  result.slope = std::move(slope);
  return result;
}

double at(const Plane& plane, const Point& x) {
  return std::inner_product(x.begin(), x.end(), plane.slope.begin(), plane.constant);
}

double lowest_at(const std::vector<Plane>& planes, const Point& x) {
  double low = at(planes.front(), x);
  for (const Plane& plane : planes) low = std::min(low, at(plane, x));
  return low;
}

// The lowest of its planes; the maximum is known.
struct Concave {
  std::vector<Plane> planes;
  double maximum;

  [[nodiscard]] const Plane& lowest(const Point& x) const {
    return *std::min_element(planes.begin(), planes.end(),
                             [&](const Plane& a, const Plane& b) { return at(a, x) < at(b, x); });
  }
};

// What each step() owes, whether it converged or not.
void expect_step(const Bundle& bundle, const Bundle::Step& step, const Point& centre, double value,
                 double reach) {
  Point raw = centre, terms = centre;  // and how large its terms are
  double sum = 0, highest = -INFINITY;
  const double low = lowest_at(bundle.planes(), step.point);
  for (const Plane& plane : bundle.planes()) {
    ASSERT_GE(plane.weight, 0);
    sum += plane.weight;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      raw[i] += reach * plane.weight * plane.slope[i];
      terms[i] += reach * plane.weight * std::abs(plane.slope[i]);
    }
    if (plane.weight > 1e-6) highest = std::max(highest, at(plane, step.point));
    ASSERT_EQ(plane.age == 0, plane.weight > 1e-9);
  }
  const double close = 1e-6 * std::max(1.0, std::abs(low));
  ASSERT_NEAR(sum, 1, 1e-6);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    ASSERT_NEAR(step.point[i], std::max(0.0, raw[i]), 1e-6 * std::max(1.0, terms[i]));
  }
  if (!step.converged) return;
  ASSERT_NEAR(step.value, low, close);
  ASSERT_LE(highest - low, 0.011 * std::max(1.0, low - value) + close);  // level
}

// As DualAscent does, but with no cutoff to aim for. Returns the best value.
double ascend(const Concave& f, Point centre, double reach, std::size_t& most_planes) {
  const double scale = std::max(1.0, std::abs(f.maximum));
  Bundle bundle;
  double best = lowest_at(f.planes, centre);
  bundle.add(f.lowest(centre));
  int farther = 0, nulls = 0;
  for (int i = 0; i < 2000; ++i) {
    const Bundle::Step step = bundle.step(centre, best, reach, 1e-9 * scale);
    expect_step(bundle, step, centre, best, reach);
    if (testing::Test::HasFatalFailure()) return best;
    const double predicted = step.value - best;
    if (predicted < 1e-6 * scale) {
      if (farther++ == 6) break;
      reach *= 6;
      continue;
    }
    farther = 0;
    const double found = lowest_at(f.planes, step.point);
    bundle.add(f.lowest(step.point));
    most_planes = std::max(most_planes, bundle.planes().size());
    if (found >= best + 0.1 * predicted) {
      if (found >= best + 0.5 * predicted) reach *= 2;
      best = found;
      centre = step.point;
      nulls = 0;
    } else if (++nulls % 4 == 0 || found < best - predicted) {
      reach *= 0.6;
    }
  }
  return best;
}

// Planes through the same value at a point of which some coordinates are 0; a mean of them is
// level where the point is not, and falls elsewhere: the point is a maximum.
Concave random_concave(base::Random& random, std::size_t dimensions) {
  constexpr double kMaximum = 1e9;
  Point peak(dimensions);
  for (double& x : peak) x = random.chance(0.3) ? 0 : 1e9 * random.unit();
  Concave f{.planes = {}, .maximum = kMaximum};
  const auto add = [&](Point slope, double above) {
    const double constant =
        kMaximum + above - std::inner_product(peak.begin(), peak.end(), slope.begin(), 0.0);
    f.planes.push_back(plane(constant, std::move(slope)));
  };
  Point rest(dimensions, 0);
  for (std::size_t i = 0; i <= dimensions; ++i) {
    Point slope(dimensions);
    const double weight = 0.1 + random.unit();
    for (std::size_t j = 0; j < dimensions; ++j) {
      slope[j] = 2 * random.unit() - 1;
      rest[j] -= weight * slope[j];
    }
    add(std::move(slope), 0);
  }
  for (std::size_t j = 0; j < dimensions; ++j) {
    if (peak[j] == 0) rest[j] -= random.unit();
  }
  add(rest, 0);
  for (std::uint32_t more = random.below(30); more > 0; --more) {
    Point slope(dimensions);
    for (double& s : slope) s = 2 * random.unit() - 1;
    add(std::move(slope), 1e8 * random.unit());
  }
  return f;
}

TEST(Bundle, OnePlaneIsClimbedAsFarAsTheReach) {
  Bundle bundle;
  bundle.add(plane(3, {2, -1}));
  const Bundle::Step step = bundle.step({5, 0}, 13, 4, 1e-9);
  EXPECT_EQ(step.point, (Point{13, 0}));  // prices do not fall below 0
  EXPECT_EQ(step.value, 29);
  EXPECT_TRUE(step.converged);
  EXPECT_EQ(bundle.planes()[0].weight, 1);
}

TEST(Bundle, TwoPlanesAreMadeLevel) {
  Bundle bundle;  // meet at 400, with 800
  bundle.add(plane(0, {2}));
  bundle.add(plane(1000, {-0.5}));
  const Bundle::Step step = bundle.step({0}, 0, 1e6, 1e-9);
  EXPECT_TRUE(step.converged);
  EXPECT_NEAR(step.point[0], 400, 8);
  EXPECT_NEAR(step.value, 800, 8);
  EXPECT_NEAR(bundle.planes()[0].weight, 0.2, 0.01);  // 0.2 * 2 = 0.8 * 0.5
  EXPECT_NEAR(bundle.planes()[1].weight, 0.8, 0.01);
}

TEST(Bundle, AShortReachStaysNearTheCentre) {
  Bundle bundle;
  bundle.add(plane(0, {2}));
  bundle.add(plane(1000, {-0.5}));
  EXPECT_NEAR(bundle.step({10}, 20, 5, 1e-9).point[0], 20, 1e-9);
}

TEST(Bundle, FindsTheMaximumOfAFunctionOfOnePrice) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Concave f = random_concave(random, 1);
    std::size_t planes = 0;
    const double best = ascend(f, {1e9 * random.unit()}, 1e6, planes);
    if (HasFatalFailure()) return;
    EXPECT_LE(best, f.maximum + 1);
    EXPECT_GE(best, f.maximum * (1 - 1e-5));
  }
}

TEST(Bundle, FindsTheMaximumOfAFunctionOfSeveralPrices) {
  std::size_t planes = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const std::size_t dimensions = 2 + random.below(24);
    const Concave f = random_concave(random, dimensions);
    const double best = ascend(f, Point(dimensions, 0), 1e6, planes);
    if (HasFatalFailure()) return;
    EXPECT_LE(best, f.maximum + 1);
    EXPECT_GE(best, f.maximum * (1 - 1e-3));
    EXPECT_LE(planes, 40u);
  }
  EXPECT_EQ(planes, 40u);  // or the limit was never met
}

TEST(Bundle, IsDoneAtAMaximumWhereNothingIsPaid) {
  const Concave f{.planes = {plane(1e6, {-1, -2}), plane(1.5e6, {-1, 3})}, .maximum = 1e6};
  std::size_t planes = 0;
  EXPECT_NEAR(ascend(f, {0, 0}, 1e6, planes), 1e6, 1);
  EXPECT_NEAR(ascend(f, {3e5, 2e5}, 1, planes), 1e6, 10);
}

TEST(Bundle, TheOldestPlaneGoesThenThatOfTheLeastWeight) {
  Bundle bundle;
  for (int i = 0; i < 40; ++i) {
    Plane added = plane(i, {1});
    added.age = i == 17 || i == 20 ? 5 : i % 5;
    added.weight = i == 17 ? 0.1 : 0.2;
    bundle.add(std::move(added));
  }
  ASSERT_EQ(bundle.planes().size(), 40u);
  const auto has = [&](double constant) {
    return std::any_of(bundle.planes().begin(), bundle.planes().end(),
                       [&](const Plane& plane) { return plane.constant == constant; });
  };
  bundle.add(plane(100, {1}));
  EXPECT_EQ(bundle.planes().size(), 40u);
  EXPECT_FALSE(has(17));
  EXPECT_TRUE(has(20));
  bundle.add(plane(101, {1}));
  EXPECT_EQ(bundle.planes().size(), 40u);
  EXPECT_FALSE(has(20));
  EXPECT_TRUE(has(100) && has(101) && has(0));
}

TEST(Bundle, MeanAgainIsTheMeanOfItsPlanesByWeight) {
  Bundle bundle;
  EXPECT_TRUE(bundle.mean_again().empty());
  const std::vector<std::pair<double, std::vector<char>>> cuts = {
      {0.5, {1, 0, 1}}, {0.25, {1, 0, 0}}, {0.25, {1, 1, 0}}};
  for (const auto& [weight, again] : cuts) {
    Plane added = plane(0, {1});
    added.weight = weight;
    added.again = again;
    bundle.add(std::move(added));
  }
  EXPECT_EQ(bundle.mean_again(), (Point{1, 0.25, 0.5}));
}

TEST(Bundle, WeightsGoOnAddingUpToOneWhenPlanesAreRemoved) {
  for (const double kept : {0.8, 0.3}) {  // most of the weight or little
    Bundle bundle;
    for (const double weight : {1 - kept, kept}) {
      Plane added = plane(1e3 * weight, {weight - 0.9});
      added.weight = weight;
      bundle.add(std::move(added));
    }
    bundle.remove_if([&](const Plane& plane) { return plane.weight != kept; });
    ASSERT_EQ(bundle.planes().size(), 1u);
    const Bundle::Step step = bundle.step({10}, 0, 3, 1e-9);
    expect_step(bundle, step, {10}, 0, 3);
    EXPECT_EQ(bundle.planes()[0].weight, 1);
  }
}

}  // namespace
}  // namespace moccasin::search
