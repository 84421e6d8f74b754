// SPDX-License-Identifier: Apache-2.0
#include "search/packing/lowest_gap.h"

#include <algorithm>
#include <utility>

#include "search/packing/section_tree.h"

namespace moccasin::search {
namespace {

using Range = Span<std::int64_t>;     // of units
using RangeSet = std::vector<Range>;  // from below, apart from each other

void insert(RangeSet& set, Range range) {
  const auto first = std::lower_bound(
      set.begin(), set.end(), range.first,
      [](const Range& r, std::int64_t begin) { return r.last < begin; });  // may touch it
  auto last = first;
  for (; last != set.end() && last->first <= range.last; ++last) {
    range = {std::min(range.first, last->first), std::max(range.last, last->last)};
  }
  if (first == last) {
    set.insert(first, range);
  } else {
    *first = range;
    set.erase(first + 1, last);
  }
}

class TakenUnits {
 public:
  TakenUnits(std::size_t sections, std::size_t chunk)
      : chunk_(chunk),
        leaves_(leaves_over(sections)),
        somewhere_(2 * leaves_),
        in_all_(2 * leaves_) {}

  std::int64_t lowest(const Rectangle& rectangle) {
    taken_.clear();
    collect({1, 0, leaves_}, rectangle.sections);
    // From below, past whatever is in the way, until no set has moved it any more.
    std::int64_t at = 0;
    std::size_t in_vain = 0;
    for (std::size_t i = 0; in_vain < taken_.size(); i = (i + 1) % taken_.size()) {
      const std::int64_t before = at;
      at = past(*taken_[i], at, rectangle);
      in_vain = at == before ? in_vain + 1 : 1;
    }
    return at;
  }

  void take(const Rectangle& rectangle, std::int64_t offset) {
    const Node from = rectangle.fixed() ? Node{1, 0, leaves_} : home(rectangle.sections);
    insert_below(from, rectangle.sections, {offset, offset + rectangle.size});
  }

  [[nodiscard]] std::uint64_t looks() const { return looks_; }

 private:
  using Node = SectionNode;

  // From where on down it matters to those that come later: the whole, or one chunk.
  [[nodiscard]] Node home(Span<Section> sections) const {
    const std::size_t chunk = sections.first.value() / chunk_;
    if (chunk_ >= leaves_ || sections.last.value() > (chunk + 1) * chunk_) return {1, 0, leaves_};
    return {leaves_ / chunk_ + chunk, chunk * chunk_, (chunk + 1) * chunk_};
  }

  void collect(Node node, Span<Section> sections) {
    if (node.apart(sections)) return;
    const bool whole = node.within(sections);
    const RangeSet& set = whole ? somewhere_[node.index] : in_all_[node.index];
    if (!set.empty()) taken_.push_back(&set);
    if (whole) return;
    collect(node.left(), sections);
    collect(node.right(), sections);
  }

  // The lowest place at or above `at` that nothing of `set` is in.
  std::int64_t past(const RangeSet& set, std::int64_t at, const Rectangle& rectangle) {
    auto range = std::upper_bound(
        set.begin(), set.end(), at,
        [](std::int64_t place, const Range& r) { return place < r.last; });  // ends above it
    looks_ += 4;
    for (; range != set.end() && range->first < at + rectangle.size; ++range) {
      at = Rectangles::aligned(range->last, rectangle.alignment);
      ++looks_;
    }
    return at;
  }

  void insert_below(Node node, Span<Section> sections, Range range) {
    if (node.apart(sections)) return;
    looks_ += 2 + somewhere_[node.index].size() / 64;
    insert(somewhere_[node.index], range);
    if (node.within(sections)) {
      insert(in_all_[node.index], range);
      return;
    }
    insert_below(node.left(), sections, range);
    insert_below(node.right(), sections, range);
  }

  const std::size_t chunk_, leaves_;
  std::vector<RangeSet> somewhere_, in_all_;  // by node
  std::vector<const RangeSet*> taken_;        // in the way of the one that is being placed
  std::uint64_t looks_ = 0;
};

}  // namespace

std::vector<Rect> chunk_by_chunk(const Rectangles& rectangles, const std::vector<Rect>& order,
                                 std::size_t chunk) {
  const auto chunk_of = [&](Rect r) {
    const Span<Section> in = rectangles.all[r].sections;
    const std::size_t first = in.first.value() / chunk, last = (in.last.value() - 1) / chunk;
    return first == last ? 1 + first : 0;
  };
  std::vector<std::pair<std::size_t, Rect>> chunked;
  chunked.reserve(order.size());
  for (const Rect r : order) chunked.emplace_back(chunk_of(r), r);
  std::stable_sort(chunked.begin(), chunked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Rect> result;
  result.reserve(order.size());
  for (const auto& [number, r] : chunked) result.push_back(r);
  return result;
}

bool fill_lowest_gaps(const Rectangles& rectangles, const std::vector<Rect>& placed,
                      const std::vector<Rect>& order, Offsets& offsets, Share share,
                      std::size_t chunk) {
  TakenUnits taken(rectangles.units.size(), chunk);
  std::uint64_t charged = 0;
  const auto ended = [&] {
    share.meter().charge(taken.looks() - charged);
    charged = taken.looks();
    return share.ended();
  };
  for (const Rect r : placed) {
    taken.take(rectangles.all[r], offsets[r]);
    if (ended()) return false;
  }
  for (const Rect r : order) {
    offsets[r] = taken.lowest(rectangles.all[r]);
    taken.take(rectangles.all[r], offsets[r]);
    if (ended()) return false;
  }
  return true;
}

std::optional<Offsets> place_in_lowest_gaps(const Rectangles& rectangles,
                                            const std::vector<Rect>& order, Share share,
                                            std::size_t chunk) {
  Offsets offsets(rectangles.size(), 0);
  std::vector<Rect> fixed, open;
  for (const Rect r : rectangles.all.indices()) {
    if (!rectangles.all[r].fixed()) continue;
    offsets[r] = rectangles.all[r].offset;
    fixed.push_back(r);
  }
  for (const Rect r : order) {
    if (!rectangles.all[r].fixed()) open.push_back(r);
  }
  if (!fill_lowest_gaps(rectangles, fixed, open, offsets, share, chunk)) return std::nullopt;
  return offsets;
}

}  // namespace moccasin::search
