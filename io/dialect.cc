// SPDX-License-Identifier: Apache-2.0
#include "io/dialect.h"

#include <optional>

#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

class Recogniser final : public JsonVisitor {
 public:
  Visit open(std::string_view name, JsonKind kind) override {
    if (name == "nodes") nodes_ = true;
    if (name == "links" || name == "edges") (name == "links" ? links_ : edges_) = true;
    const bool looked_into = name == "nodes" || name == "links" || name == "edges";
    return looked_into && kind == JsonKind::array ? Visit::each : Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (name == "format") format_ = value;
    if (name == "version") version_ = value;
    return format_ && version_ ? Next::stop : Next::proceed;
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (index > 0) return Next::proceed;
    if (list == "nodes") {
      id_is_name_ = value.find("id") == nullptr && value.find("name") != nullptr;
    } else {
      pairs_ = value.kind == JsonKind::array;
      ends_are_numbers_ = value.find("source") == nullptr && value.find("0") != nullptr;
    }
    return Next::proceed;
  }

  [[nodiscard]] Result<Dialect> dialect(const std::string& source) const {
    const auto wrong = [&](const std::string& message) {
      return make_error(ErrorKind::content, source, message);
    };
    if (format_) return moccasin_graph(source);
    if (!nodes_ || !(links_ || edges_)) {
      return wrong(
          "not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and \"links\"");
    }
    if (pairs_) {
      return wrong(
          "the key 'format' is missing: a graph whose edges are arrays begins with "
          "\"format\": \"moccasin-graph\", \"version\": 1");
    }
    NodeLink keys;
    if (!links_) keys.links_key = "edges";
    if (id_is_name_) keys.id_key = "name";
    if (ends_are_numbers_) keys.source_key = "0", keys.target_key = "1";
    return keys;
  }

 private:
  [[nodiscard]] Result<Dialect> moccasin_graph(const std::string& source) const {
    JsonChecker check;
    const std::string format = check.text({"format"}, *format_);
    if (format == "moccasin-schedule") {
      check.fail("this is a schedule; a graph is expected here");
    } else if (format != "moccasin-graph") {
      check.fail({"format"},
                 "unknown format " + display(*format_) + "; expected \"moccasin-graph\"");
    }
    if (!version_) check.fail("the key 'version' is missing");
    if (version_ && !check.failed() && check.integer({"version"}, *version_) != 1) {
      check.fail({"version"},
                 "version " + display(*version_) + " is not supported; this program reads 1");
    }
    if (check.failed()) return make_error(ErrorKind::content, source, *check.problem());
    return MoccasinGraph{};
  }

  std::optional<JsonValue> format_, version_;
  bool nodes_ = false;
  bool links_ = false;
  bool edges_ = false;
  bool id_is_name_ = false;
  bool pairs_ = false;
  bool ends_are_numbers_ = false;
};

}  // namespace

Result<Dialect> recognise_dialect(std::string_view text, const std::string& source) {
  Recogniser recogniser;
  if (auto error = stream_json(text, source, recogniser)) return *std::move(error);
  return recogniser.dialect(source);
}

}  // namespace moccasin::io
