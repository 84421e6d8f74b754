// SPDX-License-Identifier: Apache-2.0
// All clauses, in tiers by glue (Audemard, Simon, IJCAI 2009; the three tiers are Oh's, 2016):
// core, glue 2 or less, for good; mid, glue 6 or less, until unused between two reductions; local,
// half of which goes at every reduction, the less active half.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <functional>
#include <span>

#include "engine/clause.h"
#include "engine/literal.h"

namespace moccasin::engine {

class ClauseDatabase {
 public:
  ClauseDatabase() = default;
  ClauseDatabase(const ClauseDatabase&) = delete;
  ClauseDatabase& operator=(const ClauseDatabase&) = delete;
  ~ClauseDatabase();

  // A given one: never deleted.
  Clause& add_problem(std::span<const Literal> literals);
  Clause& add_learned(std::span<const Literal> literals, std::uint32_t glue);

  // A clause took part in a conflict, with `glue` decision levels among its literals now.
  void bump(Clause& clause, std::uint32_t glue);
  void decay();

  // Marks the less useful of the learned ones dead, and demotes. `locked`: in use, to be kept;
  // `satisfied`: true at the root for good, to be dropped.
  using Test = std::function<bool(const Clause&)>;
  void mark_dead(const Test& locked, const Test& satisfied);
  void free_dead();

  [[nodiscard]] std::size_t num_learned() const {
    return core_.size() + mid_.size() + local_.size();
  }
  [[nodiscard]] std::size_t num_local() const { return local_.size(); }

 private:
  using List = boost::intrusive::list<Clause>;
  static constexpr std::uint32_t kCoreGlue = 2, kMidGlue = 6;
  static constexpr float kGrowth = 1 / 0.999f;  // of what a bump adds, with every conflict

  Clause& create(std::span<const Literal> literals, Tier tier);
  [[nodiscard]] List& list_of(Tier tier);
  void move_to(Clause& clause, Tier tier);
  void rescale();

  List problem_, core_, mid_, local_, dead_;
  float increment_ = 1;
};

}  // namespace moccasin::engine
