// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_brancher.h"

#include <algorithm>

namespace moccasin::search {

using engine::Domains;
using engine::Literal;
using engine::Value;
using engine::Var;

ActivityBrancher::ActivityBrancher(const std::vector<Var>& variables, std::size_t complete,
                                   std::size_t num_variables)
    : heap_(num_variables),
      decidable_(num_variables, 0),
      guide_(num_variables, 0),
      complete_(complete) {
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const std::uint32_t item = variables[i].value() / 2;
    decidable_[item] = i < complete ? 2 : 1;
    heap_.insert(item);
  }
}

std::optional<Literal> ActivityBrancher::suggest(const Domains& now) {
  while (complete_ > 0) {
    const std::uint32_t item = heap_.pop();
    const Var var(2 * std::size_t{item});
    if (!now.is_fixed(var)) {
      heap_.insert(item);
      return towards_guide(var, now);
    }
    popped_.push_back({item, now.size()});
    if (decidable_[item] == 2) --complete_;
  }
  return std::nullopt;
}

Literal ActivityBrancher::towards_guide(Var var, const Domains& now) const {
  const Value wanted = std::clamp(guide_[var.value() / 2], now.lower(var), now.upper(var));
  if (wanted == now.lower(var)) return engine::at_most(var, wanted);
  return engine::at_least(var, wanted);
}

void ActivityBrancher::learned(const std::vector<Var>& touched) {
  for (const Var var : touched) {
    const std::uint32_t item = var.value() / 2;
    if (decidable_[item] != 0) heap_.bump(item);
  }
  heap_.decay(kDecay);
}

void ActivityBrancher::backtracked(const Domains& now) {
  while (!popped_.empty() && popped_.back().size > now.size()) {
    const std::uint32_t item = popped_.back().variable;
    popped_.pop_back();
    heap_.insert(item);
    if (decidable_[item] == 2) ++complete_;
  }
}

}  // namespace moccasin::search
