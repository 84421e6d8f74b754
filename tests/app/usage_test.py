# SPDX-License-Identifier: Apache-2.0
"""Wrong usage, help and versions."""

import json

import cli
from cli import run

BUDGET = ("a budget: use bytes (8000000000, 8GB, 8GiB, 1.5GiB) or a share of the base peak (80%)")
POSITIVE = "a whole number of at least 1"


class UsageTest(cli.CliTest):
    def test_wrong_commands(self):
        self.assert_fails(2, "no command is given; 'moccasin help' lists them")
        self.assert_fails(2, "unknown command 'slove'; did you mean 'solve'?", "slove")
        self.assert_fails(2, "unknown command 'ver'; did you mean 'verify'?", "ver")
        self.assert_fails(2, "unknown command 'xyzzy'; 'moccasin help' lists them", "xyzzy")
        self.assert_fails(2, "unknown command 'slove'; did you mean 'solve'?", "help", "slove")
        self.assert_fails(2, "unknown option '--versoin'; did you mean '--version'?", "--versoin")
        self.assert_fails(2, "unknown option '--zork'; 'moccasin help' lists them", "--zork")
        self.assert_fails(2, "--json needs --build-info, or a command", "--json")

    def test_wrong_options(self):
        see = "; see 'moccasin help solve'"
        self.assert_fails(2, "solve needs a GRAPH" + see, "solve")
        self.assert_fails(2, "solve needs the option '--budget', or '--minimize peak'" + see,
                          "solve", cli.DATA / "tiny.json")
        self.assert_fails(2, "verify needs a SCHEDULE; see 'moccasin help verify'", "verify", "g")
        self.assert_fails(2, "check needs a CERTIFICATE; see 'moccasin help check'", "check", "g")
        self.assert_fails(2, "info needs a GRAPH; see 'moccasin help info'", "info")
        self.assert_fails(2, "convert needs a GRAPH; see 'moccasin help convert'", "convert")
        self.assert_fails(2, "convert needs a FILE; see 'moccasin help convert'", "convert", "g")
        self.assert_fails(2, "generate needs a KIND; see 'moccasin help generate'", "generate")
        self.assert_fails(2, "generate needs the option '--nodes'; see 'moccasin help generate'",
                          "generate", "chain")
        solve = ("solve", "g", "-b", "1")
        self.assert_fails(2, "unknown option '--bud'; did you mean '--budget'?",
                          "solve", "g", "--bud", "1")
        self.assert_fails(2, "unknown option '--thraeds'; did you mean '--threads'?",
                          *solve, "--thraeds", "4")
        self.assert_fails(2, "unknown option '-x'; 'moccasin help solve' lists them", *solve, "-x")
        self.assert_fails(2, "option '--output' needs a value", *solve, "-o")
        self.assert_fails(2, "option '--quiet' takes no value", *solve, "--quiet=yes")
        self.assert_fails(2, "option '--budget' is given twice", *solve, "-b", "2")
        self.assert_fails(2, "unexpected argument 'h'", *solve, "h")

    def test_wrong_values(self):
        def value(option, text, expected):
            words = ["solve", "g", f"--{option}={text}"]
            self.assert_fails(2, f"--{option}: '{text}' is {expected}",
                              *words, *([] if option == "budget" else ["-b", "1"]))

        for text in ("x", "-1", "8G", "1.5", "80 %", "8 GB", "%", "1e9", "80%%"):
            value("budget", text, "not " + BUDGET)
        for text in ("99999999TB", "9223372036854775808"):
            value("budget", text, "too large")
        for text in ("x", "0", "-1", "5 m", "1e3"):
            value("time-limit", text, "not a time: use 30, 30s, 500ms, 5m or none")
        value("time-limit", "9999999h", "too large")
        for option in ("threads", "workers"):
            for text in ("0", "-1", "1.5", "x", "none"):
                value(option, text, "not " + POSITIVE)
        for option in ("work-limit", "max-copies"):
            for text in ("0", "-1", "1.5", "x", "None"):
                value(option, text, "not " + POSITIVE + ", or none")
        value("work-limit", "9223372036854775808", "too large")
        value("threads", "1025", "too large")
        value("workers", "1025", "too large")
        value("max-copies", "2147483648", "too large")
        value("seed", "-1", "not a whole number")
        value("seed", "18446744073709551616", "too large")
        value("order", "fixed", "not one of kept, free")
        value("color", "red", "not one of auto, always, never")
        value("gap", "x", "not a fraction: use 0.01 or 1%")
        for text in ("5", "1.01", "100"):
            value("gap", text, "a fraction of more than 1; use 5% or 0.05 for 5 per cent, and "
                  "500% for 5")
        for option in ("duration-key", "size-key"):
            self.assert_fails(2, f"--{option}: no key is named", "info", "g", f"--{option}", "")
        value("target", "1.5", "not a duration in whole ticks, or none")
        self.assert_fails(2, "--output: no file is named", "solve", "g", "-b", "1", "-o", "")

    def test_conflicts(self):
        solve = ("solve", "g", "-b", "1")
        self.assert_fails(2, "--json and --json-stream exclude each other",
                          *solve, "--json", "--json-stream")
        self.assert_fails(2, "--verbose and --quiet exclude each other", *solve, "-v", "-q")
        for technique in ("cdcl", "lns"):
            self.assert_fails(2, "--x-search cdcl and lns need --order kept: the engine knows no other order",
                              *solve, "--x-search", technique)
        self.assert_fails(2, "--memory-limit: '0' is not an amount of memory: use 500MB, 500MiB, bytes or none",
                          *solve, "--memory-limit", "0")
        self.assert_fails(2, "--intermediate needs --json-stream", *solve, "-i")
        one = ("only one of --json, --json-stream, --output -, --svg - and --certificate - can have "
               "standard output")
        self.assert_fails(2, one, *solve, "--json", "-o", "-")
        self.assert_fails(2, one, *solve, "-o", "-", "--svg", "-")
        self.assert_fails(2, one, *solve, "--certificate", "-", "--svg", "-")
        self.assert_fails(2, "--log cannot be standard output", *solve, "--log", "-")
        self.assert_fails(2, "'g' would replace the graph", *solve, "-o", "g")
        self.assert_fails(2, "'x' is named twice as an output", *solve, "-o", "x", "--svg", "x")
        for a, b in (("x", "./x"), ("x", "no/../x"), (self.path("x"), f"{self.folder}/./x")):
            self.assert_fails(2, f"'{b}' is named twice as an output",
                              *solve, "-o", a, "--svg", b)
            self.assert_fails(2, f"'{b}' is named twice as an output",
                              *solve, "--svg", a, "--log", b)
        for option in ("--svg", "--certificate", "--log"):
            self.assert_fails(2, "'./w' would replace the warm start",
                              *solve, "--warm-start", "w", option, "./w")
        self.assert_fails(2, "'./g' would replace the graph", *solve, "-o", "./g")
        stdin = "only one file can be '-', standard input"
        self.assert_fails(2, stdin, "solve", "-", "-b", "1", "--warm-start", "-")
        self.assert_fails(2, stdin, "verify", "-", "-")
        self.assert_fails(2, stdin, "check", "-", "-")
        graph = self.file("graph.json", cli.chain(2))
        self.assert_fails(2, f"'{self.folder}/./graph.json' would replace the graph",
                          "solve", graph, "-b", "1", "-o", f"{self.folder}/./graph.json")

    def test_generate(self):
        self.assert_fails(2, "unknown kind 'layerd'; did you mean 'layered'?",
                          "generate", "layerd", "--nodes", "10")
        self.assert_fails(2, "unknown kind 'x'; there are layered, chain, unet, transformer, "
                          "residual", "generate", "x", "--nodes", "10")
        self.assert_fails(2, "--nodes: 'x' is not a whole number",
                          "generate", "chain", "--nodes", "x")
        self.assert_fails(2, "only layered graphs have a width; leave it out for a chain graph",
                          "generate", "chain", "--nodes", "10", "--width", "0.3")
        self.assert_fails(2, "the width of a layered graph is between 0.01 and 0.99",
                          "generate", "layered", "--nodes", "10", "--width", "1")
        code, out, err = run("generate", "chain", "--nodes", "0")
        self.assertEqual((code, out), (2, ""))
        self.assertRegex(err, r"^moccasin: .+\n$")

    def test_help(self):
        code, out, err = run("help")
        self.assertEqual((code, err), (0, ""))
        for command in ("solve", "verify", "check", "info", "generate", "convert", "completion", "help"):
            self.assertIn(f"\n  {command}", out)
            by_help = run("help", command)
            self.assertEqual(by_help[0], 0)
            self.assertTrue(by_help[1].startswith(f"Usage: moccasin {command}"))
            self.assertEqual(run(command, "--help"), by_help)
            self.assertEqual(run(command, "-h"), by_help)
        self.assertEqual(run("--help"), (0, out, ""))

    def test_versions(self):
        code, out, err = run("--version")
        self.assertEqual((code, err), (0, ""))
        self.assertRegex(out, r"^moccasin \d+\.\d+\.\d+( \([0-9a-f]+\+?\))?\n$")
        code, out, err = run("--build-info", "--json")
        info = json.loads(out)
        self.assertEqual((code, err), (0, ""))
        text = run("--build-info")[1]
        for value in info.values():
            self.assertIn(value, text)
        self.assertTrue(info["compiler"])


if __name__ == "__main__":
    cli.main()
