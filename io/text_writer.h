// SPDX-License-Identifier: Apache-2.0
// Text on its way to a stream. A stream asks for every number how it is to be formatted and whether
// it is well; here numbers are digits, and the stream is asked once in 64 KiB.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <ostream>
#include <string>
#include <string_view>

namespace moccasin::io {

class TextWriter {
 public:
  // The stream outlives this.
  explicit TextWriter(std::ostream& out) : out_(out) {}
  ~TextWriter() { flush(); }
  TextWriter(const TextWriter&) = delete;
  TextWriter& operator=(const TextWriter&) = delete;

  TextWriter& operator<<(std::string_view text) {
    text_ += text;
    if (text_.size() >= kFull) flush();
    return *this;
  }
  TextWriter& operator<<(char c) { return *this << std::string_view(&c, 1); }
  template <class Number>
  requires((std::integral<Number> || std::floating_point<Number>)&&!std::same_as<Number, char> &&
           !std::same_as<Number, bool>) TextWriter&
  operator<<(Number value) {  // of a fraction the shortest digits that read back
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return *this << std::string_view(digits.data(),
                                     static_cast<std::size_t>(end.ptr - digits.data()));
  }

  // Hands over what there is so far.
  void flush() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

 private:
  static constexpr std::size_t kFull = std::size_t{64} << 10U;

  std::ostream& out_;
  std::string text_;
};

}  // namespace moccasin::io
