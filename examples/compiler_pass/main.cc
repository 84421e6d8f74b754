// SPDX-License-Identifier: Apache-2.0
// A training step of a network of eight layers, at three budgets.
#include <cstdio>

#include "remat_pass.h"

namespace {

using namespace toy;

ValueId add_value(Function& function, std::int64_t bytes, bool is_result = false) {
  function.values.push_back({bytes, is_result});
  return function.values.size() - 1;
}

Function training_step(int layers) {
  Function function;
  function.parameter_bytes = 1'000;
  std::vector<ValueId> activations;
  const ValueId batch = add_value(function, 400);
  function.instructions.push_back({"read_batch", {}, {batch}, 10, 0, false});
  activations.push_back(batch);
  for (int layer = 0; layer < layers; ++layer) {
    const ValueId out = add_value(function, 1'000);
    function.instructions.push_back(
        {"forward_" + std::to_string(layer), {activations.back()}, {out}, 100, 200, true});
    activations.push_back(out);
  }
  ValueId gradient = add_value(function, 1'000);
  function.instructions.push_back({"loss", {activations.back()}, {gradient}, 20, 0, true});
  for (int layer = layers - 1; layer >= 0; --layer) {
    const auto at = static_cast<std::size_t>(layer);
    const ValueId to_input = add_value(function, 1'000);
    const ValueId to_weights = add_value(function, 100, true);
    function.instructions.push_back({"backward_" + std::to_string(layer),
                                     {gradient, activations[at], activations[at + 1]},
                                     {to_input, to_weights},
                                     200,
                                     200,
                                     true});
    gradient = to_input;
  }
  return function;
}

}  // namespace

int main() {
  const Function function = training_step(8);
  for (const std::int64_t budget : {12'000, 8'000, 4'000}) {
    PassOptions options;
    options.budget = budget;
    const PassResult result = plan_rematerialization(function, options);
    std::printf("budget %lld: %s\n", static_cast<long long>(budget), result.remark.c_str());
    for (const std::size_t index : result.order) {
      std::printf(" %s", function.instructions[index].name.c_str());
    }
    if (result.fits) std::printf("\n");
  }
}
