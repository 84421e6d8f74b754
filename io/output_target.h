// SPDX-License-Identifier: Apache-2.0
// What the path of an output stands for. Links are followed one by one, also to what is not there
// yet, so that they stay links:
//
//   latest -> runs/7.json      a file, runs/7.json, whether it is there or not
//   /dev/stderr -> /proc/self/fd/2
//                              the open file 2: what it is open on has a name of its own, but who
//                              opened it wants to have it written and not replaced
//   /tmp/pipe, /dev/null       a stream: written through
#pragma once

#include <filesystem>
#include <string>

#include "io/error.h"

namespace moccasin::io {

struct OutputTarget {
  enum class Kind {
    file,        // a regular file, or nothing yet; `path` is where it is or will be
    stream,      // a device, a pipe, or what another process has open; opened by `path`
    descriptor,  // what this process has open as `descriptor`; "-" is 1
  };

  Kind kind = Kind::file;
  std::filesystem::path path;
  int descriptor = -1;

  [[nodiscard]] bool is_standard_output() const {
    return kind == Kind::descriptor && descriptor == 1;
  }
  friend bool operator==(const OutputTarget&, const OutputTarget&) = default;
};

// An error where no file can be: a folder, or something in a folder that is not there.
[[nodiscard]] Result<OutputTarget> find_target(const std::string& path);

// Whether what is written to the one would replace, or be mixed with, what is written to the other.
[[nodiscard]] bool same_target(const std::string& a, const std::string& b);

// "out.json: cannot write: why", with "standard output" for "-".
[[nodiscard]] Error unwritable(const std::string& path, const std::string& why);
// The same with the text of a number of errno.
[[nodiscard]] Error unwritable(const std::string& path, int error);

}  // namespace moccasin::io
