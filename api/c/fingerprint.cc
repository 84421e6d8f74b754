// SPDX-License-Identifier: Apache-2.0
#include "api/c/fingerprint.h"

#include "api/graph_access.h"
#include "model/fingerprint.h"

namespace moccasin::c_door {

std::uint64_t fingerprint(const Graph& graph) {
  return model::fingerprint(*std::get<ModelGraph>(GraphAccess::build(graph)));
}

}  // namespace moccasin::c_door
