// SPDX-License-Identifier: Apache-2.0
// The machine that a schedule is replayed on: it allocates, counts the reads still to come and
// frees at the last one. Part of the certificate (model/verify.h): written to be obviously right,
// shares no code with the solver or with model/profile.h.
//
//   steps        0  1  2  3  4
//   run          a  b  c  a  d        d and b read a's tensor x, c reads b's y, d reads c's z
//   freed           x  y     z        by step 1 copy 0 of x, which nobody reads any more; by step
//                            x        4 copy 1 of it
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/strong_index.h"
#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::model {

// One copy of one tensor in memory.
struct Buffer {
  TensorIndex tensor;
  std::uint32_t copy = 0;  // 0: written by the producer's first run
  friend bool operator==(const Buffer&, const Buffer&) = default;
};

// Both arguments are read until the last step. Pre-condition: every operation runs, and every read
// finds an earlier run of its producer. Memory: a number for each buffer of the schedule.
class Replay {
 public:
  Replay(const Graph& graph, const Schedule& schedule);

  // Runs the next step, which there must be. The bytes live meanwhile: inputs, outputs, workspace,
  // all that later steps still read, what is retained, and resident bytes.
  std::int64_t run_step();

  // What the step just run frees, the earliest produced first.
  [[nodiscard]] std::span<const Buffer> freed() const { return freed_; }

 private:
  void count_reads();
  void allocate(TensorIndex tensor);
  void free_if_unread(TensorIndex tensor);

  const Graph& graph_;
  const Schedule& schedule_;
  std::size_t next_ = 0;                  // step to run
  std::vector<std::int64_t> reads_left_;  // by buffer, in order of allocation
  std::size_t allocated_ = 0;             // buffers so far
  // By tensor, of its latest copy: which buffer it is, and which copy.
  base::IndexedVector<TensorIndex, std::size_t> buffer_of_;
  base::IndexedVector<TensorIndex, std::uint32_t> copies_;  // so far
  std::int64_t live_;
  std::vector<Buffer> freed_;
};

}  // namespace moccasin::model
