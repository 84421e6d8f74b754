#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants each disagreement in a few documents and demands that check_documents.py finds it."""

import tempfile
import unittest
from pathlib import Path

import check_documents
import run_documents

CLEAN = {
    "README.md": "# Title\n\n[a](docs/a.md#the-part-we-mean) [b](https://example.org/x) [c](#title)\n"
    "```json\n{}\n```\n```sh\n[d](nowhere.md)\n```\n",
    "docs/using.md": "```cpp\nint main() {}\n```\n",
    "docs/propagators.md": "```cpp\nint a;\n```\n```cpp\nint b;\n```\n",
    "docs/embedding.md": "```cpp\nint f() {\n```\n```c\nint g;\n```\n```cmake\nproject(p)\n```\n",
    "docs/a.md": "# A\n## The part, we mean\n[up](../README.md)\n",
    "docs/decisions/001-first.md": "# 001: first\n",
    "docs/decisions/003-third.md": "# 003: third\n",
    "examples/plan.cc": "// the licence\nint main() {}\n",
    "examples/two_layers.json": "{}\n",
    "examples/compiler_pass/remat_pass.cc": "// the licence\nint f() {\n}\n",
    "examples/compiler_pass/CMakeLists.txt": "# the licence\nproject(p)\n",
    "examples/subproject/CMakeLists.txt": "# the licence\n",
    "examples/one_block/main.cc": "// the licence\n",
    "examples/one_block/one_block.cc": "// the licence\n",
    "examples/plain_c/plan.c": "/* the licence */\nint g;\n",
    "tests/docs/run_limit.h": "// the licence\nint a;\n",
    "tests/docs/run_limit_checker.h": "// the licence\nint b;\n",
    "build/other.md": "[e](nowhere.md)\n",
}


class Disagreement(unittest.TestCase):
    def expect(self, changes, *violations):
        """`changes` of CLEAN: path -> text, or None where there is no such file."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**CLEAN, **changes}.items():
                if text is None:
                    continue
                file = Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
            self.assertEqual(list(check_documents.violations(Path(root))), list(violations))

    def test_none(self):
        self.expect({})

    def test_links(self):
        self.expect({"docs/a.md": "# A\n"},
                    "README.md: the link to docs/a.md#the-part-we-mean names no heading of a.md")
        self.expect({"docs/b.md": "[x](a.md) [y](b/c.md)\n"},
                    "docs/b.md: the link to b/c.md leads nowhere")

    def test_names(self):
        there = {"docs/b.md": "`docs/a.md`, `docs/NAME.md`, `examples/plan.{h,cc}`, `of/others.h`\n",
                 "examples/plan.h": ""}
        self.expect(there)
        self.expect(there | {"docs/b.md": "as in `docs/c.md` and `examples/plan.{h,py}`\n"},
                    "docs/b.md: there is no docs/c.md")
        self.expect(there | {"docs/b.md": "as in `docs/plan.{h,cc}`\n"},
                    "docs/b.md: there is no docs/plan.h", "docs/b.md: there is no docs/plan.cc")
        self.expect({"docs/decisions/001-first.md": "# 001: first\nas `docs/c.md` was\n"})

    def test_quotations(self):
        self.expect({"examples/plan.cc": "// the licence\nint main() { return 0; }\n"},
                    "docs/using.md: its blocks of cpp must be, in order, examples/plan.cc")
        self.expect({"examples/two_layers.json": "[]\n"},
                    "README.md: its blocks of json must be, in order, examples/two_layers.json")
        self.expect({"docs/propagators.md": "```cpp\nint b;\n```\n```cpp\nint a;\n```\n"},
                    "docs/propagators.md: its blocks of cpp must be, in order, "
                    "tests/docs/run_limit.h, tests/docs/run_limit_checker.h")

        self.expect({"docs/using.md": None, "examples/plan.cc": None},
                    "check_documents.py: there is no docs/using.md and no examples/plan.cc")

    def test_excerpts(self):
        self.expect({"examples/compiler_pass/remat_pass.cc": "// the licence\n  int f() {\n}\n"},
                    "docs/embedding.md: 'int f() {' and so on stands in none of "
                    "examples/compiler_pass/remat_pass.cc, examples/one_block/main.cc, "
                    "examples/one_block/one_block.cc")
        text = CLEAN["docs/embedding.md"]
        self.expect({"docs/embedding.md": text.replace("int g;", "int h;")},
                    "docs/embedding.md: 'int h;' and so on stands in none of "
                    "examples/plain_c/plan.c")
        self.expect({"docs/embedding.md": text.replace("```c\n", "```\n")},
                    "docs/embedding.md: shows no c")
        self.expect({"examples/plain_c/plan.c": None},
                    "check_documents.py: there is no examples/plain_c/plan.c")

    def test_decisions(self):
        self.expect({"docs/decisions/003-again.md": "# 003: again\n"},
                    "docs/decisions/003-third.md: 003-again.md has this number")
        self.expect({"docs/decisions/003-third.md": "# 3: third\n"},
                    "docs/decisions/003-third.md: must start with '# 003: '")
        self.expect({"docs/decisions/notes.md": ""},
                    "docs/decisions/notes.md: must be named NNN-title.md")

    def test_width(self):
        prose, fits = "a" * 50 + " " + "b" * 50, "- " + "a" * 49 + " " + "b" * 48
        self.expect({"docs/a.md": CLEAN["docs/a.md"] + fits + "\n" + prose + "\n"},
                    "docs/a.md:5: 101 columns; prose wraps at 100")
        self.expect({"docs/b.md": f"| {prose} |\n```text\n{prose}\n```\n- {'c' * 101}\n"})
        self.expect({"docs/b.md": f"```text\n```\n{prose}\n"},
                    "docs/b.md:3: 101 columns; prose wraps at 100")


class Console(unittest.TestCase):
    def differences(self, block):
        return list(run_documents.differences([block], []))

    def test_what_is_printed_is_compared_but_for_times(self):
        self.assertEqual(self.differences("$ echo after 1.25 s\nafter 30 s\n$ true\n"), [])
        self.assertEqual(self.differences("$ echo one\ntwo\n"),
                         ["'echo one' prints\none\nand not\ntwo\n"])

    def test_a_command_that_fails(self):
        self.assertEqual(self.differences("$ echo why >&2; exit 3\n"),
                         ["'echo why >&2; exit 3' ends with 3: why\n"])


if __name__ == "__main__":
    unittest.main()
