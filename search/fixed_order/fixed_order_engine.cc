// SPDX-License-Identifier: Apache-2.0
#include "search/fixed_order/fixed_order_engine.h"

#include <utility>

#include "search/closure/closure_checker.h"

namespace moccasin::search {

using engine::at_least;
using engine::at_most;
using engine::Literal;
using engine::Value;

namespace {

// A larger network is left out: a cut, made at many decisions, has to take little time
// (decision 016).
constexpr std::size_t kMostNodes = 40'000;

}  // namespace

// A new engine begins with all that is known by now.
FixedOrderEngine::FixedOrderEngine(const CompiledGraph& graph,
                                   const encoding::CopiesModelled& copies, const Facts& facts)
    : graph_(graph),
      encoding_(graph, copies, engine_),
      brancher_(encoding_.decisions(), engine_.domains().num_variables()) {
  raise_lower(facts.lower);
  if (facts.upper < INT64_MAX) lower_upper(facts.upper);
  for (const auto& [op, again] : facts.fixings) fix(op, again);
  if (facts.closure) add_closure(*facts.closure);
}

void FixedOrderEngine::raise_lower(std::int64_t lower) {
  engine_.impose(at_least(encoding_.duration(), lower));
}

// Only what is faster than the incumbent is of interest. This is a fact, not an assumption, so that
// what is learned from it need not say so.
void FixedOrderEngine::lower_upper(std::int64_t upper) {
  engine_.impose(at_most(encoding_.duration(), upper - 1));
}

void FixedOrderEngine::fix(Op op, Again again) {
  const propagators::RetentionModel& model = encoding_.model();
  const propagators::RunIndex copy = model.runs[model.first_run(op.value())].next_copy;
  if (!copy.valid()) return;  // it runs once only in any case; or must, and cannot
  const Literal takes_place = model.takes_place(copy);
  engine_.impose(again == Again::surely ? takes_place : ~takes_place);
}

// A propagator can be added at the root only.
void FixedOrderEngine::add_closure(const ClosureStart& start) {
  const auto model = std::make_shared<ClosureModel>(encoding_, graph_, start);
  if (model->make_network().num_nodes() > kMostNodes) return;
  auto propagator = std::make_unique<ClosurePropagator>(model, start.root);
  closure_brancher_ =
      std::make_unique<ClosureBrancher>(engine_, *propagator, model->choices(), brancher_);
  engine_.backtrack(0);
  engine_.add(std::move(propagator), std::make_unique<ClosureChecker>(encoding_, graph_, start));
}

// A target phase to prove that there is no schedule: nothing is recomputed and nothing is kept,
// which cannot be, so that conflicts come early and are about what has to give.
std::vector<Value> FixedOrderEngine::lowest_values() const {
  std::vector<Value> values(engine_.domains().num_variables(), 0);
  for (const propagators::Run& run : encoding_.model().runs) {
    values[run.stage.value() / 2] = run.never;
  }
  return values;
}

// The duration aimed at is an assumption: clauses learned below it name it if they rest on it, and
// hold for later targets as well.
CdclOutcome FixedOrderEngine::refute(std::int64_t most, std::uint64_t conflicts, Share& share) {
  std::vector<Literal> assumptions;
  if (most < INT64_MAX) assumptions.push_back(at_most(encoding_.duration(), most));
  engine_.assume(std::move(assumptions));
  brancher_.set_target_phase(lowest_values());
  Brancher& brancher = closure_brancher_ ? static_cast<Brancher&>(*closure_brancher_)
                                         : static_cast<Brancher&>(brancher_);
  return cdcl(engine_, brancher, restart_, share, conflicts);
}

// The closure's brancher is for proofs and not asked here: a window is to stay near what is known.
CdclOutcome FixedOrderEngine::look_near(std::vector<Value> known, std::vector<Literal> assumptions,
                                        std::uint64_t conflicts, Share& share) {
  engine_.assume(std::move(assumptions));
  brancher_.set_target_phase(std::move(known));
  return cdcl(engine_, brancher_, restart_, share, conflicts);
}

}  // namespace moccasin::search
