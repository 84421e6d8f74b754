// SPDX-License-Identifier: Apache-2.0
#include "search/packing/open_sections.h"

#include <algorithm>

namespace moccasin::search {

OpenSections::OpenSections(const Rectangles& rectangles)
    : rectangles_(rectangles), begin_(rectangles.units.size() + 1, 0) {
  for (const Rectangle& r : rectangles.all) {
    at_begin_.push_back(at_.size());
    if (r.fixed()) continue;
    for (Section s = r.sections.first; s < r.sections.last; ++s) {
      at_.push_back(static_cast<std::uint32_t>(begin_[s.value() + 1]++));
    }
  }
  for (std::size_t s = 1; s < begin_.size(); ++s) begin_[s] += begin_[s - 1];
  list_.resize(at_.size());
  for (const Rect r : rectangles.all.indices()) {
    if (rectangles.all[r].fixed()) continue;
    const Span<Section> in = rectangles.all[r].sections;
    for (Section s = in.first; s < in.last; ++s) {
      const std::size_t i = at_begin_[r.value()] + (s.value() - in.first.value());
      list_[begin_[s.value()] + at_[i]] = r;
    }
  }
  reopen_all();
}

void OpenSections::reopen_all() {
  const std::size_t sections = rectangles_.units.size();
  count_ = base::IndexedVector<Section, std::uint32_t>(sections, 0);
  crossing_ = base::IndexedVector<Section, std::uint32_t>(sections, 0);
  units_ = base::IndexedVector<Section, std::int64_t>(sections, 0);
  open_ = base::IndexedVector<Rect, char>(rectangles_.size(), 0);
  for (const Rect r : rectangles_.all.indices()) {
    if (!rectangles_.all[r].fixed()) reopen(r);
  }
}

bool OpenSections::close(Rect r) {
  const Rectangle& rectangle = rectangles_.all[r];
  const Span<Section> in = rectangle.sections;
  std::uint32_t* at = at_.data() + at_begin_[r.value()];
  bool split = false;
  open_[r] = 0;
  for (Section s = in.first; s < in.last; ++s, ++at) {
    units_[s] -= rectangle.size;
    Rect* const list = list_.data() + begin_[s.value()];
    const std::uint32_t last = --count_[s];
    const Rect other = list[last];
    at_[at_begin_[other.value()] + (s.value() - rectangles_.all[other].sections.first.value())] =
        *at;
    list[*at] = other;
    list[last] = r;
    *at = last;
    if (s.value() + 1 < in.last.value()) split = --crossing_[s] == 0 || split;
  }
  return split;
}

void OpenSections::reopen(Rect r) {
  const Rectangle& rectangle = rectangles_.all[r];
  open_[r] = 1;
  for (Section s = rectangle.sections.first; s < rectangle.sections.last; ++s) {
    units_[s] += rectangle.size;
    ++count_[s];
    if (s.value() + 1 < rectangle.sections.last.value()) ++crossing_[s];
  }
}

}  // namespace moccasin::search
