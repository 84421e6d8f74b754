// SPDX-License-Identifier: Apache-2.0
#include "io/workflow_graph.h"

#include <gtest/gtest.h>

#include "tests/io/dialects.h"

namespace moccasin::io {
namespace {

std::string workflow(const std::string& tasks, const std::string& files, const std::string& runs) {
  return "{\"name\": \"flow\", \"schemaVersion\": \"1.5\", \"workflow\": {\"specification\": "
         "{\"tasks\": [" +
         tasks + "], \"files\": [" + files +
         "]}, \"execution\": {\"makespanInSeconds\": 9, \"tasks\": [" + runs + "]}}}";
}

std::string task(const std::string& id, const std::string& more) {
  return "{\"id\": \"" + id + "\", \"name\": \"kind\"" + (more.empty() ? "" : ", " + more) + "}";
}
std::string file(const std::string& id, int size) {
  return "{\"id\": \"" + id + "\", \"sizeInBytes\": " + std::to_string(size) + "}";
}
std::string run(const std::string& id, const std::string& seconds) {
  return "{\"id\": \"" + id + "\", \"runtimeInSeconds\": " + seconds + "}";
}

TEST(WorkflowGraph, TasksWriteFilesThatOthersRead) {
  EXPECT_EQ(as_graph(workflow(
                task("a", "\"inputFiles\": [\"in\"], \"outputFiles\": [\"x\", \"y\"]") + "," +
                    task("b",
                         "\"parents\": [\"a\"], \"inputFiles\": [\"y\"], "
                         "\"outputFiles\": [\"z\"]"),
                file("in", 7) + "," + file("x", 5) + "," + file("y", 6) + "," + file("z", 8),
                run("a", "1.25") + "," + run("b", "2"))),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"name\":\"flow\",\n"
            "\"units\":{\"duration\":\"ms\",\"size\":\"byte\"},\n\"nodes\":[\n"
            "{\"id\":\"a\",\"op\":\"kind\",\"duration\":1250,\"outputs\":[5,6],\"retain\":[0]},\n"
            "{\"id\":\"b\",\"op\":\"kind\",\"duration\":2000,\"size\":8,\"retain\":true}],\n"
            "\"edges\":[\n[\"a\",\"b\",1]],\n\"order\":[\"a\",\"b\"]}\n");
}

TEST(WorkflowGraph, AParentWithoutAFileComesBeforeAllTheSame) {
  EXPECT_EQ(as_graph(workflow(task("a", "") + "," + task("b", "\"parents\": [\"a\"]") + "," +
                                  task("c", "\"parents\": [\"a\"]"),
                              "", run("a", "1") + "," + run("b", "1") + "," + run("c", "1"))),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"name\":\"flow\",\n"
            "\"units\":{\"duration\":\"s\",\"size\":\"byte\"},\n\"nodes\":[\n"
            "{\"id\":\"a\",\"op\":\"kind\",\"duration\":1,\"size\":0},\n"
            "{\"id\":\"b\",\"op\":\"kind\",\"duration\":1,\"outputs\":[]},\n"
            "{\"id\":\"c\",\"op\":\"kind\",\"duration\":1,\"outputs\":[]}],\n"
            "\"edges\":[\n[\"a\",\"b\"],\n[\"a\",\"c\"]],\n\"order\":[\"a\",\"b\",\"c\"]}\n");
}

TEST(WorkflowGraph, SaysWhereAndWhat) {
  const std::string tasks = "g: workflow.specification.tasks";
  EXPECT_EQ(as_graph("{\"workflow\": {\"tasks\": []}}"),
            "g: no tasks under workflow.specification.tasks; WfFormat is read from version 1.4 on");
  EXPECT_EQ(as_graph(workflow("{\"name\": \"x\"}", "", "")),
            tasks + "[0]: the key 'id' is missing");
  EXPECT_EQ(as_graph(workflow(task("a", "") + "," + task("a", ""), "", "")),
            tasks + "[1]: the id 'a' is taken");
  EXPECT_EQ(as_graph(workflow(task("a", "\"outputFiles\": [\"x\"]"), "", run("a", "1"))),
            tasks + "[0].outputFiles[0]: no file 'x' in workflow.specification.files");
  EXPECT_EQ(as_graph(workflow(
                task("a", "\"outputFiles\": [\"x\"]") + "," + task("b", "\"outputFiles\": [\"x\"]"),
                file("x", 1), run("a", "1") + "," + run("b", "1"))),
            tasks + "[1].outputFiles[0]: the file 'x' is written by 'a' as well");
  EXPECT_EQ(as_graph(workflow(task("a", "\"parents\": [\"z\"]"), "", run("a", "1"))),
            tasks + "[0].parents: no task 'z'");
  EXPECT_EQ(as_graph(workflow(task("a", ""), "", "")),
            tasks + "[0]: no runtime of task 'a' in workflow.execution.tasks");
  EXPECT_EQ(as_graph(workflow(task("a", ""), "", run("a", "-1.5"))),
            "g: workflow.execution.tasks[0].runtimeInSeconds: must not be negative, but is -1.5");
}

}  // namespace
}  // namespace moccasin::io
