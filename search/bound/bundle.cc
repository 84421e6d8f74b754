// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bundle.h"

#include <algorithm>
#include <numeric>

namespace moccasin::search {

void Bundle::add(Plane plane) {
  if (planes_.size() >= kMostPlanes) {
    planes_.erase(
        std::max_element(planes_.begin(), planes_.end(), [](const auto& a, const auto& b) {
          return a.age != b.age ? a.age < b.age : a.weight > b.weight;
        }));
  }
  planes_.push_back(std::move(plane));
}

Bundle::Step Bundle::step(const std::vector<double>& centre, double value, double reach,
                          double tolerance) {
  constexpr double kNoWeight = 1e-9, kLevel = 1e-2;  // of the gain
  const std::size_t events = centre.size(), size = planes_.size();
  double sum = 0;
  for (const Plane& plane : planes_) sum += plane.weight;
  for (Plane& plane : planes_) plane.weight = sum > 0.5 ? plane.weight / sum : 0;
  if (sum <= 0.5) planes_.back().weight = 1;

  std::vector<double> raw = centre, move(events), at_centre(size);
  for (std::size_t p = 0; p < size; ++p) {
    const Plane& plane = planes_[p];
    at_centre[p] =
        std::inner_product(centre.begin(), centre.end(), plane.slope.begin(), plane.constant);
    for (std::size_t e = 0; e < events; ++e) raw[e] += reach * plane.weight * plane.slope[e];
  }
  Step step{.point = std::vector<double>(events), .value = value, .converged = false};
  for (int exchange = 0; exchange < kMostExchanges; ++exchange) {
    for (std::size_t e = 0; e < events; ++e) move[e] = std::max(0.0, raw[e]) - centre[e];
    std::size_t lowest = 0, highest = size;
    double low = 0, high = 0;
    for (std::size_t p = 0; p < size; ++p) {
      const double here =
          std::inner_product(move.begin(), move.end(), planes_[p].slope.begin(), at_centre[p]);
      if (p == 0 || here < low) {
        low = here;
        lowest = p;
      }
      if (planes_[p].weight > kNoWeight && (highest == size || here > high)) {
        high = here;
        highest = p;
      }
    }
    step.value = low;
    if (highest == size || lowest == highest || high - low < tolerance ||
        high - low < kLevel * std::max(1.0, low - value)) {
      step.converged = true;
      break;
    }
    Plane& gains = planes_[lowest];
    Plane& loses = planes_[highest];
    double curvature = 0;
    for (std::size_t e = 0; e < events; ++e) {
      const double by = gains.slope[e] - loses.slope[e];
      if (raw[e] > 0 || by > 0) curvature += by * by;
    }
    curvature *= reach;
    const double moved =
        curvature > 0 ? std::min(loses.weight, (high - low) / curvature) : loses.weight;
    gains.weight += moved;
    loses.weight -= moved;
    for (std::size_t e = 0; e < events; ++e) {
      raw[e] += reach * moved * (gains.slope[e] - loses.slope[e]);
    }
  }
  for (std::size_t e = 0; e < events; ++e) step.point[e] = std::max(0.0, raw[e]);
  for (Plane& plane : planes_) plane.age = plane.weight > kNoWeight ? 0 : plane.age + 1;
  return step;
}

std::vector<double> Bundle::mean_again() const {
  std::vector<double> mean;
  for (const Plane& plane : planes_) {
    mean.resize(plane.again.size(), 0);
    for (std::size_t op = 0; op < mean.size(); ++op) {
      if (plane.again[op] != 0) mean[op] += plane.weight;
    }
  }
  return mean;
}

}  // namespace moccasin::search
