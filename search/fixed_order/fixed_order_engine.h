// SPDX-License-Identifier: Apache-2.0
// An engine with all that a search in a fixed order needs, that of a problem with the order kept:
// the encoding, what is known already, what decides. It is thrown away when the encoding changes,
// or what it has learned is more in the way than it helps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "model/encoding/encoding.h"
#include "search/cdcl/activity_brancher.h"
#include "search/cdcl/cdcl.h"
#include "search/fixed_order/closure_brancher.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

class FixedOrderEngine {
 public:
  // What is known of all schedules that are looked for. Durations are those of the recomputations,
  // in units of the encoding.
  struct Facts {
    std::int64_t lower = 0, upper = INT64_MAX;  // the duration is at least, and less than
    std::vector<std::pair<Op, Again>> fixings;  // whether an operation runs again
    std::optional<ClosureStart> closure;        // its fixings are among these
  };

  FixedOrderEngine(const CompiledGraph& graph, const encoding::CopiesModelled& copies,
                   const Facts& facts);

  // More facts.
  void raise_lower(std::int64_t lower);
  void lower_upper(std::int64_t upper);
  void fix(Op op, Again again);
  void add_closure(const ClosureStart& start);

  // Looks for a duration of at most `most` (INT64_MAX: any), everything at its lowest first, within
  // so many conflicts and the share.
  [[nodiscard]] CdclOutcome refute(std::int64_t most, std::uint64_t conflicts, Share& share);
  // Looks near `known`, which has a value for each variable, under assumptions.
  [[nodiscard]] CdclOutcome look_near(std::vector<engine::Value> known,
                                      std::vector<engine::Literal> assumptions,
                                      std::uint64_t conflicts, Share& share);

  // Whether it stands at a fixpoint.
  [[nodiscard]] bool at_fixpoint() const { return engine_.at_fixpoint(); }
  // Pre-condition: a search has just found one.
  [[nodiscard]] engine::Domains solution() const { return engine_.domains(); }

  [[nodiscard]] const encoding::Encoding& encoding() const { return encoding_; }
  [[nodiscard]] const engine::Statistics& statistics() const { return engine_.statistics(); }
  [[nodiscard]] std::size_t num_learned() const { return engine_.num_learned(); }

 private:
  static constexpr std::uint64_t kRestartUnit = 50;  // conflicts; not measured by itself

  [[nodiscard]] std::vector<engine::Value> lowest_values() const;
  const CompiledGraph& graph_;
  engine::Engine engine_;
  const encoding::Encoding encoding_;
  ActivityBrancher brancher_;
  std::unique_ptr<ClosureBrancher> closure_brancher_;  // null: no closure
  Restart restart_{kRestartUnit};
};

}  // namespace moccasin::search
