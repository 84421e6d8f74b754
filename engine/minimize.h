// SPDX-License-Identifier: Apache-2.0
// Takes premises out of a nogood that follow from the others (Sorensson, Biere, SAT 2009): a
// premise goes if every premise of its reason is a root fact, goes itself by the same rule, or is
// implied by a premise of the nogood on the same variable, set earlier on the trail. That last part
// is the semantic one: [x >= 3] is implied by [x >= 5].
//
// Everything a premise is derived from stands earlier on the trail than itself, so premises cannot
// take each other out in a circle.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/explainer.h"
#include "engine/literal.h"
#include "engine/replay.h"
#include "engine/trail.h"

namespace moccasin::engine {

// A premise and the entry that provides it.
struct Supported {
  Position position = 0;
  Literal literal;
};

class Minimize {
 public:
  Minimize(const Trail& trail, Explainer& explainer) : trail_(trail), explainer_(explainer) {}

  void add_variable() {
    premise_of_.push_back(kNone);
    premise_of_.push_back(kNone);
  }

  // Shortens `premises`, at most one a variable, whose first is the implication point and stays.
  void minimize(std::vector<Supported>& premises, Derivation* derivation);

  [[nodiscard]] std::uint64_t removed() const { return removed_; }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  // How deep the recursion goes, and how many explanations one nogood may take: beyond that a
  // premise just stays, since to remove the last ones costs more than they do.
  static constexpr int kDeepest = 40;
  static constexpr int kExplanations = 400;
  // Removable: it follows from the nogood's other premises; poison: it does not.
  enum class Verdict : std::uint8_t { unknown, removable, poison };

  // Whether `literal`, provided by the entry at `position`, follows from premises of the nogood
  // that stand before it.
  bool removable(Position position, Literal literal, int depth);
  bool implied(Literal premise, Position before, int depth);

  const Trail& trail_;
  Explainer& explainer_;
  const std::vector<Supported>* premises_ = nullptr;
  Derivation* derivation_ = nullptr;
  base::IndexedVector<Var, std::uint32_t> premise_of_;  // a variable's place in `premises_`
  std::vector<Verdict> verdict_;                        // by position, on its whole bound
  std::vector<Position> to_clear_;                      // the positions that have a verdict
  std::vector<Level> levels_;                           // those the nogood has
  int explanations_left_ = 0;
  std::uint64_t removed_ = 0;
};

}  // namespace moccasin::engine
