// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <ostream>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "tests/io/support.h"
#include "tests/support/own_folder.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_new(std::ostream& out) { out << "new\n"; }

using Way = OutputFile::Way;

OutputFile opened(const std::string& path) {
  auto file = OutputFile::open(path);
  if (const auto* const error = std::get_if<Error>(&file)) ADD_FAILURE() << error->message;
  return std::get<OutputFile>(std::move(file));
}

std::optional<Error> write(const std::string& path, const OutputFile::Writer& writer = write_new) {
  return opened(path).write(writer);
}

// Why it cannot be opened; empty if it can.
std::string refusal(const std::string& path) {
  const auto file = OutputFile::open(path);
  const auto* const error = std::get_if<Error>(&file);
  if (error == nullptr) return "";
  EXPECT_EQ(error->kind, ErrorKind::unwritable);
  return error->message;
}

// A folder of its own for each test, and a file "old" in it.
class OutputFileTest : public test::OwnFolder {
 protected:
  OutputFileTest() { std::ofstream(old_) << "old\n"; }

  [[nodiscard]] std::size_t files() const {
    const fs::directory_iterator entries(folder_);
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
  }

  fs::path old_ = folder_ / "old";
};

TEST_F(OutputFileTest, ReplacesTheFile) {
  OutputFile file = opened(old_);
  EXPECT_EQ(file.way(), Way::replaced);
  EXPECT_EQ(file.write(write_new), std::nullopt);
  EXPECT_EQ(content(old_), "new\n");
  EXPECT_EQ(file.write([](std::ostream& out) { out << "again\n"; }), std::nullopt);
  EXPECT_EQ(content(old_), "again\n");
  EXPECT_EQ(write(folder_ / "made"), std::nullopt);
  EXPECT_EQ(content(folder_ / "made"), "new\n");
  EXPECT_EQ(files(), 2u);
}

TEST_F(OutputFileTest, ShowsTheOldFileUntilTheNewOneIsWhole) {
  const auto error = write(old_, [&](std::ostream& out) {
    out << "ne" << std::flush;
    EXPECT_EQ(content(old_), "old\n");
    out << "w\n";
  });
  EXPECT_EQ(error, std::nullopt);
  EXPECT_EQ(content(old_), "new\n");
}

