// SPDX-License-Identifier: Apache-2.0
// What `moccasin explain` is about, and what has been found out about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/inputs.h"
#include "app/render_amount.h"
#include "explain/drop.h"
#include "explain/live_at_step.h"
#include "explain/recomputations.h"
#include "moccasin/moccasin.hpp"
#include "model/problem.h"
#include "model/profile.h"

namespace moccasin::app {

// One of the largest buffers at the peak, and what it would take not to have it there.
struct ExplainedBuffer {
  explain::LiveBuffer buffer;
  explain::Drop drop;
};

struct KindShare {
  std::string kind;
  std::int64_t bytes = 0;                   // at the peak
  std::size_t buffers = 0;                  // of them
  std::int64_t ticks = 0, ticks_again = 0;  // of all runs, and of those after the first
};

// A budget that nothing is known to fit: how low a search of so many ticks came, from the peak of
// what is explained down.
inline constexpr std::uint64_t kLeastKnownTicks = 20'000'000;
struct LeastKnown {
  std::int64_t bytes = 0;
  std::string found_by;
};

// What is known of a budget.
enum class Fit {
  fits,          // what is explained fits it
  nothing_fits,  // it is below the floor
  another_fits,  // another schedule does: least_known
  open,
};

struct ExplainCase {
  SharedGraphFile file;
  Facts facts;
  std::string name;          // of the graph
  model::Schedule schedule;  // the base order without another
  bool is_base_order = true;
  bool is_near_miss = false;                // the schedule's file has it in place of a result
  model::Order order = model::Order::free;  // as the schedule's file states it, and
  std::int32_t max_copies = 0;              // runs an operation may have there; 0: any number
  std::optional<std::int64_t> arena;        // of the offsets that the schedule's file has
  std::optional<std::int64_t> budget;       // --budget, or what the schedule's file states
  std::size_t top = 8;
  std::optional<std::size_t> columns;  // of the terminal that shows it; else names have room

  model::Profile profile;
  explain::LiveAtStep peak;
  std::vector<ExplainedBuffer> largest;         // `top` of them at most
  std::optional<ExplainedBuffer> next_percent;  // the cheapest drop that lowers the peak by that
  std::vector<KindShare> kinds;                 // by bytes at the peak, the most first
  std::vector<explain::Recomputed> recomputed;  // the costliest first; `top` measured
  std::vector<explain::StepRange> at_limit;     // within 1 % of limit()
  explain::Drops in_a_row;
  std::size_t most_in_a_row = 0;          // it had so many rounds
  std::optional<LeastKnown> least_known;  // where the budget has no schedule

  [[nodiscard]] const model::Graph& graph() const { return file->graph; }
  [[nodiscard]] SizeUnit unit() const { return size_unit_of(file->size_unit); }
  [[nodiscard]] bool fits() const { return !budget || profile.peak <= *budget; }
  // The scope that is explained, whatever the budget.
  [[nodiscard]] model::Problem scope() const { return {&graph(), INT64_MAX, order, max_copies}; }
  [[nodiscard]] Fit fit() const {
    if (fits()) return Fit::fits;
    if (*budget < facts.floor) return Fit::nothing_fits;
    return least_known && least_known->bytes <= *budget ? Fit::another_fits : Fit::open;
  }
  // What steps are held against: the budget if the schedule fits it, else its peak.
  [[nodiscard]] std::int64_t limit() const { return budget && fits() ? *budget : profile.peak; }
  // "relu" of an operation 'relu_12' where the file does not say what kind it is.
  [[nodiscard]] std::string kind_of(model::OpIndex op) const;
};

// Finds out everything but least_known. The members before `profile` are set.
void find_out(ExplainCase& explained);

[[nodiscard]] std::string explain_json(const ExplainCase& explained);

}  // namespace moccasin::app
