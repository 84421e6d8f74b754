// SPDX-License-Identifier: Apache-2.0
#include "model/floor.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "base/strong_index.h"
#include "model/backward_states.h"

namespace moccasin::model {

std::int64_t bytes_to_run(const Graph& graph, OpIndex op) {
  std::int64_t bytes = graph.resident() + graph.operation(op).workspace;
  for (const TensorIndex tensor : graph.inputs(op)) bytes += graph.tensor(tensor).size;
  for (const TensorIndex tensor : graph.outputs(op)) bytes += graph.tensor(tensor).size;
  return bytes;
}

std::int64_t bytes_at_end(const Graph& graph) {
  std::int64_t bytes = graph.resident();
  for (const TensorIndex tensor : graph.tensors()) {
    if (graph.tensor(tensor).retain == Retain::yes) bytes += graph.tensor(tensor).size;
  }
  return bytes;
}

std::vector<TensorIndex> retained_tensors(const Graph& graph) {
  std::vector<TensorIndex> retained;
  for (const TensorIndex tensor : graph.tensors()) {
    if (graph.tensor(tensor).retain == Retain::yes) retained.push_back(tensor);
  }
  return retained;
}

namespace {

// Elements that may be looked at beyond one pass, for each operation and read. On graphs of real
// programs less than one is: a reader is given up at the first producer that needs no more than the
// floor so far. Only where thousands of operations read thousands of tensors each, and each reader
// needs a little more than the one before, it would be many more.
constexpr std::uint64_t kLooks = 32;

// Raises a floor to what pairs of a producer and a reader need.
class Pairs {
 public:
  Pairs(const Graph& graph, base::IndexedVector<OpIndex, std::int64_t> alone, Floor& floor)
      : graph_(graph),
        alone_(std::move(alone)),
        floor_(floor),
        own_(graph.num_operations(), kNotSeen),
        held_by_(graph.num_tensors(), 0),
        looks_left_(kLooks * (graph.num_operations() + graph.num_reads())) {}

  // `held`: what the reader, or the end, reads.
  void look_at(std::span<const TensorIndex> held, Floor::Where where, OpIndex reader) {
    collect_producers(held);
    if (may_raise()) raise(held, where, reader);
    for (const OpIndex producer : producers_) own_[producer] = kNotSeen;
  }

  [[nodiscard]] bool exhausted() const { return looks_left_ == 0; }

 private:
  static constexpr std::int64_t kNotSeen = -1;

  // Who writes `held`, and how much of it each.
  void collect_producers(std::span<const TensorIndex> held) {
    producers_.clear();
    bytes_ = 0;
    for (const TensorIndex tensor : held) {
      const auto& [producer, size, retain] = graph_.tensor(tensor);
      if (own_[producer] == kNotSeen) {
        producers_.push_back(producer);
        own_[producer] = 0;
      }
      own_[producer] += size;
      bytes_ += size;
    }
  }

  // What may be live beside `producer` before the floor would rise. Not negative: the floor is at
  // least what it needs alone.
  [[nodiscard]] std::int64_t room(OpIndex producer) const {
    return floor_.bytes - alone_[producer];
  }

  // Whether all producers would need more than the floor if none read anything of what is held. One
  // that would not, were all else right, comes first: it is most likely to end the search.
  bool may_raise() {
    std::size_t least = 0;
    for (std::size_t i = 0; i < producers_.size(); ++i) {
      if (beyond(producers_[i]) <= 0) return false;
      if (beyond(producers_[i]) < beyond(producers_[least])) least = i;
    }
    if (producers_.empty()) return false;
    std::swap(producers_[0], producers_[least]);
    return true;
  }

  [[nodiscard]] std::int64_t beyond(OpIndex producer) const {
    return bytes_ - own_[producer] - room(producer);
  }

  void raise(std::span<const TensorIndex> held, Floor::Where where, OpIndex reader) {
    ++stamp_;
    for (const TensorIndex tensor : held) held_by_[tensor] = stamp_;
    std::int64_t least = INT64_MAX;
    OpIndex needs_least;
    for (const OpIndex producer : producers_) {
      const std::size_t looks = 1 + graph_.inputs(producer).size();
      if (looks > looks_left_) {
        looks_left_ = 0;
        return;
      }
      looks_left_ -= looks;
      std::int64_t more = beyond(producer);
      for (const TensorIndex tensor : graph_.inputs(producer)) {
        if (held_by_[tensor] == stamp_) more -= graph_.tensor(tensor).size;
      }
      if (more <= 0) return;
      const bool earlier =
          more == least && graph_.base_position(producer) < graph_.base_position(needs_least);
      if (more < least || earlier) {
        least = more;
        needs_least = producer;
      }
    }
    floor_ = {floor_.bytes + least, needs_least, where, reader};
  }

