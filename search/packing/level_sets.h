// SPDX-License-Identifier: Apache-2.0
// Sets of levels: of the decisions that something rests on. A stack of bit sets of one length.
// Levels beyond the last bit share it: a failure that rests on such a decision is taken to rest on
// all of them, so that the search jumps back less far than it could, never further.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moccasin::search {

class LevelSets {
 public:
  using Id = std::uint32_t;
  static constexpr Id kNone = 0;  // the empty set

  // For levels below `levels`, as far as there are bits.
  explicit LevelSets(std::size_t levels)
      : words_(std::clamp<std::size_t>((levels + 63) / 64, 1, kMostWords)) {
    clear();
  }

  // Ids below it are in use.
  [[nodiscard]] Id size() const { return static_cast<Id>(seen_.size()); }
  [[nodiscard]] std::size_t words() const { return bits_.size(); }
  void shrink(Id size) {
    bits_.resize(std::size_t{size} * words_);
    seen_.resize(size);
  }
  void clear() {
    bits_.assign(words_, 0);
    seen_.assign(1, 0);
  }

  // On top of the stack: an empty set, a copy.
  Id push() {
    bits_.resize(bits_.size() + words_, 0);
    seen_.push_back(0);
    return size() - 1;
  }
  Id push_copy(Id set) {
    const Id copy = push();
    std::copy_n(begin(set), words_, begin(copy));
    return copy;
  }

  void add(Id set, std::size_t level) { word(set, level) |= bit(level); }
  [[nodiscard]] bool has(Id set, std::size_t level) { return (word(set, level) & bit(level)) != 0; }
  // The last bit stays: it may be another level's.
  void remove(Id set, std::size_t level) {
    if (level < last()) word(set, level) &= ~bit(level);
  }

  // `set` becomes empty, for unions: `join` passes over what it has joined to it already.
  void begin_union(Id set) {
    std::fill_n(begin(set), words_, 0);
    ++unions_;
  }
  void join(Id set, Id other) {
    if (other == kNone || seen_[other] == unions_) return;
    seen_[other] = unions_;
    add_all(set, other);
  }
  void add_all(Id set, Id other) {
    std::uint64_t* const to = begin(set);
    const std::uint64_t* const from = begin(other);
    for (std::size_t i = 0; i < words_; ++i) to[i] |= from[i];
  }

 private:
  static constexpr std::size_t kMostWords = 32;

  [[nodiscard]] std::size_t last() const { return words_ * 64 - 1; }
  [[nodiscard]] std::uint64_t* begin(Id set) { return bits_.data() + std::size_t{set} * words_; }
  [[nodiscard]] std::uint64_t& word(Id set, std::size_t level) {
    return begin(set)[std::min(level, last()) / 64];
  }
  [[nodiscard]] std::uint64_t bit(std::size_t level) const {
    return std::uint64_t{1} << (std::min(level, last()) % 64);
  }

  std::size_t words_;
  std::vector<std::uint64_t> bits_, seen_;  // seen_: by set, the union that it was last joined to
  std::uint64_t unions_ = 0;
};

}  // namespace moccasin::search
