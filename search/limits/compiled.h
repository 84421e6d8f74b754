// SPDX-License-Identifier: Apache-2.0
// The names of the compiled problem, for everything that searches.
#pragma once

#include "model/compiled/compiled_graph.h"

namespace moccasin::search {

using compiled::CompiledGraph;
using compiled::CompiledTensor;
using compiled::Op;
using compiled::Steps;
using compiled::Tensor;

}  // namespace moccasin::search
