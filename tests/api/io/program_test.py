#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The library's files are the program's, byte for byte but for times:
program_test.py PROGRAM WRITE_RESULT DATA_FOLDER."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM, WRITE_RESULT, DATA = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
TIMES = re.compile(rb'^"(time|first_solution_time|time_to_best)":[-+.e0-9]+,$', re.MULTILINE)


def call(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class ProgramTest(unittest.TestCase):
    def files(self, graph, budget, order):
        """(schedule, certificate or None) of the program, and of the library."""
        graph, work = str(DATA / graph), 200_000
        commit = json.loads(call(PROGRAM, "--build-info", "--json")[1])["commit"]
        with tempfile.TemporaryDirectory() as folder:
            theirs, proof, ours, our_proof = (
                pathlib.Path(folder, name) for name in ("a", "a.proof", "b", "b.proof"))
            status, _, said = call(
                PROGRAM, "solve", graph, "-b", str(budget), "-w", str(work), "-p", "1",
                "--order", order, "-q", "-o", str(theirs), "--certificate", str(proof))
            self.assertIn(status, (0, 10, 20), said)
            given = json.loads(theirs.read_text("utf-8"))["solver"]["options"]
            done = call(WRITE_RESULT, graph, str(budget), str(work), order, commit, str(ours),
                        str(our_proof), *(f"{name}={value}" for name, value in given.items()))
            self.assertEqual(done, (0, "", ""))
            return [(schedule.read_bytes(), file.read_bytes() if file.exists() else None)
                    for schedule, file in ((theirs, proof), (ours, our_proof))]

    def test_files_are_the_same(self):
        vgg, tiny = "vgg16_b64_train.json", "tiny.json"
        for graph, budget, order, status, times in (
                (vgg, 5_328_667_761, "free", b"optimal", 3),
                (vgg, 5_328_667_761, "kept", b"", 3), (vgg, 5_000_000_000, "free", b"", 1),
                (tiny, 328, "free", b"optimal", 3), (tiny, 300, "free", b"", 1),
                (tiny, 200, "free", b"infeasible", 1)):
            with self.subTest(graph=graph, budget=budget, order=order):
                (theirs, proof), (ours, our_proof) = self.files(graph, budget, order)
                self.assertIn(b'"status":"' + status, theirs)
                self.assertEqual(len(TIMES.findall(theirs)), len(TIMES.findall(ours)))
                self.assertGreaterEqual(len(TIMES.findall(theirs)), times)
                self.assertEqual(TIMES.sub(b"", theirs), TIMES.sub(b"", ours))
                self.assertEqual(proof, our_proof)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
