// SPDX-License-Identifier: Apache-2.0
#include "io/workflow_graph.h"

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "io/graph_assembly.h"
#include "io/json_stream.h"
#include "io/text_file.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kTasks = "workflow.specification.tasks";
constexpr std::string_view kFiles = "workflow.specification.files";
constexpr std::string_view kRuns = "workflow.execution.tasks";

struct Task {
  std::string id = {}, kind = {};
  std::vector<std::string> parents = {}, reads = {}, writes = {};
};

class Reader final : public JsonVisitor {
 public:
  Visit open(std::string_view name, JsonKind) override {
    for (const std::string_view list : {kTasks, kFiles, kRuns}) {
      if (name == list || (list.starts_with(name) && list[name.size()] == '.')) return Visit::each;
    }
    return Visit::skip;
  }

  Next member(std::string_view name, const JsonValue& value) override {
    if (name == "name" && value.kind == JsonKind::text) name_ = value.text;
    return Next::proceed;
  }

  Next element(std::string_view list, std::size_t index, const JsonValue& value) override {
    if (value.kind != JsonKind::object) {
      check_.fail({list, index}, "must be an object, not " + display(value));
    } else if (list == kTasks) {
      read_task(index, value);
    } else if (list == kFiles) {
      read_file(index, value);
    } else {
      read_run(index, value);
    }
    return check_.failed() ? Next::stop : Next::proceed;
  }

  [[nodiscard]] Result<GraphFile> finish(const std::string& source) {
    if (tasks_.empty() && !check_.failed()) {
      check_.fail(
          "no tasks under workflow.specification.tasks; WfFormat is read from version 1.4 on");
    }
    for (std::size_t i = 0; i < tasks_.size() && !check_.failed(); ++i) note_writers(i);
    if (check_.failed()) return check_.error(source);
    find_reads();
    assembly_.header().name = name_;
    assembly_.header().duration_unit = "s";
    assembly_.header().size_unit = "byte";
    for (std::size_t i = 0; i < tasks_.size() && !check_.failed(); ++i) add_task(i);
    if (check_.failed()) return check_.error(source);
    return assembly_.finish(source);
  }

 private:
  struct Output {
    std::size_t task = 0, place = 0;  // the producer, and which of its outputs it is
    bool read = false;
  };

  std::string text_of(const JsonPlace& place, const JsonValue& object, std::string_view key) {
    const JsonValue* const found = object.find(key);
    if (found == nullptr) {
      check_.fail(place, "the key '" + std::string(key) + "' is missing");
      return {};
    }
    return check_.text({place.list, place.index, key}, *found);
  }

  void read_texts(const JsonPlace& place, const JsonValue& object, std::string_view key,
                  std::vector<std::string>& to) {
    const JsonValue* const found = object.find(key);
    if (found == nullptr || found->kind == JsonKind::null) return;
    if (!check_.container({place.list, place.index, key}, found->kind, JsonKind::array)) return;
    for (std::size_t i = 0; i < found->items.size(); ++i) {
      to.push_back(check_.text({place.list, place.index, key, i}, found->items[i]));
    }
  }

  void read_task(std::size_t index, const JsonValue& value) {
    const JsonPlace place{kTasks, index};
    Task task{.id = text_of(place, value, "id"), .kind = text_of(place, value, "name")};
    read_texts(place, value, "parents", task.parents);
    read_texts(place, value, "inputFiles", task.reads);
    read_texts(place, value, "outputFiles", task.writes);
    if (!place_of_.try_emplace(task.id, tasks_.size()).second) {
      check_.fail(place, "the id '" + base::short_name(task.id) + "' is taken");
    }
    tasks_.push_back(std::move(task));
  }

  void read_file(std::size_t index, const JsonValue& value) {
    const JsonPlace place{kFiles, index};
    const JsonValue* const size = value.find("sizeInBytes");
    if (size == nullptr) return check_.fail(place, "the key 'sizeInBytes' is missing");
    sizes_[text_of(place, value, "id")] = check_.integer({kFiles, index, "sizeInBytes"}, *size);
  }

