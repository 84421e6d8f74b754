// SPDX-License-Identifier: Apache-2.0
// A sequence of runs that knows what each change would cost before it is made.
//
//   steps           0   1   2   3   4            a writes x; b, d read x: x is live 0..4
//   run             a   b   c   c'  d
//   insert a' before d:                          copy a serves b, copy a' serves d:
//                   a   b   c   c'  a'  d        x is live 0..1 and 4..5: one range, -size in
//                   =====           =====        the gap between b and a'
//
// A run may also move; its readers stay with it, but for those of the copy before that it passes on
// its way to the front. A change touches only the tensors of the operation that moves and those it
// reads, so a few ranges (live_changes.h) say all of it, however long the sequence. A window of
// steps put in another order is walked through instead, from its first step to its last.
//
// To evaluate gives a change with its effect; to apply it makes it. Nothing else may be evaluated
// or applied in between: a change that is stale by then is refused by an assertion. So every
// proposal of a search can be evaluated in the same scratch memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "search/limits/compiled.h"
#include "search/local/instant.h"
#include "search/local/lifetimes.h"
#include "search/local/live_changes.h"

namespace moccasin::search {

// How a change would alter the parts of a sequence's energy.
struct Effect {
  std::int64_t duration = 0;
  std::int64_t excess = 0;  // of live units over the budget, summed over the steps
  std::int64_t strain = 0;  // over the soft limit likewise
  Effect& operator+=(const Effect& other) {
    duration += other.duration;
    excess += other.excess;
    strain += other.strain;
    return *this;
  }
  Effect& operator-=(const Effect& other) {
    duration -= other.duration;
    excess -= other.excess;
    strain -= other.strain;
    return *this;
  }
  friend Effect operator-(Effect a, const Effect& b) { return a -= b; }
  friend bool operator==(const Effect&, const Effect&) = default;
};

// What it would do, and which of all that were evaluated it is.
struct Change {
  Effect effect;
  std::uint64_t revision = 0;
};

struct Insertion : Change {
  Op op;
  RunId before;           // the copy before it; invalid: none
  Key successor = 0;      // it goes right before that step
  std::int64_t live = 0;  // at its step
};

struct Erasure : Change {
  RunId run;
};

struct Move : Change {
  RunId run;
  Key successor = 0;      // it goes right before that step
  std::int64_t live = 0;  // at its new step
};

struct Reordering : Change {};

// An input that an insertion would keep live for longer.
struct Extension {
  Tensor input;
  Instant live_until;  // the last reader without it
};

class Sequence : public Lifetimes {
 public:
  explicit Sequence(const CompiledGraph& graph) : Lifetimes(graph) {}

  // From the next assign() on: what is live beyond so many units may fit, but is strain.
  void set_soft_limit(std::int64_t units) { soft_limit_ = units; }

  // Pre-condition: every operation runs, every read finds an earlier run. O(steps + reads).
  void assign(const std::vector<Op>& steps) {
    ++revision_;
    Lifetimes::assign(steps);
  }

  // What there is of each part of the energy.
  [[nodiscard]] Effect all() const { return {duration_, excess_, strain_}; }

  // `op` runs right before the step at `successor` as well, or behind all if that is the timeline's
  // end. Pre-condition: an earlier run of each of its producers exists.
  [[nodiscard]] Insertion evaluate_insert(Op op, Key successor);
  // `run` goes. Pre-condition: an earlier run of the same operation exists, or a later one and
  // nobody reads this one.
  [[nodiscard]] Erasure evaluate_erase(RunId run);
  // `run` goes right before the step at `successor`. Pre-condition: that is neither the run nor
  // the step after it, and lies behind last_need(run), first_use(run) not before it.
  [[nodiscard]] Move evaluate_move(RunId run, Key successor);
  // The runs of consecutive steps from `first` on are put in another order. Pre-condition: every
  // read finds the copy it finds now.
  [[nodiscard]] Reordering evaluate_reorder(Key first, const std::vector<RunId>& order);

  // Inputs that `insertion`, the one evaluated last, keeps live for longer, made or not.
  [[nodiscard]] const std::vector<Extension>& extended(const Insertion& insertion) const {
    MOCCASIN_ASSERT(insertion.revision == extended_by_);
    return extended_;
  }

  // Makes the change. Pre-condition: nothing was evaluated or made since it was evaluated. An
  // insertion gives the new run.
  RunId apply(const Insertion& insertion);
  void apply(const Erasure& erasure);
  void apply(const Move& move);
  void apply(const Reordering& reordering);

 private:
  struct Reader {  // who reads tensor `output` of `copy` last
    RunId copy;    // invalid: the run to insert
    std::uint32_t output;
    RunId last;  // invalid with `inserted`: the run to insert
    bool inserted;
  };
  struct Step {  // of the window to reorder
    Key key;
    RunId run;
    std::int64_t live;
  };
  struct Read {           // in that window, of a tensor that nobody reads after it
    std::uint32_t copy;   // place in last_reader_
    std::uint32_t place;  // in the window's order
    std::int64_t size;
  };

  // What a step of so many live units is in the energy.
  [[nodiscard]] Effect step_of(std::int64_t live) const {
    return {.excess = std::max<std::int64_t>(live - graph_.budget(), 0),
            .strain = std::max<std::int64_t>(live - soft_limit_, 0)};
  }
  [[nodiscard]] Effect effect_of_changes(std::int64_t duration) {
    const std::int64_t excess = changes_.sum(timeline_);
    return {duration, excess, changes_.strain(timeline_)};
  }
  [[nodiscard]] Tensor tensor(Op op, std::uint32_t output) const {
    return Tensor(graph_.first_tensor(op).value() + output);
  }
  [[nodiscard]] std::int64_t size(Op op, std::uint32_t output) const {
    return graph_.tensor(tensor(op, output)).size;
  }
  void begin_evaluation();
  [[nodiscard]] std::int64_t insert_outputs(Op op, RunId before, Instant gap);
  void insert_input(Tensor input, Instant gap);
  [[nodiscard]] std::int64_t move_outputs(RunId run, Instant here, Instant gap);
  void move_input(RunId run, Tensor input, Instant here, Instant gap);
  void begin_apply(const Change& change);
  void collect_reads(Key last);

  std::uint64_t revision_ = 0;     // counts what was evaluated, and what was made
  std::uint64_t extended_by_ = 0;  // revision of the insertion that extended_ is of

  // What the change evaluated last needs to be made.
  LiveChanges changes_;
  std::vector<Reader> readers_;
  std::vector<Extension> extended_;
  std::vector<Step> window_;
  std::vector<Read> window_reads_;
  // By place in last_reader_: where in the window it is last read.
  std::vector<std::uint32_t> last_place_;
};

}  // namespace moccasin::search
