// SPDX-License-Identifier: Apache-2.0
#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace moccasin::base {
namespace {

struct Range {
  char32_t first, last;
};

// Beyond ASCII. Joiners (U+200C, U+200D) and variation selectors (U+FE00 to U+FE0F) are left alone:
// scripts and emoji need them.
constexpr std::array<Range, 20> kEscaped = {{{0x80, 0x9f},          // C1 controls
                                             {0xad, 0xad},          // soft hyphen
                                             {0x34f, 0x34f},        // combining grapheme joiner
                                             {0x61c, 0x61c},        // Arabic letter mark
                                             {0x115f, 0x1160},      // Hangul fillers
                                             {0x17b4, 0x17b5},      // Khmer inherent vowels
                                             {0x180b, 0x180f},      // Mongolian selectors
                                             {0x200b, 0x200b},      // zero width space
                                             {0x200e, 0x200f},      // left-to-right mark and back
                                             {0x2028, 0x202e},      // line breaks, embeddings
                                             {0x2060, 0x206f},      // word joiner to isolates
                                             {0x3164, 0x3164},      // Hangul filler
                                             {0xfeff, 0xfeff},      // byte order mark
                                             {0xffa0, 0xffa0},      // halfwidth Hangul filler
                                             {0xfff0, 0xfffb},      // annotations
                                             {0xfffe, 0xffff},      // no characters
                                             {0x1bca0, 0x1bca3},    // shorthand controls
                                             {0x1d173, 0x1d17a},    // musical controls
                                             {0x1fffe, 0x1ffff},    // neither
                                             {0xe0000, 0xe0fff}}};  // tags

bool is_escaped(char32_t character) {
  if (character < 0x80) return character < 0x20 || character == 0x7f;
  return std::any_of(kEscaped.begin(), kEscaped.end(), [character](const Range& range) {
    return range.first <= character && character <= range.last;
  });
}

struct Character {
  char32_t value = 0;
  std::size_t bytes = 0;  // 0: no UTF-8
};

// The character that `text`, not empty, begins with. As Unicode's table 3-7 has it: nothing longer
// than it must be, no surrogates, nothing above U+10FFFF.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead < 0xc2   ? 0
                            : lead < 0xe0 ? 2
                            : lead < 0xf0 ? 3
                            : lead < 0xf5 ? 4
                                          : 0;
  if (bytes == 0 || text.size() < bytes) return {};
  char32_t value = lead & (0x7fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3f);
  }
  const bool too_long = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  if (too_long || (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) return {};
  return {value, bytes};
}

std::string escape(char letter, std::uint32_t value, int digits) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text = {'\\', letter};
  for (int i = digits - 1; i >= 0; --i) text += kHex[value >> (4 * i) & 15];
  return text;
}

// Moves the first character, or the first byte if it is no UTF-8, from `text` to `out`; how many
// characters that makes there.
std::size_t move_one(std::string_view& text, std::string& out) {
  const Character character = first_character(text);
  const std::size_t bytes = std::max<std::size_t>(character.bytes, 1);
  std::string escaped;
  if (character.bytes == 0) {
    escaped = escape('x', static_cast<unsigned char>(text.front()), 2);
  } else if (is_escaped(character.value)) {
    const bool ascii = character.bytes == 1, wide = character.bytes == 4;
    escaped = escape(ascii ? 'x' : wide ? 'U' : 'u', character.value, ascii ? 2 : wide ? 8 : 4);
  }
  out += escaped.empty() ? text.substr(0, bytes) : escaped;
  text.remove_prefix(bytes);
  return std::max<std::size_t>(escaped.size(), 1);
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.bytes == 0) return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

std::string printable(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (plain) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) move_one(text, out);
  return out;
}

std::string short_name(std::string_view text) {
  constexpr std::string_view kDots = "...";
  std::string out;
  std::size_t characters = 0;
  std::size_t kept = 0;  // bytes of `out` that dots may follow
  while (!text.empty()) {
    characters += move_one(text, out);
    if (characters <= kLongestName - kDots.size()) kept = out.size();
    if (characters > kLongestName) return out.substr(0, kept).append(kDots);
  }
  return out;
}

}  // namespace moccasin::base
