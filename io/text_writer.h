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

template <class T>
concept Number = (std::integral<T> || std::floating_point<T>)&&!std::same_as<T, char> &&
                 !std::same_as<T, bool>;

// A number in as few digits as read back as the same.
class Digits {
 public:
  explicit Digits(Number auto value) {
    const auto end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), value);
    length_ = static_cast<std::size_t>(end.ptr - digits_.data());
  }
  [[nodiscard]] std::string_view view() const { return {digits_.data(), length_}; }

 private:
  std::array<char, 32> digits_;
  std::size_t length_ = 0;
};

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
  TextWriter& operator<<(std::same_as<bool> auto) = delete;  // it would be a char
  TextWriter& operator<<(Number auto value) { return *this << Digits(value).view(); }

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
