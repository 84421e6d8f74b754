// SPDX-License-Identifier: Apache-2.0
#include "search/local/kept_order.h"

#include <algorithm>
#include <cmath>

namespace moccasin::search {
namespace {

constexpr std::uint32_t kNotListed = 0xffffffff;
constexpr std::size_t kMostEdits = 64;  // of one move

}  // namespace

void KeptOrder::reset() {
  recomputations_.clear();
  place_in_recomputations_ = {};
  const Timeline& timeline = sequence_.timeline();
  for (Key key = 0; key < timeline.end(); key = timeline.next(key)) {
    if (sequence_.recomputation(timeline.run(key))) note_inserted(timeline.run(key));
  }
}

bool KeptOrder::propose(const Acceptance& acceptance) {
  ++proposals_;
  edits_.clear();
  total_ = {};
  const std::uint32_t dice = random_.below(24);
  if (dice < 12) return propose_insert(acceptance);
  if (recomputations_.empty()) return false;
  if (dice < 18) return propose_erase(acceptance);
  if (dice < 22) return propose_shift(acceptance);
  return propose_swap(acceptance);
}

bool KeptOrder::propose_insert(const Acceptance& acceptance) {
  const Key across = step_to_relieve();
  std::optional<Site> site = random_site(across);
  if (!site) return false;
  if (random_.below(6) == 0) {  // earlier than needed, while its inputs may still be live
    const std::uint32_t first = stage_of(across).value();
    if (first < site->stage.value()) {
      site->stage = Op(first + 1 + random_.below(site->stage.value() - first));
    }
  }
  const double saving = acceptance.penalty * static_cast<double>(sequence_.excess());
  if (static_cast<double>(sequence_.graph().duration(site->op)) > acceptance.threshold + saving) {
    return false;  // even if it mended everything
  }
  static constexpr double kProbability[] = {0.0, 0.5, 0.8, 1.0};
  const double probability = kProbability[random_.below(4)];
  if (probability == 0.0) {
    const std::optional<Key> successor = place(site->op, site->stage);
    if (!successor) return false;
    const Effect effect = sequence_.evaluate_insert(site->op, *successor);
    if (!acceptance.accepts(effect)) return false;
    const RunId run = sequence_.apply_insert();
    note_inserted(run);
    const RunId before = sequence_.previous_copy(run);
    if (sequence_.recomputation(before) && !sequence_.read(before)) erase(before);
    edits_.clear();
    return true;
  }
  insert_with_inputs(site->op, site->stage, across, probability);
  return finish(acceptance);
}

bool KeptOrder::propose_erase(const Acceptance& acceptance) {
  const RunId run = recomputations_[random_.below(recomputations_.size())];
  const Timeline& timeline = sequence_.timeline();
  RunId neighbour;
  if (random_.below(4) == 0) {
    const Key key = random_.below(2) == 0 ? timeline.next(sequence_.key(run))
                                          : timeline.previous(sequence_.key(run));
    if (key != Timeline::kNone && key != timeline.end()) neighbour = timeline.run(key);
  }
  erase(run);
  if (neighbour.valid() && neighbour.value() < place_in_recomputations_.size() &&
      place_in_recomputations_[neighbour] != kNotListed) {
    erase(neighbour);
  }
  return finish(acceptance);
}

bool KeptOrder::propose_shift(const Acceptance& acceptance) {
  const RunId run = recomputations_[random_.below(recomputations_.size())];
  const Op op = sequence_.op(run);
  const Op stage = stage_of(sequence_.key(run));
  const std::uint32_t n = static_cast<std::uint32_t>(sequence_.graph().num_ops());
  const std::uint32_t room = n - op.value() - 1;  // stages op + 1 .. n - 1
  std::uint32_t target = 0;
  if (random_.below(3) == 0) {
    target = op.value() + 1 + random_.below(room);
  } else {
    const double reach = std::exp(random_.unit() * std::log(static_cast<double>(room)));
    const std::uint32_t distance = static_cast<std::uint32_t>(reach);
    target = random_.below(2) == 0 ? stage.value() + std::max(distance, 1u)
                                   : stage.value() - std::max(distance, 1u);
    if (target <= op.value() || target >= n) return false;
  }
  if (target == stage.value()) return false;
  erase(run);
  const Key across = sequence_.key(sequence_.first_run(Op(target - 1)));
  insert_with_inputs(op, Op(target), across, random_.below(2) == 0 ? 0.0 : 0.5);
  return finish(acceptance);
}

bool KeptOrder::propose_swap(const Acceptance& acceptance) {
  const RunId run = recomputations_[random_.below(recomputations_.size())];
  const RunId before = sequence_.previous_copy(run);
  // Some step that the erasure will burden: between the copies.
  const Key low = sequence_.key(before) + 1, high = sequence_.key(run);
  erase(run);
  Key across = Timeline::kNone;
  if (!sequence_.feasible() && random_.below(2) == 0) across = step_to_relieve();
  if (across == Timeline::kNone && low < high) {
    for (int tries = 0; tries < 4 && across == Timeline::kNone; ++tries) {
      const Key key = low + static_cast<Key>(random_.below(static_cast<std::uint64_t>(high - low)));
      if (key < sequence_.timeline().end() && sequence_.timeline().occupied(key)) across = key;
    }
  }
  if (across != Timeline::kNone) {
    if (const std::optional<Site> site = random_site(across)) {
      insert_with_inputs(site->op, site->stage, across, random_.below(2) == 0 ? 0.0 : 0.7);
    }
  }
  return finish(acceptance);
}

bool KeptOrder::relieve(Key key, int candidates) {
  struct Best {
    Site site;
    double probability = 0;
    double rate = 0;
  };
  std::optional<Best> best;
  edits_.clear();
  total_ = {};
  for (int i = 0; i < candidates; ++i) {
    const std::optional<Site> site = random_site(key);
    if (!site) continue;
    for (const double probability : {0.0, 1.0}) {
      insert_with_inputs(site->op, site->stage, key, probability);
      const double saved = static_cast<double>(-total_.excess);
      const double cost = static_cast<double>(total_.duration) +
                          0.01 * static_cast<double>(sequence_.graph().mean_duration());
      if (saved > 0 && (!best || saved / cost > best->rate)) {
        best = Best{*site, probability, saved / cost};
      }
      const bool single = edits_.size() <= 1;
      undo();
      if (single && probability == 0.0 && sequence_.stretched().empty()) break;
    }
  }
  if (!best) return false;
  insert_with_inputs(best->site.op, best->site.stage, key, best->probability);
  edits_.clear();
  total_ = {};
  return true;
}

Key KeptOrder::random_step() {
  const Timeline& timeline = sequence_.timeline();
  for (;;) {
    const Key key = static_cast<Key>(random_.below(static_cast<std::uint64_t>(timeline.end())));
    if (timeline.occupied(key)) return key;
  }
}

// A step over the budget four times in five, else the highest of three.
Key KeptOrder::step_to_relieve() {
  const Timeline& timeline = sequence_.timeline();
  if (!sequence_.feasible() && random_.below(5) != 0) return timeline.violated_step(random_step());
  Key key = random_step();
  for (int i = 0; i < 2; ++i) {
    const Key other = random_step();
    if (timeline.live(other) > timeline.live(key)) key = other;
  }
  return key;
}

// What recomputing the operation of `run` after `key` would free at `key`, if anything.
std::optional<KeptOrder::Site> KeptOrder::site_across(Key key, RunId run) {
  const CompiledGraph& graph = sequence_.graph();
  const Op op = sequence_.op(run);
  if (!graph.recomputable(op) || sequence_.copies(op) >= graph.copies_allowed(op)) {
    return std::nullopt;
  }
  std::int64_t freed = 0;
  Key next = sequence_.timeline().end();
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    const RunId last = sequence_.last_reader(run, i);
    if (last.valid() && sequence_.key(last) <= key) continue;
    const Tensor tensor(graph.first_tensor(op).value() + i);
    const Key reader = sequence_.first_reader_from(tensor, run, key);
    if (reader == key) continue;  // held by the step itself
    freed += graph.tensor(tensor).size;
    next = std::min(next, reader);
  }
  if (freed == 0) return std::nullopt;
  Op stage(graph.num_ops() - 1);  // retained and read no more: recomputed before the last step
  if (next < sequence_.timeline().end()) {
    stage = stage_of(next);
  } else if (sequence_.key(sequence_.first_run(stage)) <= key) {
    return std::nullopt;
  }
  const double cost =
      static_cast<double>(graph.duration(op)) + 0.05 * static_cast<double>(graph.mean_duration());
  return Site{op, stage, static_cast<double>(freed) / cost * (0.3 + random_.unit())};
}

