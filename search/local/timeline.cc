// SPDX-License-Identifier: Apache-2.0
#include "search/local/timeline.h"

#include <algorithm>

namespace moccasin::search {
namespace {

// Steps that a block holds after assign(). The room left, a third of a block, puts off spreading;
// more of it would make all loops over slots longer.
constexpr Key kFill = 44;
// So many steps are summed faster than their block's extremes are renewed.
constexpr Key kFew = 16;

// How the excess of `steps` steps between these extremes changes, where they tell.
std::optional<std::int64_t> change_if_one_sided(std::int64_t limit, const Extremes& live, Key steps,
                                                std::int64_t delta) {
  if (live.highest + std::max<std::int64_t>(delta, 0) <= limit) return 0;
  if (live.lowest + std::min<std::int64_t>(delta, 0) >= limit) return delta * steps;
  return std::nullopt;
}

// The tree has two inner levels, group and block, and they answer by the same rule. Excess is
// max(live - limit, 0), a convex function with one bend: over a range whose steps are all on one
// side of it, before and after, the change of the excess is 0 or delta a step. So lowest and
// highest are all a range need know of its steps, and adding to all of them adds to both. A range
// that straddles the limit has to be opened. In a schedule worth its memory that is most of it near
// the peak, and little elsewhere.
//
// What a range knows is brought up to date lazily:
//
//   pending    is what its steps still lack; it is part of the answer, never pushed down but when
//              steps move
//   extremes   are those of what is stored below, and stale as soon as that changes; they are
//              renewed when they are next asked for, which after an edit may be never
//
// Invariant: live(key) is the stored value, plus the pending of its block, plus that of its group.

}  // namespace

void Timeline::assign(const std::vector<RunId>& runs, const std::vector<std::int64_t>& live,
                      std::int64_t limit, std::int64_t soft_limit) {
  MOCCASIN_ASSERT(runs.size() == live.size());
  size_ = runs.size();
  limit_ = limit;
  soft_limit_ = soft_limit;
  const std::size_t num_blocks = std::max<std::size_t>((size_ + kFill - 1) / kFill, 1);
  blocks_.assign(num_blocks, Node());
  groups_.assign((num_blocks + kGroup - 1) / kGroup, Node());
  run_.assign(num_blocks * kBlock, RunId());
  live_.assign(num_blocks * kBlock, 0);
  std::size_t step = 0;
  for (std::size_t b = 0; b < num_blocks; ++b) {
    const std::size_t end = size_ * (b + 1) / num_blocks;
    for (; step < end; ++step) place(first_key(b) + blocks_[b].count++, runs[step], live[step]);
    touch(b);
  }
}

// The key of the first step at or after the start of `block`, or end().
Key Timeline::first_from(std::size_t block) const {
  while (block < blocks_.size() && blocks_[block].count == 0) ++block;
  return first_key(block);
}

Key Timeline::next(Key key) const {
  const std::size_t b = block_of(key);
  return key % kBlock + 1 < blocks_[b].count ? key + 1 : first_from(b + 1);
}

Key Timeline::previous(Key key) const {
  if (key % kBlock > 0) return key - 1;
  for (std::size_t b = block_of(key); b-- > 0;) {
    if (blocks_[b].count > 0) return first_key(b) + blocks_[b].count - 1;
  }
  return kNone;
}

// Whether a whole group within slots [first, last] starts with `block`.
bool Timeline::begins_group(std::size_t block, Key first, Key last) {
  return block % kGroup == 0 && first <= first_key(block) && first_key(block + kGroup) - 1 <= last;
}

// How the excess changes in slots [first, last] of one block, `last` possibly beyond its steps.
std::int64_t Timeline::block_change(std::int64_t limit, std::size_t block, Key first, Key last,
                                    std::int64_t delta) const {
  const Key end = std::min(last + 1, first_key(block) + blocks_[block].count);
  if (first >= end) return 0;
  if (!blocks_[block].stale || end - first > kFew) {
    const auto change = change_if_one_sided(limit, extremes_of_block(block), end - first, delta);
    if (change) return *change;
  }
  return search::excess_change(live_.data() + first, static_cast<std::size_t>(end - first), delta,
                               limit - pending(block));
}

std::int64_t Timeline::change_over(std::int64_t limit, Key first, Key last,
                                   std::int64_t delta) const {
  last = std::min(last, end() - 1);
  std::int64_t change = 0;
  for (std::size_t b = block_of(first); first <= last; first = first_key(b)) {
    ++looks_;
    if (begins_group(b, first, last)) {
      const Extremes live = extremes_of_group(b / kGroup);
      if (const auto whole = change_if_one_sided(limit, live, groups_[b / kGroup].count, delta)) {
        change += *whole;
        b += kGroup;
        continue;
      }
    }
    change += block_change(limit, b, first, std::min(last, first_key(b + 1) - 1), delta);
    ++b;
  }
  return change;
}

// Takes the same path as change_over(): whole groups and whole blocks are noted, the ragged ends
// are written to. A block's pending is stored below its group, whose extremes are stale by that; a
// group's own is stored in it, and nothing is stale.
void Timeline::add(Key first, Key last, std::int64_t delta) {
  last = std::min(last, end() - 1);
  for (std::size_t b = block_of(first); first <= last; first = first_key(b)) {
    ++looks_;
    if (begins_group(b, first, last)) {
      groups_[b / kGroup].pending += delta;
      b += kGroup;
      continue;
    }
    const Key steps_end = first_key(b) + blocks_[b].count, end = std::min(last + 1, steps_end);
    if (first == first_key(b) && first < end && end == steps_end) {
      blocks_[b].pending += delta;
      groups_[b / kGroup].stale = true;
    } else if (first < end) {
      for (Key key = first; key < end; ++key) live_[static_cast<std::size_t>(key)] += delta;
      touch(b);
    }
    ++b;
  }
}

void Timeline::append(RunId run, std::int64_t live) {
  if (blocks_.back().count == kBlock) make_room(blocks_.size() - 1);
  const std::size_t b = blocks_.size() - 1;
  place(first_key(b) + blocks_[b].count++, run, live);
  ++size_;
  touch(b);
}

void Timeline::insert_before(Key successor, RunId run, std::int64_t live) {
  if (successor == end()) return append(run, live);
  std::size_t b = block_of(successor);
  if (blocks_[b].count == kBlock) {
    const RunId successor_run = this->run(successor);
    make_room(b);
    successor = key(successor_run);
    b = block_of(successor);
  }
  Node& block = blocks_[b];
  for (Key key = first_key(b) + block.count; key > successor; --key) {
    const auto slot = static_cast<std::size_t>(key);
    run_[slot] = run_[slot - 1];
    live_[slot] = live_[slot - 1];
    key_[run_[slot]] = key;
  }
  ++block.count;
  ++size_;
  place(successor, run, live);
  touch(b);
}

void Timeline::erase(Key key) {
  const std::size_t b = block_of(key);
  Node& block = blocks_[b];
  --block.count;
  --size_;
  for (Key k = key; k < first_key(b) + block.count; ++k) {
    const auto slot = static_cast<std::size_t>(k);
    run_[slot] = run_[slot + 1];
    live_[slot] = live_[slot + 1];
    key_[run_[slot]] = k;
  }
  touch(b);
}

// Within a block the steps between give way, and nothing else does. Into another block it is an
// erasure and an insertion, which may spread that block: its keys are read afterwards.
void Timeline::move_before(Key key, Key successor, std::int64_t live) {
  const std::size_t b = block_of(key);
  const RunId run = this->run(key);
  if (b != block_of(successor)) {
    const RunId successor_run = successor < end() ? this->run(successor) : RunId();
    erase(key);
    insert_before(successor_run.valid() ? this->key(successor_run) : end(), run, live);
    return;
  }
  const auto shift = [&](Key to, Key from) {
    const auto slot = static_cast<std::size_t>(to);
    run_[slot] = run_[static_cast<std::size_t>(from)];
    live_[slot] = live_[static_cast<std::size_t>(from)];
    key_[run_[slot]] = to;
  };
  for (; key > successor; --key) shift(key, key - 1);
  for (; key + 1 < successor; ++key) shift(key, key + 1);
  replace(key, run, live);
}

void Timeline::replace(Key key, RunId run, std::int64_t live) {
  place(key, run, live);
  touch(block_of(key));
}

// Whole groups and blocks are passed by their extremes, so the steps of one block are looked at, of
// the first that has one over the limit.
Key Timeline::step_over(std::int64_t limit, Key from) const {
  const auto search = [&](Key first, Key last) -> Key {  // [first, last)
    for (std::size_t b = block_of(first); first < last; first = first_key(++b)) {
      if (begins_group(b, first, last - 1) && extremes_of_group(b / kGroup).highest <= limit) {
        b += kGroup - 1;
        continue;
      }
      if (blocks_[b].count == 0 || extremes_of_block(b).highest <= limit) continue;
      const Key end = std::min(first_key(b) + blocks_[b].count, last);
      for (Key key = first; key < end; ++key) {
        if (live(key) > limit) return key;
      }
    }
    return kNone;
  };
  const Key found = search(from, end());
  return found != kNone ? found : search(0, from);
}

Key Timeline::highest_in_block(Key key) const {
  const std::size_t b = block_of(key);
  const auto begin = live_.begin() + first_key(b);
  return static_cast<Key>(std::max_element(begin, begin + blocks_[b].count) - live_.begin());
}

std::int64_t Timeline::highest() const {
  std::int64_t highest = INT64_MIN / 2;
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    highest = std::max(highest, extremes_of_group(group).highest);
  }
  return highest;
}

