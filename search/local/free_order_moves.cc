// SPDX-License-Identifier: Apache-2.0
#include "search/local/free_order_moves.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

#include "base/portable_math.h"

namespace moccasin::search {
namespace {

// How often each move is proposed. The mix makes no difference that could be measured on layered
// graphs of 250 to 1000 operations (decision 018); shifts are the cheapest by far.
constexpr std::uint32_t kShift = 60, kPartition = 15, kInsert = 8, kErase = 8, kReplace = 4;

// Shifts: of ten, so many go near, the last of these as far as they can; the rest go anywhere.
constexpr std::uint32_t kNear = 6;

// Windows: their steps, and the steps of the block that is sent to one end.
constexpr Key kLongest = 48;
constexpr std::uint64_t kLargestBlock = 6;

// Insertions: how many are earlier than the next reader needs them, and how many of the inputs that
// they would keep live come along, in the half of them that bring any.
constexpr std::uint32_t kEarlierOneIn = 3;
constexpr double kInputChances[] = {0.5, 0.8, 1.0};

// Greedy: candidates by themselves, and edits of the one that is tried with its inputs, which makes
// it that and two inputs; both grow with the effort. Trying all candidates with all their inputs
// takes ten times as long (decision 018).
constexpr int kCandidates = 4;
constexpr std::size_t kEdits = 3, kMoreEdits = 2;

// Between 1 and `most`, small ones more often: as likely between 1 and 10 as between 10 and 100.
Key log_uniform(base::Random& random, Key most) {
  const auto distance =
      static_cast<Key>(base::exp(random.unit() * base::log(static_cast<double>(most) + 1)));
  return std::min(distance, most);
}

}  // namespace

bool FreeOrderMoves::propose(const Acceptance& acceptance) {
  std::uint32_t dice = random_.below(kShift + kPartition + kInsert + kErase + kReplace);
  if (dice < kShift) return propose_shift(acceptance);
  dice -= kShift;
  if (dice < kPartition) return propose_partition(acceptance);
  dice -= kPartition;
  if (dice < kInsert) return propose_insert(acceptance);
  if (edits_.recomputations().empty()) return false;
  return dice < kInsert + kErase ? propose_erase(acceptance) : propose_replace(acceptance);
}

// A shift changes the order and nothing else. It may go anywhere between what its run needs and
// what needs its run, so that copies keep their order and every read finds one.
bool FreeOrderMoves::propose_shift(const Acceptance& acceptance) {
  const Timeline& timeline = sequence_.timeline();
  const Key here = sites_.random_step();
  const RunId run = timeline.run(here);
  const Key need = sequence_.last_need(run);
  const Key successor = shift_target(here, need + 1, sequence_.first_use(run));
  if (successor == Timeline::kNone) return false;
  const Move move = sequence_.evaluate_move(run, successor);
  if (!acceptance.accepts(move.effect)) return false;
  edits_.move(move);
  return true;
}

// A key of `first`..`last` before which the step at `here` could go, or kNone: half of the time
// near, else anywhere, or now and then as far as it can go.
Key FreeOrderMoves::shift_target(Key here, Key first, Key last) {
  const Timeline& timeline = sequence_.timeline();
  const Key next = timeline.next(here);
  if (!timeline.occupied(first)) first = timeline.next(first);
  const Key left = std::max(here - first, 0), right = std::max(last - next, 0);
  if (left + right == 0) return Timeline::kNone;
  const std::uint32_t dice = random_.below(10);
  if (dice < kNear) {
    const bool to_right = left == 0 || (right > 0 && random_.below(2) == 0);
    if (dice == kNear - 1) return to_right ? last : first;
    const Key distance = log_uniform(random_, to_right ? right : left);
    return occupied_from(to_right ? next + distance : here - distance, here);
  }
  const auto pick = static_cast<Key>(random_.below(static_cast<std::uint64_t>(left + right)));
  return occupied_from(pick < left ? first + pick : next + 1 + (pick - left), here);
}

// The first step at or after `key`, or the end, but for the step at `except`.
Key FreeOrderMoves::occupied_from(Key key, Key except) const {
  const Timeline& timeline = sequence_.timeline();
  if (key < timeline.end() && !timeline.occupied(key)) key = timeline.next(key);
  return key == except ? Timeline::kNone : key;
}

// What a shift cannot do in one step: several runs that hang together pass others, all at once. The
// window is where memory is short, half of the time, and short windows come more often than long
// ones, for the same reason that shifts are mostly near: what is live does not change much on a
// short way, so the effect is small and the move likely to be accepted. Everything stays in place
// outside the window, and no read changes its copy (window_partition.h), so that it is evaluated
// exactly by walking through its steps.
bool FreeOrderMoves::propose_partition(const Acceptance& acceptance) {
  const Timeline& timeline = sequence_.timeline();
  const Key steps = 2 + log_uniform(random_, kLongest - 2);
  Key first = sites_.random_step();
  if (!sequence_.feasible() && random_.below(2) == 0) {
    const Key violated = timeline.violated_step(first);
    const auto back = static_cast<Key>(random_.below(static_cast<std::uint64_t>(steps)));
    first = std::max(violated - back, timeline.begin());
    if (!timeline.occupied(first)) first = timeline.next(first);
  }
  const std::uint64_t most =
      std::clamp<std::uint64_t>(static_cast<std::uint64_t>(steps) / 2, 1, kLargestBlock);
  const auto side =
      random_.below(2) == 0 ? WindowPartition::Side::front : WindowPartition::Side::back;
  const std::vector<RunId>& order =
      partition_.partitioned(first, static_cast<std::size_t>(steps), 1 + random_.below(most), side);
  if (order.empty()) return false;
  const Reordering reordering = sequence_.evaluate_reorder(first, order);
  if (!acceptance.accepts(reordering.effect)) return false;
  sequence_.apply(reordering);
  return true;
}

// By itself the insertion is judged before it is made. It brings inputs only where it would keep
// some live across the very step that it is to relieve; then the whole is made, and taken back if
// it is refused.
bool FreeOrderMoves::propose_insert(const Acceptance& acceptance) {
  const Key across = sites_.step_to_relieve();
  const std::optional<RecomputeSite> site = sites_.site_across(across);
  if (!site || !edits_.may_run_again(site->op)) return false;
  if (acceptance.hopeless(sequence_.graph().duration(site->op), sequence_.all())) return false;
  Key before = site->reader;
  if (random_.below(kEarlierOneIn) == 0) before = occupied_between(across + 1, before);
  const Insertion alone = sequence_.evaluate_insert(site->op, before);
  if (random_.below(2) == 0 && edits_.extends(alone, across)) {
    const double chance = kInputChances[random_.below(std::size(kInputChances))];
    const WithInputs inputs{.chance = chance, .most_edits = Edits::kMost};
    insert_with_inputs(site->op, before, across, inputs, acceptance);
    return edits_.settle(acceptance);
  }
  if (!acceptance.accepts(alone.effect)) return false;
  edits_.insert_before(site->op, before);
  edits_.commit();
  return true;
}

bool FreeOrderMoves::propose_erase(const Acceptance& acceptance) {
  const RunId run = edits_.random_recomputation(random_);
  if (acceptance.accepts(sequence_.evaluate_erase(run).effect)) {
    edits_.erase(run);
    edits_.commit();
    return true;
  }
  // What was recomputed for it goes as well; is that enough?
  const CompiledGraph& graph = sequence_.graph();
  const auto inputs = graph.inputs(sequence_.op(run));
  const bool more = std::any_of(inputs.begin(), inputs.end(), [&](Tensor input) {
    return sequence_.copies(graph.tensor(input).producer) > 1;
  });
  if (!more) return false;
  edits_.erase(run);
  return edits_.settle(acceptance);
}

// One decision for another, without the state between them, which may be worse than both.
bool FreeOrderMoves::propose_replace(const Acceptance& acceptance) {
  const Timeline& timeline = sequence_.timeline();
  const RunId run = edits_.random_recomputation(random_);
  // The erasure burdens the steps between the previous copy and this one.
  const Key low = sequence_.key(sequence_.previous_copy(run)), high = sequence_.key(run);
  edits_.erase(run);
  Key across = static_cast<Key>(random_.between(low + 1, high));
  if (!sequence_.feasible() && random_.below(2) == 0) across = sites_.step_to_relieve();
  if (across < timeline.end() && timeline.occupied(across)) {
    const std::optional<RecomputeSite> site = sites_.site_across(across);
    if (site && edits_.may_run_again(site->op)) edits_.insert_before(site->op, site->reader);
  }
  return edits_.settle(acceptance);
}

// Evaluating an insertion with its inputs takes many times what one alone does, so one candidate
// is tried with them, and with few at first.
bool FreeOrderMoves::relieve(Key key, int effort) {
  const int candidates = kCandidates + effort;
  constexpr WithInputs kAlone{.chance = 0, .most_edits = 0};
  const WithInputs with_few{
      .chance = 1,
      .most_edits = std::min(kEdits + kMoreEdits * static_cast<std::size_t>(effort), Edits::kMost)};
  const Timeline& timeline = sequence_.timeline();
  std::optional<Relief> best, extending;
  double best_relief = 0;
  const auto consider = [&](const Relief& candidate, const Effect& effect) {
    const double now = relief(effect, sequence_.graph().mean_duration());
    if (now <= best_relief) return;
    best = candidate;
    best_relief = now;
  };
  const RunId across = timeline.run(key);  // keys change when edits are taken back, runs do not
  for (int i = 0; i < candidates; ++i) {
    const std::optional<RecomputeSite> site = sites_.site_across(key);
    if (!site || !edits_.may_run_again(site->op)) continue;
    const RunId reader = site->reader < timeline.end() ? timeline.run(site->reader) : RunId();
    const Insertion alone = sequence_.evaluate_insert(site->op, site->reader);
    consider({site->op, reader, kAlone}, alone.effect);
    if (!extending && edits_.extends(alone, key)) extending = {site->op, reader, with_few};
  }
  if (extending) {
    make(*extending, across);
    consider(*extending, edits_.effect());
    edits_.undo_to(0);
  }
  if (best) make(*best, across);
  edits_.commit();
  return best.has_value();
}

void FreeOrderMoves::make(const Relief& candidate, RunId across) {
  constexpr Acceptance kAny{.penalty = 0, .threshold = std::numeric_limits<double>::infinity()};
  const RunId reader = candidate.reader;
  const Key before = reader.valid() ? sequence_.key(reader) : sequence_.timeline().end();
  insert_with_inputs(candidate.op, before, sequence_.key(across), candidate.inputs, kAny);
}

// Recomputes `op` before the step at `before`, and all or some of the inputs that it would keep
// live across the step at `across`, each before whoever reads it first from then on, and so on, as
// long as there is hope.
void FreeOrderMoves::insert_with_inputs(Op op, Key before, Key across, const WithInputs& inputs,
                                        const Acceptance& acceptance) {
  const Effect before_all = sequence_.all();
  const RunId across_run = sequence_.timeline().run(across);
  wanted_.clear();
  insert_wanting(op, before, across);
  while (!wanted_.empty() && edits_.size() < inputs.most_edits) {
    if (acceptance.hopeless(edits_.effect().duration, before_all)) return;
    const Wanted wanted = wanted_.back();
    wanted_.pop_back();
    const Key at = sequence_.key(across_run);
    const RunId copy = sequence_.copy_before(wanted.op, sequence_.key(wanted.reader));
    const bool there = sequence_.key(copy) > at;  // by now
    if (there || !edits_.may_run_again(wanted.op) || !random_.chance(inputs.chance)) continue;
    insert_wanting(wanted.op, sequence_.first_reader_from(copy, at + 1), at);
  }
}

void FreeOrderMoves::insert_wanting(Op op, Key before, Key across) {
  const Instant at = Instant::step(across);
  const auto& [run, insertion] = edits_.insert_before(op, before);
  for (const Extension& extension : sequence_.extended(insertion)) {
    const std::optional<Op> producer = edits_.extended_producer(extension, at);
    if (producer) wanted_.push_back({*producer, run});
  }
}

Key FreeOrderMoves::occupied_between(Key first, Key last) {
  const Timeline& timeline = sequence_.timeline();
  const Key key = static_cast<Key>(random_.between(first, last));
  return key == timeline.end() || timeline.occupied(key) ? key : timeline.next(key);
}

}  // namespace moccasin::search
