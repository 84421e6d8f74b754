// SPDX-License-Identifier: Apache-2.0
// Shorthands of the tests of moccasin/io.hpp, which go through the public headers only.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "moccasin/io.hpp"

namespace moccasin {

// a writes 4 bytes for b and c, b writes 2 for c. The schedule a b c takes 60 and needs 7.
inline constexpr const char* kSmall = R"({"format":"moccasin-graph",
"version":1,
"name":"small",
"producer":"by hand",
"units":{"duration":"us","size":"byte"},
"nodes":[
{"id":"a","op":"load","duration":10,"size":4},
{"id":"b","duration":30,"size":2},
{"id":"c","duration":20,"size":1}],
"edges":[
["a","b"],
["a","c"],
["b","c"]],
"order":["a","b","c"]}
)";

inline std::string data_path(const std::string& name) {
  return std::string(MOCCASIN_SOURCE_DIR) + "/data/" + name;
}

inline std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What an error says, to be compared as a whole.
using Told = std::tuple<FileErrorKind, std::string, std::size_t, std::size_t>;

inline Told told(const FileError& error) {
  return {error.kind, error.message, error.line, error.column};
}
template <class T>
Told told(const Expected<T>& expected) {
  return expected ? Told(FileErrorKind::content, "no error", 0, 0) : told(expected.error());
}
inline Told told(const std::optional<FileError>& error) {
  return error ? told(*error) : Told(FileErrorKind::content, "no error", 0, 0);
}
inline const Told kNoError(FileErrorKind::content, "no error", 0, 0);

template <class T>
T value_of(Expected<T> expected) {
  if (!expected) {
    ADD_FAILURE() << expected.error().message;
    std::abort();
  }
  return *std::move(expected);
}

inline GraphDocument document_of(std::string_view text) {
  return value_of(read_graph(Source::text(text)));
}

inline std::string text_of(const GraphDocument& graph) {
  std::string text;
  EXPECT_EQ(told(write_graph(Sink::text(text), graph)), kNoError);
  return text;
}

// Without the three times, which no two runs have in common.
inline std::string without_times(std::string text) {
  for (const char* const key : {"\"time\":", "\"first_solution_time\":", "\"time_to_best\":"}) {
    const std::size_t at = text.find(key);
    if (at != std::string::npos) text.erase(at, text.find('\n', at) - at);
  }
  return text;
}

}  // namespace moccasin
