// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/worker.h"

#include <utility>

#include "base/assert.h"
#include "model/verify.h"
#include "search/portfolio/sequences.h"

namespace moccasin::search {

StopReason Worker::turn(int round, std::size_t workers, std::uint64_t limit,
                        std::uint64_t elsewhere) {
  const bool limited = shared_.options.limits.work > 0;
  // Its first step may be long: nothing is begun where nothing is left.
  if (limited && meter_.ticks() >= limit) return StopReason::work;
  rank_ = 1 + static_cast<Incumbent::Rank>(round) * workers + index_;
  workers_ = workers;
  elsewhere_ = elsewhere;
  const std::uint64_t before = meter_.ticks();
  meter_.grant(limit);
  technique_->run(meter_, *this);
  const bool idle = meter_.ticks() == before;
  return meter_.reason() == StopReason::none && idle && limited ? StopReason::work
                                                                : meter_.reason();
}

// Every worker looks, whatever its thread; callbacks are made by the caller's. What it tells of the
// work is exact where they take turns; else the first worker's stands for all, since to add up the
// others' meters would mean to read them while they count.
StopReason Worker::look(const Meter& meter) {
  const bool turns = shared_.options.take_turns();
  if (std::this_thread::get_id() == shared_.caller) {
    if (turns) {
      shared_.reported_work = elsewhere_ + meter.ticks();
    } else if (index_ == 0) {  // the others may have done more, or less
      shared_.reported_work = meter.ticks() * workers_;
    }
    shared_.phase = technique_->name();
    shared_.observer.report(shared_.reported_work, shared_.phase);
  }
  if (shared_.failed.load(std::memory_order_relaxed)) return StopReason::user;
  return shared_.observer.check(turns ? shared_.incumbent.duration() : own_duration());
}

// What has not been placed in the arena ends nothing.
std::int64_t Worker::own_duration() const {
  return shared_.placer == nullptr ? technique_->duration() : placed_;
}

Offer Worker::offer(model::Schedule schedule, std::string_view by) {
  if (shared_.placer != nullptr) return place(std::move(schedule), by);
  const Offer outcome = shared_.incumbent.offer(std::move(schedule), by, rank_);
  MOCCASIN_ASSERT(outcome != Offer::refused);  // a bug of whoever offers it
  meter_.look_soon();
  return outcome;
}

Offer Worker::offer(model::Schedule schedule, model::Placement placement, std::string_view by) {
  const std::int64_t duration = duration_of(*shared_.problem.graph, schedule);
  const Offer outcome =
      shared_.incumbent.offer(std::move(schedule), std::move(placement), by, rank_);
  MOCCASIN_ASSERT(outcome != Offer::refused);  // a bug of whoever offers it
  know_placed(duration);
  meter_.look_soon();
  return outcome;
}

// Constructions place most of what can be placed at all, and are tried at once, for a part of the
// worker's ticks. That a schedule cannot be placed is nothing to its finder, who goes on from it.
Offer Worker::place(model::Schedule schedule, std::string_view by) {
  constexpr std::uint64_t kPart = 10;  // of its ticks: one in so many, and the first for nothing
  const model::Verdict verdict = model::verify(shared_.problem, schedule);
  MOCCASIN_ASSERT(verdict.valid());
  if (!verdict.valid()) return Offer::refused;
  if (verdict.duration >= placed_) return Offer::slower;
  if (placing_ <= meter_.ticks() / kPart) {
    const std::uint64_t before = meter_.ticks();
    const Share quick(meter_, shared_.placer->quick_ticks(schedule));
    Placer::Outcome outcome = shared_.placer->place(schedule, 0, quick);
    placing_ += meter_.ticks() - before;
    if (outcome.placement) return offer(std::move(schedule), *std::move(outcome.placement), by);
  }
  waiting_.add({.schedule = std::move(schedule), .duration = verdict.duration, .by = by});
  return Offer::accepted;
}

Offer Worker::offer(const Steps& steps, std::string_view by) {
  return offer(to_schedule(shared_.problem, steps), by);
}

void Worker::raise(std::int64_t bound, std::string_view by) {
  shared_.bound.raise(bound, by);
  meter_.look_soon();
}

}  // namespace moccasin::search
