# SPDX-License-Identifier: Apache-2.0
"""solve --warm-start: schedules of this graph, of other versions of it, and of none."""

import json
import re

import cli
from cli import run


class WarmStartTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.document = cli.chain(20)
        self.graph = self.file("graph.json", self.document)
        code, out, err = run("solve", self.graph, "-b", "60%", "-w", "300000", "--json", "-q")
        self.assertEqual(code, 0, err)
        self.first = json.loads(out)
        self.assertGreater(self.first["recomputed"], 0)
        self.start = self.file("first.json", self.first)

    def changed(self, change):
        """Another version of the graph, and its fingerprint."""
        document = json.loads(json.dumps(self.document))
        change(document)
        graph = self.file("changed.json", document)
        code, out, err = run("solve", graph, "-b", "100%", "-w", "1", "--json", "-q")
        self.assertEqual(code, 0, err)
        fingerprint = json.loads(out)["graph"]["fingerprint"]
        self.assertNotEqual(fingerprint, self.first["graph"]["fingerprint"])
        return graph, fingerprint

    def solve(self, graph, *words, start=None):
        return run("solve", graph, "-w", "1", "--json", "-q", "--warm-start", start or self.start,
                   *words)

    def assert_refused(self, message, graph, start=None):
        code, out, err = self.solve(graph, "-b", "200%", start=start)
        self.assertEqual((code, out, err),
                         (3, "", f"moccasin: {start or self.start}: {message}\n"))

    def warning(self, here):
        return (f"moccasin: warning: the warm start was made for another version of this graph "
                f"(fingerprint {self.first['graph']['fingerprint']}, here {here}): amounts or "
                "edges differ, but its steps are a valid sequence here")

    @staticmethod
    def measure_again(document):
        for i, node in enumerate(document["nodes"]):
            node["duration"] += 1 + i % 3
            node["size"] += i % 2

    def test_other_amounts_and_edges(self):
        def resident(document):
            document["resident"] = 5

        def add_edge(document):
            document["edges"].append([0, 30])

        def drop_edge(document):
            document["edges"].pop()

        def outputs(document):
            document["nodes"][5].update({"outputs": [4, 1], "retain": [1], "workspace": 2})
            del document["nodes"][5]["size"]

        for change in (self.measure_again, resident, add_edge, drop_edge, outputs):
            graph, here = self.changed(change)
            code, out, err = self.solve(graph, "-b", "200%")
            self.assertEqual((code, err),
                             (0, self.warning(here) + ", and the search starts from it\n"))
            self.assertEqual(json.loads(out)["graph"]["fingerprint"], here)

    def test_the_search_starts_from_it(self):
        """Where a work limit of 1 finds nothing, the old steps are the answer."""
        graph, here = self.changed(self.measure_again)
        steps = [{key: step[key] for key in ("node", "copy")} for step in self.first["steps"]]
        bare = {"format": "moccasin-schedule", "version": 1, "steps": steps}
        out = run("verify", graph, self.file("bare.json", bare))[1]
        peak = int(re.search(r"peak (\d+) bytes", out)[1])
        self.assertLess(peak, json.loads(run("info", graph, "--json")[1])["base"]["peak"])
        code, out, err = self.solve(graph, "-b", peak)
        self.assertEqual((code, err), (0, self.warning(here) + ", and the search starts from it\n"))
        result = json.loads(out)
        self.assertEqual(result["found_by"], "warm start")
        self.assertEqual([step["node"] for step in result["steps"]],
                         [step["node"] for step in self.first["steps"]])

    def test_one_that_is_no_solution_of_the_new_version(self):
        graph, here = self.changed(self.measure_again)
        err = self.solve(graph, "-b", "14")[2]
        self.assertTrue(err.startswith(self.warning(here) + "\nmoccasin: warning: the warm start is "
                                       "no solution as it is: "), err)
        self.assertIn(" bytes live, the budget is 14; the search starts from it\n", err)
        err = self.solve(graph, "-b", "200%", "--max-copies", "1")[2]
        self.assertTrue(err.startswith(self.warning(here) + "\n"), err)
        self.assertRegex(err, r" at most 1 is allowed; it is not used\n$")

    def test_its_own_graph_needs_no_warning(self):
        del self.first["graph"]
        for start in (self.start, self.file("unmarked.json", self.first)):
            code, _, err = self.solve(self.graph, "-b", "60%", start=start)
            self.assertEqual((code, err), (0, ""))

    def test_what_does_not_fit_the_graph(self):
        def rename(document):
            document["nodes"][3]["id"] = "renamed"
            document["edges"] = [["renamed" if end == 3 else end for end in edge]
                                 for edge in document["edges"]]

        def add_node(document):
            document["nodes"].append({"id": "new", "duration": 1, "size": 1})

        def turn(document):
            document["edges"] = [[39, 0]]

        def of(here):
            return (f"; the schedule is for the graph {self.first['graph']['fingerprint']}, but "
                    f"this graph is {here}")

        place = [step["node"] for step in self.first["steps"]].index(3)
        graph, here = self.changed(rename)
        self.assert_refused(f"steps[{place}].node: unknown node 3{of(here)}", graph)
        graph, here = self.changed(add_node)
        self.assert_refused(f"no sequence of this graph: 'new' never runs{of(here)}", graph)
        graph, here = self.changed(turn)
        self.assert_refused("no sequence of this graph: step 0: '0' reads an output of '39', which "
                            f"has not run yet{of(here)}", graph)

    def test_some_of_the_steps_are_no_start(self):
        for steps, lacks in ((self.first["steps"][:-1], "'39' never runs"), ([], "'0' never runs")):
            path = self.file("cut.json", {**self.first, "steps": steps})
            self.assert_refused(f"no sequence of this graph: {lacks}", self.graph, path)

    def test_claims_are_nothing_to_it(self):
        steps = [{**step, "live": -5, "free": "nothing"} for step in self.first["steps"]]
        path = self.file("wrong.json", {**self.first, "steps": steps, "peak": 1,
                                        "duration": "long", "scope": None})
        code, out, err = self.solve(self.graph, "-b", "60%", start=path)
        self.assertEqual((code, err), (0, ""))
        self.assertLessEqual(json.loads(out)["duration"], self.first["duration"])
        self.assertEqual(run("verify", self.graph, path)[0], 3)


if __name__ == "__main__":
    cli.main()
