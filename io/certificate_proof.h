// SPDX-License-Identifier: Apache-2.0
// The proof in a certificate's file, taken in row by row: it may be most of a hundred megabytes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/graph_file.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "model/certificate.h"

namespace moccasin::io {

// Is told of everything below "proof" as a JsonVisitor is; problems go to `check`.
class CertificateProofReader {
 public:
  CertificateProofReader(const GraphFile& graph, JsonChecker& check)
      : graph_(graph), check_(check) {}

  // Whether `name` is that of a member of a node or of a step.
  [[nodiscard]] bool is_below(std::string_view name) const;
  Visit open(std::string_view name, JsonKind kind);
  Visit open_element(std::string_view list, std::size_t index, JsonKind kind);
  void member(std::string_view name, const JsonValue& value);
  void element(std::string_view list, std::size_t index, const JsonValue& value);

  // An item of "split".
  model::CertificateSplit split(const JsonPlace& place, const JsonValue& value);

  [[nodiscard]] std::vector<model::CertificateNode> finish();

 private:
  // An object of which every key is wanted once.
  struct Object {
    std::string name;  // "proof[2].steps[0]"; empty: none has begun
    std::vector<std::string_view> keys;
  };

  [[nodiscard]] static std::string_view key_in(const Object& object, std::string_view name);
  void note_key(Object& object, std::string_view key, std::span<const std::string_view> known);
  void expect_keys(const Object& object, std::span<const std::string_view> wanted);
  void close_node();
  void close_step();

  void read_row(std::string_view list, std::size_t index, const JsonValue& value);
  model::OpIndex operation(const JsonPlace& place, const JsonValue& value);
  model::CostVarIndex cost_var(const JsonPlace& place, const JsonValue& value);

  const GraphFile& graph_;
  JsonChecker& check_;
  std::vector<model::CertificateNode> proof_;
  Object node_, step_;
};

}  // namespace moccasin::io
