// SPDX-License-Identifier: Apache-2.0
#include "app/rescue.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace moccasin::app {
namespace {

namespace fs = std::filesystem;

// A terminal would show it and forget it, a device like /dev/null not even that.
bool standard_output_is_kept() {
  struct stat what = {};
  if (fstat(STDOUT_FILENO, &what) != 0) return false;
  return S_ISREG(what.st_mode) || S_ISFIFO(what.st_mode) || S_ISSOCK(what.st_mode);
}

bool write_to_standard_output(const io::OutputFile::Writer& write) {
  auto output = io::OutputFile::open("-");
  auto* const file = std::get_if<io::OutputFile>(&output);
  return file != nullptr && !file->write(write);
}

// The name of a new file in `folder` that holds it all, or nothing, and nothing is left there.
std::optional<std::string> write_new_file(const fs::path& folder, const Document& document) {
  std::string name = folder / ("moccasin-XXXXXX" + document.ending);
  io::Descriptor file(mkstemps(name.data(), static_cast<int>(document.ending.size())));
  if (file.get() < 0) return std::nullopt;
  io::DescriptorStream out(file.get());
  document.write(out);
  out.flush();
  if (out.good() && file.close() == 0) return name;
  unlink(name.c_str());
  return std::nullopt;
}

// The temporary folder may be on the disk that is full.
std::vector<fs::path> folders() {
  std::error_code error;
  std::vector<fs::path> places = {"/tmp", "/var/tmp", "/dev/shm"};
  if (const fs::path own = fs::temp_directory_path(error); !error) {
    places.insert(places.begin(), own);
  }
  if (const fs::path here = fs::current_path(error); !error) places.push_back(here);
  return places;
}

}  // namespace

std::optional<std::string> rescue(const Document& document, StandardOutput& standard_output) {
  if (standard_output == StandardOutput::free && standard_output_is_kept()) {
    standard_output = StandardOutput::taken;
    if (write_to_standard_output(document.write)) return "on standard output";
  }
  if (const auto name = put_in_new_file(document)) return "in " + *name;
  if (standard_output != StandardOutput::free || isatty(STDOUT_FILENO) != 1) return std::nullopt;
  standard_output = StandardOutput::taken;  // somebody may still see it there
  if (write_to_standard_output(document.write)) return "on standard output";
  return std::nullopt;
}

std::optional<std::string> put_in_new_file(const Document& document) {
  for (const fs::path& folder : folders()) {
    if (auto name = write_new_file(folder, document)) return name;
  }
  return std::nullopt;
}

}  // namespace moccasin::app