// The best of up to three operations whose outputs are live across `key`.
std::optional<KeptOrder::Site> KeptOrder::random_site(Key key) {
  const Timeline& timeline = sequence_.timeline();
  std::optional<Site> best;
  int found = 0;
  for (int tries = 0; tries < 36 && found < 3; ++tries) {
    const Key at = static_cast<Key>(random_.below(static_cast<std::uint64_t>(key) + 1));
    if (at >= key || !timeline.occupied(at)) continue;
    const std::optional<Site> site = site_across(key, timeline.run(at));
    if (!site) continue;
    ++found;
    if (!best || site->weight > best->weight) best = site;
  }
  return best;
}

Op KeptOrder::stage_of(Key key) const {
  const Timeline& timeline = sequence_.timeline();
  while (sequence_.recomputation(timeline.run(key))) key = timeline.next(key);
  return sequence_.op(timeline.run(key));
}

std::optional<Key> KeptOrder::place(Op op, Op stage) const {
  if (op >= stage || sequence_.copies(op) >= sequence_.graph().copies_allowed(op)) {
    return std::nullopt;
  }
  const Timeline& timeline = sequence_.timeline();
  Key successor = sequence_.key(sequence_.first_run(stage));
  for (Key key = timeline.previous(successor); key != Timeline::kNone;
       key = timeline.previous(key)) {
    const RunId run = timeline.run(key);
    if (!sequence_.recomputation(run) || sequence_.op(run) < op) break;
    if (sequence_.op(run) == op) return std::nullopt;
    successor = key;
  }
  return successor;
}

