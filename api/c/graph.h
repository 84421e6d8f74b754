// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "api/c/handle.h"
#include "moccasin/io.hpp"
#include "moccasin/moccasin.hpp"

struct moc_graph final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::graph;
  static constexpr const char* kName = "moc_graph";
  moc_graph() : HandleHead(kTag) {}

  moccasin::Graph graph;
  std::optional<moccasin::GraphDocument> document;  // that it was read from, until it is changed
};
