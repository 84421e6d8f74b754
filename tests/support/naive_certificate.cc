// SPDX-License-Identifier: Apache-2.0
#include "tests/support/naive_certificate.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "base/wide_int.h"
#include "tests/support/matrix_flow.h"

namespace moccasin::test {
namespace {

using base::Wide;
using model::CertificateNode;
using model::CertificateStep;
using model::CostVarIndex;
using model::OpIndex;
using model::TensorIndex;

enum class Known { open, never, surely };
using State = base::IndexedVector<CostVarIndex, Known>;
using Prices = std::map<OpIndex, std::int64_t>;

constexpr std::int64_t kInfinite = std::int64_t{1} << 60;

class Writer {
 public:
  Writer(const model::Problem& problem, std::int64_t bound, base::Random& random)
      : problem_(problem), graph_(*problem.graph), random_(random) {
    claim_ = bound - graph_.base_duration();
    unit_ = duration_unit(graph_);
    certificate_ = {.order = problem.order,
                    .max_copies = problem.max_copies,
                    .budget = problem.budget,
                    .bound = bound,
                    .scale = std::array<std::int64_t, 4>{1, 7, 1000, 100000000000}[random.below(4)],
                    .upper = random.between(1, 2 * claim_),
                    .split = {},
                    .proof = {}};
    std::int64_t grain = 0;
    for (const OpIndex op : graph_.operations()) {
      grain = std::gcd(grain, graph_.operation(op).workspace);
    }
    for (const TensorIndex x : graph_.tensors()) grain = std::gcd(grain, graph_.tensor(x).size);
    memory_ = problem.budget - graph_.resident();
    if (grain > 0) memory_ -= memory_ % grain;
    find_ancestors();
    split_some();
  }

  NaiveCertificate write() {
    State root(op_.size(), Known::open);
    for (const CostVarIndex p : root.indices()) {
      const OpIndex op = op_[p];
      const bool once = problem_.copies_allowed(op) == 1 || graph_.operation(op).duration >= claim_;
      if (once) root[p] = Known::never;
    }
    const bool proves = node(root);
    return {std::move(certificate_), proves};
  }

 private:
  // before_[u][v]: u surely runs before v.
  void find_ancestors() {
    before_.assign(graph_.num_operations(), std::vector<bool>(graph_.num_operations(), false));
    for (const OpIndex v : graph_.base_order()) {
      for (const OpIndex u : graph_.operations()) {
        if (problem_.order == model::Order::kept) {
          before_[u.value()][v.value()] = graph_.base_position(u) < graph_.base_position(v);
          continue;
        }
        for (const TensorIndex x : graph_.inputs(v)) {
          const OpIndex producer = graph_.tensor(x).producer;
          if (u == producer || before(u, producer)) before_[u.value()][v.value()] = true;
        }
      }
    }
  }
  [[nodiscard]] bool before(OpIndex u, OpIndex v) const { return before_[u.value()][v.value()]; }
  // Some operations, with use sets at random, as many as come out one after the other.
  void split_some() {
    for (const OpIndex op : graph_.operations()) cost_vars_.push_back({op_.push_back(op)});
    use_sets_ = base::IndexedVector<OpIndex, std::vector<std::vector<OpIndex>>>(cost_vars_.size());
    for (const OpIndex op : graph_.operations()) {
      if (!random_.chance(0.3)) continue;
      // Every cost variable more may double the tree.
      for (int i = 0; i < 4 && op_.size() + use_sets_[op].size() < cost_vars_.size() + 2; ++i) {
        std::vector<OpIndex> use_set = random_read(op);
        if (use_set.empty()) break;
        const auto follows = [&](OpIndex last) {
          return std::any_of(use_set.begin(), use_set.end(),
                             [&](OpIndex next) { return next == last || before(last, next); });
        };
        auto& use_sets = use_sets_[op];
        const bool in_order = use_sets.empty() ||
                              std::all_of(use_sets.back().begin(), use_sets.back().end(), follows);
        if (in_order) use_sets.push_back(std::move(use_set));
      }
      if (use_sets_[op].empty()) continue;
      certificate_.split.push_back({op, use_sets_[op]});
      for (std::size_t k = 0; k < use_sets_[op].size(); ++k)
        cost_vars_[op].push_back(op_.push_back(op));
    }
  }

