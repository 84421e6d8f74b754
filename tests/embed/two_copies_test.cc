// SPDX-License-Identifier: Apache-2.0
// Two copies of the library in one process: a shared one that all may see, and a static one in a
// plug-in that is opened afterwards. Neither takes the other's functions.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/embed/support/shared_object.h"

namespace moccasin::test {
namespace {

TEST(TwoCopies, SolveSideBySide) {
  const SharedObject shared(MOCCASIN_PLUGIN_SHARED, RTLD_GLOBAL);
  const SharedObject plugin(MOCCASIN_PLUGIN_STATIC, RTLD_LOCAL);
  EXPECT_EQ(plugin.solver(), MOCCASIN_PLUGIN_STATIC);
  EXPECT_NE(shared.solver().find("/libmoccasin.so"), std::string::npos) << shared.solver();

  const auto solve_all = [](const SharedObject& copy, std::vector<std::string>& results) {
    for (const std::int32_t threads : {1, 2, 4}) {
      for (const std::size_t operations : {40, 80}) {
        results.push_back(copy.solve(operations, 50, 60'000, threads));
      }
    }
  };
  std::vector<std::string> by_shared, by_plugin;
  std::thread one([&] { solve_all(shared, by_shared); });
  std::thread other([&] { solve_all(plugin, by_plugin); });
  one.join();
  other.join();
  EXPECT_EQ(by_shared, by_plugin);
  EXPECT_EQ(by_shared.size(), 6U);
  EXPECT_NE(by_shared.front().find("\nschedule 0 "), std::string::npos) << by_shared.front();
}

}  // namespace
}  // namespace moccasin::test
