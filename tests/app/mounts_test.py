# SPDX-License-Identifier: Apache-2.0
"""As outputs_test.py, on full disks, mount points and folders that keep their names."""

import ctypes
import os
import shutil
import subprocess
import unittest

import cli
from places import NOBODY, WHAT, Place


def may_mount():
    """Gives this process mounts of its own, if it may have them."""
    clone_newns = 0x20000
    if os.geteuid() != 0 or ctypes.CDLL(None).unshare(clone_newns) != 0:
        return False
    return subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True).returncode == 0


MAY_MOUNT = may_mount()


@unittest.skipUnless(MAY_MOUNT, "this user may not mount")
class Mounted(Place):
    def mount(self, *words):
        subprocess.run(["mount", *map(str, words)], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", str(words[-1])], capture_output=True)

    def small_disk(self, bytes):
        disk = self.folder / "disk"
        disk.mkdir(exist_ok=True)
        self.mount("-t", "tmpfs", "-o", f"size={bytes},mode=777", "none", disk)
        return disk

    def test_a_full_disk_is_refused_before_the_work(self):
        disk = self.small_disk(8192)
        target = self.old(disk / "out.json")
        (disk / "rest").write_text("x" * 4096)
        for option, case in self.in_turn():
            with case:
                if option == "--log":  # which empties the file first, and has room then
                    target = disk / "log.json"
                self.assert_refused(option, target, "No space left on device")
                if option != "--log":
                    self.assertEqual(target.read_text(), "old\n")
                target = disk / "out.json"
        self.assertEqual(sorted(os.listdir(disk)), ["log.json", "out.json", "rest"])

    def test_what_a_disk_has_no_room_for_is_on_standard_output_or_in_a_file(self):
        disk = self.small_disk(8192)
        target = self.old(disk / "out.json")
        problem = f"moccasin: {target}: cannot write: No space left on device"
        for option, case in self.in_turn(WHAT):
            with case:
                code, out, err = self.run_option(option, target)
                self.assertEqual(code, 1)
                self.assertTrue(err.endswith(
                    f"{problem}; {WHAT[option]} is on standard output instead\n"), err)
                self.assert_document(option, out)
                with open(os.devnull, "w") as nowhere:
                    code, _, err = self.run_option(option, target, stdout=nowhere)
                self.assertEqual(code, 1)
                name = err.splitlines()[-1].removeprefix(f"{problem}; {WHAT[option]} is in ")
                name = name.removesuffix(" instead")
                self.assertEqual(os.path.dirname(name), str(self.temporary), err)
                with open(name) as file:
                    self.assert_document(option, file.read())
                self.assertEqual(target.read_text(), "old\n")
                self.assertEqual(os.listdir(disk), ["out.json"])

    def test_a_full_disk_is_told_of_at_the_first_write(self):
        target = self.old(self.small_disk(8192) / "out.json")
        err = self.run_option("-o", target)[2]
        self.assertTrue(err.startswith(
            f"moccasin: warning: {target}: cannot write: No space left on device; the search goes "
            "on, and what it finds is written at its end\n"), err)

    def test_what_is_written_in_place_leaves_the_old_text_where_there_is_no_room(self):
        disk = self.small_disk(8192)
        (disk / "rest").write_text("x" * 4096)
        target = self.old(self.where / "out.json")
        self.mount("--bind", self.old(disk / "inside"), target)
        for option, case in self.in_turn(WHAT, empty=False):
            with case:
                code, out, err = self.run_option(option, target)
                self.assertEqual(code, 1)
                self.assertTrue(err.endswith(
                    f"moccasin: {target}: cannot write: No space left on device; {WHAT[option]} "
                    "is on standard output instead\n"), err)
                self.assert_document(option, out)
                self.assertEqual(target.read_text(), "old\n")

    def test_a_log_says_that_its_disk_is_full(self):
        log = self.small_disk(4096) / "log"
        code, out, err = cli.run("solve", self.large_graph(), "-b", "70%", "-w", "20000000", "-v",
                                 "--log", log)
        self.assertEqual(code, 1)
        problem = f"{log}: cannot write: No space left on device"
        self.assertEqual(err.count(f"moccasin: warning: {problem}; the log ends here\n"), 1)
        self.assertTrue(err.endswith(f"moccasin: {problem}\n"), err)
        self.assertIn("\nstopped by the work limit", out)  # which is delivered all the same

    def test_a_mount_point_is_written_in_place(self):
        for option, case in self.in_turn():
            with case:
                target = self.old(self.where / "out.json")
                inside = self.old(self.folder / "inside")
                self.mount("--bind", inside, target)
                warning = "will be written in place, once, at the end: it is a mount point"
                self.assert_written(option, target, None if option == "--log" else warning)
                self.assert_document(option, target.read_text())
                self.assert_document(option, inside.read_text())
                self.assert_only("out.json")
                subprocess.run(["umount", target], check=True)
                self.assertEqual(target.read_text(), "old\n")


class KeptNames(Place):
    def test_a_folder_that_keeps_its_names(self):
        """Files can be made in it, but neither renamed nor removed: none is left there."""
        probe = self.folder / "probe"
        probe.mkdir()
        if shutil.which("chattr") is None or subprocess.run(
                ["chattr", "+a", probe], capture_output=True).returncode != 0:
            self.skipTest("this user or file system has no such folders")
        subprocess.run(["chattr", "-a", probe], check=True)
        for option, case in self.in_turn(WHAT):
            with case:
                target = self.old(self.where / "out.json")
                subprocess.run(["chattr", "+a", self.where], check=True)
                try:
                    self.assert_written(option, target, "will be written in place, once, at the "
                                        "end: no file can be renamed in its folder")
                    self.assert_document(option, target.read_text())
                    self.assert_refused(option, self.where / "new.json", "Operation not permitted")
                    self.assert_only("out.json")
                finally:
                    subprocess.run(["chattr", "-a", self.where], check=True)


class MountedAsNobody(Mounted):
    user = NOBODY


if __name__ == "__main__":
    cli.main()
