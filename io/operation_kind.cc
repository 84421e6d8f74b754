// SPDX-License-Identifier: Apache-2.0
#include "io/operation_kind.h"

namespace moccasin::io {
namespace {

std::string stem_of(const std::string& name) {
  std::size_t end = name.size();
  while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9') --end;
  if (end == name.size()) return name;
  while (end > 0 && (name[end - 1] == '_' || name[end - 1] == '.' || name[end - 1] == '-' ||
                     name[end - 1] == '#')) {
    --end;
  }
  return end == 0 ? "operation" : name.substr(0, end);
}

}  // namespace

std::string operation_kind(const GraphFile& file, model::OpIndex op) {
  const std::string& kind = file.kinds[op.value()];
  return kind.empty() ? stem_of(file.graph.operation(op).name) : kind;
}

}  // namespace moccasin::io
