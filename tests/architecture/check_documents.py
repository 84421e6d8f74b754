#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what the documents say of the tree: check_documents.py [ROOT].

- a link to a file of the tree, and to a heading in it, leads somewhere
- C++ and JSON that stand for files of the tree, which compile and parse, are what these hold, and
  what is shown of a file stands there
- each record of a decision has a number of its own and starts with it
- a file named from the root, `model/graph.h` or `model/graph.{h,cc}`, is there (NAME is any name),
  but in what tells of the past: decisions, measurements and the list of changes
- prose wraps at 100 columns; tables, code and what has no blank to break at may be longer

What documents say that commands print is checked by run_documents.py. One line for each violation;
exit status 1 if there are any.
"""

import os
import re
import sys
from pathlib import Path

from source_tree import exit_with, root_of

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MARKER = re.compile(r"^\s*([-*+>]|\d+\.)\s+")  # of a list's item, or of a quotation
_NAMED = re.compile(r"`((?:[\w.]+/)+\w+\.(?:h|cc|hpp|py|md|json|txt|\{h,cc\}))`")
_PAST = ("docs/decisions/", "docs/measurements.md", "CHANGELOG.md")

COLUMNS = 100

# The blocks of a language in a document, in order: a file each, C++ without its licence line.
QUOTATIONS = {
    ("README.md", "json"): ["examples/two_layers.json"],
    ("docs/using.md", "cpp"): ["examples/plan.cc"],
    ("docs/propagators.md", "cpp"): ["tests/docs/run_limit.h", "tests/docs/run_limit_checker.h"],
}

# Documents that show parts of files: each block of a language is a part of one of these, as it
# stands there.
EXCERPTS = {
    ("docs/embedding.md", "cpp"): [
        "examples/compiler_pass/remat_pass.cc", "examples/one_block/main.cc",
        "examples/one_block/one_block.cc",
    ],
    ("docs/embedding.md", "c"): ["examples/plain_c/plan.c"],
    ("docs/embedding.md", "cmake"): [
        "examples/compiler_pass/CMakeLists.txt", "examples/subproject/CMakeLists.txt",
    ],
}


def documents(root):
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [n for n in subfolders if not n.startswith((".", "build", "__"))]
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(".md"))


def code_blocks(text, language):
    return [block for of, block in _FENCE.findall(text) if of == language]


def anchor(heading):
    """What a link to `heading` calls it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def check_links(root, document):
    name = document.relative_to(root)
    text = _FENCE.sub("", document.read_text("utf-8"))
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = document.parent / path if path else document
        if not target.exists():
            yield f"{name}: the link to {link} leads nowhere"
        elif fragment and fragment not in map(anchor, _HEADING.findall(target.read_text("utf-8"))):
            yield f"{name}: the link to {link} names no heading of {target.name}"


def check_names(root, document):
    name = document.relative_to(root).as_posix()
    if name.startswith(_PAST):
        return
    tops = {folder.name for folder in root.iterdir()}
    for path in _NAMED.findall(_FENCE.sub("", document.read_text("utf-8"))):
        if path.split("/")[0] not in tops or "NAME" in path:
            continue
        stem, _, endings = path.rpartition(".")
        for ending in endings.strip("{}").split(","):
            if not (root / f"{stem}.{ending}").exists():
                yield f"{name}: there is no {stem}.{ending}"


def check_tables(root):
    """The two tables above name files that are there."""
    for (document, language), files in [*QUOTATIONS.items(), *EXCERPTS.items()]:
        missing = [name for name in [document, *files] if not (root / name).exists()]
        if missing:
            yield f"check_documents.py: there is no {' and no '.join(missing)}"


def check_quotations(root):
    for (document, language), files in QUOTATIONS.items():
        texts = [(root / file).read_text("utf-8") for file in files]
        if language == "cpp":
            texts = [text.partition("\n")[2] for text in texts]
        if code_blocks((root / document).read_text("utf-8"), language) != texts:
            yield f"{document}: its blocks of {language} must be, in order, {', '.join(files)}"


def check_excerpts(root):
    for (document, language), files in EXCERPTS.items():
        texts = [(root / file).read_text("utf-8") for file in files]
        blocks = code_blocks((root / document).read_text("utf-8"), language)
        if not blocks:
            yield f"{document}: shows no {language}"
        for block in blocks:
            if not any(f"\n{block}" in text for text in texts):
                first = block.partition("\n")[0].strip()
                yield f"{document}: '{first}' and so on stands in none of {', '.join(files)}"


def check_decisions(root):
    taken = {}
    for file in sorted((root / "docs/decisions").glob("*.md")):
        name, number = f"docs/decisions/{file.name}", file.name[:3]
        if not re.match(r"\d{3}-", file.name):
            yield f"{name}: must be named NNN-title.md"
        elif number in taken:
            yield f"{name}: {taken[number]} has this number"
        elif not file.read_text("utf-8").startswith(f"# {number}: "):
            yield f"{name}: must start with '# {number}: '"
        taken.setdefault(number, file.name)


def check_width(root, document):
    in_code = False
    for number, line in enumerate(document.read_text("utf-8").splitlines(), start=1):
        if line.lstrip().startswith("```"):
            in_code = not in_code
        is_table = line.lstrip().startswith("|")
        can_break = " " in _MARKER.sub("", line).strip()
        if len(line) > COLUMNS and can_break and not in_code and not is_table:
            name = document.relative_to(root)
            yield f"{name}:{number}: {len(line)} columns; prose wraps at {COLUMNS}"


def violations(root):
    for document in documents(root):
        yield from check_links(root, document)
        yield from check_names(root, document)
        yield from check_width(root, document)
    missing = list(check_tables(root))
    yield from missing or [*check_quotations(root), *check_excerpts(root)]
    yield from check_decisions(root)


def main(arguments):
    root = root_of(arguments)
    exit_with(violations(root), f"{len(list(documents(root)))} documents agree with the tree")


if __name__ == "__main__":
    main(sys.argv)
