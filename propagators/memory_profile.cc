// SPDX-License-Identifier: Apache-2.0
#include "propagators/memory_profile.h"

#include <algorithm>

namespace moccasin::propagators {

MemoryProfile::MemoryProfile(EventGrid grid)
    : grid_(grid), level_(static_cast<std::size_t>(grid.stages), 0) {
  pending_.assign((level_.size() + kBlock - 1) / kBlock, 0);
  highest_ = pending_;
}

// The stages whose first run lies in [first, last]: it is the last event of its stage.
MemoryProfile::Stages MemoryProfile::stages_in(Event first, Event last) const {
  if (first > last) return {0, 0};
  const Event start = std::max<Event>(first, 0);
  const Value from = grid_.stage(start) + (grid_.position(start) > grid_.stage(start) ? 1 : 0);
  const Value to = grid_.stage(last) + (grid_.position(last) >= grid_.stage(last) ? 1 : 0);
  return {static_cast<std::size_t>(from),
          static_cast<std::size_t>(std::clamp<Value>(to, 0, grid_.stages))};
}

void MemoryProfile::add(Event first, Event last, std::int64_t size) {
  for (Placed& placed : placed_) {
    if (first <= placed.event && placed.event <= last) placed.level += size;
  }
  const Stages stages = stages_in(first, last);
  std::size_t at = stages.first;
  while (at < stages.end) {
    const std::size_t block = at / kBlock;
    const std::size_t block_end = std::min((block + 1) * kBlock, level_.size());
    if (at == block * kBlock && stages.end >= block_end) {
      pending_[block] += size;
      highest_[block] += size;
    } else {
      add_within(at, std::min(stages.end, block_end), size);
    }
    at = block_end;
  }
}

void MemoryProfile::add_within(std::size_t first, std::size_t end, std::int64_t size) {
  for (std::size_t i = first; i < end; ++i) level_[i] += size;
  const std::size_t block = first / kBlock;
  if (size > 0) {
    highest_[block] = std::max(highest_[block], highest_within(first, end));
  } else {
    highest_[block] = highest_within(block * kBlock, std::min((block + 1) * kBlock, level_.size()));
  }
}

std::int64_t MemoryProfile::highest_within(std::size_t first, std::size_t end) const {
  std::int64_t most = INT64_MIN / 2;
  for (std::size_t i = first; i < end; ++i) most = std::max(most, level_[i]);
  return most + pending_[first / kBlock];
}

std::int64_t MemoryProfile::highest(Event first, Event last) const {
  std::int64_t most = INT64_MIN;
  for (const Placed& placed : placed_) {
    if (first <= placed.event && placed.event <= last) most = std::max(most, placed.level);
  }
  const Stages stages = stages_in(first, last);
  for (std::size_t at = stages.first; at < stages.end;) {
    const std::size_t block = at / kBlock;
    const std::size_t block_end = std::min((block + 1) * kBlock, level_.size());
    const bool whole = at == block * kBlock && stages.end >= block_end;
    most = std::max(most,
                    whole ? highest_[block] : highest_within(at, std::min(stages.end, block_end)));
    at = block_end;
  }
  return most;
}

std::optional<Event> MemoryProfile::first_above(Event first, Event last, std::int64_t limit) const {
  std::optional<Event> found;
  const Stages stages = stages_in(first, last);
  for (std::size_t at = stages.first; at < stages.end && !found;) {
    const std::size_t block = at / kBlock;
    const std::size_t end = std::min({(block + 1) * kBlock, level_.size(), stages.end});
    if (highest_[block] > limit) {
      for (; at < end && !found; ++at) {
        if (level_[at] + pending_[block] > limit) {
          found = grid_.event(static_cast<Value>(at), static_cast<Value>(at));
        }
      }
    }
    at = end;
  }
  for (const Placed& placed : placed_) {
    if (placed.level <= limit || placed.event < first || placed.event > last) continue;
    if (!found || placed.event < *found) found = placed.event;
  }
  return found;
}

std::optional<Event> MemoryProfile::last_above(Event first, Event last, std::int64_t limit) const {
  std::optional<Event> found;
  const Stages stages = stages_in(first, last);
  for (std::size_t end = stages.end; end > stages.first && !found;) {
    const std::size_t block = (end - 1) / kBlock;
    const std::size_t begin = std::max(block * kBlock, stages.first);
    if (highest_[block] > limit) {
      for (std::size_t at = end; at > begin && !found; --at) {
        if (level_[at - 1] + pending_[block] > limit) {
          found = grid_.event(static_cast<Value>(at - 1), static_cast<Value>(at - 1));
        }
      }
    }
    end = begin;
  }
  for (const Placed& placed : placed_) {
    if (placed.level <= limit || placed.event < first || placed.event > last) continue;
    if (!found || placed.event > *found) found = placed.event;
  }
  return found;
}

}  // namespace moccasin::propagators
