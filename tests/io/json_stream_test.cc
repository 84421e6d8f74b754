// SPDX-License-Identifier: Apache-2.0
#include "io/json_stream.h"

#include <vector>

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

// Writes down what it is handed; descends into what is named, takes "whole" whole.
class Recorder final : public JsonVisitor {
 public:
  Visit open(std::string_view name, JsonKind kind) override {
    log += "open " + std::string(name) + (kind == JsonKind::array ? " []\n" : " {}\n");
    if (name == "skip") return Visit::skip;
    return name == "whole" ? Visit::whole : Visit::each;
  }
  Visit open_element(std::string_view list, std::size_t index, JsonKind kind) override {
    if (list != "deep" && !list.starts_with("deep[")) return Visit::whole;
    log += "open " + std::string(list) + "[" + std::to_string(index) +
           (kind == JsonKind::array ? "] []\n" : "] {}\n");
    return index == 1 ? Visit::skip : Visit::each;
  }
  Next member(std::string_view name, const JsonValue& value) override {
    return note(std::string(name), value);
  }
  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    return note(std::string(list) + "[" + std::to_string(index) + "]", value);
  }

  std::string log;
  std::string stop_at;

 private:
  static std::string tree(const JsonValue& value) {
    if (value.kind != JsonKind::array && value.kind != JsonKind::object) return display(value);
    std::string text = value.kind == JsonKind::array ? "[" : "{";
    for (const JsonValue& item : value.items) {
      if (value.kind == JsonKind::object) (text += item.key) += ':';
      (text += tree(item)) += ' ';
    }
    return text + (value.kind == JsonKind::array ? "]" : "}");
  }
  Next note(const std::string& name, const JsonValue& value) {
    log += name + " = " + tree(value) + "\n";
    return name == stop_at ? Next::stop : Next::proceed;
  }
};

std::string record(std::string_view text) {
  Recorder recorder;
  const auto error = stream_json(text, "g", recorder);
  return error ? error->message : recorder.log;
}

TEST(JsonStream, HandsOverMembersAndElements) {
  EXPECT_EQ(record(R"({"a": 1, "list": [true, {"x": [null], "y": "z"}], "b": -2.50})"),
            "a = 1\n"
            "open list []\n"
            "list[0] = true\n"
            "list[1] = {x:[null ] y:\"z\" }\n"
            "b = -2.50\n");
}

TEST(JsonStream, DescendsIntoMembersByDottedNames) {
  EXPECT_EQ(record(R"({"graph": {"order": [3], "deep": {"name": "n"}, "z": 1}, "after": 2})"),
            "open graph {}\n"
            "open graph.order []\n"
            "graph.order[0] = 3\n"
            "open graph.deep {}\n"
            "graph.deep.name = \"n\"\n"
            "graph.z = 1\n"
            "after = 2\n");
}

TEST(JsonStream, DescendsIntoElementsByTheirPlaces) {
  EXPECT_EQ(record(R"({"deep": [{"a": 1, "b": [2]}, {"c": [3]}, [4, [], [{}]], 5]})"),
            "open deep []\n"
            "open deep[0] {}\n"
            "deep[0].a = 1\n"
            "open deep[0].b []\n"
            "deep[0].b[0] = 2\n"
            "open deep[1] {}\n"
            "open deep[2] []\n"
            "deep[2][0] = 4\n"
            "open deep[2][1] []\n"
            "open deep[2][2] []\n"
            "open deep[2][2][0] {}\n"
            "deep[3] = 5\n");
}

TEST(JsonStream, SkipsAndTakesWhole) {
  EXPECT_EQ(record(R"({"skip": {"skip": [1, {"a": 2}]}, "whole": [[1], {}], "end": 0})"),
            "open skip {}\nopen whole []\nwhole = [[1 ] {} ]\nend = 0\n");
}

TEST(JsonStream, StopsWhenTold) {
  Recorder recorder;
  recorder.stop_at = "list[1]";
  EXPECT_EQ(stream_json(R"({"list": [1, 2, 3], "a": )", "g", recorder), std::nullopt);
  EXPECT_EQ(recorder.log, "open list []\nlist[0] = 1\nlist[1] = 2\n");
}

TEST(JsonStream, KeepsNumbersBeyond64BitsAsWritten) {
  EXPECT_EQ(record(R"({"list": [9223372036854775807, 9223372036854775808, 1e30, -1e0,
                                -9223372036854775809, 123456789012345678901234567890]})"),
            "open list []\n"
            "list[0] = 9223372036854775807\n"
            "list[1] = 9223372036854775808\n"
            "list[2] = 1e30\n"
            "list[3] = -1e0\n"
            "list[4] = -9223372036854775809\n"
            "list[5] = 123456789012345678901234567890\n");
}

class Syntax : public testing::TestWithParam<Wrong> {};

