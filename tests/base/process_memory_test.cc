// SPDX-License-Identifier: Apache-2.0
#include "base/process_memory.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace moccasin::base {
namespace {

TEST(ProcessMemory, GrowsByWhatIsTouched) {
  constexpr std::size_t kBytes = std::size_t{64} << 20U;
  const std::int64_t before = resident_bytes();
  ASSERT_GT(before, 0);
  std::vector<char> touched(kBytes);
  volatile char* const bytes = touched.data();  // else clang leaves the vector out
  for (std::size_t i = 0; i < kBytes; i += 1024) bytes[i] = 'x';
  const std::int64_t grown = resident_bytes() - before;
  EXPECT_GE(grown, static_cast<std::int64_t>(kBytes) / 2);
}

}  // namespace
}  // namespace moccasin::base
