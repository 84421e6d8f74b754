// SPDX-License-Identifier: Apache-2.0
// moccasin plans tensor rematerialization: given a computation graph and a memory budget, it finds
// the fastest schedule, recomputing some operations, whose live tensors never exceed the budget.
//
//   moccasin::Graph graph;                                       //  a --4--> b --2--> c
//   const moccasin::OpId a = graph.add_node({"a", 10}, 4);       //  |                 ^
//   const moccasin::OpId b = graph.add_node({"b", 30}, 2);       //  +-----------------+
//   const moccasin::OpId c = graph.add_node({"c", 20}, 1);
//   graph.add_edge(a, b), graph.add_edge(b, c), graph.add_edge(a, c);
//   const moccasin::Result result = moccasin::solve(graph, 7);   // 7 bytes
//   if (result.has_schedule()) run(result.schedule);             // a b c
//
// Memory rule: while a step runs, live are its outputs and workspace, every tensor written before
// (or by) it that it or a later step still reads, retained outputs from their last copy on, and the
// resident bytes. A read takes the most recent copy.
//
// C++17, works with -fno-exceptions and -fno-rtti. Functions not marked noexcept may throw
// std::bad_alloc and nothing else. Distinct objects may be used from distinct threads, and one
// Graph from several as long as none changes it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moccasin/export.h"
#include "moccasin/version.h"

