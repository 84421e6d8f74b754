// SPDX-License-Identifier: Apache-2.0
#include "generate/family.h"

#include <array>
#include <utility>

#include "base/assert.h"
#include "generate/chain.h"
#include "generate/random_layered.h"
#include "generate/residual.h"
#include "generate/transformer.h"
#include "generate/unet.h"

namespace moccasin::generate {
namespace {

model::Graph of_width(const GenerateOptions& options) {
  return random_layered({.nodes = options.nodes, .seed = options.seed, .width = options.width});
}

template <model::Graph (*family)(std::size_t nodes, std::uint64_t seed)>
model::Graph of(const GenerateOptions& options) {
  return family(options.nodes, options.seed);
}

struct Entry {
  Family family;
  std::string_view name;
  std::size_t fewest_nodes;
  model::Graph (*generate)(const GenerateOptions& options);
};

constexpr std::array<Entry, 5> kFamilies{{
    {Family::layered, "layered", 3, of_width},
    {Family::chain, "chain", 4, of<chain>},
    {Family::unet, "unet", kUnetEnds + kUnetLevel + 3 * kUnetUnit, of<unet>},
    {Family::transformer, "transformer", kTransformerEnds + kTransformerLayer, of<transformer>},
    {Family::residual, "residual", kResidualEnds + kResidualBlock, of<residual>},
}};

const Entry& entry(Family family) {
  const Entry& found = kFamilies[static_cast<std::size_t>(family)];
  MOCCASIN_ASSERT(found.family == family);
  return found;
}

}  // namespace

std::size_t fewest_nodes(Family family) { return entry(family).fewest_nodes; }

std::string_view family_name(Family family) { return entry(family).name; }

std::optional<Family> family_from_name(std::string_view name) {
  for (const Entry& candidate : kFamilies) {
    if (candidate.name == name) return candidate.family;
  }
  return std::nullopt;
}

std::optional<std::string> problem_with(const GenerateOptions& options) {
  const std::size_t fewest = fewest_nodes(options.family);
  if (options.width && options.family != Family::layered) {
    return "only layered graphs have a width; leave it out for a " +
           std::string(family_name(options.family)) + " graph";
  }
  constexpr double kLeastWidth = 0.01, kMostWidth = 0.99;
  if (options.width && !(*options.width >= kLeastWidth && *options.width <= kMostWidth)) {
    return "the width of a layered graph is between 0.01 and 0.99";
  }
  if (options.nodes >= fewest && options.nodes <= kMostNodes) return std::nullopt;
  return "a " + std::string(family_name(options.family)) + " graph has " + std::to_string(fewest) +
         " to " + std::to_string(kMostNodes) + " nodes, not " + std::to_string(options.nodes);
}

model::Graph generate(const GenerateOptions& options) {
  MOCCASIN_ASSERT(!problem_with(options));
  return entry(options.family).generate(options);
}

}  // namespace moccasin::generate
