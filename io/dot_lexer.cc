// SPDX-License-Identifier: Apache-2.0
#include "io/dot_lexer.h"

#include <algorithm>
#include <cctype>

namespace moccasin::io {
namespace {

bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

bool in_number(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.'; }

}  // namespace

// False if a comment does not end; at_ is where it begins.
bool DotLexer::pass_over_blanks() {
  while (at_ < text_.size()) {
    const std::string_view rest = text_.substr(at_);
    const bool begins_line = at_ == 0 || text_[at_ - 1] == '\n';
    if (std::isspace(static_cast<unsigned char>(rest[0])) != 0 ||
        rest.starts_with("\xef\xbb\xbf")) {
      at_ += rest[0] == '\xef' ? 3 : 1;
    } else if (rest.starts_with("//") || (rest[0] == '#' && begins_line)) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return false;
      at_ = end + 2;
    } else {
      break;
    }
  }
  return true;
}

std::variant<DotToken, TextFault> DotLexer::next() {
  if (!pass_over_blanks()) return TextFault{at_, "the comment does not end"};
  if (at_ == text_.size()) return DotToken{.offset = at_};
  const char c = text_[at_];
  if (c == '"') return quoted();
  if (c == '<') return TextFault{at_, "HTML in angle brackets is not read; put it in quotes"};
  const std::string_view two = text_.substr(at_, 2);
  if (two == "->" || two == "--") {
    at_ += 2;
    return DotToken{.kind = two == "->" ? DotToken::Kind::arrow : DotToken::Kind::line,
                    .text = std::string(two),
                    .offset = at_ - 2};
  }
  if (std::string_view("{}[];,=:").find(c) != std::string_view::npos) {
    return DotToken{.kind = DotToken::Kind::sign, .text = std::string(1, c), .offset = at_++};
  }
  return plain();
}

// An identifier, or a number with a sign: as far as it goes.
std::variant<DotToken, TextFault> DotLexer::plain() {
  const std::size_t begin = at_;
  const bool number = text_[at_] == '-' || in_number(text_[at_]);
  if (text_[at_] == '-') ++at_;
  while (at_ < text_.size() && (number ? in_number(text_[at_]) : in_word(text_[at_]))) ++at_;
  if (at_ == begin || (at_ == begin + 1 && text_[begin] == '-')) {
    at_ = begin;
    return TextFault{begin, "unexpected character; ids with it stand in quotes"};
  }
  return DotToken{.kind = DotToken::Kind::id,
                  .text = std::string(text_.substr(begin, at_ - begin)),
                  .offset = begin};
}

std::variant<DotToken, TextFault> DotLexer::quoted() {
  DotToken token{.kind = DotToken::Kind::id, .quoted = true, .offset = at_};
  while (true) {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      // Only a quote is escaped; a line that ends with a backslash goes on in the next.
      if (text_.substr(at_, 2) == "\\\n") {
        at_ += 2;
      } else {
        if (text_.substr(at_, 2) == "\\\"") ++at_;
        token.text += text_[at_++];
      }
    }
    if (at_ >= text_.size()) return TextFault{begin, "the quote is not closed"};
    const std::size_t end = ++at_;
    if (!pass_over_blanks()) return TextFault{at_, "the comment does not end"};
    if (at_ >= text_.size() || text_[at_] != '+') {
      at_ = end;
      return token;
    }
    ++at_;
    if (!pass_over_blanks() || at_ >= text_.size() || text_[at_] != '"') {
      return TextFault{at_, "expected a text in quotes behind '+'"};
    }
  }
}

}  // namespace moccasin::io
