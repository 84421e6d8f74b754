// SPDX-License-Identifier: Apache-2.0
// A proximal bundle (Lemarechal, 1978; Kiwiel, 1990) to maximise a concave function of prices >= 0
// that is known by planes above it:
//
//   f(x) <= constant + slope . x  for each plane;  next x: where the lowest of the planes, less
//   |x - centre|^2 / (2 reach), is highest
//
// That is a small quadratic program over the planes' weights, which add up to 1: the next x is
// max(0, centre + reach * weighted slopes), and of two planes the lower one there gets weight from
// the higher until they are level.
#pragma once

#include <cstddef>
#include <vector>

#include "search/bound/closure_network.h"

namespace moccasin::search {

struct Plane {
  double constant = 0;
  std::vector<double> slope;  // by event
  std::vector<char> again;    // by payer: whether it pays in this cut
  double weight = 0;
  int age = 0;  // steps since it had weight
};

class Bundle {
 public:
  // A plane more; the oldest goes if there are too many.
  void add(Plane plane);
  [[nodiscard]] const std::vector<Plane>& planes() const { return planes_; }
  template <class Predicate>
  void remove_if(Predicate gone) {
    std::erase_if(planes_, gone);
  }
  void clear() { planes_.clear(); }

  struct Step {
    std::vector<double> point;
    double value;    // of the lowest plane there
    bool converged;  // weights are good enough to be read
  };
  // `value` is what the function is at `centre`; differences below `tolerance` do not matter.
  // Pre-condition: there is a plane.
  [[nodiscard]] Step step(const std::vector<double>& centre, double value, double reach,
                          double tolerance);
  // The weighted mean of `again`, by payer.
  [[nodiscard]] std::vector<double> mean_again() const;

 private:
  class Program;

  static constexpr std::size_t kMostPlanes = 40;
  static constexpr int kMostExchanges = 300;

  std::vector<Plane> planes_;
};

}  // namespace moccasin::search
