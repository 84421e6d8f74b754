// SPDX-License-Identifier: Apache-2.0
#include "io/packing_csv.h"

#include <algorithm>
#include <limits>

#include "model/verify_placement.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::ArenaBuffer;
using Buffers = std::vector<ArenaBuffer>;

constexpr std::string_view kHeader = "id,lower,upper,size\n";

PackingFile file_of(std::string_view text, std::int64_t alignment = 1) {
  return value_of(parse_packing_csv(text, "f.csv", alignment));
}

std::string error_of(const std::string& text) {
  return message_of(parse_packing_csv(text, "f.csv"));
}

std::string text_of(const PackingFile& file, const std::vector<std::int64_t>& offsets) {
  std::ostringstream out;
  write_packing_csv(out, file, offsets);
  return out.str();
}

TEST(PackingCsvTest, MinimallocsExample) {
  const PackingFile file = file_of("id,lower,upper,size\nb1,0,3,4\nb2,3,9,4\nb3,0,9,4\n");
  EXPECT_EQ(file.ids, std::vector<std::string>({"b1", "b2", "b3"}));
  EXPECT_EQ(file.buffers, Buffers({{.lower = 0, .upper = 3, .size = 4},
                                   {.lower = 3, .upper = 9, .size = 4},
                                   {.lower = 0, .upper = 9, .size = 4}}));
  EXPECT_EQ(text_of(file, {4, 4, 0}),
            "id,lower,upper,size,offset\nb1,0,3,4,4\nb2,3,9,4,4\nb3,0,9,4,0\n");
}

TEST(PackingCsvTest, OptionalColumnsMayBeEmpty) {
  const PackingFile file = file_of(
      "offset,id,lower,upper,size,alignment,gaps\n,a,0,1,5,,\n16, b ,-2, 1 ,5,8, \n32,c,3,3,0,,\n",
      4);
  EXPECT_EQ(file.ids, std::vector<std::string>({"a", " b ", "c"}));
  EXPECT_EQ(file.buffers,
            Buffers({{.lower = 0, .upper = 1, .size = 5, .alignment = 4},
                     {.lower = -2, .upper = 1, .size = 5, .alignment = 8, .offset = 16},
                     {.lower = 3, .upper = 3, .size = 0, .alignment = 4, .offset = 32}}));
  EXPECT_EQ(text_of(file, {0, 16, 32}),
            "id,lower,upper,size,alignment,offset\na,0,1,5,4,0\n\" b \",-2,1,5,8,16\n"
            "c,3,3,0,4,32\n");
}

TEST(PackingCsvTest, AnEndIsTheLastStep) {
  const PackingFile file = file_of("buffer,start,end,size\na,0,0,1\nb,5,4,1\n");
  EXPECT_EQ(file.buffers,
            Buffers({{.lower = 0, .upper = 1, .size = 1}, {.lower = 5, .upper = 5, .size = 1}}));
}

TEST(PackingCsvTest, AHeaderAloneIsNoBuffers) {
  for (const char* const more : {"", "\n", "\r\n\n  \n"}) {
    EXPECT_TRUE(file_of(std::string(kHeader) + more).buffers.empty());
  }
}

TEST(PackingCsvTest, AmountsMayBeAsLargeAsSaid) {
  const std::string most = std::to_string(std::int64_t{1} << 62);
  const PackingFile file = file_of(std::string(kHeader) + "a,-" + most + "," + most + "," + most);
  EXPECT_EQ(file.buffers, Buffers({{.lower = -(std::int64_t{1} << 62),
                                    .upper = std::int64_t{1} << 62,
                                    .size = std::int64_t{1} << 62}}));
}

class PackingCsvErrorTest : public testing::TestWithParam<Wrong> {};

TEST_P(PackingCsvErrorTest, IsPlacedAndSaysWhatToDo) {
  EXPECT_EQ(error_of(GetParam().text), GetParam().message);
}

const std::string kFixed = "id,lower,upper,size,alignment,offset\n";
const std::string kRows = std::string(kHeader) + "a,0,3,4\n";

