#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the tree keeps its design: check_floors.py [ROOT].

A folder is a build target and stands on a floor. An include points down or sideways inside its
folder, never up:

    F6  tests/  bench/  examples/            see everything, seen by nobody
    F5  app/
        api/c
        api/io
        api/
    F4  search/curve
        search/portfolio
        search/lns
        search/fixed_order
        search/closure
        search/bound    search/local    search/cdcl
        search/packing
        search/limits
    F3  model/encoding
    F2  propagators/
    F1  engine/
    F0  plot/
        io/     generate/   convert/   explain/
        model/  model/compiled
        base/

Inside a folder, too, includes make no circle: a header and the .cc of its name are one unit, and no
unit leads back to itself.

One line for each violation; exit status 1 if there are any.
"""

import sys
from pathlib import Path

from source_tree import CPP_ENDINGS, exit_with, includes, root_of, source_files

# What each folder may include beside itself. Every folder is named after those it may include, so
# the table has no cycle, and neither has a tree that keeps to it.
FLOORS = {
    "base": [],
    "model": ["base"],
    "io": ["base", "model"],
    "plot": ["base", "model", "io"],
    "generate": ["base", "model"],
    "explain": ["base", "model"],
    "convert": ["base", "model"],
    "model/compiled": ["base", "model"],
    "engine": ["base"],
    "propagators": ["base", "model", "engine"],
    "model/encoding": ["base", "model", "model/compiled", "engine", "propagators"],
    "search/limits": ["base", "model", "model/compiled"],
    "search/packing": ["base", "model", "search/limits"],
    "search/threads": ["base"],
    "search/local": ["base", "model", "model/compiled", "search/limits"],
    "search/bound": ["base", "model", "model/compiled", "search/limits"],
    "search/closure": [
        "base", "model", "model/compiled", "engine", "propagators", "model/encoding",
        "search/limits", "search/bound",
    ],
    "search/cdcl": ["base", "engine", "search/limits"],
    "search/fixed_order": [
        "base", "model/compiled", "engine", "propagators", "model/encoding", "search/limits",
        "search/bound", "search/closure", "search/cdcl",
    ],
    "search/lns": [
        "base", "model", "model/compiled", "engine", "propagators", "model/encoding",
        "search/limits", "search/fixed_order",
    ],
    "search/portfolio": [
        "base", "model", "model/compiled", "engine", "model/encoding",
        "search/limits", "search/packing", "search/threads", "search/local", "search/bound",
        "search/closure", "search/fixed_order", "search/lns",
    ],
    "search/curve": [
        "base", "model", "search/limits", "search/bound", "search/portfolio", "search/threads",
    ],
    "api": [
        "base", "model", "search/limits", "search/packing", "search/portfolio", "search/curve",
    ],
    "api/io": ["base", "model", "io", "api"],
    "api/c": ["base", "model", "io", "api", "api/io"],
    "app": [
        "base", "model", "io", "plot", "generate", "convert", "explain", "search/limits",
        "search/packing", "api", "api/io",
    ],
}
ALL = list(FLOORS)
FLOORS["examples"] = FLOORS["tests/embed"] = ["api"]
FLOORS["bench"] = ALL
FLOORS["tests"] = [*ALL, "examples"]

# They have the library as its users do.
USERS = ["examples", "tests/embed"]

# Where a library of others may be included.
THIRD_PARTIES = {
    "nlohmann/": ["io"],
    "boost/": ["engine", "app"],
    "boost/intrusive/": ["engine"],
    "boost/program_options": ["app"],
    "oneapi/tbb/": ["search/threads", "tests"],
    "gtest/": ["tests", "tests/embed"],
    "gmock/": ["tests"],
    "benchmark/": ["bench"],
}

# What a public header for C may include.
C_HEADERS = {"stddef.h", "stdint.h"}

# The headers of the library's users, and the files that the build writes.
PUBLIC_ROOT = "api/include"
GENERATED = {
    "app/build_config.h",
    f"{PUBLIC_ROOT}/moccasin/version.h",
}

# The certificates' checkers: neither they nor what they include may use what they check.
CERTIFICATE = [
    "model/verify.h", "model/verify.cc", "model/replay.h", "model/replay.cc",
    "model/verify_placement.h", "model/verify_placement.cc",
    "model/check_certificate.h", "model/check_certificate.cc", "model/certificate_step.cc",
    "model/certificate_terms.cc",
]
CERTIFIED_BY = ["base", "model"]
NOT_IN_CERTIFICATE = {"model/profile.h"}

SPDX = "SPDX-License-Identifier: Apache-2.0"
MOST_LINES = 400


class Tree:
    """Every source file with its text, and where each of its includes leads."""

    def __init__(self, root):
        self.text = {p.as_posix(): Path(root, p).read_text("utf-8") for p in source_files(root)}

    def resolve(self, included):
        """The path that `#include "included"` means; None: there is no such file."""
        for path in (included, f"{PUBLIC_ROOT}/{included}"):
            if path in self.text or path in GENERATED:
                return path
        return None

    def own_includes(self, path):
        """(line, path) for each include of a file of the tree."""
        for line, opening, included in includes(self.text[path]):
            target = self.resolve(included) if opening == '"' else None
            if target in self.text:
                yield line, target


def folder_of(path):
    """The key of FLOORS that `path` belongs to; None: it is in no folder of the table."""
    parts = path.split("/")[:-1]
    for length in (2, 1):
        if len(parts) >= length and "/".join(parts[:length]) in FLOORS:
            return "/".join(parts[:length])
    return None


def check_table():
    """The table names folders after what they may include."""
    named = set()
    for folder, allowed in FLOORS.items():
        for below in allowed:
            if below not in named:
                yield f"check_floors.py: {folder} may include {below}, which is not below it"
        named.add(folder)


def check_includes(tree):
    for path, text in tree.text.items():
        if not path.endswith(CPP_ENDINGS):
            continue
        folder = folder_of(path)
        if folder is None:
            yield f"{path}: stands on no floor; add its folder to FLOORS"
            continue
        for line, opening, included in includes(text):
            where = f"{path}:{line}"
            if opening == "<":
                yield from check_third_party(where, path, folder, included)
            else:
                yield from check_own(tree, where, path, folder, included)


def in_example(tree, path, included):
    """Whether a file of a project of its own, such as examples/plain_c, includes one of its own."""
    project = path.rpartition("/")[0]
    return project.startswith("examples/") and f"{project}/{included}" in tree.text


def check_own(tree, where, path, folder, included):
    if in_example(tree, path, included):
        return
    target = tree.resolve(included)
    if target is None:
        yield f'{where}: "{included}" is no file of the tree'
        return
    target_folder = folder_of(target)
    if target_folder != folder and target_folder not in FLOORS[folder]:
        yield f"{where}: {folder} must not include {target}"
    if folder in USERS or path.startswith(PUBLIC_ROOT):
        own = folder == "tests/embed" and target_folder == folder
        if not target.startswith(PUBLIC_ROOT) and not own:
            yield f"{where}: users of the library do not have {target}"


def check_third_party(where, path, folder, included):
    for prefix, folders in THIRD_PARTIES.items():
        if included.startswith(prefix) and folder not in folders:
            yield f"{where}: <{included}> belongs in {', '.join(folders)} only"
    of_c = path.endswith(".h") and included in C_HEADERS
    if path.startswith(PUBLIC_ROOT) and ("/" in included or "." in included) and not of_c:
        yield f"{where}: <{included}> in a public header, which may use the standard library only"


def unit_of(path):
    """A header and the file that defines what it declares are one unit: "model/verify"."""
    return path.rpartition(".")[0]


def units_included(tree):
    """unit: the units that one of its files includes, sorted."""
    included = {unit_of(path): set() for path in tree.text if path.endswith(CPP_ENDINGS)}
    for path in tree.text:
        included.get(unit_of(path), set()).update(
            unit_of(target) for _, target in tree.own_includes(path))
    return {unit: sorted(below - {unit}) for unit, below in sorted(included.items())}


def check_cycles(tree):
    """No header includes itself, and no unit uses itself, however many others that takes.

    Two files whose headers do not include one another can still need one another, by their
    definitions; neither can be understood, tested or replaced without the other.
    """
    included = units_included(tree)
    done, path = set(), []

    def walk(unit):
        if unit in path:
            yield " -> ".join(path[path.index(unit) :] + [unit]) + ": a cycle of includes"
        elif unit not in done:
            path.append(unit)
            for below in included.get(unit, []):
                yield from walk(below)
            path.pop()
            done.add(unit)

    for unit in included:
        yield from walk(unit)


def check_certificate(tree):
    reached = {}  # file: who includes it
    pending = [path for path in CERTIFICATE if path in tree.text]
    while pending:
        path = pending.pop()
        for line, target in tree.own_includes(path):
            if target not in reached:
                reached[target] = f"{path}:{line}"
                pending.append(target)
    for target, where in sorted(reached.items()):
        if folder_of(target) not in CERTIFIED_BY or target in NOT_IN_CERTIFICATE:
            yield f"{where}: the certificate must not depend on {target}"


def check_each_file(tree):
    for path, text in tree.text.items():
        lines = text.splitlines()
        first = lines[1] if len(lines) > 1 and lines[0].startswith("#!") else "".join(lines[:1])
        if SPDX not in first:
            yield f"{path}:1: the first line must be the licence's: {SPDX}"
        if len(lines) > MOST_LINES:
            yield f"{path}: {len(lines)} lines; at most {MOST_LINES}: one noun or technique a file"


def violations(root):
    tree = Tree(root)
    if not tree.text:
        yield f"{root}: no source file below it"
    for check in (check_includes, check_cycles, check_certificate, check_each_file):
        yield from check(tree)


def main(arguments):
    root = root_of(arguments)
    exit_with(
        [*check_table(), *violations(root)], f"{len(source_files(root))} files keep to the floors"
    )


if __name__ == "__main__":
    main(sys.argv)
