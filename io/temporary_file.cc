// SPDX-License-Identifier: Apache-2.0
#include "io/temporary_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <ctime>
#include <string>
#include <utility>

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

// A signal handler has no other way to a path: the name, and whether there is a file of it.
enum class Note { none, writing, making, made };
std::atomic<Note> note = Note::none;
std::array<char, PATH_MAX> noted_name{};  // the last byte stays 0
std::atomic<bool> process_ends = false;

// A name of so many bytes is none that a file system refuses for its length.
constexpr std::size_t kShortEnough = 128;

static_assert(std::atomic<Note>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

// Before the file is made: a handler that comes in between is to know of it.
bool take_note(const std::string& name) {
  Note none = Note::none;
  if (name.size() >= noted_name.size() || !note.compare_exchange_strong(none, Note::writing)) {
    return false;
  }
  name.copy(noted_name.data(), name.size());
  noted_name[name.size()] = '\0';
  note.store(Note::making);
  return true;
}

void drop_note(bool noted) {
  if (noted) note.store(Note::none);
}

}  // namespace

// Another thread may be about to make a file: it looks at process_ends after it has taken note, so
// that either it sees that, or its note is seen here. A thread that this handler has interrupted
// itself is not waited for long, and does not go on.
void remove_unfinished_output() noexcept {
  constexpr int kTries = 50;
  constexpr timespec kMillisecond = {.tv_sec = 0, .tv_nsec = 1'000'000};
  const int error = errno;
  process_ends.store(true);
  for (int i = 0; i < kTries && note.load() == Note::making; ++i) nanosleep(&kMillisecond, nullptr);
  const Note now = note.load();
  if (now == Note::making || now == Note::made) unlink(noted_name.data());
  errno = error;
}

TemporaryFile::TemporaryFile(fs::path path, Descriptor file, bool noted)
    : path_(std::move(path)), file_(std::move(file)), noted_(noted) {}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      file_(std::move(other.file_)),
      noted_(std::exchange(other.noted_, false)) {}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
  drop_note(noted_);
}

std::error_code TemporaryFile::rename_to(const fs::path& target) {
  std::error_code error;
  fs::rename(path_, target, error);
  if (!error) path_.clear();
  return error;
}

std::variant<TemporaryFile, std::error_code> TemporaryFile::make(const fs::path& target,
                                                                 const std::string& ending) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    const std::string beginning = ".moccasin-" + std::to_string(getpid()) + "-" + std::to_string(i);
    // Of an ending that makes the name too long only the end is there to be tried.
    const std::size_t longest = std::max(target.filename().native().size(), kShortEnough);
    const std::size_t room = longest - std::min(longest, beginning.size());
    const std::string shown = ending.substr(ending.size() - std::min(ending.size(), room));
    const fs::path name = target.parent_path() / (beginning + shown);
    const bool noted = take_note(name.string());
    Descriptor file;
    errno = EINTR;
    if (!process_ends.load()) {
      file = Descriptor(open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    }
    if (file.get() < 0) {
      const int error = errno;
      drop_note(noted);
      if (error == EEXIST) continue;
      return std::error_code(error, std::generic_category());
    }
    if (noted) note.store(Note::made);
    TemporaryFile made(name, std::move(file), noted);
    struct stat old = {};
    if (stat(target.c_str(), &old) == 0) {
      // Root keeps the owner; whoever may not had better ask whose it is.
      (void)!fchown(made.file_.get(), old.st_uid, old.st_gid);
      (void)fchmod(made.file_.get(), old.st_mode & 07777U);
    }
    return made;
  }
  return std::make_error_code(std::errc::file_exists);
}

std::variant<TemporaryFile, std::error_code> TemporaryFile::beside(const fs::path& target) {
  return make(target, ".tmp");
}

std::variant<TemporaryFile, std::error_code> TemporaryFile::in_place_of(const fs::path& target) {
  return make(target, "-" + target.filename().string());
}

}  // namespace moccasin::io
