// SPDX-License-Identifier: Apache-2.0
// Files that are no JSON, as readers of each kind see them.
#include "io/foreign_format.h"

#include <gtest/gtest.h>

#include "io/certificate_file.h"
#include "io/csv_graph.h"
#include "io/dot_graph.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using std::string_literals::operator""s;

// The text as UTF-16 or UTF-32, from one byte of ASCII to `width` bytes.
std::string widened(const std::string& text, std::size_t width, bool big_endian) {
  std::string wide;
  for (const char c : text) {
    std::string unit(width, '\0');
    (big_endian ? unit.back() : unit.front()) = c;
    wide += unit;
  }
  return wide;
}

struct Foreign {
  std::string name;  // what it looks like
  std::string text;
  std::string remedy;
};

void PrintTo(const Foreign& foreign, std::ostream* out) { *out << foreign.name; }

const std::string kGraph = R"({"nodes": [], "links": []})";
const std::string kUtf16Remedy = "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)";
const std::string kUtf32Remedy = "save it as UTF-8 (iconv -f UTF-32 -t UTF-8)";
const std::string kPickleRemedy = "load it in Python and write networkx.node_link_data as JSON";
const std::string kZipRemedy = "unpack it first (unzip), or write the graph as JSON";
const std::string kDotRemedy = "graphs are read in it, all else is JSON";
const std::string kOnnxRemedy = "write its graph as JSON, with durations and sizes";
const std::string kCsvRemedy =
    "a table of nodes has the columns 'id', 'duration' and 'size', and all else is JSON";

