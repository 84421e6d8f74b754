// SPDX-License-Identifier: Apache-2.0
// All nogoods, in tiers by glue (Audemard, Simon, IJCAI 2009; the three tiers are Oh's, 2016):
// core, glue 2 or less, for good; mid, glue 6 or less, until unused between two reductions; local,
// half of which goes at every reduction, the less active half.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <functional>
#include <span>

#include "engine/literal.h"
#include "engine/nogood.h"

namespace moccasin::engine {

class NogoodDatabase {
 public:
  NogoodDatabase() = default;
  NogoodDatabase(const NogoodDatabase&) = delete;
  NogoodDatabase& operator=(const NogoodDatabase&) = delete;
  ~NogoodDatabase();

  // A given one: never deleted.
  Nogood& add_problem(std::span<const Literal> literals);
  Nogood& add_learned(std::span<const Literal> literals, std::uint32_t glue);

  // A nogood took part in a conflict, with `glue` decision levels among its literals now.
  void bump(Nogood& nogood, std::uint32_t glue);
  void decay();

  // Marks the less useful of the learned ones dead, and demotes. `locked`: in use, to be kept;
  // `satisfied`: true at the root for good, to be dropped.
  using Test = std::function<bool(const Nogood&)>;
  void mark_dead(const Test& locked, const Test& satisfied);
  void free_dead();

  [[nodiscard]] std::size_t num_learned() const {
    return core_.size() + mid_.size() + local_.size();
  }
  [[nodiscard]] std::size_t num_local() const { return local_.size(); }

 private:
  using List = boost::intrusive::list<Nogood>;
  static constexpr std::uint32_t kCoreGlue = 2, kMidGlue = 6;
  static constexpr float kDecay = 0.999f;

  Nogood& create(std::span<const Literal> literals, Tier tier);
  [[nodiscard]] List& list_of(Tier tier);
  void move_to(Nogood& nogood, Tier tier);
  void rescale();

  List problem_, core_, mid_, local_, dead_;
  float increment_ = 1;
};

}  // namespace moccasin::engine