INSTANTIATE_TEST_SUITE_P(
    Messages, PackingCsvErrorTest,
    testing::Values(
        Wrong{"",
              "f.csv:1:1: there is no header; the first line names the columns, as in "
              "id,lower,upper,size"},
        Wrong{"\nid,lower,upper,size\n",
              "f.csv:1:1: there is no header; the first line names the "
              "columns, as in id,lower,upper,size"},
        Wrong{"id,lower,upper,\xc3\xa9,allignment\n",
              "f.csv:1:18: unknown column 'allignment'; did you mean 'alignment'?"},
        Wrong{kRows + "b,0,3\n",
              "f.csv:3:1: has 3 fields, but the header has 4; a name with a "
              "comma has to stand in quotes"},
        Wrong{kRows + "b\n",
              "f.csv:3:1: has 1 field, but the header has 4; a name with a comma "
              "has to stand in quotes"},
        Wrong{kRows + "b,c,0,3,4\n",
              "f.csv:3:1: has 5 fields, but the header has 4; a name with "
              "a comma has to stand in quotes"},
        Wrong{kRows + "\nb,0,3,4\n", "f.csv:3:1: an empty line, and buffers behind it: remove it"},
        Wrong{kRows + "\"b,0,3,4\n", "f.csv:3:1: the quote is never closed"},
        Wrong{kRows + "\"b\" ,0,3,4\n",
              "f.csv:3:4: a comma or the end of the line has to follow the closing quote"},
        Wrong{"\"id,lower", "f.csv:1:1: the quote is never closed"},
        Wrong{kRows + "b,x,3,4\n", "f.csv:3:3: lower: 'x' is not a whole number (buffer 'b')"},
        Wrong{kRows + "b,0,,4\n", "f.csv:3:5: upper: '' is not a whole number (buffer 'b')"},
        Wrong{kRows + "b,0,3,4.0\n", "f.csv:3:7: size: '4.0' is not a whole number (buffer 'b')"},
        Wrong{kRows + "b,0,3,0x4\n", "f.csv:3:7: size: '0x4' is not a whole number (buffer 'b')"},
        Wrong{kRows + "b,0,3,-4\n", "f.csv:3:7: size: must be at least 0, but is -4 (buffer 'b')"},
        Wrong{kRows + "b,3,2,4\n",
              "f.csv:3:5: upper: must not be below lower, which is 3, but is 2 (buffer 'b')"},
        Wrong{"id,start,end,size\nb,3,1,4\n",
              "f.csv:2:5: end: must not be more than one below lower, which is 3, but is 1 "
              "(buffer 'b')"},
        Wrong{kRows + "b,0,9223372036854775808,4\n",
              "f.csv:3:5: upper: '9223372036854775808' is beyond 2^62 (buffer 'b')"},
        Wrong{kRows + "b,0,4611686018427387905,4\n",
              "f.csv:3:5: upper: '4611686018427387905' is beyond 2^62 (buffer 'b')"},
        Wrong{kRows + "b,-9223372036854775808,3,4\n",
              "f.csv:3:3: lower: '-9223372036854775808' is beyond 2^62 (buffer 'b')"},
        Wrong{kRows + "b,0,3,4611686018427387901\n",
              "f.csv:3:7: size: the arena would end beyond 2^62 (buffer 'b')"},
        Wrong{kFixed + "a,0,3,4,0,\n",
              "f.csv:2:9: alignment: must be at least 1, but is 0 (buffer 'a')"},
        Wrong{kFixed + "a,0,3,4,4611686018427387904,\n",
              "f.csv:2:7: size: the arena would end beyond 2^62 (buffer 'a')"},
        Wrong{kFixed + "a,0,3,4,1,-1\n",
              "f.csv:2:11: offset: must be at least 0, but is -1 (buffer 'a')"},
        Wrong{kFixed + "a,0,3,4,8,12\n",
              "f.csv:2:11: offset: must be a multiple of the alignment, 8, but is 12 (buffer 'a')"},
        Wrong{kFixed + "a,0,3,4,1,4611686018427387904\n",
              "f.csv:2:11: offset: the arena would end beyond 2^62 (buffer 'a')"},
        Wrong{kFixed + "a,0,3,4,1,0\nx,0,9,9,1,\nb,2,4,4,1,3\n",
              "f.csv:4:1: the buffers 'a' and 'b' overlap where they are fixed: one of their "
              "offsets has to go"},
        Wrong{"id,lower,upper,size,gaps\na,0,9,4,\nb,0,9,4,3-5\n",
              "f.csv:3:9: gaps are not supported: empty the field to have the buffer live from "
              "lower to upper throughout, or make it several buffers (buffer 'b')"},
        Wrong{kRows + "\x1b[2J,x,3,4\n",
              "f.csv:3:6: lower: 'x' is not a whole number (buffer '\\x1b[2J')"}));

