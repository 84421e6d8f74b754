// SPDX-License-Identifier: Apache-2.0
// A trail whose reasons are written down beside it: conflict analysis without an engine.
#pragma once

#include <map>
#include <vector>

#include "base/random.h"
#include "engine/explainer.h"
#include "engine/replay.h"
#include "engine/trail.h"

namespace moccasin::engine::test {

class ScriptedTrail final : public Explainer {
 public:
  Trail trail;
  std::vector<Literal> asked;  // what was explained, in order

  // In [0, 9].
  Var variable() { return trail.new_variable(0, 9); }
  void decide(Literal literal) {
    trail.open_level();
    trail.push(literal, Reason());
  }
  void imply(Literal literal, Premises premises) {
    why_[trail.size()] = std::move(premises);
    trail.push(literal, Reason(PropagatorIndex(0), 0));
  }

  [[nodiscard]] bool cheap(Position) const override { return true; }
  void explain(Position at, Literal fact, Premises& out) override {
    asked.push_back(fact);
    const Premises& premises = why_.at(at);
    out.insert(out.end(), premises.begin(), premises.end());
  }
  [[nodiscard]] const Premises& why(Position at) const { return why_.at(at); }

  [[nodiscard]] Box root_box() const {
    std::vector<Value> lower;
    for (std::size_t raw = 0; raw < 2 * trail.num_variables(); ++raw) {
      lower.push_back(trail.lower_before(Var(raw), trail.end_of_level(0)));
    }
    return Box(lower);
  }

 private:
  std::map<Position, Premises> why_;
};

// Six variables in [0, 9] that rise over some levels for random reasons. Returns a random conflict
// that has a premise of the last level.
[[nodiscard]] Premises random_script(base::Random& random, ScriptedTrail& script);

}  // namespace moccasin::engine::test
