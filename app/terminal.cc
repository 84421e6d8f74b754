// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace moccasin::app {
namespace {

constexpr std::size_t kUsualWidth = 80, kUsualHeight = 24;

// A code point and the bytes it takes; a byte that begins none counts as one.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 1;
};

CodePoint first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
  if (length <= 1 || lead > 0xF4 || text.size() < length) return {lead, 1};
  std::uint32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {lead, 1};
    value = value << 6U | (byte(i) & 0x3FU);
  }
  return {value, length};
}

struct Range {
  std::uint32_t first, last;
};
bool in_any(std::uint32_t value, const Range* begin, const Range* end) {
  return std::any_of(begin, end, [value](const Range& range) {
    return range.first <= value && value <= range.last;
  });
}

std::size_t columns_of_point(std::uint32_t value) {
  static constexpr std::array<Range, 6> kNone = {{{0x300, 0x36F},
                                                  {0x483, 0x489},
                                                  {0x200B, 0x200F},
                                                  {0x20D0, 0x20FF},
                                                  {0xFE00, 0xFE0F},
                                                  {0xFE20, 0xFE2F}}};
  static constexpr std::array<Range, 8> kTwo = {{{0x1100, 0x115F},
                                                 {0x2E80, 0xA4CF},
                                                 {0xAC00, 0xD7A3},
                                                 {0xF900, 0xFAFF},
                                                 {0xFE30, 0xFE6F},
                                                 {0xFF00, 0xFF60},
                                                 {0x1F300, 0x1FAFF},
                                                 {0x20000, 0x3FFFD}}};
  if (in_any(value, kNone.data(), kNone.data() + kNone.size())) return 0;
  return in_any(value, kTwo.data(), kTwo.data() + kTwo.size()) ? 2 : 1;
}

std::size_t width_behind(int descriptor) {
  winsize size = {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* const columns = std::getenv("COLUMNS");
  std::size_t width = 0;
  if (columns != nullptr) std::from_chars(columns, columns + std::strlen(columns), width);
  return width > 0 ? width : kUsualWidth;
}

}  // namespace

std::size_t terminal_width() { return width_behind(STDERR_FILENO); }

std::optional<std::size_t> output_width() {
  if (isatty(STDOUT_FILENO) != 1) return std::nullopt;
  return width_behind(STDOUT_FILENO);
}

std::size_t terminal_height() {
  winsize size = {};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  return kUsualHeight;
}

bool terminal_has_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string lower(value);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
  }
  return false;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    const CodePoint point = first_of(text.substr(at));
    const std::size_t columns = columns_of_point(point.value);
    if (used + columns > width) break;
    used += columns;
    at += point.bytes;
  }
  return std::string(text.substr(0, at));
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = first_of(text.substr(at));
    columns += columns_of_point(point.value);
    at += point.bytes;
  }
  return columns;
}

std::string progress_bar(double part, std::size_t width, bool utf8) {
  if (width < 3) return "";
  constexpr std::array<std::string_view, 8> kEighths = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto cells = static_cast<double>(width - 2);
  const double filled = std::clamp(part, 0.0, 1.0) * cells;
  const auto whole = static_cast<std::size_t>(filled);
  std::string bar = utf8 ? "▕" : "[";
  for (std::size_t i = 0; i < width - 2; ++i) {
    if (i < whole) {
      bar += utf8 ? "█" : "#";
    } else if (i == whole && utf8) {
      bar += kEighths[static_cast<std::size_t>((filled - static_cast<double>(whole)) * 8)];
    } else {
      bar += utf8 ? " " : ".";
    }
  }
  return bar + (utf8 ? "▏" : "]");
}

}  // namespace moccasin::app
