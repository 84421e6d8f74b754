// SPDX-License-Identifier: Apache-2.0
// A window of consecutive steps parted in two: a block at one end, and what has to stay on its side
// of the others, goes to the other end.
//
//   window        a b c d e      a's block to the end: c reads a, so         b d e a c
//   c reads a, d reads b         e's block to the front: it reads b          b e a c d
//
// Every read finds the copy it found before: a run and the copies of it, and of what it reads, keep
// their order.
#pragma once

#include <cstdint>
#include <vector>

#include "search/local/sequence.h"

namespace moccasin::search {

class WindowPartition {
 public:
  enum class Side { front, back };  // where the block goes

  explicit WindowPartition(const Sequence& sequence) : sequence_(sequence) {}

  // Takes the `steps` steps from `first` on, or as many as there are, and returns the order in
  // which `block` of them (>= 1) have gone to `side`; empty: all would have to go. The result is
  // valid until the next call. O(steps, their reads and readers).
  const std::vector<RunId>& partitioned(Key first, std::size_t steps, std::size_t block, Side side);

 private:
  [[nodiscard]] bool marked(RunId run) const {
    return run.valid() && run.value() < mark_.size() && mark_[run] == stamp_;
  }
  void mark(RunId run);
  [[nodiscard]] bool must_follow(RunId run) const;
  [[nodiscard]] bool must_lead(RunId run) const;
  template <typename Predicate>
  [[nodiscard]] bool any_reader(RunId run, Key from, Predicate predicate) const;

  const Sequence& sequence_;
  base::IndexedVector<RunId, std::uint32_t> mark_;
  std::uint32_t stamp_ = 0;
  std::vector<RunId> window_, going_, staying_, order_;
};

}  // namespace moccasin::search
