# SPDX-License-Identifier: Apache-2.0
"""What the page of moccasin plot computes: a replay, columns, shares of them, numbers in words."""

import cli
import page
from cli import run
from page import GRAPH, STEPS, schedule


class Numbers(page.PageTest):
    def open_chain(self, *nodes):
        ids = [{"id": str(i), **node} for i, node in enumerate(nodes)]
        edges = [[str(i), str(i + 1)] for i in range(len(nodes) - 1)]
        self.open(self.file("graph.json", {**GRAPH, "nodes": ids, "edges": edges}))

    def test_steps_of_no_time_are_seen_at_both_ends(self):
        columns = "Array.from(it.columns({{ x0: {}, x1: 8, axis: 'time' }}, {}))"
        self.open_chain({"duration": 4, "size": 1}, {"duration": 4, "size": 1},
                        {"duration": 0, "size": 100})
        self.assertEqual(self.of_schedule(columns.format(0, 4)), [0, 0, 1, 2])
        self.assertEqual(self.of_schedule(columns.format(4, 2)), [1, 2])
        self.assertEqual(self.of_schedule(columns.format(4.5, 1)), [2])
        self.open_chain({"duration": 0, "size": 1, "workspace": 1000}, {"duration": 4, "size": 1},
                        {"duration": 4, "size": 1})
        self.assertEqual(self.of_schedule(columns.format(0, 4)), [0, 1, 2, 2])
        self.assertEqual(self.of_schedule(columns.format(2, 3)), [1, 2, 2])
        self.open_chain({"duration": 4, "size": 1}, {"duration": 0, "size": 100},
                        {"duration": 4, "size": 1})
        self.assertEqual(self.of_schedule(columns.format(4, 2)), [1, 2])
        self.assertEqual(self.of_schedule(columns.format(0, 4)), [0, 0, 1, 2])

    def test_what_runs_again_takes_its_share_of_columns(self):
        shares = ("(() => {{ const {{ share, any }} = recomputedOf(it, {}, {});"
                  "return [Array.from(share, (part) => Math.round(part * 100)),"
                  "Array.from(any)]; }})()")
        self.open_small()  # load runs again at step 3
        whole = "{ x0: 0, x1: 5, axis: 'step' }"
        self.assertEqual(self.of_schedule(shares.format(whole, 5)),
                         [[0, 0, 0, 100, 0], [0, 0, 0, 1, 0]])
        self.assertEqual(self.of_schedule(shares.format(whole, 3)), [[0, 20, 40], [0, 1, 1]])
        self.assertEqual(self.of_schedule(shares.format("{ x0: 2, x1: 7, axis: 'step' }", 2)),
                         [[40, 0], [1, 0]])
        self.assertEqual(self.of_schedule(shares.format("{ x0: 0, x1: 3, axis: 'step' }", 3)),
                         [[0, 0, 0], [0, 0, 0]])
        nodes = [{**node, "duration": 0} if node["id"] == "load" else node
                 for node in GRAPH["nodes"]]  # 0, 1, 4, 0 and 2 ticks
        self.open(self.file("graph.json", {**GRAPH, "nodes": nodes}),
                  self.file("again.json", schedule(STEPS)))
        self.assertEqual(
            self.of_schedule(shares.format("{ x0: 0, x1: 7, axis: 'time' }", 7)),
            [[0] * 7, [0, 0, 0, 0, 0, 1, 0]])

    def test_numbers_are_read_in_the_units_of_the_graph(self):
        self.open_small()
        for unit, shown in (("fs", "1.50 ps"), ("ps", "1.50 ns"), ("ns", "1.50 us"),
                            ("us", "1.50 ms"), ("ms", "1.50 s"), ("tick", "1\u202f500 ticks")):
            self.assertEqual(self.browser.value(f"new Units('byte', '{unit}').time(1500)"), shown)
        self.assertEqual(self.browser.value("new Units('byte', 'ps').timeScale(5000)"),
                         [1000, "ns"])
        self.assertEqual(self.browser.value(
            "[1023, 1024, 1023.4 * 1024, 2 ** 20 - 1].map((size) => new Units('', '').size(size))"),
            ["1\u202f023 B", "1.00 KiB", "1023 KiB", "1.00 MiB"])
        self.assertEqual(self.browser.value("new Units('', 'ps').time(999600)"), "1.00 us")

    def test_a_replay_is_that_of_the_program(self):
        several = {**GRAPH, "nodes": [
            {"id": "split", "duration": 3, "outputs": [100, 30]},
            {"id": "scale", "duration": 1, "size": 60, "workspace": 20},
            {"id": "sum", "duration": 4, "size": 30},
            {"id": "out", "duration": 2, "size": 10, "retain": True}],
            "edges": [["split", "scale"], ["scale", "sum"], ["split", "out"], ["split", "out", 1],
                      ["sum", "out"]]}
        for graph, budget in ((str(cli.DATA / "mobilenet_v2_b128_train.json"), "70%"),
                              (self.file("several.json", several), "95%")):
            solved = self.path("solved.json")
            code, _, err = run("solve", graph, "-b", budget, "-w", 300000, "-q", "-o", solved)
            self.assertEqual(code, 0, err)
            self.open(graph, solved)
            file = self.load(solved)
            self.assertGreater(file["recomputed"], 0, graph)
            self.assertEqual(self.of_schedule("[Array.from(it.live), Array.from(it.copyAt)]"),
                             [[step["live"] for step in file["steps"]],
                              [step["copy"] for step in file["steps"]]])
            self.assertEqual(self.of_schedule("[it.peak, it.duration, it.recomputed]"),
                             [file["peak"], file["duration"], file["recomputed"]])


if __name__ == "__main__":
    page.main()
