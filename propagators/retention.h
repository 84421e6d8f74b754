// SPDX-License-Identifier: Apache-2.0
// The retention model of MOCCASIN (Bartan et al., ICML 2023, arXiv 2304.14463) as this engine sees
// it: what the variables mean. First runs keep the base order; stage s is what runs after first run
// s - 1 up to first run s: recomputations, in base order, then operation s for the first time.
//
//   event (s, p)    operation p runs in stage s: p = s the first time, p < s again
//   as a number     s * width + p: events in the order of time; width is at least the operations
//
// A *run* is one copy of an operation; its variable is its stage, and a stage of `never` says that
// it does not take place. A *retention* is one tensor of one run, in memory from the run's event
// to its end, a variable over events. For two copies of operation 1, read by 4:
//
//   stage          1 . . . . . 2 . . . . . 3 . . . . . 4 . . . . .
//   copy 0         =============                                      end (2, 2)
//   copy 1                                   stage 3 ===========      end (4, 4)
//
// Nothing here is stored by event: memory is linear in operations, tensors and reads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/strong_index.h"
#include "engine/literal.h"
#include "model/rows.h"

namespace moccasin::propagators {

using engine::at_least;
using engine::at_most;
using engine::Literal;
using engine::Value;
using engine::Var;

using Event = Value;

struct EventGrid {
  Value stages = 0;
  Value width = 0;

  [[nodiscard]] Event event(Value stage, Value position) const { return stage * width + position; }
  [[nodiscard]] Value stage(Event event) const { return event / width; }
  [[nodiscard]] Value position(Event event) const { return event % width; }
};

using RunIndex = base::StrongIndex<struct RunTag>;
using RetentionIndex = base::StrongIndex<struct RetentionTag>;
using CopiesIndex = base::StrongIndex<struct CopiesTag>;
using ReadIndex = base::StrongIndex<struct ReadTag>;

struct Run {
  Var stage;
  Value position = 0;
  Value never = 0;  // a stage of `never`: it does not run. First runs: beyond their domain
  std::int64_t duration = 0;
  std::int64_t transient = 0;  // units live only while it runs
  RunIndex next_copy;          // of the same operation; invalid: none
  friend bool operator==(const Run&, const Run&) = default;
};

struct Retention {
  RunIndex run;
  Var end;
  std::int64_t size = 0;  // units
  friend bool operator==(const Retention&, const Retention&) = default;
};

// `reader`, if it runs, reads one of `copies` while that is retained.
struct Read {
  RunIndex reader;
  CopiesIndex copies;
  friend bool operator==(const Read&, const Read&) = default;
};

struct RetentionModel {
  EventGrid grid;
  base::IndexedVector<RunIndex, Run> runs;
  base::IndexedVector<RetentionIndex, Retention> retentions;     // grouped by run, in order
  base::IndexedVector<RunIndex, std::uint32_t> retention_begin;  // one more than runs
  model::Rows<CopiesIndex, RetentionIndex> copies;               // of a tensor, by copy
  std::size_t num_copies = 0;                                    // rows of `copies`
  base::IndexedVector<ReadIndex, Read> reads;
  std::int64_t budget = 0;  // units
  Var duration;             // of the recomputations together, in units of duration

  // Runs are numbered by position first, then recomputations.
  [[nodiscard]] RunIndex first_run(Value position) const {
    return RunIndex(static_cast<std::size_t>(position));
  }
  // [start of run > event], and [start of run <= event]: literals on its stage.
  [[nodiscard]] Literal starts_after(RunIndex run, Event event) const {
    const Run& r = runs[run];
    const Value stage = grid.stage(event) + (r.position > grid.position(event) ? 0 : 1);
    return at_least(r.stage, std::min(stage, r.never));
  }
  [[nodiscard]] Literal starts_by(RunIndex run, Event event) const {
    return ~starts_after(run, event);
  }
  [[nodiscard]] Literal takes_place(RunIndex run) const {
    return at_most(runs[run].stage, runs[run].never - 1);
  }
};

}  // namespace moccasin::propagators
