// SPDX-License-Identifier: Apache-2.0
#include "app/json_text.h"

#include <sstream>

#include "io/json_text.h"

namespace moccasin::app {

std::string json_quoted(std::string_view text) {
  std::ostringstream stream;
  io::TextWriter out(stream);
  io::write_text(out, text);
  out.flush();
  return stream.str();
}

JsonObject& JsonObject::add(std::string_view key, double value) {
  return add_raw(key, io::Digits(value).view());
}

JsonObject& JsonObject::add_raw(std::string_view key, std::string_view json) {
  if (members_.size() > 1) members_ += ", ";
  members_ += json_quoted(key);
  members_ += ": ";
  members_ += json;
  return *this;
}

}  // namespace moccasin::app
