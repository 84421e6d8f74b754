// SPDX-License-Identifier: Apache-2.0
// Random layered graphs: the family that rematerialization planners are compared on (Bartan et
// al., ICML 2023; after Gagrani et al., NeurIPS 2022).
//
//   layer   0         1       2          L - 2     L - 1
//         source ---> o ----> o   ...    o -----> target
//            |------> o --|-> o          o --------^
//            `------> o --+-> o          o --------|
//
// Adjacent layers are joined in proportion to the product of their widths, each node to
// neighbours of about its own relative height; skip edges jump over one layer or more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/graph.h"

namespace moccasin::generate {

struct LayeredOptions {
  std::size_t nodes = 3;  // >= 3
  std::uint64_t seed = 0;
  // Graphs are wide for large values: there are about sqrt(nodes (1 / width - 1)) layers. In
  // (0, 1); without it uniform in [0.25, 0.5), as in the published graphs.
  std::optional<double> width = {};
};

// Operation 0 is the source, 1 the target, the others follow in order of layers; names are these
// numbers. One output a node, nothing retained, no workspace. Sizes have mean around 2000 and no
// unit, durations are uniform in 0..1000, those of source and target 0. The base order is a list
// schedule by random priorities.
[[nodiscard]] model::Graph random_layered(const LayeredOptions& options);

}  // namespace moccasin::generate