TEST(PackingCsvTest, AnErrorHasLineAndColumn) {
  const auto result = parse_packing_csv(kRows + "b,0,x,4\n", "f.csv");
  ASSERT_TRUE(std::holds_alternative<Error>(result));
  const Error& error = std::get<Error>(result);
  EXPECT_EQ(std::tuple(error.kind, error.line, error.column),
            std::tuple(ErrorKind::syntax, 3u, 5u));
}

// Buffers one behind the other with all that a file may say of them.
PackingFile random_file(std::uint64_t seed) {
  base::Random random(seed);
  PackingFile file;
  std::int64_t end = 0;
  for (auto count = random.below(8); count > 0; --count) {
    ArenaBuffer buffer{.lower = random.between(-5, 5), .size = random.between(0, 9)};
    buffer.upper = buffer.lower + random.between(0, 9);
    buffer.alignment = random.chance(0.5) ? random.between(1, 4) : 1;
    buffer.offset = (end + buffer.alignment - 1) / buffer.alignment * buffer.alignment;
    end = buffer.offset + buffer.size;
    file.ids.push_back(random.chance(0.5) ? "x,\"" + std::to_string(count) : "b\n");
    file.buffers.push_back(buffer);
  }
  return file;
}

TEST(PackingCsvTest, WhatIsWrittenIsReadBackAndStaysWhereItLies) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const PackingFile file = random_file(seed);
    std::vector<std::int64_t> offsets;
    for (const ArenaBuffer& buffer : file.buffers) offsets.push_back(buffer.offset);
    const PackingFile read = file_of(text_of(file, offsets));
    EXPECT_EQ(read.ids, file.ids) << "seed " << seed;
    EXPECT_EQ(read.buffers, file.buffers) << "seed " << seed;
  }
}

// Whatever happens to a text, it is read as buffers that can be placed, or refused in one line.
TEST(PackingCsvTest, SpoiltTextsAreReadOrRefused) {
  constexpr std::string_view kNew = "0123456789,,,\n\r\"- ax";
  int refused = 0, taken = 0;
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    base::Random random(seed);
    const PackingFile file = random_file(seed);
    std::string text = text_of(file, std::vector<std::int64_t>(file.buffers.size(), 0));
    for (auto edits = 1 + random.below(3); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = random.below(text.size());
      const char c = kNew[random.below(kNew.size())];
      if (random.chance(0.2))
        text.resize(at);
      else if (random.chance(0.5))
        text.insert(at, std::string(random.below(24), c));
      else
        text[at] = c;
    }
    const auto result = parse_packing_csv(text, "f");
    if (const auto* const error = std::get_if<Error>(&result)) {
      ++refused;
      EXPECT_EQ(error->message.find('\n'), std::string::npos) << error->message;
      EXPECT_EQ(error->message.rfind("f:" + std::to_string(error->line) + ":", 0), 0u);
      continue;
    }
    ++taken;
    const auto& buffers = std::get<PackingFile>(result).buffers;
    EXPECT_EQ(std::get<PackingFile>(result).ids.size(), buffers.size());
    std::vector<std::int64_t> stacked;
    std::int64_t end = 0;
    for (const ArenaBuffer& buffer : buffers) end = std::max(end, buffer.offset + buffer.size);
    for (const ArenaBuffer& buffer : buffers) {
      if (buffer.offset < 0)
        end = (end + buffer.alignment - 1) / buffer.alignment * buffer.alignment;
      stacked.push_back(buffer.offset < 0 ? end : buffer.offset);
      if (buffer.offset < 0) end += buffer.size;
    }
    EXPECT_TRUE(model::verify_placement(buffers, stacked).valid()) << text;
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(taken, 300);
}

}  // namespace
}  // namespace moccasin::io