  void read_run(std::size_t index, const JsonValue& value) {
    const JsonPlace place{kRuns, index};
    const JsonValue* const runtime = value.find("runtimeInSeconds");
    if (runtime == nullptr) return check_.fail(place, "the key 'runtimeInSeconds' is missing");
    durations_[text_of(place, value, "id")] =
        check_.duration({kRuns, index, "runtimeInSeconds"}, *runtime);
  }

  void note_writers(std::size_t task) {
    for (std::size_t i = 0; i < tasks_[task].writes.size(); ++i) {
      const std::string& file = tasks_[task].writes[i];
      if (!sizes_.contains(file)) {
        return check_.fail(
            {kTasks, task, "outputFiles", i},
            "no file '" + base::short_name(file) + "' in workflow.specification.files");
      }
      const auto [known, added] = outputs_.try_emplace(file, Output{task, i});
      if (!added) {
        return check_.fail({kTasks, task, "outputFiles", i},
                           "the file '" + base::short_name(file) + "' is written by '" +
                               base::short_name(tasks_[known->second.task].id) + "' as well");
      }
    }
  }

  // What a task reads, by producer and output; a parent without a file gets an output of no bytes,
  // one for all its children.
  void find_reads() {
    reads_.resize(tasks_.size());
    empty_outputs_.resize(tasks_.size(), false);
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      std::unordered_map<std::size_t, bool> from;  // producers that it reads of
      for (const std::string& file : tasks_[i].reads) {
        const auto output = outputs_.find(file);
        if (output == outputs_.end() || output->second.task == i) continue;
        output->second.read = true;
        from[output->second.task] = true;
        reads_[i].emplace_back(output->second.task, output->second.place);
      }
      for (const std::string& parent : tasks_[i].parents) {
        const auto task = place_of_.find(parent);
        if (task == place_of_.end()) {
          return check_.fail({kTasks, i, "parents"}, "no task '" + base::short_name(parent) + "'");
        }
        if (from.contains(task->second)) continue;
        empty_outputs_[task->second] = true;
        reads_[i].emplace_back(task->second, tasks_[task->second].writes.size());
      }
    }
  }

  void add_task(std::size_t index) {
    const Task& task = tasks_[index];
    const auto duration = durations_.find(task.id);
    if (duration == durations_.end()) {
      return check_.fail({kTasks, index}, "no runtime of task '" + base::short_name(task.id) +
                                              "' in workflow.execution.tasks");
    }
    NodeRecord node;
    node.id = {IdKind::text, task.id};
    node.kind = task.kind;
    node.duration = duration->second;
    for (const std::string& file : task.writes) {
      const bool read = outputs_.find(file)->second.read;
      node.outputs.push_back({.size = sizes_.find(file)->second,
                              .retain = read ? model::Retain::no : model::Retain::yes});
    }
    if (empty_outputs_[index]) node.outputs.push_back({.size = 0});
    assembly_.add_node(std::move(node));
    for (const auto& [producer, output] : reads_[index]) {
      assembly_.add_edge({{IdKind::text, tasks_[producer].id}, {IdKind::text, task.id}, output});
    }
  }

  JsonChecker check_;
  GraphAssembly assembly_{{"edges", "", "", "order"}, check_};
  std::string name_;
  std::vector<Task> tasks_;
  std::unordered_map<std::string, std::size_t> place_of_;                // of tasks, by id
  std::unordered_map<std::string, std::int64_t> sizes_;                  // of files, by id
  std::unordered_map<std::string, ExactDecimal> durations_;              // by task
  std::unordered_map<std::string, Output> outputs_;                      // by file
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> reads_;  // by task
  std::vector<bool> empty_outputs_;                                      // by task
};

}  // namespace

Result<GraphFile> parse_workflow_graph(std::string_view text, const std::string& source) {
  Reader reader;
  if (auto error = stream_json(text, source, reader)) return *std::move(error);
  return reader.finish(source);
}

}  // namespace moccasin::io
