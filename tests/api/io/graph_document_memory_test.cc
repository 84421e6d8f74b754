// SPDX-License-Identifier: Apache-2.0
// Memory that runs out anywhere in reading or writing passes through as std::bad_alloc, and nothing
// is lost on the way: each allocation fails in turn.
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "tests/api/io/support.h"

namespace {

thread_local bool counted = false;
std::size_t held = 0;   // allocations, of those counted, that are not freed
std::size_t until = 0;  // the one that fails, counted from 1; 0: none

constexpr std::size_t kHeader = 16;

void* allocate(std::size_t size) {
  if (counted && until > 0 && --until == 0) throw std::bad_alloc();
  auto* const block = static_cast<unsigned char*>(std::malloc(size + kHeader));
  if (block == nullptr) throw std::bad_alloc();
  *block = counted ? 1 : 0;
  held += *block;
  return block + kHeader;
}

void release(void* memory) {
  if (memory == nullptr) return;
  auto* const block = static_cast<unsigned char*>(memory) - kHeader;
  held -= *block;
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

namespace moccasin {
namespace {

// Runs `action` with its first allocation failing, then with its second, and so on until it does
// not throw; how many failed.
template <class Action>
std::size_t fail_each(const Action& action) {
  for (std::size_t failing = 1;; ++failing) {
    held = 0;
    until = failing;
    bool failed = false;
    counted = true;
    try {
      action();
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    counted = false;
    const bool reached = until == 0;
    until = 0;
    EXPECT_EQ(held, 0u) << "after allocation " << failing << " had failed";
    if (testing::Test::HasFailure()) return failing;
    if (!reached) {
      EXPECT_FALSE(failed);
      return failing - 1;
    }
    EXPECT_TRUE(failed) << "allocation " << failing << " failed, and nobody was told";
  }
}

std::string large_text() {
  std::string text = kSmall;
  text.insert(text.find("\"nodes\":["),
              "\"meta\":{\"x\":\"" + std::string(100'000, 'x') + "\"},\n");
  return text;
}

TEST(GraphDocumentMemory, ReadingFailsCleanly) {
  const std::string text = large_text();
  EXPECT_GT(fail_each([&] { (void)read_graph(Source::text(text)); }), 30u);
  const std::string broken = "{\"nodes\": [}";
  EXPECT_GT(fail_each([&] { (void)read_graph(Source::text(broken)); }), 5u);
}

TEST(GraphDocumentMemory, WritingFailsCleanlyAndKeepsTheOldText) {
  const auto graph = document_of(kSmall);
  const std::string old(100, 'o');
  std::string text = old;
  std::string* const target = &text;
  EXPECT_GT(fail_each([&] {
              std::string copy = *target;
              try {
                (void)write_graph(Sink::text(copy), graph);
              } catch (const std::bad_alloc&) {
                counted = false;
                EXPECT_EQ(copy, old);
                counted = true;
                throw;
              }
            }),
            5u);
}

TEST(GraphDocumentMemory, ARoundOfEverythingFailsCleanly) {
  const auto graph = document_of(kSmall);
  Options options;
  options.certify = true;
  const Result result = solve(graph.graph(), 7, options);
  std::string schedule, certificate;
  (void)write_schedule(Sink::text(schedule), graph, result, {7, options});
  (void)write_certificate(Sink::text(certificate), graph, *result.certificate);
  EXPECT_GT(fail_each([&] {
              std::string text;
              (void)write_schedule(Sink::text(text), graph, result, {7, {}});
            }),
            20u);
  EXPECT_GT(fail_each([&] { (void)read_schedule(Source::text(schedule), graph); }), 20u);
  EXPECT_GT(fail_each([&] { (void)read_warm_start(Source::text(schedule), graph); }), 20u);
  EXPECT_GT(fail_each([&] {
              const auto read = read_certificate(Source::text(certificate), graph);
              if (read) (void)check_certificate(graph, **read);
            }),
            20u);
  EXPECT_GT(fail_each([&] { (void)GraphDocument::of(graph.graph(), {"name", "producer"}); }), 10u);
}

}  // namespace
}  // namespace moccasin