std::optional<RunId> KeptOrder::insert(Op op, Op stage) {
  const std::optional<Key> successor = place(op, stage);
  if (!successor) return std::nullopt;
  const Effect effect = sequence_.evaluate_insert(op, *successor);
  const RunId run = sequence_.apply_insert();
  total_.duration += effect.duration;
  total_.excess += effect.excess;
  edits_.push_back({Edit::Kind::insert, op, run});
  note_inserted(run);
  return run;
}

// Recomputes `op` in `stage`, and of the inputs that this would keep live across `across` each
// with `probability`, and so on.
void KeptOrder::insert_with_inputs(Op op, Op stage, Key across, double probability) {
  const RunId across_run = sequence_.timeline().run(across);
  std::vector<Op> waiting{op};
  while (!waiting.empty() && edits_.size() < kMostEdits) {
    const Op next = waiting.back();
    waiting.pop_back();
    const std::optional<RunId> run = insert(next, stage);
    if (!run) continue;
    if (probability > 0) {
      const std::int32_t at = 2 * sequence_.key(across_run);
      for (const Sequence::Stretch& stretch : sequence_.stretched()) {
        const Op producer = sequence_.graph().tensor(stretch.input).producer;
        if (stretch.live_until < at && sequence_.graph().recomputable(producer) &&
            (probability == 1.0 || random_.chance(probability))) {
          waiting.push_back(producer);
        }
      }
    }
    const RunId before = sequence_.previous_copy(*run);
    if (sequence_.recomputation(before) && !sequence_.read(before)) erase(before);
  }
}

void KeptOrder::erase(RunId run) {
  const Timeline& timeline = sequence_.timeline();
  const CompiledGraph& graph = sequence_.graph();
  const Op op = sequence_.op(run);
  const Key key = sequence_.key(run);
  std::vector<RunId> producers;
  for (const Tensor input : graph.inputs(op)) {
    const RunId copy = sequence_.copy_before(graph.tensor(input).producer, key);
    if (sequence_.recomputation(copy)) producers.push_back(copy);
  }
  const Effect effect = sequence_.evaluate_erase(run);
  total_.duration += effect.duration;
  total_.excess += effect.excess;
  edits_.push_back({Edit::Kind::erase, op, timeline.run(timeline.next(key))});
  note_erased(run);
  sequence_.apply_erase();
  for (const RunId producer : producers) {
    if (place_in_recomputations_[producer] != kNotListed && !sequence_.read(producer)) {
      erase(producer);
    }
  }
}

bool KeptOrder::finish(const Acceptance& acceptance) {
  if (edits_.empty()) return false;
  if (!acceptance.accepts(total_)) {
    undo();
    return false;
  }
  edits_.clear();
  total_ = {};
  return true;
}

// The runs of a move are recycled last in, first out, so they come back under their old numbers.
void KeptOrder::undo() {
  for (; !edits_.empty(); edits_.pop_back()) {
    const Edit& edit = edits_.back();
    if (edit.kind == Edit::Kind::insert) {
      static_cast<void>(sequence_.evaluate_erase(edit.run));
      note_erased(edit.run);
      sequence_.apply_erase();
    } else {
      static_cast<void>(sequence_.evaluate_insert(edit.op, sequence_.key(edit.run)));
      note_inserted(sequence_.apply_insert());
    }
  }
  total_ = {};
}

void KeptOrder::note_inserted(RunId run) {
  while (place_in_recomputations_.size() <= run.value()) {
    place_in_recomputations_.push_back(kNotListed);
  }
  place_in_recomputations_[run] = static_cast<std::uint32_t>(recomputations_.size());
  recomputations_.push_back(run);
}

void KeptOrder::note_erased(RunId run) {
  const std::uint32_t place = place_in_recomputations_[run];
  place_in_recomputations_[recomputations_.back()] = place;
  recomputations_[place] = recomputations_.back();
  recomputations_.pop_back();
  place_in_recomputations_[run] = kNotListed;
}

}  // namespace moccasin::search
