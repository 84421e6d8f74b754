// SPDX-License-Identifier: Apache-2.0
// What a propagator may do while it propagates, and no more: see bounds, learn which of its tags
// changed, infer, and fail.
#pragma once

#include <cstdint>
#include <span>

#include "engine/domains.h"
#include "engine/propagator.h"

namespace moccasin::engine {

class Engine;
struct Registered;

class Inference {
 public:
  Inference(Engine& engine, Registered& self, const Trail& trail)
      : engine_(engine), self_(self), trail_(trail), domains_(trail) {}

  [[nodiscard]] const Domains& domains() const { return domains_; }
  // Tags whose bounds changed since the last call, in order, perhaps repeated.
  [[nodiscard]] std::span<const std::uint32_t> changed() const;
  // To be noted beside state, for undo_to(): state noted at p is to be undone by undo_to(q), q < p.
  [[nodiscard]] Position position() const { return trail_.size(); }

  // `fact` follows, and explain() can say why when given `payload`. A conflict if it is false;
  // nothing if it is true already.
  Outcome infer(Literal fact, std::uint64_t payload) {
    return domains_.is_true(fact) ? Outcome::fine : infer_new(fact, payload);
  }
  // The constraint has no solution; explain_conflict() can say why when given `payload`.
  Outcome fail(std::uint64_t payload);

  // Whether every inference is checked, so that hint() will be asked.
  [[nodiscard]] bool checking() const;

  // Counts deterministic work, about a few nanoseconds a tick.
  void work(std::uint64_t ticks);

 private:
  Outcome infer_new(Literal fact, std::uint64_t payload);

  Engine& engine_;
  Registered& self_;
  const Trail& trail_;
  const Domains domains_;
};

}  // namespace moccasin::engine
