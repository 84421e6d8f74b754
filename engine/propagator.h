// SPDX-License-Identifier: Apache-2.0
// What a constraint has to say. A checklist for whoever writes one (docs/propagators.md has the
// recipe):
//
//   - propagate() infers only what follows from bounds it can see, and is called again as long as
//     bounds change that it subscribed to. What it does not infer now it may infer later; when all
//     its variables are fixed it must have found every violation.
//   - explain() gives premises that were true before the inference and from which the fact follows.
//     It is asked later, if ever, sometimes for less than was inferred: [x >= 3] where [x >= 5]
//     was. The fewer and the weaker the premises, the more is learned.
//   - State that follows the trail is brought back by undo_to(), or not kept.
//   - An independent, naive InferenceChecker comes with every propagator: Engine::add takes both.
//     What it cannot find out for itself, such as multipliers, hint() tells it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "engine/domains.h"
#include "engine/hint.h"
#include "engine/literal.h"

namespace moccasin::engine {

class Inference;

// first: cheap and often decisive; last: expensive, when all else has settled.
enum class Priority : std::uint8_t { first, second, third, last };
inline constexpr std::size_t kNumPriorities = 4;

enum class [[nodiscard]] Outcome{fine, conflict};

// Where a propagator says what wakes it. The tag is its own and comes back in Inference::changed().
class Subscriptions {
 public:
  virtual void on_lower(Var var, std::uint32_t tag) = 0;
  void on_upper(Var var, std::uint32_t tag) { on_lower(-var, tag); }
  void on_both(Var var, std::uint32_t tag) {
    on_lower(var, tag);
    on_upper(var, tag);
  }

 protected:
  ~Subscriptions() = default;
};

class Propagator {
 public:
  virtual ~Propagator() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Priority priority() const = 0;

  // Once, when it is added.
  virtual void attach(Subscriptions& wake) = 0;

  // The list of its rules, cheapest first. The first call comes with every tag changed.
  virtual Outcome propagate(Inference& infer) = 0;

  // Why `fact`, inferred with `payload` when `before` was the state, follows; appended to `out`.
  virtual void explain(Literal fact, std::uint64_t payload, const Domains& before,
                       Premises& out) const = 0;
  // Why there is a conflict, reported with `payload` in the state `now`; for those that fail().
  virtual void explain_conflict(std::uint64_t /*payload*/, const Domains& /*now*/,
                                Premises& /*out*/) const {
    MOCCASIN_ASSERT(false);  // it infers only: conflicts come of that
  }

  // The hint for the checker of what was inferred, or reported, with `payload`. It is asked for
  // only if Inference::checking() was true then: else nothing need be kept for it.
  [[nodiscard]] virtual Hint hint(std::uint64_t /*payload*/) const { return {}; }

  // The trail has been cut to `size` entries: forget what came later. Whatever was changed by them
  // has been passed to propagate() before, or never will be.
  virtual void undo_to(Position size) = 0;
};

}  // namespace moccasin::engine
