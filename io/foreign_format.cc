// SPDX-License-Identifier: Apache-2.0
#include "io/foreign_format.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace moccasin::io {
namespace {

using std::string_view_literals::operator""sv;

struct Format {
  std::string_view name;
  std::string_view remedy;
};

struct Signature {
  std::string_view bytes;  // that the file begins with
  Format format;
};

constexpr Format kPickle = {"a Python pickle",
                            "load it in Python and write networkx.node_link_data as JSON"};
constexpr Format kUtf16 = {"UTF-16 text", "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)"};
constexpr Format kUtf32 = {"UTF-32 text", "save it as UTF-8 (iconv -f UTF-32 -t UTF-8)"};
constexpr Format kSafetensors = {"safetensors", "write the graph as JSON"};
constexpr Format kTflite = {"a TFLite model", "write its graph as JSON, with durations and sizes"};
constexpr Format kCsv = {
    "CSV", "a table of nodes has the columns 'id', 'duration' and 'size', and all else is JSON"};
constexpr Format kZip = {"a zip archive, as torch.save writes",
                         "unpack it first (unzip), or write the graph as JSON"};

// Longer ones before those that they begin with.
constexpr std::array kSignatures = {
    Signature{"\xff\xfe\0\0"sv, kUtf32},
    Signature{"\0\0\xfe\xff"sv, kUtf32},
    Signature{"\xff\xfe"sv, kUtf16},
    Signature{"\xfe\xff"sv, kUtf16},
    Signature{"\x1f\x8b"sv, {"gzip", "unpack it first (gunzip)"}},
    Signature{"BZh"sv, {"bzip2", "unpack it first (bunzip2)"}},
    Signature{"\xfd\x37zXZ\0"sv, {"xz", "unpack it first (unxz)"}},
    Signature{"\x28\xb5\x2f\xfd"sv, {"zstd", "unpack it first (unzstd)"}},
    Signature{"\x04\x22\x4d\x18"sv, {"lz4", "unpack it first (unlz4)"}},
    Signature{"7z\xbc\xaf\x27\x1c"sv, {"a 7z archive", "unpack it first (7z x)"}},
    Signature{"PK\3\4"sv, kZip},
    Signature{"PK\5\6"sv, kZip},
    Signature{"\x89HDF\r\n\x1a\n"sv, {"HDF5", "write the graph as JSON"}},
    Signature{"\x93NUMPY"sv, {"a NumPy array", "write the graph as JSON"}},
    Signature{"ccopy_reg\n"sv, kPickle},
    Signature{"cnetworkx"sv, kPickle},
    Signature{"}q\0"sv, kPickle},  // protocol 1 of a dictionary, a list, an object
    Signature{"]q\0"sv, kPickle},
    Signature{"(dp0\n"sv, kPickle},
    Signature{"(lp0\n"sv, kPickle},
    Signature{"%YAML"sv, {"YAML", "write it as JSON"}},
    Signature{"<<<<<<< "sv, {"a file with merge conflicts", "resolve them (git status)"}},
};

std::string_view without_blanks(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

// Whether every `width`th character of the first ones, from `place` in each on, is one that text
// begins with, and all between are zero.
bool is_wide(std::string_view head, std::size_t width, std::size_t place) {
  constexpr std::string_view kMarks = "{}[]\"<>:,.-_=?!#/ \t\r\n";
  for (std::size_t i = 0; i < head.size(); ++i) {
    const bool plain = std::isalnum(static_cast<unsigned char>(head[i])) != 0 ||
                       (head[i] != '\0' && kMarks.find(head[i]) != std::string_view::npos);
    if (i % width == place ? !plain : head[i] != '\0') return false;
  }
  return true;
}

// Unicode without a byte order mark: a file of JSON or markup begins with characters of ASCII.
// Numbers in binary files have as many zeros, but not such characters between them.
std::optional<Format> wide_text(std::string_view text) {
  constexpr std::size_t kLooked = 16;
  const std::string_view head = text.substr(0, std::min(kLooked, text.size() / 4 * 4));
  if (head.size() < 8) return std::nullopt;
  if (is_wide(head, 2, 0) || is_wide(head, 2, 1)) return kUtf16;
  if (is_wide(head, 4, 0) || is_wide(head, 4, 3)) return kUtf32;
  return std::nullopt;
}

// A length in eight bytes, then the header, an object of JSON.
bool is_safetensors(std::string_view text) {
  return text.size() > 8 && text.substr(4, 4) == "\0\0\0\0"sv && text[8] == '{';
}

std::optional<Format> packed_or_binary(std::string_view text) {
  for (const Signature& signature : kSignatures) {
    if (text.starts_with(signature.bytes)) return signature.format;
  }
  const bool zero_ended = text.substr(0, 100).find('\0') != std::string_view::npos;
  if (zero_ended && text.size() > 262 && text.substr(257, 5) == "ustar") {
    return Format{"a tar archive", "unpack it first (tar -xf)"};
  }
  if (text.size() > 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5) return kPickle;
  // ModelProto: its version, a small number, then the name of its producer.
  const auto letter = [](char c) { return c >= ' ' && c <= '~'; };
  const bool versioned = text.size() > 8 && text[0] == 8 && text[1] > 0 && text[1] < 64;
  if (versioned && (text[2] == 0x12 || text[2] == 0x3a) && text[3] > 0) {
    const std::string_view name = text.substr(4, static_cast<std::size_t>(text[3]));
    if (text[2] == 0x3a || std::all_of(name.begin(), name.end(), letter)) {
      return Format{"an ONNX model", "write its graph as JSON, with durations and sizes"};
    }
  }
  if (is_safetensors(text)) return kSafetensors;
  if (text.substr(std::min<std::size_t>(text.size(), 4)).starts_with("TFL3")) return kTflite;
  return wide_text(text);
}

std::optional<Format> markup(std::string_view text) {
  if (!text.starts_with('<') || text.size() < 2) return std::nullopt;
  const bool letter = std::isalpha(static_cast<unsigned char>(text[1])) != 0;
  if (!letter && text[1] != '?' && text[1] != '!') return std::nullopt;
  std::string head(text.substr(0, 4096));
  for (char& c : head) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto has = [&head](std::string_view tag) { return head.find(tag) != std::string::npos; };
  if (has("<graphml")) {
    return Format{"GraphML", "read it with networkx.read_graphml and write node_link_data as JSON"};
  }
  if (has("<gexf")) {
    return Format{"GEXF", "read it with networkx.read_gexf and write node_link_data as JSON"};
  }
  if (has("<!doctype html") || has("<html")) {
    return Format{"a web page", "fetch the file itself, not the page that shows it"};
  }
  return Format{"XML", "write it as JSON"};
}

std::string_view take_word(std::string_view& text) {
  const auto in_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  const auto end = std::find_if_not(text.begin(), text.end(), in_word);
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text = without_blanks(text.substr(word.size()));
  return word;
}

// Without the comments, of DOT, that stand before it.
std::string_view without_comments(std::string_view text) {
  while (true) {
    const std::string_view end = text.starts_with("/*")                            ? "*/"
                                 : text.starts_with("//") || text.starts_with('#') ? "\n"
                                                                                   : "";
    if (end.empty()) return text;
    const std::size_t place = text.find(end);
    if (place == std::string_view::npos) return {};
    text = without_blanks(text.substr(place + end.size()));
  }
}

std::string lower_case(std::string_view word) {
  std::string lower;
  for (const char c : word) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// "strict digraph name {", "Graph {"; "graph [" is GML.
std::optional<Format> graph_language(std::string_view text) {
  text = without_comments(text);
  std::string word = lower_case(take_word(text));
  if (word == "strict") word = lower_case(take_word(text));
  if (word != "graph" && word != "digraph") return std::nullopt;
  if (text.starts_with('[')) {
    return Format{"GML", "read it with networkx.read_gml and write node_link_data as JSON"};
  }
  if (!text.starts_with('"')) take_word(text);
  if (!text.starts_with('{') && !text.starts_with('"')) return std::nullopt;
  return Format{"DOT", "graphs are read in it, all else is JSON"};
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

// Two lines of as many fields.
bool is_table(std::string_view text) {
  const std::string_view head = take_line(text);
  const std::string_view row = take_line(text);
  if (head.find_first_of("{}[]<>") != std::string_view::npos) return false;
  constexpr std::string_view kSeparators = ",;\t";
  return std::any_of(kSeparators.begin(), kSeparators.end(), [&](char separator) {
    const auto fields = std::count(head.begin(), head.end(), separator);
    return fields > 0 && std::count(row.begin(), row.end(), separator) == fields;
  });
}

// A table whose first field is in quotes: "id","duration".
bool is_quoted_table(std::string_view text) {
  const std::size_t end = text.find('"', 1);
  if (!text.starts_with('"') || end == std::string_view::npos || end + 1 == text.size())
    return false;
  return std::string_view(",;\t").find(text[end + 1]) != std::string_view::npos && is_table(text);
}

// "---", or a key and a colon, in a list or not.
bool is_yaml(std::string_view text) {
  std::string_view line = take_line(text);
  if (line == "---" || line.starts_with("--- ")) return true;
  if (line.starts_with("- ")) line = without_blanks(line.substr(2));
  const std::string_view key = take_word(line);
  return !key.empty() && (line == ":" || line.starts_with(": "));
}

std::optional<Format> other_text(std::string_view text) {
  if (text.starts_with("{'")) {
    return Format{"a dictionary that Python has printed", "write it with json.dump"};
  }
  if (text.starts_with("version https://git-lfs.github.com/spec/")) {
    return Format{"a Git LFS pointer", "fetch the file that it stands for (git lfs pull)"};
  }
  if (is_quoted_table(text)) return kCsv;
  if (text.starts_with('{') || text.starts_with('[') || text.starts_with('"')) return std::nullopt;
  if (const auto format = markup(text)) return format;
  if (const auto format = graph_language(text)) return format;
  if (is_table(text)) return kCsv;
  if (is_yaml(text)) return Format{"YAML", "write it as JSON"};
  return std::nullopt;
}

// What stands for `word`, a run of letters, in other languages; empty: it is no such word.
std::string_view meaning(std::string_view word) {
  const std::string lower = lower_case(word);
  if (lower == "nan" || lower == "inf" || lower == "infinity") {
    return " is no number in JSON; amounts are whole numbers from 0 to 2^63 - 1";
  }
  if (word == "None" || word == "True" || word == "False") {
    return " is Python's and not JSON's; write the file with json.dump";
  }
  return {};
}

}  // namespace

std::optional<std::string> foreign_format(std::string_view text) {
  std::optional<Format> format = packed_or_binary(text);
  if (!format) format = other_text(without_blanks(text));
  if (!format) return std::nullopt;
  return "looks like " + std::string(format->name) +
         ", not like JSON: " + std::string(format->remedy);
}

std::optional<ForeignWord> foreign_word(std::string_view text, std::size_t offset) {
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const auto sign = [](char c) { return c == '+' || c == '-'; };
  constexpr std::size_t kLongest = 16;
  if (offset >= text.size()) return std::nullopt;
  std::size_t first = offset, end = offset;
  while (first > 0 && offset - first < kLongest && letter(text[first - 1])) --first;
  if (end == first && sign(text[end])) ++end;
  while (end < text.size() && end - offset < kLongest && letter(text[end])) ++end;
  const std::size_t begin = sign(text[first]) ? first + 1 : first;
  const std::string_view what = meaning(text.substr(begin, end - begin));
  if (first > 0 && sign(text[first - 1])) --first;
  if (!what.empty()) {
    return ForeignWord{first, std::string(text.substr(first, end - first)) + std::string(what)};
  }
  const std::string_view rest = text.substr(offset);
  if (rest.starts_with('#') || rest.starts_with("//") || rest.starts_with("/*")) {
    return ForeignWord{offset, "JSON has no comments"};
  }
  if (rest.starts_with('\'')) {
    return ForeignWord{offset, "JSON has its texts in double quotes"};
  }
  return std::nullopt;
}

}  // namespace moccasin::io
