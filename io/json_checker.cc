// SPDX-License-Identifier: Apache-2.0
#include "io/json_checker.h"

#include <algorithm>
#include <charconv>
#ifndef __cpp_lib_to_chars
#include <cmath>
#include <locale>
#include <sstream>
#endif

#include "base/printable.h"
#include "io/text_file.h"
#include "io/whole_number.h"

namespace moccasin::io {
namespace {

bool only_digits(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What is wrong with a number that is no JsonKind::integer, or nothing and its value.
std::optional<std::string> take_number(const std::string& written, std::int64_t& value) {
  const Whole whole = read_whole(written);
  value = whole.value;
  if (whole.kind == WholeKind::too_long) {
    return base::short_name(written) + " does not fit in 64 bits";
  }
  if (whole.kind == WholeKind::fraction) {
    return "must be a whole number, not " + base::short_name(written);
  }
  return std::nullopt;
}

// `value` stays as it is where the number is too large or too small for a double. libc++ reads none
// by from_chars before version 20; streams do, once they are told to go by no locale.
void read_real(const std::string& written, double& value) {
#ifdef __cpp_lib_to_chars
  std::from_chars(written.data(), written.data() + written.size(), value);
#else
  std::istringstream in(written);
  in.imbue(std::locale::classic());
  double read = 0;
  if (in >> read && (read == 0 || std::isnormal(read))) value = read;
#endif
}

}  // namespace

std::string JsonPlace::text() const {
  std::string text(list);
  const auto subscript = [&](std::size_t i) {
    if (i != kNone) ((text += '[') += std::to_string(i)) += ']';
  };
  subscript(index);
  if (!key.empty()) (text += '.') += base::short_name(key);
  subscript(item);
  return text;
}

void JsonChecker::fail(const JsonPlace& place, const std::string& message) {
  if (problem_) return;
  place_ = place.text();
  problem_ = place_ + ": " + message;
}

void JsonChecker::fail(const std::string& message) {
  if (!problem_) problem_ = message;
}

Error JsonChecker::error(const std::string& source) const {
  Error error = make_error(ErrorKind::content, source, *problem_);
  error.place = place_;
  return error;
}

void JsonChecker::add_to_problem(const std::string& words) {
  if (problem_) *problem_ += words;
}

std::int64_t JsonChecker::integer(const JsonPlace& place, const JsonValue& value,
                                  std::int64_t least, std::int64_t most) {
  std::int64_t number = value.integer;
  if (value.kind == JsonKind::number) {
    if (const auto wrong = take_number(value.text, number)) {
      fail(place, *wrong);
      return least;
    }
  } else if (value.kind != JsonKind::integer) {
    fail(place, "must be a whole number, not " + display(value));
    return least;
  }
  if (number < least && least == 0) {
    fail(place, "must not be negative, but is " + std::to_string(number));
  } else if (number < least) {
    fail(place, "must be at least " + std::to_string(least) + ", but is " + std::to_string(number));
  } else if (number > most) {
    fail(place, "must be at most " + std::to_string(most) + ", but is " + std::to_string(number));
  } else {
    return number;
  }
  return least;
}

double JsonChecker::number(const JsonPlace& place, const JsonValue& value) {
  if (value.kind == JsonKind::integer) return static_cast<double>(value.integer);
  double number = 0;  // stays so where it is too small for a double
  if (value.kind == JsonKind::number) {
    read_real(value.text, number);
  } else {
    fail(place, "must be a number, not " + display(value));
  }
  return number;
}

ExactDecimal JsonChecker::duration(const JsonPlace& place, const JsonValue& value) {
  const bool fraction =
      value.kind == JsonKind::number && read_whole(value.text).kind == WholeKind::fraction;
  if (!fraction) return {integer(place, value), 0};
  const std::optional<ExactDecimal> exact = read_exact(value.text);
  if (!exact) {
    fail(place, base::short_name(value.text) + " does not fit in 64 bits and " +
                    std::to_string(kMostPlaces) + " decimal places");
  } else if (exact->value < 0) {
    fail(place, "must not be negative, but is " + base::short_name(value.text));
  } else {
    return *exact;
  }
  return {};
}

std::string JsonChecker::text(const JsonPlace& place, const JsonValue& value) {
  if (value.kind != JsonKind::text) fail(place, "must be a text, not " + display(value));
  return value.kind == JsonKind::text ? value.text : std::string();
}

std::string JsonChecker::one_of(const JsonPlace& place, const JsonValue& value,
                                std::span<const std::string_view> known) {
  std::string word = text(place, value);
  if (std::find(known.begin(), known.end(), word) == known.end()) {
    std::string all;
    for (const std::string_view one : known) (all += all.empty() ? "" : ", ") += one;
    fail(place, "unknown word " + display(value) + "; expected one of " + all);
  }
  return word;
}

std::optional<NodeId> JsonChecker::id(const JsonPlace& place, const JsonValue& value) {
  if (value.kind == JsonKind::text) return NodeId{IdKind::text, value.text};
  if (value.kind == JsonKind::integer) {
    return NodeId{IdKind::integer, std::to_string(value.integer)};
  }
  // Hashes used as ids may pass 64 bits; their digits are kept as they are.
  if (value.kind == JsonKind::number && only_digits(value.text)) {
    return NodeId{IdKind::integer, value.text};
  }
  fail(place, "an id must be a text or an integer, not " + display(value));
  return std::nullopt;
}

bool JsonChecker::members(const JsonPlace& place, const JsonValue& value,
                          std::span<const std::string_view> names,
                          std::span<const JsonValue*> found) {
  if (value.kind != JsonKind::object) {
    fail(place, "must be an object, not " + display(value));
    return false;
  }
  for (const JsonValue& member : value.items) {
    const auto name = std::find(names.begin(), names.end(), member.key);
    if (name == names.end()) {
      fail(place, "unknown key '" + base::short_name(member.key) + "'");
      continue;
    }
    found[static_cast<std::size_t>(name - names.begin())] = &member;
  }
  return true;
}

bool JsonChecker::container(const JsonPlace& place, JsonKind found, JsonKind wanted) {
  if (found == wanted) return true;
  fail(place, wanted == JsonKind::array ? "must be an array" : "must be an object");
  return false;
}

}  // namespace moccasin::io
