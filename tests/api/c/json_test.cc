// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moccasin/io.hpp"
#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

constexpr std::string_view kGraph =
    R"({"format": "moccasin-graph", "version": 1, "name": "three", "nodes": [
        {"id": "a", "duration": 10, "size": 4}, {"id": "b", "duration": 30, "size": 2},
        {"id": "c", "duration": 20, "size": 1}],
        "edges": [["a", "b"], ["b", "c"], ["a", "c"]]})";

Owned<moc_graph> read(std::string_view json) {
  moc_graph* graph = nullptr;
  EXPECT_EQ(moc_graph_from_json(json.data(), json.size(), &graph), MOC_OK) << moc_last_error();
  return Owned<moc_graph>(graph);
}

std::string text_of(const Owned<moc_text>& text) {
  const char* chars = nullptr;
  std::size_t length = 0;
  EXPECT_EQ(moc_text_get(text.get(), &chars, &length), MOC_OK);
  EXPECT_EQ(chars[length], '\0');
  return {chars, length};
}

std::string graph_json(const moc_graph* graph) {
  moc_text* text = nullptr;
  EXPECT_EQ(moc_graph_to_json(graph, &text), MOC_OK) << moc_last_error();
  return text_of(Owned<moc_text>(text));
}

Owned<moc_result> solved(const moc_graph* graph, std::int64_t budget, int certify = 0) {
  const auto options = quick();
  (void)moc_options_set_certify(options.get(), certify);
  moc_result* result = nullptr;
  EXPECT_EQ(moc_solve(graph, budget, options.get(), nullptr, nullptr, &result), MOC_OK);
  return Owned<moc_result>(result);
}

// Of two solves the times differ.
std::string without_times(const std::string& json) {
  return std::regex_replace(json, std::regex(R"re("([a-z_]*time[a-z_]*)": *[-+.e0-9]+)re"),
                            "\"$1\": 0");
}

TEST(CJsonTest, AGraphComesBackAsItWas) {
  const auto graph = read(kGraph);
  std::size_t ops = 0, tensors = 0;
  EXPECT_EQ(moc_graph_size(graph.get(), &ops, &tensors), MOC_OK);
  EXPECT_EQ(ops, 3u);
  EXPECT_EQ(tensors, 3u);
  const std::string written = graph_json(graph.get());
  std::string expected;
  ASSERT_FALSE(write_graph(Sink::text(expected), *read_graph(Source::text(kGraph))));
  EXPECT_EQ(written, expected);
  EXPECT_EQ(graph_json(read(written).get()), written);
}

TEST(CJsonTest, AChangedGraphIsNoLongerThatOfItsDocument) {
  const auto graph = read(kGraph);
  EXPECT_NE(graph_json(graph.get()).find("\"three\""), std::string::npos);
  EXPECT_EQ(moc_graph_add_output(graph.get(), 0, 8, 4, nullptr), MOC_E_UNSUPPORTED);
  EXPECT_NE(graph_json(graph.get()).find("\"three\""), std::string::npos) << "nothing was changed";
  EXPECT_EQ(moc_graph_set_resident(graph.get(), 77), MOC_OK);
  const std::string written = graph_json(graph.get());
  EXPECT_EQ(written.find("\"three\""), std::string::npos);
  EXPECT_NE(written.find("77"), std::string::npos);
}

TEST(CJsonTest, WhatIsNoGraph) {
  moc_graph* graph = nullptr;
  EXPECT_EQ(moc_graph_from_json("{\"a\":\n x}", 8, &graph), MOC_E_INVALID_GRAPH);
  EXPECT_EQ(std::string(moc_last_error()).substr(0, 9), "json:2:2:");
  const auto error = read_graph(Source::text("{}", "json"));
  EXPECT_EQ(moc_graph_from_json("{}", 2, &graph), MOC_E_INVALID_GRAPH);
  EXPECT_EQ(moc_last_error(), error.error().message);
  EXPECT_EQ(graph, nullptr);
  EXPECT_EQ(moc_graph_from_file("/nowhere/graph.json", &graph), MOC_E_IO);
  EXPECT_EQ(moc_last_error(), read_graph(Source::file("/nowhere/graph.json")).error().message);
  EXPECT_EQ(moc_graph_from_json(nullptr, 2, &graph), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "json is null");
  EXPECT_EQ(moc_graph_from_file(nullptr, &graph), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "path is null");
  moc_text* text = nullptr;
  EXPECT_EQ(moc_graph_to_json(made(moc_graph_create).get(), &text), MOC_E_INVALID_GRAPH);
  EXPECT_EQ(text, nullptr);
}

