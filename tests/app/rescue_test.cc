// SPDX-License-Identifier: Apache-2.0
#include "app/rescue.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>

#include "io/descriptor_stream.h"
#include "tests/support/own_folder.h"

namespace moccasin::app {
namespace {

namespace fs = std::filesystem;

// Standard output and the temporary folder are others while it lives.
class RescueTest : public test::OwnFolder {
 protected:
  RescueTest() {
    fs::create_directories(folder_ / "tmp");
    setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);
  }
  ~RescueTest() override {
    if (before_.get() >= 0) dup2(before_.get(), STDOUT_FILENO);
    unsetenv("TMPDIR");
  }

  void print_to(const std::string& path) {
    before_ = io::Descriptor(dup(STDOUT_FILENO));
    const io::Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    dup2(file.get(), STDOUT_FILENO);
  }

  static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const Document document_{"the text", ".txt", [](std::ostream& out) { out << "text\n"; }};
  io::Descriptor before_;
};

TEST_F(RescueTest, TakesStandardOutputIfItIsFreeAndKept) {
  print_to(folder_ / "out");
  StandardOutput standard_output = StandardOutput::free;
  EXPECT_EQ(rescue(document_, standard_output), "on standard output");
  EXPECT_EQ(standard_output, StandardOutput::taken);
  EXPECT_EQ(content(folder_ / "out"), "text\n");
  // The next one has to go elsewhere.
  const auto place = rescue(document_, standard_output);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->rfind("in " + (folder_ / "tmp" / "moccasin-").string(), 0), 0u) << *place;
  EXPECT_TRUE(place->ends_with(".txt"));
  EXPECT_EQ(content(place->substr(3)), "text\n");
  EXPECT_EQ(content(folder_ / "out"), "text\n");
}

TEST_F(RescueTest, LeavesDevicesAlone) {
  print_to("/dev/null");
  StandardOutput standard_output = StandardOutput::free;
  const auto place = rescue(document_, standard_output);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(standard_output, StandardOutput::free);
  EXPECT_EQ(content(place->substr(3)), "text\n");
}

TEST_F(RescueTest, LooksForAnotherFolderWhereTheTemporaryOneIsNoGood) {
  setenv("TMPDIR", (folder_ / "missing").c_str(), 1);
  StandardOutput standard_output = StandardOutput::taken;
  const auto place = rescue(document_, standard_output);
  ASSERT_TRUE(place.has_value());
  const fs::path made = place->substr(3);
  EXPECT_EQ(content(made), "text\n");
  EXPECT_NE(made.parent_path(), folder_ / "missing");
  fs::remove(made);
}

TEST_F(RescueTest, LeavesNothingWhereItFails) {
  const Document failing{"it", ".txt", [](std::ostream& out) { out.setstate(std::ios::badbit); }};
  StandardOutput standard_output = StandardOutput::taken;
  EXPECT_EQ(rescue(failing, standard_output), std::nullopt);
  EXPECT_TRUE(fs::is_empty(folder_ / "tmp"));
}

}  // namespace
}  // namespace moccasin::app
