// SPDX-License-Identifier: Apache-2.0
#include "model/backward_states.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

namespace moccasin::model {
namespace {

using State = std::vector<TensorIndex>;  // by number, each once

struct Hash {
  std::size_t operator()(const State& state) const {
    std::uint64_t hash = 0x9e3779b97f4a7c15U;
    for (const TensorIndex tensor : state) {
      hash ^= tensor.value() + 0x9e3779b97f4a7c15U + (hash << 6U) + (hash >> 2U);
      hash *= 0xff51afd7ed558ccdU;
    }
    return static_cast<std::size_t>(hash);
  }
};

class Search {
 public:
  Search(const Graph& graph, std::uint64_t& ticks, const std::function<bool()>& goes_on)
      : graph_(graph), ticks_(ticks), goes_on_(goes_on) {}

  [[nodiscard]] LeastPeak run(State wanted, std::int64_t least) {
    std::sort(wanted.begin(), wanted.end());
    reach(std::move(wanted), least);
    std::int64_t known = least;
    while (!queue_.empty()) {
      const Entry next = queue_.top();
      queue_.pop();
      const auto& [state, cost] = *next.place;
      if (next.cost > cost) continue;  // a cheaper way was found
      known = next.cost;
      if (state.empty()) return {known, true};
      if (!spend(state.size()) || !expand(state, known)) return {known, false};
    }
    return {known, false};
  }

 private:
  using States = std::unordered_map<State, std::int64_t, Hash>;  // with the least cost so far
  struct Entry {
    std::int64_t cost = 0, bytes = 0;  // bytes: of the state
    std::uint64_t number = 0;          // in the order they were reached
    const States::value_type* place = nullptr;
    // The cheapest first, then the smallest, then the latest.
    friend bool operator<(const Entry& a, const Entry& b) {
      if (a.cost != b.cost) return a.cost > b.cost;
      if (a.bytes != b.bytes) return a.bytes > b.bytes;
      return a.number < b.number;
    }
  };

  [[nodiscard]] bool spend(std::uint64_t ticks) {
    constexpr std::uint64_t kAskedEvery = 100'000;
    since_asked_ += ticks;
    if (since_asked_ >= kAskedEvery && goes_on_) {
      since_asked_ = 0;
      stopped_ = stopped_ || !goes_on_();
    }
    const bool enough = ticks_ >= ticks;
    ticks_ = enough ? ticks_ - ticks : 0;
    return enough && !stopped_;
  }

  [[nodiscard]] std::int64_t bytes_of(const State& state) const {
    std::int64_t bytes = 0;
    for (const TensorIndex tensor : state) bytes += graph_.tensor(tensor).size;
    return bytes;
  }

  void reach(State state, std::int64_t cost) {
    const std::int64_t bytes = bytes_of(state);
    const auto [place, added] = states_.try_emplace(std::move(state), cost);
    if (!added && place->second <= cost) return;
    place->second = cost;
    queue_.push({cost, bytes, ++reached_, &*place});
  }

  struct Move {
    State state;            // before the producer ran
    std::int64_t live = 0;  // while it ran
    std::int64_t more = 0;  // bytes that the state gains
    bool adds = false;      // whether it gains any tensor, be it of no bytes
  };

  // The state before `producer` ran last: without what it writes, with what it reads.
  [[nodiscard]] Move move_by(const State& state, std::int64_t bytes, OpIndex producer) {
    Move move;
    std::int64_t gone = 0, written = 0, read = 0;
    for (const TensorIndex tensor : state) {
      if (graph_.tensor(tensor).producer == producer) {
        gone += graph_.tensor(tensor).size;
      } else {
        move.state.push_back(tensor);
      }
    }
    for (const TensorIndex tensor : graph_.outputs(producer)) written += graph_.tensor(tensor).size;
    const std::size_t kept = move.state.size();
    for (const TensorIndex tensor : graph_.inputs(producer)) {
      if (std::binary_search(state.begin(), state.end(), tensor)) continue;
      move.state.push_back(tensor);
      read += graph_.tensor(tensor).size;
    }
    std::sort(move.state.begin() + static_cast<std::ptrdiff_t>(kept), move.state.end());
    std::inplace_merge(move.state.begin(), move.state.begin() + static_cast<std::ptrdiff_t>(kept),
                       move.state.end());
    move.live =
        graph_.resident() + graph_.operation(producer).workspace + bytes - gone + written + read;
    move.more = read - gone;
    move.adds = move.state.size() > kept;
    return move;
  }

  // Whether the producer can as well have run last of all on the way of any other: `move` costs
  // nothing, and at every later state of that way it leaves no more than there was. So it is if it
  // adds no tensor; or no more bytes, and nothing that the other tensors of the state are made from
  // can read what it writes, which would then be wanted again beside what it reads. False, too,
  // when the ticks are used up.
  [[nodiscard]] bool is_forced(const Move& move, std::int64_t cost, OpIndex producer,
                               OpIndex latest) {
    if (move.live > cost || move.more > 0) return false;
    if (!move.adds || producer == latest) return true;
    // Whatever a tensor is made from comes before its producer in the base order.
    const std::size_t last = graph_.base_position(latest);
    for (const TensorIndex tensor : graph_.outputs(producer)) {
      const auto readers = graph_.readers(tensor);
      if (!spend(readers.size())) return false;
      for (const OpIndex reader : readers) {
        if (graph_.base_position(reader) <= last) return false;
      }
    }
    return true;
  }

  // All moves; or the first that is forced. False: the ticks are used up.
  [[nodiscard]] bool expand(const State& state, std::int64_t cost) {
    const std::int64_t bytes = bytes_of(state);
    std::vector<OpIndex> producers;
    for (const TensorIndex tensor : state) producers.push_back(graph_.tensor(tensor).producer);
    std::sort(producers.begin(), producers.end());
    producers.erase(std::unique(producers.begin(), producers.end()), producers.end());
    const OpIndex latest = *std::max_element(
        producers.begin(), producers.end(),
        [this](OpIndex a, OpIndex b) { return graph_.base_position(a) < graph_.base_position(b); });
    std::vector<Move> moves;
    for (const OpIndex producer : producers) {
      Move move = move_by(state, bytes, producer);
      if (!spend(move.state.size() + graph_.inputs(producer).size())) return false;
      if (is_forced(move, cost, producer, latest)) {
        reach(std::move(move.state), cost);
        return true;
      }
      moves.push_back(std::move(move));
    }
    for (Move& move : moves) reach(std::move(move.state), std::max(cost, move.live));
    return true;
  }

  const Graph& graph_;
  std::uint64_t& ticks_;
  const std::function<bool()>& goes_on_;
  std::uint64_t since_asked_ = 0;  // ticks
  bool stopped_ = false;
  States states_;
  std::priority_queue<Entry> queue_;
  std::uint64_t reached_ = 0;
};

}  // namespace

LeastPeak least_peak_with(const Graph& graph, std::span<const TensorIndex> wanted,
                          std::int64_t least, std::uint64_t& ticks,
                          const std::function<bool()>& goes_on) {
  return Search(graph, ticks, goes_on).run(State(wanted.begin(), wanted.end()), least);
}

}  // namespace moccasin::model
