// SPDX-License-Identifier: Apache-2.0
// Graphs, schedules and certificates in files, for programs that embed moccasin. The formats are
// the program's: docs/formats.md, docs/certificates.md.
//
//   const std::int64_t budget = 8'000'000'000;
//   const moccasin::Options options;
//   const auto graph = moccasin::read_graph(moccasin::Source::file("unet.json"));
//   if (!graph) return fail(graph.error().message);
//   const moccasin::Result result = moccasin::solve(graph->graph(), budget, options);
//   const auto error = moccasin::write_schedule(moccasin::Sink::file("plan.json"), *graph, result,
//                                               {budget, options});
//   if (error) return fail(error->message);
//
// Nothing is printed, and no stream is touched but the one that is handed in: "-" is a file of that
// name. What is read and written is the same under every locale. Names in messages are shortened
// and fit for a terminal.
//
// C++17, works with -fno-exceptions and -fno-rtti. Functions not marked noexcept may throw
// std::bad_alloc and nothing else. Distinct objects may be used from distinct threads, and one
// GraphDocument from several.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "moccasin/export.h"
#include "moccasin/moccasin.hpp"

namespace moccasin {
inline namespace v0 {

enum class FileErrorKind {
  cannot_read,   // the file cannot be opened, or reading fails
  syntax,        // no JSON
  content,       // JSON, but no valid graph, schedule or certificate
  option,        // what was asked for does not fit the file
  cannot_write,  // the file cannot be made, or writing fails
};

struct FileError {
  FileErrorKind kind = FileErrorKind::content;
  // Where, what and how to mend it, in one line without newline: "g.json:12:7: ...", or with the
  // place in the document: "g.json: nodes[12].size: must not be negative, but is -3".
  std::string message;
  // Of what is no JSON, or of the value that is wrong, from 1, columns in characters (UTF-8); 0 if
  // it is about no place in the text.
  std::size_t line = 0, column = 0;
};

// A T, or why there is none.
template <class T>
class Expected {
 public:
  Expected(T value) : content_(std::move(value)) {}
  Expected(FileError error) : content_(std::move(error)) {}

  bool has_value() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  // Pre-condition of these: has_value().
  T& operator*() & noexcept { return *std::get_if<0>(&content_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&content_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&content_)); }
  T* operator->() noexcept { return std::get_if<0>(&content_); }
  const T* operator->() const noexcept { return std::get_if<0>(&content_); }

  // Pre-condition: !has_value().
  const FileError& error() const noexcept { return *std::get_if<1>(&content_); }

 private:
  std::variant<T, FileError> content_;
};

// Where a text comes from, and what messages call it. What is referred to outlives this.
class Source {
 public:
  enum class Kind { file, text, stream };

  static Source file(std::string path) { return Source(Kind::file, std::move(path)); }
  static Source text(std::string_view text, std::string name = "text") {
    Source source(Kind::text, std::move(name));
    source.text_ = text;
    return source;
  }
  // Read from where it stands to its end, as bytes; its state stays as it is.
  static Source stream(std::istream& in, std::string name = "stream") {
    Source source(Kind::stream, std::move(name));
    source.stream_ = &in;
    return source;
  }

  Kind kind() const noexcept { return kind_; }
  const std::string& name() const noexcept { return name_; }  // of a file its path
  std::string_view text() const noexcept { return text_; }
  std::istream* stream() const noexcept { return stream_; }  // null: none

 private:
  Source(Kind kind, std::string name) : kind_(kind), name_(std::move(name)) {}

  Kind kind_;
  std::string name_;
  std::string_view text_;
  std::istream* stream_ = nullptr;
};

// Where a text goes, and what messages call it. What is referred to outlives this.
class Sink {
 public:
  enum class Kind { file, text, stream };

