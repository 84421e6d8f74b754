# SPDX-License-Identifier: Apache-2.0
"""Outputs that cannot be written, standard streams that are closed, and what is not to be lost."""

import json
import os
import subprocess
import threading

import cli
from cli import run, start


class LostOutputsTest(cli.CliTest):
    def test_output_that_cannot_be_written(self):
        graph = self.large_graph()
        nowhere = self.path("no/such/folder/x.json")
        for words in (("solve", graph, "-b", "70%", "-o", nowhere),
                      ("solve", graph, "-b", "70%", "--svg", nowhere),
                      ("solve", graph, "-b", "70%", "--certificate", nowhere),
                      ("solve", graph, "-b", "70%", "--log", nowhere),
                      ("solve", graph, "-b", "70%", "-o", str(self.folder)),
                      ("generate", "chain", "--nodes", "10", "-o", nowhere)):
            code, out, err = run(*words)
            self.assertEqual((code, out), (1, ""), words)
            self.assertTrue(err.startswith("moccasin: "), err)
            self.assertEqual(err.count("\n"), 1, err)  # found before any search

    def test_a_pipe_without_a_reader(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        graph = self.file("graph.json", cli.chain(3))
        for option in ("-o", "--svg", "--certificate", "--log"):
            self.assert_fails(1, f"{pipe}: cannot write: the pipe has no reader",
                              "solve", graph, "-b", "100%", option, pipe)

    def test_the_standard_output_device_is_standard_output(self):
        graph = self.file("graph.json", cli.chain(3))
        out = self.path("out.json")
        with open(out, "w") as file:
            process = start("solve", graph, "-b", "100%", "-o", "/dev/stdout", stdout=file)
            err = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(self.load("out.json")["status"], "optimal")
        self.assertIn("optimal", err)

    def test_full_standard_output(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        graph = self.file("graph.json", cli.chain(3))
        for words in (("info", graph), ("help",), ("solve", graph, "-b", "100%", "--json", "-q"),
                      ("generate", "chain", "--nodes", "10"),
                      ("solve", graph, "-b", "100%", "-o", "-", "-q")):
            with open("/dev/full", "w") as full:
                process = start(*words, stdout=full)
                _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, words)
            self.assertTrue(err.startswith("moccasin: "), err)

    def test_a_reader_that_goes_away_is_no_error(self):
        process = start("generate", "layered", "--nodes", 30000)
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual(process.stderr.read(), "")
        process.stderr.close()
        self.assertEqual(process.wait(timeout=60), -13)  # SIGPIPE, as for any tool

    def close_and_run(self, closed, *words):
        """With standard streams closed, as by >&-."""
        shell = f'exec "$@" {closed}'
        done = subprocess.run(["/bin/sh", "-c", shell, "sh", cli.PROGRAM, *map(str, words)],
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_a_closed_standard_output_is_refused_before_the_work(self):
        graph = self.file("graph.json", cli.chain(3))
        text = (self.folder / "graph.json").read_text()
        problem = "moccasin: standard output: cannot write: it is open for reading only\n"
        for words in (("solve", graph, "-b", "100%", "--json"),
                      ("solve", graph, "-b", "100%", "--json-stream"),
                      ("solve", graph, "-b", "100%", "-o", "-"), ("convert", graph, "-"),
                      ("generate", "chain", "--nodes", "10")):
            self.assertEqual(self.close_and_run(">&-", *words), (1, "", problem), words)
        # What is printed does not go into a file that has its number.
        out = self.path("out.json")
        code, _, err = self.close_and_run(">&- 2>&-", "solve", graph, "-b", "100%", "-o", out)
        self.assertEqual((code, err), (1, ""))
        self.assertEqual(self.load("out.json")["status"], "optimal")
        self.assertEqual((self.folder / "graph.json").read_text(), text)

    def test_a_pipe_whose_reader_goes_away_does_not_take_the_result_with_it(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        graph = self.file("graph.json", cli.chain(2000))

        def open_and_close():
            os.close(os.open(pipe, os.O_RDONLY))

        reader = threading.Thread(target=open_and_close, daemon=True)
        reader.start()
        code, out, err = run("solve", graph, "-b", "60%", "-t", "2", "-o", pipe)
        reader.join()
        self.assertEqual(code, 1)
        self.assertTrue(err.endswith(f"moccasin: {pipe}: cannot write: Broken pipe; the result is "
                                     "on standard output instead\n"), err)
        self.assertIn("steps", json.loads(out))
        self.assertIn("\nfeasible, ", err)  # standard output is taken

    def test_a_full_standard_output_does_not_take_the_result_with_it(self):
        graph = self.file("graph.json", cli.chain(20))
        words = ("solve", graph, "-b", "60%", "-w", "20000", "-q", "--json")
        environment = dict(os.environ, TMPDIR=str(self.folder))
        with open("/dev/full", "w") as full:
            process = start(*words, stdout=full, env=environment)
            err = process.communicate(timeout=60)[1]
            beginning = ("moccasin: standard output: cannot write: No space left on device; the "
                         "result is in ")
            self.assertEqual(process.returncode, 1)
            self.assertTrue(err.startswith(beginning), err)
            name = err.removeprefix(beginning).removesuffix(" instead\n")
            self.assertEqual(os.path.dirname(name), str(self.folder))
            self.assertIn("steps", self.load(os.path.basename(name)))
            out = self.path("out.json")
            process = start(*words, "-o", out, stdout=full, env=environment)
            err = process.communicate(timeout=60)[1]
        self.assertEqual(err, beginning.replace("is in ", f"is in {out}\n"))
        self.assertIn("steps", self.load("out.json"))

    def test_a_warm_start_is_not_replaced_by_nothing(self):
        graph = self.file("graph.json", cli.chain(20))
        out = self.path("out.json")
        self.assertEqual(run("solve", graph, "-b", "60%", "-w", "20000", "-o", out)[0], 0)
        before = self.load("out.json")
        os.symlink("out.json", self.path("link.json"))
        for path in (out, self.path("link.json")):
            code, _, err = run("solve", graph, "-b", "8", "-w", "1000", "-q", "--warm-start", out,
                               "-o", path, env={"TMPDIR": str(self.folder)})
            self.assertEqual(code, 20)
            beginning = (f"moccasin: warning: {path}: keeps the schedule that it has: there is no "
                         f"other; the result is in {self.folder}/")
            self.assertIn(beginning, err)
            name = err[err.index(beginning) + len(beginning):].splitlines()[0]
            self.assertEqual(self.load(name)["status"], "infeasible")
            self.assertEqual(self.load("out.json"), before)

    def test_a_picture_or_certificate_that_there_is_not_is_said_so(self):
        graph = self.file("graph.json", cli.chain(20))
        svg, certificate = self.path("out.svg"), self.path("c.json")
        code, _, err = run("solve", graph, "-b", "8", "-q", "--svg", svg, "--certificate",
                           certificate)
        self.assertEqual(code, 20)
        self.assertIn(f"warning: {svg}: not written: there is no schedule to draw\n", err)
        self.assertIn(f"warning: {certificate}: not written: there is no certificate of floor\n",
                      err)

    def test_outputs_that_would_take_each_others_place(self):
        graph = self.file("graph.json", cli.chain(3))
        os.symlink("nothing", self.path("dangling"))
        nothing = self.path("nothing")
        solve = ("solve", graph, "-b", "100%")
        self.assert_fails(2, f"'{nothing}' is named twice as an output",
                          *solve, "-o", self.path("dangling"), "--svg", nothing)
        for option in ("-o", "--svg", "--certificate", "--log"):
            with open(self.path("out"), "w+") as file:
                process = start(*solve, option, file.name, stdout=file)
                self.assertEqual(process.communicate(timeout=60)[1], f"moccasin: '{file.name}' is "
                                 "where standard output goes\n")
                process = start(*solve, option, file.name, stderr=file)
                process.communicate(timeout=60)
                file.seek(0)
                self.assertEqual(file.read(), f"moccasin: '{file.name}' is where standard error "
                                 "goes\n")
                self.assertEqual(process.returncode, 2)
        data = self.file("model.dzn", cli.chain(3))
        self.assert_fails(2, f"'{data}' would replace the graph",
                          "convert", data, self.path("model.mzn"), "-b", "100%")
        with open(graph) as file:
            text = file.read()
            file.seek(0)
            process = start("solve", "-", "-b", "100%", "-o", graph, stdin=file)
            self.assertEqual(process.communicate(timeout=60)[1],
                             f"moccasin: '{graph}' would replace the graph\n")
        self.assertEqual((self.folder / "graph.json").read_text(), text)


if __name__ == "__main__":
    cli.main()
