# SPDX-License-Identifier: Apache-2.0
"""A planted bug: what it gets wrong, where, and the test program that must notice."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Mutant:
    title: str
    file: str
    old: str  # occurs exactly once in the file
    new: str
    test: str  # the name of the program without its folder's name and _test, or of a script
    folder: str = "search"  # of the tests: the program is tests/<folder>/<folder>_<test>_test

    @property
    def program(self) -> str:
        if self.test.endswith(".py"):
            return f"tests/{self.folder}/{self.test}"
        return f"tests/{self.folder}/{self.folder.replace('/', '_')}_{self.test}_test"
