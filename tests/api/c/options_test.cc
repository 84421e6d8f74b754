// SPDX-License-Identifier: Apache-2.0
#include "api/c/options.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "base/random.h"
#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

using Given = std::vector<std::pair<std::string, std::string>>;

TEST(COptionsTest, EverySetterReachesItsField) {
  const auto options = made(moc_options_create);
  moc_options* const o = options.get();
  EXPECT_EQ(moc_options_set_f64(o, "time-limit", 0.25), MOC_OK);
  EXPECT_EQ(moc_options_set_i64(o, "work_limit", INT64_MAX), MOC_OK);
  EXPECT_EQ(moc_options_set_str(o, "memory-limit", "1KiB"), MOC_OK);
  EXPECT_EQ(moc_options_set_i64(o, "threads", 3), MOC_OK);
  EXPECT_EQ(moc_options_set_str(o, "order", "kept"), MOC_OK);
  EXPECT_EQ(moc_options_set_f64(o, "gap", 0.001), MOC_OK);
  EXPECT_EQ(moc_options_set_certify(o, 5), MOC_OK);
  EXPECT_EQ(o->options.time_limit, 0.25);
  EXPECT_EQ(o->options.work_limit, std::uint64_t{INT64_MAX});
  EXPECT_EQ(o->options.memory_limit, 1024);
  EXPECT_EQ(o->options.threads, 3);
  EXPECT_EQ(o->options.order, Order::kept);
  EXPECT_EQ(o->options.gap, 0.001);
  EXPECT_TRUE(o->options.certify);
  EXPECT_EQ(o->given, (Given{{"time-limit", "0.25"},
                             {"work-limit", "9223372036854775807"},
                             {"memory-limit", "1KiB"},
                             {"threads", "3"},
                             {"order", "kept"},
                             {"gap", "0.001"}}));
  EXPECT_EQ(moc_options_set_i64(o, "time-limit", 30), MOC_OK) << "a whole number of seconds";
  EXPECT_EQ(o->options.time_limit, 30);
  EXPECT_EQ(moc_options_set_certify(o, 0), MOC_OK);
  EXPECT_FALSE(o->options.certify);
  EXPECT_EQ(o->options.start, std::chrono::steady_clock::time_point());
  EXPECT_EQ(moc_options_start_now(o), MOC_OK);
  EXPECT_NE(o->options.start, std::chrono::steady_clock::time_point());
}

TEST(COptionsTest, EveryNameReachesItsField) {
  const auto options = made(moc_options_create);
  moc_options* const o = options.get();
  const Options& fields = o->options;
  EXPECT_EQ(moc_options_set_i64(o, "time-limit", 7), MOC_OK);
  EXPECT_EQ(fields.time_limit, 7);
  EXPECT_EQ(moc_options_set_i64(o, "work-limit", 6), MOC_OK);
  EXPECT_EQ(fields.work_limit, 6u);
  EXPECT_EQ(moc_options_set_i64(o, "memory-limit", 5), MOC_OK);
  EXPECT_EQ(fields.memory_limit, 5);
  EXPECT_EQ(moc_options_set_i64(o, "threads", 4), MOC_OK);
  EXPECT_EQ(fields.threads, 4);
  EXPECT_EQ(moc_options_set_i64(o, "workers", 3), MOC_OK);
  EXPECT_EQ(fields.workers, 3);
  EXPECT_EQ(moc_options_set_i64(o, "seed", 2), MOC_OK);
  EXPECT_EQ(fields.seed, 2u);
  EXPECT_EQ(moc_options_set_i64(o, "max-copies", 8), MOC_OK);
  EXPECT_EQ(fields.max_copies, 8);
  EXPECT_EQ(moc_options_set_str(o, "order", "kept"), MOC_OK);
  EXPECT_EQ(fields.order, Order::kept);
  EXPECT_EQ(moc_options_set_str(o, "x-search", "lns"), MOC_OK);
  EXPECT_EQ(fields.technique, Technique::lns);
  EXPECT_EQ(moc_options_set_i64(o, "gap", 1), MOC_OK);
  EXPECT_EQ(fields.gap, 1);
  EXPECT_EQ(moc_options_set_i64(o, "target", 9), MOC_OK);
  EXPECT_EQ(fields.target, 9);
  EXPECT_EQ(moc_options_set_i64(o, "arena", 64), MOC_OK);
  EXPECT_EQ(fields.arena, 64);
  EXPECT_EQ(o->given.size(), 12u) << "one of each";
}

