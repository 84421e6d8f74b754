// SPDX-License-Identifier: Apache-2.0
// What this program was built from and how: for reports of faults, and in every schedule written.
#pragma once

#include <string>

namespace moccasin::app {

struct BuildInfo {
  std::string version;
  std::string commit;  // short hash of the source, "+" if it had changes; empty outside git
  std::string compiler;
  std::string system;
  std::string build_type;
  std::string assertions;  // "none", "cheap", "expensive"
  std::string sanitizers;  // as in -fsanitize=, empty: none
};

[[nodiscard]] BuildInfo build_info();
[[nodiscard]] std::string render_version();
[[nodiscard]] std::string render_build_info_text();
[[nodiscard]] std::string render_build_info_json();

}  // namespace moccasin::app
