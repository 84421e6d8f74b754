# SPDX-License-Identifier: Apache-2.0
"""Every output option into places of one kind; for outputs_test.py and mounts_test.py."""

import json
import os
import resource
import shutil
import subprocess
import xml.etree.ElementTree

import cli

NOBODY = 65534
SOLVE = ("solve", "GRAPH", "-b", "80%", "-w", "300000", "-q")
# The output is the last word; all are longer than two blocks of 4096 bytes but a log.
OPTIONS = {
    "-o": (*SOLVE, "-o"),
    "--svg": (*SOLVE, "--svg"),
    "--certificate": (*SOLVE, "--certificate"),
    "--log": (*SOLVE, "--log"),
    "convert": ("convert", "GRAPH"),
    "plan -o": ("plan", "GRAPH", "SCHEDULE", "-w", "300000", "-q", "-o"),
    "plan --csv": ("plan", "GRAPH", "SCHEDULE", "-w", "300000", "-q", "--csv"),
    "plan --svg": ("plan", "GRAPH", "SCHEDULE", "-w", "300000", "-q", "--svg"),
    "plot": ("plot", "GRAPH", "SCHEDULE", "--format", "html", "-o"),
    "plot trace": ("plot", "GRAPH", "SCHEDULE", "--format", "json", "-o"),
    "pack": ("pack", "BUFFERS", "-q", "-o"),
    "generate": ("generate", "chain", "--nodes", "400", "-o"),
}
WHAT = {"-o": "the result", "--svg": "the picture", "--certificate": "the certificate",
        "plan -o": "the plan", "plan --csv": "the list of buffers", "plan --svg": "the picture",
        "plot": "the page", "plot trace": "the trace",
        "convert": "the graph", "pack": "the placement", "generate": "the graph"}


class Place(cli.CliTest):
    """Runs every option into a place of one kind, as the user of the class."""

    user = None  # None: whoever runs the tests

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        self.program = cli.PROGRAM
        self.graph = self.path("graph.json")
        self.assertEqual(cli.run("generate", "transformer", "--nodes", 250, "-o", self.graph),
                         (0, "", ""))
        self.schedule = self.path("schedule.json")
        self.assertEqual(cli.run(*(self.graph if word == "GRAPH" else word for word in SOLVE), "-o",
                                 self.schedule)[0], 0)
        rows = "".join(f"buffer_{i},0,1,1\n" for i in range(400))
        self.buffers = self.file("buffers.csv", "id,lower,upper,size\n" + rows)
        self.where = self.folder / "where"  # the program's user may write there
        self.make_folder(self.where)
        self.temporary = self.folder / "tmp"
        self.make_folder(self.temporary)
        if self.user is not None:  # the tree may be where others may not look
            self.program = shutil.copy(cli.PROGRAM, self.folder / "moccasin")
        self.is_root = os.geteuid() == 0 and self.user is None
        if self.user is not None:
            reached = subprocess.run(["test", "-w", self.where], user=self.user, group=self.user)
            if reached.returncode != 0:
                self.skipTest("the temporary folder is where others may not look")

    def make_folder(self, path):
        path.mkdir()
        self.give(path)

    def give(self, path):
        if self.user is not None:
            os.chown(path, self.user, self.user, follow_symlinks=False)

    def old(self, path):
        path.write_text("old\n")
        self.give(path)
        return path

    def run_option(self, option, target, longest=resource.RLIM_INFINITY, **options):
        """(exit status, standard output, standard error); no file gets longer than `longest`."""

        def prepare():
            cli.plain_signals()
            resource.setrlimit(resource.RLIMIT_FSIZE, (longest, resource.RLIM_INFINITY))

        inputs = {"GRAPH": self.graph, "SCHEDULE": self.schedule, "BUFFERS": self.buffers}
        words = [inputs.get(word, word) for word in OPTIONS[option]]
        if self.user is not None:
            options.update(user=self.user, group=self.user, extra_groups=[])
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        done = subprocess.run([self.program, *words, str(target)], text=True, timeout=120,
                              env=dict(os.environ, TMPDIR=str(self.temporary)),
                              stdin=subprocess.DEVNULL, preexec_fn=prepare, **options)
        return done.returncode, done.stdout, done.stderr

    def assert_document(self, option, text):
        """It is whole, and there once."""
        if option in ("--svg", "plan --svg"):
            self.assertTrue(xml.etree.ElementTree.fromstring(text).tag.endswith("svg"))
        elif option == "--log":
            self.assertIn("graph      transformer-233-seed0: 233 operations", text)
            self.assertRegex(text, r"\n(feasible|optimal), ")
        elif option == "plot":
            self.assertTrue(text.startswith("<!DOCTYPE html>\n"))
            self.assertTrue(text.endswith("</html>\n"))
            self.assertEqual(text.count("</html>"), 1)
        elif option == "plot trace":
            self.assertEqual(json.loads(text)["otherData"]["graph"], "transformer-233-seed0")
        elif option in ("pack", "plan --csv"):
            self.assertEqual(text.splitlines()[0], "id,lower,upper,size,offset")
            self.assertTrue(text.endswith("\n"))
            if option == "pack":
                self.assertEqual(len(text.splitlines()), 401)
        else:
            kind = {"-o": "schedule", "--certificate": "certificate", "plan -o": "plan"}.get(option, "graph")
            self.assertEqual(json.loads(text)["format"], f"moccasin-{kind}")

    def assert_only(self, *names):
        """No temporary file is left."""
        self.assertEqual(sorted(path.name for path in self.where.iterdir()), sorted(names))

    def in_turn(self, options=tuple(OPTIONS), empty=True):
        """(option, a subtest for it), each with an empty folder."""
        for option in options:
            for path in self.where.iterdir() if empty else ():
                path.unlink()
            yield option, self.subTest(option, user=self.user)

    def assert_refused(self, option, target, why):
        """At once, in one line, with no work done and nothing changed."""
        code, out, err = self.run_option(option, target)
        self.assertEqual((code, out, err), (1, "", f"moccasin: {target}: cannot write: {why}\n"))

    def assert_written(self, option, target, warning=None, **options):
        code, out, err = self.run_option(option, target, **options)
        self.assertEqual(code, 0, err)
        self.assertEqual(err, f"moccasin: warning: {target}: {warning}\n" if warning else "")
        return out
