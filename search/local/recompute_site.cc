// SPDX-License-Identifier: Apache-2.0
#include "search/local/recompute_site.h"

#include <algorithm>

#include "base/portable_math.h"

namespace moccasin::search {
namespace {

// A look at a random run is cheap and mostly in vain; a few that are of use are enough to choose
// from, since the best of all would always be the same. None of these numbers has been measured by
// itself.
constexpr int kTries = 36, kEnough = 3;
constexpr int kFarOneIn = 6;             // tries that go by a later reader
constexpr std::uint32_t kHighOneIn = 5;  // steps taken for their height though some are over budget
// What is free to run has a price all the same, in mean durations. Chance multiplies every weight
// by kLeastNoise up to kLeastNoise + 1, so that the dearer is now and then preferred.
constexpr double kSmallCost = 0.05, kLeastNoise = 0.3;

}  // namespace

// Some slots are free, mostly fewer than there are steps, so not many draws are in vain.
Key SitePicker::random_step() {
  const Timeline& timeline = sequence_.timeline();
  for (;;) {
    const Key key = static_cast<Key>(random_.below(static_cast<std::uint64_t>(timeline.end())));
    if (timeline.occupied(key)) return key;
  }
}

// Where something is over the budget that is what matters most. Else high steps are: memory that is
// made free there lets another recomputation go.
Key SitePicker::step_to_relieve() {
  const Timeline& timeline = sequence_.timeline();
  Key key = random_step();
  if (!sequence_.feasible() && random_.below(kHighOneIn) != 0) return timeline.violated_step(key);
  if (sequence_.strain() > 0 && random_.below(kHighOneIn) != 0) return timeline.strained_step(key);
  for (int i = 0; i < 2; ++i) {
    const Key other = random_step();
    if (timeline.live(other) > timeline.live(key)) key = other;
  }
  return key;
}

std::optional<RecomputeSite> SitePicker::site_across(Key key) {
  std::optional<RecomputeSite> best;
  for (int tries = 0, found = 0; tries < kTries && found < kEnough; ++tries) {
    const RunId run = tries % kFarOneIn == kFarOneIn - 1 ? run_read_after(key) : run_before(key);
    if (!run.valid()) continue;
    const std::optional<RecomputeSite> site = site_of(run, key);
    if (!site) continue;
    ++found;
    if (!best || site->weight > best->weight) best = site;
  }
  return best;
}

// A random run before `key`, or none: every one is as likely, whether its outputs are live or not.
RunId SitePicker::run_before(Key key) {
  const Key at = static_cast<Key>(random_.below(static_cast<std::uint64_t>(key) + 1));
  return at < key && sequence_.timeline().occupied(at) ? sequence_.timeline().run(at) : RunId();
}

// A run before `key` that a random later step reads, near ones more often, or none: this finds the
// few that are live for very long.
RunId SitePicker::run_read_after(Key key) {
  const Timeline& timeline = sequence_.timeline();
  const CompiledGraph& graph = sequence_.graph();
  const double room = static_cast<double>(timeline.end() - key);
  const Key at = key + static_cast<Key>(base::exp(random_.unit() * base::log(room)));
  if (at >= timeline.end() || !timeline.occupied(at)) return RunId();
  const auto inputs = graph.inputs(sequence_.op(timeline.run(at)));
  if (inputs.empty()) return RunId();
  const Op producer = graph.tensor(inputs[random_.below(inputs.size())]).producer;
  const RunId copy = sequence_.copy_before(producer, at);
  return sequence_.key(copy) < key ? copy : RunId();
}

// What recomputing the operation of `run` after `key` would free at `key`, if anything. Tensors of
// which the step itself is a reader are held by it, so they are not freed there. The place is right
// before the first reader from then on: earlier, and the new copy is live for nobody.
std::optional<RecomputeSite> SitePicker::site_of(RunId run, Key key) {
  const CompiledGraph& graph = sequence_.graph();
  const Op op = sequence_.op(run);
  if (!graph.recomputable(op) || sequence_.copies(op) >= graph.copies_allowed(op)) {
    return std::nullopt;
  }
  const Key end = sequence_.timeline().end();
  std::int64_t freed = 0;
  Key next = end;
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
  if (next == end && retained_ == Retained::before_last_step) {
    next = sequence_.timeline().previous(end);
    if (next <= key) return std::nullopt;
  }
  const double cost = static_cast<double>(graph.duration(op)) +
                      kSmallCost * static_cast<double>(graph.mean_duration());
  const double noise = kLeastNoise + random_.unit();
  return RecomputeSite{op, next, static_cast<double>(freed) / cost * noise};
}

}  // namespace moccasin::search
