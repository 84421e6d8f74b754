// SPDX-License-Identifier: Apache-2.0
// A host's thread with a stack of 128 kB and graphs of 100 000 operations: no recursion grows with
// the graph, and no large array is on the stack. The threads of the library's own have stacks of
// their own.
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>

#include "tests/embed/support/files.h"

namespace moccasin::test {
namespace {

#ifdef MOCCASIN_SANITIZED
constexpr std::size_t kScale = 4;  // a sanitizer's frames are larger
#else
constexpr std::size_t kScale = 1;
#endif
constexpr std::size_t kStack = kScale * (std::size_t{128} << 10U);  // bytes

// A stack with a page below it that nobody may touch. Goes down from its end.
class Stack {
 public:
  Stack() : whole_(kStack + page()) {
    void* const block =
        mmap(nullptr, whole_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) throw std::runtime_error("no memory for a stack");
    block_ = static_cast<unsigned char*>(block);
    mprotect(block_, page(), PROT_NONE);
    std::fill(lowest(), lowest() + kStack, kUntouched);
  }
  ~Stack() { munmap(block_, whole_); }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  // Bytes ever used.
  [[nodiscard]] std::size_t used() const {
    const unsigned char* const end = lowest() + kStack;
    const auto touched = [](unsigned char byte) { return byte != kUntouched; };
    return static_cast<std::size_t>(end - std::find_if(lowest(), lowest() + kStack, touched));
  }
  void run(std::function<void()> call) {
    pthread_attr_t attributes = {};
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, lowest(), kStack);
    pthread_t thread = {};
    const int failed = pthread_create(&thread, &attributes, &enter, &call);
    pthread_attr_destroy(&attributes);
    if (failed != 0) throw std::runtime_error("no thread on a small stack");
    pthread_join(thread, nullptr);
  }

 private:
  static constexpr unsigned char kUntouched = 0xA5;

  static std::size_t page() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }
  [[nodiscard]] unsigned char* lowest() const { return block_ + page(); }
  static void* enter(void* call) {
    (*static_cast<std::function<void()>*>(call))();
    return nullptr;
  }

  const std::size_t whole_;
  unsigned char* block_ = nullptr;
};

// How much of the stack `call` uses, which ends the test if that is not enough: beyond is a page
// that nobody may touch. Some of what there is is the thread's own.
void expect_fits(const char* what, const std::function<void()>& call) {
  Stack stack;
  stack.run(call);
  testing::Test::RecordProperty(what, static_cast<int>(stack.used()));
  EXPECT_LE(stack.used(), kStack / 2) << what << ": too near to the end";
}

struct Shape {
  const char* name;
  Graph (*graph)(std::size_t operations);
};
void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }
Graph any_training(std::size_t operations) { return training(operations); }

class SmallStack : public testing::TestWithParam<Shape> {
 protected:
  // In the thread, so that what is destroyed is destroyed there.
  void solve_there(const char* what, std::size_t operations, std::uint64_t work, Order order,
                   std::int32_t threads) {
    expect_fits(what, [&] {
      const Graph graph = GetParam().graph(operations);
      const std::int64_t bytes = std::max(budget(graph, 30), describe(graph).floor);
      const Result result = solve(graph, bytes, repeatable(work, threads, order));
      EXPECT_NE(result.status, Status::invalid);
    });
  }
};

