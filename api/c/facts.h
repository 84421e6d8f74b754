// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/c/handle.h"
#include "moccasin/moccasin.hpp"

struct moc_facts final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::facts;
  static constexpr const char* kName = "moc_facts";
  moc_facts() : HandleHead(kTag) {}

  moccasin::Facts facts;
};
