// SPDX-License-Identifier: Apache-2.0
#include "api/c/error.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "moccasin/moccasin.hpp"

namespace moccasin::c_door {
namespace {

// Out of memory is to be told as well. Long enough for any message with a few names in it.
constexpr std::size_t kMostBytes = 1024;
thread_local std::array<char, kMostBytes> last_error = {};

// Whether a character of UTF-8 goes on here.
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

}  // namespace

void set_last_error(std::initializer_list<std::string_view> parts) noexcept {
  constexpr std::string_view kCut = "...";
  std::size_t length = 0;
  for (const std::string_view part : parts) {
    const std::size_t room = kMostBytes - 1 - length;
    const std::size_t taken = std::min(part.size(), room);
    std::memcpy(last_error.data() + length, part.data(), taken);
    length += taken;
    if (taken == part.size()) continue;
    length = kMostBytes - 1 - kCut.size();
    while (is_continuation(last_error[length])) --length;
    std::memcpy(last_error.data() + length, kCut.data(), kCut.size());
    length += kCut.size();
    break;
  }
  last_error[length] = '\0';
}

void fail(moc_rc code, std::initializer_list<std::string_view> parts) {
  set_last_error(parts);
  throw Failure{code};
}

void require(const void* pointer, std::string_view argument) {
  if (pointer == nullptr) fail(MOC_E_INVALID_ARG, {argument, " is null"});
}

void require_array(const void* array, std::size_t count, std::string_view argument) {
  if (count > 0) require(array, argument);
}

}  // namespace moccasin::c_door

int moc_abi_version(void) { return MOC_ABI_VERSION; }

const char* moc_version(void) { return moccasin::version(); }

const char* moc_last_error(void) { return moccasin::c_door::last_error.data(); }

const char* moc_rc_string(moc_rc rc) {
  switch (rc) {
    case MOC_OK:
      return "MOC_OK";
    case MOC_E_INVALID_ARG:
      return "MOC_E_INVALID_ARG";
    case MOC_E_INVALID_GRAPH:
      return "MOC_E_INVALID_GRAPH";
    case MOC_E_NOMEM:
      return "MOC_E_NOMEM";
    case MOC_E_IO:
      return "MOC_E_IO";
    case MOC_E_UNSUPPORTED:
      return "MOC_E_UNSUPPORTED";
    case MOC_E_INVALID_OPTION:
      return "MOC_E_INVALID_OPTION";
    case MOC_E_BUSY:
      return "MOC_E_BUSY";
    case MOC_E_INVALID_SCHEDULE:
      return "MOC_E_INVALID_SCHEDULE";
    case MOC_E_INVALID_PLACEMENT:
      return "MOC_E_INVALID_PLACEMENT";
    case MOC_E_INTERNAL:
      return "MOC_E_INTERNAL";
  }
  return "unknown";
}