std::vector<Foreign> foreign_files() {
  std::string tar = "graph.json" + std::string(90, '\0');
  tar += std::string(157, '0') + "ustar" + std::string(300, '\0');
  return {
      {"UTF-16 text", "\xff\xfe" + widened(kGraph, 2, false), kUtf16Remedy},
      {"UTF-16 text", "\xfe\xff" + widened(kGraph, 2, true), kUtf16Remedy},
      {"UTF-16 text", widened(kGraph, 2, false), kUtf16Remedy},
      {"UTF-16 text", widened(kGraph, 2, true), kUtf16Remedy},
      {"UTF-32 text", "\xff\xfe\0\0"s + widened(kGraph, 4, false), kUtf32Remedy},
      {"UTF-32 text", "\0\0\xfe\xff"s + widened(kGraph, 4, true), kUtf32Remedy},
      {"UTF-32 text", widened(kGraph, 4, false), kUtf32Remedy},
      {"UTF-32 text", widened(kGraph, 4, true), kUtf32Remedy},
      {"gzip", "\x1f\x8b\x08\0\0\0"s, "unpack it first (gunzip)"},
      {"bzip2", "BZh91AY&SY", "unpack it first (bunzip2)"},
      {"xz", "\xfd\x37zXZ\0\0\4"s, "unpack it first (unxz)"},
      {"zstd", "\x28\xb5\x2f\xfd\x04\x58", "unpack it first (unzstd)"},
      {"lz4", "\x04\x22\x4d\x18\x64", "unpack it first (unlz4)"},
      {"a 7z archive", "7z\xbc\xaf\x27\x1c\0\4"s, "unpack it first (7z x)"},
      {"a zip archive, as torch.save writes", "PK\3\4\0\0\x08\x08"s, kZipRemedy},
      {"a zip archive, as torch.save writes", "PK\5\6\0\0"s, kZipRemedy},
      {"a tar archive", tar, "unpack it first (tar -xf)"},
      {"HDF5", "\x89HDF\r\n\x1a\n\0"s, "write the graph as JSON"},
      {"a NumPy array", "\x93NUMPY\1\0"s, "write the graph as JSON"},
      {"a Python pickle", "\x80\4\x95\x1f\0\0"s, kPickleRemedy},
      {"a Python pickle", "\x80\2}q\0"s, kPickleRemedy},
      {"a Python pickle", "ccopy_reg\n_reconstructor\np0\n", kPickleRemedy},
      {"an ONNX model", "\x08\x07\x12\x07pytorch\x1a\x05"s, kOnnxRemedy},
      {"a Python pickle", "}q\0X\5\0\0\0nodesq\1]q\2s."s, kPickleRemedy},
      {"a Python pickle", "]q\0K\1a."s, kPickleRemedy},
      {"safetensors", "\xc8\0\0\0\0\0\0\0{\"weight\": {\"dtype\": \"F32\""s,
       "write the graph as JSON"},
      {"a TFLite model", "\x1c\0\0\0TFL3\x14\0 \0"s,
       "write its graph as JSON, with durations and sizes"},
      {"a file with merge conflicts", "<<<<<<< HEAD\n{\"nodes\": []}\n=======\n",
       "resolve them (git status)"},
      {"a Git LFS pointer",
       "\xef\xbb\xbfversion https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
       "fetch the file that it stands for (git lfs pull)"},
      {"a Git LFS pointer",
       "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
       "fetch the file that it stands for (git lfs pull)"},
      {"DOT", "digraph G {\n  a -> b;\n}\n", kDotRemedy},
      {"DOT", "strict digraph \"my graph\" { a -> b }", kDotRemedy},
      {"DOT", "\n graph {a -- b}", kDotRemedy},
      {"DOT", "// made by hand\n\n/* and\n looked at */ # twice\ndigraph G {\n}\n", kDotRemedy},
      {"DOT", "# made by hand\nstrict graph {\n}\n", kDotRemedy},
      {"DOT", "DIGRAPH G { a -> b }", kDotRemedy},
      {"DOT", "Strict Digraph { a -> b }", kDotRemedy},
      {"GML", "graph [\n  directed 1\n]",
       "read it with networkx.read_gml and write node_link_data "
       "as JSON"},
      {"GraphML", "<?xml version='1.0'?>\n<graphml xmlns=\"x\">",
       "read it with networkx.read_graphml and write node_link_data as JSON"},
      {"GEXF", "\xef\xbb\xbf<gexf version=\"1.2\">",
       "read it with networkx.read_gexf and write node_link_data as JSON"},
      {"a web page", "<!DOCTYPE html><html>", "fetch the file itself, not the page that shows it"},
      {"XML", "<dag/>", "write it as JSON"},
      {"CSV", "id,duration,size\na,1,2\nb,3,4\n", kCsvRemedy},
      {"CSV", "1;2\r\n3;4\r\n", kCsvRemedy},
      {"CSV", "a\tb\nc\td", kCsvRemedy},
      {"CSV", "\"id\",\"duration\"\n\"a\",1\n", kCsvRemedy},
      {"CSV", "\"id\";duration\na;1\n", kCsvRemedy},
      {"YAML", "- id: 0\n  size: 1\n", "write it as JSON"},
      {"YAML", "---\nnodes:\n", "write it as JSON"},
      {"YAML", "nodes:\n- id: a\n", "write it as JSON"},
      {"YAML", "%YAML 1.2\n---\n", "write it as JSON"},
      {"a dictionary that Python has printed", "{'nodes': [], 'links': []}",
       "write it with json.dump"},
  };
}

class ForeignFile : public testing::TestWithParam<Foreign> {};

TEST_P(ForeignFile, IsNamedByAllReaders) {
  const Foreign& foreign = GetParam();
  const std::string message = "looks like " + foreign.name + ", not like JSON: " + foreign.remedy;
  EXPECT_EQ(foreign_format(foreign.text), message);
  const auto graph = parse_graph(foreign.text, "f", {});
  // As a graph some of it is read, or nearly.
  if (!is_dot_graph(foreign.text) && !is_node_table(foreign.text)) {
    EXPECT_EQ(message_of(graph), "f: " + message);
    EXPECT_EQ(std::get<Error>(graph).kind, ErrorKind::syntax);
  }
  const GraphFile good =
      graph_of(R"({"nodes": [{"id": 0, "duration": 1, "size": 1}], "links": []})");
  EXPECT_EQ(message_of(parse_schedule(foreign.text, "f", good)), "f: " + message);
  EXPECT_EQ(message_of(parse_certificate(foreign.text, "f", good)), "f: " + message);
}

