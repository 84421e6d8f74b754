#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the documents' console blocks as a reader would: run_documents.py FOLDER_OF_A_PROGRAM...

Lines with '$ ' in front are commands, run by sh in a folder of the document's own that has
examples/, with the programs in the PATH. The lines after one are its standard output, times apart.
Of the search of a graph in data/ (the text block), the lines that tell of the graph are compared.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from check_documents import code_blocks, documents
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
        for folder in ("examples", "data"):
            Path(here, folder).symlink_to(ROOT / folder)
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
        yield "no document shows the search of a graph in data/"
    for command, block in found:
        run = subprocess.run(
            command + " -w 1", shell=True, cwd=ROOT, env=environment, capture_output=True,
            text=True, check=False, timeout=60,
        )
        expected = facts(block)
        if len(expected) != len(FACTS) or facts(run.stderr) != expected:
            yield f"'{command}' tells\n{run.stderr}and not\n" + "\n".join(expected)


def main(arguments):
    folders = arguments[1:]
    texts = [document.read_text("utf-8") for document in documents(ROOT)]
    consoles = [blocks for text in texts if (blocks := code_blocks(text, "console"))]
    searches = [block for text in texts for block in code_blocks(text, "text")]
    wrong = [line for blocks in consoles for line in differences(blocks, folders)]
    wrong += different_facts(searches, folders)
    exit_with(
        wrong if consoles else ["no document has a console block"],
        f"{sum(map(len, consoles))} blocks print what {len(consoles)} documents say",
    )


if __name__ == "__main__":
    main(sys.argv)
