// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/c/handle.h"
#include "moccasin/moccasin.hpp"

struct moc_result final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::result;
  static constexpr const char* kName = "moc_result";
  moc_result() : HandleHead(kTag) {}

  moccasin::Result result;
};