  // One reader of each tensor that anybody wants; none: of some there is none.
  std::vector<OpIndex> random_read(OpIndex op) {
    std::vector<OpIndex> use_set;
    for (const TensorIndex x : graph_.outputs(op)) {
      const auto readers = graph_.readers(x);
      const bool kept = graph_.tensor(x).retain == model::Retain::yes && graph_.tensor(x).size > 0;
      if (readers.empty() && kept) return {};
      if (readers.empty() || (graph_.tensor(x).size == 0 && random_.chance(0.5))) continue;
      use_set.push_back(readers[random_.below(static_cast<std::uint32_t>(readers.size()))]);
    }
    return use_set;
  }

  // Of the interval that t is in; invalid: of none.
  [[nodiscard]] CostVarIndex cost_var(OpIndex u, OpIndex t) const {
    std::size_t over = 0, to_come = 0;
    for (const std::vector<OpIndex>& use_set : use_sets_[u]) {
      const auto is_over = [&](OpIndex r) { return r == t || before(r, t); };
      if (over + to_come > 0 && to_come > 0) {
        ++to_come;  // after one that is
      } else if (std::all_of(use_set.begin(), use_set.end(), is_over)) {
        ++over;
      } else if (std::all_of(use_set.begin(), use_set.end(),
                             [&](OpIndex r) { return before(t, r); })) {
        ++to_come;
      } else {
        return {};
      }
    }
    return cost_vars_[u][over];
  }

  [[nodiscard]] bool other(OpIndex u, OpIndex t) const { return u != t && !before(t, u); }
  // Whether there is a Y(u, t).
  [[nodiscard]] bool can_run(const State& state, OpIndex u, OpIndex t) const {
    const auto& cost_vars = cost_vars_[u];
    const bool pays = std::any_of(cost_vars.begin(), cost_vars.end(),
                                  [&](CostVarIndex p) { return state[p] != Known::never; });
    return other(u, t) && (pays || !before(u, t));
  }
  // Whether there is a P(u, t); it is Y(u, t), or they are two.
  [[nodiscard]] bool can_be_away(const State& state, OpIndex u, OpIndex t) const {
    const CostVarIndex p = cost_var(u, t);
    return can_run(state, u, t) && (!before(u, t) || !p.valid() || state[p] != Known::never);
  }
  [[nodiscard]] bool apart(OpIndex u, OpIndex t) const {
    return !use_sets_[u].empty() && before(u, t) && cost_var(u, t).valid();
  }
  [[nodiscard]] bool reads(OpIndex op, TensorIndex x) const {
    const auto inputs = graph_.inputs(op);
    return std::find(inputs.begin(), inputs.end(), x) != inputs.end();
  }
  [[nodiscard]] bool needed(TensorIndex x, OpIndex t) const {
    if (!other(graph_.tensor(x).producer, t)) return false;
    if (graph_.tensor(x).retain == model::Retain::yes) return true;
    const auto readers = graph_.readers(x);
    return std::any_of(readers.begin(), readers.end(), [&](OpIndex r) { return before(t, r); });
  }

  [[nodiscard]] std::int64_t cost(OpIndex op) const {
    return static_cast<std::int64_t>(Wide{graph_.operation(op).duration} * certificate_.scale /
                                     certificate_.upper);
  }
  [[nodiscard]] bool refuted(std::int64_t value) const {
    return Wide{value} * certificate_.upper > Wide{claim_ - unit_} * certificate_.scale;
  }
  [[nodiscard]] std::int64_t capacity(std::int64_t price, std::int64_t bytes) const {
    return price == 0 ? 0 : static_cast<std::int64_t>(Wide{price} * bytes / memory_);
  }

  [[nodiscard]] std::int64_t fixed(const State& state, OpIndex t) const {
    std::int64_t bytes = graph_.operation(t).workspace;
    for (const TensorIndex x : graph_.tensors()) {
      const OpIndex producer = graph_.tensor(x).producer;
      const bool there =
          producer == t || reads(t, x) || (needed(x, t) && !can_be_away(state, producer, t));
      if (there) bytes += graph_.tensor(x).size;
    }
    return bytes;
  }

  [[nodiscard]] bool is_full(const State& state, OpIndex t) const {
    return fixed(state, t) > memory_;
  }

