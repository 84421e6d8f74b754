// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/techniques.h"

#include <utility>

#include "base/assert.h"
#include "base/random.h"
#include "search/portfolio/annealing_technique.h"
#include "search/portfolio/arena_search.h"
#include "search/portfolio/clause_learning.h"
#include "search/portfolio/closure_technique.h"
#include "search/portfolio/fixed_order_search.h"

namespace moccasin::search {
namespace {

// Up to some size an engine is built fast enough not to be noticed at a limit.
constexpr std::size_t kMostOpsForEngine = 5000;
// Beyond it a minimum cut takes too long between two looks at the limits.
constexpr std::size_t kMostOpsForClosure = 20'000;

// Streams of random numbers that are no annealing worker's.
constexpr std::uint64_t kWindowsStream = 1000, kClosureStream = 2000, kFixedOrderStream = 4000,
                        kArenaStream = 5000;

// With one share of the work (`--workers 1`) every technique has one worker, and they take turns.
// With more, there are as many annealing workers, but that annealing gives up one for the engine or
// the fixed-order search and, from three on, one for the bound. So there are as many workers as
// shares were asked for, or one more, and the work is divided among all of them. Used alone,
// annealing has a worker a share and clause learning one, with one of annealing's before it if it
// needs a schedule. What would be proved of rounded sizes need not hold, hence exact().
struct Choice {
  Choice(const model::Problem& problem, const SolveOptions& options, const CompiledGraph& graph)
      : all(options.techniques == Techniques::all) {
    const bool kept = problem.order == model::Order::kept;
    const bool by_clauses =
        options.techniques == Techniques::cdcl || options.techniques == Techniques::lns;
    MOCCASIN_ASSERT(kept || !by_clauses);
    engine = graph.exact() && (all ? kept && graph.num_ops() <= kMostOpsForEngine : by_clauses);
    closure = (all || options.techniques == Techniques::bound) && graph.exact() &&
              graph.num_ops() <= kMostOpsForClosure;
    fixed_order = all && !kept;
    if (options.techniques == Techniques::lns) {
      annealers = 1;  // for the greedy schedule
    } else if (options.techniques == Techniques::bound) {
      annealers = closure ? 0 : 1;  // somebody has to be there
    } else if (options.techniques != Techniques::cdcl || !engine) {
      annealers = static_cast<std::size_t>(options.num_workers());
      if (all && (engine || fixed_order) && annealers > 1) --annealers;
      if (closure && annealers > 2) --annealers;
    }
  }

  bool all, engine = false, closure = false, fixed_order = false;
  std::size_t annealers = 0;
};

}  // namespace

Portfolio make_portfolio(const model::Problem& problem, const SolveOptions& options,
                         const CompiledGraph& graph, const CompiledGraph& annealed,
                         const Placer* placer, InnerSolve solve) {
  const Choice choice(problem, options, graph);
  const auto seed = [&](std::uint64_t stream) { return base::derived_seed(options.seed, stream); };
  const auto plan = std::make_shared<AnnealingPlan>(problem, annealed);
  const auto until = options.techniques == Techniques::lns ? AnnealingTechnique::Until::greedy
                                                           : AnnealingTechnique::Until::end;
  const auto proof =
      options.certify ? ClosureTechnique::Proof::kept : ClosureTechnique::Proof::forgotten;
  Portfolio made{.techniques = {}, .start = plan->starting().orders.front()};
  auto& all = made.techniques;
  for (std::size_t i = 0; i < choice.annealers; ++i) {
    all.push_back(std::make_unique<AnnealingTechnique>(plan, i, options.seed, until));
  }
  if (choice.closure) {
    const std::int64_t upper = options.ceiling < 0 ? Incumbent::kNoDuration : options.ceiling + 1;
    auto closure = std::make_unique<ClosureTechnique>(graph, annealed, problem,
                                                      seed(kClosureStream), proof, upper);
    closure->on_line(options.on_line);
    all.push_back(std::move(closure));
  }
  if (choice.fixed_order) {
    all.push_back(
        std::make_unique<FixedOrderSearch>(problem, options, seed(kFixedOrderStream), solve));
  }
  if (choice.engine) {
    all.push_back(
        std::make_unique<ClauseLearning>(graph, problem, options.techniques, seed(kWindowsStream)));
  }
  if (placer != nullptr) {
    all.push_back(std::make_unique<ArenaSearch>(problem, *placer, seed(kArenaStream)));
  }
  return made;
}

}  // namespace moccasin::search
