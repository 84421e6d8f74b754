# SPDX-License-Identifier: Apache-2.0
"""tools/check_certificate.py and the program agree on certificates, good and spoilt:
check_certificate_test.py TOOL PROGRAM FOLDER, where write_certificates has written to FOLDER."""

import contextlib
import importlib.util
import io
import json
import pathlib
import subprocess
import sys
import unittest

TOOL, PROGRAM, FOLDER = map(pathlib.Path, sys.argv[1:4])


def load_tool():
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("check_certificate", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def files(name):
    return FOLDER / f"{name.partition('-')[0]}.json", FOLDER / f"{name}.json"


class CheckCertificateTest(unittest.TestCase):
    def setUp(self):
        self.verdicts = json.loads((FOLDER / "verdicts.json").read_text())

    def run_command(self, *words):
        done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def test_agrees_with_the_program(self):
        tool = load_tool()
        for name, valid in self.verdicts.items():
            with self.subTest(name), contextlib.redirect_stdout(io.StringIO()) as out:
                code = tool.main(*files(name))
                self.assertEqual(code, 0 if valid else 4, out.getvalue())
        for valid in (True, False):
            self.assertGreater(list(self.verdicts.values()).count(valid), 100)

    def test_commands_say_so(self):
        for valid, word in ((True, "valid: "), (False, "broken: ")):
            names = [name for name, verdict in self.verdicts.items() if verdict == valid]
            for name in names[::len(names) // 10]:
                for command in ((sys.executable, TOOL), (PROGRAM, "check")):
                    code, out, err = self.run_command(*command, *files(name))
                    self.assertEqual((code, err), (0 if valid else 4, ""), (command, name))
                    self.assertTrue(out.startswith(word), out)
                    self.assertEqual(out.count("\n"), 1, out)

    def test_refuses_another_graph(self):
        graph, certificate = files(next(iter(self.verdicts)))
        other = next(path for path in sorted(FOLDER.glob("?.json")) if path != graph)
        code, out, _ = self.run_command(sys.executable, TOOL, other, certificate)
        self.assertEqual((code, out), (4, "broken: it is another graph's\n"))
        code, out, _ = self.run_command(PROGRAM, "check", other, certificate)
        self.assertEqual((code, out), (3, ""))

    def test_refuses_repeated_keys(self):
        names = [name for name, valid in self.verdicts.items() if valid]
        graph, certificate = files(names[0])
        spoilt = FOLDER / "a_key_twice.json"
        for path, key in ((graph, "nodes"), (certificate, "bound"), (certificate, "graph")):
            text = path.read_text()
            place = text.index(f'"{key}"')
            value = json.dumps(json.loads(text)[key])
            spoilt.write_text(f'{text[:place]}"{key}": {value}, {text[place:]}')
            pair = (spoilt, certificate) if path == graph else (graph, spoilt)
            code, out, err = self.run_command(sys.executable, TOOL, *pair)
            self.assertEqual((code, out), (1, ""))
            self.assertIn(f"the key '{key}' stands there twice", err)
            code, out, err = self.run_command(PROGRAM, "check", *pair)
            self.assertEqual((code, out), (3, ""))
            self.assertIn(f"the key '{key}' stands there twice", err)

    def test_reads_every_format(self):
        """Fingerprints tell that a graph was read as the program reads it."""
        tool = load_tool()
        own = {"format": "moccasin-graph", "version": 1, "alignment": 8, "resident": 3, "nodes": [
            {"id": "b", "duration": 2, "outputs": [5, 8], "retain": [1], "workspace": 3},
            {"id": 1, "duration": 1e1, "size": 4, "retain": True, "max_copies": 2},
            {"id": "\u00e9", "duration": 0, "outputs": []}],
            "edges": [["b", 1, 1], ["b", 1], ["b", 1, 1], [1, "\u00e9"]]}
        ordered = {**own, "order": ["b", 1, "\u00e9"]}
        checkmate = {"nodes": [{"id": i, "cost_cpu": i + 1, "cost_ram": 3} for i in range(4)],
                     "links": [{"source": 2, "target": 0}, {"source": 3, "target": 0}]}
        layered = {"graph": {"order": ["y", "x"]}, "links": [{"0": "y", "1": "x"}],
                   "nodes": [{"name": n, "duration": 2, "out_cost": 7} for n in "xy"]}
        networkx = {"nodes": [{"id": n, "duration": 2, "size": 7} for n in "xy"],
                    "edges": [{"source": "y", "target": "x"}]}
        # What a moccasin-graph has, at the top or where networkx keeps it, and an empty list of edges.
        annotated = {"links": [], "edges": [{"source": "b", "target": 1, "output": 1},
                                            {"source": "b", "target": 1}, {"source": 1, "target": 2}],
                     "nodes": [{"id": "b", "cost_cpu": 2, "outputs": [5, 8], "retain": [1],
                                "workspace": 3},
                               {"id": 1, "duration": 10, "size": 4, "max_copies": 2, "retain": True},
                               {"id": 2, "duration": 0, "outputs": []}]}
        at_top = {**annotated, "alignment": 8, "resident": 3, "order": ["b", 1, 2]}
        within = {**annotated, "graph": {"alignment": 8, "resident": 3, "order": ["b", 1, 2]}}
        # What Python has for "not given".
        given = {**annotated, "links": None, "resident": None, "order": None, "graph": within["graph"],
                 "nodes": [{"max_copies": None, "retain": None, "workspace": None, "outputs": None,
                            "size": None, "cost_cpu": None, "duration": None, **node}
                           for node in annotated["nodes"]],
                 "edges": [{"output": None, **edge} for edge in annotated["edges"]]}
        exact = {**networkx, "nodes": [{**node, "size": "SIZE"} for node in networkx["nodes"]]}
        for graph in (own, ordered, checkmate, layered, networkx, annotated, at_top, within, given,
                      exact):
            path = FOLDER / "graph_of_a_format.json"
            path.write_text(json.dumps(graph).replace('"SIZE"', "9007199254740993.0"))
            code, out, err = self.run_command(PROGRAM, "solve", path, "-b", "100%", "--json", "-q",
                                              "-w", "1")
            self.assertEqual((code, err), (0, ""))
            self.assertEqual(tool.Graph(tool.load(path)).fingerprint(),
                             json.loads(out)["graph"]["fingerprint"], graph)


if __name__ == "__main__":
    del sys.argv[1:4]
    unittest.main()
