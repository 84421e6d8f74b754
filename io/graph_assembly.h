// SPDX-License-Identifier: Apache-2.0
// Puts a graph together from nodes, edges and an order that a file may give in any sequence: ids
// are looked up when all is read. What every dialect shares.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "io/graph_file.h"
#include "io/json_checker.h"
#include "io/node_id.h"
#include "io/whole_number.h"
#include "model/graph_builder.h"

namespace moccasin::io {

struct NodeRecord {
  struct Output {
    std::int64_t size = 0;
    model::Retain retain = model::Retain::no;
  };
  NodeId id;
  std::string kind = {};  // of the operation, for people
  ExactDecimal duration = {};
  std::int64_t workspace = 0;
  std::int32_t max_copies = 0;
  std::vector<Output> outputs = {};
};

struct EdgeRecord {
  NodeId producer, consumer;
  std::size_t output = 0;  // of the producer
};

// How the file calls its parts, for messages: {"edges", "", "", "order"} where an edge is an array.
struct PartNames {
  std::string_view edges, producer, consumer, order;
};

// "output 3 does not exist: 'conv' has 2 outputs, 0 to 1".
[[nodiscard]] std::string no_such_output(std::int64_t output, const NodeId& node,
                                         std::size_t outputs);

class GraphAssembly {
 public:
  GraphAssembly(PartNames names, JsonChecker& check) : names_(names), check_(check) {}

  void add_node(NodeRecord node);
  void add_edge(EdgeRecord edge) { edges_.push_back(std::move(edge)); }
  void begin_order() { ordered_ = true; }
  // `name`, which outlives this object, is what messages call the order.
  void begin_order(std::string_view name) {
    names_.order = name;
    begin_order();
  }
  void add_to_order(NodeId id) { order_.push_back(std::move(id)); }
  void set_resident(std::int64_t bytes) { builder_.set_resident(bytes); }
  void set_alignment(std::int64_t bytes) {
    builder_.set_alignment(bytes);
    file_.alignment = bytes;
  }
  // The parts of the file that need no assembly: name, producer, units.
  [[nodiscard]] GraphFile& header() { return file_; }

  // Call once, when all is added.
  [[nodiscard]] Result<GraphFile> finish(const std::string& source);

 private:
  void connect(std::size_t edge);
  void scale_durations();
  void put_in_order();

  PartNames names_;
  JsonChecker& check_;
  GraphFile file_;
  model::GraphBuilder builder_;
  NodeIds ids_;
  std::vector<NodeId> id_of_;                   // by operation
  std::vector<std::uint32_t> first_output_{0};  // by operation, and one behind the last
  std::vector<EdgeRecord> edges_;
  std::vector<std::uint8_t> places_;  // decimal ones of durations; none while all are 0
  std::vector<NodeId> order_;
  bool ordered_ = false;
};

}  // namespace moccasin::io
