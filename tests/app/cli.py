# SPDX-License-Identifier: Apache-2.0
"""Runs the program for the tests beside this file: <test>.py PROGRAM DATA_FOLDER."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv[1] if len(sys.argv) > 2 else ""
DATA = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")


def plain_signals():
    """Undoes what a harness may have ignored: that would be inherited."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


def start(*words, **options):
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    environment.update(options.pop("env", {}))
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    return subprocess.Popen([PROGRAM, *map(str, words)], text=True, env=environment,
                            preexec_fn=plain_signals, **options)


def run(*words, stdin="", **options):
    """(exit status, standard output, standard error)"""
    process = start(*words, stdin=subprocess.PIPE, **options)
    out, err = process.communicate(stdin, timeout=120)
    return process.returncode, out, err


def chain(layers, size=4, duration=10):
    """A forward and a backward chain; the gradients read the activations, last first."""
    n = 2 * layers
    edges = [[i, i + 1] for i in range(n - 1)]
    edges += [[layers - 1 - i, layers + i] for i in range(1, layers)]
    return {"format": "moccasin-graph", "version": 1, "name": "chain",
            "nodes": [{"id": i, "duration": duration + i % 7, "size": size} for i in range(n)],
            "edges": edges}


class CliTest(unittest.TestCase):
    """Has a folder of its own."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def path(self, name):
        return str(self.folder / name)

    def file(self, name, content):
        text = content if isinstance(content, str) else json.dumps(content)
        (self.folder / name).write_text(text)
        return self.path(name)

    def load(self, name):
        return json.loads((self.folder / name).read_text())

    def large_graph(self, nodes=3000):
        """At 70 % of its peak a schedule is found at once, and the search does not end by itself
        within minutes."""
        graph = self.path("large.json")
        self.assertEqual(run("generate", "transformer", "--nodes", nodes, "-o", graph)[0], 0)
        return graph

    def assert_fails(self, status, message, *words, **options):
        """Ends so, with this one line on standard error and nothing on standard output."""
        code, out, err = run(*words, **options)
        self.assertEqual((code, out, err), (status, "", f"moccasin: {message}\n"))


def main():
    del sys.argv[1:3]
    unittest.main()
