// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>
#include <variant>

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

// A file of our own, empty at first, that is removed again unless it is renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }

  [[nodiscard]] const fs::path& path() const { return path_; }

  std::error_code rename_to(const fs::path& target) {
    std::error_code error;
    fs::rename(path_, target, error);
    if (!error) path_.clear();
    return error;
  }

 private:
  fs::path path_;
};

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

// In the folder of `target`, since a rename does not cross file systems; with its permissions.
std::variant<TemporaryFile, Error> make_temporary(const std::string& path, const fs::path& target) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    const fs::path name = target.parent_path() / (".moccasin-" + std::to_string(getpid()) + "-" +
                                                  std::to_string(i) + ".tmp");
    const int file = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) return unwritable(path, last_error());
    close(file);
    std::error_code ignored;
    const fs::file_status status = fs::status(target, ignored);
    if (fs::exists(status)) fs::permissions(name, status.permissions(), ignored);
    return TemporaryFile(name);
  }
  return unwritable(path, "no free name for a temporary file");
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
  errno = 0;
  std::ofstream out(path, std::ios::binary);
  if (!out || !write_all(out, write)) return unwritable(path, last_error());
  return std::nullopt;
}

std::optional<Error> write_and_rename(const std::string& path, const fs::path& target,
                                      const std::function<void(std::ostream&)>& write) {
  auto made = make_temporary(path, target);
  if (auto* error = std::get_if<Error>(&made)) return std::move(*error);
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

std::optional<Error> check_writable(const std::string& path) {
  if (path == "-") return std::nullopt;
  auto found = find_target(path);
  if (auto* error = std::get_if<Error>(&found)) return std::move(*error);
  const Target& target = std::get<Target>(found);
  if (target.kind == Target::Kind::stream) return std::nullopt;
  auto made = make_temporary(path, target.path);
  if (auto* error = std::get_if<Error>(&made)) return std::move(*error);
  return std::nullopt;
}

}  // namespace moccasin::io
