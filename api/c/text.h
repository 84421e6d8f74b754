// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "api/c/handle.h"

struct moc_text final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::text;
  static constexpr const char* kName = "moc_text";
  moc_text() : HandleHead(kTag) {}

  std::string text;
};
