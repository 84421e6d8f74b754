// SPDX-License-Identifier: Apache-2.0
#include "search/packing/rectangles.h"

#include <algorithm>
#include <numeric>

#include "base/wide_int.h"

namespace moccasin::search {
namespace {

using model::ArenaBuffer;

bool matters(const ArenaBuffer& buffer) { return buffer.size > 0 && buffer.lower < buffer.upper; }

bool sums_fit(std::span<const ArenaBuffer> buffers) {
  base::Wide sum = 0, fixed_end = 0;
  for (const ArenaBuffer& buffer : buffers) {
    if (!matters(buffer)) continue;
    sum += base::Wide{buffer.size} + buffer.alignment;
    if (buffer.offset >= 0) {
      fixed_end = std::max(fixed_end, base::Wide{buffer.offset} + buffer.size + buffer.alignment);
    }
  }
  return sum + fixed_end <= base::Wide{1} << 62;
}

// Units while they are being found: first the alignments' divisor, then that of what is left.
struct Units {
  std::int64_t of_alignments = 0, of_sizes = 0;
  bool sizes_are_aligned = true;

  [[nodiscard]] std::int64_t rounded_up(std::int64_t bytes) const {
    return (bytes + of_alignments - 1) / of_alignments;
  }
  [[nodiscard]] std::int64_t bytes() const {
    return of_alignments * (sizes_are_aligned ? of_sizes : 1);
  }
};

Units units_of(std::span<const ArenaBuffer> buffers) {
  Units units;
  for (const ArenaBuffer& buffer : buffers) {
    if (matters(buffer)) units.of_alignments = std::gcd(units.of_alignments, buffer.alignment);
  }
  for (const ArenaBuffer& buffer : buffers) {
    if (!matters(buffer)) continue;
    units.of_sizes = std::gcd(units.of_sizes, units.rounded_up(buffer.size));
    if (buffer.offset > 0) {
      units.of_sizes = std::gcd(units.of_sizes, buffer.offset / units.of_alignments);
    }
  }
  for (const ArenaBuffer& buffer : buffers) {
    if (matters(buffer) && units.of_sizes % (buffer.alignment / units.of_alignments) != 0) {
      units.sizes_are_aligned = false;
    }
  }
  return units;
}

Rectangle to_rectangle(const ArenaBuffer& buffer, const Units& units) {
  const std::int64_t unit = units.bytes();
  const std::int64_t size = units.rounded_up(buffer.size) * units.of_alignments / unit;
  return {.sections = {},
          .size = size,
          .alignment = std::max<std::int64_t>(buffer.alignment / unit, 1),
          .offset = buffer.offset >= 0 ? buffer.offset / unit : model::kToBePlaced,
          .slack = size * unit - buffer.size};
}

void add_live(Rectangles& rectangles, std::size_t sections) {
  base::IndexedVector<Section, std::int64_t> units(sections + 1, 0);
  for (const Rectangle& rectangle : rectangles.all) {
    units[rectangle.sections.first] += rectangle.size;
    units[rectangle.sections.last] -= rectangle.size;
  }
  rectangles.units = base::IndexedVector<Section, std::int64_t>(sections, 0);
  std::int64_t live = 0;
  for (const Section s : rectangles.units.indices()) rectangles.units[s] = live += units[s];
}

}  // namespace

std::int64_t Rectangles::height(const Offsets& offsets) const {
  std::int64_t height = 0;
  for (const Rect r : all.indices()) {
    height = std::max(height, (offsets[r] + all[r].size) * unit - all[r].slack);
  }
  return height;
}

std::optional<Rectangles> make_rectangles(std::span<const ArenaBuffer> buffers) {
  if (!sums_fit(buffers)) return std::nullopt;
  const Units units = units_of(buffers);
  Rectangles result;
  std::vector<Span<std::int64_t>> lifetimes;
  for (std::uint32_t i = 0; i < buffers.size(); ++i) {
    if (!matters(buffers[i])) continue;
    const Rect r = result.all.push_back(to_rectangle(buffers[i], units));
    result.buffer.push_back(i);
    lifetimes.push_back({buffers[i].lower, buffers[i].upper});
    result.any_fixed = result.any_fixed || result.all[r].fixed();
    result.any_aligned = result.any_aligned || result.all[r].alignment > 1;
  }
  result.unit = std::max<std::int64_t>(units.bytes(), 1);
  const Sections sections = sections_of(lifetimes);
  for (const Rect r : result.all.indices()) result.all[r].sections = sections.of[r.value()];
  add_live(result, sections.count);
  return result;
}

}  // namespace moccasin::search
