// SPDX-License-Identifier: Apache-2.0
#include "io/descriptor_stream.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <thread>

namespace moccasin::io {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    out = Descriptor(ends[0]);
    in = Descriptor(ends[1]);
  }
  [[nodiscard]] std::string read_all() const {
    std::string text;
    std::array<char, 4096> block{};
    for (;;) {
      const ssize_t count = read(out.get(), block.data(), block.size());
      if (count <= 0) return text;
      text.append(block.data(), static_cast<std::size_t>(count));
    }
  }
  Descriptor out, in;
};

// Shorter and longer than its buffer, by characters and by blocks: all arrives, in order.
TEST(DescriptorStream, PutsOutEverythingInOrder) {
  Pipe pipe;
  // A pipe that is full refuses when it must not wait, as others may have set it.
  ASSERT_EQ(fcntl(pipe.in.get(), F_SETFL, O_NONBLOCK), 0);
  std::string expected, read;
  std::thread reader([&] { read = pipe.read_all(); });
  {
    DescriptorStream out(pipe.in.get());
    for (int i = 0; i < 300; ++i) {
      const std::string block(static_cast<std::size_t>(i * i), static_cast<char>('a' + i % 26));
      out << block << i << '\n';
      expected += block + std::to_string(i) + '\n';
    }
    out << std::flush;
    EXPECT_TRUE(out.good());
    EXPECT_EQ(out.error(), 0);
  }
  EXPECT_EQ(pipe.in.close(), 0);
  reader.join();
  EXPECT_EQ(read, expected);
}

TEST(DescriptorStream, RemembersTheFirstError) {
  const Descriptor full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  DescriptorStream out(full.get());
  out << "short";
  EXPECT_EQ(out.error(), 0);  // it is not there yet
  out << std::flush;
  EXPECT_FALSE(out.good());
  EXPECT_EQ(out.error(), ENOSPC);
  out.clear();
  out << std::string(100'000, 'x') << std::flush;
  EXPECT_EQ(out.error(), ENOSPC);
  DescriptorStream nowhere(-1);
  for (int i = 0; i < 10'000; ++i) nowhere.put('x');
  EXPECT_FALSE(nowhere.good());
  EXPECT_EQ(nowhere.error(), EBADF);
}

TEST(Descriptor, IsClosedOnce) {
  Pipe pipe;
  Descriptor taken = std::move(pipe.in);
  EXPECT_EQ(pipe.in.get(), -1);
  const int number = taken.get();
  EXPECT_GE(fcntl(number, F_GETFD), 0);
  EXPECT_EQ(taken.close(), 0);
  EXPECT_EQ(fcntl(number, F_GETFD), -1);
  EXPECT_EQ(taken.close(), 0);  // nothing is left to close
  EXPECT_EQ(Descriptor(number).close(), EBADF);
}

}  // namespace
}  // namespace moccasin::io
