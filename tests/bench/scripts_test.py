# SPDX-License-Identifier: Apache-2.0
"""Every script of bench/ can start: scripts_test.py BENCH_FOLDER. Those of compare/ need packages."""

import pathlib
import subprocess
import sys
import unittest

BENCH = pathlib.Path(sys.argv[1])


class ScriptsTest(unittest.TestCase):
    def test_help(self):
        scripts = [path for path in sorted(BENCH.rglob("*.py")) if path.read_text().startswith("#!")]
        self.assertGreater(len(scripts), 5)
        for path in scripts:
            if path.parent.name == "compare":
                continue
            with self.subTest(path.name):
                done = subprocess.run([sys.executable, path, "--help"], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("usage: " + path.name, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
