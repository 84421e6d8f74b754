// SPDX-License-Identifier: Apache-2.0
#include "search/packing/lowest_places.h"

#include <algorithm>
#include <tuple>

namespace moccasin::search {
namespace {

using Likeness = std::tuple<Section, Section, std::int64_t, std::int64_t, std::int64_t>;

Likeness likeness(const Rectangle& r) {
  return {r.sections.first, r.sections.last, r.size, r.alignment, r.slack};
}

// Of each rectangle that is to be placed: all that could change places with it, and itself.
model::Rows<Rect, Rect> find_alike(const Rectangles& rectangles) {
  std::vector<std::pair<Likeness, Rect>> sorted;
  for (const Rect r : rectangles.all.indices()) {
    if (!rectangles.all[r].fixed()) sorted.emplace_back(likeness(rectangles.all[r]), r);
  }
  std::sort(sorted.begin(), sorted.end());
  return {rectangles.size(), [&](const auto& add) {
            for (auto first = sorted.begin(); first != sorted.end();) {
              const auto last = std::find_if(first, sorted.end(), [&](const auto& other) {
                return other.first != first->first;
              });
              // A thousand alike are a million pairs: only so many are held to be alike.
              constexpr std::ptrdiff_t kMost = 16;
              for (auto i = first; i != last; ++i) {
                const auto begin = first + (i - first) / kMost * kMost;
                const auto end = begin + std::min(kMost, last - begin);
                for (auto j = begin; j != end; ++j) add(i->second, j->second);
              }
              first = last;
            }
          }};
}

}  // namespace

LowestPlaces::LowestPlaces(const Rectangles& rectangles, const Neighbors& neighbors,
                           const Obstacles& obstacles)
    : rectangles_(rectangles),
      neighbors_(neighbors),
      obstacles_(obstacles),
      alike_(find_alike(rectangles)),
      sections_(rectangles),
      sets_(2 * rectangles.size()),
      ceiling_(rectangles.size(), 0),
      section_ceiling_(rectangles.units.size(), 0),
      waiting_at_(rectangles.size(), 0),
      support_(rectangles.size()),
      witness_(rectangles.units.size()),
      blame_(rectangles.size(), 0) {}

bool LowestPlaces::begin(std::int64_t height) {
  set_ceilings(height);
  sections_.reopen_all();
  sets_.clear();
  const LevelSets::Id failure = sets_.push();
  MOCCASIN_ASSERT(failure == kFailure);
  lowest_ = Offsets(rectangles_.size(), 0);
  reason_ = base::IndexedVector<Rect, LevelSets::Id>(rectangles_.size(), LevelSets::kNone);
  waits_ = base::IndexedVector<Rect, Level>(rectangles_.size(), kNever);
  waiting_.clear();
  raises_.clear();
  wait_changes_.clear();
  placed_.clear();
  bool possible = true;
  for (const Rect r : rectangles_.all.indices()) {
    const Rectangle& rectangle = rectangles_.all[r];
    lowest_[r] = rectangle.fixed() ? rectangle.offset : obstacles_.lowest(r, 0);
    possible = possible && !too_high(r);
  }
  candidate_ = lowest_;
  for (const Section s : rectangles_.units.indices()) {
    const auto open = sections_.open_in(s);
    if (!open.empty()) witness_[s] = open.front();
  }
  touched_ = {Section(0), Section(rectangles_.units.size())};
  return possible && check_touched();
}

void LowestPlaces::set_ceilings(std::int64_t height) {
  section_ceiling_ = base::IndexedVector<Section, std::int64_t>(rectangles_.units.size(),
                                                                height / rectangles_.unit);
  for (const Rect r : rectangles_.all.indices()) {
    const Rectangle& rectangle = rectangles_.all[r];
    ceiling_[r] = (height + rectangle.slack) / rectangles_.unit;
    if (rectangle.slack == 0 || rectangle.fixed()) continue;
    for (Section s = rectangle.sections.first; s < rectangle.sections.last; ++s) {
      section_ceiling_[s] = std::max(section_ceiling_[s], ceiling_[r]);
    }
  }
  // Two that wait for each other would lift one another unit by unit.
  least_lift_ = std::max<std::int64_t>(height / rectangles_.unit / 256, 1);
}

void LowestPlaces::touch(Span<Section> sections) {
  touched_ = {std::min(touched_.first, sections.first), std::max(touched_.last, sections.last)};
}

void LowestPlaces::set_waits(Rect r, Level level) {
  if (level == kNever) {
    const Rect last = waiting_.back();
    waiting_[waiting_at_[r]] = last;
    waiting_at_[last] = waiting_at_[r];
    waiting_.pop_back();
    candidate_[r] = lowest_[r];
  } else {
    waiting_at_[r] = static_cast<std::uint32_t>(waiting_.size());
    waiting_.push_back(r);
    candidate_[r] = kNotNow;
  }
  waits_[r] = level;
}

void LowestPlaces::change_waits(Rect r, Level level) {
  wait_changes_.emplace_back(r, waits_[r]);
  set_waits(r, level);
}

void LowestPlaces::raise(Rect r, std::int64_t lowest, LevelSets::Id reason) {
  raises_.push_back({r, reason_[r], lowest_[r]});
  lowest_[r] = lowest;
  if (waits_[r] == kNever) candidate_[r] = lowest;
  reason_[r] = reason;
  touch(rectangles_.all[r].sections);
}

bool LowestPlaces::fits(Section s, Rect lowest) const {
  const std::int64_t end = obstacles_.end_of(s, lowest_[lowest], sections_.units(s));
  return end <= section_ceiling_[s];
}

bool LowestPlaces::check(Section s) {
  const std::span<const Rect> open = sections_.open_in(s);
  if (open.empty()) return true;
  if (sections_.open(witness_[s]) && fits(s, witness_[s])) return true;
  looks_ += open.size();
  witness_[s] = *std::min_element(open.begin(), open.end(),
                                  [&](Rect a, Rect b) { return lowest_[a] < lowest_[b]; });
  if (fits(s, witness_[s])) return true;
  sets_.begin_union(kFailure);
  for (const Rect r : open) {
    sets_.join(kFailure, reason_[r]);
    blame_[r] += kBlame;
  }
  return false;
}

bool LowestPlaces::check_touched() {
  looks_ += (touched_.last.value() - touched_.first.value()) / 4;
  for (Section s = touched_.first; s < touched_.last; ++s) {
    if (!check(s)) return false;
  }
  return true;
}

bool LowestPlaces::fail(Rect r, LevelSets::Id reason) {
  sets_.begin_union(kFailure);
  sets_.join(kFailure, reason);
  blame_[r] += kBlame;
  return false;
}

bool LowestPlaces::place(Rect r, Level level) {
  const Rectangle& rectangle = rectangles_.all[r];
  split_ = sections_.close(r);
  placed_.push_back(r);
  candidate_[r] = kNotNow;
  looks_ += rectangle.width() + neighbors_[r].size() / 2;
  touched_ = rectangle.sections;
  const std::int64_t end = lowest_[r] + rectangle.size;
  LevelSets::Id reason = LevelSets::kNone;
  for (const Rect other : neighbors_[r]) {
    if (!sections_.open(other)) continue;
    if (waits_[other] != kNever) change_waits(other, kNever);
    if (lowest_[other] >= end) continue;
    if (reason == LevelSets::kNone) {
      reason = sets_.push_copy(reason_[r]);
      sets_.add(reason, level);
    }
    raise(other, obstacles_.lowest(other, end), reason);
    if (too_high(other)) return fail(other, reason);
  }
  return check_touched();
}

void LowestPlaces::wait(Rect r, Level level) {
  for (const Rect other : alike_[r]) {
    if (sections_.open(other) && waits_[other] == kNever) change_waits(other, level);
  }
}

bool LowestPlaces::lift(Rect r) {
  std::int64_t end = INT64_MAX;
  looks_ += neighbors_[r].size() / 2;
  for (const Rect other : neighbors_[r]) {
    if (!sections_.open(other) || lowest_[other] + rectangles_.all[other].size >= end) continue;
    end = lowest_[other] + rectangles_.all[other].size;
    support_[r] = other;
  }
  if (end != INT64_MAX && end < lowest_[r] + least_lift_) return true;
  const LevelSets::Id reason = sets_.push();
  sets_.begin_union(reason);
  for (const Rect other : neighbors_[r]) {
    if (sections_.open(other)) sets_.join(reason, reason_[other]);
  }
  sets_.add(reason, waits_[r]);
  if (end == INT64_MAX) return fail(r, reason);
  raise(r, obstacles_.lowest(r, end), reason);
  return !too_high(r) || fail(r, reason);
}

bool LowestPlaces::lift_waiting(Span<Section> sections) {
  touched_ = {Section(rectangles_.units.size()), Section(0)};
  looks_ += waiting_.size() / 4;
  for (const Rect r : waiting_) {
    if (!within(r, sections)) continue;
    const Rect under = support_[r];
    if (under.valid() && sections_.open(under) &&
        lowest_[under] + rectangles_.all[under].size < lowest_[r] + least_lift_) {
      continue;
    }
    if (!lift(r)) return false;
  }
  return touched_.first >= touched_.last || check_touched();
}

void LowestPlaces::fail_waiting(Span<Section> sections) {
  sets_.begin_union(kFailure);
  for (const Rect r : waiting_) {
    if (!within(r, sections)) continue;
    sets_.add(kFailure, waits_[r]);
    blame_[r] += kBlame;
  }
}

void LowestPlaces::undo(const Mark& mark) {
  for (; placed_.size() > mark.placed; placed_.pop_back()) {
    sections_.reopen(placed_.back());
    candidate_[placed_.back()] = lowest_[placed_.back()];
  }
  for (; raises_.size() > mark.raises; raises_.pop_back()) {
    const Raise& before = raises_.back();
    lowest_[before.rect] = before.lowest;
    if (waits_[before.rect] == kNever) candidate_[before.rect] = before.lowest;
    reason_[before.rect] = before.reason;
  }
  for (; wait_changes_.size() > mark.waits; wait_changes_.pop_back()) {
    set_waits(wait_changes_.back().first, wait_changes_.back().second);
  }
  sets_.shrink(mark.sets);
}

}  // namespace moccasin::search