INSTANTIATE_TEST_SUITE_P(All, ForeignFile, testing::ValuesIn(foreign_files()));

TEST(ForeignFormat, SaysNothingOfWhatMayBeMeantAsJson) {
  for (const std::string text : {"",
                                 "x",
                                 "garbage",
                                 "{",
                                 "{\"a\": 1",
                                 "[1, 2]\n[3, 4]",
                                 "\"a,b\"\n\"c,d\"",
                                 "12",
                                 "tru",
                                 "one, two",
                                 "graph",
                                 "graphs are {",
                                 "digraph\n",
                                 "http://x.y/z\n",
                                 "\x80",
                                 "\x08",
                                 "\x1f",
                                 "// {",
                                 "/* graph {",
                                 "# a\n",
                                 "\"a\", \"b\"",
                                 "\"a\",",
                                 "\"a\"",
                                 "- 1\n- 2\n",
                                 "< 3",
                                 "<",
                                 "<<",
                                 "<=\n"}) {
    EXPECT_EQ(foreign_format(text), std::nullopt) << text;
  }
  // Zeros between bytes that are no text.
  for (const std::string& text :
       {"\x01\0\x02\0"s, "\x01\0\x02\0\x03\0\x04\0"s, "{\0\x01\0\x02\0\x03\0"s, "{\0\"\0"s,
        "\x16\0\0\0\x02hello\0\x06\0\0\0world\0\0"s, "1\0\0\0\x10id\0\1\0\0\0\0"s,
        "\0\0\0\0\0\0\0\0"s}) {
    EXPECT_EQ(foreign_format(text), std::nullopt) << text;
  }
}

std::string word_error(const std::string& text) { return graph_error(text); }

TEST(ForeignWord, IsNamedWhereItStands) {
  const std::string no_number =
      " is no number in JSON; amounts are whole numbers from 0 to 2^63 - 1";
  for (const char* const word :
       {"NaN", "nan", "Infinity", "-Infinity", "+inf", "-inf", "Inf", "-NaN", "INFINITY"}) {
    EXPECT_EQ(word_error("{\"nodes\": [\n {\"duration\": " + std::string(word) + "}]}"),
              "g:2:15: " + std::string(word) + no_number);
  }
  const std::string python = " is Python's and not JSON's; write the file with json.dump";
  for (const char* const word : {"None", "True", "False"}) {
    EXPECT_EQ(word_error("{\"a\": [1, " + std::string(word) + "]}"),
              "g:1:11: " + std::string(word) + python);
  }
  EXPECT_EQ(word_error("{\"a\": 1, // one\n}"), "g:1:10: JSON has no comments");
  EXPECT_EQ(word_error("{\"a\": 1 /* one */}"), "g:1:9: JSON has no comments");
  EXPECT_EQ(word_error("{\n# one\n\"a\": 1}"), "g:2:1: JSON has no comments");
  EXPECT_EQ(word_error("{\"a\": 'b'}"), "g:1:7: JSON has its texts in double quotes");
  EXPECT_EQ(word_error("{\"a\": \"NaN\xff\"}"), "g:1:11: invalid string: ill-formed UTF-8 byte");
}

TEST(ForeignWord, SaysNothingOfOtherWords) {
  for (const std::string text : {"", "nano", "nil", "true", "null", "-", "+", "1"}) {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      EXPECT_EQ(foreign_word(text, i), std::nullopt) << text << " at " << i;
    }
  }
}

}  // namespace
}  // namespace moccasin::io
