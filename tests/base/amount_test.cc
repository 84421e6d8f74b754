// SPDX-License-Identifier: Apache-2.0
#include "base/amount.h"

#include <gtest/gtest.h>

namespace moccasin::base {
namespace {

TEST(AmountTest, Groups) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1 000");
  EXPECT_EQ(grouped(38'059'356'160), "38 059 356 160");
  EXPECT_EQ(grouped(-1000), "-1 000");
  EXPECT_EQ(grouped(-100), "-100");
  EXPECT_EQ(grouped(INT64_MIN), "-9 223 372 036 854 775 808");
}

TEST(AmountTest, Sizes) {
  EXPECT_EQ(short_size(0, SizeUnit::byte), "0 B");
  EXPECT_EQ(short_size(1023, SizeUnit::byte), "1023 B");
  EXPECT_EQ(short_size(1024, SizeUnit::byte), "1.0 KiB");
  EXPECT_EQ(short_size((1 << 20) - 1, SizeUnit::byte), "1.0 MiB");  // not 1024.0 KiB
  EXPECT_EQ(short_size(38'059'356'160, SizeUnit::byte), "35.4 GiB");
  EXPECT_EQ(short_size(INT64_MAX, SizeUnit::byte), "8388608.0 TiB");
  EXPECT_EQ(short_size(46'319, SizeUnit::unit), "46 319");
  EXPECT_EQ(full_size(1, SizeUnit::byte), "1 byte");
  EXPECT_EQ(full_size(38'059'356'160, SizeUnit::byte), "38 059 356 160 bytes (35.4 GiB)");
  EXPECT_EQ(full_size(46'319, SizeUnit::unit), "46 319 units");
  EXPECT_EQ(size_unit_of(""), SizeUnit::byte);
  EXPECT_EQ(size_unit_of("byte"), SizeUnit::byte);
  EXPECT_EQ(size_unit_of("unit"), SizeUnit::unit);
}

TEST(AmountTest, Durations) {
  EXPECT_EQ(full_duration(405'670, ""), "405 670 ticks");
  EXPECT_EQ(full_duration(405'670, "tick"), "405 670 ticks");
  EXPECT_EQ(full_duration(405'670, "ns"), "405 670 ns (405.7 us)");
  EXPECT_EQ(full_duration(95'901'075, "ns"), "95 901 075 ns (95.9 ms)");
  EXPECT_EQ(full_duration(1'500'000, "ms"), "1 500 000 ms (1500.0 s)");
  EXPECT_EQ(full_duration(12, "us"), "12 us");
  EXPECT_EQ(full_duration(10'000, "flop"), "10 000 flops");
}

TEST(AmountTest, TimesAndShares) {
  EXPECT_EQ(seconds_text(0.1234), "0.123 s");
  EXPECT_EQ(seconds_text(12.34), "12.3 s");
  EXPECT_EQ(seconds_text(3599.6), "3600 s");
  EXPECT_EQ(overhead_text(10'028, 10'000), "+0.28 %");
  EXPECT_EQ(overhead_text(10'000, 10'000), "+0.00 %");
  EXPECT_EQ(overhead_text(5, 0), "+0.00 %");
  EXPECT_EQ(percent_text(0.8), "80.00 %");
  EXPECT_EQ(counted(1, "thread"), "1 thread");
  EXPECT_EQ(counted(2000, "thread"), "2 000 threads");
}

TEST(AmountTest, AGapIsAPartOfTheBound) {
  EXPECT_EQ(gap_text(1050, 1000), "5.00 %");
  EXPECT_EQ(gap_text(3000, 1000), "200.00 %");
}

TEST(AmountTest, AGapIsNothingOnlyWhereNothingIsLeft) {
  EXPECT_EQ(gap_text(100'000, 100'000), "0.00 %");
  EXPECT_EQ(gap_text(0, 0), "0.00 %");
  EXPECT_EQ(gap_text(100'001, 100'000), "<0.01 %");
  EXPECT_EQ(gap_text(100'010, 100'000), "0.01 %");
}

TEST(AmountTest, AGapHasNoPartOfNothing) { EXPECT_EQ(gap_text(5, 0), "-"); }

}  // namespace
}  // namespace moccasin::base
