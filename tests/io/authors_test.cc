// SPDX-License-Identifier: Apache-2.0
// The graphs published with the MOCCASIN paper must have the base peaks and durations that its
// budgets are relative to. Their licence keeps them out of this tree: the test reads them from
// the folder that MOCCASIN_AUTHORS_DIR names.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "model/profile.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

struct Published {
  const char* file;
  std::size_t nodes, edges;
  std::int64_t peak, duration;
};

void PrintTo(const Published& published, std::ostream* out) { *out << published.file; }

// Empty: not told.
std::filesystem::path folder() {
  const char* given = std::getenv("MOCCASIN_AUTHORS_DIR");
  return given != nullptr ? given : "";
}

class Authors : public testing::TestWithParam<Published> {};

TEST_P(Authors, HasThePublishedBasePeakAndDuration) {
  const std::filesystem::path path = folder() / GetParam().file;
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "the published graphs are not here: set MOCCASIN_AUTHORS_DIR to their folder";
  }
  const GraphFile file = value_of(read_graph_file(path.string()));
  EXPECT_EQ(file.graph.num_operations(), GetParam().nodes);
  EXPECT_EQ(file.graph.num_reads(), GetParam().edges);
  const model::Profile base = make_profile(file.graph, base_schedule(file.graph));
  EXPECT_EQ(base.peak, GetParam().peak);
  EXPECT_EQ(base.duration, GetParam().duration);
}

INSTANTIATE_TEST_SUITE_P(
    All, Authors,
    testing::Values(Published{"random_layered_n100_w0.27_nlv0.75_ed0.2_scd0.14.json", 100, 236,
                              46'319, 47'769},
                    Published{"random_layered_n250_w0.43_nlv0.75_ed0.2_scd0.14.json", 250, 944,
                              146'840, 125'569},
                    Published{"random_layered_n500_w0.36_nlv0.75_ed0.2_scd0.14.json", 500, 2461,
                              284'439, 255'302},
                    Published{"random_layered_n1000_w0.31_nlv0.75_ed0.2_scd0.14.json", 1000, 5875,
                              608'619, 497'270},
                    Published{"fcn_8_vgg (MLSys)_32_(416, 608, 3)_train_nx.json", 73, 149,
                              13'484'795'520, 10'275'337'746'048},
                    Published{"ResNet50 (MLSys)_256_(224, 224, 3)_train_nx.json", 353, 751,
                              38'059'356'160, 405'670}));

// The peak depends on the order: what the file's own order gives is not networkx's.
TEST(AuthorsOrder, DecidesTheBasePeak) {
  const auto path = folder() / "random_layered_n100_w0.27_nlv0.75_ed0.2_scd0.14.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the published graphs are not here";
  const GraphFile file = value_of(read_graph_file(path.string()));
  std::string text = text_of(file);
  text = text.substr(0, text.find(",\n\"order\"")) + "}";
  const GraphFile unordered = graph_of(text);
  EXPECT_EQ(make_profile(unordered.graph, base_schedule(unordered.graph)).peak, 50'590);
}

}  // namespace
}  // namespace moccasin::io
