// SPDX-License-Identifier: Apache-2.0
#include "model/certificate_terms.h"

#include <algorithm>
#include <numeric>

namespace moccasin::model {
namespace {

using base::Wide;

std::int64_t one_if_zero(std::int64_t divisor) { return divisor == 0 ? 1 : divisor; }

Wide bytes_of(const Graph& graph, std::span<const TensorIndex> tensors) {
  Wide bytes = 0;
  for (const TensorIndex tensor : tensors) bytes += graph.tensor(tensor).size;
  return bytes;
}

Wide bytes_while_running(const Graph& graph, OpIndex op) {
  return bytes_of(graph, graph.inputs(op)) + bytes_of(graph, graph.outputs(op)) +
         graph.operation(op).workspace;
}

enum class Side { ancestors, descendants };

std::vector<bool> reachable(const Graph& graph, OpIndex from, Side side) {
  std::vector<bool> seen(graph.num_operations(), false);
  std::vector<OpIndex> pending{from};
  const auto reach = [&](OpIndex op) {
    if (seen[op.value()]) return;
    seen[op.value()] = true;
    pending.push_back(op);
  };
  while (!pending.empty()) {
    const OpIndex op = pending.back();
    pending.pop_back();
    if (side == Side::ancestors) {
      for (const TensorIndex tensor : graph.inputs(op)) reach(graph.tensor(tensor).producer);
    } else {
      for (const TensorIndex tensor : graph.outputs(op)) {
        for (const OpIndex reader : graph.readers(tensor)) reach(reader);
      }
    }
  }
  return seen;
}

std::vector<bool> in_base_order(const Graph& graph, OpIndex t, Side side) {
  std::vector<bool> seen(graph.num_operations(), false);
  for (const OpIndex op : graph.operations()) {
    seen[op.value()] = side == Side::ancestors ? graph.base_position(op) < graph.base_position(t)
                                               : graph.base_position(op) > graph.base_position(t);
  }
  return seen;
}

}  // namespace

CertificateTerms::CertificateTerms(const Graph& graph, const Certificate& certificate)
    : graph_(graph),
      certificate_(certificate),
      cost_vars_(graph.num_operations()),
      split_(graph.num_operations(), nullptr) {
  std::int64_t duration_unit = 0, memory_unit = 0;
  for (const OpIndex op : graph.operations()) {
    duration_unit = std::gcd(duration_unit, graph.operation(op).duration);
    memory_unit = std::gcd(memory_unit, graph.operation(op).workspace);
  }
  for (const TensorIndex tensor : graph.tensors()) {
    memory_unit = std::gcd(memory_unit, graph.tensor(tensor).size);
  }
  unit_ = one_if_zero(duration_unit);
  claim_ = Wide{certificate.bound} - graph.base_duration();
  const Wide room = Wide{certificate.budget} - graph.resident();
  // Rounded down; below 0 any number says the same.
  memory_ = room < 0 ? room : room - room % one_if_zero(memory_unit);
}

bool CertificateTerms::nothing_fits() const {
  if (memory_ < 0) return true;
  for (const OpIndex op : graph_.operations()) {
    if (bytes_while_running(graph_, op) > memory_) return true;
  }
  return false;
}

std::optional<std::string> CertificateTerms::broken_split() {
  for (const OpIndex op : graph_.operations()) cost_vars_[op].push_back(op_.push_back(op));
  for (std::size_t i = 0; i < certificate_.split.size(); ++i) {
    const CertificateSplit& split = certificate_.split[i];
    const std::string where = "split[" + std::to_string(i) + "]: ";
    if (split.op.value() >= graph_.num_operations()) return where + "there is no such operation";
    if (split_[split.op] != nullptr) return where + "the operation stands there twice";
    if (const auto problem = broken_use_sets(split)) return where + *problem;
    split_[split.op] = &split;
    for (std::size_t k = 0; k < split.use_sets.size(); ++k) {
      cost_vars_[split.op].push_back(op_.push_back(split.op));
    }
  }
  return std::nullopt;
}

std::optional<std::string> CertificateTerms::broken_use_sets(const CertificateSplit& split) {
  if (split.use_sets.empty()) return "there is no use set";
  for (const std::vector<OpIndex>& use_set : split.use_sets) {
    if (use_set.empty()) return "a use set is empty";
    for (const OpIndex op : use_set) {
      if (op.value() >= graph_.num_operations()) return "there is no such operation in a read";
    }
    for (const TensorIndex tensor : graph_.outputs(split.op)) {
      const auto readers = graph_.readers(tensor);
      const Tensor& output = graph_.tensor(tensor);
      const bool wanted = !readers.empty() || output.retain == Retain::yes;
      if (output.size == 0 || !wanted) continue;
      const bool all = std::any_of(use_set.begin(), use_set.end(), [&](OpIndex op) {
        return std::find(readers.begin(), readers.end(), op) != readers.end();
      });
      if (!all) return "a use set leaves out an output";
    }
  }
  for (std::size_t k = 1; k < split.use_sets.size(); ++k) {
    const std::vector<OpIndex>& next = split.use_sets[k];
    for (const OpIndex op : split.use_sets[k - 1]) {
      const bool in_order = std::any_of(next.begin(), next.end(), [&](OpIndex later) {
        return later == op || is_before(op, later);
      });
      if (!in_order) return "a read is not surely before the next";
    }
  }
  return std::nullopt;
}

// As event() has it; no event is made for what order kept says anyway.
bool CertificateTerms::is_before(OpIndex op, OpIndex t) {
  if (certificate_.order == Order::free) return event(t).before[op.value()];
  return graph_.base_position(op) < graph_.base_position(t);
}

CostVarIndex CertificateTerms::cost_var(OpIndex op, OpIndex t) {
  if (split_[op] == nullptr) return cost_vars_[op][0];
  const CertificateEvent& at = event(t);
  std::size_t interval = 0;
  for (const std::vector<OpIndex>& use_set : split_[op]->use_sets) {
    const auto is_over = [&](OpIndex r) { return r == t || at.before[r.value()]; };
    const auto is_to_come = [&](OpIndex r) { return bool{at.after[r.value()]}; };
    if (std::all_of(use_set.begin(), use_set.end(), is_to_come)) break;
    if (!std::all_of(use_set.begin(), use_set.end(), is_over)) return {};
    ++interval;
  }
  return cost_vars_[op][interval];
}

Wide CertificateTerms::cost(CostVarIndex cost_var) const {
  return Wide{graph_.operation(op_[cost_var]).duration} * certificate_.scale / certificate_.upper;
}

bool CertificateTerms::refuted(Wide value) const {
  return value * certificate_.upper > (claim_ - unit_) * certificate_.scale;
}

bool CertificateTerms::never_at_root(OpIndex op) const {
  const Problem problem{&graph_, certificate_.budget, certificate_.order, certificate_.max_copies};
  return problem.copies_allowed(op) == 1 || graph_.operation(op).duration >= claim_;
}

CertificateEvent CertificateTerms::make_event(OpIndex t) const {
  const auto all = certificate_.order == Order::kept ? in_base_order : reachable;
  const std::vector<bool> after = all(graph_, t, Side::descendants);
  CertificateEvent event{.before = all(graph_, t, Side::ancestors),
                         .after = after,
                         .other = after,
                         .input = std::vector<bool>(graph_.num_tensors(), false),
                         .needed = std::vector<bool>(graph_.num_tensors(), false),
                         .own = bytes_while_running(graph_, t)};
  event.other.flip();
  event.other[t.value()] = false;
  for (const TensorIndex tensor : graph_.inputs(t)) event.input[tensor.value()] = true;
  for (const TensorIndex tensor : graph_.tensors()) {
    if (!event.other[graph_.tensor(tensor).producer.value()]) continue;
    const auto readers = graph_.readers(tensor);
    event.needed[tensor.value()] = graph_.tensor(tensor).retain == Retain::yes ||
                                   std::any_of(readers.begin(), readers.end(), [&](OpIndex reader) {
                                     return bool{after[reader.value()]};
                                   });
  }
  return event;
}

const CertificateEvent& CertificateTerms::event(OpIndex t) {
  const auto known = events_.find(t);
  if (known != events_.end()) return known->second;
  return events_.emplace(t, make_event(t)).first->second;
}

std::string digits(Wide value) {
  if (value < 0) return "-" + digits(-value);
  std::string text = value < 10 ? "" : digits(value / 10);
  return text += static_cast<char>('0' + static_cast<int>(value % 10));
}

}  // namespace moccasin::model
