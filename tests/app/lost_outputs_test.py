# SPDX-License-Identifier: Apache-2.0
"""Outputs that cannot be written, standard streams that are closed, and what is not to be lost."""

import fcntl
import json
import os
import select
import signal
import subprocess
import time

import cli
from cli import run, start


class LostOutputsTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.env = {"TMPDIR": str(self.temporary)}

    def rescued(self):
        """The only file in the temporary folder."""
        (name,) = self.temporary.iterdir()
        text = name.read_text()
        name.unlink()
        return text

    def run_into_closed(self, pipe, *words, wait_for=".", **options):
        """As run(), with a reader of the pipe that leaves in the middle of what is written, once
        the file `wait_for` is there."""
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        set_pipe_size = 1031  # to a block: whoever writes more has to wait
        fcntl.fcntl(reader, set_pipe_size, 4096)
        process = start(*words, **options)
        arrived, _, _ = select.select([reader], [], [], 60)
        self.assertTrue(arrived, "nothing is written")
        while not os.path.exists(wait_for):
            self.assertIsNone(process.poll())
            time.sleep(0.01)
        process.send_signal(signal.SIGSTOP)
        os.close(reader)
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

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
        for words, what in ((("info", graph), None), (("help",), None),
                            (("solve", graph, "-b", "100%", "--json", "-q"), "schedule"),
                            (("generate", "chain", "--nodes", "10"), "graph"),
                            (("convert", graph, "-"), "graph"),
                            (("solve", graph, "-b", "100%", "-o", "-", "-q"), "schedule")):
            with open("/dev/full", "w") as full:
                process = start(*words, stdout=full, env=self.env)
                _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, words)
            self.assertTrue(err.startswith("moccasin: "), err)
            if what is not None:
                self.assertEqual(json.loads(self.rescued())["format"], f"moccasin-{what}")

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
        graph = self.file("graph.json", cli.chain(200))
        code, out, err = self.run_into_closed(pipe, "solve", graph, "-b", "60%", "-w", "20000",
                                              "-o", pipe)
        self.assertEqual(code, 1)
        self.assertTrue(err.endswith(f"moccasin: {pipe}: cannot write: Broken pipe; the result is "
                                     "on standard output instead\n"), err)
        self.assertIn("steps", json.loads(out))
        self.assertIn("\nfeasible, ", err)  # standard output is taken

    def test_one_broken_pipe_is_not_another(self):
        """The picture's reader is gone, and standard output has another trouble."""
        pipe = self.path("pipe")
        graph = self.file("graph.json", cli.chain(200))
        with open("/dev/full", "w") as full:
            code, _, err = self.run_into_closed(
                pipe, "solve", graph, "-b", "60%", "-w", "20000", "-q", "--svg", pipe, "--json",
                stdout=full, env=self.env)
        self.assertEqual(code, 1)
        self.assertIn(f"{pipe}: cannot write: Broken pipe; the picture is in ", err)
        self.assertIn("standard output: cannot write: No space left on device; the result is in ",
                      err)
        self.assertEqual(sorted(path.suffix for path in self.temporary.iterdir()),
                         [".json", ".svg"])

    def test_a_log_whose_reader_goes_away_does_not_end_the_search(self):
        pipe = self.path("pipe")
        graph = self.file("graph.json", cli.chain(20))
        out = self.path("out.json")
        code, _, err = self.run_into_closed(pipe, "solve", graph, "-b", "60%", "-w", "3000000",
                                            "--x-search", "local", "--log", pipe, "-o", out,
                                            wait_for=out)
        self.assertEqual(code, 1)
        self.assertIn(f"moccasin: {pipe}: cannot write: Broken pipe\n", err)
        self.assertEqual(self.load("out.json")["stop"], "work")

    def test_generate_into_a_pipe_whose_reader_goes_away(self):
        pipe = self.path("pipe.json")
        code, out, err = self.run_into_closed(pipe, "generate", "chain", "--nodes", "3000",
                                              "-o", pipe)
        self.assertEqual((code, err), (1, f"moccasin: {pipe}: cannot write: Broken pipe; the graph "
                                       "is on standard output instead\n"))
        self.assertEqual(json.loads(out)["format"], "moccasin-graph")

    def test_a_stream_into_a_full_disk_ends_at_once(self):
        graph = self.large_graph()
        with open("/dev/full", "w") as full:
            process = start("solve", graph, "-b", "70%", "-t", "100", "-q", "--json-stream",
                            stdout=full)
            err = process.communicate(timeout=60)[1]
        self.assertEqual((process.returncode, err), (
            1, "moccasin: standard output: cannot write: No space left on device\n"))

    def temporary_bytes(self):
        """What is in a temporary file of the program, if there is one."""
        for path in self.folder.glob(".moccasin-*"):
            try:
                return path.stat().st_size
            except FileNotFoundError:
                pass
        return 0

    def test_a_signal_takes_the_temporary_file_along(self):
        graph = self.path("graph.json")
        self.assertEqual(run("generate", "transformer", "--nodes", 20000, "-o", graph)[0], 0)
        for words in (("generate", "transformer", "--nodes", 100000, "-o", self.path("out.json")),
                      ("convert", graph, self.path("out.json"))):
            process = start(*words)
            while process.poll() is None and self.temporary_bytes() <= 4096:  # of the trial
                pass
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
            self.assertEqual(list(self.folder.glob(".moccasin-*")), [])

    def test_the_time_limit_of_reading_is_not_one_of_waiting_for_a_reader(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        self.assert_fails(1, f"{pipe}: cannot write: the pipe has no reader", "solve",
                          self.file("graph.json", cli.chain(3)), "-b", "100%", "-t", "0.5",
                          "-o", pipe)

    def test_a_full_standard_output_does_not_take_the_result_with_it(self):
        graph = self.file("graph.json", cli.chain(20))
        words = ("solve", graph, "-b", "60%", "-w", "20000", "-q", "--json")
        with open("/dev/full", "w") as full:
            process = start(*words, stdout=full, env=self.env)
            err = process.communicate(timeout=60)[1]
            beginning = ("moccasin: standard output: cannot write: No space left on device; the "
                         "result is in ")
            self.assertEqual(process.returncode, 1)
            self.assertTrue(err.startswith(beginning), err)
            name = err.removeprefix(beginning).removesuffix(" instead\n")
            self.assertEqual(os.path.dirname(name), str(self.temporary))
            self.assertIn("steps", json.loads(self.rescued()))
            out = self.path("out.json")
            process = start(*words, "-o", out, stdout=full, env=self.env)
            err = process.communicate(timeout=60)[1]
        self.assertEqual(err, beginning.replace("is in ", f"is in {out}\n"))
        self.assertIn("steps", self.load("out.json"))

    def test_a_warm_start_is_not_replaced_by_nothing(self):
        graph = self.file("graph.json", cli.chain(20))
        out = self.path("out.json")
        self.assertEqual(run("solve", graph, "-b", "60%", "-w", "20000", "-o", out)[0], 0)
        before = self.load("out.json")
        os.symlink("out.json", self.path("link.json"))
        for path, warm in ((out, out), (self.path("link.json"), out), (out, "-")):
            words = ("solve", graph, "-b", "8", "-w", "1000", "-q", "--warm-start", warm, "-o", path)
            with open(out) as file:
                process = start(*words, stdin=file, env=self.env)
                err = process.communicate(timeout=60)[1]
            self.assertEqual(process.returncode, 20)
            self.assertIn(f"moccasin: warning: {path}: keeps the schedule that it has: there is no "
                          f"other; the result is in {self.temporary}/", err)
            self.assertEqual(json.loads(self.rescued())["status"], "infeasible")
            self.assertEqual(self.load("out.json"), before)
        with open(out) as file:
            process = start("solve", graph, "-b", "8", "-q", "--warm-start", "-", "-o", "-",
                            stdin=file)
            self.assertEqual(json.loads(process.communicate(timeout=60)[0])["status"],
                             "infeasible")

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
        for name, output in (("model.dzn", "model.mzn"), ("x.lp", "x.lp"), ("x.mzn", "x.mzn"),
                             ("x.json", "x.json")):
            path = self.file(name, cli.chain(3))
            budget = () if output.endswith(".json") else ("-b", "100%")
            self.assert_fails(2, f"'{path}' would replace the graph",
                              "convert", path, self.path(output), *budget)
            with open(path) as file:
                process = start("convert", "-", path, *budget, stdin=file)
                self.assertIn("would replace the graph" if name != "model.dzn" else "is neither",
                              process.communicate(timeout=60)[1])
        for name in ("m.mzn", "m.dzn"):
            os.symlink("both.txt", self.path(name))
        self.assert_fails(2, f"'{self.path('m.mzn')}' and '{self.path('m.dzn')}' are one file",
                          "convert", graph, self.path("m.mzn"), "-b", "100%")
        with open(self.path("out"), "w+") as file:
            process = start(*solve, "-o", "/dev/fd/1", "--json", stdout=file)
            self.assertIn("can have standard output", process.communicate(timeout=60)[1])
        theirs, ours = os.pipe()
        words = ("-o", f"/dev/fd/{ours}", "--svg", f"/proc/self/fd/{ours}")
        process = start(*solve, *words, pass_fds=[ours])
        self.assertIn("is named twice as an output", process.communicate(timeout=60)[1])
        # What is open as standard output too is that, whatever its number: the report makes room.
        process = start(*solve, "-o", f"/dev/fd/{ours}", stdout=ours, pass_fds=[ours])
        os.close(ours)
        with os.fdopen(theirs) as pipe:
            self.assertEqual(json.load(pipe)["status"], "optimal")
        process.communicate(timeout=60)
        with open(graph) as file:
            text = file.read()
            file.seek(0)
            process = start("solve", "-", "-b", "100%", "-o", graph, stdin=file)
            self.assertEqual(process.communicate(timeout=60)[1],
                             f"moccasin: '{graph}' would replace the graph\n")
        self.assertEqual((self.folder / "graph.json").read_text(), text)


if __name__ == "__main__":
    cli.main()
