// SPDX-License-Identifier: Apache-2.0
#include "api/io/file_error.h"

#include <string_view>

#include "io/text_file.h"

namespace moccasin {
inline namespace v0 {
namespace {

FileErrorKind kind_of(io::ErrorKind kind) {
  switch (kind) {
    case io::ErrorKind::unreadable:
      return FileErrorKind::cannot_read;
    case io::ErrorKind::syntax:
      return FileErrorKind::syntax;
    case io::ErrorKind::content:
      return FileErrorKind::content;
    case io::ErrorKind::option:
      return FileErrorKind::option;
    case io::ErrorKind::unwritable:
      break;
  }
  return FileErrorKind::cannot_write;
}

}  // namespace

void drop_folder(io::Error& error) {
  constexpr std::string_view kFolder = "./";
  if (error.message.rfind(kFolder, 0) == 0) error.message.erase(0, kFolder.size());
}

FileError to_public(const io::Error& error) {
  return {kind_of(error.kind), error.message, error.line, error.column};
}

std::optional<FileError> to_public(const std::optional<io::Error>& error) {
  if (!error) return std::nullopt;
  return to_public(*error);
}

FileError content_error(const std::string& name, const std::string& message) {
  return to_public(io::make_error(io::ErrorKind::content, name, message));
}

}  // namespace v0
}  // namespace moccasin
