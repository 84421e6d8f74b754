// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bundle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace moccasin::search {
namespace {

using Vector = std::vector<double>;
constexpr double kNoWeight = 1e-9;

// How exactly the quadratic program is solved: its linearizations need to be level to a part of
// kLevel of what the trial gains, or it takes more time than a better point saves in cuts. Of
// kPeriod exchanges the first kPairs are between two linearizations, cheap and never far off; the
// others are Newton steps, which level many at once. None of these numbers, nor those below, has
// been measured by itself.
constexpr double kLevel = 1e-2;
constexpr int kPeriod = 8, kPairs = 2;
// The search along a line: this much of the first descent may be left.
constexpr int kMostLineIterations = 20;
constexpr double kLineLevel = 1e-3;

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Solves m x = b for both right-hand sides, in their places, by Cholesky's factors; m, row by row,
// is positive semidefinite, and what is about 0 in it is made a little more.
void solve(Vector& m, Vector& b1, Vector& b2) {
  const std::size_t n = b1.size();
  double trace = 0;
  for (std::size_t i = 0; i < n; ++i) trace += m[i * n + i];
  const double least = 1e-9 * trace / static_cast<double>(n) + 1e-300;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = m[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= m[i * n + k] * m[j * n + k];
      m[i * n + j] = i == j ? std::sqrt(std::max(sum, 0.0) + least) : sum / m[j * n + j];
    }
  }
  for (Vector* b : {&b1, &b2}) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < i; ++k) (*b)[i] -= m[i * n + k] * (*b)[k];
      (*b)[i] /= m[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t k = i + 1; k < n; ++k) (*b)[i] -= m[k * n + i] * (*b)[k];
      (*b)[i] /= m[i * n + i];
    }
  }
}

}  // namespace

// The quadratic program of one trial. `raw` is centre + proximal parameter * weighted subgradients;
// x = max(0, raw).
class Bundle::Program {
 public:
  Program(std::vector<Linearization>& linearizations, const Vector& centre, double prox_parameter)
      : linearizations_(linearizations),
        centre_(centre),
        prox_parameter_(prox_parameter),
        raw_(centre),
        here_(linearizations.size()) {
    for (const Linearization& linearization : linearizations_) {
      at_centre_.push_back(linearization.constant + dot(centre, linearization.subgradient));
      move(linearization.subgradient, prox_parameter * linearization.weight);
    }
  }

  [[nodiscard]] Vector point() const {
    Vector x = raw_;
    for (double& price : x) price = std::max(0.0, price);
    return x;
  }

  // The linearizations' values at x. Returns by how much those with weight are not level.
  double look() {
    Vector from_centre = point();
    for (std::size_t e = 0; e < raw_.size(); ++e) from_centre[e] -= centre_[e];
    lowest_ = highest_ = linearizations_.size();
    for (std::size_t p = 0; p < linearizations_.size(); ++p) {
      here_[p] = at_centre_[p] + dot(from_centre, linearizations_[p].subgradient);
      if (lowest_ == linearizations_.size() || here_[p] < here_[lowest_]) lowest_ = p;
      const bool has = linearizations_[p].weight > kNoWeight;
      if (has && (highest_ == linearizations_.size() || here_[p] > here_[highest_])) highest_ = p;
    }
    return here_[highest_] - here_[lowest_];
  }
  [[nodiscard]] double low() const { return here_[lowest_]; }