TEST_F(OutputFileTest, KeepsPermissionsAndLinks) {
  fs::permissions(old_, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("old", folder_ / "link");
  EXPECT_EQ(write(folder_ / "link"), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(content(old_), "new\n");
  EXPECT_EQ(fs::status(old_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OutputFileTest, MakesWhatALinkPointsTo) {
  fs::create_symlink("made", folder_ / "link");
  EXPECT_EQ(write(folder_ / "link"), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(content(folder_ / "made"), "new\n");
}

TEST_F(OutputFileTest, GivesNewFilesTheUsualPermissions) {
  const mode_t mask = umask(027);
  EXPECT_EQ(write(folder_ / "made"), std::nullopt);
  umask(mask);
  EXPECT_EQ(static_cast<unsigned>(fs::status(folder_ / "made").permissions()), 0640u);
}

TEST_F(OutputFileTest, WritesThroughToDevices) {
  EXPECT_EQ(opened("/dev/null").way(), Way::through);
  EXPECT_EQ(write("/dev/null"), std::nullopt);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  const auto full = write("/dev/full");
  ASSERT_TRUE(full.has_value());
  EXPECT_EQ(full->kind, ErrorKind::unwritable);
  EXPECT_EQ(full->message, "/dev/full: cannot write: No space left on device");
}

// While it lives, files may not be longer.
class LengthLimit {
 public:
  explicit LengthLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~LengthLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

// As on a full disk: the old file stays, and nothing else is left.
TEST_F(OutputFileTest, KeepsTheOldFileWhenWritingFails) {
  std::optional<Error> error;
  {
    const LengthLimit limit(5000);
    error = write(old_, [](std::ostream& out) { out << std::string(100'000, 'x'); });
  }
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message, old_.string() + ": cannot write: File too large");
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, IsNotOpenedWhereNothingCanBeWritten) {
  std::string message;
  {
    const LengthLimit limit(100);
    message = refusal(old_);
  }
  EXPECT_EQ(message, old_.string() + ": cannot write: File too large");
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, KeepsTheOldFileWhenTheWriterThrows) {
  EXPECT_THROW((void)write(old_, [](std::ostream&) { throw 1; }), int);
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, SaysWhyItCannotWrite) {
  const std::string nowhere = folder_ / "no" / "file";
  const std::string below_file = old_ / "file";
  const std::string too_long = folder_ / std::string(256, 'x');
  const auto why = [](const std::string& path, const std::string& reason) {
    EXPECT_EQ(refusal(path), path + ": cannot write: " + reason);
  };
  why(nowhere, "there is no folder " + (folder_ / "no").string());
  why(below_file, "there is no folder " + old_.string());
  why(folder_, "it is a folder");
  why("", "the file name is empty");
  why(too_long, "File name too long");
  why("/proc/self/fd/1000000", "No such file or directory");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, TakesTheLongestName) {
  const fs::path longest = folder_ / std::string(255, 'x');
  EXPECT_EQ(write(longest), std::nullopt);
  EXPECT_EQ(write(longest), std::nullopt);
  EXPECT_EQ(content(longest), "new\n");
  EXPECT_EQ(files(), 2u);
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
    reaches_ = fs::exists(folder / "old", ignored_);
  }
  // Root's temporary folder may be where others may not look.
  [[nodiscard]] bool reaches() const { return reaches_; }

  ~AsNobody() {
    if (root_) {
      EXPECT_EQ(seteuid(0), 0);
    }
  }

 private:
  static constexpr uid_t kNobody = 65534;
  bool root_ = geteuid() == 0, reaches_ = true;
  std::error_code ignored_;
};

TEST_F(OutputFileTest, RespectsWriteProtection) {
  const AsNobody nobody(folder_);
  if (!nobody.reaches()) GTEST_SKIP() << "nobody may not look into the temporary folder";
  fs::permissions(old_, fs::perms::owner_read);
  EXPECT_EQ(refusal(old_), old_.string() + ": cannot write: Permission denied");
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  const std::string made = folder_ / "made";
  EXPECT_EQ(refusal(made), made + ": cannot write: Permission denied");
  fs::permissions(folder_, fs::perms::owner_all);
  EXPECT_EQ(content(old_), "old\n");
}

TEST_F(OutputFileTest, WritesInPlaceWhereNoFileCanBeMadeBesideIt) {
  const AsNobody nobody(folder_);
  if (!nobody.reaches()) GTEST_SKIP() << "nobody may not look into the temporary folder";
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  OutputFile file = opened(old_);
  EXPECT_EQ(file.way(), Way::in_place);
  EXPECT_EQ(file.why_in_place(), "no file can be made beside it: Permission denied");
  EXPECT_EQ(file.write([](std::ostream& out) { out << "longer than before\n"; }), std::nullopt);
  EXPECT_EQ(content(old_), "longer than before\n");
  EXPECT_EQ(file.write(write_new), std::nullopt);
  EXPECT_EQ(content(old_), "new\n");
  {
    const LengthLimit limit(50);
    const auto error = file.write([](std::ostream& out) { out << std::string(100, 'x'); });
    EXPECT_TRUE(error.has_value());
  }
  EXPECT_EQ(content(old_), "new\n");
  fs::permissions(folder_, fs::perms::owner_all);
}

TEST_F(OutputFileTest, WritesInPlaceWhereTheOwnerWouldChange) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  fs::permissions(folder_, fs::perms::all);
  fs::permissions(old_, fs::perms(0666));
  const AsNobody nobody(folder_);
  if (!nobody.reaches()) GTEST_SKIP() << "nobody may not look into the temporary folder";
  ASSERT_EQ(seteuid(0), 0);
  ASSERT_EQ(chown(old_.c_str(), 0, 0), 0);
  ASSERT_EQ(seteuid(65534), 0);
  OutputFile file = opened(old_);
  EXPECT_EQ(file.way(), Way::in_place);
  EXPECT_EQ(file.why_in_place(), "it belongs to somebody else");
  EXPECT_EQ(file.write(write_new), std::nullopt);
  EXPECT_EQ(content(old_), "new\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, KeepsTheOwnerForRoot) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  ASSERT_EQ(chown(old_.c_str(), 65534, 65534), 0);
  EXPECT_EQ(write(old_), std::nullopt);
  struct stat file = {};
  ASSERT_EQ(stat(old_.c_str(), &file), 0);
  EXPECT_EQ(file.st_uid, 65534u);
  EXPECT_EQ(file.st_gid, 65534u);
}

// What was proved before the work need not hold after it.
TEST_F(OutputFileTest, SaysWhatHasChangedInTheMeantime) {
  OutputFile file = opened(folder_ / "made");
  fs::rename(folder_, folder_.string() + "-away");
  const auto error = file.write(write_new);
  fs::rename(folder_.string() + "-away", folder_);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message,
            (folder_ / "made").string() + ": cannot write: No such file or directory");
}

TEST_F(OutputFileTest, OpeningLeavesNothingBehind) {
  for (const std::string& path :
       {old_.string(), (folder_ / "made").string(), std::string("-"), std::string("/dev/null")}) {
    EXPECT_EQ(refusal(path), "");
  }
  EXPECT_EQ(content(old_), "old\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFileTest, DoesNotWaitForAPipeWithoutReader) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(refusal(pipe), pipe + ": cannot write: the pipe has no reader");
}

// The reader reads to the end of all that was written, not to that of opening it.
TEST_F(OutputFileTest, HoldsAPipeFromTheBeginningOn) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] { read = content(pipe); });
  {
    OutputFile file = opened(pipe);
    EXPECT_EQ(file.way(), Way::through);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(file.write(write_new), std::nullopt);
  }
  reader.join();
  EXPECT_EQ(read, "new\n");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(OutputFileTest, GoesOnWhereAnOpenFileStands) {
  const Descriptor file(::open(old_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  const std::string door = "/proc/self/fd/" + std::to_string(file.get());
  EXPECT_EQ(opened(door).way(), Way::through);
  EXPECT_EQ(write(door), std::nullopt);
  EXPECT_EQ(content(old_), "old\nnew\n");
  EXPECT_EQ(files(), 1u);
  const Descriptor reading(::open(old_.c_str(), O_RDONLY | O_CLOEXEC));
  const std::string closed = "/dev/fd/" + std::to_string(reading.get());
  EXPECT_EQ(refusal(closed), closed + ": cannot write: it is open for reading only");
}

TEST_F(OutputFileTest, WritesToStandardOutput) {
  testing::internal::CaptureStdout();
  std::cout << "before ";  // and in order with what others put there
  const auto error = write("-");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "before new\n");
  EXPECT_EQ(error, std::nullopt);
}

TEST_F(OutputFileTest, GrowsLineByLine) {
  auto made = GrowingFile::open(old_);
  auto& log = std::get<GrowingFile>(made);
  EXPECT_EQ(content(old_), "");
  EXPECT_EQ(log.add_line("one"), std::nullopt);
  EXPECT_EQ(content(old_), "one\n");
  EXPECT_EQ(log.add_line("two"), std::nullopt);
  EXPECT_EQ(content(old_), "one\ntwo\n");
  auto full = GrowingFile::open("/dev/full");
  const auto error = std::get<GrowingFile>(full).add_line("one");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message, "/dev/full: cannot write: No space left on device");
  const LengthLimit limit(100);
  auto refused = GrowingFile::open(old_);
  ASSERT_TRUE(std::holds_alternative<Error>(refused));
  EXPECT_EQ(std::get<Error>(refused).message, old_.string() + ": cannot write: File too large");
}

}  // namespace
}  // namespace moccasin::io
