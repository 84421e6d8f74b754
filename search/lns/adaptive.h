// SPDX-License-Identifier: Apache-2.0
// Which neighbourhood next, and how large: generators that improved lately are drawn more often
// (Ropke, Pisinger, Transportation Science 40, 2006), and each one's size is steered so that about
// half of its searches come to an end within their conflicts.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "search/fixed_order/fixed_order_solver.h"

namespace moccasin::search {

class Adaptive {
 public:
  // `most`: operations there are.
  Adaptive(std::size_t generators, std::size_t most);

  [[nodiscard]] std::size_t choose(base::Random& random) const;
  [[nodiscard]] std::size_t size(std::size_t generator) const {
    return static_cast<std::size_t>(arms_[generator].size);
  }
  enum class Gain { none, some };  // whether a window led to better schedules before it ended
  void tell(std::size_t generator, FixedOrderSolver::Window end, Gain gain);

 private:
  struct Arm {
    double size = 16;
    double weight = 1;
  };
  std::vector<Arm> arms_;
  double most_;
};

}  // namespace moccasin::search
