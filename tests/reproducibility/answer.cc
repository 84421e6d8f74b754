// SPDX-License-Identifier: Apache-2.0
#include "tests/reproducibility/answer.h"

#include <charconv>
#include <cstdint>
#include <iomanip>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/certificate_access.h"
#include "api/graph_access.h"
#include "api/io/schedule_record.h"
#include "base/random.h"
#include "generate/family.h"
#include "io/certificate_file.h"
#include "io/fingerprint_text.h"
#include "io/graph_reader.h"
#include "moccasin/moccasin.hpp"
#include "tests/support/random_graph.h"

namespace moccasin::test {
namespace {

struct Question {
  io::GraphFile file;
  Graph graph;
  std::int64_t budget = 0;
  Options options;
};
using Failure = std::string;

// FNV-1a, 64 bits, of eight bytes a value, the lowest first.
class Fingerprint {
 public:
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) hash_ = (hash_ ^ (value >> (8 * i) & 255)) * 0x100000001b3u;
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    out << std::hex << std::setw(16) << std::setfill('0') << hash_;
    return out.str();
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// FAMILY:NODES:SEED
std::optional<model::Graph> generated(const std::string& word) {
  const std::size_t first = word.find(':'), second = word.rfind(':');
  if (first == second) return std::nullopt;
  const std::string family = word.substr(0, first);
  const auto nodes = number_of<std::size_t>(word.substr(first + 1, second - first - 1));
  const auto seed = number_of<std::uint64_t>(word.substr(second + 1));
  if (!nodes || !seed) return std::nullopt;
  if (family == "random") {
    base::Random random(*seed);
    return random_graph(*nodes, random);
  }
  const auto known = generate::family_from_name(family);
  if (!known) return std::nullopt;
  const generate::GenerateOptions options = {.family = *known, .nodes = *nodes, .seed = *seed};
  if (generate::problem_with(options)) return std::nullopt;
  return generate::generate(options);
}

std::variant<io::GraphFile, Failure> graph_of(const std::string& word, const std::string& root) {
  if (word.ends_with(".json")) {
    auto read = io::read_graph_file(root + "/" + word);
    if (const auto* const error = std::get_if<io::Error>(&read)) return Failure(error->message);
    return std::get<io::GraphFile>(std::move(read));
  }
  std::optional<model::Graph> graph = generated(word);
  if (!graph) return Failure("no graph: " + word);
  io::GraphFile file;
  file.id_kinds.resize(graph->num_operations(), io::IdKind::text);
  file.graph = *std::move(graph);
  return file;
}

// NAME=VALUE
std::optional<Failure> set(Question& question, const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return "'" + word + "' is no NAME=VALUE";
  const std::string name = word.substr(0, equals), value = word.substr(equals + 1);
  std::optional<Issue> issue;
  if (name == "budget") {
    issue = read_budget(value, describe(question.graph).base_peak, question.budget);
  } else if (name == "certificate" && value == "yes") {
    question.options.certify = true;
  } else {
    issue = set_option(question.options, name, value);
  }
  if (issue) return issue->message;
  return std::nullopt;
}

std::variant<Question, Failure> parse(const std::string& text, const std::string& root) {
  std::istringstream words(text);
  std::string word;
  words >> word;
  auto file = graph_of(word, root);
  if (const auto* const failure = std::get_if<Failure>(&file)) return *failure;
  Question question;
  question.file = std::get<io::GraphFile>(std::move(file));
  question.graph = GraphAccess::wrap(std::make_shared<const model::Graph>(question.file.graph));
  question.options.time_limit = 0;
  while (words >> word) {
    if (const auto failure = set(question, word)) return *failure;
  }
  if (question.budget == 0) return Failure("no budget");
  if (question.options.work_limit == 0) return Failure("no work-limit");
  return question;
}

std::string fingerprint_of(const std::vector<OpId>& schedule) {
  Fingerprint fingerprint;
  for (const OpId op : schedule) fingerprint.add(op);
  return fingerprint.text();
}

std::string fingerprint_of(const Certificate& certificate, const io::GraphFile& file) {
  std::ostringstream out;
  io::write_certificate(out, file, certificate.content);
  Fingerprint fingerprint;
  for (const char c : out.str()) fingerprint.add(static_cast<unsigned char>(c));
  return fingerprint.text();
}

std::string answer_to(const Question& question) {
  const Result result = solve(question.graph, question.budget, question.options);
  std::ostringstream out;
  out << status_name(result.status) << " duration=" << result.duration << " bound=" << result.bound
      << " work=" << result.work << " graph=" << io::fingerprint_text(question.file.graph)
      << " schedule=" << fingerprint_of(result.schedule);
  if (result.certificate) {
    out << " certificate=" << fingerprint_of(*result.certificate, question.file);
  }
  return out.str();
}

}  // namespace

std::string answer_to(const std::string& question, const std::string& root) {
  const auto parsed = parse(question, root);
  if (const auto* const failure = std::get_if<Failure>(&parsed)) return "error: " + *failure;
  return answer_to(std::get<Question>(parsed));
}

}  // namespace moccasin::test
