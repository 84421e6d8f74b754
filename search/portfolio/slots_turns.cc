// SPDX-License-Identifier: Apache-2.0
// The turns of what works beside the annealing: how much, and what it is told before.
#include <algorithm>
#include <limits>

#include "search/portfolio/slots.h"

namespace moccasin::search {
namespace {

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

}  // namespace

// What the engine is to do next, decided while no annealing slot is at work: it gets a share of the
// ticks that one of them had since, more the longer annealing finds nothing better; much more only
// if its bound has come so far that a proof is in sight.
void Slots::plan_exact() {
  constexpr std::uint64_t kLeast = 500'000;
  constexpr double kMostShare = 16, kModestShare = 0.5, kLeastShare = 0.25, kInSight = 0.2;
  const bool alone = options_.technique == Technique::cdcl || options_.technique == Technique::lns;
  const std::uint64_t others = alone ? exact_->work() + others_work_ : annealing_work();
  const auto since = static_cast<double>(others - others_work_);
  others_work_ = others;
  merge();
  const bool improved = round_ > 0 && snapshot_duration_ < exact_->duration();  // by others
  const double most = round_ < 2 || exact_->closed() >= kInSight ? kMostShare : kModestShare;
  exact_share_ = std::clamp(improved ? exact_share_ / 2 : 2 * exact_share_, kLeastShare, most);
  exact_ticks_ = std::max(kLeast, static_cast<std::uint64_t>(exact_share_ * since));
  if (snapshot_duration_ != Incumbent::kNoDuration) exact_->learn_of(snapshot_);
  if (closure_ && closure_->closure() != nullptr) exact_->learn_of(*closure_->closure());
}

StopReason Slots::run_exact(std::size_t job) {
  if (take_turns()) plan_exact();
  const auto poll = [&](std::uint64_t work) {
    return watch(job, work, exact_->duration(), "clause learning");
  };
  const std::uint64_t limit = limits_of_job().work;
  const std::uint64_t left = limit == 0 ? kUnlimited : limit - std::min(exact_->work(), limit);
  return exact_->run(exact_ticks_, left, poll, [&](const Steps& steps, std::string_view found_by) {
    offer(schedule_of(steps), found_by, job);
  });
}

// The closure is soon done, or does not get far. With the order kept it has as much time as an
// annealing slot, more while its bound rises, or while nobody finds anything better. Where the
// order is free it gets far less often, and annealing has more to do: a quarter of that.
void Slots::plan_closure() {
  constexpr std::uint64_t kLeast = 2'000'000;
  constexpr double kFar = 0.1;  // of the gap
  const std::uint64_t others = annealing_work();
  const std::int64_t base = problem_.graph->base_duration();
  const std::int64_t bound = closure_->closure() ? closure_->closure()->lower_bound() : 0;
  const auto risen = static_cast<double>(bound - closure_bound_);
  const auto gap = static_cast<double>(closure_->duration() - base - bound);
  const bool rising = !closure_->closure() || risen > (keeps_order() ? 0 : kFar * gap);
  merge();
  const bool improved = snapshot_duration_ < closure_known_;
  const double most = keeps_order() ? 4 : 1, least = most / 4;
  const double when_idle = keeps_order() ? most : 2 * least;
  closure_share_ = rising ? most : improved ? least : std::min(2 * closure_share_, when_idle);
  const auto ticks = closure_share_ * static_cast<double>(others - closure_others_);
  closure_ticks_ = std::max(kLeast, static_cast<std::uint64_t>(ticks));
  closure_others_ = others;
  closure_bound_ = bound;
  closure_known_ = snapshot_duration_;
  if (snapshot_duration_ != Incumbent::kNoDuration) closure_->learn_of(incumbent_.duration());
}

StopReason Slots::run_closure(std::size_t job) {
  if (take_turns()) plan_closure();
  const auto poll = [&](std::uint64_t work) {
    return watch(job, work, closure_->duration(), "recompute closure");
  };
  return closure_->run(closure_ticks_, poll, [&](const auto& steps) {
    return offer(schedule_of(steps), "recompute closure", job);
  });
}

void Slots::plan_polish() {
  merge();
  polish_others_ = annealing_work();
  if (snapshot_duration_ < polish_->duration()) polish_->learn_of(schedule_of(snapshot_));
}

StopReason Slots::run_polish(std::size_t job) {
  if (take_turns()) plan_polish();
  const auto poll = [&](std::uint64_t work) {
    return watch(job, work, polish_->duration(), "polishing");
  };
  const std::uint64_t limit = limits_of_job().work;
  const std::uint64_t left = limit == 0 ? kUnlimited : limit - std::min(polish_->work(), limit);
  return polish_->run(polish_others_, left, poll, [&](const model::Schedule& schedule) {
    return offer(schedule, "polishing", job) != Offer::refused;
  });
}

}  // namespace moccasin::search
