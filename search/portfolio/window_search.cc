// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/window_search.h"

namespace moccasin::search {
namespace {

constexpr std::int32_t kCopies = 2;  // modelled: what is nearby needs no more (decision 014)
// The turns' ticks that windows have; the numbers have not been measured by themselves.
constexpr std::uint64_t kPartIfItPays = 2, kPartIfNot = 8;  // one in so many ticks

}  // namespace

WindowSearch::WindowSearch(const CompiledGraph& graph, std::uint64_t seed)
    : graph_(graph), windows_(graph, seed) {}

std::uint64_t WindowSearch::part_of(std::uint64_t ticks) const {
  return ticks / (pays_ ? kPartIfItPays : kPartIfNot);
}

// Windows search near the best schedule, so the engine is told of it first, and finds nothing that
// is not faster. What it has learned of other windows stays.
void WindowSearch::run(const Steps& best, std::uint64_t ticks, Meter& meter,
                       const OnBetter& on_better) {
  const std::uint64_t before = windows_.improvements();
  if (!solver_) solver_.emplace(graph_, kCopies);
  solver_->set_incumbent(best);
  Share share(meter, ticks);
  windows_.run(*solver_, share, on_better);
  pays_ = windows_.improvements() > before;
}

void WindowSearch::add_to(Statistics& statistics) const {
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  statistics.emplace_back("windows", number(windows_.windows()));
  statistics.emplace_back("windows that improved", number(windows_.improvements()));
}

}  // namespace moccasin::search
