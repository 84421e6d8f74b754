// SPDX-License-Identifier: Apache-2.0
#include "io/csv_graph.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "io/csv_rows.h"
#include "io/graph_assembly.h"
#include "io/text_amount.h"
#include "io/text_fault.h"
#include "io/text_node.h"

namespace moccasin::io {
namespace {

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

// A table row by row, its fields by the names of their columns.
class Table {
 public:
  Table(std::string_view text, std::span<const std::string_view> known)
      : rows_(text), known_(known), columns_(known.size(), kNoColumn) {}

  // Reads the header; columns that are not known go to `ignored` under `list`.
  [[nodiscard]] std::optional<TextFault> begin(std::string_view list, IgnoredKeys* ignored) {
    if (auto fault = next_row()) return fault;
    if (ended_) return TextFault{0, "the table is empty; its first line names the columns"};
    for (std::size_t i = 0; i < rows_.fields().size(); ++i) {
      const CsvField& field = rows_.fields()[i];
      const auto name = std::find(known_.begin(), known_.end(), field.text);
      if (name == known_.end()) {
        if (ignored != nullptr) ignored->add(list, 0, field.text);
        continue;
      }
      std::size_t& column = columns_[static_cast<std::size_t>(name - known_.begin())];
      if (column != kNoColumn) {
        return TextFault{field.offset, "the column '" + std::string(*name) + "' is there twice"};
      }
      column = i;
    }
    width_ = rows_.fields().size();
    return std::nullopt;
  }

  // The next row that is not an empty line; ended() if there is none.
  [[nodiscard]] std::optional<TextFault> next() {
    do {
      if (auto fault = next_row()) return fault;
    } while (!ended_ && rows_.fields().size() == 1 && rows_.fields()[0].text.empty());
    if (!ended_ && rows_.fields().size() != width_) {
      return TextFault{rows_.offset(), "has " + std::to_string(rows_.fields().size()) +
                                           " fields, but the first line " + std::to_string(width_)};
    }
    return std::nullopt;
  }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool has(std::size_t name) const { return columns_[name] != kNoColumn; }
  // Of the row: empty where it has none.
  [[nodiscard]] CsvField field(std::size_t name) const {
    return has(name) ? rows_.fields()[columns_[name]] : CsvField{{}, rows_.offset()};
  }
  [[nodiscard]] std::size_t offset() const { return rows_.offset(); }

 private:
  std::optional<TextFault> next_row() {
    switch (rows_.next()) {
      case CsvRows::Read::open_quote:
        return TextFault{rows_.offset(), "the quote is not closed"};
      case CsvRows::Read::after_quote:
        return TextFault{rows_.offset(), "expected ',' or the end of the line"};
      case CsvRows::Read::end:
        ended_ = true;
        break;
      case CsvRows::Read::row:
        break;
    }
    return std::nullopt;
  }

  CsvRows rows_;
  std::span<const std::string_view> known_;
  std::vector<std::size_t> columns_;  // by known name
  std::size_t width_ = 0;
  bool ended_ = false;
};

enum NodeColumn : std::size_t {
  kId,
  kDuration,
  kSize,
  kOutputs,
  kOp,
  kWorkspace,
  kCopies,
  kRetain
};
constexpr std::string_view kNodeColumns[] = {"id", "duration",  "size",       "outputs",
                                             "op", "workspace", "max_copies", "retain"};
enum EdgeColumn : std::size_t { kSource, kTarget, kOutput };
constexpr std::string_view kEdgeColumns[] = {"source", "target", "output"};

class Reader {
 public:
  [[nodiscard]] std::optional<TextFault> read_nodes(std::string_view text) {
    Table table(text, kNodeColumns);
    if (auto fault = table.begin("nodes", &assembly_.header().ignored)) return fault;
    for (const NodeColumn column : {kId, kDuration}) {
      if (!table.has(column)) {
        return TextFault{0, "no column '" + std::string(kNodeColumns[column]) + "'"};
      }
    }
    if (table.has(kSize) == table.has(kOutputs)) {
      return TextFault{0, table.has(kSize) ? "the columns 'size' and 'outputs' exclude each other"
                                           : "no column 'size' or 'outputs'"};
    }
    for (;;) {
      if (auto fault = table.next()) return fault;
      if (table.ended()) return std::nullopt;
      if (auto fault = read_node(table)) return fault;
    }
  }

  [[nodiscard]] std::optional<TextFault> read_edges(std::string_view text) {
    Table table(text, kEdgeColumns);
    if (auto fault = table.begin("edges", &assembly_.header().ignored)) return fault;
    for (const EdgeColumn column : {kSource, kTarget}) {
      if (!table.has(column)) {
        return TextFault{0, "no column '" + std::string(kEdgeColumns[column]) + "'"};
      }
    }
    for (;;) {
      if (auto fault = table.next()) return fault;
      if (table.ended()) return std::nullopt;
      if (auto fault = read_edge(table)) return fault;
    }
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    return assembly_.finish(source);
  }

