// SPDX-License-Identifier: Apache-2.0
#include "search/local/live_changes.h"

#include <algorithm>

namespace moccasin::search {
namespace {

// Edges up to which insertion beats std::sort: they come mostly in order.
constexpr std::size_t kHandful = 32;

}  // namespace

// A proposal is evaluated about every microsecond, and its edges are sorted each time.
void LiveChanges::sort_edges() {
  const auto by_time = [](const Edge& a, const Edge& b) { return a.first < b.first; };
  if (edges_.size() > kHandful) {
    std::sort(edges_.begin(), edges_.end(), by_time);
    return;
  }
  for (auto edge = edges_.begin(); edge != edges_.end(); ++edge) {
    std::rotate(std::upper_bound(edges_.begin(), edge, *edge, by_time), edge, edge + 1);
  }
}

// A sweep over the ends of the ranges: between two of them the sum of the deltas under way is the
// same for all steps. Gaps between steps carry no excess, so segments of gaps alone are left out.
std::int64_t LiveChanges::sum(const Timeline& timeline) {
  edges_.clear();
  for (const Range& range : ranges_) {
    edges_.emplace_back(range.first, range.delta);
    edges_.emplace_back(range.last.next(), -range.delta);
  }
  sort_edges();
  segments_.clear();
  std::int64_t excess = 0, delta = 0;
  for (std::size_t i = 0; i < edges_.size();) {
    const Instant from = edges_[i].first;
    while (i < edges_.size() && edges_[i].first == from) delta += edges_[i++].second;
    if (delta == 0) continue;
    const Key first = from.first_key(), last = edges_[i].first.previous().last_key();
    if (first > last) continue;
    segments_.push_back({first, last, delta});
    excess += timeline.excess_change(first, last, delta);
  }
  return excess;
}

std::int64_t LiveChanges::strain(const Timeline& timeline) const {
  std::int64_t strain = 0;
  for (const Segment& segment : segments_) {
    strain += timeline.strain_change(segment.first, segment.last, segment.delta);
  }
  return strain;
}

void LiveChanges::apply(Timeline& timeline) const {
  for (const Segment& segment : segments_) {
    timeline.add(segment.first, segment.last, segment.delta);
  }
}

}  // namespace moccasin::search
