// SPDX-License-Identifier: Apache-2.0
// A host that has closed standard output and error: the descriptors 1 and 2 are files of its own
// then, and nothing may be written to them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/embed/support/child.h"
#include "tests/embed/support/files.h"

namespace moccasin::test {
namespace {

// Whatever the library may be tempted to say something about.
std::string all_there_is_to_say() {
  const Graph graph = training(60);
  std::string text = text_of(solve(graph, budget(graph, 50), repeatable(40'000, 4)));
  text += text_of(solve(graph, 1, repeatable(1000)));  // below the floor
  text += text_of(solve(graph, 1, repeatable(1000, -1)));
  text += text_of(solve(Graph(), 1));
  Graph broken = graph;
  broken.add_use(70'000, 80'000);
  broken.set_resident(-1);
  text += text_of(solve(broken, 1));
  text += std::to_string(evaluate(graph, {1, 2, 3}).issues.size());
  // More threads than oneTBB can have.
  text += text_of(solve(graph, budget(graph, 50), repeatable(40'000, 1000)));
  text += through_files(graph, 40'000) + refused("[1") + refused("{}");
  Options options = repeatable(40'000);
  options.on_solution = [](const Progress&, const std::vector<OpId>&) -> bool { throw 1; };
  return text + text_of(solve(graph, budget(graph, 50), options));
}

// A new file, the first free descriptor for it, and no name.
int new_file() {
  std::string name = testing::TempDir() + "moccasin_closed_streams_XXXXXX";
  const int file = mkstemp(name.data());
  unlink(name.c_str());
  return file;
}

std::string length_of(int file) {
  std::fflush(nullptr);  // what was printed may still be in a buffer
  struct stat status = {};
  return fstat(file, &status) == 0 ? std::to_string(status.st_size) : "unknown";
}

TEST(ClosedStreams, NothingIsWrittenToWhoeverHasTheirDescriptors) {
  const std::string said = said_by_child([] {
    close(STDIN_FILENO), close(STDOUT_FILENO), close(STDERR_FILENO);
    std::string files;
    while (files.size() < 3) files += static_cast<char>('0' + new_file());
    const std::string text = all_there_is_to_say();
    return files + " of " + length_of(0) + ' ' + length_of(1) + ' ' + length_of(2) + " bytes\n" +
           text;
  });
  EXPECT_EQ(said, "012 of 0 0 0 bytes\n" + all_there_is_to_say());
}

TEST(ClosedStreams, AreNotNeeded) {
  const std::string said = said_by_child([] {
    close(STDIN_FILENO), close(STDOUT_FILENO), close(STDERR_FILENO);
    const std::string text = all_there_is_to_say();
    return text + length_of(0) + length_of(1) + length_of(2);
  });
  EXPECT_EQ(said, all_there_is_to_say() + "unknownunknownunknown");
}

}  // namespace
}  // namespace moccasin::test
