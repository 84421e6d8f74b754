// SPDX-License-Identifier: Apache-2.0
// The door between a GraphDocument and what the inside reads and writes.
#pragma once

#include <memory>

#include "io/graph_file.h"
#include "moccasin/io.hpp"

namespace moccasin {

struct GraphDocument::Impl {
  io::GraphFile file;
};

inline namespace v0 {

struct DocumentAccess {
  [[nodiscard]] static GraphDocument wrap(io::GraphFile file);
  [[nodiscard]] static const io::GraphFile& file(const GraphDocument& document) {
    return document.impl_->file;
  }
};

}  // namespace v0
}  // namespace moccasin
