// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>

#include "io/temporary_file.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

// The message of the call that just failed.
std::string last_error() { return std::generic_category().message(errno == 0 ? EIO : errno); }

Error unwritable(const std::string& path, const std::string& why) {
  const std::string source = path == "-" ? "standard output" : path;
  return make_error(ErrorKind::unwritable, source, "cannot write: " + why);
}

// What a path stands for: a regular file or nothing yet, which is replaced, or a device or a pipe,
// which is written to. Links are followed, so that they stay.
struct Target {
  fs::path path;
  enum class Kind { file, stream } kind = Kind::file;
};

std::variant<Target, Error> find_target(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return unwritable(path, "it is a folder");
  if (path.empty()) return unwritable(path, "the file name is empty");
  Target target{path};
  if (!fs::exists(status)) {
    const fs::path folder = target.path.parent_path();
    if (!folder.empty() && !fs::is_directory(folder, error)) {
      return unwritable(path, "there is no folder " + folder.string());
    }
    return target;
  }
  if (faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) {
    return unwritable(path, last_error());
  }
  if (!fs::is_regular_file(status)) {
    target.kind = Target::Kind::stream;
  } else if (const fs::path real = fs::canonical(path, error); !error) {
    target.path = real;
  }
  return target;
}

// Opens a device or a pipe for writing. A pipe without a reader, which would let a writer wait for
// ever, is an error; a reader that is just being started gets a second.
std::variant<OutputHold, Error> open_stream(const std::string& path) {
  constexpr int kTries = 100;
  constexpr std::chrono::milliseconds kBetweenTries(10);
  for (int i = 0; i < kTries; ++i) {
    const int file = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file >= 0) return OutputHold(file);
    std::error_code ignored;
    if (errno != ENXIO || !fs::is_fifo(path, ignored)) return unwritable(path, last_error());
    std::this_thread::sleep_for(kBetweenTries);
  }
  return unwritable(path, "the pipe has no reader");
}

// Whether everything has reached the stream's file.
template <class Stream>
bool write_all(Stream& out, const std::function<void(std::ostream&)>& write) {
  errno = 0;
  write(out);
  out.flush();
  return out.good();
}

std::optional<Error> write_directly(const std::string& path,
                                    const std::function<void(std::ostream&)>& write) {
  const auto opened = open_stream(path);  // then the next line does not wait
  if (const auto* error = std::get_if<Error>(&opened)) return *error;
  errno = 0;
  std::ofstream out(path, std::ios::binary);
  if (!out || !write_all(out, write)) return unwritable(path, last_error());
  return std::nullopt;
}

std::optional<Error> write_and_rename(const std::string& path, const fs::path& target,
                                      const std::function<void(std::ostream&)>& write) {
  auto made = TemporaryFile::beside(target);
  if (const auto* error = std::get_if<std::error_code>(&made)) {
    return unwritable(path, error->message());
  }
  auto& temporary = std::get<TemporaryFile>(made);
  if (std::ofstream out(temporary.path(), std::ios::binary); !out || !write_all(out, write)) {
    return unwritable(path, last_error());
  } else if (out.close(); !out) {
    return unwritable(path, last_error());
  }
  if (const std::error_code error = temporary.rename_to(target)) {
    return unwritable(path, error.message());
  }
  return std::nullopt;
}

}  // namespace

OutputHold& OutputHold::operator=(OutputHold&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

OutputHold::~OutputHold() {
  if (file_ >= 0) close(file_);
}

std::optional<Error> replace_file(const std::string& path,
                                  const std::function<void(std::ostream&)>& write) {
  if (path == "-") {
    if (!write_all(std::cout, write)) return unwritable(path, last_error());
    return std::nullopt;
  }
  auto found = find_target(path);
  if (auto* error = std::get_if<Error>(&found)) return std::move(*error);
  const Target& target = std::get<Target>(found);
  if (target.kind == Target::Kind::stream) return write_directly(path, write);
  return write_and_rename(path, target.path, write);
}

bool is_replaced(const std::string& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  return path != "-" && (fs::is_regular_file(status) || !fs::exists(status));
}

std::optional<Error> check_writable(const std::string& path, OutputHold& hold) {
  if (path == "-") return std::nullopt;
  auto found = find_target(path);
  if (auto* error = std::get_if<Error>(&found)) return std::move(*error);
  const Target& target = std::get<Target>(found);
  if (target.kind == Target::Kind::stream) {
    auto opened = open_stream(path);
    if (auto* error = std::get_if<Error>(&opened)) return std::move(*error);
    hold = std::get<OutputHold>(std::move(opened));
    return std::nullopt;
  }
  const auto made = TemporaryFile::beside(target.path);
  const auto* error = std::get_if<std::error_code>(&made);
  return error == nullptr ? std::nullopt : std::optional(unwritable(path, error->message()));
}

}  // namespace moccasin::io
