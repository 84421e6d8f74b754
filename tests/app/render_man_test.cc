// SPDX-License-Identifier: Apache-2.0
// Whether the page has all that the table has; render_man_test.py asks groff.
#include "app/render_man.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/completable.h"
#include "app/render_help.h"
#include "base/joined.h"

namespace moccasin::app {
namespace {

// The page without what roff writes hyphens and quotes with.
std::string plain_page() {
  std::string page = render_man();
  for (const auto& [roff, plain] :
       {std::pair{"\\-", "-"}, {"\\(aq", "'"}, {"\\(ha", "^"}, {"\\fB", ""}, {"\\fR", ""}}) {
    for (std::size_t at = page.find(roff); at != std::string::npos; at = page.find(roff)) {
      page.replace(at, std::string_view(roff).size(), plain);
    }
  }
  return page;
}

TEST(RenderManTest, HasEveryCommandWithItsOptionsInTheirOrder) {
  const std::string page = plain_page();
  std::size_t at = 0;
  const auto expect_next = [&page, &at](const std::string& text) {
    const std::size_t found = page.find(text, at);
    EXPECT_NE(found, std::string::npos) << text;
    if (found != std::string::npos) at = found;
  };
  for (const CommandRow& command : commands()) {
    expect_next(".SS \"moccasin " + command_usage(command) + "\"\n");
    expect_next(std::string(command.details));
    for (const OptionRow& option : command.options) {
      expect_next(".TP\n" + base::joined(option_forms(option), ", "));
      expect_next(std::string(option.help) + "\n");
    }
  }
  for (const OptionRow& option : program_options().options) {
    expect_next(".TP\n" + base::joined(option_forms(option), ", ") + "\n" +
                std::string(option.help));
  }
}

TEST(RenderManTest, NoTextIsTakenForARequest) {
  std::istringstream lines(render_man());
  for (std::string line; std::getline(lines, line);) {
    EXPECT_FALSE(line.empty());
    if (line.starts_with('.')) {
      EXPECT_TRUE(line.starts_with(".\\\"") || std::isupper(static_cast<unsigned char>(line[1])) ||
                  line == ".nh" || line == ".ad l")
          << line;
    }
    EXPECT_FALSE(line.starts_with('\'')) << line;
  }
}

}  // namespace
}  // namespace moccasin::app
