// SPDX-License-Identifier: Apache-2.0
#include "search/closure/closure_checker.h"

namespace moccasin::search {

bool ClosureChecker::refutes(const engine::Box& box) const {
  const ClosureChoices& choices = model_->choices();
  ClosureNetwork network = model_->make_network();
  if (network.overfull()) return true;
  for (std::size_t i = 0; i < network.choices().size(); ++i) {
    const ClosureNetwork::Choice& choice = network.choices()[i];
    if (choice.forced == Again::open) network.force(i, choices.made(choice, box));
  }
  std::int64_t cost = network.evaluate(model_->prices());
  const auto& runs = choices.model().runs;
  for (const auto run : runs.indices()) {
    if (run.value() < model_->graph().num_ops()) continue;
    const engine::Literal takes_place = choices.model().takes_place(run);
    const bool does = box.lower(takes_place.var) >= takes_place.bound;
    if (does && run != choices.first_copy(choices.op_of(run))) cost += model_->cost(run);
  }
  return cost > model_->cutoff(box.upper(choices.model().duration));
}

}  // namespace moccasin::search
