// SPDX-License-Identifier: Apache-2.0
#include "io/json_stream.h"

#include <locale.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "io/foreign_format.h"
#include "io/text_file.h"
#include "io/text_place.h"

namespace moccasin::io {
namespace {

using nlohmann::json;

constexpr std::string_view kTooLarge = "this number is too large";
constexpr std::string_view kStrayText = "unexpected string literal";
constexpr std::string_view kStrayNumber = "unexpected number literal";
constexpr std::string_view kZeroByte = "a zero byte; JSON text has none";

// The parser asks the thread's locale how fractions are written; JSON has one way. While this
// lives that is the thread's way too.
class PlainLocale {
 public:
  PlainLocale() : plain_(newlocale(LC_ALL_MASK, "C", nullptr)), before_(uselocale(plain_)) {}
  PlainLocale(const PlainLocale&) = delete;
  PlainLocale& operator=(const PlainLocale&) = delete;
  ~PlainLocale() {
    uselocale(before_);
    if (plain_ != nullptr) freelocale(plain_);
  }

 private:
  locale_t plain_;  // null: no memory, and nothing was changed
  locale_t before_;
};

bool blank(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// The part of the parser's text that says what is wrong, without its place and last token, which
// may hold anything.
std::string reason(std::string_view what) {
  if (what.find("number overflow") != std::string_view::npos) return std::string(kTooLarge);
  const std::size_t dash = what.find(" - ");
  if (dash != std::string_view::npos) what.remove_prefix(dash + 3);
  return std::string(what.substr(0, what.find("; last read")));
}

// How far behind the beginning of the offending token the parser stands: texts and numbers that
// are good but out of place were read to their end, all else is one character.
std::size_t length_read(std::string_view what, std::string_view last_token) {
  for (const std::string_view whole : {kTooLarge, kStrayText, kStrayNumber}) {
    if (what.starts_with(whole)) return last_token.size();
  }
  for (const std::string_view word : {"true", "false", "null"}) {
    if (what.starts_with("unexpected " + std::string(word))) return word.size();
  }
  return 1;
}

// A place in the text, and what is wrong there.
Error syntax_error(std::string_view text, const std::string& source, std::size_t offset,
                   std::string_view message) {
  const TextPlace place = place_at(text, offset);
  return {ErrorKind::syntax,
          base::printable(source) + ":" + std::to_string(place.line) + ":" +
              std::to_string(place.column) + ": " + base::printable(message),
          place.line, place.column, ""};
}

// A key that two members of the object have: nobody can tell which of them is meant.
std::optional<std::string> repeated_key(const JsonValue& object) {
  constexpr std::size_t kFew = 16;
  const std::vector<JsonValue>& items = object.items;
  if (object.kind != JsonKind::object) return std::nullopt;
  if (items.size() <= kFew) {
    for (std::size_t i = 1; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (items[i].key == items[j].key) return items[i].key;
      }
    }
    return std::nullopt;
  }
  std::unordered_set<std::string_view> keys;
  for (const JsonValue& item : items) {
    if (!keys.insert(item.key).second) return item.key;
  }
  return std::nullopt;
}

// The parser's events (nlohmann's SAX interface), gathered into values.
class Gatherer {
 public:
  Gatherer(std::string_view text, const std::string& source, JsonVisitor& visitor)
      : text_(text), source_(source), visitor_(visitor) {}

  bool null() { return scalar({.kind = JsonKind::null}); }
  bool boolean(bool value) { return scalar({.kind = JsonKind::boolean, .boolean = value}); }
  bool number_integer(std::int64_t value) {
    return scalar({.kind = JsonKind::integer, .integer = value});
  }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return scalar({.kind = JsonKind::number, .text = std::to_string(value)});
    }
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(double, const std::string& written) {
    return skipping() || scalar({.kind = JsonKind::number, .text = written});
  }
  bool string(std::string& value) {
    return skipping() || scalar({.kind = JsonKind::text, .text = std::move(value)});
  }
  bool binary(json::binary_t&) { return true; }  // JSON text has none

  bool key(std::string& name) {
    if (skipping()) return true;
    if (!gathering_.empty()) {
      key_ = std::move(name);
    } else {
      Scope& scope = scopes_.back();
      member_name_ = scope.name;
      if (!member_name_.empty()) member_name_ += '.';
      // A dot in a key is none between keys: "base.peak" is not the peak of base.
      const bool dotted = name.find('.') != std::string::npos;
      member_name_ += dotted ? '"' + name + '"' : name;
      if (scope.keys.contains(name)) {
        return fail_repeated(scope.name, name);
      }
      scope.keys.insert(std::move(name));
    }
    return true;
  }
  bool start_object(std::size_t) { return start(JsonKind::object); }
  bool start_array(std::size_t) { return start(JsonKind::array); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }

  bool parse_error(std::size_t position, const std::string& last_token,
                   const json::exception& exception) {
    const std::string what = reason(exception.what());
    at_end_ = position > text_.size();
    const std::size_t back = length_read(what, last_token);
    const std::size_t offset = position >= back ? position - back : 0;
    if (what.starts_with("invalid literal") || what.starts_with("invalid number")) {
      const auto word = foreign_word(text_, offset);
      if (word) return misplaced(word->offset, word->message);
    }
    return misplaced(offset, what);
  }

  [[nodiscard]] std::optional<Error> error() const { return error_; }
  // Whether the text was good but ended too early.
  [[nodiscard]] bool at_end() const { return at_end_; }

