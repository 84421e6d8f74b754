#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants tests without sources in a small tree and demands that check_mirror.py finds them."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import check_mirror

TREE = [
    "model/graph.h", "tests/model/graph_test.cc", "tests/model/graph_of_one_test.cc",
    "model/encoding/decode.cc", "tests/encoding/decode_test.cc", "tools/check.py",
    "tests/tools/check_test.py", "tests/model/support/any.h", "tests/fuzz/any_test.cc",
    "tests/model/authors_test.cc",
]
EXCEPTIONS = {"tests/fuzz/": "traces", "tests/model/authors_test.cc": "graphs of the paper"}


class Mirror(unittest.TestCase):
    def expect(self, tree, *violations):
        with tempfile.TemporaryDirectory() as root:
            for path in tree:
                Path(root, path).parent.mkdir(parents=True, exist_ok=True)
                Path(root, path).touch()
            with mock.patch.object(check_mirror, "EXCEPTIONS", EXCEPTIONS):
                self.assertEqual(list(check_mirror.violations(root)), list(violations))

    def test_none(self):
        self.expect(TREE)

    def test_without_a_source(self):
        for test in ("tests/model/rows_test.cc", "tests/io/graph_test.cc", "tests/graph_test.cc"):
            self.expect([*TREE, test], f"{test}: tests no file of that name; EXCEPTIONS may say "
                                       "what it tests instead")

    def test_exceptions_that_are_none(self):
        self.expect(TREE[:-1], "check_mirror.py: tests/model/authors_test.cc is no exception any "
                               "more")
        self.expect([*TREE, "model/authors.cc"],
                    "check_mirror.py: tests/model/authors_test.cc is no exception any more")


if __name__ == "__main__":
    unittest.main()
