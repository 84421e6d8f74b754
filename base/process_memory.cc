// SPDX-License-Identifier: Apache-2.0
#include "base/process_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace moccasin::base {

std::int64_t resident_bytes() {
  // Pages: "size resident shared ...".
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  std::array<char, 128> text{};
  const ssize_t length = read(file, text.data(), text.size());
  close(file);
  if (length <= 0) return 0;
  const char* const end = text.data() + length;
  std::int64_t size = 0, resident = 0;
  const auto first = std::from_chars(text.data(), end, size);
  if (first.ec != std::errc() || first.ptr == end) return 0;
  if (std::from_chars(first.ptr + 1, end, resident).ec != std::errc()) return 0;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace moccasin::base
