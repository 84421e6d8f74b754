// SPDX-License-Identifier: Apache-2.0
#include "io/text_place.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace moccasin::io {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kEndsWord = " \t\r\n,:[]{}\"";

// Goes through a JSON text from one value to another, and never behind its end.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    pass_blanks();
  }

  [[nodiscard]] std::size_t at() const { return at_; }

  // From an object to the value of its member, or from an array to an element; false if there is
  // none.
  bool enter_member(std::string_view key) {
    if (!pass('{')) return false;
    do {
      if (next() != '"') return false;
      const std::string_view found = pass_string();
      if (!pass(':')) return false;
      if (found == key) return true;
      pass_value();
    } while (pass(','));
    return false;
  }
  bool enter_element(std::size_t index) {
    if (!pass('[') || next() == ']') return false;
    for (; index > 0; --index) {
      pass_value();
      if (!pass(',')) return false;
    }
    return true;
  }

 private:
  [[nodiscard]] char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void pass_blanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }

  bool pass(char c) {
    if (next() != c) return false;
    ++at_;
    pass_blanks();
    return true;
  }

  // What stands between the quotes, as it is written.
  std::string_view pass_string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, text_.size());
    const std::string_view string = text_.substr(begin, at_ - begin);
    pass('"');
    return string;
  }

  void pass_value() {
    std::size_t open = 0;
    do {
      const char c = next();
      if (c == '"') {
        pass_string();
      } else if (kEndsWord.find(c) == std::string_view::npos) {
        at_ = std::min(text_.find_first_of(kEndsWord, at_), text_.size());
        pass_blanks();
      } else {
        if (c == '{' || c == '[') ++open;
        if ((c == '}' || c == ']') && open > 0) --open;
        pass(c);
      }
    } while (open > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Takes the first step off `name` ("nodes", "[12]") and makes it; false if that leads nowhere.
bool make_step(Walker& walker, std::string_view& name) {
  if (name.starts_with('[')) {
    const std::size_t end = std::min(name.find(']'), name.size());
    std::size_t index = 0;
    const auto read = std::from_chars(name.data() + 1, name.data() + end, index);
    if (read.ec != std::errc() || read.ptr != name.data() + end) return false;
    name.remove_prefix(std::min(end + 1, name.size()));
    return walker.enter_element(index);
  }
  if (name.starts_with('.')) name.remove_prefix(1);
  // A key with a dot stands in quotes.
  const bool quoted = name.starts_with('"') && name.find('"', 1) != std::string_view::npos;
  const std::size_t end =
      quoted ? name.find('"', 1) : std::min(name.find_first_of(".["), name.size());
  const std::string_view key = quoted ? name.substr(1, end - 1) : name.substr(0, end);
  name.remove_prefix(quoted ? end + 1 : end);
  return walker.enter_member(key);
}

}  // namespace

TextPlace place_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  std::string_view last = before.substr(before.rfind('\n') + 1);
  if (line == 1 && last.starts_with(kByteOrderMark)) last.remove_prefix(kByteOrderMark.size());
  const auto column =
      1 + std::count_if(last.begin(), last.end(), [](char c) { return (c & '\xc0') != '\x80'; });
  return {static_cast<std::size_t>(line), static_cast<std::size_t>(column)};
}

std::optional<TextPlace> find_place(std::string_view text, std::string_view name) {
  Walker walker(text);
  std::optional<std::size_t> found;
  while (!name.empty() && make_step(walker, name)) found = walker.at();
  if (!found) return std::nullopt;
  return place_at(text, *found);
}

}  // namespace moccasin::io
