// SPDX-License-Identifier: Apache-2.0
#include "model/fingerprint.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"

namespace moccasin::model {
namespace {

// A small graph, every field of which a test can change.
struct Sketch {
  std::string name = "a";
  std::int64_t duration = 3, workspace = 4, size = 5, resident = 6;
  std::int32_t max_copies = 2;
  Retain retain = Retain::no;
  std::vector<std::size_t> order = {0, 1, 2};
  std::size_t read = 0;             // the tensor that c reads
  std::size_t second_producer = 0;  // of tensor 1
  bool reads_in_reverse = false;

  [[nodiscard]] std::uint64_t fingerprint() const {
    GraphBuilder builder;
    builder.add_operation({name, duration, workspace, max_copies});
    builder.add_operation({.name = "b"});
    builder.add_operation({.name = "c"});
    builder.add_output(OpIndex(0), size, retain);
    builder.add_output(OpIndex(second_producer), 1);
    builder.add_output(OpIndex(0), 1);
    builder.add_read(OpIndex(2), TensorIndex(reads_in_reverse ? 2 : read));
    builder.add_read(OpIndex(2), TensorIndex(reads_in_reverse ? read : 2));
    builder.set_base_order(test::ops(order));
    builder.set_resident(resident);
    return model::fingerprint(test::built(builder));
  }
};

TEST(Fingerprint,
     IsTheSameOnEveryMachine) {  // Computed by hand from the description in the header.
  EXPECT_EQ(Sketch().fingerprint(), 5828459066620290085u);
}

TEST(Fingerprint, ChangesWithEveryField) {
  const std::set<std::uint64_t> fingerprints{
      Sketch().fingerprint(),
      Sketch{.name = "A"}.fingerprint(),
      Sketch{.name = "ab"}.fingerprint(),
      Sketch{.duration = 4}.fingerprint(),
      Sketch{.workspace = 5}.fingerprint(),
      Sketch{.size = 6}.fingerprint(),
      Sketch{.resident = 7}.fingerprint(),
      Sketch{.max_copies = 3}.fingerprint(),
      Sketch{.retain = Retain::yes}.fingerprint(),
      Sketch{.order = {1, 0, 2}}.fingerprint(),
      Sketch{.read = 1}.fingerprint(),
      Sketch{.second_producer = 1}.fingerprint(),
      Sketch{.reads_in_reverse = true}.fingerprint(),
  };
  EXPECT_EQ(fingerprints.size(), 13u);
}

TEST(Fingerprint, DoesNotDependOnHowTheGraphWasBuilt) {
  GraphBuilder given = test::simple_graph({{1, 2}, {3, 4}, {5, 6}}, {{0, 1}, {1, 2}, {1, 2}});
  given.set_base_order(test::ops({0, 1, 2}));
  const GraphBuilder made = test::simple_graph({{1, 2}, {3, 4}, {5, 6}}, {{1, 2}, {0, 1}});
  EXPECT_EQ(fingerprint(test::built(given)), fingerprint(test::built(made)));
}

TEST(Fingerprint, TellsRandomGraphsApart) {
  std::set<std::uint64_t> fingerprints;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    base::Random random(seed);
    fingerprints.insert(fingerprint(test::random_graph(4 + random.below(10), random)));
  }
  EXPECT_EQ(fingerprints.size(), 3000u);
}

}  // namespace
}  // namespace moccasin::model
