// SPDX-License-Identifier: Apache-2.0
// A file of our own beside its target, empty at first, that is removed again unless it is renamed.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <variant>

#include "io/descriptor_stream.h"

namespace moccasin::io {

class TemporaryFile {
 public:
  // In the folder of `target`, since a rename does not cross file systems; with its permissions,
  // and its owner where that is allowed.
  [[nodiscard]] static std::variant<TemporaryFile, std::error_code> beside(
      const std::filesystem::path& target);
  // The same under a name as long as that of `target`, and of its characters: where this can be
  // made, so can `target`.
  [[nodiscard]] static std::variant<TemporaryFile, std::error_code> in_place_of(
      const std::filesystem::path& target);

  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] Descriptor& file() { return file_; }  // open for writing

  std::error_code rename_to(const std::filesystem::path& target);

 private:
  TemporaryFile(std::filesystem::path path, Descriptor file, bool noted);
  static std::variant<TemporaryFile, std::error_code> make(const std::filesystem::path& target,
                                                           const std::string& ending);

  std::filesystem::path path_;
  Descriptor file_;
  bool noted_ = false;  // for remove_unfinished_output()
};

// Removes the temporary file that is being written, for a signal handler that ends the process
// next: it takes no lock and no memory. Of several at a time it knows the first. From then on none
// is made, by whatever thread.
void remove_unfinished_output() noexcept;

}  // namespace moccasin::io