TEST(COptionsTest, TheLastOfANameIsKept) {
  const auto options = made(moc_options_create);
  moc_options* const o = options.get();
  EXPECT_EQ(moc_options_set_i64(o, "seed", 1), MOC_OK);
  EXPECT_EQ(moc_options_set_i64(o, "time_limit", 5), MOC_OK);
  EXPECT_EQ(moc_options_set_str(o, "seed", "2"), MOC_OK);
  EXPECT_EQ(moc_options_set_f64(o, "time-limit", 0.5), MOC_OK);
  EXPECT_EQ(moc_options_set_str(o, "seed", "two"), MOC_E_INVALID_OPTION);
  EXPECT_EQ(o->options.seed, 2u);
  EXPECT_EQ(o->given, (Given{{"seed", "2"}, {"time-limit", "0.5"}}));
}

TEST(COptionsTest, DoublesAreKeptToTheLastBit) {
  const auto options = made(moc_options_create);
  moc_options* const o = options.get();
  std::vector<double> gaps = {0.0, 1.0, 1 / 300., 0.001 / 3, 1e-19, 5e-324};
  std::vector<double> times = {0.001 / 3, 1e-19, 5e-324, 1e9, 0.1 + 0.2};
  base::Random random(7);
  for (int i = 0; i < 2000; ++i) {
    const double fraction = static_cast<double>(random.next() >> 11) * 0x1.0p-53;
    gaps.push_back(fraction);
    times.push_back(std::ldexp(fraction + 0.5, i % 60 - 40));
  }
  for (const double gap : gaps) {
    EXPECT_EQ(moc_options_set_f64(o, "gap", gap), MOC_OK) << moc_last_error();
    EXPECT_EQ(o->options.gap, gap);
  }
  for (const double time : times) {
    EXPECT_EQ(moc_options_set_f64(o, "time-limit", time), MOC_OK) << moc_last_error();
    EXPECT_EQ(o->options.time_limit, time);
  }
  EXPECT_EQ(moc_options_set_f64(o, "gap", -0.0), MOC_OK);
  EXPECT_FALSE(std::signbit(o->options.gap));
}

TEST(COptionsTest, WarmStartsAreCopied) {
  const auto options = made(moc_options_create);
  std::vector<std::uint32_t> steps = {0, 1, 0};
  EXPECT_EQ(moc_options_set_warm_start(options.get(), steps.data(), steps.size()), MOC_OK);
  steps[0] = 7;
  EXPECT_EQ(options->options.warm_start, (std::vector<OpId>{0, 1, 0}));
  EXPECT_EQ(moc_options_set_warm_start(options.get(), nullptr, 3), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "ops is null");
  EXPECT_EQ(options->options.warm_start.size(), 3u);
  EXPECT_EQ(moc_options_set_warm_start(options.get(), nullptr, 0), MOC_OK);
  EXPECT_TRUE(options->options.warm_start.empty());
}

class WrongOptionTest : public ::testing::Test {
 protected:
  // The text of what is wrong; the options are as they were.
  std::string expect_wrong(moc_rc rc) {
    EXPECT_EQ(rc, MOC_E_INVALID_OPTION);
    EXPECT_EQ(options_->options.threads, 1);
    EXPECT_TRUE(options_->given.empty());
    return moc_last_error();
  }
  std::string whole(const char* name, std::int64_t value) {
    return expect_wrong(moc_options_set_i64(options_.get(), name, value));
  }
  std::string real(const char* name, double value) {
    return expect_wrong(moc_options_set_f64(options_.get(), name, value));
  }
  std::string text(const char* name, const char* value) {
    return expect_wrong(moc_options_set_str(options_.get(), name, value));
  }
  Owned<moc_options> options_ = made(moc_options_create);
};

