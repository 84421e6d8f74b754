// SPDX-License-Identifier: Apache-2.0
// A folder of its own for each test, gone when the test is over.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

namespace moccasin::test {

class OwnFolder : public testing::Test {
 protected:
  OwnFolder() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~OwnFolder() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                  testing::UnitTest::GetInstance()->current_test_info()->name();
};

}  // namespace moccasin::test
