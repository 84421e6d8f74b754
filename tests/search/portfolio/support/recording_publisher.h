// SPDX-License-Identifier: Apache-2.0
// A publisher that verifies what it is offered, and remembers it.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "model/problem.h"
#include "model/verify.h"
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
  void raise(std::int64_t value, std::string_view by) override {
    if (value <= bound) return;
    bound = value;
    raised_by = by;
  }

 private:
  const model::Problem problem_;

 public:
  std::vector<std::int64_t> durations;     // of what was offered
  std::vector<model::Schedule> schedules;  // the same
  std::vector<std::string_view> finders;
  int wrong = 0;  // so many broke a rule
  std::int64_t bound;
  std::string_view raised_by;  // who raised it last
  bool refuses = false;
};

}  // namespace moccasin::test