TEST_F(WrongOptionTest, Names) {
  EXPECT_EQ(whole("thread", 4), "unknown option 'thread'; did you mean 'threads'?");
  EXPECT_EQ(real("time_limits", 4), "unknown option 'time_limits'; did you mean 'time-limit'?");
  EXPECT_EQ(text("zork", ""),
            "unknown option 'zork'; there are time-limit, work-limit, memory-limit, threads, "
            "workers, seed, max-copies, order, arena, minimize, max-duration, max-overhead, "
            "x-search, gap, target");
}

TEST_F(WrongOptionTest, Values) {
  EXPECT_EQ(whole("threads", 0), "threads: '0' is not a whole number of at least 1");
  EXPECT_EQ(whole("threads", 1025), "threads: '1025' is too large");
  EXPECT_EQ(whole("seed", -1), "seed: '-1' is not a whole number");
  EXPECT_EQ(text("order", "fixed"), "order: 'fixed' is not one of kept, free");
  EXPECT_EQ(real("time-limit", -1),
            "time-limit: '-1' is not a time: use 30, 30s, 500ms, 5m or none");
  EXPECT_EQ(real("time-limit", std::numeric_limits<double>::infinity()),
            "time-limit: 'inf' is too large");
  EXPECT_EQ(real("gap", std::nan("")), "gap: 'nan' is not a fraction: use 0.01 or 1%");
  EXPECT_EQ(real("gap", -1e-300).substr(0, 9), "gap: '-0.");
  EXPECT_EQ(real("gap", 5), "gap: '5' is a fraction of more than 1; use 0.05 for 5 per cent");
  EXPECT_EQ(whole("gap", 5), "gap: '5' is a fraction of more than 1; use 0.05 for 5 per cent");
  EXPECT_EQ(real("time-limit", 0), "time-limit: '0' is not a time: use 30, 30s, 500ms, 5m or none");
  EXPECT_EQ(real("time-limit", 1e10), "time-limit: '10000000000' is too large");
  EXPECT_EQ(real("time-limit", std::numeric_limits<double>::max()).substr(0, 20),
            "time-limit: '1797693");
}

TEST_F(WrongOptionTest, Types) {
  EXPECT_EQ(real("threads", 2),
            "threads: takes a whole number of at least 1; set it with moc_options_set_i64");
  EXPECT_EQ(whole("order", 1), "order: takes one of kept, free; set it with moc_options_set_str");
  EXPECT_EQ(real("x-search", 1),
            "x-search: takes one of all, local, cdcl, lns; set it with moc_options_set_str");
}

TEST_F(WrongOptionTest, NullIsNoText) {
  EXPECT_EQ(moc_options_set_i64(options_.get(), nullptr, 1), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "name is null");
  EXPECT_EQ(moc_options_set_str(options_.get(), "threads", nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "value is null");
  EXPECT_EQ(moc_options_set_f64(nullptr, "gap", 1), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "options is null");
}

TEST(CBudgetTest, TextsOfTheProgram) {
  std::int64_t bytes = -1;
  EXPECT_EQ(moc_read_budget("80%", 46'319, &bytes), MOC_OK);
  EXPECT_EQ(bytes, 37'056);
  EXPECT_EQ(moc_read_budget("half", 1, &bytes), MOC_E_INVALID_OPTION);
  EXPECT_STREQ(moc_last_error(),
               "budget: 'half' is not a budget: use bytes (8000000000, 8GB, 8GiB, 1.5GiB) or a "
               "share of the base peak (80%)");
  EXPECT_EQ(bytes, 37'056);
  EXPECT_EQ(moc_read_budget(nullptr, 1, &bytes), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "text is null");
  EXPECT_EQ(moc_read_budget("1", 1, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "bytes is null");
}

}  // namespace
}  // namespace moccasin::testing
