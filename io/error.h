// SPDX-License-Identifier: Apache-2.0
// What is wrong with an input, in one line: where, what, how to mend it.
#pragma once

#include <cstddef>
#include <string>
#include <variant>

namespace moccasin::io {

enum class ErrorKind {
  unreadable,  // the file cannot be opened or read
  syntax,      // not JSON: line and column are set
  content,     // JSON, but no valid graph, schedule or certificate
  option,      // what was asked for does not fit the file
  unwritable,  // the output cannot be written
};

struct Error {
  ErrorKind kind = ErrorKind::content;
  std::string message;  // complete: "graph.json:12:7: expected ',' or '}'", no newline
  // Of what is no JSON, from 1; else 0.
  std::size_t line = 0, column = 0;
  // Of what is JSON, the value that is wrong: "nodes[12].size" (io/text_place.h finds it). Empty:
  // it is about none.
  std::string place = {};
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::variant<T, Error>;

}  // namespace moccasin::io
