// SPDX-License-Identifier: Apache-2.0
#include "tests/embed/support/plugin.h"

#include <cstring>

#include "tests/embed/support/graphs.h"

#define MOCCASIN_TEST_SHOWN __attribute__((visibility("default")))

extern "C" MOCCASIN_TEST_SHOWN std::size_t moccasin_test_solve(std::size_t operations,
                                                               std::int64_t percent,
                                                               std::uint64_t work,
                                                               std::int32_t threads, char* text,
                                                               std::size_t capacity) {
  using namespace moccasin::test;
  const moccasin::Graph graph = training(operations);
  const std::string said = text_of(solve(graph, budget(graph, percent), repeatable(work, threads)));
  std::memcpy(text, said.data(), std::min(capacity, said.size()));
  return said.size();
}

extern "C" MOCCASIN_TEST_SHOWN const void* moccasin_test_address() {
  return reinterpret_cast<const void*>(&moccasin::solve);
}
