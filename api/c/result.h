// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "api/c/handle.h"
#include "moccasin/io.hpp"
#include "moccasin/moccasin.hpp"

struct moc_result final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::result;
  static constexpr const char* kName = "moc_result";
  moc_result() : HandleHead(kTag) {}

  moccasin::Result result;
  moccasin::SolveRequest request;
  std::uint64_t revision = 0;  // of the graph
};
