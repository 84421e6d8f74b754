// SPDX-License-Identifier: Apache-2.0
#include "io/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <string>
#include <utility>

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

// A signal handler has no other way to a path: the name, and whether it is one to remove.
enum class Note { none, writing, armed };
std::atomic<Note> note = Note::none;
std::array<char, PATH_MAX> noted_name{};  // the last byte stays 0

static_assert(std::atomic<Note>::is_always_lock_free);

bool take_note(const std::string& name) {
  Note none = Note::none;
  if (name.size() >= noted_name.size() || !note.compare_exchange_strong(none, Note::writing)) {
    return false;
  }
  name.copy(noted_name.data(), name.size());
  noted_name[name.size()] = '\0';
  note.store(Note::armed);
  return true;
}

}  // namespace

void remove_unfinished_output() noexcept {
  const int error = errno;
  if (note.load() == Note::armed) unlink(noted_name.data());
  errno = error;
}

TemporaryFile::TemporaryFile(fs::path path)
    : path_(std::move(path)), noted_(take_note(path_.string())) {}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), noted_(std::exchange(other.noted_, false)) {}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
  if (noted_) note.store(Note::none);
}

std::error_code TemporaryFile::rename_to(const fs::path& target) {
  std::error_code error;
  fs::rename(path_, target, error);
  if (!error) path_.clear();
  return error;
}

std::variant<TemporaryFile, std::error_code> TemporaryFile::beside(const fs::path& target) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    const fs::path name = target.parent_path() / (".moccasin-" + std::to_string(getpid()) + "-" +
                                                  std::to_string(i) + ".tmp");
    const int file = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) return std::error_code(errno, std::generic_category());
    close(file);
    TemporaryFile made(name);
    std::error_code ignored;
    const fs::file_status status = fs::status(target, ignored);
    if (fs::exists(status)) fs::permissions(name, status.permissions(), ignored);
    return made;
  }
  return std::make_error_code(std::errc::file_exists);
}

}  // namespace moccasin::io
