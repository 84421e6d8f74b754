// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "base/strong_index.h"
#include "io/fingerprint_text.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/schedule_facts.h"
#include "io/schedule_file.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

using model::OpIndex;

// Keys that the schema leaves open are passed over, so that newer programs' files are readable.
class Reader final : public JsonVisitor {
 public:
  explicit Reader(const GraphFile& graph) : graph_(graph), runs_(graph.graph.num_operations(), 0) {
    for (const OpIndex op : graph.graph.operations()) {
      // A graph made in memory may repeat names; the first then stands for all.
      (void)ids_.add(id_of(graph, op), op);
    }
  }

  Visit open(std::string_view name, JsonKind kind) override {
    if (name == "steps") {
      if (steps_) check_.fail("the key 'steps' stands there twice");
      steps_ = check_.container({name}, kind, JsonKind::array);
      return steps_ ? Visit::each : Visit::skip;
    }
    for (const std::string_view object : {"scope", "graph", "base", "solver", "statistics"}) {
      if (name != object) continue;
      return check_.container({name}, kind, JsonKind::object) ? Visit::each : Visit::skip;
    }
    return name == "solver.options" ? Visit::each : Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    read_top(name, value);
    read_fact(check_, name, value, file_);
    return check_.failed() ? Next::stop : Next::proceed;
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (list == "steps") read_step(index, value);
    return check_.failed() ? Next::stop : Next::proceed;
  }

  [[nodiscard]] Result<ScheduleFile> finish(const std::string& source) {
    if (!format_) check_.fail("not a schedule: expected \"format\": \"moccasin-schedule\"");
    if (!version_) check_.fail("the key 'version' is missing");
    const bool may_lack_steps = file_.status == "infeasible" || file_.status == "unknown";
    if (!steps_ && !may_lack_steps) check_.fail("the key 'steps' is missing");
    if (check_.failed()) return make_error(ErrorKind::content, source, *check_.problem());
    if (steps_) file_.schedule = std::move(schedule_);
    return std::move(file_);
  }

 private:
  void read_top(std::string_view name, const JsonValue& value) {
    if (name == "format") {
      format_ = true;
      const std::string format = check_.text({name}, value);
      if (format == "moccasin-graph") {
        check_.fail("this is a graph; a schedule is expected here");
      } else if (format != "moccasin-schedule") {
        check_.fail({name},
                    "unknown format " + display(value) + "; expected \"moccasin-schedule\"");
      }
    } else if (name == "version") {
      version_ = true;
      if (check_.integer({name}, value) != 1) {
        check_.fail({name},
                    "version " + display(value) + " is not supported; this program reads 1");
      }
    } else if (name == "graph.fingerprint") {
      compare_fingerprint(check_.text({name}, value));
    } else if (name == "steps") {
      check_.fail({name}, "must be an array, not " + display(value));
    }
  }

  void compare_fingerprint(const std::string& theirs) {
    const std::string ours = fingerprint_text(graph_.graph);
    if (theirs == ours) return;
    check_.fail({"graph.fingerprint"},
                "the schedule is for the graph " + theirs + ", but this graph is " + ours);
  }

  void read_step(std::size_t index, const JsonValue& value) {
    if (value.kind != JsonKind::object) {
      return check_.fail({"steps", index}, "must be an object, not " + display(value));
    }
    const JsonValue* node = value.find("node");
    const JsonValue* copy = value.find("copy");
    if (node == nullptr || copy == nullptr) {
      return check_.fail(
          {"steps", index},
          std::string("the key '") + (node == nullptr ? "node" : "copy") + "' is missing");
    }
    const auto id = check_.id({"steps", index, "node"}, *node);
    const std::int64_t number = check_.integer({"steps", index, "copy"}, *copy);
    if (check_.failed()) return;
    const auto op = ids_.find(*id);
    if (!op) return check_.fail({"steps", index, "node"}, ids_.unknown(*id));
    const std::uint32_t run = runs_[*op]++;
    if (number != run) {
      return check_.fail({"steps", index, "copy"},
                         "must be " + std::to_string(run) + ", but is " + std::to_string(number) +
                             " (run " + std::to_string(run + 1) + " of node " + display(*id) + ")");
    }
    schedule_.steps.push_back(*op);
  }

  const GraphFile& graph_;
  JsonChecker check_;
  NodeIds ids_;
  base::IndexedVector<OpIndex, std::uint32_t> runs_;
  ScheduleFile file_;
  model::Schedule schedule_;
  bool format_ = false;
  bool version_ = false;
  bool steps_ = false;
};

}  // namespace

Result<ScheduleFile> parse_schedule(std::string_view text, const std::string& source,
                                    const GraphFile& graph) {
  Reader reader(graph);
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

Result<ScheduleFile> read_schedule_file(const std::string& path, const GraphFile& graph) {
  auto text = read_text_file(path);
  if (auto* error = std::get_if<Error>(&text)) return std::move(*error);
  return parse_schedule(std::get<std::string>(text), source_name(path), graph);
}

}  // namespace moccasin::io
