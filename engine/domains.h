// SPDX-License-Identifier: Apache-2.0
// What propagators, explanations and branchers may see of the variables: their bounds, now or as of
// an earlier position of the trail. Nothing can be changed through it.
#pragma once

#include "engine/literal.h"
#include "engine/trail.h"

namespace moccasin::engine {

class Domains {
 public:
  explicit Domains(const Trail& trail, Position position = Trail::kNow)
      : trail_(&trail), position_(position) {}

  [[nodiscard]] Value lower(Var var) const {
    return position_ == Trail::kNow ? trail_->lower(var) : trail_->lower_before(var, position_);
  }
  [[nodiscard]] Value upper(Var var) const { return -lower(-var); }
  [[nodiscard]] bool is_fixed(Var var) const { return lower(var) == upper(var); }
  [[nodiscard]] bool is_true(Literal literal) const { return lower(literal.var) >= literal.bound; }
  [[nodiscard]] bool is_false(Literal literal) const { return is_true(~literal); }
  // Decisions taken now.
  [[nodiscard]] Level level() const { return trail_->level(); }
  [[nodiscard]] std::size_t num_variables() const { return trail_->num_variables(); }

  // Whether `literal`, which is true, is a fact of the root: no premise at all.
  [[nodiscard]] bool is_root_fact(Literal literal) const {
    return trail_->lower_before(literal.var, trail_->end_of_level(0)) >= literal.bound;
  }
  // Where `literal`, which is true, became so: the later, the deeper in the search.
  [[nodiscard]] Position since(Literal literal) const { return trail_->cause(literal, position_); }

 private:
  const Trail* trail_;
  Position position_;
};

}  // namespace moccasin::engine