TEST(CJsonTest, AResultIsWrittenAsTheProgramWritesIt) {
  const auto graph = read(kGraph);
  const auto result = solved(graph.get(), 7);
  moc_text* made_text = nullptr;
  ASSERT_EQ(moc_result_to_json(result.get(), graph.get(), &made_text), MOC_OK);
  const Owned<moc_text> text(made_text);

  const auto document = read_graph(Source::text(kGraph));
  Options options;
  options.time_limit = 0;
  options.work_limit = 200'000;
  SolveRequest request(7, options);
  request.given = {{"budget", "7"}, {"time-limit", "none"}, {"work-limit", "200000"}};
  std::string expected;
  ASSERT_FALSE(write_schedule(Sink::text(expected), *document,
                              moccasin::solve(document->graph(), 7, options), request));
  EXPECT_EQ(without_times(text_of(text)), without_times(expected));
  EXPECT_NE(expected.find("\"steps\""), std::string::npos);
}

TEST(CJsonTest, AResultOfAnotherGraph) {
  const auto graph = read(kGraph);
  const auto result = solved(graph.get(), 7, 1);
  const auto other = training_chain(1);
  moc_text* text = nullptr;
  const char* const why = "result is of another graph, or of this one before it was changed";
  EXPECT_EQ(moc_result_to_json(result.get(), other.get(), &text), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), why);
  EXPECT_EQ(moc_certificate_to_json(result.get(), other.get(), &text), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), why);
  EXPECT_EQ(text, nullptr);
}

// One of a schedule that both graphs have, and one without a schedule to look at.
TEST(CJsonTest, AResultOfTheGraphBeforeItWasChanged) {
  for (const std::int64_t budget : {7, 1}) {
    const auto graph = read(kGraph);
    const auto result = solved(graph.get(), budget, 1);
    moc_text* text = nullptr;
    EXPECT_EQ(moc_graph_add_output(graph.get(), 0, 8, 4, nullptr), MOC_E_UNSUPPORTED);
    EXPECT_EQ(moc_result_to_json(result.get(), graph.get(), &text), MOC_OK) << "not changed";
    const Owned<moc_text> owned(std::exchange(text, nullptr));
    EXPECT_EQ(moc_graph_set_resident(graph.get(), 1000), MOC_OK);
    EXPECT_EQ(moc_result_to_json(result.get(), graph.get(), &text), MOC_E_INVALID_ARG);
    EXPECT_STREQ(moc_last_error(),
                 "result is of another graph, or of this one before it was changed");
    EXPECT_EQ(text, nullptr);
  }
}

TEST(CJsonTest, AnOptionThatWasSetTwice) {
  const auto graph = read(kGraph);
  const auto options = quick();
  EXPECT_EQ(moc_options_set_i64(options.get(), "seed", 1), MOC_OK);
  EXPECT_EQ(moc_options_set_i64(options.get(), "seed", 2), MOC_OK);
  moc_result* made_result = nullptr;
  EXPECT_EQ(moc_solve(graph.get(), 7, options.get(), nullptr, nullptr, &made_result), MOC_OK);
  const Owned<moc_result> result(made_result);
  moc_text* made_text = nullptr;
  EXPECT_EQ(moc_result_to_json(result.get(), graph.get(), &made_text), MOC_OK);
  const Owned<moc_text> text(made_text);
  const auto document = read_graph(Source::text(kGraph));
  const auto back = read_schedule(Source::text(text_of(text)), *document);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->broken, "");
  EXPECT_EQ(back->schedule, (std::vector<OpId>{0, 1, 2}));
}

TEST(CJsonTest, ACertificateProvesTheBound) {
  const auto graph = training_chain(8);
  const std::int64_t budget = tight_budget(graph.get());
  const auto result = solved(graph.get(), budget, 1);
  moc_text* made_text = nullptr;
  ASSERT_EQ(moc_certificate_to_json(result.get(), graph.get(), &made_text), MOC_OK)
      << moc_last_error();
  const Owned<moc_text> text(made_text);
  const auto document = read_graph(Source::text(graph_json(graph.get())));
  const auto certificate = read_certificate(Source::text(text_of(text)), *document);
  ASSERT_TRUE(certificate) << certificate.error().message;
  const CertificateVerdict verdict = check_certificate(*document, **certificate);
  EXPECT_EQ(verdict.broken, "");
  EXPECT_EQ(verdict.budget, budget);
  EXPECT_LE(verdict.bound, info_of(result.get()).bound);

  const auto without = solved(graph.get(), budget);
  EXPECT_EQ(moc_certificate_to_json(without.get(), graph.get(), &made_text), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "result has no certificate; see moc_options_set_certify");
}

TEST(CTextTest, NullArguments) {
  const auto graph = read(kGraph);
  moc_text* made_text = nullptr;
  ASSERT_EQ(moc_graph_to_json(graph.get(), &made_text), MOC_OK);
  const Owned<moc_text> text(made_text);
  const char* chars = nullptr;
  EXPECT_EQ(moc_text_get(text.get(), &chars, nullptr), MOC_OK);
  EXPECT_EQ(chars[0], '{');
  EXPECT_EQ(moc_text_get(text.get(), nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "chars is null");
  EXPECT_EQ(moc_text_get(nullptr, &chars, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "text is null");
}

}  // namespace
}  // namespace moccasin::testing
