# SPDX-License-Identifier: Apache-2.0
"""What tests of the page of moccasin plot share: a browser, a small graph and schedules of it."""

import collections
import sys

import browser
import cli
from cli import run

GRAPH = {"format": "moccasin-graph", "version": 1, "name": "small", "resident": 40,
         "units": {"duration": "us", "size": "byte"},
         "nodes": [{"id": "load", "op": "read", "duration": 3, "size": 100},
                   {"id": "scale", "op": "mul", "duration": 1, "size": 60},
                   {"id": "sum", "op": "add", "duration": 4, "size": 30, "workspace": 20},
                   {"id": "out", "op": "add", "duration": 2, "size": 10, "retain": True}],
         "edges": [["load", "scale"], ["scale", "sum"], ["load", "out"], ["sum", "out"]]}
# load runs again: it need not live while sum runs.
STEPS = ["load", "scale", "sum", "load", "out"]


def schedule(steps, **more):
    seen = collections.Counter()
    listed = []
    for node in steps:
        listed.append({"node": node, "copy": seen[node]})
        seen[node] += 1
    return {"format": "moccasin-schedule", "version": 1, "steps": listed, **more}


class PageTest(cli.CliTest):
    """The page in a browser."""

    @classmethod
    def setUpClass(cls):
        cls.browser = browser.Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def setUp(self):
        super().setUp()
        self.browser.resize(1200, 800)
        self.browser.theme("light")

    def open(self, graph, *schedules, words=()):
        """Writes and opens the page; nothing may go wrong in it, and it asks for no other file."""
        page = self.path("page.html")
        self.assertEqual(run("plot", graph, *schedules, *words, "-o", page), (0, "", ""))
        self.browser.open(page)
        self.addCleanup(lambda: self.assertEqual(
            (self.browser.errors, self.browser.requests), ([], [f"file://{page}"])))

    def open_small(self, **more):
        self.graph = self.file("graph.json", GRAPH)
        self.open(self.graph, self.file("again.json", schedule(STEPS, budget=215, **more)))

    def of_schedule(self, expression, number=0):
        """What an expression of JavaScript is of a schedule of the page, `it`."""
        return self.browser.value(
            "(() => { const raw = JSON.parse(byId('data').textContent);"
            f"const it = new Schedule(new Graph(raw), raw.schedules[{number}]);"
            f"return {expression}; }})()")


def main():
    if not browser.PROGRAM:
        sys.exit(77)  # skipped
    cli.main()
