// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <thread>

#include "io/temporary_file.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_new(std::ostream& out) { out << "new\n"; }

std::optional<Error> check(const std::string& path) {
  OutputHold hold;
  return check_writable(path, hold);
}

// A folder of its own for each test, and a file "old" in it.
class OutputFile : public testing::Test {
 protected:
  OutputFile() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(old_) << "old\n";
  }
  ~OutputFile() override { fs::remove_all(folder_); }

  [[nodiscard]] std::size_t files() const {
    const fs::directory_iterator entries(folder_);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
  }

  fs::path folder_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  fs::path old_ = folder_ / "old";
};

TEST_F(OutputFile, ReplacesTheFile) {
  EXPECT_EQ(replace_file(old_, write_new), std::nullopt);
  EXPECT_EQ(content(old_), "new\n");
  EXPECT_EQ(replace_file(folder_ / "made", write_new), std::nullopt);
  EXPECT_EQ(content(folder_ / "made"), "new\n");
  EXPECT_EQ(files(), 2u);
}

TEST_F(OutputFile, ShowsTheOldFileUntilTheNewOneIsWhole) {
  const auto error = replace_file(old_, [&](std::ostream& out) {
    out << "ne" << std::flush;
    EXPECT_EQ(content(old_), "old\n");
    out << "w\n";
  });
  EXPECT_EQ(error, std::nullopt);
  EXPECT_EQ(content(old_), "new\n");
}

TEST_F(OutputFile, KeepsPermissionsAndLinks) {
  fs::permissions(old_, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("old", folder_ / "link");
  EXPECT_EQ(replace_file(folder_ / "link", write_new), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(content(old_), "new\n");
  EXPECT_EQ(fs::status(old_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OutputFile, GivesNewFilesTheUsualPermissions) {
  const mode_t mask = umask(027);
  EXPECT_EQ(replace_file(folder_ / "made", write_new), std::nullopt);
  umask(mask);
  EXPECT_EQ(static_cast<unsigned>(fs::status(folder_ / "made").permissions()), 0640u);
}

TEST_F(OutputFile, WritesThroughToDevices) {
  EXPECT_EQ(replace_file("/dev/null", write_new), std::nullopt);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  const auto full = replace_file("/dev/full", write_new);
  ASSERT_TRUE(full.has_value());
  EXPECT_EQ(full->kind, ErrorKind::unwritable);
  EXPECT_EQ(full->message, "/dev/full: cannot write: No space left on device");
}

// As on a full disk: the old file stays, and nothing else is left.
TEST_F(OutputFile, KeepsTheOldFileWhenWritingFails) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{4096, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const auto error =
      replace_file(old_, [](std::ostream& out) { out << std::string(100'000, 'x'); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message, old_.string() + ": cannot write: File too large");
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFile, KeepsTheOldFileWhenTheWriterThrows) {
  EXPECT_THROW((void)replace_file(old_, [](std::ostream&) { throw 1; }), int);
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFile, SaysWhyItCannotWrite) {
  const std::string nowhere = folder_ / "no" / "file";
  const std::string below_file = old_ / "file";
  const auto expect_both = [](const std::string& path, const std::string& why) {
    for (const auto& error : {replace_file(path, write_new), check(path)}) {
      ASSERT_TRUE(error.has_value());
      EXPECT_EQ(error->kind, ErrorKind::unwritable);
      EXPECT_EQ(error->message, path + ": cannot write: " + why);
    }
  };
  expect_both(nowhere, "there is no folder " + (folder_ / "no").string());
  expect_both(below_file, "there is no folder " + old_.string());
  expect_both(folder_, "it is a folder");
  expect_both("", "the file name is empty");
  EXPECT_EQ(files(), 1u);
}

// Root may write anything, so root becomes nobody for a while.
class AsNobody {
 public:
  explicit AsNobody(const fs::path& folder) {
    if (!root_) return;
    for (const fs::path& path : {folder, folder / "old"}) {
      EXPECT_EQ(chown(path.c_str(), kNobody, kNobody), 0);
    }
    EXPECT_EQ(seteuid(kNobody), 0);
  }
  ~AsNobody() {
    if (root_) {
      EXPECT_EQ(seteuid(0), 0);
    }
  }

 private:
  static constexpr uid_t kNobody = 65534;
  bool root_ = geteuid() == 0;
};

TEST_F(OutputFile, RespectsWriteProtection) {
  const AsNobody nobody(folder_);
  fs::permissions(old_, fs::perms::owner_read);
  const std::string why = old_.string() + ": cannot write: Permission denied";
  EXPECT_EQ(replace_file(old_, write_new)->message, why);
  EXPECT_EQ(check(old_)->message, why);
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  const std::string made = folder_ / "made";
  EXPECT_EQ(replace_file(made, write_new)->message, made + ": cannot write: Permission denied");
  EXPECT_EQ(check(made)->message, made + ": cannot write: Permission denied");
  fs::permissions(folder_, fs::perms::owner_all);
  EXPECT_EQ(content(old_), "old\n");
}

TEST_F(OutputFile, CheckLeavesNothingBehind) {
  EXPECT_EQ(check(old_), std::nullopt);
  EXPECT_EQ(check(folder_ / "made"), std::nullopt);
  EXPECT_EQ(check("-"), std::nullopt);
  EXPECT_EQ(check("/dev/null"), std::nullopt);
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFile, TellsWhatIsReplaced) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  fs::create_symlink("pipe", folder_ / "link");
  EXPECT_TRUE(is_replaced(old_));
  EXPECT_TRUE(is_replaced(folder_ / "made"));
  for (const std::string& path :
       {std::string("-"), std::string("/dev/null"), pipe.string(), (folder_ / "link").string()}) {
    EXPECT_FALSE(is_replaced(path)) << path;
  }
}

TEST_F(OutputFile, DoesNotWaitForAPipeWithoutReader) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const auto& error : {check(pipe), replace_file(pipe, write_new)}) {
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->message, pipe + ": cannot write: the pipe has no reader");
  }
}

// The reader reads to the end of all that was written, not to that of the check.
TEST_F(OutputFile, HoldsAPipeFromTheCheckOn) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = content(pipe); });
  {
    OutputHold hold;
    EXPECT_EQ(check_writable(pipe, hold), std::nullopt);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(replace_file(pipe, write_new), std::nullopt);
  }
  reader.join();
  EXPECT_EQ(read, "new\n");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(OutputFile, RemovesAnUnfinishedFileOnDemand) {
  const auto error = replace_file(old_, [&](std::ostream& out) {
    out << "ne" << std::flush;
    EXPECT_EQ(files(), 2u);
    remove_unfinished_output();
    EXPECT_EQ(files(), 1u);
  });
  EXPECT_TRUE(error.has_value());
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(replace_file(old_, write_new), std::nullopt);
  remove_unfinished_output();  // nothing is unfinished
  EXPECT_EQ(content(old_), "new\n");
}

TEST_F(OutputFile, WritesToStandardOutput) {
  testing::internal::CaptureStdout();
  const auto error = replace_file("-", write_new);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "new\n");
  EXPECT_EQ(error, std::nullopt);
}

}  // namespace
}  // namespace moccasin::io
