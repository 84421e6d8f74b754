// SPDX-License-Identifier: Apache-2.0
// Pieces of JSON text, for writers that stream.
#pragma once

#include <ostream>
#include <string_view>

#include "io/node_id.h"

namespace moccasin::io {

// A quoted JSON string; bytes that are no UTF-8 become U+FFFD.
void write_text(std::ostream& out, std::string_view text);

// The shortest digits that read back as the same number; `value` is finite.
void write_number(std::ostream& out, double value);

// 12 or "conv1".
void write_id(std::ostream& out, const NodeId& id);

// The members of an object: a comma before each but the first, and their keys.
//   {"a":1,
//   "b":2}
class MemberWriter {
 public:
  explicit MemberWriter(std::ostream& out) : out_(out) { out_ << '{'; }
  // What is written next is the value of `key`.
  std::ostream& key(std::string_view key, std::string_view separator = ",\n");
  void close() { out_ << '}'; }

 private:
  std::ostream& out_;
  bool first_ = true;
};

}  // namespace moccasin::io
