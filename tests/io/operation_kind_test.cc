// SPDX-License-Identifier: Apache-2.0
#include "io/operation_kind.h"

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

TEST(OperationKind, IsWhatTheFileSaysOrTheBeginningOfTheId) {
  model::GraphBuilder builder;
  GraphFile file;
  const std::pair<const char*, const char*> ids[] = {
      {"relu_12", "relu"},  {"relu.1", "relu"},  {"relu#3", "relu"},  {"conv2d_12", "conv2d"},
      {"conv2d", "conv2d"}, {"12", "operation"}, {"_7", "operation"}, {"a-b", "a-b"}};
  for (const auto& [id, kind] : ids) {
    builder.add_operation({.name = id});
    file.kinds.emplace_back();
  }
  builder.add_operation({.name = "relu_13"});
  file.kinds.emplace_back("activation");
  file.graph = std::get<model::Graph>(builder.build());
  std::size_t op = 0;
  for (const auto& [id, kind] : ids) EXPECT_EQ(operation_kind(file, model::OpIndex(op++)), kind);
  EXPECT_EQ(operation_kind(file, model::OpIndex(op)), "activation");
}

}  // namespace
}  // namespace moccasin::io
