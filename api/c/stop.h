// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/c/handle.h"
#include "moccasin/moccasin.hpp"

struct moc_stop final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::stop;
  static constexpr const char* kName = "moc_stop";
  moc_stop() : HandleHead(kTag) {}

  moccasin::StopFlag flag;
};
