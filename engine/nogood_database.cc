// SPDX-License-Identifier: Apache-2.0
#include "engine/nogood_database.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

namespace moccasin::engine {
namespace {

constexpr float kLargest = 1e20f;  // of activities; they are rescaled beyond

void destroy(Nogood* nogood) {
  nogood->~Nogood();
  ::operator delete(nogood);
}

}  // namespace

NogoodDatabase::~NogoodDatabase() {
  for (List* const list : {&problem_, &core_, &mid_, &local_, &dead_}) {
    list->clear_and_dispose(destroy);
  }
}

Nogood& NogoodDatabase::create(std::span<const Literal> literals, Tier tier) {
  MOCCASIN_ASSERT(literals.size() >= 2);
  void* const memory = ::operator new(sizeof(Nogood) + literals.size() * sizeof(Literal));
  auto* const nogood = new (memory) Nogood;
  std::uninitialized_copy(literals.begin(), literals.end(), reinterpret_cast<Literal*>(nogood + 1));
  nogood->size = static_cast<std::uint32_t>(literals.size());
  nogood->tier = tier;
  list_of(tier).push_back(*nogood);
  return *nogood;
}

NogoodDatabase::List& NogoodDatabase::list_of(Tier tier) {
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

Nogood& NogoodDatabase::add_problem(std::span<const Literal> literals) {
  return create(literals, Tier::problem);
}

Nogood& NogoodDatabase::add_learned(std::span<const Literal> literals, std::uint32_t glue) {
  const Tier tier = glue <= kCoreGlue ? Tier::core : glue <= kMidGlue ? Tier::mid : Tier::local;
  Nogood& nogood = create(literals, tier);
  nogood.glue = glue;
  nogood.activity = increment_;
  nogood.used = true;
  return nogood;
}

void NogoodDatabase::move_to(Nogood& nogood, Tier tier) {
  list_of(nogood.tier).erase(List::s_iterator_to(nogood));
  nogood.tier = tier;
  list_of(tier).push_back(nogood);
}

void NogoodDatabase::bump(Nogood& nogood, std::uint32_t glue) {
  if (nogood.tier == Tier::problem) return;
  nogood.used = true;
  nogood.activity += increment_;
  if (nogood.activity > kLargest) rescale();
  if (glue >= nogood.glue) return;
  nogood.glue = glue;
  if (glue <= kCoreGlue && nogood.tier != Tier::core) {
    move_to(nogood, Tier::core);
  } else if (glue <= kMidGlue && nogood.tier == Tier::local) {
    move_to(nogood, Tier::mid);
  }
}

void NogoodDatabase::decay() {
  increment_ *= 1 / kDecay;
  if (increment_ > kLargest) rescale();
}

void NogoodDatabase::rescale() {
  for (List* const list : {&core_, &mid_, &local_}) {
    for (Nogood& nogood : *list) nogood.activity /= kLargest;
  }
  increment_ /= kLargest;
}

void NogoodDatabase::mark_dead(const Test& locked, const Test& satisfied) {
  const auto kill = [this](Nogood& nogood) {
    nogood.dead = true;
    list_of(nogood.tier).erase(List::s_iterator_to(nogood));
    dead_.push_back(nogood);
  };
  for (List* const list : {&core_, &mid_, &local_}) {
    for (auto it = list->begin(); it != list->end();) {
      Nogood& nogood = *it++;
      if (satisfied(nogood) && !locked(nogood)) kill(nogood);
    }
  }
  for (auto it = mid_.begin(); it != mid_.end();) {
    Nogood& nogood = *it++;
    if (!nogood.used) move_to(nogood, Tier::local);
    nogood.used = false;
  }
  std::vector<Nogood*> candidates;
  for (Nogood& nogood : local_) {
    if (!locked(nogood)) candidates.push_back(&nogood);
  }
  // Equal activities are told apart by age, so that runs can be repeated.
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Nogood* a, const Nogood* b) { return a->activity < b->activity; });
  candidates.resize(candidates.size() / 2);
  for (Nogood* const nogood : candidates) kill(*nogood);
}

void NogoodDatabase::free_dead() { dead_.clear_and_dispose(destroy); }

}  // namespace moccasin::engine
