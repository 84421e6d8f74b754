// SPDX-License-Identifier: Apache-2.0
// For every open rectangle how low it could still lie, and why no lower: what the search by lowest
// places (lowest_place_search.h, whose drawing this goes by) infers from its decisions. There are
// two of these at a level: a rectangle is placed, under everything open that it meets; or it waits,
// that is, something of that goes under it.
//
//   placed x at level 0    y and w meet it: 3 at least, because of {0}
//   w waits at level 1     z, the only open one that it meets, ends at 2 at least: no news
//   y placed at level 2    z meets it: 5 at least, because of {0, 2}; w waits no longer
//
// A reason is a set of levels. A section fails if all that is open in it, stacked on the lowest
// place of any, would end too high; the reasons of all those places are the reason for that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "search/packing/level_sets.h"
#include "search/packing/neighbors.h"
#include "search/packing/obstacles.h"
#include "search/packing/open_sections.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

class LowestPlaces {
 public:
  using Level = std::uint32_t;
  // How much had happened: what undo() goes back to.
  struct Mark {
    std::size_t raises = 0, waits = 0, placed = 0;
    LevelSets::Id sets = 0;
  };

  // All outlive this.
  LowestPlaces(const Rectangles& rectangles, const Neighbors& neighbors,
               const Obstacles& obstacles);

  // Everything is open, nothing waits. False if no placement can be as low as `height`, in bytes.
  bool begin(std::int64_t height);

  [[nodiscard]] const OpenSections& sections() const { return sections_; }
  [[nodiscard]] std::int64_t lowest(Rect r) const { return lowest_[r]; }
  // How low it can lie, if it is open and waits for nothing; else kNotNow.
  [[nodiscard]] std::int64_t candidate(Rect r) const { return candidate_[r]; }
  static constexpr std::int64_t kNotNow = std::numeric_limits<std::int64_t>::max();
  // Of those placed, and of those fixed.
  [[nodiscard]] const Offsets& offsets() const { return lowest_; }

  // These return false if nothing as low as the height can come of it; failure() is then why.
  // Pre-condition of place(): `r` is open and waits for nothing.
  bool place(Rect r, Level level);
  // Everything open that is alike waits as well: they could change places.
  void wait(Rect r, Level level);
  // What waits, within `sections`, lies on top of something open.
  bool lift_waiting(Span<Section> sections);
  // All that is open within `sections` waits, but the lowest of them cannot.
  void fail_waiting(Span<Section> sections);

  // The union of all reasons; whoever undoes a decision takes its level out.
  [[nodiscard]] LevelSets::Id failure() const { return kFailure; }
  [[nodiscard]] LevelSets& sets() { return sets_; }

  [[nodiscard]] Mark mark() const {
    return {raises_.size(), wait_changes_.size(), placed_.size(), sets_.size()};
  }
  void undo(const Mark& mark);

  // Whether the last place() left sections apart that were joined.
  [[nodiscard]] bool split() const { return split_; }
  // How often each had a part in a failure, in units that leave room to scale it down.
  [[nodiscard]] base::IndexedVector<Rect, std::uint64_t>& blame() { return blame_; }
  // Rectangles and sections looked at so far.
  [[nodiscard]] std::uint64_t looks() const { return looks_; }
  [[nodiscard]] std::size_t words_of_sets() const { return sets_.words(); }

 private:
  static constexpr Level kNever = std::numeric_limits<Level>::max();
  static constexpr LevelSets::Id kFailure = 1;
  static constexpr std::uint64_t kBlame = 1024;
  struct Raise {
    Rect rect;
    LevelSets::Id reason;
    std::int64_t lowest;
  };

  void set_ceilings(std::int64_t height);
  // Since when it waits, from now on, or kNever; set_waits() leaves out how it was before.
  void change_waits(Rect r, Level level);
  void set_waits(Rect r, Level level);
  [[nodiscard]] bool within(Rect r, Span<Section> sections) const {
    const Span<Section> in = rectangles_.all[r].sections;
    return sections.first <= in.first && in.last <= sections.last;
  }
  void raise(Rect r, std::int64_t lowest, LevelSets::Id reason);
  // Sections to look at again.
  void touch(Span<Section> sections);
  [[nodiscard]] bool fits(Section s, Rect lowest) const;
  bool check(Section s);
  bool check_touched();
  // The rectangle is too high where it is.
  bool too_high(Rect r) const { return lowest_[r] > ceiling_[r] - rectangles_.all[r].size; }
  bool fail(Rect r, LevelSets::Id reason);
  bool lift(Rect r);

  const Rectangles& rectangles_;
  const Neighbors& neighbors_;
  const Obstacles& obstacles_;
  const model::Rows<Rect, Rect> alike_;
  OpenSections sections_;
  LevelSets sets_;
  std::int64_t least_lift_ = 1;
  base::IndexedVector<Rect, std::int64_t> ceiling_;             // units; where it may end
  base::IndexedVector<Section, std::int64_t> section_ceiling_;  // the highest of those in it
  Offsets lowest_;
  base::IndexedVector<Rect, LevelSets::Id> reason_;
  base::IndexedVector<Rect, Level> waits_;  // since which level
  base::IndexedVector<Rect, std::int64_t> candidate_;
  std::vector<Rect> waiting_;                            // in no order
  base::IndexedVector<Rect, std::uint32_t> waiting_at_;  // where it is in there, if it is
  base::IndexedVector<Rect, Rect> support_;     // the lowest that one that waits can lie on
  base::IndexedVector<Section, Rect> witness_;  // low enough for all that is open, when last seen
  base::IndexedVector<Rect, std::uint64_t> blame_;
  std::vector<Raise> raises_;                         // as they were before
  std::vector<std::pair<Rect, Level>> wait_changes_;  // as they were before
  std::vector<Rect> placed_;
  Span<Section> touched_;
  bool split_ = false;
  std::uint64_t looks_ = 0;
};

}  // namespace moccasin::search