namespace moccasin {
inline namespace v0 {  // changes with the ABI

using OpId = std::uint32_t;      // dense, in order of addition
using TensorId = std::uint32_t;  // dense, in order of addition

struct Op {
  std::string name;             // for messages and files
  std::int64_t duration = 0;    // integer ticks, >= 0; the unit is yours
  std::int64_t workspace = 0;   // bytes live only while the operation runs, >= 0
  std::int32_t max_copies = 0;  // runs allowed; 0: Options::max_copies, 1: never recompute
};

struct Tensor {
  std::int64_t size = 0;  // bytes, >= 0
  bool retain = false;    // needed after the schedule: live from its last copy to the end
};

// A computation graph, collected piece by piece. Nothing is checked while it is collected: ids that
// do not exist, negative amounts and cycles are found by validate(), evaluate() and solve().
class MOCCASIN_EXPORT Graph {
 public:
  Graph();
  Graph(const Graph&);
  Graph(Graph&&) noexcept;  // leaves an empty graph behind
  Graph& operator=(Graph) noexcept;
  ~Graph();

  OpId add_op(Op op);
  TensorId add_output(OpId producer, Tensor tensor);
  void add_use(OpId consumer, TensorId tensor);  // duplicates are merged

  // One output an operation, as in the literature: add_op and add_output in one, and a use of the
  // producer's first output.
  OpId add_node(Op op, std::int64_t size);
  void add_edge(OpId producer, OpId consumer);

  // The order to measure against: every operation once, each after its inputs. Without it the
  // generations order is taken: all sources in order of addition, then what they release, ...
  void set_order(std::vector<OpId> order);
  void set_resident(std::int64_t bytes);  // always live: weights, inputs, ...; >= 0

  std::size_t num_ops() const noexcept;
  std::size_t num_tensors() const noexcept;

 private:
  friend struct GraphAccess;
  struct Impl;
  std::unique_ptr<Impl> impl_;  // null: an empty graph
};

enum class IssueCode {
  // of a graph
  empty,           // it has no operations
  cycle,           // `ops` is the cycle
  dangling_edge,   // an operation or a tensor that does not exist
  negative_value,  // a duration, a size, a workspace, max_copies, resident
  overflow,        // durations or sizes add up to more than 2^62
  bad_order,       // the base order is incomplete, repeats an operation or is not topological
  // of a schedule
  unknown_op,       // a step runs an operation that does not exist
  missing_input,    // a step reads what no earlier step has written
  missing_op,       // an operation never runs
  too_many_copies,  // an operation runs more often than its max_copies
  // of a call
  bad_option,
  // of buffers in an arena (moccasin/arena.hpp)
  bad_buffer,     // one that no arena can hold, or too many
  bad_placement,  // offsets that overlap, are not aligned, lie outside, ...
};

// What is wrong, in one line, and the operations it is about.
struct Issue {
  IssueCode code = IssueCode::empty;
  std::string message;
  std::vector<OpId> ops;
};

// Everything wrong with `graph`; empty: it can be solved.
[[nodiscard]] MOCCASIN_EXPORT std::vector<Issue> validate(const Graph& graph);

// Where a schedule needs the floor's bytes at once.
enum class FloorAt {
  op,        // while Facts::floor_op runs: its inputs, outputs and workspace
  end,       // when the last step ends: every retained output
  pair,      // before Facts::floor_reader runs, while that of the producers of its inputs runs that
             // comes last: the same, and the other inputs of the reader. Of those producers
             // Facts::floor_op needs least
  pair_end,  // the same, with the end for a reader: it reads every retained output
  // At some moment before Facts::floor_op runs: what it reads, the floor_inputs, cannot be made in
  // less, in whatever order and however often anything runs.
  states,
  states_end,  // the same of the retained outputs
};

// What is known of a graph before any search.
struct Facts {
  std::vector<Issue> issues;  // not empty: the graph is not valid, and the rest is unset
  std::size_t num_uses = 0;   // distinct (operation, tensor it reads)
  std::int64_t base_duration = 0;
  std::int64_t base_peak = 0;  // bytes live at most when the base order runs as it is
  OpId base_peak_op = 0;       // the first operation at that peak
  std::int64_t floor = 0;      // bytes: no schedule of any kind fits in less
  FloorAt floor_at = FloorAt::op;
  OpId floor_op = 0;                    // at end, states_end: the last of the base order
  OpId floor_reader = 0;                // at pair
  std::vector<TensorId> floor_inputs;   // at end: none
  std::vector<TensorId> floor_outputs;  // at end: the retained ones
  std::vector<TensorId> floor_held;     // at pair, pair_end: live besides
  std::int64_t floor_workspace = 0;
  std::int64_t resident = 0;
};
[[nodiscard]] MOCCASIN_EXPORT Facts describe(const Graph& graph);

// Ends a solve() from outside: request() may be called from any thread and any signal handler.
class StopFlag {
 public:
  void request() noexcept { flag_.store(true, std::memory_order_relaxed); }
  bool requested() const noexcept { return flag_.load(std::memory_order_relaxed); }
  const std::atomic<bool>& flag() const noexcept { return flag_; }

 private:
  static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set the flag");
  std::atomic<bool> flag_{false};
};

// Where the buffers of a schedule lie in one block of memory, the arena: those that are live during
// one step share no byte, inputs and outputs of the step included. What is resident is not in it.
struct Placement {
  std::vector<std::int64_t> offsets;     // bytes; of every buffer of lifetimes(), in its order
  std::vector<std::int64_t> workspaces;  // bytes; by step, 0 where its operation has none
  std::int64_t alignment = 1;            // bytes; all offsets are multiples of it
  std::int64_t arena = 0;                // bytes: where the highest buffer ends
};

struct Progress {
  double wall_seconds = 0;              // since Options::start
  std::uint64_t work = 0;               // deterministic ticks
  bool has_solution = false;            // the two below are set
  std::int64_t duration = 0, peak = 0;  // of the best schedule
  std::int64_t bound = 0;               // no schedule in scope is faster
  std::int64_t peak_bound = 0;          // bytes: none that is wanted needs less; Objective::peak
  std::string_view phase;               // the technique at work; static
  // Of the best schedule, while Options::on_solution is called with it; null without
  // Options::arena.
  const Placement* placement = nullptr;
};

// What a schedule may look like beside running every operation and fitting the budget.
enum class Order {
  free,  // any order in which every read finds an earlier run of its producer
  kept,  // first runs in base order, and the recomputations between two of them as well
};

// Which techniques work. One alone is for comparisons: whatever is proved holds all the same.
enum class Technique {
  all,
  local,  // annealing
  cdcl,   // proofs by clause learning, from nothing; Order::kept only
  lns,    // windows by clause learning, from a greedy schedule; Order::kept only
};

// What is to be least.
enum class Objective {
  duration,  // ticks, within the budget
  peak,      // bytes, within Options::max_duration or max_overhead
};

// Why no schedule is faster than a bound; `moccasin check` reads what `moccasin solve
// --certificate` writes of it.
class Certificate;

struct Options {
  double time_limit = 60.0;  // seconds for every phase together; 0: none
  // When time_limit began to run, say when the program did; not set: when solve() is called.
  std::chrono::steady_clock::time_point start{};
  std::uint64_t work_limit = 0;   // deterministic ticks; 0: none. With time_limit = 0 the result
                                  // depends on graph, budget and options alone
  std::int64_t memory_limit = 0;  // bytes that the resident set of the process may grow by; 0:
                                  // none. What is allocated between two looks at it may pass it
  std::uint64_t seed = 0;
  std::int32_t threads = 1;     // at work at once, at most
  std::int32_t workers = 0;     // shares of the work, which the threads do; 0: one a thread. With
                                // a work limit alone the schedule depends on them, not on threads
  std::int32_t max_copies = 0;  // runs an operation may have; 0: any number
  Order order = Order::free;
  Technique technique = Technique::all;
  // Not 0: the budget holds for an arena: every schedule is handed out with a placement, all of
  // its offsets multiples of this, and resident bytes and arena together are within the budget. 0:
  // live bytes are.
  std::int64_t arena = 0;
  Objective objective = Objective::duration;
  // With Objective::peak, how long a schedule may take, by one of these: in ticks, or as a part of
  // the base duration beyond it (0.1: 10 % longer); -1: as long as it likes.
  std::int64_t max_duration = -1;
  double max_overhead = -1;
  double gap = 0.0;              // stop at Result::gap() <= gap
  std::int64_t target = -1;      // stop at duration <= target; -1: none. Not with Objective::peak
  std::vector<OpId> warm_start;  // a schedule to start from; one that does not fit is no error
  bool certify = false;          // make Result::certificate; takes memory, and time at the end
  // Called on the thread that called solve(): a few times a second, and at every better schedule.
  // Returning false stops the search, throwing does too (Stop::error, or Stop::memory if that was
  // std::bad_alloc). They must not leave in another way: by longjmp() or pthread_exit().
  std::function<bool(const Progress&)> on_progress;
  std::function<bool(const Progress&, const std::vector<OpId>&)> on_solution;
};

// Sets the option that the program calls --`name`, from a text that the program would take:
// time-limit, work-limit, memory-limit, threads, workers, seed, max-copies, order, arena, minimize
// (Options::objective), max-duration, max-overhead, x-search (Options::technique), gap, target; '-'
// and '_' are the same in a name. A limit, and arena, may be "none".
// What is wrong, if anything is: then `options` is as it was.
[[nodiscard]] MOCCASIN_EXPORT std::optional<Issue> set_option(Options& options,
                                                              std::string_view name,
                                                              std::string_view value);

// A budget as the program takes it, in bytes: "8000000000", "8GB", "8GiB", or "80%" of `base_peak`,
// which is Facts::base_peak. What is wrong, if anything is: then `bytes` is as it was.
[[nodiscard]] MOCCASIN_EXPORT std::optional<Issue> read_budget(std::string_view text,
                                                               std::int64_t base_peak,
                                                               std::int64_t& bytes);

enum class Status {
  invalid,     // the graph or an option is wrong: see Result::issues
  unknown,     // nothing found, nothing proved
  feasible,    // a schedule
  optimal,     // a schedule, proved the fastest in the scope of Options::order and max_copies;
               // with Objective::peak, to need least of those that are fast enough
  infeasible,  // proved: no schedule of that scope fits
};

// Why the search ended.
enum class Stop { none, proved, time, work, gap, target, user, memory, error };

struct Counter {
  std::string name;
  std::int64_t value = 0;
};

struct Result {
  Status status = Status::unknown;
  Stop stop = Stop::none;
  std::vector<OpId> schedule;                 // one entry a run; empty without a schedule
  std::int64_t duration = 0, peak = 0;        // of the schedule: ticks, bytes
  Placement placement;                        // of the schedule; empty without Options::arena
  std::int64_t bound = 0;                     // no schedule in scope takes fewer ticks
  Objective objective = Objective::duration;  // as asked for
  std::int64_t max_duration = -1;             // ticks, by either option; -1: none
  // Bytes: the least budget that the schedule fits, its peak or, with Options::arena, resident
  // bytes and arena; 0 without a schedule. With Objective::peak it is what is least, and no
  // schedule in scope that is fast enough needs less than peak_bound.
  std::int64_t budget_needed = 0, peak_bound = 0;
  std::int64_t base_duration = 0, base_peak = 0;
  // Without a schedule: how low the search came. The least peak of all that it came by in scope,
  // the base order included, and one of that peak: with this budget it would have fitted. With a
  // schedule: its peak, and nothing.
  std::int64_t least_peak = 0;
  std::vector<OpId> least_peak_schedule;
  // With Options::arena, but without a schedule: least_peak_schedule is the one of the least arena
  // that was found, so many bytes, and with them and the resident ones it would have fitted. 0:
  // none was placed.
  std::int64_t least_arena = 0;
  std::int64_t budget_floor = 0;  // bytes: no schedule of any scope fits in less
  // The operation that needs them, by itself or with what is retained, or whose inputs cannot be
  // made in less, or Facts::floor_op and floor_reader; none if the end needs them.
  std::vector<OpId> floor_ops;
  std::string found_by, bound_by;   // the techniques behind schedule and bound, that of
                                    // peak_bound with Objective::peak
  std::vector<Issue> issues;        // when status == invalid
  std::vector<Counter> statistics;  // of the search, for people
  // Of a bound no higher than `bound`: clause learning has none. Null without Options::certify.
  std::shared_ptr<const Certificate> certificate;
  double wall_seconds = 0;  // these three since Options::start
  double first_solution_seconds = 0, best_seconds = 0;
  std::uint64_t work = 0;

  bool has_schedule() const noexcept {
    return status == Status::feasible || status == Status::optimal;
  }
  // (duration - bound) / bound, with Objective::peak (budget_needed - peak_bound) / peak_bound; 0
  // if they are equal, infinity without a schedule or by a bound of 0.
  double gap() const noexcept {
    const bool of_peak = objective == Objective::peak;
    const std::int64_t value = of_peak ? budget_needed : duration;
    const std::int64_t least = of_peak ? peak_bound : bound;
    if (has_schedule() && value == least) return 0;
    if (!has_schedule() || least == 0) return std::numeric_limits<double>::infinity();
    return (static_cast<double>(value) - static_cast<double>(least)) / static_cast<double>(least);
  }
};

// The fastest schedule found whose live bytes never exceed `budget`; with Objective::peak the one
// that needs least of those that are fast enough, and no more than `budget`. Every schedule it
// returns or hands to on_solution has passed a check that shares no code with the search. Never
// throws, prints, exits or installs handlers; keeps nothing between calls but threads of oneTBB, if
// it was built with it and asked for several. They are not there in a child of the process: it
// solves on the thread that calls, to the same end. A callback may solve and change other graphs,
// but a child that it forks must not return from it. pthread_cancel() of the thread that calls
// waits until it returns. Out of memory: Stop::memory, and the best schedule so far.
[[nodiscard]] MOCCASIN_EXPORT Result solve(const Graph& graph, std::int64_t budget,
                                           const Options& options = {},
                                           const StopFlag* stop = nullptr) noexcept;

// A schedule measured, and checked by code the search does not use; any order, any budget.
struct Evaluation {
  bool valid = false;
  std::vector<Issue> issues;  // the first rule broken; empty when valid, and only then is this set:
  std::int64_t duration = 0, peak = 0;
  std::size_t peak_step = 0;       // the first step that reaches the peak
  std::vector<std::int64_t> live;  // bytes live while step i runs
};
[[nodiscard]] MOCCASIN_EXPORT Evaluation evaluate(const Graph& graph,
                                                  const std::vector<OpId>& schedule);

// One copy of a tensor: live during the steps [lower, upper).
struct Buffer {
  TensorId tensor = 0;
  std::int32_t copy = 0;  // 0: written by its producer's first run
  std::int64_t lower = 0, upper = 0;
  std::int64_t size = 0;  // bytes
};
// Every buffer of a schedule that evaluate() finds valid, by `lower`; empty for any other.
[[nodiscard]] MOCCASIN_EXPORT std::vector<Buffer> lifetimes(const Graph& graph,
                                                            const std::vector<OpId>& schedule);

// The library's version, "1.2.3": the headers' is MOCCASIN_VERSION.
[[nodiscard]] MOCCASIN_EXPORT const char* version() noexcept;

}  // namespace v0
}  // namespace moccasin
