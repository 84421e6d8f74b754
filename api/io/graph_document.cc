// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "api/graph_access.h"
#include "api/io/document_access.h"
#include "api/io/file_error.h"
#include "api/io/sink.h"
#include "api/io/source.h"
#include "base/printable.h"
#include "io/buffer_name.h"
#include "io/fingerprint_text.h"
#include "io/graph_reader.h"
#include "model/graph_builder.h"

namespace moccasin {
inline namespace v0 {
namespace {

// Whether every operation can be told from the others by its name, in a file.
bool has_ids(const model::Graph& graph) {
  std::unordered_set<std::string_view> seen;
  const auto operations = graph.operations();
  return std::all_of(operations.begin(), operations.end(), [&](model::OpIndex op) {
    const std::string_view name = graph.operation(op).name;
    return !name.empty() && base::is_utf8(name) && seen.insert(name).second;
  });
}

// `file` with numbers for ids, and the names it had beside them.
void number_nodes(io::GraphFile& file) {
  file.kinds.clear();
  for (const model::OpIndex op : file.graph.operations()) {
    file.kinds.push_back(file.graph.operation(op).name);
  }
  file.id_kinds.assign(file.graph.num_operations(), io::IdKind::integer);
  file.graph = model::GraphBuilder::renamed(
      std::move(file.graph), [](model::OpIndex op) { return std::to_string(op.value()); });
}

}  // namespace

GraphDocument DocumentAccess::wrap(io::GraphFile file) {
  return GraphDocument(
      std::make_shared<const GraphDocument::Impl>(GraphDocument::Impl{std::move(file)}));
}

Expected<GraphDocument> GraphDocument::of(const Graph& graph, const GraphFacts& facts,
                                          NodeIds ids) {
  const auto built = GraphAccess::build(graph);
  if (const auto* const issues = std::get_if<std::vector<Issue>>(&built)) {
    return content_error("graph", issues->front().message);
  }
  io::GraphFile file;
  file.graph = *std::get<ModelGraph>(built);
  file.name = facts.name;
  file.producer = facts.producer;
  file.duration_unit = facts.duration_unit;
  file.size_unit = facts.size_unit;
  file.id_kinds.assign(file.graph.num_operations(), io::IdKind::text);
  file.kinds.resize(file.graph.num_operations());
  if (ids == NodeIds::numbers || !has_ids(file.graph)) number_nodes(file);
  return DocumentAccess::wrap(std::move(file));
}

GraphDocument::GraphDocument(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}
GraphDocument::GraphDocument(const GraphDocument&) noexcept = default;
GraphDocument& GraphDocument::operator=(const GraphDocument&) noexcept = default;
GraphDocument::~GraphDocument() = default;

Graph GraphDocument::graph() const {
  return GraphAccess::wrap(ModelGraph(impl_, &impl_->file.graph));
}

std::string GraphDocument::fingerprint() const { return io::fingerprint_text(impl_->file.graph); }

GraphFacts GraphDocument::facts() const {
  const io::GraphFile& file = impl_->file;
  return {file.name, file.producer, file.duration_unit, file.size_unit};
}

std::string GraphDocument::id(OpId op) const {
  return impl_->file.graph.operation(model::OpIndex(op)).name;
}

std::string GraphDocument::buffer_name(TensorId tensor, std::int32_t copy) const {
  return io::buffer_name(impl_->file.graph, model::TensorIndex(tensor),
                         static_cast<std::uint32_t>(copy));
}

std::vector<IgnoredKey> GraphDocument::ignored_keys() const {
  std::vector<IgnoredKey> keys;
  for (const io::IgnoredKey& one : impl_->file.ignored.keys()) {
    keys.push_back({one.list, one.key, one.count, one.first});
  }
  return keys;
}

Expected<GraphDocument> read_graph(const Source& source, const GraphKeys& keys) {
  std::string held;
  const auto text = text_of(source, held);
  if (const auto* const error = std::get_if<io::Error>(&text)) return to_public(*error);
  auto read = io::parse_graph(std::get<std::string_view>(text), source.name(),
                              {.duration_key = keys.duration,
                               .size_key = keys.size,
                               .path = source.kind() == Source::Kind::file ? source.name() : "",
                               .duration_option = "a duration key",
                               .size_option = "a size key"});
  if (const auto* const error = std::get_if<io::Error>(&read)) {
    return locate(std::get<std::string_view>(text), *error);
  }
  return DocumentAccess::wrap(std::get<io::GraphFile>(std::move(read)));
}

std::optional<FileError> write_graph(const Sink& sink, const GraphDocument& graph) {
  return put(sink, [&](std::ostream& out) { io::write_graph(out, DocumentAccess::file(graph)); });
}

}  // namespace v0
}  // namespace moccasin
