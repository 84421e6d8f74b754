# SPDX-License-Identifier: Apache-2.0
"""The files of the tree that people write, how to read one, and how to report on all."""

import os
import re
import sys
from pathlib import Path

CPP_ENDINGS = (".cc", ".h", ".hpp")
SOURCE_ENDINGS = CPP_ENDINGS + (".h.in", ".py", ".cmake", ".sh")
# Scripts that are called by name have no ending.
SCRIPT_FOLDERS = ("tools", ".ci")

_SKIPPED = re.compile(r"^(build.*|\.(?!ci$).*|__pycache__)$")
_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def source_files(root):
    """Paths below `root`, relative to it, sorted: what is compiled, run or configured."""
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not _SKIPPED.match(name))
        for name in names:
            path = Path(folder, name).relative_to(root)
            is_script = path.parts[0] in SCRIPT_FOLDERS and "." not in name
            if name.endswith(SOURCE_ENDINGS) or name == "CMakeLists.txt" or is_script:
                found.append(path)
    return sorted(found)


def cpp_files(root):
    return [path for path in source_files(root) if path.name.endswith(CPP_ENDINGS)]


def includes(text):
    """(line number, opening '<' or '"', what is included) of each include directive."""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _INCLUDE.match(line):
            yield number, match.group(1), match.group(2)


def root_of(arguments):
    """The tree to check: the first argument, else the one this file is in."""
    return Path(arguments[1]) if len(arguments) > 1 else Path(__file__).resolve().parents[2]


def exit_with(violations, praise):
    """Prints one line for each violation, or `praise` if there is none."""
    found = list(violations)
    print("\n".join(found) or praise)
    sys.exit(1 if found else 0)
