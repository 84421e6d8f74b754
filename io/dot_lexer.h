// SPDX-License-Identifier: Apache-2.0
// The words of a file in Graphviz's DOT language (https://graphviz.org/doc/info/lang.html).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "io/text_fault.h"

namespace moccasin::io {

struct DotToken {
  enum class Kind {
    id,     // an identifier, a number or a text in quotes; `quoted` tells the last apart
    arrow,  // ->
    line,   // --
    sign,   // one of { } [ ] ; , = :
    end,    // of the file
  };
  Kind kind = Kind::end;
  std::string text = {};  // of an id, unescaped; of a sign, itself
  bool quoted = false;
  std::size_t offset = 0;

  [[nodiscard]] bool is_sign(char sign) const {
    return kind == Kind::sign && text.size() == 1 && text.front() == sign;
  }
};

class DotLexer {
 public:
  explicit DotLexer(std::string_view text) : text_(text) {}

  // The next word; comments and lines that begin with # are passed over. Texts in quotes with a +
  // between them are one. A fault: a text or a comment that does not end, HTML, anything else that
  // is no word.
  [[nodiscard]] std::variant<DotToken, TextFault> next();

 private:
  [[nodiscard]] std::variant<DotToken, TextFault> quoted();
  [[nodiscard]] std::variant<DotToken, TextFault> plain();
  // What is wrong with a comment, if it does not end.
  [[nodiscard]] bool pass_over_blanks();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace moccasin::io
