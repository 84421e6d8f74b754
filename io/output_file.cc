// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <new>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>

#include "io/temporary_file.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

// Opens a device or a pipe for writing. A pipe without a reader, which would let a writer wait for
// ever, is an error; a reader that is just being started gets a second.
Result<Descriptor> open_stream(const std::string& named, const fs::path& path) {
  constexpr int kTries = 100;
  constexpr std::chrono::milliseconds kBetweenTries(10);
  for (int i = 0; i < kTries; ++i) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (file.get() >= 0) {
      const int flags = fcntl(file.get(), F_GETFL);
      if (flags < 0 || fcntl(file.get(), F_SETFL, flags & ~O_NONBLOCK) != 0) {
        return unwritable(named, errno);
      }
      return file;
    }
    std::error_code ignored;
    if (errno != ENXIO || !fs::is_fifo(path, ignored)) return unwritable(named, errno);
    std::this_thread::sleep_for(kBetweenTries);
  }
  return unwritable(named, "the pipe has no reader");
}

// The same open file under another number, so that its place in it, or its end, is shared.
Result<Descriptor> share(const std::string& named, int descriptor) {
  constexpr int kAboveTheStandardOnes = 3;
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0) return unwritable(named, errno);
  if ((flags & O_ACCMODE) == O_RDONLY) return unwritable(named, "it is open for reading only");
  Descriptor file(fcntl(descriptor, F_DUPFD_CLOEXEC, kAboveTheStandardOnes));
  if (file.get() < 0) return unwritable(named, errno);
  return file;
}

Result<Descriptor> open_target(const std::string& named, const OutputTarget& target) {
  if (target.kind == OutputTarget::Kind::descriptor) return share(named, target.descriptor);
  return open_stream(named, target.path);
}

// Whether something is mounted there, over which nothing can be renamed.
bool is_mount_point(const fs::path& path) {
  struct statx what = {};
  return statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, 0, &what) == 0 &&
         (what.stx_attributes_mask & what.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// Whether a file of ours cannot stand in for it: its owner or its group would be another.
bool has_another_owner(TemporaryFile& file, const fs::path& target) {
  struct stat own = {}, old = {};
  return fstat(file.file().get(), &own) == 0 && stat(target.c_str(), &old) == 0 &&
         (own.st_uid != old.st_uid || own.st_gid != old.st_gid);
}

// A folder may be such that files can be made in it, but neither renamed nor removed.
bool keeps_its_names(const fs::path& folder) {
  struct statx what = {};
  const char* const path = folder.empty() ? "." : folder.c_str();
  constexpr auto kKeeps = STATX_ATTR_APPEND | STATX_ATTR_IMMUTABLE;
  return statx(AT_FDCWD, path, 0, 0, &what) == 0 && (what.stx_attributes & kKeeps) != 0;
}

// Takes away what is there, if that is a regular file that another process has open.
void empty(const OutputTarget& target, const Descriptor& file) {
  if (target.kind == OutputTarget::Kind::stream) (void)!ftruncate(file.get(), 0);
}

// What keeps files from being made in a folder though one of them may be written.
bool is_about_the_folder(const std::error_code& error) {
  return error == std::errc::permission_denied || error == std::errc::operation_not_permitted ||
         error == std::errc::read_only_file_system;
}

// Writes to `file`, and what is not written yet when closing; 0 or the number of the first error.
int write_all(Descriptor& file, const OutputFile::Writer& writer) {
  DescriptorStream out(file.get());
  writer(out);
  out.flush();
  const int closing = file.close();
  if (out.error() != 0) return out.error();
  return out.good() ? closing : EIO;
}

// A disk may be so full that files can be made, but not written.
std::string a_block() { return std::string(4096, '\n'); }

int write_a_block(TemporaryFile& file) {
  return write_all(file.file(), [](std::ostream& out) { out << a_block(); });
}

}  // namespace

Result<OutputFile> OutputFile::open(const std::string& path) {
  auto found = find_target(path);
  if (auto* const error = std::get_if<Error>(&found)) return std::move(*error);
  OutputFile output(path, std::get<OutputTarget>(std::move(found)));
  if (output.target_.kind == OutputTarget::Kind::file) {
    if (auto error = output.prove_file()) return *std::move(error);
    return output;
  }
  auto opened = open_target(path, output.target_);
  if (auto* const error = std::get_if<Error>(&opened)) return std::move(*error);
  output.way_ = Way::through;
  output.open_ = std::get<Descriptor>(std::move(opened));
  return output;
}

