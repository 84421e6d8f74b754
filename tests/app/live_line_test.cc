// SPDX-License-Identifier: Apache-2.0
#include "app/live_line.h"

#include <gtest/gtest.h>

#include <string>

#include "app/terminal.h"

namespace moccasin::app {
namespace {

const LiveLine kLine = {.seconds = 3.25,
                        .used = 0.5,
                        .state = "+5.76 %, gap 0.14 %",
                        .short_state = "gap 0.14 %",
                        .phase = "annealing"};

TEST(LiveLine, GivesUpWhatMattersLeast) {
  const auto at = [](std::size_t width) { return render_live_line(kLine, width, false); };
  EXPECT_EQ(at(79), "   3.2 s [############............] +5.76 %, gap 0.14 %  annealing");
  EXPECT_EQ(at(52), "   3.2 s [#####.....] +5.76 %, gap 0.14 %  annealing");
  EXPECT_EQ(at(51), "   3.2 s [##########..........] +5.76 %, gap 0.14 %");
  EXPECT_EQ(at(39), "   3.2 s [####....] +5.76 %, gap 0.14 %");
  EXPECT_EQ(at(35), "   3.2 s [##..] +5.76 %, gap 0.14 %");
  EXPECT_EQ(at(34), "   3.2 s  +5.76 %, gap 0.14 %");
  EXPECT_EQ(at(28), "3.2 s  gap 0.14 %");
  EXPECT_EQ(at(17), "3.2 s  gap 0.14 %");
  EXPECT_EQ(at(16), "3.2 s");
  EXPECT_EQ(at(5), "3.2 s");
  EXPECT_EQ(at(4), "");
  EXPECT_EQ(at(0), "");
}

TEST(LiveLine, IsNeverWiderThanItMayBe) {
  for (const bool utf8 : {false, true}) {
    for (std::size_t width = 0; width < 120; ++width) {
      EXPECT_LE(columns_of(render_live_line(kLine, width, utf8)), width);
    }
  }
}

TEST(LiveLine, HasNoBarWithoutALimit) {
  LiveLine line = kLine;
  line.used = -1;
  EXPECT_EQ(render_live_line(line, 79, true), "   3.2 s  +5.76 %, gap 0.14 %  annealing");
}

TEST(LiveLine, HasABarOfEighthsWhereThatCanBeShown) {
  EXPECT_EQ(render_live_line(kLine, 39, true), "   3.2 s ▕████    ▏ +5.76 %, gap 0.14 %");
}

TEST(LiveLine, MayHaveNobodyAtWorkAndNoShortForm) {
  LiveLine line;
  line.seconds = 3.25, line.used = 0.5, line.state = "nothing found yet";
  EXPECT_EQ(render_live_line(line, 40, false), "   3.2 s [#####......] nothing found yet");
  EXPECT_EQ(render_live_line(line, 20, false), "3.2 s");
}

TEST(UsedPart, IsThatOfTheNearestLimit) {
  EXPECT_EQ(used_part(3, 12, 10, 100), 0.25);
  EXPECT_EQ(used_part(3, 12, 50, 100), 0.5);
  EXPECT_EQ(used_part(3, 0, 50, 100), 0.5);
  EXPECT_EQ(used_part(3, 12, 50, 0), 0.25);
  EXPECT_EQ(used_part(13, 12, 0, 0), 1.0) << "never more than all";
  EXPECT_LT(used_part(3, 0, 50, 0), 0);
}

}  // namespace
}  // namespace moccasin::app
