# SPDX-License-Identifier: Apache-2.0
"""What the scripts of this folder share: files made into graphs, and the program asked."""

import argparse
import json
import pathlib
import subprocess
import sys


class Malformed(Exception):
    """A file that is not of its set's format."""


def summary(doc):
    return doc.split("\n\n", maxsplit=1)[0]


def convert(doc, what, graph_of, name_of, prefix=""):
    """A program that writes OUT_FOLDER/PREFIX NAME.json of each file: `graph_of` its text and name."""
    parser = argparse.ArgumentParser(description=summary(doc))
    parser.add_argument("folder", type=pathlib.Path, help="where the graphs go")
    parser.add_argument(what, nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in getattr(options, what):
        name = name_of(path)
        try:
            graph = graph_of(path.read_text(encoding="utf-8"), name)
        except Malformed as error:
            sys.exit(f"{path}: {error}")
        (options.folder / f"{prefix}{name}.json").write_text(json.dumps(graph), encoding="utf-8")
        print(f"{name}: {len(graph['nodes'])} operations, {len(graph['edges'])} reads")


def solve(options, graph, *words, codes):
    """The answer of `moccasin solve` with these words; ends the script at other exit codes."""
    done = subprocess.run(
        [options.program, "solve", graph, *words, "-t", str(options.seconds),
         "-p", str(options.threads), "--json", "-q"], capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        sys.exit(f"{graph}: exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def solver_arguments(doc, what, seconds, threads):
    """A parser of PROGRAM, the named paths, --seconds and --threads."""
    parser = argparse.ArgumentParser(description=summary(doc))
    parser.add_argument("program")
    parser.add_argument(what, nargs="+", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--threads", type=int, default=threads)
    return parser
