#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws docs/images/architecture.svg from the targets of the build: draw_architecture.py [ROOT].

A folder is a target; what a CMakeLists.txt links is what it is built on. An arrow leads to what a
folder is built on, and is left out where others lead there: a graph's transitive reduction. A
folder stands one row above the highest that it is built on. Folders that are built on the same and
used by the same share a box. Only the columns and the words are chosen by hand.
"""

import re
import sys
from html import escape
from pathlib import Path

# folder: (floor, column, what is there). A folder that is missing here is an error.
FOLDERS = {
    "base": (0, 2, "indices, random numbers"),
    "model": (0, 1.35, "graph, schedule, verify"),
    "io": (0, 0.9, "files"),
    "generate": (0, 0, "seeded graphs"),
    "convert": (0, 0, "for other solvers"),
    "explain": (0, 0, "what holds the peak"),
    "plot": (0, 0.9, "pictures, a page, a trace"),
    "model/compiled": (0, 1.8, "the graph as searches want it"),
    "engine": (1, 3, "clause learning on bounds"),
    "propagators": (2, 3, "retention model, its rules"),
    "model/encoding": (3, 3, "the problem as variables"),
    "search/limits": (4, 1.8, "meter, offers"),
    "search/packing": (4, 0.45, "offsets in one arena"),
    "search/threads": (4, 0.45, "the pool that works"),
    "search/local": (4, 1.8, "annealing over sequences"),
    "search/bound": (4, 2.7, "minimum cuts, branching"),
    "search/closure": (4, 2.5, "that bound as a constraint"),
    "search/cdcl": (4, 4, "decide, learn, restart"),
    "search/fixed_order": (4, 2.5, "proofs with the order kept"),
    "search/lns": (4, 2.5, "windows around a schedule"),
    "search/portfolio": (4, 1.6, "techniques in rounds"),
    "search/curve": (4, 1.6, "many budgets, least peak"),
    "api": (5, 1.6, "the library"),
    "api/io": (5, 0.9, "files for its users"),
    "api/c": (5, 2.6, "the library for C"),
    "app": (5, 1.6, "the program"),
}
ELSEWHERE = ("tests", "bench", "examples", "build")  # built on anything, and nothing on them

BOX, COLUMN, ROW, MARGIN = (196, 46), 222, 84, 24
COLOURS = ["#e8eef4", "#dcebdd", "#f0ead2", "#f4e0d0", "#e6dcf0", "#f6d9de"]  # by floor


def linked(root):
    """folder: the folders whose targets its targets link."""
    folder_of, links = {}, {}
    for file in sorted(Path(root).rglob("CMakeLists.txt")):
        folder = file.parent.relative_to(root).as_posix()
        if folder.split("/")[0].startswith(ELSEWHERE):
            continue
        text = file.read_text("utf-8")
        for target in re.findall(r"add_(?:library|executable)\(\s*(\w+)", text):
            folder_of[target] = folder
        for arguments in re.findall(r"target_link_libraries\(([^)]*)\)", text):
            target, *libraries = arguments.split()
            links.setdefault(target, []).extend(libraries)
        for arguments in re.findall(r"moccasin_door\(([^)]*)\)", text):
            target, *libraries = arguments.split()
            folder_of[target] = folder
            links.setdefault(target, []).extend(libraries)  # names of files are no targets
    below = {folder: set() for folder in folder_of.values()}
    for target, libraries in links.items():
        for library in libraries:
            if target in folder_of and library in folder_of:
                below[folder_of[target]].add(folder_of[library])
    return {folder: found - {folder} for folder, found in sorted(below.items())}


def reach(below, folder):
    """All that `folder` is built on, at first or second hand."""
    found = set()
    for other in below[folder]:
        found |= {other} | reach(below, other)
    return found


def reduced(below):
    """Without what follows from the rest."""
    return {
        folder: {b for b in found if not any(b in reach(below, c) for c in found - {b})}
        for folder, found in below.items()
    }


def rows(below):
    row = {}

    def place(folder):
        if folder not in row:
            row[folder] = 1 + max((place(other) for other in below[folder]), default=-1)
        return row[folder]

    for folder in below:
        place(folder)
    return row


def boxes(arrows):
    """Lists of folders that share a box, those that are drawn alike."""
    users = {folder: [f for f in arrows if folder in arrows[f]] for folder in arrows}
    alike = {}
    for folder in arrows:
        key = (tuple(sorted(arrows[folder])), tuple(users[folder]), *FOLDERS[folder][:2])
        alike.setdefault(key, []).append(folder)
    return list(alike.values())


def draw_box(box, x, y):
    """The lines of a box of which (x, y) is the middle of the lower side."""
    floor = FOLDERS[box[0]][0]
    width, height = BOX[0], BOX[1] * len(box)
    yield (
        f'<rect x="{x - width / 2:g}" y="{y - height:g}" width="{width}" height="{height}" rx="6" '
        f'fill="{COLOURS[floor]}" stroke="#667"/>'
    )
    for i, folder in enumerate(box):
        top = y - height + BOX[1] * i
        yield f'<text class="name" x="{x:g}" y="{top + 20:g}">{escape(folder)}/</text>'
        yield f'<text x="{x:g}" y="{top + 36:g}">{escape(FOLDERS[folder][2])}</text>'


def draw_arrow(start, end, height, others):
    """From one box to another of that height; all places are the middles of lower sides.

    To the next row it falls as a curve. Farther, it leaves at the side, turns and falls, beside the
    boxes between; where there are some in its way, it falls first and comes in at the side.
    """
    (x, y), (to, low) = start, end
    tip, sign = low - height - 1, 1 if end[0] > x else -1
    if tip - y < ROW or x == to:
        bend = (tip - y) / 2
        way = f"M{x:g},{y:g} C{x:g},{y + bend:g} {to:g},{tip - bend:g} {to:g},{tip:g}"
    elif any(abs(at - to) < BOX[0] / 2 and y < bottom < tip for at, bottom in others):
        level = low - height / 2
        way = (
            f"M{x:g},{y:g} L{x:g},{level - 12:g} Q{x:g},{level:g} {x + sign * 12:g},{level:g} "
            f"L{to - sign * (BOX[0] / 2 + 1):g},{level:g}"
        )
    else:
        level = y - BOX[1] / 2
        way = (
            f"M{x + sign * BOX[0] / 2:g},{level:g} L{to - sign * 12:g},{level:g} "
            f"Q{to:g},{level:g} {to:g},{level + 12:g} L{to:g},{tip:g}"
        )
    return f'<path d="{way}" fill="none" stroke="#556" marker-end="url(#tip)"/>'


def overlaps(shared, bottom):
    """Pairs of boxes that would cover one another."""
    for i, one in enumerate(shared):
        for other in shared[:i]:
            (x, y), (at, low) = bottom(one[0]), bottom(other[0])
            apart = abs(x - at) >= BOX[0] or y <= low - BOX[1] * len(other)
            if not apart and low > y - BOX[1] * len(one):
                yield f"{other[0]} and {one[0]}"


def head(width, height):
    """The first lines of a picture of that size."""
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img">',
        "<title>What each folder is built on</title>",
        "<style>text{font:12px sans-serif;fill:#223;text-anchor:middle}"
        ".name{font-weight:bold;font-size:13px}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#556"/></marker></defs>',
        f'<rect width="{width:g}" height="{height:g}" fill="white"/>',
    ]


def draw(root):
    below = linked(root)
    unknown = sorted(set(below) - set(FOLDERS))
    if unknown:
        raise SystemExit(f"draw_architecture.py: FOLDERS lacks {', '.join(unknown)}")
    arrows, row = reduced(below), rows(below)
    shared = boxes(arrows)
    most = max(row.values())
    box_of = {folder: box for box in shared for folder in box}
    middle = MARGIN + BOX[0] / 2

    def bottom(folder):
        return middle + COLUMN * FOLDERS[folder][1], MARGIN + BOX[1] + ROW * (most - row[folder])

    for pair in overlaps(shared, bottom):
        raise SystemExit(f"draw_architecture.py: {pair} overlap; give one another column")
    width = 2 * MARGIN + BOX[0] + COLUMN * max(FOLDERS[folder][1] for folder in below)
    height = 2 * MARGIN + BOX[1] + ROW * most + 22
    lines = head(width, height)
    drawn, places = set(), [bottom(box[0]) for box in shared]
    for folder, found in arrows.items():
        for other in sorted(found):
            ends = (box_of[folder][0], box_of[other][0])
            if ends in drawn:
                continue
            drawn.add(ends)
            height_of_other = BOX[1] * len(box_of[other])
            lines.append(draw_arrow(bottom(folder), bottom(other), height_of_other, places))
    for box in shared:
        lines += draw_box(box, *bottom(box[0]))
    lines.append(
        f'<text x="{width / 2:g}" y="{height - 14:g}">An arrow leads to what a folder is built on; '
        "what follows from others is left out. Colours are floors.</text>"
    )
    return "\n".join([*lines, "</svg>"]) + "\n"


def main(arguments):
    root = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).resolve().parents[1]
    (root / "docs/images/architecture.svg").write_text(draw(root), "utf-8")


if __name__ == "__main__":
    main(sys.argv)
