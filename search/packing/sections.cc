// SPDX-License-Identifier: Apache-2.0
#include "search/packing/sections.h"

#include <algorithm>
#include <utility>

namespace moccasin::search {
namespace {

using Event = std::pair<std::int64_t, std::uint32_t>;  // when, and whose

}  // namespace

Sections sections_of(std::span<const Span<std::int64_t>> lifetimes) {
  std::vector<Event> births, deaths;
  births.reserve(lifetimes.size());
  deaths.reserve(lifetimes.size());
  for (std::uint32_t i = 0; i < lifetimes.size(); ++i) {
    MOCCASIN_ASSERT(lifetimes[i].first < lifetimes[i].last);
    births.emplace_back(lifetimes[i].first, i);
    deaths.emplace_back(lifetimes[i].last, i);
  }
  std::sort(births.begin(), births.end());
  std::sort(deaths.begin(), deaths.end());

  // What is live grows with every birth: it cannot grow further once somebody has died, so the
  // first death behind a birth closes a section.
  Sections sections{.count = 0, .of = std::vector<Span<Section>>(lifetimes.size())};
  auto birth = births.begin();
  bool grown = false;
  for (const auto& [time, dying] : deaths) {
    for (; birth != births.end() && birth->first < time; ++birth) {
      sections.of[birth->second].first = Section(sections.count);
      grown = true;
    }
    if (grown) ++sections.count;
    grown = false;
    sections.of[dying].last = Section(sections.count);
  }
  return sections;
}

}  // namespace moccasin::search
