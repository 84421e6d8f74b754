// SPDX-License-Identifier: Apache-2.0
// Takes JSON values as what they must be, and remembers the first that is not: readers read on in
// a straight line and ask once at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/error.h"
#include "io/json_value.h"
#include "io/node_id.h"
#include "io/whole_number.h"

namespace moccasin::io {

// Where a value stands: {"version"}, {"nodes", 12, "duration"}, {"nodes", 3, "outputs", 1},
// {"edges", 5, {}, 2}.
struct JsonPlace {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::string_view list;
  std::size_t index = kNone;
  std::string_view key = {};
  std::size_t item = kNone;

  // nodes[12].duration, nodes[3].outputs[1], edges[5][2]
  [[nodiscard]] std::string text() const;
};

inline constexpr std::int64_t kLargestAmount = std::numeric_limits<std::int64_t>::max();

class JsonChecker {
 public:
  // The first problem counts, later ones are dropped.
  void fail(const JsonPlace& place, const std::string& message);
  void fail(const std::string& message);  // of the whole file
  // Adds words to the problem, if there is one: whose it is.
  void add_to_problem(const std::string& words);

  [[nodiscard]] bool failed() const { return problem_.has_value(); }
  [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }
  // The problem as what is wrong with the content of `source`. Pre-condition: failed().
  [[nodiscard]] Error error(const std::string& source) const;

  // A whole number in [least, most]; 12.0 and 1e3 are whole. `least` if it is none.
  std::int64_t integer(const JsonPlace& place, const JsonValue& value, std::int64_t least = 0,
                       std::int64_t most = kLargestAmount);
  // Any number from 0 that 64 bits and 18 decimal places can hold, exactly.
  ExactDecimal duration(const JsonPlace& place, const JsonValue& value);
  // Any number; 0 if it is none.
  double number(const JsonPlace& place, const JsonValue& value);
  std::string text(const JsonPlace& place, const JsonValue& value);
  // A text out of `known`.
  std::string one_of(const JsonPlace& place, const JsonValue& value,
                     std::span<const std::string_view> known);
  std::optional<NodeId> id(const JsonPlace& place, const JsonValue& value);
  // Finds the members of an object by their names; null where there is none. Other members
  // are problems. False if the value is no object.
  bool members(const JsonPlace& place, const JsonValue& value,
               std::span<const std::string_view> names, std::span<const JsonValue*> found);
  // Whether the value is of that kind, array or object.
  bool container(const JsonPlace& place, JsonKind found, JsonKind wanted);

 private:
  std::optional<std::string> problem_;
  std::string place_;  // of the problem; empty: it is of the whole file
};

}  // namespace moccasin::io
