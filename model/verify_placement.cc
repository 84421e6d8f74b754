// SPDX-License-Identifier: Apache-2.0
#include "model/verify_placement.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "base/strong_index.h"
#include "model/replay.h"

namespace moccasin::model {
namespace {

std::string numbered(std::size_t buffer) { return "buffer " + std::to_string(buffer); }

// What is wrong with one buffer by itself.
std::optional<PlacementViolation> check_alone(std::size_t i, const ArenaBuffer& buffer,
                                              std::int64_t offset, std::int64_t capacity) {
  const std::string at = numbered(i) + " lies at " + std::to_string(offset);
  if (offset < 0 || buffer.size > capacity || offset > capacity - buffer.size) {
    return PlacementViolation{PlacementRule::in_arena, i, i,
                              at + " with " + std::to_string(buffer.size) +
                                  " bytes, the arena has " + std::to_string(capacity)};
  }
  if (offset % buffer.alignment != 0) {
    return PlacementViolation{PlacementRule::aligned, i, i,
                              at + ", no multiple of " + std::to_string(buffer.alignment)};
  }
  if (buffer.offset >= 0 && buffer.offset != offset) {
    return PlacementViolation{PlacementRule::fixed, i, i,
                              at + ", but has to lie at " + std::to_string(buffer.offset)};
  }
  return std::nullopt;
}

// The buffers in memory at one time, by offset.
class Block {
 public:
  explicit Block(std::span<const std::int64_t> offsets) : offsets_(offsets) {}

  // Who is in the way of `buffer`, if anybody is; else it is there from now on.
  std::optional<std::size_t> enter(std::size_t buffer, std::int64_t size) {
    const std::int64_t begin = offsets_[buffer];
    const auto above = live_.lower_bound(begin);
    if (above != live_.end() && above->first < begin + size) return above->second.buffer;
    if (above != live_.begin() && std::prev(above)->second.end > begin) {
      return std::prev(above)->second.buffer;
    }
    live_.emplace_hint(above, begin, Range{begin + size, buffer});
    return std::nullopt;
  }
  void leave(std::size_t buffer) { live_.erase(offsets_[buffer]); }

 private:
  struct Range {
    std::int64_t end = 0;
    std::size_t buffer = 0;
  };
  std::span<const std::int64_t> offsets_;
  std::map<std::int64_t, Range> live_;  // by where they begin
};

// A buffer is born, or dies; the dead go first.
struct Event {
  std::int64_t time = 0;
  bool birth = false;
  std::size_t buffer = 0;
  friend auto operator<=>(const Event&, const Event&) = default;
};

std::optional<PlacementViolation> check_together(std::span<const ArenaBuffer> buffers,
                                                 std::span<const std::int64_t> offsets) {
  std::vector<Event> events;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    if (buffers[i].size == 0 || buffers[i].lower >= buffers[i].upper) continue;
    events.push_back({buffers[i].lower, true, i});
    events.push_back({buffers[i].upper, false, i});
  }
  std::sort(events.begin(), events.end());
  Block block(offsets);
  for (const Event& event : events) {
    if (!event.birth) {
      block.leave(event.buffer);
    } else if (const auto other = block.enter(event.buffer, buffers[event.buffer].size)) {
      return PlacementViolation{PlacementRule::apart, event.buffer, *other,
                                numbered(event.buffer) + " overlaps " + numbered(*other) +
                                    " from time " + std::to_string(event.time) + " on"};
    }
  }
  return std::nullopt;
}

// By a replay, which counts reads: arena_buffers() goes by last readers instead.
std::vector<ArenaBuffer> replayed_buffers(const Graph& graph, const Schedule& schedule,
                                          std::int64_t alignment) {
  std::vector<ArenaBuffer> buffers, workspaces;
  base::IndexedVector<TensorIndex, std::vector<std::size_t>> copies(graph.num_tensors());
  Replay replay(graph, schedule);
  const auto steps = static_cast<std::int64_t>(schedule.steps.size());
  for (std::int64_t step = 0; step < steps; ++step) {
    const OpIndex op = schedule.steps[static_cast<std::size_t>(step)];
    for (const TensorIndex tensor : graph.outputs(op)) {
      copies[tensor].push_back(buffers.size());
      buffers.push_back({step, steps, graph.tensor(tensor).size, alignment});
    }
    workspaces.push_back({step, step + 1, graph.operation(op).workspace, alignment});
    replay.run_step();
    for (const Buffer& freed : replay.freed()) {
      buffers[copies[freed.tensor][freed.copy]].upper = step + 1;
    }
  }
  buffers.insert(buffers.end(), workspaces.begin(), workspaces.end());
  return buffers;
}

}  // namespace

std::string_view placement_rule_name(PlacementRule rule) {
  switch (rule) {
    case PlacementRule::complete:
      return "an offset for every buffer";
    case PlacementRule::in_arena:
      return "within the arena";
    case PlacementRule::aligned:
      return "aligned";
    case PlacementRule::fixed:
      return "fixed offset";
    case PlacementRule::apart:
      return "no overlap";
  }
  return "unknown rule";
}

PlacementVerdict verify_placement(std::span<const ArenaBuffer> buffers,
                                  std::span<const std::int64_t> offsets, std::int64_t capacity) {
  PlacementVerdict verdict;
  if (offsets.size() != buffers.size()) {
    verdict.violation =
        PlacementViolation{PlacementRule::complete, std::min(offsets.size(), buffers.size()), 0,
                           std::to_string(offsets.size()) + " offsets for " +
                               std::to_string(buffers.size()) + " buffers"};
    return verdict;
  }
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    verdict.violation = check_alone(i, buffers[i], offsets[i], capacity);
    if (verdict.violation) return verdict;
    if (buffers[i].size > 0) {
      verdict.arena = std::max(verdict.arena, offsets[i] + buffers[i].size);
    }
  }
  verdict.violation = check_together(buffers, offsets);
  return verdict;
}

PlacementVerdict verify_fixed(std::span<const ArenaBuffer> buffers) {
  std::vector<ArenaBuffer> fixed;
  std::vector<std::int64_t> offsets;
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    if (buffers[i].offset < 0) continue;
    fixed.push_back(buffers[i]);
    offsets.push_back(buffers[i].offset);
    numbers.push_back(i);
  }
  PlacementVerdict verdict = verify_placement(fixed, offsets);
  if (verdict.violation) {
    verdict.violation->buffer = numbers[verdict.violation->buffer];
    verdict.violation->other = numbers[verdict.violation->other];
  }
  return verdict;
}

PlacementVerdict verify_placement(const Graph& graph, const Schedule& schedule,
                                  const Placement& placement, std::int64_t capacity) {
  if (placement.workspaces.size() != schedule.steps.size()) {
    PlacementVerdict verdict;
    verdict.violation = PlacementViolation{PlacementRule::complete, placement.buffers.size(), 0,
                                           std::to_string(placement.workspaces.size()) +
                                               " offsets of workspaces for " +
                                               std::to_string(schedule.steps.size()) + " steps"};
    return verdict;
  }
  std::vector<std::int64_t> offsets = placement.buffers;
  offsets.insert(offsets.end(), placement.workspaces.begin(), placement.workspaces.end());
  return verify_placement(replayed_buffers(graph, schedule, placement.alignment), offsets,
                          capacity);
}

}  // namespace moccasin::model
