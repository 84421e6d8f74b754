// SPDX-License-Identifier: Apache-2.0
#include "engine/clause_database.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

namespace moccasin::engine {
namespace {

constexpr float kLargest = 1e20f;  // of activities; they are rescaled beyond

void destroy(Clause* clause) {
  clause->~Clause();
  ::operator delete(clause);
}

}  // namespace

ClauseDatabase::~ClauseDatabase() {
  for (List* const list : {&problem_, &core_, &mid_, &local_, &dead_}) {
    list->clear_and_dispose(destroy);
  }
}

Clause& ClauseDatabase::create(std::span<const Literal> literals, Tier tier) {
  MOCCASIN_ASSERT(literals.size() >= 2);
  void* const memory = ::operator new(sizeof(Clause) + literals.size() * sizeof(Literal));
  auto* const clause = new (memory) Clause;
  std::uninitialized_copy(literals.begin(), literals.end(), reinterpret_cast<Literal*>(clause + 1));
  clause->size = static_cast<std::uint32_t>(literals.size());
  clause->tier = tier;
  list_of(tier).push_back(*clause);
  return *clause;
}

ClauseDatabase::List& ClauseDatabase::list_of(Tier tier) {
  switch (tier) {
    case Tier::problem:
      return problem_;
    case Tier::core:
      return core_;
    case Tier::mid:
      return mid_;
    case Tier::local:
      break;
  }
  return local_;
}

Clause& ClauseDatabase::add_problem(std::span<const Literal> literals) {
  return create(literals, Tier::problem);
}

Clause& ClauseDatabase::add_learned(std::span<const Literal> literals, std::uint32_t glue) {
  const Tier tier = glue <= kCoreGlue ? Tier::core : glue <= kMidGlue ? Tier::mid : Tier::local;
  Clause& clause = create(literals, tier);
  clause.glue = glue;
  clause.activity = increment_;
  clause.used = true;
  return clause;
}

void ClauseDatabase::move_to(Clause& clause, Tier tier) {
  list_of(clause.tier).erase(List::s_iterator_to(clause));
  clause.tier = tier;
  list_of(tier).push_back(clause);
}

void ClauseDatabase::bump(Clause& clause, std::uint32_t glue) {
  if (clause.tier == Tier::problem) return;
  clause.used = true;
  clause.activity += increment_;
  if (clause.activity > kLargest) rescale();
  if (glue >= clause.glue) return;
  clause.glue = glue;
  if (glue <= kCoreGlue && clause.tier != Tier::core) {
    move_to(clause, Tier::core);
  } else if (glue <= kMidGlue && clause.tier == Tier::local) {
    move_to(clause, Tier::mid);
  }
}

void ClauseDatabase::decay() {
  increment_ *= kGrowth;
  if (increment_ > kLargest) rescale();
}

void ClauseDatabase::rescale() {
  for (List* const list : {&core_, &mid_, &local_}) {
    for (Clause& clause : *list) clause.activity /= kLargest;
  }
  increment_ /= kLargest;
}

// A clause costs time whenever its watches are visited, so a solver that keeps all it learns slows
// down. Which will be of use? Those whose literals lie on few decision levels (glue: Audemard,
// Simon, IJCAI 2009), for literals of one level tend to become false together; those are kept, and
// of the others the ones that took part in conflicts lately. A clause that is the reason of an
// entry of the trail is locked: the analysis may yet ask for it.
void ClauseDatabase::mark_dead(const Test& locked, const Test& satisfied) {
  const auto kill = [this](Clause& clause) {
    clause.dead = true;
    list_of(clause.tier).erase(List::s_iterator_to(clause));
    dead_.push_back(clause);
  };
  for (List* const list : {&core_, &mid_, &local_}) {
    for (auto it = list->begin(); it != list->end();) {
      Clause& clause = *it++;
      if (satisfied(clause) && !locked(clause)) kill(clause);
    }
  }
  for (auto it = mid_.begin(); it != mid_.end();) {
    Clause& clause = *it++;
    if (!clause.used) move_to(clause, Tier::local);
    clause.used = false;
  }
  std::vector<Clause*> candidates;
  for (Clause& clause : local_) {
    if (!locked(clause)) candidates.push_back(&clause);
  }
  // Equal activities are told apart by age, so that runs can be repeated.
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Clause* a, const Clause* b) { return a->activity < b->activity; });
  candidates.resize(candidates.size() / 2);
  for (Clause* const clause : candidates) kill(*clause);
}

void ClauseDatabase::free_dead() { dead_.clear_and_dispose(destroy); }

}  // namespace moccasin::engine
