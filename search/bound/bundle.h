// SPDX-License-Identifier: Apache-2.0
// A proximal bundle (Lemarechal, 1978; Kiwiel, 1990) to maximise a concave function of prices >= 0
// that is known by linearizations above it:
//
//   f(x) <= constant + subgradient . x  for each;  next x, the trial: where the lowest of them,
//   less |x - centre|^2 / (2 * proximal parameter), is highest
//
// That is a small quadratic program over the linearizations' weights, which add up to 1: the next x
// is max(0, centre + proximal parameter * weighted subgradients), and of two linearizations the
// lower one there gets weight from the higher until they are level.
#pragma once

#include <cstddef>
#include <vector>

#include "search/bound/closure_network.h"

namespace moccasin::search {

struct Linearization {
  double constant = 0;
  std::vector<double> subgradient;  // by event
  std::vector<char> primal;         // by cost variable: whether it is paid in this cut
  double weight = 0;
  int age = 0;  // trials since it had weight
};

class Bundle {
 public:
  // A linearization more; the oldest goes if there are too many.
  void add(Linearization linearization);
  [[nodiscard]] const std::vector<Linearization>& linearizations() const { return linearizations_; }
  template <class Predicate>
  void remove_if(Predicate gone) {
    std::erase_if(linearizations_, gone);
  }
  void clear() { linearizations_.clear(); }

  struct Trial {
    std::vector<double> point;
    double value;    // of the lowest linearization there
    bool converged;  // weights are good enough to be read
  };
  // `value` is what the function is at `centre`; differences below `tolerance` do not matter.
  // Pre-condition: there is a linearization.
  [[nodiscard]] Trial trial(const std::vector<double>& centre, double value, double prox_parameter,
                            double tolerance);
  // The weighted mean of `primal`, by cost variable.
  [[nodiscard]] std::vector<double> primal_average() const;

 private:
  class Program;

  static constexpr std::size_t kMostLinearizations = 40;
  static constexpr int kMostExchanges = 300;

  std::vector<Linearization> linearizations_;
};

}  // namespace moccasin::search
