// SPDX-License-Identifier: Apache-2.0
// The closure bound alone, on one graph:
//   moccasin_bound_run GRAPH BUDGET kept|free OVERHEAD SECONDS [certify|once]
// BUDGET in per cent of the base peak, or in bytes: 123b; OVERHEAD is that of a known schedule, in
// per cent of the base duration, or in ticks: 17t; `once`: no operation is split. Prints one
// line of JSON.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "io/graph_reader.h"
#include "model/profile.h"
#include "search/bound/certify.h"
#include "search/bound/closure_bound.h"

namespace {

using namespace moccasin;

// What `text` says: a whole number with `unit`, or per cent of `whole`.
std::int64_t amount(const std::string& text, char unit, std::int64_t whole) {
  if (!text.empty() && text.back() == unit) return std::atoll(text.c_str());
  return static_cast<std::int64_t>(static_cast<double>(whole) * std::atof(text.c_str()) / 100);
}

// Notes when the root is done.
class RootTimer : public search::Meter::Watch {
 public:
  RootTimer(const search::ClosureBound& bound, const search::Limits& limits)
      : bound_(bound), limits_(limits) {}
  search::StopReason look(const search::Meter&) override {
    if (seconds_ < 0 && bound_.statistics().root >= 0) seconds_ = limits_.elapsed();
    return search::StopReason::none;
  }
  [[nodiscard]] double seconds() const { return seconds_; }  // -1: not yet

 private:
  const search::ClosureBound& bound_;
  const search::Limits& limits_;
  double seconds_ = -1;
};

int run(const std::string& path, const std::string& budget, const std::string& order,
        const std::string& overhead, double seconds, const std::string& how) {
  const auto file = io::read_graph_file(path);
  if (const auto* error = std::get_if<io::Error>(&file)) {
    std::fprintf(stderr, "%s\n", error->message.c_str());
    return 1;
  }
  const model::Graph& graph = std::get<io::GraphFile>(file).graph;
  const auto base = model::make_profile(graph, model::base_schedule(graph));
  model::Problem problem{.graph = &graph};
  problem.budget = amount(budget, 'b', base.peak);
  problem.order = order == "free" ? model::Order::free : model::Order::kept;

  using Clock = std::chrono::steady_clock;
  const search::Limits limits{.seconds = seconds};
  const auto begin = limits.start;
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  const compiled::CompiledGraph compiled(problem);
  search::ClosureBound bound(compiled, problem.order);
  if (how == "certify") bound.keep_proof();
  if (how == "once") bound.never_split();
  RootTimer timer(bound, limits);
  search::Meter meter(limits, timer);
  search::Share all(meter, search::Meter::kUnlimited);
  bound.improve(amount(overhead, 't', base.duration), all);
  const double root_seconds = timer.seconds();
  const auto statistics = bound.statistics();
  const auto per_cent = [&](std::int64_t ticks) {
    return 100 * static_cast<double>(ticks) / static_cast<double>(base.duration);
  };
  std::size_t steps = 0, flows = 0;
  double certify_seconds = 0;
  if (bound.proof()) {
    const double before = elapsed();
    const search::Limits none;
    search::Meter unlimited(none);
    const auto certificate = search::certify(problem, *bound.proof(), unlimited);
    certify_seconds = elapsed() - before;
    if (!certificate || certificate->bound < graph.base_duration() + bound.proof()->lower) {
      std::fprintf(stderr, "the certificate proves less than the search\n");
      return 1;
    }
    for (const auto& node : certificate->proof) {
      for (const auto& step : node.steps) {
        ++steps;
        flows += step.live.size() + step.earlier.size() + step.reads.size() + step.holds.size();
      }
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "{\"ops\": %zu, \"root\": %.4f, \"bound\": %.4f, \"bound_ticks\": %lld, "
      "\"upper_ticks\": %lld, \"state\": \"%s\", \"root_seconds\": %.6f, "
      "\"seconds\": %.6f, \"violated\": %zu, \"events\": %zu, \"cuts\": %llu, \"nodes\": %llu, "
      "\"fixed\": %zu, \"split\": %zu, \"certificate_steps\": %zu, \"certificate_flows\": %zu, "
      "\"certify_seconds\": %.3f, \"mib\": %ld}\n",
      compiled.num_ops(), per_cent(std::max<std::int64_t>(statistics.root, 0)),
      per_cent(bound.lower_bound()), static_cast<long long>(bound.lower_bound()),
      static_cast<long long>(bound.upper()),
      bound.lower_bound() >= bound.upper() ? "optimal"
      : bound.done()                       ? "done"
                                           : "open",
      root_seconds < 0 ? elapsed() : root_seconds, elapsed(), statistics.violated,
      statistics.events, static_cast<unsigned long long>(statistics.flows),
      static_cast<unsigned long long>(statistics.nodes), statistics.fixed, statistics.split, steps,
      flows, certify_seconds, usage.ru_maxrss / 1024);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6 && argc != 7) {
    std::fprintf(stderr, "usage: %s GRAPH BUDGET kept|free OVERHEAD SECONDS [certify|once]\n",
                 argv[0]);
    return 2;
  }
  return run(argv[1], argv[2], argv[3], argv[4], std::atof(argv[5]), argc == 7 ? argv[6] : "");
}
