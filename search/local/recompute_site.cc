// SPDX-License-Identifier: Apache-2.0
#include "search/local/recompute_site.h"

#include <algorithm>
#include <cmath>

namespace moccasin::search {

Key SitePicker::random_step() {
  const Timeline& timeline = sequence_.timeline();
  for (;;) {
    const Key key = static_cast<Key>(random_.below(static_cast<std::uint64_t>(timeline.end())));
    if (timeline.occupied(key)) return key;
  }
}

Key SitePicker::step_to_relieve() {
  const Timeline& timeline = sequence_.timeline();
  Key key = random_step();
  if (!sequence_.feasible() && random_.below(5) != 0) return timeline.violated_step(key);
  for (int i = 0; i < 2; ++i) {
    const Key other = random_step();
    if (timeline.live(other) > timeline.live(key)) key = other;
  }
  return key;
}

std::optional<RecomputeSite> SitePicker::site_across(Key key) {
  constexpr int kTries = 36, kEnough = 3;
  std::optional<RecomputeSite> best;
  for (int tries = 0, found = 0; tries < kTries && found < kEnough; ++tries) {
    const RunId run = tries % 6 == 5 ? run_read_after(key) : run_before(key);
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
  const Key at = key + static_cast<Key>(std::exp(random_.unit() * std::log(room)));
  if (at >= timeline.end() || !timeline.occupied(at)) return RunId();
  const auto inputs = graph.inputs(sequence_.op(timeline.run(at)));
  if (inputs.empty()) return RunId();
  const Op producer = graph.tensor(inputs[random_.below(inputs.size())]).producer;
  const RunId copy = sequence_.copy_before(producer, at);
  return sequence_.key(copy) < key ? copy : RunId();
}

// What recomputing the operation of `run` after `key` would free at `key`, if anything.
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
  const double cost =
      static_cast<double>(graph.duration(op)) + 0.05 * static_cast<double>(graph.mean_duration());
  return RecomputeSite{op, next, static_cast<double>(freed) / cost * (0.3 + random_.unit())};
}

}  // namespace moccasin::search
