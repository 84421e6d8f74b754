// SPDX-License-Identifier: Apache-2.0
// A host whose locale writes numbers otherwise: answers and messages are the same, letter by
// letter.
#include <gtest/gtest.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <locale>
#include <string>

#include "tests/embed/support/files.h"

namespace moccasin::test {
namespace {

std::string all_there_is_to_say() {
  Graph graph = training(60);
  graph.set_resident(12'345'678);
  Options options = repeatable(40'000, 2);
  options.gap = 0.001;
  std::string text = text_of(solve(graph, budget(graph, 50), options));
  options.order = Order::kept;
  text += text_of(solve(graph, budget(graph, 50), options));
  const Facts facts = describe(graph);
  text += std::to_string(facts.floor) + ' ' + std::to_string(facts.base_peak);
  Graph broken = graph;
  broken.add_use(1'234'567, 7'654'321);
  broken.add_op({"I\xC4\xB1i\xC4\xB0", -1'234'567, 0, 0});  // both the i's of Turkish
  broken.set_resident(-1'000'000);
  for (const Issue& issue : validate(broken)) text += '\n' + issue.message;
  for (const Issue& issue : evaluate(graph, {1'234'567}).issues) text += '\n' + issue.message;
  text += through_files(graph, 40'000);
  for (const char* const wrong :
       {"{\"nodes\": [1.5e3,]}", "{\"nodes\": [{\"id\": 1.5}]}", "[1234567"}) {
    text += '\n' + refused(wrong);
  }
  return text;
}

// 1.234.567,5 and wahr.
class Foreign : public std::numpunct<char> {
 protected:
  char do_thousands_sep() const override { return '.'; }
  char do_decimal_point() const override { return ','; }
  std::string do_grouping() const override { return "\3"; }
  std::string do_truename() const override { return "wahr"; }
};

TEST(Locale, OfCppMayBeAny) {
  const std::string before = all_there_is_to_say();
  const std::locale old = std::locale::global(std::locale(std::locale(), new Foreign));
  EXPECT_EQ(all_there_is_to_say(), before);
  EXPECT_NE(std::locale(), old) << "it is still the host's";
  std::locale::global(old);
}

// Of the system, made for the occasion where it is not installed.
class OfC : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    const std::string name = GetParam();
    const std::string make = "localedef -i " + name + " -f UTF-8 " + folder_ + name + ".UTF-8";
    made_ = std::system((make + " >" + folder_ + "log 2>&1").c_str()) == 0;
    setenv("LOCPATH", folder_.c_str(), 1);
  }
  void TearDown() override {
    std::setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
    std::filesystem::remove_all(folder_);
  }

  const std::string folder_ =
      testing::TempDir() + "moccasin_locale_" + std::to_string(getpid()) + "/";
  bool made_ = false;
};

TEST_P(OfC, MayBeAny) {
  if (!made_) GTEST_SKIP() << "localedef or its " << GetParam() << " is not installed";
  const std::string before = all_there_is_to_say();
  ASSERT_NE(std::setlocale(LC_ALL, (GetParam() + std::string(".UTF-8")).c_str()), nullptr);
  ASSERT_EQ(std::string(std::localeconv()->decimal_point), ",");
  EXPECT_EQ(all_there_is_to_say(), before);
}

INSTANTIATE_TEST_SUITE_P(Locale, OfC, testing::Values("de_DE", "tr_TR"),
                         [](const auto& locale) { return std::string(locale.param); });

}  // namespace
}  // namespace moccasin::test
