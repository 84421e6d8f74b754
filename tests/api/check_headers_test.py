#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the check of the public headers finds: check_headers_test.py COMPILER."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("check_headers.py")
COMPILER = "c++"


def check(name, text):
    """Exit status and output for a tree with that one header."""
    with tempfile.TemporaryDirectory() as folder:
        header = pathlib.Path(folder, "moccasin", name)
        header.parent.mkdir()
        header.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, SCRIPT, folder, "--", COMPILER],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


class CheckHeaders(unittest.TestCase):
    def expect(self, name, text, *found):
        """`found` begins every complaint, in order."""
        status, output = check(name, text)
        heads = [line for line in output.splitlines() if line.startswith("moccasin/")]
        self.assertEqual(heads, [f"moccasin/{name} as {language} by {COMPILER}:"
                                 for language in found], output)
        self.assertEqual(status, 1 if found else 0)

    def test_what_is_fine(self):
        self.expect("fine.hpp", "#pragma once\n#include <string>\ninline std::string f() { return {}; }\n")
        self.expect("fine.h", "#ifndef FINE_H\n#define FINE_H\nint f(void);\n#endif\n")

    def test_what_is_missing(self):
        self.expect("a.hpp", "#pragma once\ninline std::string f() { return {}; }\n", "C++17", "C++20")

    def test_an_implicit_conversion(self):
        narrows = "#pragma once\ninline int f(long long x) { return x; }\n"
        signs = "#pragma once\ninline unsigned f(int x) { return x; }\n"
        self.expect("a.hpp", narrows, "C++17", "C++20")
        self.expect("a.hpp", signs, "C++17", "C++20")

    def test_an_exception(self):
        self.expect("a.hpp", "#pragma once\ninline void f() { throw 1; }\n", "C++17", "C++20")

    def test_what_is_of_cpp20(self):
        self.expect("a.hpp", "#pragma once\n#include <span>\ninline int f(std::span<int> s) { "
                    "return s[0]; }\n", "C++17")

    def test_what_is_no_c(self):
        self.expect("a.h", "#ifndef A_H\n#define A_H\nnamespace n {}\n#endif\n", "C11")

    def test_what_is_not_guarded(self):
        self.expect("a.hpp", "struct A {};\n", "C++17", "C++20")

    def test_a_compiler_that_is_not_there(self):
        done = subprocess.run([sys.executable, SCRIPT, "api/include"], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        COMPILER = sys.argv.pop(1)
    unittest.main()