  // Newton's step on the linearizations with weight and the lowest, as far as weights and bends
  // allow; or from the highest to the lowest only.
  void exchange(bool newton) {
    std::vector<std::size_t> some;
    Vector by;
    if (newton) {
      for (std::size_t p = 0; p < linearizations_.size(); ++p) {
        if (p == lowest_ || linearizations_[p].weight > kNoWeight) some.push_back(p);
      }
      by = newton_direction(some);
    } else {
      some = {lowest_, highest_};
      by = {1, -1};
    }
    Vector slope(raw_.size(), 0);
    double falls = 0, most = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < some.size(); ++i) {
      const Linearization& linearization = linearizations_[some[i]];
      falls -= by[i] * here_[some[i]];
      if (by[i] < 0) most = std::min(most, linearization.weight / -by[i]);
      for (std::size_t e = 0; e < slope.size(); ++e)
        slope[e] += by[i] * linearization.subgradient[e];
    }
    if (!(falls > 0 && most > 0 && std::isfinite(most))) {
      if (newton) exchange(false);
      return;
    }
    const double far = length(slope, falls, most);
    for (std::size_t i = 0; i < some.size(); ++i) {
      double& weight = linearizations_[some[i]].weight;
      weight = std::max(0.0, weight + far * by[i]);
      if (far == most && weight < kNoWeight) weight = 0;
    }
    move(slope, prox_parameter_ * far);
  }

 private:
  void move(const Vector& slope, double by) {
    for (std::size_t e = 0; e < raw_.size(); ++e) raw_[e] += by * slope[e];
  }

  // Where the linearizations in `some` would be level if no price bent; weights in all unchanged.
  [[nodiscard]] Vector newton_direction(const std::vector<std::size_t>& some) const {
    const std::size_t n = some.size();
    Vector gram(n * n), ones(n, 1), values(n);
    for (std::size_t i = 0; i < n; ++i) {
      const Vector& a = linearizations_[some[i]].subgradient;
      values[i] = here_[some[i]] - here_[lowest_];
      for (std::size_t j = 0; j <= i; ++j) {
        const Vector& b = linearizations_[some[j]].subgradient;
        double sum = 0;
        for (std::size_t e = 0; e < raw_.size(); ++e) sum += raw_[e] > 0 ? a[e] * b[e] : 0;
        gram[i * n + j] = prox_parameter_ * sum;
      }
    }
    solve(gram, ones, values);
    const double level = std::accumulate(values.begin(), values.end(), 0.0) /
                         std::accumulate(ones.begin(), ones.end(), 0.0);
    for (std::size_t i = 0; i < n; ++i) values[i] = level * ones[i] - values[i];
    const double rest = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
    for (double& by : values) by -= rest;  // rounding
    return values;
  }

  // How far to go along weights that change raw by proximal parameter * slope, at most `most`: the
  // weighted mean of the linearizations falls at first by `falls`, less and less, in straight lines
  // that bend where a price leaves 0 or comes back: Newton's steps, or halving.
  [[nodiscard]] double length(const Vector& slope, double falls, double most) const {
    double low = 0, high = most, far = std::min(1.0, most);
    for (int i = 0; i < kMostLineIterations; ++i) {
      double left = falls, bend = 0;
      for (std::size_t e = 0; e < raw_.size(); ++e) {
        const double to = raw_[e] + prox_parameter_ * far * slope[e];
        left -= slope[e] * (std::max(0.0, to) - std::max(0.0, raw_[e]));
        if (to > 0) bend += prox_parameter_ * slope[e] * slope[e];
      }
      if (std::abs(left) <= kLineLevel * falls || (left > 0 && far >= most)) break;
      (left > 0 ? low : high) = far;
      const double next = std::min(far + left / bend, most);
      far = next > low && (next < high || next == most) ? next : (low + high) / 2;
    }
    return far;
  }

  std::vector<Linearization>& linearizations_;
  const Vector& centre_;
  const double prox_parameter_;
  Vector raw_, here_, at_centre_;
  std::size_t lowest_ = 0, highest_ = 0;
};

// A linearization without weight has not been of use for as long as its age says.
void Bundle::add(Linearization linearization) {
  if (linearizations_.size() >= kMostLinearizations) {
    linearizations_.erase(std::max_element(
        linearizations_.begin(), linearizations_.end(), [](const auto& a, const auto& b) {
          return a.age != b.age ? a.age < b.age : a.weight > b.weight;
        }));
  }
  linearizations_.push_back(std::move(linearization));
}

// The trial of a proximal bundle method: the point x >= 0 where the lowest linearization, less the
// proximal term |x - centre|^2 / (2 * proximal parameter), is highest. Without that term the point
// would jump far beyond what the linearizations know of.
//
// The dual program is solved, over the linearizations' weights, which are at least 0 and add up to
// 1: they say where x is, and by duality x is right as soon as no linearization there is lower than
// those with weight. So weight goes from the higher linearizations to the lower until they are
// level: an active set method, where a linearization that has lost its weight is out. It begins
// with the weights of the trial before, as one linearization more, or a centre moved a little,
// changes few of them.
//
// Invariants: weights are at least 0 and add up to 1; the dual's value, an upper bound on what the
// linearizations promise, does not rise. If the exchanges run out, the point is one all the same,
// only not the best, and the weights are not to be read.
Bundle::Trial Bundle::trial(const Vector& centre, double value, double prox_parameter,
                            double tolerance) {
  double sum = 0;
  for (const Linearization& linearization : linearizations_) sum += linearization.weight;
  for (Linearization& linearization : linearizations_)
    linearization.weight = sum > 0.5 ? linearization.weight / sum : 0;
  if (sum <= 0.5) linearizations_.back().weight = 1;

  Program program(linearizations_, centre, prox_parameter);
  Trial trial{.point = {}, .value = value, .converged = false};
  for (int exchange = 0; exchange < kMostExchanges && !trial.converged; ++exchange) {
    const double apart = program.look();
    trial.value = program.low();
    trial.converged = apart < std::max(tolerance, kLevel * std::max(1.0, trial.value - value));
    if (!trial.converged) program.exchange(exchange % kPeriod >= kPairs);
  }
  trial.point = program.point();
  for (Linearization& linearization : linearizations_)
    linearization.age = linearization.weight > kNoWeight ? 0 : linearization.age + 1;
  return trial;
}

// The weights combine the cuts to a fractional solution of the relaxation, the dual of the prices:
// it nearly fits at all events at once, as no single cut does.
Vector Bundle::primal_average() const {
  Vector mean;
  for (const Linearization& linearization : linearizations_) {
    mean.resize(linearization.primal.size(), 0);
    for (std::size_t cost_var = 0; cost_var < mean.size(); ++cost_var) {
      if (linearization.primal[cost_var] != 0) mean[cost_var] += linearization.weight;
    }
  }
  return mean;
}

}  // namespace moccasin::search