// What is stored lacks what is pending for all of the block, so that it counts from here on.
void Timeline::place(Key key, RunId run, std::int64_t live) {
  run_[static_cast<std::size_t>(key)] = run;
  live_[static_cast<std::size_t>(key)] = live - pending(block_of(key));
  while (key_.size() <= run.value()) key_.push_back(kNone);
  key_[run] = key;
}

// The extremes of the live units at the steps of `block`, which has some.
Extremes Timeline::extremes_of_block(std::size_t block) const {
  const Node& b = blocks_[block];
  if (b.stale) {
    b.extremes =
        search::extremes(live_.data() + first_key(block), static_cast<std::size_t>(b.count));
    b.stale = false;
  }
  return {b.extremes.lowest + pending(block), b.extremes.highest + pending(block)};
}

// The extremes of `group` likewise. A group without steps has those of nothing, below every limit.
Extremes Timeline::extremes_of_group(std::size_t group) const {
  const Node& g = groups_[group];
  if (g.stale) {
    g.count = 0;
    g.extremes = {INT64_MAX / 2, INT64_MIN / 2};
    for (std::size_t b = group * kGroup; b < std::min((group + 1) * kGroup, blocks_.size()); ++b) {
      if (blocks_[b].count == 0) continue;
      const Extremes block = extremes_of_block(b);
      g.count += blocks_[b].count;
      g.extremes.lowest = std::min(g.extremes.lowest, block.lowest - g.pending);
      g.extremes.highest = std::max(g.extremes.highest, block.highest - g.pending);
    }
    g.stale = false;
  }
  if (g.count == 0) return g.extremes;
  return {g.extremes.lowest + g.pending, g.extremes.highest + g.pending};
}

