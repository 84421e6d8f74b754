// SPDX-License-Identifier: Apache-2.0
// Graphs, results and certificates as JSON, by moccasin/io.hpp.
#include <optional>
#include <string>
#include <string_view>

#include "api/c/graph.h"
#include "api/c/result.h"
#include "api/c/text.h"
#include "moccasin/io.hpp"

namespace {

using moccasin::FileError;
using moccasin::FileErrorKind;
using moccasin::GraphDocument;
using moccasin::Sink;
using moccasin::Source;
using moccasin::c_door::fail;
using moccasin::c_door::guarded;
using moccasin::c_door::Reading;
using moccasin::c_door::require;

// `content`: what a document that is wrong means here.
[[noreturn]] void fail_of(const FileError& error, moc_rc content) {
  const bool of_file =
      error.kind == FileErrorKind::cannot_read || error.kind == FileErrorKind::cannot_write;
  fail(of_file ? MOC_E_IO : content, {error.message});
}

void read_graph(const Source& source, moc_graph** out) {
  auto read = moccasin::read_graph(source);
  if (!read) fail_of(read.error(), MOC_E_INVALID_GRAPH);
  auto made = std::make_unique<moc_graph>();
  made->graph = read->graph();
  made->document = *std::move(read);
  *out = made.release();
}

GraphDocument document_of(const moc_graph& graph) {
  if (graph.document) return *graph.document;
  auto made = GraphDocument::of(graph.graph);
  if (!made) fail_of(made.error(), MOC_E_INVALID_GRAPH);
  return *std::move(made);
}

void require_same(const moc_result& result, const moc_graph& graph) {
  if (result.revision == graph.revision) return;
  fail(MOC_E_INVALID_ARG, {"result is of another graph, or of this one before it was changed"});
}

// What `write` puts into the sink, in `*out`.
template <class Write>
void write_text(moc_text** out, const Write& write) {
  auto made = std::make_unique<moc_text>();
  const std::optional<FileError> error = write(Sink::text(made->text));
  if (error) fail_of(*error, MOC_E_INVALID_ARG);
  *out = made.release();
}

}  // namespace

moc_rc moc_graph_from_json(const char* json, size_t length, moc_graph** out) {
  return guarded([&] {
    require(out, "out");
    *out = nullptr;
    moccasin::c_door::require_array(json, length, "json");
    read_graph(Source::text(std::string_view(json, length), "json"), out);
  });
}

moc_rc moc_graph_from_file(const char* path, moc_graph** out) {
  return guarded([&] {
    require(out, "out");
    *out = nullptr;
    require(path, "path");
    read_graph(Source::file(path), out);
  });
}

moc_rc moc_graph_to_json(const moc_graph* graph, moc_text** out) {
  return guarded([&] {
    require(out, "out");
    *out = nullptr;
    const Reading<moc_graph> use(graph, "graph");
    const GraphDocument document = document_of(*use);
    write_text(out, [&](const Sink& sink) { return moccasin::write_graph(sink, document); });
  });
}

moc_rc moc_result_to_json(const moc_result* result, const moc_graph* graph, moc_text** out) {
  return guarded([&] {
    require(out, "out");
    *out = nullptr;
    const Reading<moc_result> from(result, "result");
    const Reading<moc_graph> use(graph, "graph");
    require_same(*from, *use);
    const GraphDocument document = document_of(*use);
    write_text(out, [&](const Sink& sink) {
      return moccasin::write_schedule(sink, document, from->result, from->request);
    });
  });
}

moc_rc moc_certificate_to_json(const moc_result* result, const moc_graph* graph, moc_text** out) {
  return guarded([&] {
    require(out, "out");
    *out = nullptr;
    const Reading<moc_result> from(result, "result");
    const Reading<moc_graph> use(graph, "graph");
    if (!from->result.certificate) {
      fail(MOC_E_INVALID_ARG, {"result has no certificate; see moc_options_set_certify"});
    }
    require_same(*from, *use);
    const GraphDocument document = document_of(*use);
    write_text(out, [&](const Sink& sink) {
      return moccasin::write_certificate(sink, document, *from->result.certificate);
    });
  });
}
