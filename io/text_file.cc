// SPDX-License-Identifier: Apache-2.0
#include "io/text_file.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <new>
#include <system_error>

#include "base/printable.h"

namespace moccasin::io {
namespace {

// No more: hosts read on threads with small stacks.
using Block = std::array<char, 1 << 13>;

// Appends what is left in `in`; false if reading failed before the end.
bool read_all(std::istream& in, std::string& text) {
  Block block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  return in.eof() && !in.bad();
}

Error unreadable(const std::string& source, const std::string& why) {
  return make_error(ErrorKind::unreadable, source, "cannot read: " + why);
}

}  // namespace

std::string source_name(const std::string& path) { return path == "-" ? "standard input" : path; }

Error make_error(ErrorKind kind, const std::string& source, const std::string& message) {
  return {kind, base::printable(source + ": " + message)};
}

Result<std::string> read_text_file(const std::string& path) {
  std::string text;
  if (path == "-") {
    if (!read_all(std::cin, text)) return unreadable(source_name(path), "an input error");
    return text;
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return unreadable(path, "it is a folder");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return unreadable(path, std::generic_category().message(errno));
  if (!read_all(in, text)) return unreadable(path, "an input error");
  return text;
}

Result<std::string> read_stream(std::istream& in, const std::string& source) {
  if (in.fail()) return unreadable(source, "the stream has failed before");
  std::string text;
  Block block;
  try {
    while (const std::streamsize count = in.rdbuf()->sgetn(block.data(), block.size())) {
      text.append(block.data(), static_cast<std::size_t>(count));
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (...) {  // whatever somebody's buffer throws
    return unreadable(source, "an input error");
  }
  return text;
}

}  // namespace moccasin::io
