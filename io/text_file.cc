// SPDX-License-Identifier: Apache-2.0
#include "io/text_file.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include "base/printable.h"

namespace moccasin::io {
namespace {

// Appends what is left in `in`; false if reading failed before the end.
bool read_all(std::istream& in, std::string& text) {
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  return in.eof() && !in.bad();
}

}  // namespace

std::string source_name(const std::string& path) { return path == "-" ? "standard input" : path; }

Error make_error(ErrorKind kind, const std::string& source, const std::string& message) {
  return {kind, base::printable(source + ": " + message)};
}

Result<std::string> read_text_file(const std::string& path) {
  const auto unreadable = [&](const std::string& why) {
    return make_error(ErrorKind::unreadable, source_name(path), "cannot read: " + why);
  };
  std::string text;
  if (path == "-") {
    if (!read_all(std::cin, text)) return unreadable("an input error");
    return text;
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return unreadable("it is a folder");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return unreadable(std::generic_category().message(errno));
  if (!read_all(in, text)) return unreadable("an input error");
  return text;
}

}  // namespace moccasin::io
