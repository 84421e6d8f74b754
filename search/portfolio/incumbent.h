// SPDX-License-Identifier: Apache-2.0
// The best schedule so far. Shared by all that search; nothing becomes the incumbent that the
// naive model::verify has not accepted and, where it has to lie in an arena,
// model::verify_placement.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <string_view>

#include "model/arena.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/limits/limits.h"
#include "search/limits/offer.h"

namespace moccasin::search {

class Incumbent {
 public:
  static constexpr std::int64_t kNoDuration = std::numeric_limits<std::int64_t>::max();

  // Who wins among equally fast schedules: the lower rank, whoever comes first. With it the outcome
  // depends on what was offered and not on when.
  using Rank = std::uint64_t;

  struct Summary {
    std::int64_t duration = kNoDuration, peak = 0;
  };
  struct Record {
    model::Schedule schedule;
    std::optional<model::Placement> placement;
    std::int64_t duration = kNoDuration, peak = 0;
    Rank rank = 0;
    std::string_view found_by;
    double seconds = 0;        // when it was found
    double first_seconds = 0;  // when the first of all was
  };

  // Whether a schedule needs a placement, within the budget.
  enum class Place { anywhere, in_arena };

  // Times are those of `limits`, which outlives this.
  Incumbent(const model::Problem& problem, const Limits& limits, Place place = Place::anywhere)
      : problem_(problem), limits_(limits), place_(place) {}

  // From any thread. `found_by` must be a static string. The second is for who needs placements.
  Offer offer(model::Schedule schedule, std::string_view found_by, Rank rank = 0);
  Offer offer(model::Schedule schedule, std::optional<model::Placement> placement,
              std::string_view found_by, Rank rank = 0);

  // From any thread, without a lock: kNoDuration if there is none yet.
  [[nodiscard]] std::int64_t duration() const { return duration_.load(std::memory_order_acquire); }
  [[nodiscard]] bool exists() const { return duration() != kNoDuration; }
  [[nodiscard]] Record record() const;  // a copy
  [[nodiscard]] Summary summary() const;
  [[nodiscard]] std::int64_t refused() const { return refused_.load(); }

 private:
  [[nodiscard]] bool is_placed(const model::Schedule& schedule,
                               const std::optional<model::Placement>& placement) const;

  const model::Problem problem_;
  const Limits& limits_;
  const Place place_;
  mutable std::mutex mutex_;
  Record record_;  // guarded by mutex_
  std::atomic<std::int64_t> duration_{kNoDuration};
  std::atomic<std::int64_t> refused_{0};
};

}  // namespace moccasin::search
