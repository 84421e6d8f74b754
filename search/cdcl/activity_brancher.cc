// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_brancher.h"

#include <algorithm>

namespace moccasin::search {

using engine::Domains;
using engine::Literal;
using engine::Value;
using engine::Var;

ActivityBrancher::ActivityBrancher(const std::vector<Var>& required,
                                   const std::vector<Var>& optional, std::size_t num_variables)
    : required_(num_variables), optional_(num_variables), guide_(num_variables, 0) {
  const auto add = [](const std::vector<Var>& variables, Pool& pool) {
    for (const Var var : variables) {
      pool.member[var.value() / 2] = 1;
      pool.heap.insert(var.value() / 2);
    }
  };
  add(required, required_);
  add(optional, optional_);
}

void ActivityBrancher::Pool::drop_fixed(const Domains& now) {
  while (!heap.empty() && now.is_fixed(Var(2 * std::size_t{heap.top()}))) {
    aside.push_back({heap.pop(), now.level()});
  }
}

// What was fixed at a level stays fixed as long as the level does.
void ActivityBrancher::Pool::restore(const Domains& now) {
  while (!aside.empty() && aside.back().level > now.level()) {
    heap.insert(aside.back().item);
    aside.pop_back();
  }
}

std::optional<Literal> ActivityBrancher::suggest(const Domains& now) {
  required_.drop_fixed(now);
  if (required_.heap.empty()) return std::nullopt;
  optional_.drop_fixed(now);
  std::uint32_t item = required_.heap.top();
  if (!optional_.heap.empty()) {
    const std::uint32_t other = optional_.heap.top();
    if (optional_.heap.activity(other) > required_.heap.activity(item)) item = other;
  }
  return towards_guide(Var(2 * std::size_t{item}), now);
}

Literal ActivityBrancher::towards_guide(Var var, const Domains& now) const {
  const Value wanted = std::clamp(guide_[var.value() / 2], now.lower(var), now.upper(var));
  if (wanted == now.lower(var)) return engine::at_most(var, wanted);
  return engine::at_least(var, wanted);
}

void ActivityBrancher::learned(const std::vector<Var>& touched) {
  for (Pool* const pool : {&required_, &optional_}) {
    for (const Var var : touched) {
      const std::uint32_t item = var.value() / 2;
      if (pool->member[item] != 0) pool->heap.bump(item);
    }
    pool->heap.decay(kDecay);
  }
}

void ActivityBrancher::backtracked(const Domains& now) {
  required_.restore(now);
  optional_.restore(now);
}

}  // namespace moccasin::search
