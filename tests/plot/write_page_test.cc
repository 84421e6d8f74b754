// SPDX-License-Identifier: Apache-2.0
#include "plot/write_page.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>

#include "plot/page_source.h"
#include "tests/plot/small_drawing.h"
#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

std::string after_data() {
  std::string text;
  for (const std::string_view part : page_after_data()) text += part;
  return text;
}

TEST(WritePageTest, TheDataStandsInThePage) {
  const io::GraphFile file = small_file("</script>");
  const Drawing drawing{&file, "small", {again("again")}};
  std::ostringstream page;
  write_page(page, drawing);
  const std::string text = page.str();
  EXPECT_EQ(text.rfind("<!DOCTYPE html>\n", 0), 0u);
  EXPECT_EQ(count(text, "<script type=\"application/json\" id=\"data\">{\"name\":\"small\","), 1u);
  EXPECT_EQ(count(text, "<script"), 2u);
  EXPECT_EQ(count(text, "</script>"), 2u);
}

TEST(WritePageTest, StyleAndScriptsAreInIt) {
  const std::string before(page_before_data()), after = after_data();
  EXPECT_EQ(count(before, "--ground: #ffffff;"), 1u);
  for (const char* const part :
       {"class Units", "class Graph", "class Schedule ", "class Stack", "class Plot",
        "class MemoryView", "class ArenaView", "class Table", "class View", "new Page("}) {
    EXPECT_EQ(count(after, part), 1u) << part;
  }
  for (const char* const place : {"/* page.css */", "/* data */", "/* scripts */"}) {
    EXPECT_EQ(count(before + after, place), 0u) << place;
  }
}

TEST(WritePageTest, NothingComesFromElsewhere) {
  const std::string page = std::string(page_before_data()) + after_data();
  for (const char* const way : {"http:", "https:", "src=", "<link", "@import", "url(", "fetch(",
                                "import(", "XMLHttpRequest", "innerHTML"}) {
    EXPECT_EQ(count(page, way), 0u) << way;
  }
}

}  // namespace
}  // namespace moccasin::plot
