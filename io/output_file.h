// SPDX-License-Identifier: Apache-2.0
// Where one output goes. Opened before the work whose result it takes, so that what would fail at
// the end fails at the beginning, and written when there is something to write:
//
//   replaced  a file: written beside its place under a temporary name, then renamed over it, as
//             often as there is something better. A kill at any moment leaves the old file or the
//             new one.
//   in place  a file that nothing can be renamed over: it is mounted, or no file can be made beside
//             it. Written once, when the whole text is there.
//   through   standard output, a device, a pipe, what is already open (/dev/fd/3): written once.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "io/descriptor_stream.h"
#include "io/error.h"
#include "io/output_target.h"

namespace moccasin::io {

class OutputFile {
 public:
  enum class Way { replaced, in_place, through };
  using Writer = std::function<void(std::ostream&)>;

  // Proves that write() will work, as far as that can be known, and leaves nothing behind; "-" is
  // standard output. A pipe or device stays open until the end of its life: a reader would take a
  // close for the end. A pipe without a reader is an error after a second.
  [[nodiscard]] static Result<OutputFile> open(const std::string& path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] Way way() const { return way_; }
  [[nodiscard]] bool is_standard_output() const { return target_.is_standard_output(); }
  // Why a file is written in place, for people: "it is a mount point". Known after open(); if what
  // was proved does not hold any more, the way is another after write().
  [[nodiscard]] const std::string& why_in_place() const { return why_in_place_; }

  // Replaces what is there by what `writer` puts out, or adds to it if the way is through. What
  // writer throws passes. After an error an old file is whole, unless it was written in place.
  [[nodiscard]] std::optional<Error> write(const Writer& writer);

 private:
  OutputFile(std::string path, OutputTarget target)
      : path_(std::move(path)), target_(std::move(target)) {}
  [[nodiscard]] std::optional<Error> prove_file();
  [[nodiscard]] std::optional<Error> replace(const Writer& writer);
  [[nodiscard]] std::optional<Error> write_in_place(const Writer& writer);

  std::string path_;
  OutputTarget target_;
  Way way_ = Way::replaced;
  std::string why_in_place_;
  Descriptor open_;  // of what is written through
};

// An output that grows while others look, like a log: `path` is emptied, or made, and stays open.
class GrowingFile {
 public:
  [[nodiscard]] static Result<GrowingFile> open(const std::string& path);

  // Adds a line at once.
  [[nodiscard]] std::optional<Error> add_line(std::string_view line);

 private:
  GrowingFile(std::string path, Descriptor file)
      : path_(std::move(path)),
        file_(std::move(file)),
        stream_(std::make_unique<DescriptorStream>(file_.get())) {}

  std::string path_;
  Descriptor file_;
  std::unique_ptr<DescriptorStream> stream_;  // it must not move
};

}  // namespace moccasin::io
