// SPDX-License-Identifier: Apache-2.0
#include "io/output_target.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

#include "io/text_file.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// In /proc a link is a door to something open: its text is for people, and may name nothing.
bool is_door(const fs::path& link) {
  struct statfs system = {};
  return statfs(folder_of(link).c_str(), &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

// The number of an open file of this process, if that is what `door` is.
std::optional<int> own_descriptor(const fs::path& door) {
  std::error_code error;
  const fs::path folder = fs::canonical(folder_of(door), error);
  bool own = false;
  for (const char* const files : {"/proc/self/fd", "/proc/thread-self/fd"}) {
    std::error_code missing;
    own = own || (!error && folder == fs::canonical(files, missing) && !missing);
  }
  int number = -1;
  const std::string name = door.filename();
  const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
  if (!own || read.ec != std::errc() || read.ptr != name.data() + name.size()) return std::nullopt;
  return number;
}

Result<OutputTarget> classify(const std::string& named, const fs::path& path,
                              const struct stat& what, bool door) {
  using Kind = OutputTarget::Kind;
  if (S_ISDIR(what.st_mode)) return unwritable(named, "it is a folder");
  if (!door) return OutputTarget{S_ISREG(what.st_mode) ? Kind::file : Kind::stream, path};
  if (const auto number = own_descriptor(path)) return OutputTarget{Kind::descriptor, {}, *number};
  return OutputTarget{Kind::stream, path};
}

Result<OutputTarget> nothing_there(const std::string& named, const fs::path& path) {
  const fs::path folder = folder_of(path);
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return unwritable(named, "there is no folder " + folder.string());
  }
  if (is_door(path)) return unwritable(named, ENOENT);  // /proc holds no files of ours
  return OutputTarget{OutputTarget::Kind::file, path};
}

}  // namespace

Error unwritable(const std::string& path, const std::string& why) {
  return make_error(ErrorKind::unwritable, path == "-" ? "standard output" : path,
                    "cannot write: " + why);
}

Error unwritable(const std::string& path, int error) {
  return unwritable(path, std::generic_category().message(error == 0 ? EIO : error));
}

Result<OutputTarget> find_target(const std::string& path) {
  constexpr int kMostLinks = 40;
  if (path == "-") return OutputTarget{OutputTarget::Kind::descriptor, {}, STDOUT_FILENO};
  if (path.empty()) return unwritable(path, "the file name is empty");
  fs::path at = path;
  for (int links = 0; links < kMostLinks; ++links) {
    struct stat what = {};
    if (lstat(at.c_str(), &what) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) return nothing_there(path, at);
      return unwritable(path, errno);
    }
    if (!S_ISLNK(what.st_mode)) return classify(path, at, what, false);
    if (is_door(at)) {
      if (stat(at.c_str(), &what) != 0) return unwritable(path, errno);
      return classify(path, at, what, true);
    }
    // The kernel may forbid to follow a link that others have left in a folder like /tmp; it is
    // asked, since reading the link is not following it.
    if (stat(at.c_str(), &what) != 0 && errno != ENOENT) return unwritable(path, errno);
    std::error_code error;
    const fs::path text = fs::read_symlink(at, error);
    if (error) return unwritable(path, error.value());
    at = text.is_absolute() ? text : at.parent_path() / text;
  }
  return unwritable(path, ELOOP);
}

bool same_target(const std::string& a, const std::string& b) {
  // Names of one file, or one name of nothing yet.
  const auto place = [](const std::string& path) {
    std::error_code error;
    const auto found = find_target(path);
    const auto* const target = std::get_if<OutputTarget>(&found);
    if (target != nullptr && target->kind == OutputTarget::Kind::descriptor) {
      return fs::path("/proc/self/fd") / std::to_string(target->descriptor);
    }
    const fs::path at = target == nullptr ? fs::path(path) : target->path;
    const fs::path folder = fs::weakly_canonical(fs::absolute(folder_of(at), error), error);
    return folder / at.filename();
  };
  const fs::path at_a = place(a), at_b = place(b);
  struct stat one = {}, other = {};
  if (stat(at_a.c_str(), &one) != 0 || stat(at_b.c_str(), &other) != 0) return at_a == at_b;
  // Nothing is lost where two write to a terminal or to /dev/null.
  if (S_ISCHR(one.st_mode) && S_ISCHR(other.st_mode)) return false;
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

}  // namespace moccasin::io
