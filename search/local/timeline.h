// SPDX-License-Identifier: Apache-2.0
// The steps of a sequence in order, with the units live at each, as blocks of slots and groups of
// blocks:
//
//   group     |           0           | .      a run's key is its slot; keys grow with time.
//   block     |     0     |     1     | .      A block holds its steps from its first slot on,
//   slot      | 0 1 2 3 . | 5 6 . . . | .      the rest is free: inserting or erasing shifts at
//   run       | a b c d   | e f       | .      most one block.
//   live      | 4 6 6 2   | 2 5       | .      Adding to a range adds to `pending` of the groups
//   pending   |    +0     |    +3     | .      inside it, of the blocks left and to the steps left.
//   extremes  |   2..6    |   5..8    | .
//             |         2..8          | .
//
// How the excess over the budget would change if `delta` were added to a range is answered from
// the extremes for a group or block that stays on one side of the budget, so a move on a sequence
// of n steps costs about kGroup looks and n / 1024 more, instead of n. A full block spreads into
// its neighbourhood, as in a packed-memory array (Bender, Demaine, Farach-Colton: Cache-oblivious
// B-trees, FOCS 2000).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/strong_index.h"
#include "search/local/excess_kernel.h"

namespace moccasin::search {

using RunId = base::StrongIndex<struct RunTag>;
using Key = std::int32_t;  // a slot

class Timeline {
 public:
  // Slots a block: eight cache lines, long enough that the loop over them pays, short enough that
  // shifting is cheap; and blocks a group (decision 003).
  static constexpr Key kBlock = 64;
  static constexpr std::size_t kGroup = 16;
  static constexpr Key kNone = -1;

  static constexpr std::int64_t kNoLimit = INT64_MAX;

  // `live` of step i belongs to runs[i].
  void assign(const std::vector<RunId>& runs, const std::vector<std::int64_t>& live,
              std::int64_t limit, std::int64_t soft_limit = kNoLimit);

  [[nodiscard]] std::size_t size() const { return size_; }   // steps
  [[nodiscard]] Key begin() const { return first_from(0); }  // the first step's key
  [[nodiscard]] Key end() const { return static_cast<Key>(run_.size()); }
  [[nodiscard]] bool occupied(Key key) const { return key % kBlock < blocks_[block_of(key)].count; }
  [[nodiscard]] RunId run(Key key) const { return run_[static_cast<std::size_t>(key)]; }
  [[nodiscard]] Key key(RunId run) const { return key_[run]; }
  [[nodiscard]] std::int64_t live(Key key) const {
    return live_[static_cast<std::size_t>(key)] + pending(block_of(key));
  }
  [[nodiscard]] Key next(Key key) const;      // the following step's key, or end()
  [[nodiscard]] Key previous(Key key) const;  // the preceding step's key, or kNone
  [[nodiscard]] std::int64_t limit() const { return limit_; }
  [[nodiscard]] std::int64_t soft_limit() const { return soft_limit_; }

  // Change of the summed excess over the limit if `delta` were added to steps in [first, last].
  [[nodiscard]] std::int64_t excess_change(Key first, Key last, std::int64_t delta) const {
    return change_over(limit_, first, last, delta);
  }
  // The same over the soft limit, if there is one.
  [[nodiscard]] std::int64_t strain_change(Key first, Key last, std::int64_t delta) const {
    return soft_limit_ == kNoLimit ? 0 : change_over(soft_limit_, first, last, delta);
  }
  void add(Key first, Key last, std::int64_t delta);

  // Puts `run` right before the step at `successor`, or behind all if that is end(). Keys of other
  // runs may change.
  void insert_before(Key successor, RunId run, std::int64_t live);
  void erase(Key key);
  // Puts the run of the step at `key` right before the step at `successor`, another one, or behind
  // all if that is end().
  void move_before(Key key, Key successor, std::int64_t live);
  // Puts `run` where another was, which has to be put elsewhere.
  void replace(Key key, RunId run, std::int64_t live);

  // A step with more than the limit live, the first at or after `from` and then from the start;
  // kNone if there is none.
  [[nodiscard]] Key violated_step(Key from) const { return step_over(limit_, from); }
  // One with more than the soft limit likewise.
  [[nodiscard]] Key strained_step(Key from) const { return step_over(soft_limit_, from); }
  // The step with most live among those of the block of `key`.
  [[nodiscard]] Key highest_in_block(Key key) const;
  // Most live at any step; a few looks at extremes for thousands of steps.
  [[nodiscard]] std::int64_t highest() const;
  [[nodiscard]] std::size_t num_blocks() const { return blocks_.size(); }
  // Blocks and groups that changes and add() have looked at so far; renewing extremes is
  // not counted.
  [[nodiscard]] std::uint64_t looks() const { return looks_; }

 private:
  struct Node {  // a block or a group
    // Steps; a group's are counted when its extremes are renewed.
    mutable Key count = 0;
    std::int64_t pending = 0;    // to be added to all of them
    mutable Extremes extremes;   // of what is stored below, pending not added
    mutable bool stale = false;  // extremes are older than that
  };

  [[nodiscard]] Key first_from(std::size_t block) const;
  static std::size_t block_of(Key key) { return static_cast<std::size_t>(key) / kBlock; }
  static Key first_key(std::size_t block) { return static_cast<Key>(block) * kBlock; }
  [[nodiscard]] std::int64_t pending(std::size_t block) const {
    return blocks_[block].pending + groups_[block / kGroup].pending;
  }
  [[nodiscard]] static bool begins_group(std::size_t block, Key first, Key last);
  [[nodiscard]] Key step_over(std::int64_t limit, Key from) const;
  [[nodiscard]] std::int64_t change_over(std::int64_t limit, Key first, Key last,
                                         std::int64_t delta) const;
  [[nodiscard]] std::int64_t block_change(std::int64_t limit, std::size_t block, Key first,
                                          Key last, std::int64_t delta) const;
  void append(RunId run, std::int64_t live);
  void place(Key key, RunId run, std::int64_t live);
  [[nodiscard]] Extremes extremes_of_block(std::size_t block) const;
  [[nodiscard]] Extremes extremes_of_group(std::size_t group) const;
  void touch(std::size_t block);
  void make_room(std::size_t block);
  void spread(std::size_t first, std::size_t last);

  std::vector<RunId> run_;          // by slot
  std::vector<std::int64_t> live_;  // by slot, without what is pending
  std::vector<Node> blocks_, groups_;
  base::IndexedVector<RunId, Key> key_;
  std::size_t size_ = 0;
  std::int64_t limit_ = 0, soft_limit_ = kNoLimit;
  mutable std::uint64_t looks_ = 0;
  std::vector<std::pair<RunId, std::int64_t>> moved_;  // scratch of spread()
};

}  // namespace moccasin::search
