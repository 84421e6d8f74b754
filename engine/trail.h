// SPDX-License-Identifier: Apache-2.0
// The trail: every bound ever raised and not taken back, in order, each entry linked to the one
// before of the same variable. A bound as of any earlier moment is found by walking the links.
//
//   position   0        1         2        3         4
//   entry    x >= 0  -x >= -9   x >= 3   x <= 8    x >= 5      lower(x) = 5 now, 3 as of position 4
//              \_________________/ \_________________/
//
// The first two entries of a variable are its initial bounds; they belong to level 0, the root.
#pragma once

#include <cstdint>
#include <vector>

#include "base/strong_index.h"
#include "engine/literal.h"
#include "engine/reason.h"

namespace moccasin::engine {

using Position = std::uint32_t;  // in the trail
using Level = std::uint32_t;     // number of decisions; 0: what holds without any

class Trail {
 public:
  static constexpr Position kNow = 0xffffffff;

  struct Entry {
    Var var;
    Position previous = kNow;  // the entry of `var` before this one; kNow: none
    Value bound = 0;
    Reason reason;
    Level level = 0;
  };

  // A variable in [lower, upper], at level 0.
  Var new_variable(Value lower, Value upper);
  [[nodiscard]] std::size_t num_variables() const { return latest_.size() / 2; }

  [[nodiscard]] Value lower(Var var) const { return lower_[var]; }
  [[nodiscard]] Value lower_before(Var var, Position position) const;

  [[nodiscard]] Position size() const { return static_cast<Position>(entries_.size()); }
  [[nodiscard]] const Entry& operator[](Position position) const { return entries_[position]; }
  [[nodiscard]] Value previous_bound(Position position) const {
    const Position previous = entries_[position].previous;
    return previous == kNow ? kNoBound : entries_[previous].bound;
  }

  // The entry that made `literal` true. Pre-condition: it was true before `before`.
  [[nodiscard]] Position cause(Literal literal, Position before) const;

  // Pre-condition: `literal` is not true yet.
  void push(Literal literal, Reason reason);

  [[nodiscard]] Level level() const { return static_cast<Level>(level_begin_.size()); }
  void open_level() { level_begin_.push_back(size()); }
  // The size of the trail when `level` + 1 was opened.
  [[nodiscard]] Position end_of_level(Level level) const {
    return level < level_begin_.size() ? level_begin_[level] : size();
  }
  // Takes back everything above `level`.
  void backtrack(Level level);

 private:
  static constexpr Value kNoBound = INT64_MIN;

  std::vector<Entry> entries_;
  std::vector<Position> level_begin_;
  base::IndexedVector<Var, Position> latest_;
  base::IndexedVector<Var, Value> lower_;
};

}  // namespace moccasin::engine
