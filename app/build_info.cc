// SPDX-License-Identifier: Apache-2.0
#include "app/build_info.h"

#include "app/build_config.h"
#include "app/json_text.h"
#include "moccasin/version.h"

namespace moccasin::app {
namespace {

#if defined(MOCCASIN_EXPENSIVE_ASSERTS)
constexpr const char* kAssertions = "expensive";
#elif defined(MOCCASIN_NO_ASSERTS)
constexpr const char* kAssertions = "none";
#else
constexpr const char* kAssertions = "cheap";
#endif

}  // namespace

BuildInfo build_info() {
  return {.version = MOCCASIN_VERSION,
          .commit = MOCCASIN_BUILD_COMMIT,
          .compiler = MOCCASIN_BUILD_COMPILER,
          .system = MOCCASIN_BUILD_SYSTEM,
          .build_type = MOCCASIN_BUILD_TYPE,
          .assertions = kAssertions,
          .sanitizers = MOCCASIN_BUILD_SANITIZE};
}

std::string render_version() {
  const BuildInfo info = build_info();
  return "moccasin " + info.version + (info.commit.empty() ? "" : " (" + info.commit + ")") + "\n";
}

std::string render_build_info_text() {
  const BuildInfo info = build_info();
  const auto or_none = [](const std::string& text) { return text.empty() ? "none" : text; };
  return "version     " + info.version + "\ncommit      " + or_none(info.commit) +
         "\ncompiler    " + info.compiler + "\nsystem      " + info.system + "\nbuild type  " +
         info.build_type + "\nassertions  " + info.assertions + "\nsanitizers  " +
         or_none(info.sanitizers) + "\n";
}

std::string render_build_info_json() {
  const BuildInfo info = build_info();
  return JsonObject()
             .add("version", info.version)
             .add("commit", info.commit)
             .add("compiler", info.compiler)
             .add("system", info.system)
             .add("build_type", info.build_type)
             .add("assertions", info.assertions)
             .add("sanitizers", info.sanitizers)
             .text() +
         "\n";
}

}  // namespace moccasin::app