 private:
  // An array or object read piece by piece.
  struct Scope {
    std::string name;
    JsonKind kind;
    std::size_t next_index = 0;
    std::unordered_set<std::string> keys = {};  // of an object, those seen
  };

  [[nodiscard]] bool skipping() const { return skipped_ > 0; }

  bool fail(const std::string& message) {
    error_ = make_error(ErrorKind::content, source_, message);
    return false;
  }

  bool misplaced(std::size_t offset, const std::string& message) {
    error_ = syntax_error(text_, source_, offset, message);
    return false;
  }

  bool fail_repeated(const std::string& place, const std::string& key) {
    (void)fail((place.empty() ? "" : place + ": ") + "the key '" + base::short_name(key) +
               "' stands there twice");
    error_->place = place;
    return false;
  }

  bool scalar(JsonValue value) {
    if (skipping()) return true;
    if (!gathering_.empty()) {
      append(std::move(value));
      return true;
    }
    return hand_over(value);
  }

  bool start(JsonKind kind) {
    if (skipping()) {
      ++skipped_;
      return true;
    }
    if (!gathering_.empty()) {
      if (gathering_.size() == kDeepestNesting) {
        return fail("values nest deeper than " + std::to_string(kDeepestNesting) + " levels");
      }
      gathering_.push_back(&append({.kind = kind}));
      return true;
    }
    if (scopes_.empty()) {
      if (kind == JsonKind::array) return fail("must hold an object, not an array");
      scopes_.push_back({"", kind});
      return true;
    }
    switch (ask(kind)) {
      case Visit::skip:
        if (scopes_.back().kind == JsonKind::array) ++scopes_.back().next_index;
        skipped_ = 1;
        break;
      case Visit::whole:
        whole_.kind = kind;
        whole_.items.clear();
        gathering_.push_back(&whole_);
        break;
      case Visit::each:
        scopes_.push_back({name_of_next(), kind});
        break;
    }
    return true;
  }

  // How to read the array or object that begins.
  Visit ask(JsonKind kind) {
    const Scope& scope = scopes_.back();
    if (scope.kind == JsonKind::object) return visitor_.open(member_name_, kind);
    return visitor_.open_element(scope.name, scope.next_index, kind);
  }

  // Of what is read piece by piece. An element is counted here, or when it is handed over.
  std::string name_of_next() {
    Scope& scope = scopes_.back();
    if (scope.kind == JsonKind::object) return member_name_;
    return scope.name + '[' + std::to_string(scope.next_index++) + ']';
  }

  bool end() {
    if (skipping()) {
      --skipped_;
      return true;
    }
    if (gathering_.empty()) {
      scopes_.pop_back();
      return true;
    }
    if (const auto key = repeated_key(*gathering_.back())) {
      return fail_repeated(place_of_next(), *key);
    }
    gathering_.pop_back();
    return !gathering_.empty() || hand_over(whole_);
  }

  // Of what is being gathered.
  [[nodiscard]] std::string place_of_next() const {
    const Scope& scope = scopes_.back();
    if (scope.kind == JsonKind::object) return member_name_;
    return scope.name + '[' + std::to_string(scope.next_index) + ']';
  }

  JsonValue& append(JsonValue value) {
    JsonValue& parent = *gathering_.back();
    if (parent.kind == JsonKind::object) value.key = std::move(key_);
    return parent.items.emplace_back(std::move(value));
  }

  bool hand_over(const JsonValue& value) {
    if (scopes_.empty()) return fail("must hold an object, not " + display(value));
    Scope& scope = scopes_.back();
    const Next next = scope.kind == JsonKind::array
                          ? visitor_.element(scope.name, scope.next_index++, value)
                          : visitor_.member(member_name_, value);
    return next == Next::proceed;
  }

  std::string_view text_;
  const std::string& source_;
  JsonVisitor& visitor_;
  std::optional<Error> error_;
  bool at_end_ = false;
  std::vector<Scope> scopes_;
  std::string member_name_;            // of the member being read in the innermost scope
  JsonValue whole_;                    // the value being gathered; its memory is used again
  std::vector<JsonValue*> gathering_;  // from whole_ to the innermost open container in it
  std::string key_;                    // of the next member of that container
  std::size_t skipped_ = 0;            // open containers of what is skipped
};

}  // namespace

std::string plain_key(std::string_view key) {
  const bool quoted = key.find('.') != std::string_view::npos && key.starts_with('"');
  return std::string(quoted ? key.substr(1, key.size() - 2) : key);
}

std::optional<Error> stream_json(std::string_view text, const std::string& source,
                                 JsonVisitor& visitor) {
  if (blank(text)) return make_error(ErrorKind::syntax, source, "is empty");
  // The parser takes a zero byte for the end, whatever comes behind it.
  const std::string_view read = text.substr(0, text.find('\0'));
  Gatherer gatherer(read, source, visitor);
  const PlainLocale locale;
  const bool whole = json::sax_parse(read.begin(), read.end(), &gatherer);
  std::optional<Error> error = gatherer.error();
  const bool cut = read.size() < text.size();
  if (cut && (whole || gatherer.at_end())) {
    error = syntax_error(text, source, read.size(), kZeroByte);
  }
  if (!error) return std::nullopt;
  if (const auto format = foreign_format(text)) {
    return make_error(ErrorKind::syntax, source, *format);
  }
  return error;
}

}  // namespace moccasin::io
