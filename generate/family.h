// SPDX-License-Identifier: Apache-2.0
// Seeded instances: one entry for all families. The same options give the same graph on every
// machine.
//
//   layered      the random layered graphs of the MOCCASIN paper (Bartan et al., ICML 2023)
//   chain        forward and backward chain, the classical checkpointing example
//   unet         training step of a U-Net
//   transformer  training step of a decoder-only language model
//   residual     training step of a residual network
//
// Layered graphs have exactly the nodes asked for. The others come in increments: a chain's of 2, a
// U-Net's of 6 (a convolution), a transformer's of 28 (a layer), a residual network's of 20 or 24
// (a block); they have the largest count that does not exceed what was asked for. Training steps
// have the gradients of their parameters retained and the parameters resident; a batch of data,
// where it is an operation, comes once (max_copies 1). Durations are nanoseconds, sizes bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/graph.h"

namespace moccasin::generate {

enum class Family { layered, chain, unet, transformer, residual };

struct GenerateOptions {
  Family family = Family::layered;
  std::size_t nodes = 0;             // operations; fewest_nodes(family) to kMostNodes
  std::uint64_t seed = 0;            // any
  std::optional<double> width = {};  // of layered graphs: 0.01 to 0.99; see LayeredOptions
};

inline constexpr std::size_t kMostNodes = 1'000'000;
[[nodiscard]] std::size_t fewest_nodes(Family family);

[[nodiscard]] std::string_view family_name(Family family);
[[nodiscard]] std::optional<Family> family_from_name(std::string_view name);

// What is wrong with `options`, in one line for the user; empty: nothing.
[[nodiscard]] std::optional<std::string> problem_with(const GenerateOptions& options);

// Pre-condition: !problem_with(options). Time and memory are linear in the graph; layered graphs
// have some 0.2 n^1.5 reads, the others a few reads a node.
[[nodiscard]] model::Graph generate(const GenerateOptions& options);

}  // namespace moccasin::generate
