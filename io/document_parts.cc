// SPDX-License-Identifier: Apache-2.0
#include "io/document_parts.h"

#include "io/fingerprint_text.h"
#include "io/json_text.h"

namespace moccasin::io {

std::optional<double> excess(std::int64_t value, std::int64_t base) {
  if (value == base) return 0.0;
  if (base <= 0) return std::nullopt;
  return static_cast<double>(value - base) / static_cast<double>(base);
}

void write_graph_facts(TextWriter& out, const GraphFile& graph) {
  MemberWriter facts(out);
  if (!graph.name.empty()) write_text(facts.key("name", ","), graph.name);
  write_text(facts.key("fingerprint", ","), fingerprint_text(graph.graph));
  facts.key("nodes", ",") << graph.graph.num_operations();
  facts.key("edges", ",") << graph.graph.num_reads();
  facts.close();
}

void write_scope(TextWriter& out, model::Order order, std::int32_t max_copies) {
  MemberWriter scope(out);
  TextWriter& copies = scope.key("max_copies", ",");
  max_copies == 0 ? copies << "null" : copies << max_copies;
  write_text(scope.key("order", ","), order == model::Order::kept ? "kept" : "free");
  scope.close();
}

}  // namespace moccasin::io
