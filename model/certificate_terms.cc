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
        std::ranges::for_each(graph.readers(tensor), reach);
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
    : graph_(graph), certificate_(certificate) {
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

Wide CertificateTerms::cost(OpIndex op) const {
  return Wide{graph_.operation(op).duration} * certificate_.scale / certificate_.upper;
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
                         .other = after,
                         .input = std::vector<bool>(graph_.num_tensors(), false),
                         .needed = std::vector<bool>(graph_.num_tensors(), false),
                         .own = bytes_while_running(graph_, t)};
  event.other.flip();
  event.other[t.value()] = false;
  for (const TensorIndex tensor : graph_.inputs(t)) event.input[tensor.value()] = true;
  for (const TensorIndex tensor : graph_.tensors()) {
    if (!event.other[graph_.tensor(tensor).producer.value()]) continue;
    event.needed[tensor.value()] = graph_.tensor(tensor).retain == Retain::yes ||
                                   std::ranges::any_of(graph_.readers(tensor), [&](OpIndex reader) {
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
