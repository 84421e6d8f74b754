// SPDX-License-Identifier: Apache-2.0
// The training step of a decoder-only language model, without dropout. A layer, with the outputs
// that its gradients read again in brackets:
//
//   hidden --> norm1 --> qkv --> attention --> project --> add1 --> norm2 --> up --> gelu --> down
//         \    [out,    [qkv]    [out,                   / [sum]    [out,    [up]   [out]        \.
//          \    mean,             logsumexp]            /            mean,                        v
//           \   rstd]      -----------------------------             rstd]      add1 --------> add2
//            `------------'
//
// The products' weight and bias gradients are operations of their own, as tracers record them; all
// parameter gradients are retained. The bias sums and the attention have workspaces.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/graph.h"

namespace moccasin::generate {

inline constexpr std::size_t kTransformerLayer = 28;  // operations a layer adds
inline constexpr std::size_t kTransformerEnds = 9;    // embedding, last norm, logits, loss

// As many layers as fit in `nodes` >= 37 operations. The seed draws width, heads, sequence, batch
// and vocabulary; activations are 16 bits wide, parameters resident.
[[nodiscard]] model::Graph transformer(std::size_t nodes, std::uint64_t seed);

}  // namespace moccasin::generate
