// SPDX-License-Identifier: Apache-2.0
// Which run reads which copy last, for a sequence of operations: all that decides what is live.
//
// Given which operation runs at each step, every lifetime follows, so a schedule is a sequence.
// A run stores, for each of its tensors, which run reads that copy last: an identity, not a
// position, so that shifting steps invalidates nothing.
//
//   steps            0   1   2   3    4          a writes x; b, d read x
//   run              a   b   c   a'   d          copies of a: a, a'; each serves who reads next
//   last reader      b               d           of a's x, of a' 's x
//   x is live        =====       ======
//
// What may be asked is here, and what a change is made of; which change is worth making is for
// sequence.h to say.
#pragma once

#include <cstdint>
#include <vector>

#include "search/limits/compiled.h"
#include "search/local/instant.h"
#include "search/local/timeline.h"

namespace moccasin::search {

class Lifetimes {
 public:
  // The last reader of a retained tensor's last copy: the end of the schedule.
  static constexpr RunId kEndOfSchedule{};

  [[nodiscard]] std::vector<Op> steps() const;

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  [[nodiscard]] std::int64_t duration() const { return duration_; }
  [[nodiscard]] std::int64_t excess() const { return excess_; }
  [[nodiscard]] bool feasible() const { return excess_ == 0; }
  // The same over the soft limit, which what fits may pass; 0 without one.
  [[nodiscard]] std::int64_t strain() const { return strain_; }

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
  [[nodiscard]] bool is_read(RunId run) const;
  // Where a step may go: right before that of `successor`, or behind all if that is the timeline's
  // end. The copy of `producer` that a step there would read; invalid: none.
  [[nodiscard]] RunId copy_before(Op producer, Key successor) const {
    return copy_before(producer, Instant::gap_before(successor));
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

  // Steps, blocks, groups and readers looked at so far: the deterministic measure of work.
  [[nodiscard]] std::uint64_t work() const { return work_ + timeline_.looks(); }

  // Whether everything kept incrementally equals what assign(steps()) would compute.
  [[nodiscard]] bool consistent() const;

 protected:
  explicit Lifetimes(const CompiledGraph& graph) : graph_(graph) {}

  // Pre-condition: every operation runs, every read finds an earlier run. O(steps + reads).
  void assign(const std::vector<Op>& steps);

  [[nodiscard]] Instant instant(RunId run) const {
    return Instant::step(run.valid() ? timeline_.key(run) : timeline_.end());
  }
  [[nodiscard]] RunId copy_before(Op producer, Instant at) const;
  // The last run that reads `tensor` after `copy` and before `before`; `copy` itself if there is
  // none.
  [[nodiscard]] RunId latest_reader(Tensor tensor, RunId copy, Instant before);
  // Units live between `successor` and the step before it.
  [[nodiscard]] std::int64_t live_across(Key successor) const;

  // One more run of `op`, right behind its copy `before` in the chain of copies (invalid: the
  // first), that nobody reads and that has no step yet; and the contrary.
  RunId link(Op op, RunId before);
  void unlink(RunId run);

  const CompiledGraph& graph_;
  Timeline timeline_;
  std::int64_t duration_ = 0, excess_ = 0, strain_ = 0;
  std::int64_t soft_limit_ = Timeline::kNoLimit;  // units
  std::uint64_t work_ = 0;
  base::IndexedVector<RunId, std::uint32_t> last_begin_;  // into last_reader_
  std::vector<RunId> last_reader_;                        // by run and number of the output

 private:
  void clear();
  RunId new_run(Op op);
  void compute_live(const std::vector<RunId>& runs);

  std::int64_t retained_ = 0;  // units live behind all steps
  base::IndexedVector<Op, RunId> first_run_;
  base::IndexedVector<Op, std::int32_t> copies_;
  base::IndexedVector<RunId, Op> op_;
  base::IndexedVector<RunId, RunId> next_copy_, previous_copy_;
  std::vector<std::vector<RunId>> recycled_;  // by number of tensors
};

}  // namespace moccasin::search