TEST_P(SmallStack, SufficesToDescribe) {
  expect_fits("describe", [&] {
    const Graph graph = GetParam().graph(100'000);
    EXPECT_TRUE(validate(graph).empty());
    EXPECT_GT(describe(graph).floor, 0);
    const Graph copy = graph;
    EXPECT_EQ(copy.num_ops(), 100'000U);
  });
}

TEST_P(SmallStack, SufficesToEvaluate) {
  expect_fits("evaluate", [&] {
    const Graph graph = GetParam().graph(100'000);
    std::vector<OpId> order(graph.num_ops());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<OpId>(i);
    EXPECT_TRUE(evaluate(graph, order).valid);
    EXPECT_EQ(lifetimes(graph, order).size(), graph.num_tensors());
  });
}

// The last operation feeds the first.
TEST_P(SmallStack, SufficesToFindACycle) {
  expect_fits("cycle", [&] {
    Graph graph = GetParam().graph(100'000);
    graph.add_edge(99'999, 0);
    const std::vector<Issue> issues = validate(graph);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.front().code, IssueCode::cycle);
  });
}

TEST_P(SmallStack, SufficesToSolve) {
  solve_there("free", 100'000, 3'000'000, Order::free, 1);
  solve_there("kept", 100'000, 3'000'000, Order::kept, 1);
}

TEST_P(SmallStack, SufficesToSolveOnSeveralThreads) {
  solve_there("free", 100'000, 3'000'000, Order::free, 4);
  solve_there("kept", 100'000, 3'000'000, Order::kept, 4);
}

// All techniques come to work: bound and clause learning are for smaller graphs.
TEST_P(SmallStack, SufficesForEveryTechnique) {
  for (const std::size_t operations : {300, 1'000}) {
    solve_there("free, smaller", operations, 8'000'000, Order::free, 1);
    solve_there("kept, smaller", operations, 8'000'000, Order::kept, 1);
  }
}

// The search for offsets is for fewer buffers than its constructions.
TEST_P(SmallStack, SufficesToPlace) {
  for (const std::size_t operations : {300, 2'000, 100'000}) {
    expect_fits("place", [&] {
      const Graph graph = GetParam().graph(operations);
      std::vector<OpId> order(graph.num_ops());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<OpId>(i);
      const PlaceResult placed = place(graph, order, repeatable_placing(3'000'000));
      EXPECT_TRUE(placed.has_placement());
      EXPECT_TRUE(verify_placement(graph, order, placed.placement).empty());
    });
  }
}

TEST_P(SmallStack, SufficesForFiles) {
  expect_fits("files", [&] {
    const Graph graph = GetParam().graph(100'000);
    const std::string text = written(graph);
    const Expected<GraphDocument> read = read_graph(Source::text(text));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->graph().num_ops(), 100'000U);
    const std::int64_t bytes = describe(graph).base_peak;
    const Result result = solve(read->graph(), bytes, repeatable(1000));
    std::string schedule;
    EXPECT_FALSE(write_schedule(Sink::text(schedule), *read, result, {bytes, Options()}));
    const Expected<ScheduleDocument> plan = read_schedule(Source::text(schedule), *read);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->broken, "");
  });
  expect_fits("certificate",
              [&] { EXPECT_NE(through_files(GetParam().graph(2'000), 300'000), ""); });
}

// So many that overlap that no simple placement is as low as what is live: the search goes deep.
TEST(SmallStackOfBuffers, SufficesToSearch) {
  expect_fits("search", [] {
    std::vector<ArenaBuffer> buffers;
    std::uint32_t state = 1;
    const auto below = [&state](std::uint32_t bound) {
      state = state * 1'664'525U + 1'013'904'223U;
      return static_cast<std::int64_t>((state >> 8U) % bound);
    };
    for (int i = 0; i < 3'000; ++i) {
      const std::int64_t lower = below(400);
      buffers.push_back({lower, lower + 1 + below(90), 1 + below(1'000)});
    }
    const PlaceResult placed = place(buffers, repeatable_placing(30'000'000));
    EXPECT_EQ(placed.stop, Stop::work);
    EXPECT_TRUE(verify_placement(buffers, placed.placement.offsets).empty());
  });
}

// Brackets within brackets, and keys within keys.
TEST(SmallStackOfText, SufficesForWhatIsNested) {
  expect_fits("nested", [] {
    std::string arrays = "{\"nodes\": ", objects = arrays;
    for (int i = 0; i < 100'000; ++i) arrays += '[', objects += "{\"k\":";
    EXPECT_NE(refused(arrays), "");
    EXPECT_NE(refused(objects), "");
  });
}

INSTANTIATE_TEST_SUITE_P(On, SmallStack,
                         testing::Values(Shape{"AChain", &chain}, Shape{"AFan", &fan},
                                         Shape{"ATraining", &any_training}),
                         [](const auto& shape) { return std::string(shape.param.name); });

}  // namespace
}  // namespace moccasin::test
