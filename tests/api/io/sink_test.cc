// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <locale>
#include <sstream>
#include <streambuf>

#include "tests/api/io/support.h"
#include "tests/support/own_folder.h"

namespace moccasin {
namespace {

namespace fs = std::filesystem;
using SinkTest = test::OwnFolder;

TEST_F(SinkTest, ATextAFileAndAStreamGetTheSame) {
  const auto graph = document_of(kSmall);
  const std::string path = folder_ / "g.json";
  std::ostringstream stream;
  stream << "before ";
  std::string text = "old";
  for (const Sink& sink : {Sink::text(text), Sink::file(path), Sink::stream(stream)}) {
    EXPECT_EQ(told(write_graph(sink, graph)), kNoError);
  }
  EXPECT_EQ(text, kSmall);
  EXPECT_EQ(bytes_of(path), kSmall);
  EXPECT_EQ(stream.str(), std::string("before ") + kSmall);
}

TEST_F(SinkTest, AFileIsReplacedAndNothingLiesBesideIt) {
  const std::string path = folder_ / "g.json", link = folder_ / "latest.json";
  std::ofstream(path) << "an old text that is longer than the new one" << std::string(9999, '.');
  fs::create_symlink("g.json", link);
  const fs::path held = folder_ / "held";
  fs::create_hard_link(path, held);
  EXPECT_EQ(told(write_graph(Sink::file(link), document_of(kSmall))), kNoError);
  EXPECT_EQ(bytes_of(path), kSmall);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(fs::file_size(held), 43u + 9999);  // replaced, and not written over
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 3);
}

TEST_F(SinkTest, ADashIsAFileOfThatName) {
  fs::current_path(folder_);
  EXPECT_EQ(told(write_graph(Sink::file("-"), document_of(kSmall))), kNoError);
  EXPECT_EQ(bytes_of("./-"), kSmall);
  fs::remove("-");
  fs::create_directory("-");
  EXPECT_EQ(told(write_graph(Sink::file("-"), document_of(kSmall))),
            Told(FileErrorKind::cannot_write, "-: cannot write: it is a folder", 0, 0));
}

TEST_F(SinkTest, AFileThatCannotBeWrittenSaysWhy) {
  const auto error_of = [](const std::string& path) {
    return told(write_graph(Sink::file(path), document_of(kSmall)));
  };
  const std::string folder = folder_.string();
  const auto expected = [](const std::string& message) {
    return Told(FileErrorKind::cannot_write, message, 0, 0);
  };
  EXPECT_EQ(error_of(folder), expected(folder + ": cannot write: it is a folder"));
  EXPECT_EQ(error_of(folder + "/no/g.json"),
            expected(folder + "/no/g.json: cannot write: there is no folder " + folder + "/no"));
  EXPECT_EQ(error_of("/dev/full"), expected("/dev/full: cannot write: No space left on device"));
  EXPECT_EQ(error_of(""), expected(": cannot write: the file name is empty"));
}

// Takes so many bytes and no more.
class FullBuffer final : public std::streambuf {
 public:
  explicit FullBuffer(int room) : room_(room) {}

 protected:
  int_type overflow(int_type c) override {
    return room_-- > 0 ? traits_type::not_eof(c) : traits_type::eof();
  }

 private:
  int room_;
};

TEST_F(SinkTest, AStreamThatIsFullIsAnErrorAndIsBad) {
  const Told expected(FileErrorKind::cannot_write, "s: cannot write: an output error", 0, 0);
  const auto graph = document_of(kSmall);
  const int size = static_cast<int>(std::string(kSmall).size());
  FullBuffer enough(size), too_small(size - 1), other(size - 1);
  std::ostream whole(&enough), cut(&too_small), throwing(&other);
  EXPECT_EQ(told(write_graph(Sink::stream(whole, "s"), graph)), kNoError);
  EXPECT_TRUE(whole.good());
  EXPECT_EQ(told(write_graph(Sink::stream(cut, "s"), graph)), expected);
  EXPECT_TRUE(cut.bad());
  throwing.exceptions(std::ios::badbit | std::ios::failbit);
  EXPECT_EQ(told(write_graph(Sink::stream(throwing, "s"), graph)), expected);
  EXPECT_TRUE(throwing.bad());
}

TEST_F(SinkTest, AStreamThatHasFailedBeforeIsLeftAlone) {
  std::ostringstream failed;
  failed.setstate(std::ios::failbit);
  std::ostream none(nullptr);
  for (std::ostream* const stream : {static_cast<std::ostream*>(&failed), &none}) {
    EXPECT_EQ(
        told(write_graph(Sink::stream(*stream, "s"), document_of(kSmall))),
        Told(FileErrorKind::cannot_write, "s: cannot write: the stream has failed before", 0, 0));
  }
  EXPECT_EQ(failed.str(), "");
}

struct Grouped : std::numpunct<char> {
  char do_thousands_sep() const override { return '.'; }
  char do_decimal_point() const override { return ','; }
  std::string do_grouping() const override { return "\1"; }
};

TEST_F(SinkTest, TheLocaleOfAStreamIsNoLocaleOfAFile) {
  const std::locale foreign(std::locale::classic(), new Grouped);
  std::ostringstream stream;
  stream.imbue(foreign);
  stream.setf(std::ios::hex, std::ios::basefield);
  stream.width(3000);
  stream << std::showpos;
  EXPECT_EQ(told(write_graph(Sink::stream(stream), document_of(kSmall))), kNoError);
  EXPECT_EQ(stream.str(), kSmall);

  const std::locale before = std::locale::global(foreign);
  const std::string path = folder_ / "g.json";
  EXPECT_EQ(told(write_graph(Sink::file(path), document_of(kSmall))), kNoError);
  std::ifstream in(path);
  EXPECT_EQ(text_of(value_of(read_graph(Source::stream(in)))), kSmall);
  std::locale::global(before);
}

}  // namespace
}  // namespace moccasin
