# SPDX-License-Identifier: Apache-2.0
"""The scripts of bench/public: public_test.py PROGRAM PUBLIC_FOLDER."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, PUBLIC = sys.argv[1:3]
sys.path.insert(0, PUBLIC)

import dtr  # noqa: E402  its folder is known only now
import hyperdag  # noqa: E402
import table  # noqa: E402

# Three operations, two hyperedges: 0 is read by 1 and 2, 1 by 2.
SMALL = """%%MatrixMarket
% made by hand
2 3 5
0 7 % bytes
1
0 4
1 5
2
0 0
0 1
0 2
1 1
1 2
"""


class HyperDag(unittest.TestCase):
    def test_a_hyperedge_is_its_first_pins_output(self):
        graph = hyperdag.graph_of(SMALL, "small")
        self.assertEqual(graph["nodes"], [{"id": 0, "duration": 4, "size": 7},
                                          {"id": 1, "duration": 5, "size": 1},
                                          {"id": 2, "duration": 1, "size": 1}])
        self.assertEqual(graph["edges"], [[0, 1], [0, 2], [1, 2]])

    def test_what_is_cut_short_is_refused(self):
        for text in (SMALL[:-4], "1 2", "", SMALL.replace("0 7", "x 7"), SMALL.replace("1 5", "9 5")):
            with self.assertRaises(hyperdag.Malformed):
                hyperdag.graph_of(text, "cut")

    def test_the_program_reads_what_it_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "small.txt")
            source.write_text(SMALL)
            script = pathlib.Path(PUBLIC, "hyperdag.py")
            subprocess.run([sys.executable, script, folder, source], check=True)
            info = subprocess.run([PROGRAM, "info", f"{folder}/small.json", "--json"],
                                  capture_output=True, text=True, check=True)
            self.assertEqual(json.loads(info.stdout)["operations"], 3)


def instructions(*lines):
    """A log of (kind, members) pairs."""
    return "\n".join(json.dumps({"INSTRUCTION": kind, **members}) for kind, members in lines)


def call(name, time, arguments, *results):
    """A call, with a size and a storage of its own for each result: (name, bytes, alias)."""
    yield "CALL", {"NAME": name, "TIME": str(time), "ARGS": arguments,
                   "RESULT": [result[0] for result in results]}
    for result, size, alias in results:
        yield "MEMORY", {"NAME": result, "MEMORY": str(size)}
        yield "ALIAS", {"NAME": result, "ALIAS": str(alias)}


# w is constant; t is a view of it, y = f(t), y is changed in place through its copy z, and v views
# the outcome, from which g makes one output more and a view that goes out.
LOG = instructions(
    ("ANNOTATE", {"ANNOTATION": "START"}),
    ("CONSTANT", {"NAME": "w"}), ("MEMORY", {"NAME": "w", "MEMORY": "100"}),
    *call("t", 1, ["w"], ("t", 100, 0)),
    *call("f", 20, ["t", "t"], ("y", 30, -1)),
    ("COPY", {"DST": "z", "SRC": "y"}),
    ("MUTATE", {"NAME": "add_", "TIME": "3", "ARGS": ["z", "w"], "MUTATE": [0]}),
    *call("view", 1, ["y"], ("v", 30, 0)),
    *call("g", 50, ["v", "w"], ("u", 7, -1), ("x", 30, 0)),
    ("RELEASE", {"NAME": "t"}), ("RELEASE", {"NAME": "y"}), ("RELEASE", {"NAME": "v"}),
    ("RELEASE", {"NAME": "z"}), ("COPY_FROM", {"DST": "x", "SRC": "u"}),
    ("RELEASE", {"NAME": "x"}))


class Dtr(unittest.TestCase):
    def test_views_are_folded_and_changes_are_outputs(self):
        graph = dtr.graph_of(LOG, "small")
        self.assertEqual(graph["resident"], 100)
        self.assertEqual(graph["nodes"], [
            {"id": "f_0", "op": "f", "duration": 20, "outputs": [30]},
            {"id": "add__1", "op": "add_", "duration": 3, "outputs": [30]},
            {"id": "g_2", "op": "g", "duration": 50, "outputs": [7], "retain": [0]}])
        self.assertEqual(graph["edges"], [["f_0", "add__1", 0], ["add__1", "g_2", 0]])

    def test_a_line_that_is_none_is_named(self):
        for line in ("{", "[]", "{}", '{"INSTRUCTION":"FORGET"}',
                     '{"INSTRUCTION":"RELEASE","NAME":"nobody"}'):
            with self.assertRaises(dtr.Malformed):
                dtr.graph_of(LOG + "\n" + line, "cut")

    def test_the_program_reads_what_it_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "small-1-2.log")
            source.write_text(LOG)
            subprocess.run([sys.executable, pathlib.Path(PUBLIC, "dtr.py"), folder, source],
                           capture_output=True, check=True)
            info = subprocess.run([PROGRAM, "info", f"{folder}/dtr_small.json", "--json"],
                                  capture_output=True, text=True, check=True)
            self.assertEqual(json.loads(info.stdout)["base"]["duration"], 73)


class Table(unittest.TestCase):
    def test_a_line_counts_and_spreads(self):
        answers = [{"status": "optimal", "duration": 1, "overhead_percent": 1.0, "gap": 0.0,
                    "first_solution_time": 0.5},
                   {"status": "feasible", "duration": 1, "overhead_percent": 3.0, "gap": 0.25,
                    "first_solution_time": 0.1},
                   {"status": "unknown"}, {"status": "infeasible"}]
        self.assertEqual(table.line("set", 60, answers),
                         "| set | 60 | 1 | 1 | 1 | 1 | 2.00 / 3.00 | 12.50 / 25.00 | 0.300 / 0.500 |")
        self.assertEqual(table.line("set", 60, answers[2:]),
                         "| set | 60 | 0 | 0 | 1 | 1 | - | - | - |")

    def test_it_runs_over_a_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            graph = hyperdag.graph_of(SMALL, "small")
            pathlib.Path(folder, "small.json").write_text(json.dumps(graph))
            done = subprocess.run([sys.executable, pathlib.Path(PUBLIC, "table.py"), PROGRAM, folder],
                                  capture_output=True, text=True, check=True)
            self.assertEqual(len(done.stdout.splitlines()), 2 + len(table.SHARES))


if __name__ == "__main__":
    del sys.argv[1:3]
    unittest.main()
