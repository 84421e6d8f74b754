// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "io/certificate_file.h"
#include "io/certificate_proof.h"
#include "io/fingerprint_text.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 11> kWanted = {"format",
                                                      "version",
                                                      "graph.fingerprint",
                                                      "scope.order",
                                                      "scope.max_copies",
                                                      "budget",
                                                      "bound",
                                                      "scale",
                                                      "upper",
                                                      "split",
                                                      "proof"};
constexpr std::array<std::string_view, 2> kOrders = {"kept", "free"};

// Keys beside the proof that nobody knows are passed over, so that newer programs' files are
// readable; in the proof they are errors.
class Reader final : public JsonVisitor {
 public:
  explicit Reader(const GraphFile& graph) : graph_(graph), proof_(graph, check_) {}

  Visit open(std::string_view name, JsonKind kind) override {
    if (check_.failed()) return Visit::skip;
    if (proof_.is_below(name)) return proof_.open(name, kind);
    if (name == "graph" || name == "scope") {
      return check_.container({name}, kind, JsonKind::object) ? Visit::each : Visit::skip;
    }
    if (name != "proof") return is_wanted(name) ? Visit::whole : Visit::skip;
    note_key(name);
    return check_.container({name}, kind, JsonKind::array) ? Visit::each : Visit::skip;
  }

  Visit open_element(std::string_view list, std::size_t index, JsonKind kind) override {
    return check_.failed() ? Visit::skip : proof_.open_element(list, index, kind);
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (check_.failed()) return Next::stop;
    if (proof_.is_below(name)) {
      proof_.member(name, value);
    } else if (is_wanted(name)) {
      note_key(name);
      read_head(name, value);
    }
    return next();
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (!check_.failed()) proof_.element(list, index, value);
    return next();
  }

  [[nodiscard]] Result<model::Certificate> finish(const std::string& source) {
    certificate_.proof = proof_.finish();
    if (!seen("format")) {
      check_.fail("not a certificate: expected \"format\": \"moccasin-certificate\"");
    }
    for (const std::string_view key : kWanted) {
      if (!seen(key)) check_.fail("the key '" + std::string(key) + "' is missing");
    }
    if (check_.failed()) return check_.error(source);
    return std::move(certificate_);
  }

 private:
  [[nodiscard]] Next next() const { return check_.failed() ? Next::stop : Next::proceed; }
  [[nodiscard]] static bool is_wanted(std::string_view name) {
    return std::find(kWanted.begin(), kWanted.end(), name) != kWanted.end();
  }
  [[nodiscard]] bool seen(std::string_view key) const {
    return std::find(keys_.begin(), keys_.end(), key) != keys_.end();
  }

  void note_key(std::string_view key) { keys_.emplace_back(key); }

  void read_head(std::string_view name, const JsonValue& value) {
    if (name == "format") {
      const std::string format = check_.text({name}, value);
      if (format != "moccasin-certificate") {
        check_.fail({name},
                    "unknown format " + display(value) + "; expected \"moccasin-certificate\"");
      }
    } else if (name == "version") {
      if (check_.integer({name}, value) != 1) {
        check_.fail({name}, "version " + display(value) + " is not supported; moccasin reads 1");
      }
    } else if (name == "graph.fingerprint") {
      compare_fingerprint(check_.text({name}, value));
    } else if (name == "scope.order") {
      const bool kept = check_.one_of({name}, value, kOrders) == "kept";
      certificate_.order = kept ? model::Order::kept : model::Order::free;
    } else if (name == "scope.max_copies" && value.kind != JsonKind::null) {
      certificate_.max_copies = static_cast<std::int32_t>(
          check_.integer({name}, value, 1, std::numeric_limits<std::int32_t>::max()));
    } else if (name == "budget") {
      certificate_.budget = check_.integer({name}, value);
    } else if (name == "bound") {
      certificate_.bound = check_.integer({name}, value);
    } else if (name == "scale") {
      certificate_.scale = check_.integer({name}, value);
    } else if (name == "upper") {
      certificate_.upper = check_.integer({name}, value);
    } else if (name == "split" && check_.container({name}, value.kind, JsonKind::array)) {
      for (std::size_t i = 0; i < value.items.size() && !check_.failed(); ++i) {
        certificate_.split.push_back(proof_.split({name, i}, value.items[i]));
      }
    } else if (name == "proof") {
      check_.fail({name}, "must be an array, not " + display(value));
    }
  }

  void compare_fingerprint(const std::string& theirs) {
    const std::string ours = fingerprint_text(graph_.graph);
    if (theirs == ours) return;
    check_.fail({"graph.fingerprint"},
                "the certificate is for the graph " + theirs + ", but this graph is " + ours);
  }

  const GraphFile& graph_;
  JsonChecker check_;
  CertificateProofReader proof_;
  model::Certificate certificate_;
  std::vector<std::string> keys_;  // those seen, of kWanted
};

}  // namespace

Result<model::Certificate> parse_certificate(std::string_view text, const std::string& source,
                                             const GraphFile& graph) {
  Reader reader(graph);
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

Result<model::Certificate> read_certificate_file(const std::string& path, const GraphFile& graph) {
  auto text = read_text_file(path);
  if (auto* error = std::get_if<Error>(&text)) return std::move(*error);
  return parse_certificate(std::get<std::string>(text), source_name(path), graph);
}

}  // namespace moccasin::io
