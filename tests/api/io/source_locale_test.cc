// SPDX-License-Identifier: Apache-2.0
// Files are the same under every locale of the process. The foreign one is made here, so that the
// test does not depend on what a machine has: localedef is part of every glibc.
#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "tests/api/io/support.h"
#include "tests/support/own_folder.h"

namespace moccasin {
namespace {

constexpr const char* kForeign = R"(comment_char %
escape_char /
LC_CTYPE
upper <U0041>
lower <U0061>
END LC_CTYPE
LC_NUMERIC
decimal_point ","
thousands_sep "."
grouping 3;3
END LC_NUMERIC
)";

class SourceLocaleTest : public test::OwnFolder {
 protected:
  void SetUp() override {
    std::ofstream(folder_ / "foreign.src") << kForeign;
    const std::string folder = folder_.string();
    const std::string command = "localedef -c --no-archive -f ANSI_X3.4-1968 -i " + folder +
                                "/foreign.src " + folder + "/foreign >/dev/null 2>&1";
    (void)!std::system(command.c_str());
    setenv("LOCPATH", folder.c_str(), 1);
    if (std::setlocale(LC_ALL, "foreign") == nullptr) GTEST_SKIP() << "localedef made no locale";
    char text[8];
    std::snprintf(text, sizeof text, "%.1f", 1.5);
    ASSERT_STREQ(text, "1,5");
  }
  ~SourceLocaleTest() override {
    std::setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
  }
};

TEST_F(SourceLocaleTest, WholeNumbersMayBeWrittenAsFractions) {
  const auto graph = document_of(
      R"({"nodes":[{"id":0,"duration":5000.0,"size":12.5e1},{"id":1,"duration":1e3,"size":1.0}],
          "links":[{"source":0,"target":1}]})");
  const Facts facts = describe(graph.graph());
  EXPECT_EQ(facts.base_duration, 6000);
  EXPECT_EQ(facts.base_peak, 126);
}

TEST_F(SourceLocaleTest, SchedulesAreWrittenAndReadAsEver) {
  const auto graph = document_of(kSmall);
  Result result;
  result.status = Status::feasible;
  result.schedule = {0, 1, 2, 0};
  result.bound = 56;
  result.wall_seconds = 12345.5;
  std::string text;
  EXPECT_EQ(told(write_schedule(Sink::text(text), graph, result, {1'000'000, {}})), kNoError);
  EXPECT_NE(text.find("\"budget\":1000000,\n"), std::string::npos);
  EXPECT_NE(text.find("\"gap\":0.25,\n"), std::string::npos);
  EXPECT_NE(text.find("\"time\":12345.5,\n"), std::string::npos);
  EXPECT_EQ(value_of(read_schedule(Source::text(text), graph)).broken, "");
}

TEST_F(SourceLocaleTest, TheLocaleIsTheHostsAgainAfterReading) {
  (void)document_of(kSmall);
  (void)read_graph(Source::text("{\"x\": 1.5, ]"));
  EXPECT_STREQ(std::localeconv()->decimal_point, ",");
}

}  // namespace
}  // namespace moccasin
