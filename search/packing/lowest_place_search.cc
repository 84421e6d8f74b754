// SPDX-License-Identifier: Apache-2.0
#include "search/packing/lowest_place_search.h"

namespace moccasin::search {

using Outcome = LowestPlaceSearch::Outcome;

Outcome LowestPlaceSearch::run(std::int64_t height, const std::vector<Rect>& order, Share share) {
  // Beyond these a search is given up, as if its share were used up: 64 MiB of reasons, and as much
  // for who is in which stretch.
  constexpr std::size_t kMostWords = std::size_t{1} << 23, kMostInPools = std::size_t{1} << 24;
  std::uint64_t charged = places_.looks();
  if (!places_.begin(height)) return Outcome::none;
  start(order);
  for (;;) {
    share.meter().charge(places_.looks() - charged);
    charged = places_.looks();
    if (share.ended() || places_.words_of_sets() > kMostWords || pool_.size() > kMostInPools) {
      return Outcome::stopped;
    }
    if (const std::optional<Stretch> stretch = next_stretch()) {
      share.meter().charge(1 + (stretch->pool_end - stretch->pool_begin) / 4);
      if (!decide(*stretch) && !backtrack()) return Outcome::none;
    } else if (!leave_solved()) {
      return Outcome::found;
    }
  }
}

void LowestPlaceSearch::start(const std::vector<Rect>& order) {
  pool_ = order;
  level_ = 0;
  decisions_.clear();
  Decision& all = decisions_.emplace_back();
  all.stretch = {{Section(0), Section(rectangles_.units.size())}, 0, pool_.size(), pool_.size()};
  all.next = Section(0);
  all.split = true;
  all.pool = pool_.size();
}

std::optional<LowestPlaceSearch::Stretch> LowestPlaceSearch::next_stretch() {
  Decision& top = decisions_.back();
  Stretch whole = top.stretch;
  if (top.branch == Branch::placed && top.rect.valid()) --whole.open;
  if (top.branch == Branch::waits || !top.split) {
    if (top.next >= whole.sections.last) return std::nullopt;
    top.next = whole.sections.last;
    return whole;
  }
  while (top.next < whole.sections.last) {
    Span<Section> sections{top.next, Section(top.next.value() + 1)};
    while (sections.last < whole.sections.last &&
           places_.sections().joined(Section(sections.last.value() - 1))) {
      ++sections.last;
    }
    top.next = sections.last;
    if (const auto stretch = gather(sections, whole)) return stretch;
  }
  return std::nullopt;
}

std::optional<LowestPlaceSearch::Stretch> LowestPlaceSearch::gather(Span<Section> sections,
                                                                    const Stretch& from) {
  if (sections == from.sections) return from;
  if (places_.sections().open_in(sections.first).empty()) return std::nullopt;
  const std::size_t begin = pool_.size();
  for (std::size_t i = from.pool_begin; i < from.pool_end; ++i) {
    const Rect r = pool_[i];
    if (places_.sections().open(r) && sections.first <= rectangles_.all[r].sections.first &&
        rectangles_.all[r].sections.last <= sections.last) {
      pool_.push_back(r);
    }
  }
  return Stretch{sections, begin, pool_.size(), pool_.size() - begin};
}

// Most of it is placed: those that are open get a part of their own.
void LowestPlaceSearch::compact(Stretch& stretch) {
  const std::size_t begin = pool_.size();
  for (std::size_t i = stretch.pool_begin; i < stretch.pool_end; ++i) {
    if (places_.sections().open(pool_[i])) pool_.push_back(pool_[i]);
  }
  stretch.pool_begin = begin;
  stretch.pool_end = pool_.size();
}

bool LowestPlaceSearch::decide(Stretch stretch) {
  if (stretch.open == 0) return true;
  Rect lowest;
  std::int64_t place_of_lowest = LowestPlaces::kNotNow;
  for (const Rect r : pool(stretch)) {
    if (places_.candidate(r) >= place_of_lowest) continue;
    place_of_lowest = places_.candidate(r);
    lowest = r;
  }
  if (!lowest.valid()) {
    places_.fail_waiting(stretch.sections);
    return false;
  }
  if (2 * stretch.open < stretch.pool_end - stretch.pool_begin) compact(stretch);
  return place(stretch, lowest);
}

bool LowestPlaceSearch::place(const Stretch& stretch, Rect r) {
  Decision& decision = decisions_.emplace_back();
  decision.rect = r;
  decision.stretch = stretch;
  decision.before = places_.mark();
  decision.level = level_++;
  decision.next = stretch.sections.first;
  decision.pool = pool_.size();
  if (!places_.place(r, decision.level)) return false;
  decision.split = places_.split();
  return places_.lift_waiting(stretch.sections);
}

bool LowestPlaceSearch::backtrack() {
  while (decisions_.size() > 1) {
    Decision& top = decisions_.back();
    places_.undo(top.before);
    pool_.resize(top.pool);
    level_ = top.level;
    LevelSets& sets = places_.sets();
    const bool had_a_part = sets.has(places_.failure(), top.level);
    if (had_a_part) sets.remove(places_.failure(), top.level);
    if (had_a_part && top.branch == Branch::placed) {
      if (try_waiting()) return true;
      continue;
    }
    if (had_a_part) sets.add_all(places_.failure(), top.failure);
    decisions_.pop_back();
  }
  return false;
}

bool LowestPlaceSearch::try_waiting() {
  Decision& top = decisions_.back();
  top.branch = Branch::waits;
  top.failure = places_.sets().push_copy(places_.failure());
  top.before = places_.mark();
  top.next = top.stretch.sections.first;
  level_ = top.level + 1;
  places_.wait(top.rect, top.level);
  return places_.lift_waiting(top.stretch.sections);
}

bool LowestPlaceSearch::leave_solved() {
  do {
    pool_.resize(decisions_.back().pool);
    decisions_.pop_back();
  } while (!decisions_.empty() && decisions_.back().branch == Branch::waits);
  if (decisions_.empty()) return false;
  level_ = decisions_.back().level + 1;
  return true;
}

}  // namespace moccasin::search
