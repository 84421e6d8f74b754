# SPDX-License-Identifier: Apache-2.0
"""moccasin pack: offsets for buffers in files, as minimalloc's users have them."""

import json
import os
import signal

import cli
from cli import run, start

# minimalloc's example, which packs into 12 bytes.
EXAMPLE = "id,lower,upper,size\nb1,0,3,4\nb2,3,9,4\nb3,0,9,4\nb4,9,21,4\nb5,0,21,4\n"


def overlaps(rows):
    """Pairs of rows of a placement that share time and bytes: the obvious way."""
    rows = [tuple(map(int, row[1:])) for row in rows]
    return [(a, b) for i, a in enumerate(rows) for b in rows[:i]
            if a[0] < b[1] and b[0] < a[1] and a[3] < b[3] + b[2] and b[3] < a[3] + a[2]]


class Pack(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.example = self.file("example.csv", EXAMPLE)

    def placement(self, text):
        header, *rows = [line.split(",") for line in text.splitlines()]
        self.assertEqual(header, ["id", "lower", "upper", "size", "offset"])
        return rows

    def test_the_least_arena(self):
        code, out, err = run("pack", self.example, "-o", self.path("out.csv"))
        self.assertEqual(code, 0, err)
        lines = out.splitlines()
        self.assertEqual(lines[0],
                         "optimal, arena 12 bytes, live peak 12 bytes, fragmentation 0.00 %")
        self.assertRegex(lines[1], r"^ended after \d+\.\d+ s, found by .*; no arena is smaller than "
                                   "12 bytes, by live bytes$")
        self.assertEqual(err.splitlines(), [
            f"buffers    {self.example}: 5 buffers", "limits     60 s, seed 0",
            f"placement written to {self.path('out.csv')}"])
        rows = self.placement((self.folder / "out.csv").read_text())
        self.assertEqual([",".join(row[:4]) for row in rows], EXAMPLE.splitlines()[1:])
        self.assertEqual(overlaps(rows), [])
        self.assertEqual(max(int(row[3]) + int(row[4]) for row in rows), 12)

    def test_minimallocs_command_line(self):
        words = ("pack", "--capacity=12", f"--input={self.example}", "--timeout=10s")
        code, out, err = run(*words, f"--output={self.path('out.csv')}")
        self.assertEqual((code, out.splitlines()[0]), (
            0, "optimal, arena 12 bytes, live peak 12 bytes, fragmentation 0.00 %"), err)
        self.assertIn("\ncapacity   12 bytes\nlimits     10.0 s, seed 0\n", err)
        code, out, err = run(*words, "--output=-")
        self.assertEqual((code, out), (0, (self.folder / "out.csv").read_text()))
        self.assertIn("\noptimal, arena 12 bytes, ", err)
        self.assert_fails(2, "unknown option '--minimize_capacity'; 'moccasin help pack' lists "
                             "them",
                          *words, "--minimize_capacity")

    def test_what_was_placed_stays_placed(self):
        out = self.path("out.csv")
        self.assertEqual(run("pack", self.example, "-q", "-o", out)[0], 0)
        text = (self.folder / "out.csv").read_text()
        code, again, err = run("pack", out, "-o", "-")
        self.assertEqual((code, again), (0, text))
        self.assertIn(f"buffers    {out}: 5 buffers, 5 of them fixed\n", err)

    def test_a_capacity_below_the_live_peak_is_proved_impossible(self):
        out = self.path("out.csv")
        code, text, err = run("pack", self.example, "--capacity", 11, "-o", out)
        self.assertEqual(code, 20)
        self.assertRegex(text, r"^infeasible: nothing fits in 11 bytes\nproved after \d+\.\d+ s: "
                               r"no arena is smaller than 12 bytes, by live bytes\n$")
        self.assertIn(f"moccasin: warning: {out}: not written: there is no placement that fits\n",
                      err)
        self.assertFalse(os.path.exists(out))
        code, text, _ = run("pack", self.example, "--capacity", 11, "--json")
        result = json.loads(text)
        self.assertEqual((code, result["status"], result["capacity"], result["bound"]),
                         (20, "infeasible", 11, 12))
        self.assertNotIn("offsets", result)

    def test_what_is_neither_found_nor_refuted_in_time(self):
        """The live peak is 8 bytes, and the alignment demands 10."""
        path = self.file("a.csv", "id,lower,upper,size,alignment\na,0,3,3,4\nb,0,3,3,4\nc,1,2,1,1\n"
                                  "d,2,4,2,4\ne,3,5,3,4\n")
        words = ("pack", path, "--capacity", 9)
        code, out, err = run(*words, "-w", 1, "-o", self.path("out.csv"))
        self.assertEqual(code, 10)
        self.assertRegex(out, r"^nothing found in 9 bytes, nor proved impossible: stopped by the "
                              r"work limit after .* s; no arena is smaller than 8 bytes, by live "
                              r"bytes\nthe smallest arena found: \d+ bytes\n$")
        self.assertIn(": not written: there is no placement that fits\n", err)
        self.assertFalse(os.path.exists(self.path("out.csv")))
        result = json.loads(run(*words, "-w", 1, "--json")[1])
        self.assertEqual(result["status"], "unknown")
        self.assertGreaterEqual(result["least_arena"], 10)
        code, out, _ = run(*words)
        self.assertEqual((code, out.splitlines()[0]), (20, "infeasible: nothing fits in 9 bytes"))
        self.assertTrue(run("pack", path)[1].startswith("optimal, arena 10 bytes, "))

    def test_alignments(self):
        path = self.file("a.csv", "id,lower,upper,size,alignment\na,0,2,3,\nb,1,3,3,4\nc,0,3,1,\n")
        code, out, err = run("pack", path, "--alignment", 8, "-o", "-", "-q")
        self.assertEqual((code, err), (0, ""))
        lines = out.splitlines()
        self.assertEqual(lines[0], "id,lower,upper,size,alignment,offset")
        self.assertEqual([line.split(",")[4] for line in lines[1:]], ["8", "4", "8"])
        for line in lines[1:]:
            self.assertEqual(int(line.split(",")[5]) % int(line.split(",")[4]), 0, line)

    def test_json(self):
        code, out, err = run("pack", self.example, "--json", "-q", "-w", 1000)
        self.assertEqual((code, err), (0, ""))
        result = json.loads(out)
        self.assertGreater(result.pop("time"), 0)
        self.assertGreater(result.pop("work"), 0)
        offsets, found_by = result.pop("offsets"), result.pop("found_by")
        rows = [row.split(",") + [offset] for row, offset in
                zip(EXAMPLE.splitlines()[1:], offsets, strict=True)]
        self.assertEqual(overlaps(rows), [])
        self.assertNotEqual(found_by, "")
        self.assertEqual(result, {"buffers": 5, "status": "optimal", "arena": 12, "live_peak": 12,
                                  "bound": 12, "fragmentation": 0, "bound_by": "live bytes"})

    def test_work_limits_repeat(self):
        words = ("pack", self.example, "-w", 100000, "-o", "-", "-r", 7)
        first, second = run(*words), run(*words)
        self.assertEqual(first[:2], second[:2])
        self.assertIn("\nlimits     100 000 ticks of work, seed 7\n", first[2])

    def test_a_signal_keeps_the_best(self):
        """What overlaps in a wild way is not packed into the live peak, nor proved not to be."""
        buffers = [(i * 7919 % 3001, 1 + i * i % 211, 1 + i * 104729 % 997) for i in range(3000)]
        rows = "".join(f"b{i},{lower},{lower + length},{size}\n"
                       for i, (lower, length, size) in enumerate(buffers))
        path = self.file("wild.csv", "id,lower,upper,size\n" + rows)
        process = start("pack", path, "-t", "none", "-o", self.path("out.csv"))
        for line in process.stderr:
            if line.startswith("limits"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        self.assertRegex(out, r"^feasible, arena .*\ninterrupted after ")
        placed = self.placement((self.folder / "out.csv").read_text())
        self.assertEqual(len(placed), 3000)

    def test_nothing_to_place(self):
        path = self.file("none.csv", "id,lower,upper,size\n")
        code, out, _ = run("pack", path)
        self.assertEqual(code, 0)
        self.assertIn("optimal, arena 0 bytes, live peak 0 bytes, fragmentation 0.00 %\n", out)
        self.assertEqual(run("pack", path, "-o", "-", "-q")[:2],
                         (0, "id,lower,upper,size,offset\n"))

    def test_standard_input(self):
        code, out, _ = run("pack", "-", "-o", "-", "-q", stdin=EXAMPLE)
        self.assertEqual((code, overlaps(self.placement(out))), (0, []))
        self.assert_fails(3, "standard input:2:3: lower: 'x' is not a whole number (buffer 'a')",
                          "pack", "-", stdin="id,lower,upper,size\na,x,1,1\n")

    def test_bad_input(self):
        self.assert_fails(3, f"{self.path('no.csv')}: cannot read: No such file or directory",
                          "pack", self.path("no.csv"))
        path = self.file("bad.csv", EXAMPLE + "b6,3,2,1\n")
        self.assert_fails(3, f"{path}:7:6: upper: must not be below lower, which is 3, but is 2 "
                             "(buffer 'b6')", "pack", path)

    def test_usage(self):
        fails = lambda message, *words: self.assert_fails(2, message, "pack", *words)
        fails("pack needs a FILE; see 'moccasin help pack'")
        fails("FILE and --input exclude each other", self.example, "--input", self.example)
        fails("--input: no file is named", "--input", "")
        fails("--output: no file is named", self.example, "-o", "")
        fails("--time-limit and --timeout exclude each other",
              self.example, "-t", 1, "--timeout", 1)
        fails("--verbose and --quiet exclude each other", self.example, "-v", "-q")
        fails("only one of --json and --output - can have standard output",
              self.example, "--json", "-o", "-")
        fails(f"'{self.example}' would replace the buffers", self.example, "-o", self.example)
        for value in ("0", "x", "-1", "1.5"):
            fails(f"--capacity: '{value}' is not a number of bytes of at least 1: use 1048576, "
                  "1MB or 1MiB", self.example, f"--capacity={value}")
        for value in ("0", "x", "-1"):
            fails(f"--alignment: '{value}' is not a whole number of at least 1",
                  self.example, f"--alignment={value}")
        fails("--timeout: '1m30s' is not a time: use 30, 30s, 500ms, 5m or none",
              self.example, "--timeout=1m30s")

    def test_a_time_limit_ends_reading(self):
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        writer = os.open(pipe, os.O_RDWR)
        try:
            self.assert_fails(10, "stopped by the time limit after 0.200 s, while reading "
                                  f"{pipe}: nothing was found", "pack", pipe, "-t", "200ms")
        finally:
            os.close(writer)


if __name__ == "__main__":
    cli.main()
