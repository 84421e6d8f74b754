# SPDX-License-Identifier: Apache-2.0
"""The comparison of packers: packing_test.py PROGRAM COMPARE_FOLDER.

moccasin alone, and CP-SAT where OR-Tools is installed.
"""

import importlib.util
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, COMPARE = sys.argv[1:3]
sys.path.insert(0, COMPARE)

import buffers  # noqa: E402  after it is known where they are
import packers  # noqa: E402
import packing  # noqa: E402
from buffers import Buffer  # noqa: E402
from packers import Run  # noqa: E402

TINY = "id,lower,upper,size\na,0,3,4\nb,3,9,4\nc,0,9,4\n"
THREE = [Buffer(0, 3, 4), Buffer(3, 9, 4), Buffer(0, 9, 4)]


def exit_of(code, errors=""):
    return packers.Exit(code, "", errors, 1.0, 1.0, killed=False)


class BuffersTest(unittest.TestCase):
    def test_files_are_read_as_minimalloc_names_their_columns(self):
        self.assertEqual(buffers.read(TINY), THREE)
        other = "size,end,buffer,start,alignment,offset\n4,2,a,0,8,\n7,2,b,1,,16\n"
        other += "0,9,c,0,1,\n4,-1,d,0,1,\n"  # one has no bytes, the other no life
        self.assertEqual(buffers.read(other), [Buffer(0, 3, 4, 8), Buffer(1, 3, 7)])

    def test_what_cannot_be_read_is_refused(self):
        for text, why in (
            ("id,lower,size\na,0,4\n", "line 2: no upper"),
            (TINY + "d,0,x,4\n", "invalid literal"),
            ("id,lower,upper,size,gaps\na,0,9,4,2-3\n", "line 2: buffers with gaps"),
        ):
            with self.assertRaisesRegex(ValueError, why):
                buffers.read(text)

    def test_what_is_written_is_read_again(self):
        aligned = [*THREE, Buffer(-5, 4, 3, 16)]
        self.assertEqual(buffers.write(THREE[:1]), "id,lower,upper,size\n0,0,3,4\n")
        for some in (THREE, aligned):
            self.assertEqual(buffers.read(buffers.write(some)), some)

    def test_offsets_are_read_by_name(self):
        self.assertEqual(buffers.read_offsets("id,offset\n1,4\n0,0\n", 2), [0, 4])
        for text in ("id,offset\n0,0\n", "id,offset\n0,0\n1,\n", "id,offset\n0,0\n2,1\n"):
            with self.assertRaises(ValueError):
                buffers.read_offsets(text, 2)

    def test_what_ends_where_another_begins_is_not_live_with_it(self):
        self.assertEqual(buffers.live_peak(THREE), 8)
        self.assertEqual(buffers.live_peak([*THREE, Buffer(2, 4, 1)]), 9)

    def test_the_checker_finds_what_is_wrong(self):
        self.assertIsNone(buffers.what_is_wrong(THREE, [0, 0, 4], 8))
        for offsets, capacity, why in (
            ([0, 1, 4], 8, "buffers 1 and 2 overlap"),  # by one byte
            ([0, 0, 3], 8, "buffers 0 and 2 overlap"),
            ([0, 0, 5], 8, "buffer 2 is not within the capacity"),
            ([-1, 0, 4], 8, "buffer 0 is not within the capacity"),
        ):
            self.assertEqual(buffers.what_is_wrong(THREE, offsets, capacity), why)
        inside = [Buffer(0, 2, 9), Buffer(0, 2, 2)]
        self.assertEqual(buffers.what_is_wrong(inside, [0, 3], 9), "buffers 0 and 1 overlap")
        aligned = [Buffer(0, 2, 4, 8)]
        self.assertEqual(buffers.what_is_wrong(aligned, [4], 8), "buffer 0 is not aligned")


class PackersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.packers = packers.Packers(PROGRAM, None)

    def case(self, capacity=None):
        return packers.make_case("tiny", TINY, self.folder, capacity)

    def script(self, text):
        path = self.folder / "program"
        path.write_text(f"#!{sys.executable}\nimport sys\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def test_moccasin_packs_and_refutes(self):
        self.assertEqual(self.case().capacity, 8)
        for capacity, end in ((None, "solved"), (7, "impossible")):
            run = self.packers.run("moccasin", self.case(capacity), 30)
            self.assertEqual(run.end, end)
            self.assertGreater(run.cpu, 0)

    def test_wrong_offsets_are_noticed(self):
        write = 'open(sys.argv[sys.argv.index("--output") + 1], "w").write("id,offset\\n{}")'
        overlap = ("0,0\\n1,0\\n2,3\\n", "buffers 0 and 2 overlap")
        for rows, why in (overlap, ("0,0\\n", "not every")):
            liar = packers.Packers(self.script(write.format(rows)), None)
            with self.assertRaisesRegex(packers.Failure, "tiny, moccasin: " + why):
                liar.run("moccasin", self.case(), 30)

    def test_a_contender_that_fails_is_named(self):
        broken = packers.Packers(self.script('sys.exit("no luck")'), None)
        with self.assertRaisesRegex(packers.Failure, "tiny, moccasin: exit status 1: no luck"):
            broken.run("moccasin", self.case(), 30)

    def test_minimalloc_says_how_it_ended_in_words(self):
        self.assertEqual(packers.minimalloc_end(exit_of(0)), "solved")
        said = {"NOT_FOUND: x": "impossible", "DEADLINE_EXCEEDED: x": "open", "?": None}
        for errors, end in said.items():
            self.assertEqual(packers.minimalloc_end(exit_of(1, errors)), end)

    def test_a_checkout_without_submodules_is_told_what_it_needs(self):
        with self.assertRaisesRegex(packers.Failure, "no checkout of github.com/google/minimalloc"):
            packers.build_minimalloc(self.folder)
        (self.folder / "CMakeLists.txt").touch()
        with self.assertRaisesRegex(packers.Failure, "external/abseil-cpp is missing: git -C"):
            packers.build_minimalloc(self.folder)
        (self.folder / "build").mkdir()
        (self.folder / "build" / "minimalloc").touch()
        built = self.folder.resolve() / "build" / "minimalloc"
        self.assertEqual(packers.build_minimalloc(self.folder), built)

    def test_moccasin_alone(self):
        file, out = self.folder / "tiny.csv", self.folder / "out"
        file.write_text(TINY, encoding="utf-8")
        command = [sys.executable, f"{COMPARE}/packing.py", PROGRAM, file]
        command += ["--seeds", "0,1", "--out", out]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        self.assertIn("left out: minimalloc: no --minimalloc CHECKOUT is given\n", done.stderr)
        self.assertEqual(done.stdout, (out / "table.md").read_text(encoding="utf-8"))
        self.assertIn("| tiny | 3 | ", done.stdout)
        rows = (out / "runs.csv").read_text(encoding="utf-8").splitlines()
        runs = [row.split(",")[:6] for row in rows if ",moccasin," in row]
        self.assertEqual(runs, [["tiny", "3", seed, "moccasin", "60", "solved"] for seed in "01"])


@unittest.skipUnless(importlib.util.find_spec("ortools"), "OR-Tools is not installed")
class CpSatTest(unittest.TestCase):
    def setUp(self):
        import cpsat_packing  # noqa: PLC0415  needs OR-Tools

        self.cpsat = cpsat_packing

    def test_largest_sets_of_buffers_live_together(self):
        self.assertEqual(self.cpsat.cliques(THREE), [[0, 2], [1, 2]])
        self.assertEqual(self.cpsat.cliques([Buffer(0, 9, 1), Buffer(1, 2, 1)]), [[0, 1]])

    def test_it_packs_and_refutes(self):
        unit = [Buffer(b.lower, b.upper, 1000 * b.size) for b in THREE]
        aligned = [Buffer(0, 2, 3, 8), Buffer(0, 2, 5), Buffer(0, 2, 4, 4)]
        for some, least in ((THREE, 8), (unit, 8000), (aligned, 12)):
            end, offsets = self.cpsat.pack(some, least, 30, 0)
            self.assertEqual(end, "solved")
            self.assertIsNone(buffers.what_is_wrong(some, offsets, least))
            self.assertEqual(self.cpsat.pack(some, least - 1, 30, 0), ("impossible", []))

    def test_its_process_is_a_contender(self):
        with tempfile.TemporaryDirectory() as folder:
            for capacity, end in ((8, "solved"), (7, "impossible")):
                case = packers.make_case("tiny", TINY, pathlib.Path(folder), capacity)
                run = packers.Packers(PROGRAM, None).run("cp-sat", case, 30)
                self.assertEqual(run.end, end)


class TableTest(unittest.TestCase):
    def test_a_line_has_medians_and_ratios(self):
        ours = [Run("solved", cpu, 9.0) for cpu in (0.01, 0.02, 0.04)]
        theirs = [Run("solved", cpu, 9.0) for cpu in (2.0, 4.0, 3.0)]
        late = [Run("open", 60.0, 9.0)] * 3
        runs = {"moccasin": ours, "minimalloc": theirs, "cp-sat": late}
        case = packers.Case("A", None, THREE, 8)
        cells = "0.02 (0.01..0.04) | 3 (2..4) | 150 (75..300) | - | >3000 (1500..6000)"
        self.assertEqual(packing.line(case, list(runs), runs), f"| A | 3 | {cells} |\n")
        summary = packing.summary(list(runs), [runs, runs | {"minimalloc": ours}])
        text = "minimalloc by moccasin: median 76, least 1; not sooner with every seed on 1 of 2\n"
        self.assertIn(text, summary)

    def test_what_moccasin_leaves_open_has_no_ratio(self):
        runs = {"moccasin": [Run("open", 60.0, 60.0)], "minimalloc": [Run("solved", 2.0, 2.0)]}
        self.assertEqual(packing.ratio_cell(runs["minimalloc"], runs["moccasin"]), "-")
        self.assertEqual(packing.seconds_of(runs["moccasin"][0]), math.inf)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
