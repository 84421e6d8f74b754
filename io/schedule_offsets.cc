// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_offsets.h"

#include <string>
#include <utility>

namespace moccasin::io {
namespace {

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

}  // namespace

bool OffsetReader::is_member(std::string_view name) {
  return name == "arena" || name == "alignment";
}

void OffsetReader::read_member(JsonChecker& check, std::string_view name, const JsonValue& value) {
  if (name == "arena") {
    arena_ = true;
    placement_.arena = check.integer({name}, value);
  } else if (name == "alignment") {
    alignment_ = true;
    placement_.alignment = check.integer({name}, value, 1);
  }
}

void OffsetReader::read_step(JsonChecker& check, std::size_t index, model::OpIndex op,
                             const JsonValue& step) {
  const JsonValue* const offsets = step.find("offsets");
  const JsonValue* const workspace = step.find("workspace_offset");
  const bool has = offsets != nullptr;
  if (!has && workspace != nullptr) {
    check.fail({"steps", index, "workspace_offset"}, "stands there without 'offsets'");
  }
  if (placed_.value_or(has) != has) {
    const JsonPlace place{"steps", index};
    check.fail(place, has ? "the key 'offsets' is there, but the steps before have none"
                          : "the key 'offsets' is missing, but the steps before have it");
  }
  placed_ = has;
  if (!has || check.failed()) return;
  read_offsets(check, index, graph_.outputs(op).size(), *offsets);
  read_workspace(check, index, graph_.operation(op).workspace, workspace);
}

void OffsetReader::read_offsets(JsonChecker& check, std::size_t index, std::size_t outputs,
                                const JsonValue& offsets) {
  if (offsets.kind != JsonKind::array) {
    return check.fail({"steps", index, "offsets"}, "must be an array, not " + display(offsets));
  }
  if (offsets.items.size() != outputs) {
    return check.fail({"steps", index, "offsets"}, "must have one for each output, but has " +
                                                       counted(offsets.items.size(), "offset") +
                                                       " for " + counted(outputs, "output"));
  }
  for (std::size_t i = 0; i < outputs; ++i) {
    placement_.buffers.push_back(check.integer({"steps", index, "offsets", i}, offsets.items[i]));
  }
}

void OffsetReader::read_workspace(JsonChecker& check, std::size_t index, std::int64_t workspace,
                                  const JsonValue* offset) {
  if (offset == nullptr && workspace > 0) {
    check.fail({"steps", index},
               "the key 'workspace_offset' is missing, but the node has a "
               "workspace of " +
                   counted(static_cast<std::size_t>(workspace), "byte"));
  }
  if (offset != nullptr && workspace == 0) {
    check.fail({"steps", index, "workspace_offset"}, "stands there, but the node has no workspace");
  }
  if (check.failed()) return;
  placement_.workspaces.push_back(
      offset == nullptr ? 0 : check.integer({"steps", index, "workspace_offset"}, *offset));
}

std::optional<model::Placement> OffsetReader::finish(JsonChecker& check) {
  const bool placed = placed_.value_or(false);
  if (placed && !arena_) {
    check.fail("the key 'arena' is missing, but the steps have 'offsets'");
  } else if (!placed && (arena_ || alignment_)) {
    check.fail({arena_ ? "arena" : "alignment"}, "stands there, but the steps have no 'offsets'");
  }
  if (!placed || check.failed()) return std::nullopt;
  return std::move(placement_);
}

}  // namespace moccasin::io
