// SPDX-License-Identifier: Apache-2.0
// What the process grows by under Options::memory_limit: no more than the limit and what one piece
// of work allocates at once, which decision 020 bounds.
#include <gtest/gtest.h>
#include <sys/prctl.h>

#include <charconv>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/embed/support/child.h"
#include "tests/embed/support/graphs.h"

namespace moccasin::test {
namespace {

constexpr std::int64_t kMB = std::int64_t{1} << 20U;

// Bytes, as the system counts them: "VmRSS", or the most of it since clear_refs: "VmHWM".
std::int64_t of_process(std::string_view key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(key, 0) == 0) return std::stoll(line.substr(key.size() + 1)) << 10U;
  }
  return 0;
}

// What one piece of work may allocate at once: decision 020.
std::int64_t slack(std::size_t operations) {
  const std::int64_t of_one = operations <= 20'000 ? 1200 : 400;
  return 4 * kMB + of_one * static_cast<std::int64_t>(operations);
}

struct Case {
  std::size_t operations;
  std::int64_t limit;  // bytes
  Order order;
  std::int32_t threads;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.operations << " operations, " << c.limit / kMB << " MB, "
       << (c.order == Order::free ? "free" : "kept") << ", " << c.threads << " threads";
}

// Whether VmHWM counts from now on.
bool cleared() {
  std::ofstream refs("/proc/self/clear_refs");
  return static_cast<bool>(refs << "5\n" << std::flush);
}
constexpr const char* kRefused = "refused";

// "GROWTH STOP": bytes, and why it stopped. Or kRefused.
std::string growth(const Case& c) {
  // A huge page is there as a whole when a byte of it is, and that is no doing of the library.
  prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  const Graph graph = training(c.operations);
  Options options = repeatable(12'000'000, c.threads, c.order);
  options.memory_limit = c.limit;
  const std::int64_t bytes = budget(graph, 50), before = of_process("VmRSS");
  if (!cleared()) return kRefused;
  const Result result = solve(graph, bytes, options);
  return std::to_string(of_process("VmHWM") - before) + ' ' +
         std::to_string(static_cast<int>(result.stop));
}

class MemoryLimit : public testing::TestWithParam<Case> {};

TEST_P(MemoryLimit, IsPassedByOnePieceOfWorkAtMost) {
  const std::string said = said_by_child([] { return growth(GetParam()); });
  if (said == kRefused) GTEST_SKIP() << "/proc/self/clear_refs cannot be written here";
  std::int64_t grown = -1;
  const char* const end = said.data() + said.size();
  const auto number = std::from_chars(said.data(), end, grown);
  ASSERT_EQ(number.ec, std::errc()) << said;
  RecordProperty("bytes", std::to_string(grown));
  EXPECT_GT(grown, 0);
  EXPECT_LE(grown, GetParam().limit + slack(GetParam().operations));
  if (GetParam().limit > kMB) return;
  const std::string why(number.ptr, end);  // a megabyte is never enough
  EXPECT_EQ(why, ' ' + std::to_string(static_cast<int>(Stop::memory)));
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::size_t operations : {20'000, 100'000}) {
    for (const std::int64_t limit : {1 * kMB, 16 * kMB}) {
      for (const Order order : {Order::free, Order::kept}) {
        for (const std::int32_t threads : {1, 3})
          all.push_back({operations, limit, order, threads});
      }
    }
  }
  return all;
}
INSTANTIATE_TEST_SUITE_P(Of, MemoryLimit, testing::ValuesIn(cases()));

}  // namespace
}  // namespace moccasin::test
