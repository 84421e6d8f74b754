// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/c/handle.h"
#include "moccasin/arena.h"
#include "moccasin/arena.hpp"

struct moc_placement final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::placement;
  static constexpr const char* kName = "moc_placement";
  moc_placement() : HandleHead(kTag) {}

  moccasin::PlaceResult result;
};
