// SPDX-License-Identifier: Apache-2.0
#include "search/packing/in_time.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace moccasin::search {
namespace {

// What is in memory at one time: live rectangles by offset, and the gaps below the topmost end.
class Memory {
 public:
  Memory(const Rectangles& rectangles, Gap policy, std::int64_t bottom, Offsets& offsets)
      : rectangles_(rectangles),
        policy_(policy),
        bottom_(bottom),
        offsets_(offsets),
        above_(rectangles.size() + 1, ground()),
        below_(rectangles.size() + 1, ground()) {}

  void enter(Rect r) {
    const Rect under = policy_ == Gap::best ? best_gap(r) : first_gap(r);
    const Rect over = above_[under];
    drop_gap(under);
    offsets_[r] = lowest_above(under, r);
    link(under, r);
    link(r, over);
    add_gap(under);
    add_gap(r);
  }

  void leave(Rect r) {
    const Rect under = below_[r];
    drop_gap(under);
    drop_gap(r);
    link(under, above_[r]);
    add_gap(under);
  }

  [[nodiscard]] std::uint64_t looks() const { return looks_; }

 private:
  // By length, then from below; `under` is the rectangle that it lies on.
  struct FreeRange {
    std::int64_t length = 0, begin = 0;
    Rect under;
    friend auto operator<=>(const FreeRange&, const FreeRange&) = default;
  };

  // Below all and above all: the list of live rectangles is a ring.
  [[nodiscard]] Rect ground() const { return Rect(rectangles_.size()); }
  [[nodiscard]] std::int64_t end(Rect r) const {
    return r == ground() ? bottom_ : offsets_[r] + rectangles_.all[r].size;
  }
  [[nodiscard]] FreeRange gap_above(Rect under) const {
    return {offsets_[above_[under]] - end(under), end(under), under};
  }
  // What is above all has no end, and is no gap.
  [[nodiscard]] bool is_gap(Rect under) const {
    return above_[under] != ground() && gap_above(under).length > 0;
  }
  [[nodiscard]] std::int64_t lowest_above(Rect under, Rect r) const {
    return Rectangles::aligned(end(under), rectangles_.all[r].alignment);
  }
  [[nodiscard]] bool fits_above(Rect under, Rect r) const {
    return above_[under] == ground() ||
           lowest_above(under, r) + rectangles_.all[r].size <= offsets_[above_[under]];
  }

  void link(Rect under, Rect over) {
    above_[under] = over;
    below_[over] = under;
  }
  void add_gap(Rect under) {
    if (policy_ == Gap::best && is_gap(under)) gaps_.insert(gap_above(under));
  }
  void drop_gap(Rect under) {
    if (policy_ == Gap::best && is_gap(under)) gaps_.erase(gap_above(under));
  }

  // A gap may be long enough and begin at the wrong place for the alignment: a few are tried, then
  // only those that fit wherever they begin.
  [[nodiscard]] Rect best_gap(Rect r) {
    constexpr int kTries = 8;
    const Rectangle& rectangle = rectangles_.all[r];
    looks_ += 16;
    auto at = gaps_.lower_bound({rectangle.size, 0, Rect(0)});
    for (int tries = 0; at != gaps_.end(); ++at, ++tries) {
      if (fits_above(at->under, r)) return at->under;
      if (tries == kTries) {
        at = gaps_.lower_bound({rectangle.size + rectangle.alignment - 1, 0, Rect(0)});
        if (at != gaps_.end()) return at->under;
        break;
      }
    }
    return below_[ground()];
  }
  [[nodiscard]] Rect first_gap(Rect r) {
    Rect under = ground();
    for (++looks_; !fits_above(under, r); ++looks_) under = above_[under];
    return under;
  }

  const Rectangles& rectangles_;
  const Gap policy_;
  const std::int64_t bottom_;
  Offsets& offsets_;
  base::IndexedVector<Rect, Rect> above_, below_;  // those that are live, and the ground
  std::set<FreeRange> gaps_;
  std::uint64_t looks_ = 0;
};

// Who is born, or dies, in which section; the dead go first, then the largest comes.
struct Event {
  std::uint32_t section = 0;
  std::int64_t size = 0;  // of a birth, negative; of a death INT64_MIN
  Rect rect;
  [[nodiscard]] bool birth() const { return size != INT64_MIN; }
  friend auto operator<=>(const Event&, const Event&) = default;
};

std::vector<Event> events_of(const Rectangles& rectangles, Direction direction) {
  const auto sections = static_cast<std::uint32_t>(rectangles.units.size());
  std::vector<Event> events;
  events.reserve(2 * rectangles.size());
  for (const Rect r : rectangles.all.indices()) {
    const Rectangle& rectangle = rectangles.all[r];
    if (rectangle.fixed()) continue;
    std::uint32_t first = rectangle.sections.first.value();
    std::uint32_t last = rectangle.sections.last.value();
    if (direction == Direction::backward) {
      first = sections - first;
      last = sections - last;
      std::swap(first, last);
    }
    events.push_back({first, -rectangle.size, r});
    events.push_back({last, INT64_MIN, r});
  }
  std::sort(events.begin(), events.end());
  return events;
}

}  // namespace

Offsets place_in_time(const Rectangles& rectangles, Gap gap, Direction direction, Meter& meter) {
  Offsets offsets(rectangles.size(), 0);
  std::int64_t bottom = 0;
  for (const Rect r : rectangles.all.indices()) {
    const Rectangle& rectangle = rectangles.all[r];
    if (!rectangle.fixed()) continue;
    offsets[r] = rectangle.offset;
    bottom = std::max(bottom, rectangle.offset + rectangle.size);
  }
  Memory memory(rectangles, gap, bottom, offsets);
  for (const Event& event : events_of(rectangles, direction)) {
    event.birth() ? memory.enter(event.rect) : memory.leave(event.rect);
  }
  meter.charge(memory.looks());
  return offsets;
}

}  // namespace moccasin::search