TEST_P(Syntax, ErrorSaysLineAndColumn) {
  Recorder recorder;
  const auto error = stream_json(GetParam().text, "g", recorder);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->kind, ErrorKind::syntax);
  EXPECT_EQ(error->message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, Syntax,
    testing::Values(
        Wrong{"", "g: is empty"}, Wrong{" \n\t\r\n", "g: is empty"},
        Wrong{"\xef\xbb\xbf\n", "g: is empty"}, Wrong{"garbage", "g:1:1: invalid literal"},
        Wrong{"{\"a\": 1", "g:1:8: unexpected end of input; expected '}'"},
        Wrong{"{\"a\": [1,\n2,\n",
              "g:3:1: unexpected end of input; expected '[', '{', or a literal"},
        Wrong{"{\"a\": 1\n \"b\": 2}", "g:2:2: unexpected string literal; expected '}'"},
        Wrong{"{\"a\": 1,}", "g:1:9: unexpected '}'; expected string literal"},
        Wrong{"{\"a\": 01}", "g:1:8: unexpected number literal; expected '}'"},
        Wrong{"{\"a\": 1} x", "g:1:10: invalid literal"},
        Wrong{"{\"a\": 1}\n{}", "g:2:1: unexpected '{'; expected end of input"},
        Wrong{"{\"a\":\n  \"x\xff\"}", "g:2:5: invalid string: ill-formed UTF-8 byte"},
        Wrong{"{\"\xc3\xa9\": tru}", "g:1:10: invalid literal"},
        Wrong{"\xef\xbb\xbf{\"a\" 1}", "g:1:6: unexpected number literal; expected ':'"},
        Wrong{"{true: 1}", "g:1:2: unexpected true literal; expected string literal"},
        Wrong{"{\"a\": [1 false]}", "g:1:10: unexpected false literal; expected ']'"},
        Wrong{"{\"a\": nope}", "g:1:8: invalid literal"},
        Wrong{"{\"a\": 1e999}", "g:1:7: this number is too large"}));

// The parser takes a zero byte for the end: what is behind it must not be lost.
TEST(JsonStream, RefusesZeroBytes) {
  using std::string_literals::operator""s;
  const std::string what = "a zero byte; JSON text has none";
  EXPECT_EQ(record("{\"a\": 1}\0"s), "g:1:9: " + what);
  EXPECT_EQ(record("{\"a\": 1}\n \0{\"a\": 2}"s), "g:2:2: " + what);
  EXPECT_EQ(record("{\"a\":\n1\0}"s), "g:2:2: " + what);
  EXPECT_EQ(record("{\"a\":\n\0 1}"s), "g:2:1: " + what);
  EXPECT_EQ(record("{\"a\": \"x\0y\"}"s), "g:1:9: " + what);
  EXPECT_EQ(record("{\"skip\": [\"x\0y\"]}"s), "g:1:13: " + what);
  EXPECT_EQ(record("{\"a\": 1 2}\0"s), "g:1:9: unexpected number literal; expected '}'");  // first
}

TEST(JsonStream, RefusesKeysThatStandThereTwice) {
  EXPECT_EQ(record(R"({"a": 1, "b": 2, "a": 1})"), "g: the key 'a' stands there twice");
  EXPECT_EQ(record(R"({"x": {"a": 1, "a": []}})"), "g: x: the key 'a' stands there twice");
  EXPECT_EQ(record(R"({"x": [{}, {"a": 1, "a": 1}]})"), "g: x[1]: the key 'a' stands there twice");
  EXPECT_EQ(record(R"({"whole": [{"a": 1, "b": [{"c": 1, "c": 2}]}]})"),
            "g: whole: the key 'c' stands there twice");
  EXPECT_EQ(record(R"({"deep": [{"a": [], "a": []}]})"),
            "g: deep[0]: the key 'a' stands there twice");
  EXPECT_EQ(record(R"({"skip": {"a": 1, "a": 1}})"), "open skip {}\n");
  std::string many = "{\"x\": [{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\": 0, ";
  EXPECT_EQ(record(many + "\"k40\": 0}]}").substr(0, 10), "open x []\n");
  EXPECT_EQ(record(many + "\"k7\": 0}]}"), "g: x[0]: the key 'k7' stands there twice");
}

TEST(JsonStream, TakesAByteOrderMark) { EXPECT_EQ(record("\xef\xbb\xbf{\"a\": 1}"), "a = 1\n"); }

TEST(JsonStream, WantsAnObject) {
  EXPECT_EQ(record("[1]"), "g: must hold an object, not an array");
  EXPECT_EQ(record("12"), "g: must hold an object, not 12");
  EXPECT_EQ(record("\"graph\""), "g: must hold an object, not \"graph\"");
}

// Values are freed recursively, so their depth is bounded; what is skipped needs no memory.
TEST(JsonStream, BoundsTheDepthOfValuesOnly) {
  const std::string open(1'000'000, '['), close(1'000'000, ']');
  EXPECT_EQ(record("{\"skip\": " + open + close + "}"), "open skip []\n");
  EXPECT_EQ(record("{\"whole\": " + open + close + "}"), "g: values nest deeper than 64 levels");
  EXPECT_EQ(record("{\"list\": [" + open + close + "]}"), "g: values nest deeper than 64 levels");
}

}  // namespace
}  // namespace moccasin::io