  // One node of the network; arcs that cannot be lead nowhere and have no capacity.
  std::size_t y(OpIndex v, OpIndex t) const {
    return 2 + v.value() * graph_.num_operations() + t.value();
  }
  // P, which may be Y.
  std::size_t p(OpIndex v, OpIndex t) const {
    const std::size_t n = graph_.num_operations();
    return apart(v, t) ? 2 + n * (n + graph_.num_tensors() + v.value()) + op_.size() + t.value()
                       : y(v, t);
  }
  std::size_t a(TensorIndex x, OpIndex t) const {
    const std::size_t n = graph_.num_operations();
    return 2 + n * (n + x.value()) + t.value();
  }
  std::size_t z(CostVarIndex cost_var) const {
    const std::size_t n = graph_.num_operations();
    return 2 + n * (n + graph_.num_tensors()) + cost_var.value();
  }

  struct Step {
    CertificateStep step;
    base::IndexedVector<CostVarIndex, std::int64_t> spent;
  };

  // What these prices prove. Pre-condition: nothing fixed is too much.
  Step step_of(const State& state, const Prices& prices) const {
    const std::size_t n = graph_.num_operations();
    const std::size_t apart_nodes = op_.size() > n ? n * n : 0;
    MatrixFlow network(2 + n * (n + graph_.num_tensors()) + op_.size() + apart_nodes);
    const auto missing = [&](TensorIndex x, OpIndex t) { return !needed(x, t) && !reads(t, x); };
    // All arcs there may be, by visit(list, from, to, capacity, add to the list).
    Step result{{}, base::IndexedVector<CostVarIndex, std::int64_t>(op_.size(), 0)};
    CertificateStep& step = result.step;
    const auto for_each_arc = [&](const auto& visit) {
      for (const OpIndex t : graph_.operations()) {
        const auto price = prices.find(t);
        const std::int64_t paid = price == prices.end() ? 0 : price->second;
        for (const OpIndex v : graph_.operations()) {
          if (!can_run(state, v, t)) continue;
          std::int64_t bytes = 0;
          for (const TensorIndex x : graph_.outputs(v)) {
            if (needed(x, t) && !reads(t, x)) bytes += graph_.tensor(x).size;
          }
          if (can_be_away(state, v, t)) {
            visit(0, p(v, t), capacity(paid, bytes), [&, t, v](std::int64_t flow) {
              step.live.push_back({t, v, flow});
            });
            if (apart(v, t)) {
              visit(p(v, t), y(v, t), kInfinite, [&, t, v](std::int64_t flow) {
                step.later.push_back({t, v, flow});
              });
            }
            const CostVarIndex pays = cost_var(v, t);
            const bool one = apart(v, t) || use_sets_[v].empty();
            if (one && before(v, t) && state[pays] == Known::open) {
              visit(p(v, t), z(pays), kInfinite,
                    [&, pays](std::int64_t flow) { result.spent[pays] += flow; });
            }
          }
          for (const OpIndex s : graph_.operations()) {
            if (!can_run(state, v, s) || !before(s, t)) continue;
            visit(y(v, t), y(v, s), kInfinite, [&, t, v, s](std::int64_t flow) {
              step.earlier.push_back({t, v, s, flow});
            });
          }
          for (const TensorIndex x : graph_.inputs(v)) {
            if (!missing(x, t)) continue;
            visit(y(v, t), a(x, t), kInfinite, [&, t, v, x](std::int64_t flow) {
              step.reads.push_back({t, v, x, flow});
            });
          }
        }
        for (const TensorIndex x : graph_.tensors()) {
          const OpIndex u = graph_.tensor(x).producer;
          if (!other(u, t) || !missing(x, t)) continue;
          visit(a(x, t), can_be_away(state, u, t) ? p(u, t) : 1,
                capacity(paid, graph_.tensor(x).size), [&, t, x](std::int64_t flow) {
                  step.holds.push_back({t, x, flow});
                });
        }
      }
      for (const CostVarIndex pays : state.indices()) {
        if (state[pays] == Known::open) visit(z(pays), 1, cost(op_[pays]), [](std::int64_t) {});
      }
    };
    for_each_arc([&](std::size_t from, std::size_t to, std::int64_t capacity, const auto&) {
      network.add(from, to, capacity);
    });
    network.solve();
    for_each_arc([&](std::size_t from, std::size_t to, std::int64_t, const auto& list) {
      if (network.flow(from, to) > 0) list(network.flow(from, to));
    });
    for (const CostVarIndex pays : state.indices()) {
      if (state[pays] == Known::surely) step.value += cost(op_[pays]);
    }
    for (const CertificateStep::Live& live : step.live) step.value += live.flow;
    for (const auto& [t, price] : prices) {
      step.prices.push_back({t, price});
      const Wide worth = Wide{price} * (memory_ - fixed(state, t));
      step.value -= static_cast<std::int64_t>((worth + memory_ - 1) / memory_);
    }
    return result;
  }