std::optional<Error> OutputFile::prove_file() {
  const fs::path& target = target_.path;
  const bool is_there = access(target.c_str(), F_OK) == 0;
  if (is_there) {
    const Descriptor old(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (old.get() < 0) return unwritable(path_, errno);
    if (is_mount_point(target)) why_in_place_ = "it is a mount point";
  }
  if (keeps_its_names(target.parent_path())) {
    if (!is_there) return unwritable(path_, EPERM);
    why_in_place_ = "no file can be renamed in its folder";
  }
  if (why_in_place_.empty()) {
    auto made = is_there ? TemporaryFile::beside(target) : TemporaryFile::in_place_of(target);
    auto* const temporary = std::get_if<TemporaryFile>(&made);
    if (temporary == nullptr) {
      const std::error_code error = std::get<std::error_code>(made);
      if (!is_there || !is_about_the_folder(error)) return unwritable(path_, error.value());
      why_in_place_ = "no file can be made beside it: " + error.message();
    } else if (is_there && has_another_owner(*temporary, target)) {
      why_in_place_ = "it belongs to somebody else";
    } else if (const int error = write_a_block(*temporary)) {
      return unwritable(path_, error);
    }
  }
  if (!why_in_place_.empty()) way_ = Way::in_place;
  return std::nullopt;
}

std::optional<Error> OutputFile::write(const Writer& writer) {
  switch (way_) {
    case Way::replaced:
      return replace(writer);
    case Way::in_place:
      return write_in_place(writer);
    case Way::through:
      break;
  }
  if (is_standard_output()) std::cout.flush();
  empty(target_, open_);
  DescriptorStream out(open_.get());
  writer(out);
  out.flush();
  if (out.good()) return std::nullopt;
  return unwritable(path_, out.error());
}

std::optional<Error> OutputFile::replace(const Writer& writer) {
  auto made = TemporaryFile::beside(target_.path);
  if (const auto* const error = std::get_if<std::error_code>(&made)) {
    return unwritable(path_, error->value());
  }
  auto& temporary = std::get<TemporaryFile>(made);
  if (const int error = write_all(temporary.file(), writer)) return unwritable(path_, error);
  const std::error_code error = temporary.rename_to(target_.path);
  if (!error) return std::nullopt;
  if (access(target_.path.c_str(), F_OK) != 0) return unwritable(path_, error.value());
  way_ = Way::in_place;
  why_in_place_ = "nothing can be renamed over it: " + error.message();
  return write_in_place(writer);
}

std::optional<Error> OutputFile::write_in_place(const Writer& writer) {
  // Whatever may fail before the old text is lost does.
  std::ostringstream text;
  writer(text);
  if (!text.good()) throw std::bad_alloc();  // the one reason why a string takes no more
  const std::string whole = std::move(text).str();
  Descriptor file(::open(target_.path.c_str(), O_WRONLY | O_CLOEXEC));
  struct stat old = {};
  if (file.get() < 0 || fstat(file.get(), &old) != 0) return unwritable(path_, errno);
  const auto length = static_cast<off_t>(whole.size());
  if (length > old.st_size) {
    const int error = posix_fallocate(file.get(), 0, length);
    if (error != 0 && error != EOPNOTSUPP && error != EINVAL) {
      (void)!ftruncate(file.get(), old.st_size);
      return unwritable(path_, error);
    }
  }
  if (ftruncate(file.get(), length) != 0) return unwritable(path_, errno);
  const int error = write_all(file, [&whole](std::ostream& out) { out << whole; });
  if (error != 0) return unwritable(path_, error);
  return std::nullopt;
}

Result<GrowingFile> GrowingFile::open(const std::string& path) {
  auto found = find_target(path);
  if (auto* const error = std::get_if<Error>(&found)) return std::move(*error);
  const auto& target = std::get<OutputTarget>(found);
  if (target.kind != OutputTarget::Kind::file) {
    auto opened = open_target(path, target);
    if (auto* const error = std::get_if<Error>(&opened)) return std::move(*error);
    empty(target, std::get<Descriptor>(opened));
    return GrowingFile(path, std::get<Descriptor>(std::move(opened)));
  }
  Descriptor file(
      ::open(target.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_APPEND, 0666));
  if (file.get() < 0) return unwritable(path, errno);
  DescriptorStream room(file.get());
  room << a_block() << std::flush;
  if (room.error() != 0) return unwritable(path, room.error());
  if (ftruncate(file.get(), 0) != 0) return unwritable(path, errno);
  return GrowingFile(path, std::move(file));
}

std::optional<Error> GrowingFile::add_line(std::string_view line) {
  *stream_ << line << std::endl;
  if (stream_->good()) return std::nullopt;
  return unwritable(path_, stream_->error());
}

}  // namespace moccasin::io
