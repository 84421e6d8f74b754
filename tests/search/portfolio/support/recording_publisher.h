// SPDX-License-Identifier: Apache-2.0
// A publisher that verifies what it is offered, and remembers it.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "model/problem.h"
#include "model/verify.h"
#include "model/verify_placement.h"
#include "search/portfolio/sequences.h"
#include "search/portfolio/technique.h"

namespace moccasin::test {

class RecordingPublisher final : public search::Publisher {
 public:
  explicit RecordingPublisher(const model::Problem& problem)
      : problem_(problem), bound(problem.graph->base_duration()) {}

  search::Offer offer(model::Schedule schedule, std::string_view by) override {
    const model::Verdict verdict = model::verify(problem_, schedule);
    if (!verdict.valid()) ++wrong;
    durations.push_back(verdict.duration);
    schedules.push_back(std::move(schedule));
    finders.push_back(by);
    return refuses ? search::Offer::refused : search::Offer::accepted;
  }
  search::Offer offer(const search::Steps& steps, std::string_view by) override {
    return offer(search::to_schedule(problem_, steps), by);
  }
  search::Offer offer(model::Schedule schedule, model::Placement placement,
                      std::string_view by) override {
    const std::int64_t capacity = problem_.budget - problem_.graph->resident();
    if (!model::verify_placement(*problem_.graph, schedule, placement, capacity).valid()) ++wrong;
    placements.push_back(std::move(placement));
    return offer(std::move(schedule), by);
  }
  void raise(std::int64_t value, std::string_view by) override {
    if (value <= bound) return;
    bound = value;
    raised_by = by;
  }

 private:
  const model::Problem problem_;

 public:
  std::vector<std::int64_t> durations;       // of what was offered
  std::vector<model::Schedule> schedules;    // the same
  std::vector<model::Placement> placements;  // of those that had one
  std::vector<std::string_view> finders;
  int wrong = 0;  // so many broke a rule
  std::int64_t bound;
  std::string_view raised_by;  // who raised it last
  bool refuses = false;
};

}  // namespace moccasin::test
