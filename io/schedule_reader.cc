// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/strong_index.h"
#include "io/fingerprint_text.h"
#include "io/json_checker.h"
#include "io/json_stream.h"
#include "io/schedule_facts.h"
#include "io/schedule_file.h"
#include "io/schedule_offsets.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

using model::OpIndex;

constexpr std::array<std::string_view, 4> kHead = {"format", "version", "graph.fingerprint",
                                                   "steps"};
constexpr std::array<std::string_view, 5> kObjects = {"scope", "graph", "base", "solver",
                                                      "statistics"};

bool is_head(std::string_view name) {
  return std::find(kHead.begin(), kHead.end(), name) != kHead.end();
}

bool is_object(std::string_view name) {
  return std::find(kObjects.begin(), kObjects.end(), name) != kObjects.end();
}

// Of what there may be one in a file.
bool is_known(std::string_view name) {
  return is_head(name) || is_fact(name) || is_claim(name) || OffsetReader::is_member(name);
}

// Keys that the schema leaves open are passed over, so that newer programs' files are readable.
class Reader final : public JsonVisitor {
 public:
  Reader(const GraphFile& graph, ScheduleUse use)
      : graph_(graph), use_(use), runs_(graph.graph.num_operations(), 0), offsets_(graph.graph) {
    for (const OpIndex op : graph.graph.operations()) {
      // A graph made in memory may repeat names; the first then stands for all.
      (void)ids_.add(id_of(graph, op), op);
    }
  }

  Visit open(std::string_view name, JsonKind kind) override {
    if (name == "steps") {
      steps_ = check_.container({name}, kind, JsonKind::array);
      return steps_ ? Visit::each : Visit::skip;
    }
    if (name == "least_peak_steps" && kind == JsonKind::array) {
      nearest_.emplace();
      return Visit::each;
    }
    if (!counts(name)) return Visit::skip;
    if (is_object(name)) {
      const bool fine = kind == JsonKind::object;
      if (audits()) (void)check_.container({name}, kind, JsonKind::object);
      return fine ? Visit::each : Visit::skip;
    }
    if (name == "solver.options") return Visit::each;
    return is_known(name) ? Visit::whole : Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (check_.failed()) return Next::stop;
    if (!counts(name)) return Next::proceed;
    if (is_object(name) && audits()) {
      check_.fail({name}, "must be an object, not " + display(value));
    }
    if (name == "least_peak_steps" && audits()) {
      check_.fail({name}, "must be an array, not " + display(value));
    }
    read_head(name, value);
    read_fact(check_, name, value, file_);
    read_claim(check_, name, value, file_.claims);
    offsets_.read_member(check_, name, value);
    return check_.failed() ? Next::stop : Next::proceed;
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (list == "steps") read_step(index, value);
    if (list == "least_peak_steps") read_nearest_step(index, value);
    return check_.failed() ? Next::stop : Next::proceed;
  }

  [[nodiscard]] Result<ScheduleFile> finish(const std::string& source) {
    if (!format_) check_.fail("not a schedule: expected \"format\": \"moccasin-schedule\"");
    if (!version_) check_.fail("the key 'version' is missing");
    const bool may_lack_steps =
        !audits() || nearest_ || file_.status == "infeasible" || file_.status == "unknown";
    if (!steps_ && !may_lack_steps) check_.fail("the key 'steps' is missing");
    if (!steps_ && nearest_problem_) check_.fail(*nearest_problem_);
    file_.placement = offsets_.finish(check_);
    if (check_.failed()) return check_.error(source);
    if (steps_) file_.schedule = std::move(schedule_);
    if (!nearest_problem_) file_.least_peak_schedule = std::move(nearest_);
    return std::move(file_);
  }

 private:
  [[nodiscard]] bool audits() const { return use_ == ScheduleUse::verify; }

