// SPDX-License-Identifier: Apache-2.0
#include "app/output_paths.h"

#include <filesystem>
#include <utility>

#include "app/inputs.h"
#include "io/output_target.h"

namespace moccasin::app {
namespace {

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

// Which standard stream goes to the file `path`, if one does: it and the output would take each
// other's place. Shared by its descriptor, as /dev/stderr, it may be.
std::optional<std::string> standard_stream(const std::string& path) {
  const auto found = io::find_target(path);
  const auto* const target = std::get_if<io::OutputTarget>(&found);
  if (target == nullptr || target->kind != io::OutputTarget::Kind::file) return std::nullopt;
  for (const auto& [device, name] :
       {std::pair("/dev/fd/1", "standard output"), std::pair("/dev/fd/2", "standard error")}) {
    std::error_code error;
    if (std::filesystem::equivalent(device, target->path, error)) return name;
  }
  return std::nullopt;
}

}  // namespace

// Standard output has many names, and the report is there as well if it does not know.
std::string output_path(const Arguments& arguments, std::string_view name) {
  const std::optional<std::string> path = arguments.value(name);
  if (!path) return "";
  const auto found = io::find_target(*path);
  const auto* const target = std::get_if<io::OutputTarget>(&found);
  if (target == nullptr || target->kind != io::OutputTarget::Kind::descriptor) return *path;
  return target->is_standard_output() || io::same_target(*path, "-") ? "-" : *path;
}

std::optional<Failure> find_output_conflict(std::span<const std::string> outputs,
                                            std::span<const InputPath> inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string& path = outputs[i];
    if (path.empty() || path == "-") continue;
    if (const auto stream = standard_stream(path)) {
      return usage("'" + path + "' is where " + *stream + " goes");
    }
    for (const InputPath& input : inputs) {
      if (input.path.empty() || input.replaced_by == path) continue;
      if (reads_what_it_writes(std::string(input.path), path)) {
        return usage("'" + path + "' would replace " + std::string(input.what));
      }
    }
    for (const std::string& other : outputs.first(i)) {
      if (!other.empty() && io::same_target(path, other)) {
        return usage("'" + path + "' is named twice as an output");
      }
    }
  }
  return std::nullopt;
}

std::optional<Failure> find_empty_path(const Arguments& arguments,
                                       std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (arguments.value(name) == "") return usage("--" + std::string(name) + ": no file is named");
  }
  return std::nullopt;
}

}  // namespace moccasin::app
