// SPDX-License-Identifier: Apache-2.0
// Who can say why an entry of the trail holds: what conflict analysis needs of the engine.
#pragma once

#include "engine/literal.h"
#include "engine/trail.h"

namespace moccasin::engine {

class Explainer {
 public:
  // Premises, all true before `at`, from which `fact` follows; appended to `out`. Pre-condition:
  // the entry at `at` implies `fact` and has a reason.
  virtual void explain(Position at, Literal fact, Premises& out) = 0;
  // Whether that is worth asking only to shorten a nogood.
  [[nodiscard]] virtual bool cheap(Position at) const = 0;

 protected:
  ~Explainer() = default;
};

}  // namespace moccasin::engine
