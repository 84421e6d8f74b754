// SPDX-License-Identifier: Apache-2.0
#include "io/temporary_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

#include "tests/support/own_folder.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

class TemporaryFileTest : public test::OwnFolder {
 protected:
  static TemporaryFile made(std::variant<TemporaryFile, std::error_code> file) {
    EXPECT_TRUE(std::holds_alternative<TemporaryFile>(file));
    return std::get<TemporaryFile>(std::move(file));
  }
};

TEST_F(TemporaryFileTest, IsGoneUnlessRenamed) {
  const fs::path target = folder_ / "target";
  {
    TemporaryFile file = made(TemporaryFile::beside(target));
    EXPECT_EQ(file.path().parent_path(), folder_);
    EXPECT_TRUE(fs::exists(file.path()));
    EXPECT_EQ(write(file.file().get(), "x", 1), 1);
  }
  EXPECT_TRUE(fs::is_empty(folder_));
  {
    TemporaryFile file = made(TemporaryFile::beside(target));
    EXPECT_EQ(file.rename_to(target), std::error_code());
  }
  EXPECT_TRUE(fs::exists(target));
}

TEST_F(TemporaryFileTest, SeveralHaveNamesOfTheirOwn) {
  const fs::path target = folder_ / "target";
  const TemporaryFile one = made(TemporaryFile::beside(target));
  const TemporaryFile two = made(TemporaryFile::beside(target));
  const TemporaryFile three = made(TemporaryFile::in_place_of(target));
  EXPECT_NE(one.path(), two.path());
  EXPECT_NE(one.path(), three.path());
}

TEST_F(TemporaryFileTest, HasThePermissionsOfItsTarget) {
  const fs::path target = folder_ / "target";
  std::ofstream(target) << "text";
  fs::permissions(target, fs::perms(0604));
  const TemporaryFile file = made(TemporaryFile::beside(target));
  EXPECT_EQ(fs::status(file.path()).permissions(), fs::perms(0604));
}

// What a file system has against a name, it has against that.
TEST_F(TemporaryFileTest, TriesANameByItsLengthAndItsCharacters) {
  for (const std::string& name : {std::string("a?b:c.json"), std::string(200, 'x') + "?.json",
                                  std::string(249, 'x') + ".json"}) {
    const TemporaryFile file = made(TemporaryFile::in_place_of(folder_ / name));
    const std::string tried = file.path().filename();
    EXPECT_GE(tried.size(), name.size());
    EXPECT_TRUE(tried.ends_with(name.substr(name.size() - 10))) << tried;
  }
  const auto refused = TemporaryFile::in_place_of(folder_ / std::string(256, 'x'));
  ASSERT_TRUE(std::holds_alternative<std::error_code>(refused));
  EXPECT_EQ(std::get<std::error_code>(refused), std::errc::filename_too_long);
  EXPECT_TRUE(fs::is_empty(folder_));
}

// What a signal handler does before the process ends, wherever another thread is just then.
TEST_F(TemporaryFileTest, IsRemovedByAProcessThatEnds) {
  constexpr int kProcesses = 150;
  const fs::path target = folder_ / "target";
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      std::thread([&] {
        while (TemporaryFile::beside(target).index() == 0) continue;
        pause();  // none is made any more
      }).detach();
      usleep(static_cast<useconds_t>(i % 50 * 20));
      remove_unfinished_output();
      _exit(0);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    ASSERT_TRUE(fs::is_empty(folder_)) << "process " << i;
  }
}

TEST_F(TemporaryFileTest, SaysWhyItCannotBe) {
  const auto file = TemporaryFile::beside(folder_ / "no" / "target");
  ASSERT_TRUE(std::holds_alternative<std::error_code>(file));
  EXPECT_EQ(std::get<std::error_code>(file), std::errc::no_such_file_or_directory);
}

}  // namespace
}  // namespace moccasin::io
