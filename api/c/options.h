// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/c/handle.h"
#include "moccasin/moccasin.hpp"

struct moc_options final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::options;
  static constexpr const char* kName = "moc_options";
  moc_options() : HandleHead(kTag) {}

  moccasin::Options options;
  std::vector<std::pair<std::string, std::string>> given;  // name, value; for files
};
