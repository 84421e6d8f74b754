# SPDX-License-Identifier: Apache-2.0
"""Completion by the shells themselves, each where it is installed."""

import shutil
import subprocess
import unittest

import cli
from cli import run

COMMANDS = ["check", "completion", "convert", "explain", "generate", "help", "info", "pack",
            "plan", "plot", "solve", "sweep", "verify"]
KINDS = ["chain", "layered", "residual", "transformer", "unet"]


class CompletionTest(cli.CliTest):
    def script(self, shell):
        code, out, err = run("completion", shell)
        self.assertEqual((code, err), (0, ""))
        return self.file(f"moccasin.{shell}", out)

    def shell(self, *words):
        """What a shell prints in a folder that has the files 'my graph.json' and 'plan.json', and the folder
        'curve'."""
        (self.folder / "curve").mkdir(exist_ok=True)
        self.file("my graph.json", "")
        self.file("plan.json", "")
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False,
                              timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return done.stdout.splitlines()

    def by_bash(self, *words):
        """What bash offers for the last word."""
        return sorted(self.shell(
            "bash", "--norc", "-uc",
            'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _moccasin\n'
            '((${#COMPREPLY[@]} == 0)) || printf "%s\\n" "${COMPREPLY[@]}"',
            self.script("bash"), "moccasin", *words))

    @unittest.skipUnless(shutil.which("bash"), "bash is not installed")
    def test_bash(self):
        registered = self.shell("bash", "--norc", "-c", 'source "$0"; complete -p moccasin',
                                self.script("bash"))
        self.assertEqual(registered, ["complete -F _moccasin moccasin"])
        files = ["curve", "moccasin.bash", "my graph.json", "plan.json"]
        for words, expected in (
                ([""], COMMANDS),
                (["co"], ["completion", "convert"]),
                (["--b"], ["--build-info"]),
                (["solve", ""], files),
                (["solve", "my"], ["my graph.json"]),
                (["solve", "plan.json", "-b", ""], []),
                (["solve", "--budget", "1"], []),
                (["solve", "--bu"], ["--budget"]),
                (["solve", "--json"], ["--json", "--json-stream"]),
                (["solve", "-o", "pl"], ["plan.json"]),
                (["solve", "--output", "="], files),
                (["solve", "--output", "=", "pl"], ["plan.json"]),
                (["sweep", "--resume", ""], ["curve"]),
                (["sweep", "--schedules", "=", "p"], []),
                (["solve", "--order", ""], ["free", "kept"]),
                (["solve", "--order", "=", "k"], ["kept"]),
                (["solve", "-q", "--color", "a"], ["always", "auto"]),
                (["generate", ""], KINDS),
                (["generate", "--nodes", "10", "c"], ["chain"]),
                (["completion", ""], ["bash", "fish", "zsh"]),
                (["help", "s"], ["solve", "sweep"]),
                (["--build-info", "--j"], ["--json"]),
                (["zork", ""], [])):
            self.assertEqual(self.by_bash(*words), expected, words)

    def by_fish(self, line):
        return sorted(word.partition("\t")[0] for word in self.shell(
            "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
            self.script("fish"), line))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        self.shell("fish", "--no-execute", self.script("fish"))
        files = ["'my graph.json'", "moccasin.fish", "plan.json"]
        for line, expected in (
                ("moccasin ", COMMANDS),
                ("moccasin --b", ["--build-info"]),
                ("moccasin solve --bu", ["--budget"]),
                ("moccasin solve --order ", ["free", "kept"]),
                ("moccasin solve -b ", []),
                ("moccasin sweep --resume ", ["curve/"]),
                ("moccasin solve --json", ["--json", "--json-stream"]),
                ("moccasin generate ", KINDS),
                ("moccasin completion f", ["fish"]),
                ("moccasin help so", ["solve"]),
                ("moccasin solve -o pl", ["plan.json"]),
                ("moccasin verify pl", ["plan.json"])):
            self.assertEqual(self.by_fish(line), expected, line)
        self.assertEqual([word.replace("\\ ", " ").strip("'") for word in
                          self.by_fish("moccasin solve my")], [files[0].strip("'")])

    def by_zsh(self, function):
        """What a function hands to zsh's _arguments, a line each."""
        return self.shell(
            "zsh", "-f", "-c",
            'compdef() { print -r -- "compdef $*" }; _arguments() { print -rl -- "$@" }\n'
            'state=; source $1; $2', "zsh", self.script("zsh"), function)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        self.shell("zsh", "-f", "-n", self.script("zsh"))
        self.assertEqual(self.by_zsh("_moccasin_generate"), [
            "compdef _moccasin moccasin", ":",
            "--nodes=[how many operations, or a few less where the kind needs it]:N: ",
            "--seed=[the same seed gives the same graph]:S: ",
            "--width=[of layered graphs, between 0.01 and 0.99: the larger, the fewer and wider "
            "layers]:W: ",
            "(-o --output)-o+[where to write it]:GRAPH:_files",
            "(-o --output)--output=[where to write it]:GRAPH:_files",
            "(-h --help)-h[show this help]", "(-h --help)--help[show this help]",
            "1:KIND:(layered chain unet transformer residual)"])
        self.assertIn("--resume=[go on from what an earlier sweep has left there by --schedules]"
                      ":FOLDER:_files -/", self.by_zsh("_moccasin_sweep"))
        solve = self.by_zsh("_moccasin_solve")
        self.assertIn("--order=[kept: first runs stay in the base order]:kept|free:(kept free)",
                      solve)
        self.assertEqual(solve[-1], "1:GRAPH:_files")
        certificate = next(line for line in solve if line.startswith("--certificate"))
        self.assertIn("for 'moccasin check']", certificate)
        self.assertEqual(self.by_zsh("_moccasin_plot")[-2:],
                         ["1:GRAPH:_files", "*:SCHEDULE:_files"])
        self.assertEqual(self.by_zsh("_moccasin_help")[-1],
                         "1::COMMAND:(solve sweep explain plot verify check plan pack info generate convert completion help)")

    def test_unknown_shells(self):
        self.assert_fails(2, "completion needs a SHELL; see 'moccasin help completion'",
                          "completion")
        self.assert_fails(2, "unknown shell 'powershell'; there are bash, zsh, fish",
                          "completion", "powershell")
        self.assert_fails(2, "unknown shell 'zhs'; did you mean 'zsh'?", "completion", "zhs")


if __name__ == "__main__":
    cli.main()
