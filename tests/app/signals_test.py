# SPDX-License-Identifier: Apache-2.0
"""solve interrupted: the best is kept and written, files are whole, a second signal ends at once."""

import json
import os
import pathlib
import select
import signal
import subprocess
import time

import cli
from cli import run, start


class SignalsTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.graph = self.large_graph()

    def begin(self, *words, **options):
        """Starts a search and waits for its first solution."""
        process = start("solve", self.graph, "-b", "70%", "-t", "100", "-o", self.path("out.json"),
                        *words, **options)
        deadline = time.monotonic() + 60
        while not os.path.exists(self.path("out.json")):
            self.assertLess(time.monotonic(), deadline, "no first solution within a minute")
            self.assertIsNone(process.poll(), "the search ended by itself")
            time.sleep(0.02)
        return process

    @staticmethod
    def stop(process):
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    @staticmethod
    def interrupt_twice(process):
        """Both are pending when the stopped process goes on: it gets them at the same time."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCONT):
            process.send_signal(number)

    def assert_whole(self):
        self.assertEqual(run("verify", self.graph, self.path("out.json"))[0], 0)
        left = sorted(path.name for path in self.folder.iterdir())
        self.assertEqual(left, ["large.json", "out.json"])  # no temporary file

    def test_the_first_signal_keeps_and_writes_the_best(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.begin("--json")
            time.sleep(0.5)
            process.send_signal(number)
            out, err = process.communicate(timeout=90)  # its limit of time comes later
            self.assertEqual(process.returncode, 0)
            result = json.loads(out)
            self.assertEqual((result["status"], result["stop"]), ("feasible", "user"))
            self.assertEqual(result, self.load("out.json"))
            self.assertIn("interrupted after ", err)
            self.assert_whole()
            os.remove(self.path("out.json"))

    def test_interrupted_with_nothing_found(self):
        floor = json.loads(run("info", self.graph, "--json")[1])["floor"]["bytes"]
        process = start("solve", self.graph, "-b", floor, "-t", "100", "--json-stream", "-q")
        start_line = process.stdout.readline()
        self.assertEqual(json.loads(start_line)["type"], "start")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out = process.stdout.read()
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 10)
        last = json.loads(out.splitlines()[-1])
        self.assertEqual((last["status"], last["stop"]), ("unknown", "user"))
        self.assertGreater(last["least_peak"], floor)

    def test_the_second_signal_ends_at_once(self):
        # Without a word: what the first would have it say and write comes to nothing.
        process = self.begin("-q")
        self.stop(process)
        self.interrupt_twice(process)
        self.assertEqual(process.communicate(timeout=60), ("", ""))
        self.assertEqual(process.returncode, 130)
        self.assertEqual(self.load("out.json")["stop"], "user")
        self.assertEqual(run("verify", self.graph, self.path("out.json"))[0], 0)

    def test_the_second_signal_leaves_no_temporary_file(self):
        graph = self.path("huge.json")
        self.assertEqual(run("generate", "transformer", "--nodes", 30000, "-o", graph)[0], 0)
        deadline = time.monotonic() + 20
        caught = False
        while not caught:  # a write in the middle
            process = start("solve", graph, "-b", "70%", "-t", "100", "-q", "-o",
                            self.path("out.json"))
            while process.poll() is None and not any(self.folder.glob("*.tmp")):
                if time.monotonic() > deadline:
                    process.kill()
                    process.communicate()
                    self.skipTest("the program was never seen in the middle of a write")
            time.sleep(0.005)  # the check of the output's folder is over sooner
            self.stop(process)
            temporary = list(self.folder.glob("*.tmp"))
            caught = any(path.stat().st_size > 0 for path in temporary)
            self.interrupt_twice(process)
            process.communicate(timeout=30)
            self.assertEqual(list(self.folder.glob("*.tmp")), [])
        self.assertEqual(process.returncode, 130)

    def test_a_pipe_gets_the_result_only(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
        process = start("solve", self.graph, "-b", "70%", "-t", "2", "-q", "-o", pipe)
        out = reader.communicate(timeout=60)[0]
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(json.loads(out)["stop"], "time")  # one document

    def test_a_pipe_that_nobody_empties_can_be_left_by_one_signal(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        process = start("solve", self.graph, "-b", "70%", "-t", "1", "-q", "-o", pipe)
        arrived, _, _ = select.select([reader], [], [], 60)
        self.assertTrue(arrived, "nothing is written")
        with self.assertRaises(subprocess.TimeoutExpired):  # its result is larger than a pipe
            process.wait(timeout=0.5)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, 130)

    def test_a_kill_at_any_moment_leaves_a_whole_file(self):
        for delay in (0.0, 0.05, 0.2, 0.33):
            process = self.begin("-q")
            time.sleep(delay)
            process.kill()
            process.communicate(timeout=30)
            self.assertEqual(run("verify", self.graph, self.path("out.json"))[0], 0)
            for path in self.folder.glob("*out.json*"):
                os.remove(path)

    def test_the_file_is_whole_whenever_it_is_read(self):
        process = self.begin("-q")
        seen = set()
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            result = self.load("out.json")  # parses
            self.assertTrue(result["steps"])
            seen.add(result["duration"])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertLessEqual(self.load("out.json")["duration"], min(seen))

    def test_a_signal_that_was_ignored_stays_ignored(self):
        # As under nohup; SIGTERM still stops.
        process = subprocess.Popen(
            ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh", cli.PROGRAM, "solve", self.graph,
             "-b", "70%", "-t", "100", "-q", "-o", self.path("out.json")],
            stdout=subprocess.PIPE, text=True)
        while not pathlib.Path(self.path("out.json")).exists():
            self.assertIsNone(process.poll())
            time.sleep(0.02)
        self.stop(process)
        self.interrupt_twice(process)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)  # not the second signal's
        self.assertEqual(self.load("out.json")["stop"], "user")

    def test_a_reader_that_goes_away_ends_the_search_quietly(self):
        process = self.begin("--json-stream", "-q")
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.stderr.read(), "")
        process.stderr.close()
        self.assertEqual(process.wait(timeout=60), -signal.SIGPIPE)
        self.assert_whole()


if __name__ == "__main__":
    cli.main()
