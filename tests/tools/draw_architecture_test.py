#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/draw_architecture.py draws what the build links: draw_architecture_test.py ROOT."""

import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools"))
import draw_architecture as tool  # noqa: E402


class Picture(unittest.TestCase):
    def test_the_one_in_the_tree_is_what_is_drawn(self):
        kept = (ROOT / "docs/images/architecture.svg").read_text("utf-8")
        self.assertEqual(kept, tool.draw(ROOT), "run tools/draw_architecture.py")

    def test_links_are_read_from_the_build(self):
        files = {
            "base": "add_library(b STATIC b.cc)\n",
            "io": "add_library(i STATIC\n  i.cc\n)\ntarget_link_libraries(i PUBLIC b PRIVATE x::x)\n",
            "app": "add_library(l a.cc)\nadd_executable(a m.cc)\ntarget_link_libraries(a l i)\n",
            "tests/io": "add_executable(t t.cc)\ntarget_link_libraries(t PRIVATE a)\n",
        }
        with tempfile.TemporaryDirectory() as root:
            for folder, text in files.items():
                Path(root, folder).mkdir(parents=True)
                Path(root, folder, "CMakeLists.txt").write_text(text, "utf-8")
            self.assertEqual(tool.linked(root), {"app": {"io"}, "base": set(), "io": {"base"}})

    def test_boxes_that_cover_one_another_are_errors(self):
        places = {"a": (0, 100), "b": (150, 100), "c": (0, 190), "d": (350, 100)}
        found = tool.overlaps([["a"], ["b"], ["c", "e", "f"], ["d"]], places.get)
        self.assertEqual(list(found), ["a and b", "a and c", "b and c"])

    def test_a_folder_without_words_is_an_error(self):
        with tempfile.TemporaryDirectory() as root:
            Path(root, "motor").mkdir()
            Path(root, "motor/CMakeLists.txt").write_text("add_library(m m.cc)\n", "utf-8")
            with self.assertRaisesRegex(SystemExit, "FOLDERS lacks motor"):
                tool.draw(root)

    def test_what_follows_is_left_out(self):
        below = {"a": set(), "b": {"a"}, "c": {"a", "b"}, "d": {"a"}}
        self.assertEqual(tool.reduced(below), {"a": set(), "b": {"a"}, "c": {"b"}, "d": {"a"}})
        self.assertEqual(tool.rows(below), {"a": 0, "b": 1, "c": 2, "d": 1})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