  std::int64_t price_up_to(std::int64_t most) {
    return static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(most + 1));
  }

  // Climbs from no prices at all, one random change after the other.
  Step best_step(const State& state) {
    Prices best;
    Step step = step_of(state, best);
    if (memory_ == 0) return step;
    std::int64_t total = 1;
    for (const OpIndex v : graph_.operations()) total += cost(v);
    for (int i = 0; i < 25 && !refuted(step.step.value); ++i) {
      Prices next = best;
      for (auto changes = random_.between(1, 2); changes > 0; --changes) {
        const OpIndex t(random_.below(static_cast<std::uint32_t>(graph_.num_operations())));
        if (!is_full(state, t)) next[t] = random_.chance(0.1) ? 0 : price_up_to(4 * total);
      }
      Step other = step_of(state, next);
      if (other.step.value < step.step.value) continue;
      step = std::move(other);
      best = std::move(next);
    }
    return step;
  }

  // Writes the node and all below it. False if something there is not refuted.
  bool node(State state) {
    const std::size_t at = certificate_.proof.size();
    certificate_.proof.emplace_back();
    for (;;) {
      const bool decided =
          std::none_of(state.begin(), state.end(), [](Known k) { return k == Known::open; });
      if (full_soon_ || decided) {
        for (const OpIndex t : graph_.operations()) {
          if (!is_full(state, t)) continue;
          certificate_.proof[at].steps.emplace_back();
          certificate_.proof[at].steps.back().prices = {{t, random_.between(0, 1)}};
          return true;
        }
      }
      Step step = best_step(state);
      const bool done = refuted(step.step.value);
      for (const CostVarIndex pays : state.indices()) {
        if (done || state[pays] != Known::open) continue;
        if (!refuted(step.step.value + cost(op_[pays]) - step.spent[pays])) continue;
        state[pays] = Known::never;
        step.step.never.push_back(pays);
      }
      const bool again = !step.step.never.empty();
      certificate_.proof[at].steps.push_back(std::move(step.step));
      if (done) return true;
      if (!again) break;
    }
    std::vector<CostVarIndex> open;
    for (const CostVarIndex pays : state.indices()) {
      if (state[pays] == Known::open) open.push_back(pays);
    }
    if (open.empty()) return false;
    const CostVarIndex v = open[random_.below(static_cast<std::uint32_t>(open.size()))];
    certificate_.proof[at].branch = v;
    state[v] = Known::never;
    const bool first = node(state);
    state[v] = Known::surely;
    return node(state) && first;
  }

  const model::Problem& problem_;
  const model::Graph& graph_;
  base::Random& random_;
  model::Certificate certificate_;
  std::int64_t claim_ = 0, unit_ = 1, memory_ = 0;
  bool full_soon_ = random_.chance(0.3);  // a node is refuted by an event too full, or only at last
  std::vector<std::vector<bool>> before_;
  base::IndexedVector<CostVarIndex, OpIndex> op_;
  base::IndexedVector<OpIndex, std::vector<CostVarIndex>> cost_vars_;
  base::IndexedVector<OpIndex, std::vector<std::vector<OpIndex>>> use_sets_;
};

}  // namespace

std::int64_t duration_unit(const model::Graph& graph) {
  std::int64_t unit = 0;
  for (const OpIndex op : graph.operations()) unit = std::gcd(unit, graph.operation(op).duration);
  return unit == 0 ? 1 : unit;
}

NaiveCertificate naive_certificate(const model::Problem& problem, std::int64_t bound,
                                   base::Random& random) {
  return Writer(problem, bound, random).write();
}

}  // namespace moccasin::test