 private:
  std::optional<TextFault> read_node(const Table& table) {
    const CsvField id = table.field(kId);
    if (id.text.empty()) return TextFault{id.offset, "the id is missing"};
    NodeRecord node{.id = id_in_text(id.text), .kind = std::string(table.field(kOp).text)};
    const auto fault_at = [&](NodeColumn column, const std::string& wrong) {
      return TextFault{table.field(column).offset, std::string(kNodeColumns[column]) + ": " +
                                                       wrong + " (node " + display(node.id) + ")"};
    };
    if (auto wrong = take_duration(table.field(kDuration).text, node.duration)) {
      return fault_at(kDuration, *wrong);
    }
    const auto whole = [&](NodeColumn column, std::int64_t least, std::int64_t& value) {
      const std::string_view text = table.field(column).text;
      return text.empty() ? std::nullopt : take_whole(text, least, value);
    };
    std::int64_t copies = 0;
    if (auto wrong = whole(kWorkspace, 0, node.workspace)) return fault_at(kWorkspace, *wrong);
    if (auto wrong = whole(kCopies, 1, copies)) return fault_at(kCopies, *wrong);
    if (copies > std::numeric_limits<std::int32_t>::max()) {
      return fault_at(kCopies, "is more than 2147483647");
    }
    node.max_copies = static_cast<std::int32_t>(copies);
    const NodeColumn sizes = table.has(kSize) ? kSize : kOutputs;
    if (auto wrong = take_outputs(table.field(sizes).text,
                                  sizes == kOutputs ? Outputs::several : Outputs::one, node)) {
      return fault_at(sizes, *wrong);
    }
    bool retain = false;
    const std::string_view flag = table.field(kRetain).text;
    if (!flag.empty()) {
      if (auto wrong = take_flag(flag, retain)) return fault_at(kRetain, *wrong);
    }
    for (NodeRecord::Output& output : node.outputs) {
      output.retain = retain ? model::Retain::yes : model::Retain::no;
    }
    if (!known_.add(node.id, model::OpIndex(num_outputs_.size()))) {
      return TextFault{id.offset, "the id " + display(node.id) + " is taken"};
    }
    num_outputs_.push_back(node.outputs.size());
    assembly_.add_node(std::move(node));
    return std::nullopt;
  }

  std::optional<TextFault> read_edge(const Table& table) {
    const NodeId producer = id_in_text(table.field(kSource).text);
    const NodeId consumer = id_in_text(table.field(kTarget).text);
    for (const auto& [id, column] :
         {std::pair(&producer, kSource), std::pair(&consumer, kTarget)}) {
      if (!known_.find(*id)) return TextFault{table.field(column).offset, known_.unknown(*id)};
    }
    std::int64_t output = 0;
    const CsvField which = table.field(kOutput);
    if (!which.text.empty()) {
      if (auto wrong = take_whole(which.text, 0, output)) {
        return TextFault{which.offset, "output: " + *wrong};
      }
    }
    const std::size_t outputs = num_outputs_[known_.find(producer)->value()];
    if (static_cast<std::size_t>(output) >= outputs) {
      return TextFault{table.offset(), no_such_output(output, producer, outputs)};
    }
    assembly_.add_edge({producer, consumer, static_cast<std::size_t>(output)});
    return std::nullopt;
  }

  JsonChecker check_;
  GraphAssembly assembly_{{"edges", "", "", "order"}, check_};
  NodeIds known_;
  std::vector<std::size_t> num_outputs_;  // by node
};

}  // namespace

// A document of JSON is told by its first character: its first line may be all of it.
bool is_node_table(std::string_view text) {
  if (text.starts_with('{') || text.starts_with('[')) return false;
  CsvRows rows(text);
  if (rows.next() != CsvRows::Read::row) return false;
  const auto has = [&](std::string_view name) {
    return std::any_of(rows.fields().begin(), rows.fields().end(),
                       [&](const CsvField& field) { return field.text == name; });
  };
  return has("id") && has("duration");
}

std::optional<std::string> edges_path(const std::string& nodes_path) {
  const std::size_t slash = nodes_path.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  std::size_t dot = nodes_path.rfind('.');
  if (dot == std::string::npos || dot < name) dot = nodes_path.size();
  constexpr std::string_view kNodes = "nodes";
  if (dot < name + kNodes.size()) return std::nullopt;
  const std::size_t at = dot - kNodes.size();
  if (nodes_path.compare(at, kNodes.size(), kNodes) != 0) return std::nullopt;
  return nodes_path.substr(0, at) + "edges" + nodes_path.substr(dot);
}

Result<GraphFile> parse_csv_graph(std::string_view nodes, const std::string& nodes_source,
                                  std::string_view edges, const std::string& edges_source) {
  Reader reader;
  if (const auto fault = reader.read_nodes(nodes)) return fault_error(nodes, nodes_source, *fault);
  if (const auto fault = reader.read_edges(edges)) return fault_error(edges, edges_source, *fault);
  return reader.finish(nodes_source);
}

}  // namespace moccasin::io
