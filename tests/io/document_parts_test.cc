// SPDX-License-Identifier: Apache-2.0
#include "io/document_parts.h"

#include <gtest/gtest.h>

#include <sstream>

#include "io/fingerprint_text.h"
#include "tests/support/build_graph.h"

namespace moccasin::io {
namespace {

TEST(DocumentParts, AnExcessIsAShareOfTheBase) {
  EXPECT_EQ(excess(15, 10), 0.5);
  EXPECT_EQ(excess(8, 10), -0.2);
  EXPECT_EQ(excess(0, 0), 0.0);
  EXPECT_EQ(excess(3, 0), std::nullopt);
}

template <class Write>
std::string text_of(const Write& write) {
  std::ostringstream text;
  {
    TextWriter out(text);
    write(out);
  }
  return text.str();
}

TEST(DocumentParts, AGraphIsNamedByWhatItIs) {
  GraphFile file;
  file.graph = test::built(test::simple_graph({{10, 4}, {30, 2}}, {{0, 1}}));
  const std::string facts =
      "\"fingerprint\":\"" + fingerprint_text(file.graph) + "\",\"nodes\":2,\"edges\":1}";
  EXPECT_EQ(text_of([&](TextWriter& out) { write_graph_facts(out, file); }), "{" + facts);
  file.name = "two";
  EXPECT_EQ(text_of([&](TextWriter& out) { write_graph_facts(out, file); }),
            "{\"name\":\"two\"," + facts);
}

TEST(DocumentParts, AScopeWithoutALimitOfCopiesSaysNull) {
  const auto scope = [](model::Order order, std::int32_t copies) {
    return text_of([&](TextWriter& out) { write_scope(out, order, copies); });
  };
  EXPECT_EQ(scope(model::Order::kept, 2), R"({"max_copies":2,"order":"kept"})");
  EXPECT_EQ(scope(model::Order::free, 0), R"({"max_copies":null,"order":"free"})");
}

}  // namespace
}  // namespace moccasin::io
