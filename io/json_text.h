// SPDX-License-Identifier: Apache-2.0
// Pieces of JSON text, for writers that stream.
#pragma once

#include <string_view>

#include "io/node_id.h"
#include "io/text_writer.h"

namespace moccasin::io {

// A quoted JSON string; bytes that are no UTF-8 become U+FFFD.
void write_text(TextWriter& out, std::string_view text);

// 12 or "conv1".
void write_id(TextWriter& out, const NodeId& id);

// The members of an object: a comma before each but the first, and their keys.
//   {"a":1,
//   "b":2}
class MemberWriter {
 public:
  explicit MemberWriter(TextWriter& out) : out_(out) { out_ << '{'; }
  // What is written next is the value of `key`.
  TextWriter& key(std::string_view key, std::string_view separator = ",\n");
  void close() { out_ << '}'; }

 private:
  TextWriter& out_;
  bool first_ = true;
};

}  // namespace moccasin::io
