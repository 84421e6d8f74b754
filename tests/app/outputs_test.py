# SPDX-License-Identifier: Apache-2.0
"""Every output option on every kind of place: what is written is whole, what cannot be written is
refused before the work or put elsewhere, and links and others' files stay what they are."""

import os
import shutil
import stat
import threading

import cli
from places import NOBODY, WHAT, Place


class Outputs(Place):
    def test_a_regular_file_is_replaced(self):
        for option, case in self.in_turn():
            with case:
                target = self.old(self.where / "out.json")
                target.chmod(0o640)
                with open(target) as file:  # its number is not given to another
                    before = os.fstat(file.fileno())
                    self.assert_written(option, target)
                self.assert_document(option, target.read_text())
                after = target.stat()
                self.assertEqual((before.st_mode, before.st_uid, before.st_gid),
                                 (after.st_mode, after.st_uid, after.st_gid))
                self.assertEqual(before.st_ino == after.st_ino, option == "--log")  # which grows
                self.assert_only("out.json")

    def test_a_missing_file_is_made(self):
        for option, case in self.in_turn():
            with case:
                self.assert_written(option, self.where / "out.json")
                self.assert_document(option, (self.where / "out.json").read_text())
                self.assert_only("out.json")

    def test_links_stay_links(self):
        """To a file, to nothing yet, and to a link to nothing yet; the last with other folders."""
        for option, case in self.in_turn():
            with case:
                for name, there in (("link.json", True), ("dangling.json", False)):
                    target = self.where / "target"
                    if there:
                        self.old(target)
                    (self.where / name).symlink_to("target")
                    self.assert_written(option, self.where / name)
                    self.assertEqual(os.readlink(self.where / name), "target")
                    self.assert_document(option, target.read_text())
                    target.unlink()
                self.make_folder(self.where / "sub")
                (self.where / "sub" / "second.json").symlink_to("../target")
                (self.where / "first.json").symlink_to("sub/second.json")
                self.assert_written(option, self.where / "first.json")
                self.assertTrue((self.where / "sub" / "second.json").is_symlink())
                self.assert_document(option, target.read_text())
                self.assert_only("link.json", "dangling.json", "first.json", "sub", "target")
                shutil.rmtree(self.where / "sub")

    def test_a_link_into_a_missing_folder_is_refused(self):
        for option, case in self.in_turn():
            with case:
                (self.where / "out.json").symlink_to("no/file")
                if option == "--log":
                    code, _, err = self.run_option(option, self.where / "out.json")
                    self.assertEqual(code, 1, err)
                self.assert_refused(option, self.where / "out.json",
                                    f"there is no folder {self.where}/no")
                self.assert_only("out.json")

    def test_a_pipe_gets_it_once(self):
        for option, case in self.in_turn():
            with case:
                pipe = self.where / "pipe.json"
                os.mkfifo(pipe)
                self.give(pipe)
                read = []
                reader = threading.Thread(daemon=True, target=lambda: read.append(pipe.read_text()))
                reader.start()
                self.assert_written(option, pipe)
                reader.join()
                self.assert_document(option, read[0])
                self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode))

    def test_an_open_file_is_written_and_not_replaced(self):
        for option, case in self.in_turn():
            with case:
                with open(self.old(self.where / "open"), "a+") as file:
                    descriptor = file.fileno()
                    self.assert_written(option, f"/dev/fd/{descriptor}", pass_fds=[descriptor])
                    file.seek(0)
                    text = file.read()  # from this very file
                self.assertTrue(text.startswith("old\n"))  # as by >>
                self.assert_document(option, text.removeprefix("old\n"))
                self.assert_only("open")

    def test_an_open_pipe_gets_it_once(self):
        for option, case in self.in_turn():
            with case:
                theirs, ours = os.pipe()
                read = []
                def read_all():
                    with os.fdopen(theirs) as pipe:
                        read.append(pipe.read())

                reader = threading.Thread(daemon=True, target=read_all)
                reader.start()
                self.assert_written(option, f"/proc/self/fd/{ours}", pass_fds=[ours])
                os.close(ours)
                reader.join()
                self.assert_document(option, read[0])

    def test_standard_output_has_many_names(self):
        for option, case in self.in_turn():
            with case:
                for target in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
                    with open(self.where / "out", "w+") as file:
                        code, _, err = self.run_option(option, target, stdout=file)
                        file.seek(0)
                        text = file.read()
                    if option == "--log":
                        self.assertEqual((code, text, err), (
                            2, "", "moccasin: --log cannot be standard output\n"))
                        continue
                    self.assertEqual(code, 0, err)
                    self.assert_document(option, text)
                    self.assert_only("out")

    def test_standard_error_as_a_file_is_written_and_stays(self):
        device = os.readlink("/dev/stderr")
        for option, case in self.in_turn():
            with case:
                for target in ("/dev/stderr", "/proc/self/fd/2"):
                    with open(self.old(self.where / "err"), "w+") as file:
                        code = self.run_option(option, target, stderr=file)[0]
                        file.seek(0)
                        text = file.read()
                    self.assertEqual(code, 0, text)
                    self.assert_document(option, text)
                    self.assertEqual(os.readlink("/dev/stderr"), device)
                    self.assert_only("err")

    def test_a_folder_that_may_not_be_written(self):
        for option, case in self.in_turn():
            with case:
                target = self.old(self.where / "out.json")
                self.where.chmod(0o555)
                try:
                    warning = ("will be written in place, once, at the end: no file can be made "
                               "beside it: Permission denied")
                    kept = target.stat().st_ino
                    self.assert_written(option, target,
                                        None if self.is_root or option == "--log" else warning)
                    self.assert_document(option, target.read_text())
                    if not self.is_root:
                        self.assertEqual(target.stat().st_ino, kept)
                        self.assert_refused(option, self.where / "new.json", "Permission denied")
                    self.assert_only("out.json")
                finally:
                    self.where.chmod(0o755)

    def test_a_name_that_is_too_long_is_refused(self):
        for option, case in self.in_turn():
            with case:
                too_long = self.where / ("x" * 251 + ".json")
                self.assert_refused(option, too_long, "File name too long")
                longest = self.where / ("x" * 250 + ".json")
                self.assert_written(option, longest)
                self.assert_document(option, longest.read_text())
                self.assert_only(longest.name)

    def test_a_file_may_be_limited_in_length(self):
        """As by ulimit -f: an error, not a signal, and what does not fit is had elsewhere."""
        for option, case in self.in_turn(WHAT):
            with case:
                target = self.old(self.where / "out.json")
                refused = f"moccasin: {target}: cannot write: File too large"
                self.assertEqual(self.run_option(option, target, 1000), (1, "", refused + "\n"))
                code, out, err = self.run_option(option, target, 5000)
                self.assertEqual(code, 1)
                self.assertIn(f"{refused}; {WHAT[option]} is on standard output instead\n", err)
                self.assert_document(option, out)
                self.assertEqual(target.read_text(), "old\n")
                self.assert_only("out.json")


class OutputsAsNobody(Outputs):
    user = NOBODY if os.geteuid() == 0 else None


if __name__ == "__main__":
    cli.main()