  // Written beside its place under a temporary name, then renamed over it: a kill at any moment
  // leaves the old file or the new one. A device, a pipe or what nothing can be renamed over is
  // written as it is.
  static Sink file(std::string path) { return Sink(Kind::file, std::move(path)); }
  // Takes the place of what `text` holds; after an error it holds what it held.
  static Sink text(std::string& text) {
    Sink sink(Kind::text, "text");
    sink.text_ = &text;
    return sink;
  }
  // Added to it and flushed; badbit is set after an error.
  static Sink stream(std::ostream& out, std::string name = "stream") {
    Sink sink(Kind::stream, std::move(name));
    sink.stream_ = &out;
    return sink;
  }

  Kind kind() const noexcept { return kind_; }
  const std::string& name() const noexcept { return name_; }  // of a file its path
  std::string* text() const noexcept { return text_; }        // null: none
  std::ostream* stream() const noexcept { return stream_; }   // null: none

 private:
  Sink(Kind kind, std::string name) : kind_(kind), name_(std::move(name)) {}

  Kind kind_;
  std::string name_;
  std::string* text_ = nullptr;
  std::ostream* stream_ = nullptr;
};

// What a file of a graph may say beside the graph; every text may be empty.
struct GraphFacts {
  std::string name = {};
  std::string producer = {};       // the program that made it
  std::string duration_unit = {};  // of a tick: "ns", ...
  std::string size_unit = {};      // "byte", "unit"
};

// What stands in a file and has no meaning here, perhaps because it is misspelt.
struct IgnoredKey {
  std::string list;       // "nodes", "links"; empty: it is in no list
  std::string key;        // "color"; in no list "graph.author"
  std::size_t count = 0;  // how often it is there
  std::size_t first = 0;  // the place in the list where it is first
};

// How a graph that was made in memory calls its operations in files.
enum class NodeIds {
  names,    // by their names, if each has one of its own that is UTF-8; else by numbers
  numbers,  // 0, 1, ... as OpId; a name is then the "op" of the node
};

// A graph with what its file says beside it, or is to say. Does not change; a copy is shared.
class MOCCASIN_EXPORT GraphDocument {
 public:
  // Of a graph made in memory; an error if it is not valid, the first issue of validate(). Takes as
  // much memory as the graph once more.
  [[nodiscard]] static Expected<GraphDocument> of(const Graph& graph, const GraphFacts& facts = {},
                                                  NodeIds ids = NodeIds::names);

  GraphDocument(const GraphDocument&) noexcept;
  GraphDocument& operator=(const GraphDocument&) noexcept;
  ~GraphDocument();

  // The graph; nothing is copied. Of one that was read, operations and tensors are numbered in the
  // order of the file.
  Graph graph() const;
  // 16 hexadecimal digits of all that a schedule depends on, ids included.
  std::string fingerprint() const;
  GraphFacts facts() const;
  // The id of an operation, also where the file has an integer: "12". Pre-condition: it exists.
  std::string id(OpId op) const;
  // A copy of a tensor as files call it: "conv", "conv:1#2". Pre-condition: the tensor exists.
  std::string buffer_name(TensorId tensor, std::int32_t copy = 0) const;
  // The first 32 different ones, in the order they were first seen, and beyond them those that
  // look like a key with a meaning.
  std::vector<IgnoredKey> ignored_keys() const;

 private:
  friend struct DocumentAccess;
  struct Impl;
  explicit GraphDocument(std::shared_ptr<const Impl> impl) noexcept;
  std::shared_ptr<const Impl> impl_;  // never null
};

// Of node-link graphs, the keys of a node's duration and size. Empty: the known ones are tried
// (cost_cpu, duration; cost_ram, out_cost, size). Other graphs refuse other keys.
struct GraphKeys {
  std::string duration = {};
  std::string size = {};
};

// Reads a graph of every dialect, recognised by its keys. Memory and time: linear in the text.
[[nodiscard]] MOCCASIN_EXPORT Expected<GraphDocument> read_graph(const Source& source,
                                                                 const GraphKeys& keys = {});

// Writes moccasin-graph, version 1. An error if writing fails.
[[nodiscard]] MOCCASIN_EXPORT std::optional<FileError> write_graph(const Sink& sink,
                                                                   const GraphDocument& graph);

// What was asked of solve(), as the file of its result tells it.
struct SolveRequest {
  SolveRequest() = default;
  SolveRequest(std::int64_t bytes, const Options& options)
      : budget(bytes),
        order(options.order),
        max_copies(options.max_copies),
        seed(options.seed),
        threads(options.threads) {}