// The values of `block` have changed; its extremes are computed when next asked for.
void Timeline::touch(std::size_t block) {
  Node& b = blocks_[block];
  b.stale = b.count > 0;
  if (b.count == 0) b = Node();
  groups_[block / kGroup].stale = true;
}

// The smallest neighbourhood of 2, 4, 8, ... blocks with a quarter of its slots free is spread
// evenly; if there is none, the whole timeline moves to half as many blocks again. Every spread
// leaves room that takes as many insertions to fill as it cost, give or take a logarithm, so
// insertions are cheap in the mean wherever they come (the argument of the packed-memory array).
void Timeline::make_room(std::size_t block) {
  for (std::size_t width = 2;; width *= 2) {
    const std::size_t first = block / width * width;
    const std::size_t last = std::min(first + width, blocks_.size());
    std::size_t steps = 0;
    for (std::size_t b = first; b < last; ++b) steps += static_cast<std::size_t>(blocks_[b].count);
    if (steps * 4 <= (last - first) * kBlock * 3) {
      spread(first, last);
      return;
    }
    if (last - first == blocks_.size()) break;
  }
  const std::size_t num_blocks = blocks_.size() + blocks_.size() / 2 + 1;
  blocks_.resize(num_blocks);
  groups_.resize((num_blocks + kGroup - 1) / kGroup);
  run_.resize(num_blocks * kBlock);
  live_.resize(num_blocks * kBlock, 0);
  spread(0, num_blocks);
}

// Steps keep their order and get new keys. They take what was pending with them, as whole blocks
// may end up in another group.
void Timeline::spread(std::size_t first, std::size_t last) {
  moved_.clear();
  for (std::size_t b = first; b < last; ++b) {
    for (Key key = first_key(b); key < first_key(b) + blocks_[b].count; ++key) {
      moved_.emplace_back(run(key), live(key));
    }
    blocks_[b] = Node();
  }
  std::size_t i = 0;
  for (std::size_t b = first; b < last; ++b) {
    const std::size_t end = moved_.size() * (b - first + 1) / (last - first);
    for (; i < end; ++i) {
      place(first_key(b) + blocks_[b].count++, moved_[i].first, moved_[i].second);
    }
    touch(b);
  }
}

}  // namespace moccasin::search