  // Who wants a sequence to start from is not kept from it by what is said beside it.
  [[nodiscard]] bool counts(std::string_view name) const {
    return audits() || is_head(name) || name == "graph" || name == "least_peak_steps";
  }

  void read_head(std::string_view name, const JsonValue& value) {
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
        check_.fail({name}, "version " + display(value) + " is not supported; moccasin reads 1");
      }
    } else if (name == "graph.fingerprint") {
      compare_fingerprint(audits() ? check_.text({name}, value) : value.text);
    } else if (name == "steps") {
      check_.fail({name}, "must be an array, not " + display(value));
    }
  }

  void compare_fingerprint(const std::string& theirs) {
    if (theirs == fingerprint_text(graph_.graph)) return;
    file_.made_for = is_fingerprint(theirs) ? theirs : "unknown";  // it may be any text
    const std::string message = other_graph_text(file_.made_for, graph_.graph);
    if (audits()) check_.fail({"graph.fingerprint"}, message);
    other_graph_ = "; " + message;
  }

  void read_nearest_step(std::size_t index, const JsonValue& value) {
    const JsonPlace place{"least_peak_steps", index};
    JsonChecker check;
    const auto id = check.id(place, value);
    const auto op = id ? ids_.find(*id) : std::nullopt;
    if (op) return nearest_->steps.push_back(*op);
    if (id) check.fail(place, ids_.unknown(*id) + other_graph_);
    if (audits()) return check_.fail(*check.problem());
    if (!nearest_problem_) nearest_problem_ = check.problem();  // it matters without steps only
  }

  void read_step(std::size_t index, const JsonValue& value) {
    if (value.kind != JsonKind::object) {
      return check_.fail({"steps", index}, "must be an object, not " + display(value));
    }
    const JsonValue* const node = value.find("node");
    const JsonValue* const copy = value.find("copy");
    if (node == nullptr || copy == nullptr) {
      return check_.fail(
          {"steps", index},
          std::string("the key '") + (node == nullptr ? "node" : "copy") + "' is missing");
    }
    const auto id = check_.id({"steps", index, "node"}, *node);
    const std::int64_t number = check_.integer({"steps", index, "copy"}, *copy);
    if (check_.failed()) return;
    const auto op = ids_.find(*id);
    if (!op) return check_.fail({"steps", index, "node"}, ids_.unknown(*id) + other_graph_);
    const std::uint32_t run = runs_[*op]++;
    if (number != run) {
      return check_.fail({"steps", index, "copy"},
                         "must be " + std::to_string(run) + ", but is " + std::to_string(number) +
                             " (run " + std::to_string(run + 1) + " of node " + display(*id) + ")");
    }
    schedule_.steps.push_back(*op);
    if (!audits()) return;
    read_step_claims(check_, index, value.find("live"), value.find("free"), file_.claims);
    offsets_.read_step(check_, index, *op, value);
  }

  const GraphFile& graph_;
  ScheduleUse use_;
  JsonChecker check_;
  NodeIds ids_;
  base::IndexedVector<OpIndex, std::uint32_t> runs_;
  OffsetReader offsets_;
  ScheduleFile file_;
  model::Schedule schedule_;
  std::string other_graph_;  // what is wrong with the fingerprint, for a warm start
  std::optional<model::Schedule> nearest_;
  std::optional<std::string> nearest_problem_;
  bool format_ = false;
  bool version_ = false;
  bool steps_ = false;
};

}  // namespace

Result<ScheduleFile> parse_schedule(std::string_view text, const std::string& source,
                                    const GraphFile& graph, ScheduleUse use) {
  Reader reader(graph, use);
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

Result<ScheduleFile> read_schedule_file(const std::string& path, const GraphFile& graph,
                                        ScheduleUse use) {
  auto text = read_text_file(path);
  if (auto* error = std::get_if<Error>(&text)) return std::move(*error);
  return parse_schedule(std::get<std::string>(text), source_name(path), graph, use);
}

}  // namespace moccasin::io