  std::int64_t budget = 0;  // bytes; INT64_MAX: none
  Order order = Order::free;
  std::int32_t max_copies = 0;
  std::uint64_t seed = 0;
  std::int32_t threads = 1;
  // For people: options as they were given, names without "--"; the last of a name counts.
  std::vector<std::pair<std::string, std::string>> given;
  std::string commit;  // of the source of the solver; may be empty
};

// Writes moccasin-schedule, version 1: the text that `moccasin solve -o` writes of that result and
// request. An error if writing fails, or if the result is Status::invalid or has a schedule that is
// none of this graph, or a placement that is none of this schedule.
[[nodiscard]] MOCCASIN_EXPORT std::optional<FileError> write_schedule(const Sink& sink,
                                                                      const GraphDocument& graph,
                                                                      const Result& result,
                                                                      const SolveRequest& request);

struct ScheduleDocument {
  std::vector<OpId> schedule;  // one entry a run
  bool near_miss = false;      // of a search that found none: it came as low as this, no lower
  // What else the file says; of one read to start from, nothing.
  Status status = Status::unknown;
  Stop stop = Stop::none;
  Order order = Order::free;
  std::int32_t max_copies = 0;
  std::optional<std::int64_t> budget;
  std::int64_t bound = 0;
  std::optional<Placement> placement;  // where its buffers lie, if it has offsets
  // What is wrong with it, the text that `moccasin verify` prints behind "broken: ": a rule, the
  // budget, the offsets, or what the file claims of its steps. Empty: nothing is, or it was read to
  // start from.
  std::string broken;
  // Of one read to start from: the fingerprint of the graph it was made for, if that is another's.
  std::string made_for;
};

// Reads a schedule of this very graph and checks all that it says by code that the search does not
// use. An error if it has no steps, or is another graph's.
[[nodiscard]] MOCCASIN_EXPORT Expected<ScheduleDocument> read_schedule(const Source& source,
                                                                       const GraphDocument& graph);

// Reads a schedule for Options::warm_start, perhaps of another version of the graph. An error if
// its steps are none that the graph's operations and reads allow.
[[nodiscard]] MOCCASIN_EXPORT Expected<ScheduleDocument> read_warm_start(
    const Source& source, const GraphDocument& graph);

// Writes moccasin-certificate, version 1. An error if writing fails. Pre-condition: `certificate`
// is of this graph.
[[nodiscard]] MOCCASIN_EXPORT std::optional<FileError> write_certificate(
    const Sink& sink, const GraphDocument& graph, const Certificate& certificate);

// Reads a certificate of this very graph; what it proves is check_certificate()'s to say. Never
// null. Memory: the text, and twice as much.
[[nodiscard]] MOCCASIN_EXPORT Expected<std::shared_ptr<const Certificate>> read_certificate(
    const Source& source, const GraphDocument& graph);

// What a certificate proves: no schedule of that scope within `budget` lasts less than `bound`.
struct CertificateVerdict {
  std::int64_t budget = 0;  // bytes
  std::int64_t bound = 0;   // ticks
  Order order = Order::free;
  std::int32_t max_copies = 0;  // 0: any number
  std::string broken;           // why it proves nothing, in one line; empty: it is valid

  bool valid() const noexcept { return broken.empty(); }
};

// Checks it number by number, by code that the search does not use. Pre-condition: it is of this
// graph.
[[nodiscard]] MOCCASIN_EXPORT CertificateVerdict check_certificate(const GraphDocument& graph,
                                                                   const Certificate& certificate);

}  // namespace v0
}  // namespace moccasin
