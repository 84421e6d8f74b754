// SPDX-License-Identifier: Apache-2.0
#include "io/output_target.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "io/descriptor_stream.h"
#include "tests/support/own_folder.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;
using Kind = OutputTarget::Kind;

OutputTarget target_of(const fs::path& path) {
  const auto found = find_target(path);
  const auto* const error = std::get_if<Error>(&found);
  EXPECT_EQ(error, nullptr) << error->message;
  return error == nullptr ? std::get<OutputTarget>(found) : OutputTarget{};
}

std::string why_not(const fs::path& path) {
  const auto found = find_target(path);
  const auto* const error = std::get_if<Error>(&found);
  return error == nullptr ? "" : error->message;
}

class OutputTargetTest : public test::OwnFolder {
 protected:
  OutputTargetTest() {
    fs::create_directories(folder_ / "sub");
    std::ofstream(folder_ / "file") << "text";
  }
};

TEST_F(OutputTargetTest, FollowsLinksOneByOne) {
  fs::create_symlink("../file", folder_ / "sub" / "to_file");
  fs::create_symlink("sub/to_file", folder_ / "to_link");
  fs::create_symlink("sub/nothing", folder_ / "dangling");
  fs::create_symlink(fs::absolute(folder_) / "dangling", folder_ / "sub" / "to_dangling");
  EXPECT_EQ(target_of(folder_ / "file"), (OutputTarget{Kind::file, folder_ / "file"}));
  EXPECT_EQ(target_of(folder_ / "nothing"), (OutputTarget{Kind::file, folder_ / "nothing"}));
  const OutputTarget through_two = target_of(folder_ / "to_link");
  EXPECT_EQ(through_two.kind, Kind::file);
  EXPECT_TRUE(fs::equivalent(through_two.path, folder_ / "file"));
  EXPECT_FALSE(fs::is_symlink(through_two.path));
  const OutputTarget nothing_yet = target_of(folder_ / "sub" / "to_dangling");
  EXPECT_EQ(nothing_yet.kind, Kind::file);
  EXPECT_EQ(fs::weakly_canonical(nothing_yet.path),
            fs::weakly_canonical(folder_ / "sub" / "nothing"));
}

TEST_F(OutputTargetTest, RefusesWhereNoFileCanBe) {
  fs::create_symlink("loop", folder_ / "loop");
  fs::create_symlink("no/file", folder_ / "lost");
  const auto expect = [](const fs::path& path, const std::string& why) {
    EXPECT_EQ(why_not(path), path.string() + ": cannot write: " + why);
  };
  expect(folder_ / "loop", "Too many levels of symbolic links");
  expect(folder_ / "lost", "there is no folder " + (folder_ / "no").string());
  expect(folder_ / "sub", "it is a folder");
  expect(folder_ / "file" / "below", "there is no folder " + (folder_ / "file").string());
  expect("/proc/self/cwd", "it is a folder");
  expect("/proc/self/fd/1000000", "No such file or directory");
}

TEST_F(OutputTargetTest, KnowsOpenFilesByTheirNumber) {
  const Descriptor file(open((folder_ / "file").c_str(), O_WRONLY | O_CLOEXEC));
  const OutputTarget expected{Kind::descriptor, {}, file.get()};
  for (const char* const files : {"/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"}) {
    EXPECT_EQ(target_of(fs::path(files) / std::to_string(file.get())), expected) << files;
  }
  const fs::path by_pid = fs::path("/proc") / std::to_string(getpid()) / "fd";
  EXPECT_EQ(target_of(by_pid / std::to_string(file.get())), expected);
  // Also if it has lost its name, and by a link of somebody's own.
  fs::remove(folder_ / "file");
  fs::create_symlink(by_pid / std::to_string(file.get()), folder_ / "link");
  EXPECT_EQ(target_of(folder_ / "link"), expected);
  EXPECT_EQ(target_of("/dev/stderr"), (OutputTarget{Kind::descriptor, {}, 2}));
}

TEST_F(OutputTargetTest, LeavesOthersTheirOpenFiles) {
  const Descriptor file(open((folder_ / "file").c_str(), O_WRONLY));
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  const fs::path door =
      fs::path("/proc") / std::to_string(child) / "fd" / std::to_string(file.get());
  EXPECT_EQ(target_of(door), (OutputTarget{Kind::stream, door}));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

TEST_F(OutputTargetTest, StandardOutputHasManyNames) {
  for (const char* const path : {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
    EXPECT_TRUE(target_of(path).is_standard_output()) << path;
  }
  EXPECT_FALSE(target_of("/dev/stderr").is_standard_output());
}

TEST_F(OutputTargetTest, TellsStreamsFromFiles) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  fs::create_symlink("pipe", folder_ / "link");
  EXPECT_EQ(target_of(pipe), (OutputTarget{Kind::stream, pipe}));
  EXPECT_EQ(target_of(folder_ / "link"), (OutputTarget{Kind::stream, pipe}));
  EXPECT_EQ(target_of("/dev/null").kind, Kind::stream);
}

TEST_F(OutputTargetTest, SeesThatTwoNamesAreOnePlace) {
  fs::create_symlink("nothing", folder_ / "dangling");
  fs::create_symlink("file", folder_ / "link");
  fs::create_hard_link(folder_ / "file", folder_ / "second");
  const auto same = [&](const char* a, const char* b) {
    EXPECT_EQ(same_target(folder_ / a, folder_ / b), same_target(folder_ / b, folder_ / a));
    return same_target(folder_ / a, folder_ / b);
  };
  EXPECT_TRUE(same("dangling", "nothing"));
  EXPECT_TRUE(same("dangling", "sub/../nothing"));
  EXPECT_TRUE(same("link", "file"));
  EXPECT_TRUE(same("second", "file"));
  EXPECT_TRUE(same("no/folder", "no/../no/folder"));
  EXPECT_FALSE(same("file", "nothing"));
  EXPECT_FALSE(same("sub/nothing", "nothing"));
  const Descriptor file(open((folder_ / "file").c_str(), O_WRONLY | O_CLOEXEC));
  EXPECT_TRUE(same_target("/dev/fd/" + std::to_string(file.get()), folder_ / "file"));
  EXPECT_TRUE(same_target("-", "/dev/stdout"));
}

}  // namespace
}  // namespace moccasin::io
