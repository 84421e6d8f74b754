// SPDX-License-Identifier: Apache-2.0
// Shorthands of the tests of io/.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/random.h"
#include "io/error.h"
#include "io/graph_reader.h"
#include "io/schedule_file.h"
#include "model/arena.h"
#include "model/graph_builder.h"

namespace moccasin::io {

inline std::string data_path(const std::string& name) {
  return std::string(MOCCASIN_SOURCE_DIR) + "/data/" + name;
}

// The message of a result that must be an error.
template <class T>
std::string message_of(const Result<T>& result) {
  const Error* error = std::get_if<Error>(&result);
  return error != nullptr ? error->message : "no error";
}

// The value of a result that must be one.
template <class T>
T value_of(Result<T> result) {
  if (const Error* error = std::get_if<Error>(&result)) {
    ADD_FAILURE() << error->message;
    return T();
  }
  return std::get<T>(std::move(result));
}

// A text that cannot be read, and the message that says so.
struct Wrong {
  std::string text;
  std::string message;
};

// The case's name in ctest, which takes no semicolons.
inline void PrintTo(const Wrong& wrong, std::ostream* out) {
  for (const char c : wrong.message) *out << (c == ';' ? ',' : c);
}

inline std::string graph_error(std::string_view text, const ReadOptions& options = {}) {
  return message_of(parse_graph(text, "g", options));
}

inline GraphFile graph_of(std::string_view text, const ReadOptions& options = {}) {
  return value_of(parse_graph(text, "g", options));
}

inline std::string text_of(const GraphFile& file) {
  std::ostringstream out;
  write_graph(out, file);
  return out.str();
}

inline std::string text_of(const GraphFile& graph, const ScheduleFile& file) {
  std::ostringstream out;
  write_schedule(out, graph, file);
  return out.str();
}

// A node-link file of nodes, links and `more`, attributes that follow a comma.
inline std::string node_link(const std::string& nodes, const std::string& links = "",
                             const std::string& more = "") {
  return R"({"nodes":[)" + nodes + R"(],"links":[)" + links + "]" + more + "}";
}

inline constexpr const char* kTwoNodes =
    R"({"id":0,"duration":1,"size":1},{"id":1,"duration":1,"size":1})";

// Every buffer above the one before.
inline model::Placement stacked_placement(const model::Graph& graph,
                                          const model::Schedule& schedule, std::int64_t alignment) {
  const auto buffers = arena_buffers(graph, schedule, alignment);
  std::vector<std::int64_t> offsets;
  std::int64_t top = 0;
  for (const model::ArenaBuffer& buffer : buffers) {
    offsets.push_back(top);
    top += (buffer.size + alignment - 1) / alignment * alignment;
  }
  return to_placement(schedule, alignment, buffers, offsets);
}

// A graph with a bit of everything, of `operations` operations, and ids of both kinds.
inline GraphFile random_graph_file(std::uint64_t seed, std::size_t operations) {
  base::Random random(seed);
  model::GraphBuilder builder;
  GraphFile file;
  for (std::size_t i = 0; i < operations; ++i) {
    const std::size_t tensors = builder.num_tensors();
    const bool integer = random.chance(0.5);
    file.id_kinds.push_back(integer ? IdKind::integer : IdKind::text);
    file.kinds.push_back(random.chance(0.5) ? "kind \"\\\n\xc3\xa9" : "");
    const model::OpIndex op = builder.add_operation(
        {.name = (integer ? "" : "op \xe2\x82\xac ") + std::to_string(i),
         .duration = random.between(0, 1'000'000'000),
         .workspace = random.chance(0.5) ? random.between(0, 1000) : 0,
         .max_copies = random.chance(0.3) ? static_cast<std::int32_t>(random.between(1, 3)) : 0});
    for (auto k = random.below(4); k > 0; --k) {
      const auto retain = random.chance(0.2) ? model::Retain::yes : model::Retain::no;
      builder.add_output(op, random.between(0, 1000), retain);
    }
    for (auto k = random.below(4); k > 0 && tensors > 0; --k) {
      builder.add_read(op, model::TensorIndex(random.below(tensors)));
    }
  }
  builder.set_resident(random.between(0, 100));
  if (random.chance(0.5)) builder.set_alignment(256);
  file.graph = std::get<model::Graph>(builder.build());
  return file;
}

}  // namespace moccasin::io
