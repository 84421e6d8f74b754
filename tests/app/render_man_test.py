# SPDX-License-Identifier: Apache-2.0
"""The manual page as groff and people read it."""

import shutil
import subprocess
import unittest

import cli
from cli import run


class ManTest(cli.CliTest):
    def page(self):
        code, page, err = run("help", "--man")
        self.assertEqual((code, err), (0, ""))
        return page

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_groff_warns_of_nothing(self):
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8"], input=self.page(),
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_it_reads_as_help_does(self):
        shown = subprocess.run(["groff", "-man", "-Tascii", "-P-cbou", "-rLL=200n"], text=True,
                               input=self.page(), capture_output=True, check=True).stdout
        words = " ".join(shown.split())
        for command in ("solve", "verify", "generate", "completion"):
            text = run("help", command)[1]
            options = text.partition("Options:\n")[2].partition("\n\n")[0]
            self.assertIn(" ".join(options.split()), words)

    def test_it_is_of_all_commands(self):
        self.assert_fails(2, "--man is the page of all commands; leave out 'solve'",
                          "help", "solve", "--man")


if __name__ == "__main__":
    cli.main()
