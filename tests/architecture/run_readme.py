#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the README's console blocks as a reader would: run_readme.py FOLDER_OF_A_PROGRAM...

Lines with '$ ' in front are commands, run by sh in a folder that has examples/ and with the
programs in the PATH. The lines after one are its standard output, times apart.
Of the search of a graph in data/ (the text block), the lines that tell of the graph are compared.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from check_documents import code_blocks
from source_tree import exit_with

ROOT = Path(__file__).resolve().parents[2]


def steps(block):
    """(command, what it prints) of a console block."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def without_times(text):
    return re.sub(r"\d+(\.\d+)? s\b", "... s", text)


def differences(blocks, folders):
    environment = os.environ | {"PATH": os.pathsep.join([*folders, os.environ["PATH"]])}
    with tempfile.TemporaryDirectory() as here:
        Path(here, "examples").symlink_to(ROOT / "examples")
        for command, expected in (step for block in blocks for step in steps(block)):
            run = subprocess.run(
                command, shell=True, cwd=here, env=environment, capture_output=True, text=True,
                check=False, timeout=60,
            )
            if run.returncode != 0:
                yield f"'{command}' ends with {run.returncode}: {run.stderr}"
            elif without_times(run.stdout) != without_times(expected):
                yield f"'{command}' prints\n{run.stdout}and not\n{expected}"


FACTS = ("graph ", "base ", "budget ", "floor ")


def facts(text):
    return [line for line in text.splitlines() if line.startswith(FACTS)]


def different_facts(blocks, folders):
    environment = os.environ | {"PATH": os.pathsep.join([*folders, os.environ["PATH"]])}
    shown = [(re.match(r"\$ (moccasin solve data/\S+ -b \S+)", block), block) for block in blocks]
    found = [(match[1], block) for match, block in shown if match]
    if not found:
        yield "README.md: no search of a graph in data/"
    for command, block in found:
        run = subprocess.run(
            command + " -w 1", shell=True, cwd=ROOT, env=environment, capture_output=True,
            text=True, check=False, timeout=60,
        )
        expected = facts(block)
        if len(expected) != len(FACTS) or facts(run.stderr) != expected:
            yield f"'{command}' tells\n{run.stderr}and not\n" + "\n".join(expected)


def main(arguments):
    blocks = code_blocks((ROOT / "README.md").read_text("utf-8"), "console")
    if not blocks:
        exit_with(["README.md: no console block"], "")
    searches = code_blocks((ROOT / "README.md").read_text("utf-8"), "text")
    wrong = [*differences(blocks, arguments[1:]), *different_facts(searches, arguments[1:])]
    exit_with(wrong, f"{len(blocks)} blocks print what README.md says")


if __name__ == "__main__":
    main(sys.argv)
