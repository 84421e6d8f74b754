// SPDX-License-Identifier: Apache-2.0
// Hosts run passes on threads with small stacks: no recursion may grow with the graph.
#include <pthread.h>

#include <string>

#include "tests/api/io/support.h"

namespace moccasin {
namespace {

constexpr int kNodes = 100'000;

// Sanitizers put more on the stack.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kStack = std::size_t{1} << 20;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::size_t kStack = std::size_t{1} << 20;
#else
constexpr std::size_t kStack = std::size_t{128} << 10;
#endif
#else
constexpr std::size_t kStack = std::size_t{128} << 10;
#endif

void on_a_small_stack(void* (*function)(void*)) {
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, kStack), 0);
  pthread_t thread;
  ASSERT_EQ(pthread_create(&thread, &attributes, function, nullptr), 0);
  ASSERT_EQ(pthread_join(thread, nullptr), 0);
  ASSERT_EQ(pthread_attr_destroy(&attributes), 0);
}

std::string chain() {
  std::string nodes, edges;
  for (int i = 0; i < kNodes; ++i) {
    const std::string id = std::to_string(i);
    nodes += (i == 0 ? "" : ",") + ("{\"id\":" + id) + ",\"duration\":1,\"size\":1}";
    if (i > 0) edges += (i == 1 ? "[" : ",[") + std::to_string(i - 1) + "," + id + "]";
  }
  return R"({"format":"moccasin-graph","version":1,"nodes":[)" + nodes + "],\"edges\":[" + edges +
         "]}";
}

TEST(GraphDocument, ALongChainIsReadAndWrittenOnASmallStack) {
  on_a_small_stack([](void*) -> void* {
    const auto graph = document_of(chain());
    EXPECT_EQ(graph.graph().num_ops(), std::size_t{kNodes});
    EXPECT_EQ(document_of(text_of(graph)).fingerprint(), graph.fingerprint());
    Result result;
    result.status = Status::feasible;
    for (OpId op = 0; op < kNodes; ++op) result.schedule.push_back(op);
    std::string text;
    EXPECT_EQ(told(write_schedule(Sink::text(text), graph, result, {kNodes, {}})), kNoError);
    const auto read = value_of(read_schedule(Source::text(text), graph));
    EXPECT_EQ(read.schedule, result.schedule);
    EXPECT_EQ(read.broken, "");
    return nullptr;
  });
}

TEST(GraphDocument, DeepNestingIsReadOrRefusedOnASmallStack) {
  on_a_small_stack([](void*) -> void* {
    const std::string deep = std::string(kNodes, '[') + std::string(kNodes, ']');
    const std::string nodes = R"("nodes":[{"id":0,"duration":1,"size":1)";
    EXPECT_EQ(
        document_of("{" + nodes + "}],\"links\":[],\"extra\":" + deep + "}").graph().num_ops(), 1u);
    EXPECT_EQ(
        told(read_graph(Source::text("{" + nodes + ",\"x\":" + deep + "}],\"links\":[]}", "g"))),
        Told(FileErrorKind::content, "g: values nest deeper than 64 levels", 0, 0));
    return nullptr;
  });
}

}  // namespace
}  // namespace moccasin
