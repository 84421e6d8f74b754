// SPDX-License-Identifier: Apache-2.0
// Looks for prices with a high bound: the Lagrangian dual of the closure (closure_network.h), which
// is concave, and known only where a minimum cut was found. Cuts give linearizations above it, the
// bundle (bundle.h) the next prices. On the way, what a bound beyond the cutoff excludes is fixed.
//
//               x
//             .' `.         the linearizations of two cuts, which were found at o
//           o'.--.`o        x: where they promise most, the next prices
//         .'.'    `.`.      below both: the bound itself, by price
#pragma once

#include <memory>
#include <optional>

#include "search/bound/closure_state.h"

namespace moccasin::search {

class DualAscent {
 public:
  // All outlive this; `cost_vars` and `events` may grow between calls.
  DualAscent(EventScan& scan, const CostVars& cost_vars, const std::vector<Op>& events,
             const CostScale& scale)
      : scan_(scan), cost_vars_(cost_vars), events_(events), scale_(scale) {}

  enum class Result { refuted, done, stopped };
  // At most so many `iterations`, or until one can gain little: less than `gain` of the cutoff.
  // Stops between two cuts where the share has ended, and within one, which may take long, where
  // the meter has. The cut that a run ends with, if nothing stops it, is not counted.
  Result run(ClosureNode& node, int iterations, double gain, Share& share);

  // By cost variable: how much of the weight of the last run's cuts has it paid.
  [[nodiscard]] const std::vector<double>& primal_average() const { return primal_average_; }
  [[nodiscard]] std::uint64_t flows() const { return flows_; }

  // The network of a node at its prices, evaluated; null: refuted.
  std::unique_ptr<ClosureNetwork> network_of(ClosureNode& node);

  // Where to write what is refuted and fixed; null: nowhere.
  void write_to(ProofLog* log) { log_ = log; }
  [[nodiscard]] ProofLog* log() const { return log_; }
  // That what surely runs again costs too much, or some event is overfull.
  void write_unpriced(const ClosureNode& node) const;
  // The step that the last evaluation is.
  [[nodiscard]] ProofStep last_step() const { return {events_, rounded_, {}}; }
  [[nodiscard]] static ProofStep step_at(const ClosureNode& node);

 private:
  class Ascent;

  std::unique_ptr<ClosureNetwork> build(ClosureNode& node);
  // Clips the prices to what the network takes. Nothing: given up.
  std::optional<std::int64_t> evaluate(ClosureNetwork& network, std::vector<double>& prices,
                                       Meter* meter);
  // Fixes what `bound` excludes; returns how many.
  std::size_t fix(const ClosureNetwork& network, std::int64_t bound, ClosureNode& node) const;
  void write(const ClosureNode& node, ProofStep step) const;
  [[nodiscard]] Linearization linearization_of(const ClosureNetwork& network, const Fixings& again,
                                               const std::vector<double>& prices,
                                               std::int64_t bound) const;
  void align(ClosureNode& node) const;

  EventScan& scan_;
  const CostVars& cost_vars_;
  const std::vector<Op>& events_;
  const CostScale& scale_;
  std::vector<double> primal_average_;
  std::vector<ClosureNetwork::Price> rounded_;
  ProofLog* log_ = nullptr;
  std::uint64_t flows_ = 0;
};

}  // namespace moccasin::search
