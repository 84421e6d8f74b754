// SPDX-License-Identifier: Apache-2.0
#include "plot/samples.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/strong_index.h"
#include "model/profile.h"

namespace moccasin::plot {
namespace {

// Where each step starts, and last where the last one ends. In ticks, or in steps if there is no
// time to tell them apart by.
std::vector<double> step_starts(const model::Graph& graph, const model::Schedule& schedule) {
  std::vector<double> starts = {0};
  for (const model::OpIndex op : schedule.steps) {
    starts.push_back(starts.back() + static_cast<double>(graph.operation(op).duration));
  }
  if (starts.back() > 0) return starts;
  for (std::size_t i = 0; i < starts.size(); ++i) starts[i] = static_cast<double>(i);
  return starts;
}

// The columns [first, last] that a step from `start` to `end` runs in.
std::pair<std::size_t, std::size_t> columns_of(double start, double end, double span,
                                               std::size_t columns) {
  const double scale = static_cast<double>(columns) / span;
  const auto first = static_cast<std::size_t>(std::floor(start * scale));
  const double exact_end = end * scale;
  auto last = static_cast<std::size_t>(std::ceil(exact_end));
  last = last == 0 ? 0 : last - 1;
  return {std::min(first, columns - 1), std::min(std::max(first, last), columns - 1)};
}

}  // namespace

double length_of(const model::Graph& graph, const model::Schedule& schedule) {
  return step_starts(graph, schedule).back();
}

std::vector<std::int64_t> sample_live(const model::Graph& graph, const model::Schedule& schedule,
                                      double span, std::size_t columns) {
  const std::vector<double> starts = step_starts(graph, schedule);
  const std::vector<std::int64_t> live = model::make_profile(graph, schedule).live;
  std::vector<std::int64_t> samples(columns, 0);
  for (std::size_t step = 0; step < live.size(); ++step) {
    const auto [first, last] = columns_of(starts[step], starts[step + 1], span, columns);
    for (std::size_t i = first; i <= last; ++i) samples[i] = std::max(samples[i], live[step]);
  }
  return samples;
}

std::vector<int> sample_recomputed(const model::Graph& graph, const model::Schedule& schedule,
                                   double span, std::size_t columns, int levels) {
  const std::vector<double> starts = step_starts(graph, schedule);
  const double width = span / static_cast<double>(columns);
  std::vector<double> time(columns, 0);
  std::vector<int> shares(columns, 0);
  base::IndexedVector<model::OpIndex, char> ran(graph.num_operations(), 0);
  for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
    char& before = ran[schedule.steps[i]];
    if (before == 0) {
      before = 1;
      continue;
    }
    const auto [first, last] = columns_of(starts[i], starts[i + 1], span, columns);
    for (std::size_t c = first; c <= last; ++c) {
      const double from = std::max(starts[i], static_cast<double>(c) * width);
      const double to = std::min(starts[i + 1], static_cast<double>(c + 1) * width);
      time[c] += std::max(to - from, 0.0);
      const auto level = static_cast<int>(std::ceil(time[c] / width * levels));
      shares[c] = std::clamp(level, 1, levels);
    }
  }
  return shares;
}

}  // namespace moccasin::plot
