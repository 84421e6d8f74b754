// SPDX-License-Identifier: Apache-2.0
#include "io/contest_graph.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "io/graph_assembly.h"
#include "io/text_amount.h"
#include "io/text_fault.h"
#include "io/text_node.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kFirst = "Return";
constexpr std::string_view kBlanks = " \t\r";

struct Word {
  std::string_view text;
  std::size_t offset = 0;
};

// The words of the line that begins at `at`, which is then at the next.
std::vector<Word> take_line(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::vector<Word> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(kBlanks, at);
    if (begin == std::string_view::npos || begin >= end) break;
    at = std::min({text.find_first_of(kBlanks, begin), text.find('\n', begin), text.size()});
    words.push_back({text.substr(begin, at - begin), begin});
  }
  at = std::min(end + 1, text.size());
  return words;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] std::optional<TextFault> read() {
    const std::vector<Word> head = take_line(text_, at_);
    if (head.size() != 2) return TextFault{0, "the first line must be: Return BUDGET"};
    std::int64_t budget = 0;
    if (auto wrong = take_whole(head[1].text, 0, budget)) {
      return TextFault{head[1].offset, "the budget " + *wrong};
    }
    assembly_.header().budget = budget;
    while (at_ < text_.size()) {
      const std::size_t line = at_;
      const std::vector<Word> words = take_line(text_, at_);
      if (words.empty()) continue;
      if (auto fault = read_operation(words, line)) return fault;
    }
    return check_edges();
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    return assembly_.finish(source);
  }

 private:
  std::optional<TextFault> read_operation(const std::vector<Word>& words, std::size_t line) {
    const auto shape = [&] {
      return TextFault{line, "must be: id name k in_1 ... in_k run_mem output_mem time"};
    };
    constexpr std::size_t kBefore = 3, kBehind = 3;
    if (words.size() < kBefore + kBehind) return shape();
    std::int64_t inputs = 0, workspace = 0, size = 0;
    if (auto wrong = take_whole(words[2].text, 0, inputs)) {
      return TextFault{words[2].offset, "the number of inputs " + *wrong};
    }
    if (words.size() != kBefore + kBehind + static_cast<std::size_t>(inputs)) return shape();
    const Word* const behind = &words[words.size() - kBehind];
    NodeRecord node{.id = id_in_text(words[0].text), .kind = std::string(words[1].text)};
    if (auto wrong = take_whole(behind[0].text, 0, workspace)) {
      return TextFault{behind[0].offset, "run_mem " + *wrong};
    }
    if (auto wrong = take_whole(behind[1].text, 0, size)) {
      return TextFault{behind[1].offset, "output_mem " + *wrong};
    }
    if (auto wrong = take_duration(behind[2].text, node.duration)) {
      return TextFault{behind[2].offset, "the time " + *wrong};
    }
    node.workspace = workspace;
    node.outputs.push_back({.size = size});
    if (!known_.add(node.id, model::OpIndex(num_nodes_++))) {
      return TextFault{words[0].offset, "the id " + display(node.id) + " is taken"};
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(inputs); ++i) {
      const Word& input = words[kBefore + i];
      edges_.push_back(input);
      assembly_.add_edge({id_in_text(input.text), node.id, 0});
    }
    assembly_.add_node(std::move(node));
    return std::nullopt;
  }

  [[nodiscard]] std::optional<TextFault> check_edges() const {
    for (const Word& input : edges_) {
      if (!known_.find(id_in_text(input.text)))
        return TextFault{input.offset, known_.unknown(id_in_text(input.text))};
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  JsonChecker check_;
  GraphAssembly assembly_{{"edges", "", "", "order"}, check_};
  NodeIds known_;
  std::size_t num_nodes_ = 0;
  std::vector<Word> edges_;  // the producers, as read
};

}  // namespace

bool is_contest_graph(std::string_view text) {
  if (!text.starts_with(kFirst)) return false;
  const std::size_t next = text.find_first_not_of(kBlanks, kFirst.size());
  return next != std::string_view::npos && next > kFirst.size();
}

Result<GraphFile> parse_contest_graph(std::string_view text, const std::string& source) {
  Reader reader(text);
  if (const auto fault = reader.read()) return fault_error(text, source, *fault);
  return reader.finish(source);
}

}  // namespace moccasin::io
