// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_offsets.h"

#include "io/schedule_file.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

// a has two outputs, 1 a workspace, 'end' neither.
const GraphFile& graph() {
  static const GraphFile file = graph_of(R"({"format":"moccasin-graph","version":1,"nodes":[
    {"id":"a","duration":2,"outputs":[1,2]},{"id":1,"duration":3,"size":30,"workspace":4},
    {"id":"end","duration":0,"outputs":[]}],"edges":[["a",1],["a",1,1],[1,"end"]]})");
  return file;
}

// Steps a, 1, end with more members each, and more members behind them.
std::string schedule_text(const std::string& a, const std::string& one, const std::string& end,
                          const std::string& more) {
  return R"({"format":"moccasin-schedule","version":1,"steps":[{"node":"a","copy":0)" + a +
         R"(},{"node":1,"copy":0)" + one + R"(},{"node":"end","copy":0)" + end + "}]" + more + "}";
}

const std::string kA = R"(,"offsets":[64,0])", kOne = R"(,"offsets":[128],"workspace_offset":8)",
                  kEnd = R"(,"offsets":[])", kFile = R"(,"arena":158,"alignment":8)";

TEST(ScheduleOffsets, AreThoseOfThePlacement) {
  const auto read = [](const std::string& more) {
    return value_of(parse_schedule(schedule_text(kA, kOne, kEnd, more), "s", graph())).placement;
  };
  const model::Placement placement{
      .buffers = {64, 0, 128}, .workspaces = {0, 8, 0}, .alignment = 8, .arena = 158};
  EXPECT_EQ(read(kFile), placement);
  model::Placement plain = placement;
  plain.alignment = 1;
  EXPECT_EQ(read(R"(,"arena":158)"), plain);
}

TEST(ScheduleOffsets, AreNotNeeded) {
  const ScheduleFile file = value_of(parse_schedule(schedule_text("", "", "", ""), "s", graph()));
  EXPECT_EQ(file.placement, std::nullopt);
}

// Only the steps count there, whatever is said beside them.
TEST(ScheduleOffsets, AreNothingToStartFrom) {
  const std::string odd = schedule_text(kA, "", R"(,"offsets":7)", R"(,"arena":"big")");
  const ScheduleFile file = value_of(parse_schedule(odd, "s", graph(), ScheduleUse::warm_start));
  EXPECT_EQ(file.placement, std::nullopt);
  EXPECT_EQ(file.schedule->steps.size(), 3u);
}

struct WrongOffsets {
  std::string a = kA, one = kOne, end = kEnd, more = kFile, message;
};

TEST(ScheduleOffsets, SayWhereTheyAreNone) {
  for (const WrongOffsets& wrong : {
           WrongOffsets{.a = R"(,"offsets":[64])",
          .message = "s: steps[0].offsets: must have one for each output, but has 1 "
                     "offset for 2 outputs"},
           WrongOffsets{.end = R"(,"offsets":[0,1])",
           .message = "s: steps[2].offsets: must have one for each output, but has 2 "
                      "offsets for 0 outputs"},
           WrongOffsets{.a = R"(,"offsets":64)",
           .message = "s: steps[0].offsets: must be an array, not 64"},
           WrongOffsets{.a = R"(,"offsets":[64,-8])",
           .message = "s: steps[0].offsets[1]: must not be negative, but is -8"},
           WrongOffsets{.a = R"(,"offsets":[0.5,8])",
           .message = "s: steps[0].offsets[0]: must be a whole number, not 0.5"},
           WrongOffsets{.end = "",
           .message = "s: steps[2]: the key 'offsets' is missing, but the steps "
                      "before have it"},
           WrongOffsets{.a = "",
           .message = "s: steps[1]: the key 'offsets' is there, but the steps before "
                      "have none"},
           WrongOffsets{.one = R"(,"offsets":[128])",
           .message = "s: steps[1]: the key 'workspace_offset' is missing, but the "
                      "node has a workspace of 4 bytes"},
           WrongOffsets{.a = kA + R"(,"workspace_offset":0)",
           .message = "s: steps[0].workspace_offset: stands there, but the node has "
                      "no workspace"},
           WrongOffsets{.a = R"(,"workspace_offset":0)",
           .message = "s: steps[0].workspace_offset: stands there without 'offsets'"},
           WrongOffsets{.one = R"(,"offsets":[128],"workspace_offset":"8")",
           .message = "s: steps[1].workspace_offset: must be a whole number, not "
                      "\"8\""},
           WrongOffsets{.more = "",
           .message = "s: the key 'arena' is missing, but the steps have 'offsets'"},
           WrongOffsets{.a = "",
           .one = "",
           .end = "",
           .message = "s: arena: stands there, but the steps have no 'offsets'"},
           WrongOffsets{.a = "",
           .one = "",
           .end = "",
           .more = R"(,"alignment":1)",
           .message = "s: alignment: stands there, but the steps have no 'offsets'"},
           WrongOffsets{.more = R"(,"arena":{})",
           .message = "s: arena: must be a whole number, not an object"},
           WrongOffsets{.more = R"(,"arena":158,"alignment":0)",
           .message = "s: alignment: must be at least 1, but is 0"},
       }) {
    const std::string text = schedule_text(wrong.a, wrong.one, wrong.end, wrong.more);
    EXPECT_EQ(message_of(parse_schedule(text, "s", graph())), wrong.message);
  }
}

TEST(ScheduleOffsets, AreMembersOfTheFile) {
  EXPECT_TRUE(OffsetReader::is_member("arena"));
  EXPECT_TRUE(OffsetReader::is_member("alignment"));
  EXPECT_FALSE(OffsetReader::is_member("offsets"));
}

}  // namespace
}  // namespace moccasin::io
