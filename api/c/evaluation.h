// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/c/handle.h"
#include "moccasin/moccasin.hpp"

struct moc_evaluation final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::evaluation;
  static constexpr const char* kName = "moc_evaluation";
  moc_evaluation() : HandleHead(kTag) {}

  moccasin::Evaluation evaluation;
};

struct moc_buffers final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::buffers;
  static constexpr const char* kName = "moc_buffers";
  moc_buffers() : HandleHead(kTag) {}

  std::vector<moccasin::Buffer> buffers;
};