  const Graph& graph_;
  const base::IndexedVector<OpIndex, std::int64_t> alone_;  // bytes_to_run
  Floor& floor_;
  std::vector<OpIndex> producers_;                           // of what is held
  base::IndexedVector<OpIndex, std::int64_t> own_;           // bytes of what is held
  std::int64_t bytes_ = 0;                                   // of all that is held
  base::IndexedVector<TensorIndex, std::uint32_t> held_by_;  // the reader last looked at
  std::uint32_t stamp_ = 0;
  std::uint64_t looks_left_;
};

}  // namespace

Floor make_floor(const Graph& graph) {
  Floor floor{.bytes = -1, .operation = OpIndex()};
  base::IndexedVector<OpIndex, std::int64_t> alone(graph.num_operations());
  for (const OpIndex op : graph.base_order()) {
    alone[op] = bytes_to_run(graph, op);
    if (alone[op] > floor.bytes) floor = {alone[op], op};
  }
  if (const std::int64_t bytes = bytes_at_end(graph); bytes > floor.bytes) {
    floor = {bytes, graph.base_order().back(), Floor::Where::end};
  }
  Pairs pairs(graph, std::move(alone), floor);
  pairs.look_at(retained_tensors(graph), Floor::Where::pair_end, {});
  for (const OpIndex reader : graph.base_order()) {
    if (pairs.exhausted()) break;
    pairs.look_at(graph.inputs(reader), Floor::Where::pair, reader);
  }
  return floor;
}

namespace {

// Work of a strong floor: some milliseconds, and a little for each element of a large graph.
constexpr std::uint64_t kTicks = 150'000, kTicksAnElement = 4;
// Beside the ends, so many operations are looked at that need most, with a part of the work each.
constexpr std::size_t kMostReaders = 64;

// What every schedule runs in the end: operations none of whose outputs anybody reads.
std::vector<OpIndex> last_operations(const Graph& graph) {
  std::vector<OpIndex> last;
  for (const OpIndex op : graph.base_order()) {
    const auto outputs = graph.outputs(op);
    const bool read = std::any_of(outputs.begin(), outputs.end(), [&](TensorIndex tensor) {
      return !graph.readers(tensor).empty();
    });
    if (!read) last.push_back(op);
  }
  return last;
}

std::vector<OpIndex> neediest(const Graph& graph) {
  std::vector<std::pair<std::int64_t, OpIndex>> by_need;
  for (const OpIndex op : graph.base_order()) {
    if (graph.inputs(op).size() > 1) by_need.emplace_back(-bytes_to_run(graph, op), op);
  }
  const std::size_t most = std::min(kMostReaders, by_need.size());
  std::partial_sort(by_need.begin(), by_need.begin() + static_cast<std::ptrdiff_t>(most),
                    by_need.end());
  std::vector<OpIndex> readers;
  for (std::size_t i = 0; i < most; ++i) readers.push_back(by_need[i].second);
  return readers;
}

}  // namespace

RaisedFloor raise_floor(const Graph& graph, const Floor& floor, std::uint64_t& ticks,
                        const std::function<bool()>& goes_on) {
  RaisedFloor raised{floor, true};
  bool stopped = false;
  const std::function<bool()> asked = [&] {
    stopped = stopped || !goes_on();
    return !stopped;
  };
  const auto look = [&](std::span<const TensorIndex> wanted, std::uint64_t part, Floor to) {
    if (stopped) return false;
    std::uint64_t left = std::min(part, ticks);
    ticks -= left;
    const LeastPeak least =
        least_peak_with(graph, wanted, raised.floor.bytes, left, goes_on ? asked : goes_on);
    ticks += left;
    if (least.bytes > raised.floor.bytes) {
      to.bytes = least.bytes;
      raised.floor = to;
    }
    return least.exact;
  };
  const std::vector<OpIndex> last = last_operations(graph);
  const std::uint64_t part = ticks / 2 / (last.size() + 1) + 1;
  const std::vector<TensorIndex> retained = retained_tensors(graph);
  if (!look(retained, part,
            {.operation = graph.base_order().back(), .where = Floor::Where::states_end})) {
    raised.exact = false;
  }
  for (const OpIndex op : last) {
    if (!look(graph.inputs(op), part, {.operation = op, .where = Floor::Where::states})) {
      raised.exact = false;
    }
  }
  if (raised.exact) return raised;  // whatever else is wanted, is wanted on the way
  for (const OpIndex op : neediest(graph)) {
    (void)look(graph.inputs(op), ticks / 8 + 1, {.operation = op, .where = Floor::Where::states});
  }
  return raised;
}

Floor make_strong_floor(const Graph& graph) {
  const std::uint64_t elements = graph.num_operations() + graph.num_reads();
  std::uint64_t ticks = kTicks + kTicksAnElement * elements;
  return raise_floor(graph, make_floor(graph), ticks).floor;
}

std::vector<OpIndex> operations_at(const Floor& floor) {
  switch (floor.where) {
    case Floor::Where::end:
    case Floor::Where::states_end:
      return {};
    case Floor::Where::pair:
      return {floor.operation, floor.reader};
    case Floor::Where::operation:
    case Floor::Where::pair_end:
    case Floor::Where::states:
      break;
  }
  return {floor.operation};
}

std::vector<TensorIndex> held_at_floor(const Graph& graph, const Floor& floor) {
  std::vector<TensorIndex> held;
  if (floor.where != Floor::Where::pair && floor.where != Floor::Where::pair_end) return held;
  if (floor.where == Floor::Where::pair_end) held = retained_tensors(graph);
  if (floor.where == Floor::Where::pair) {
    const auto inputs = graph.inputs(floor.reader);
    held.assign(inputs.begin(), inputs.end());
  }
  base::IndexedVector<TensorIndex, char> own(graph.num_tensors(), 0);
  for (const TensorIndex tensor : graph.inputs(floor.operation)) own[tensor] = 1;
  for (const TensorIndex tensor : graph.outputs(floor.operation)) own[tensor] = 1;
  std::erase_if(held, [&own](TensorIndex tensor) { return own[tensor] != 0; });
  return held;
}

}  // namespace moccasin::model
