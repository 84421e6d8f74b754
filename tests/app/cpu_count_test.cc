// SPDX-License-Identifier: Apache-2.0
#include "app/cpu_count.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace moccasin::app {
namespace {

class CgroupTest : public testing::Test {
 protected:
  CgroupTest() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = testing::TempDir() + "moccasin_cgroup_" + test->name() + "_" +
            std::to_string(reinterpret_cast<std::uintptr_t>(this));
    std::filesystem::create_directories(root_ + "/a/b");
  }
  ~CgroupTest() override { std::filesystem::remove_all(root_); }

  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(root_ + file).parent_path());
    std::ofstream(root_ + file) << text;
  }

  std::string root_;
};

TEST_F(CgroupTest, NoQuota) {
  EXPECT_EQ(cgroup_cpus(root_, "/a/b"), 0);
  write("/a/b/cpu.max", "max 100000\n");
  EXPECT_EQ(cgroup_cpus(root_, "/a/b"), 0);
  EXPECT_EQ(cgroup_cpus(root_ + "/missing", "/"), 0);
}

TEST_F(CgroupTest, RoundsUp) {
  write("/a/b/cpu.max", "250000 100000\n");
  EXPECT_EQ(cgroup_cpus(root_, "/a/b"), 3);
  write("/a/b/cpu.max", "1 100000\n");
  EXPECT_EQ(cgroup_cpus(root_, "/a/b"), 1);
}

TEST_F(CgroupTest, TheTightestGroupAroundCounts) {
  write("/a/b/cpu.max", "800000 100000\n");
  write("/a/cpu.max", "200000 100000\n");
  EXPECT_EQ(cgroup_cpus(root_, "/a/b"), 2);
  write("/cpu.max", "100000 100000\n");
  EXPECT_EQ(cgroup_cpus(root_, "/a/b"), 1);
  EXPECT_EQ(cgroup_cpus(root_, "/"), 1);
}

TEST_F(CgroupTest, VersionOne) {
  write("/cpu/cpu.cfs_quota_us", "150000\n");
  write("/cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_cpus(root_, "/"), 2);
  write("/cpu/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(cgroup_cpus(root_, "/"), 0);
}

TEST(CpuCountTest, AtLeastOne) { EXPECT_GE(available_cpus(), 1); }

}  // namespace
}  // namespace moccasin::app
