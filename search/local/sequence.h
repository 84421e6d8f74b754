// SPDX-License-Identifier: Apache-2.0
// A sequence of runs that knows what each change would cost before it is made.
//
// Given which operation runs at each step, every lifetime follows, so a schedule is a sequence.
// A run stores, for each of its tensors, which run reads that copy last: an identity, not a
// position, so that shifting steps invalidates nothing.
//
//   steps           0   1   2   3   4            a writes x; b, d read x: x is live 0..4
//   run             a   b   c   c'  d
//   insert a' before d:                          copy a serves b, copy a' serves d:
//                   a   b   c   c'  a'  d        x is live 0..1 and 4..5: one change, -size in
//                   =====           =====        the gap between b and a'
//
// A run may also move; its readers stay with it, but for those of the copy before that it passes on
// its way to the front. A change touches only the tensors of the operation that moves and those it
// reads. Changes are collected as ranges in doubled coordinates (step at key k: 2k, the gap before
// it: 2k - 1), summed over where they overlap, and looked up in the timeline.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "search/limits/compiled.h"
#include "search/local/timeline.h"

namespace moccasin::search {

// How a change would alter the two parts of a sequence's energy.
struct Effect {
  std::int64_t duration = 0;
  std::int64_t excess = 0;  // of live units over the budget, summed over the steps
  friend bool operator==(const Effect&, const Effect&) = default;
};

class Sequence {
 public:
  // The last reader of a retained tensor's last copy: the end of the schedule.
  static constexpr RunId kEndOfSchedule{};

  explicit Sequence(const CompiledGraph& graph) : graph_(graph) {}

  // Pre-condition: every operation runs, every read finds an earlier run. O(steps + reads).
  void assign(const std::vector<Op>& steps);
  [[nodiscard]] std::vector<Op> steps() const;

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  [[nodiscard]] std::int64_t duration() const { return duration_; }
  [[nodiscard]] std::int64_t excess() const { return excess_; }
  [[nodiscard]] bool feasible() const { return excess_ == 0; }

  [[nodiscard]] Op op(RunId run) const { return op_[run]; }
  [[nodiscard]] RunId first_run(Op op) const { return first_run_[op]; }
  [[nodiscard]] std::int32_t copies(Op op) const { return copies_[op]; }
  // Neighbouring copies of the same operation; invalid at either end.
  [[nodiscard]] RunId next_copy(RunId run) const { return next_copy_[run]; }
  [[nodiscard]] RunId previous_copy(RunId run) const { return previous_copy_[run]; }
  [[nodiscard]] bool recomputation(RunId run) const { return previous_copy_[run].valid(); }
  [[nodiscard]] Key key(RunId run) const { return timeline_.key(run); }
  // The last run that reads this copy of its operation's `output`-th tensor: `run` itself if
  // nobody does, kEndOfSchedule if it is retained.
  [[nodiscard]] RunId last_reader(RunId run, std::uint32_t output) const {
    return last_reader_[last_begin_[run] + output];
  }
  // Whether any of its tensors is read or retained.
  [[nodiscard]] bool read(RunId run) const;
  // Where a step may go: right before that of `successor`, or behind all if that is the timeline's
  // end. The copy of `producer` that a step there would read; invalid: none.
  [[nodiscard]] RunId copy_before(Op producer, Key successor) const {
    return copy_before_coordinate(producer, 2 * successor - 1);
  }

  // The key of the first step at or after `from` that reads `tensor` from `copy`; the timeline's
  // end if there is none.
  [[nodiscard]] Key first_reader_from(Tensor tensor, RunId copy, Key from);

  // The same for whatever of `copy` is read first.
  [[nodiscard]] Key first_reader_from(RunId copy, Key from);
  // The first step that reads from `run`, or its next copy if that is earlier; the timeline's end
  // if there is neither. O(readers).
  [[nodiscard]] Key first_use(RunId run);
  // The last step that `run` has to stay behind: what it reads, its previous copy; kNone: nothing.
  [[nodiscard]] Key last_need(RunId run) const;

