#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that all C++ is formatted as clang-format 14 would: check_format.py [ROOT].

Other versions of clang-format break lines elsewhere, so no other will do.
"""

import re
import shutil
import subprocess
import sys

from source_tree import cpp_files, exit_with, root_of

CLANG_FORMAT = "clang-format-14"


def first_places(complaints):
    """One line a file: the first of many places where it is not formatted."""
    lines = {}
    for file, line in re.findall(r"^(\S+?):(\d+):\d+: error: ", complaints, re.MULTILINE):
        lines.setdefault(file, line)
    return [f"{file}:{line}: not as {CLANG_FORMAT} -i makes it" for file, line in lines.items()]


def violations(root, files):
    if shutil.which(CLANG_FORMAT) is None:
        return [f"{CLANG_FORMAT} is missing: install Debian's package of that name"]
    if not files:
        return [f"{root}: no C++ file below it"]
    command = [CLANG_FORMAT, "--dry-run", "--Werror", *map(str, files)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return first_places(run.stderr) or ([run.stderr] if run.returncode else [])


def main(arguments):
    root = root_of(arguments)
    files = cpp_files(root)
    exit_with(violations(root, files), f"{len(files)} files are formatted")


if __name__ == "__main__":
    main(sys.argv)