  // What the change would do. Pre-conditions: insert: an earlier run of each of its producers
  // exists; erase: an earlier run of the same operation exists, or a later one and nobody reads
  // this one; move: `successor` is neither the run nor the step after it, and lies behind
  // last_need(run), first_use(run) not before it.
  [[nodiscard]] Effect evaluate_insert(Op op, Key successor);
  [[nodiscard]] Effect evaluate_erase(RunId run);
  [[nodiscard]] Effect evaluate_move(RunId run, Key successor);
  // Inputs that the insertion evaluated last would keep live for longer, and how long they are
  // live without it.
  struct Stretch {
    Tensor input;
    std::int32_t live_until;  // coordinate of the last reader so far
  };
  [[nodiscard]] const std::vector<Stretch>& stretched() const { return stretched_; }
  // What putting the runs of consecutive steps from `first` on in another order would do.
  // Pre-condition: every read finds the copy it finds now.
  [[nodiscard]] Effect evaluate_reorder(Key first, const std::vector<RunId>& order);
  // Makes the change evaluated last. apply_insert returns the new run.
  RunId apply_insert();
  void apply_erase();
  void apply_move();
  void apply_reorder();

  // Steps, blocks, groups and readers looked at so far: the deterministic measure of work.
  [[nodiscard]] std::uint64_t work() const { return work_ + timeline_.looks(); }

  // Whether everything kept incrementally equals what assign(steps()) would compute.
  [[nodiscard]] bool consistent() const;

 private:
  struct Change {  // of live units, coordinates first..last
    std::int32_t first, last;
    std::int64_t delta;
  };
  struct Read {           // of the window evaluated last, of a tensor that nobody reads after it
    std::uint32_t copy;   // place in last_reader_
    std::uint32_t place;  // in the window's order
    std::int64_t size;
  };
  struct Step {  // of the window evaluated last
    Key key;
    RunId run;
    std::int64_t live;
  };
  struct Segment {  // of live units, keys first..last
    Key first, last;
    std::int64_t delta;
  };
  struct Reader {  // of tensor `output` of `copy` (invalid: the run to insert)
    RunId copy;
    std::uint32_t output;
    RunId last;  // invalid with `inserted`: the run to insert
    bool inserted;
  };

  [[nodiscard]] std::int32_t coordinate(RunId run) const {
    return run.valid() ? 2 * timeline_.key(run) : 2 * timeline_.end();
  }
  [[nodiscard]] RunId copy_before_coordinate(Op producer, std::int32_t at) const;
  [[nodiscard]] RunId latest_reader(Tensor tensor, RunId copy, std::int32_t before);
  [[nodiscard]] std::int64_t over(std::int64_t live) const {
    return std::max<std::int64_t>(live - graph_.budget(), 0);
  }
  [[nodiscard]] std::int64_t size(Op op, std::uint32_t output) const {
    return graph_.tensor(Tensor(graph_.first_tensor(op).value() + output)).size;
  }
  [[nodiscard]] std::int64_t live_across(Key successor) const;
  void begin_evaluation(Op op);
  void move_outputs(RunId run, std::int32_t here, std::int32_t gap);
  void move_input(RunId run, Tensor input, std::int32_t here, std::int32_t gap);
  void change(std::int32_t first, std::int32_t last, std::int64_t delta);
  [[nodiscard]] std::int64_t change_at(std::int32_t coordinate) const;
  [[nodiscard]] std::int64_t sweep();
  void apply_changes();
  RunId new_run(Op op);
  void recycle(RunId run);
  void compute_live(const std::vector<RunId>& runs);
  void collect_reads(Key last);

  const CompiledGraph& graph_;
  Timeline timeline_;
  std::int64_t duration_ = 0, excess_ = 0;
  std::int64_t retained_ = 0;  // units live behind all steps
  std::uint64_t work_ = 0;

  base::IndexedVector<Op, RunId> first_run_;
  base::IndexedVector<Op, std::int32_t> copies_;
  base::IndexedVector<RunId, Op> op_;
  base::IndexedVector<RunId, RunId> next_copy_, previous_copy_;
  base::IndexedVector<RunId, std::uint32_t> last_begin_;
  std::vector<RunId> last_reader_;
  std::vector<std::vector<RunId>> recycled_;  // by number of tensors

  // The change evaluated last.
  std::vector<Change> changes_;
  std::vector<Segment> segments_;
  std::vector<Reader> readers_;
  std::vector<Stretch> stretched_;
  std::vector<std::pair<std::int32_t, std::int64_t>> edges_;  // scratch of sweep()
  Op changed_op_;
  RunId changed_run_;      // erase, move: the run; insert: the copy before it, invalid: none
  Key successor_ = 0;      // insert, move
  std::int64_t live_ = 0;  // insert, move: units live at the new step
  Effect effect_;
  std::vector<Step> window_;
  std::vector<Read> window_reads_;
  std::vector<std::uint32_t>
      last_place_;  // by place in last_reader_: of its last read in the window
};

}  // namespace moccasin::search
