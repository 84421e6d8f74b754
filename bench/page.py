#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a page of `moccasin plot` weighs, and how long Chromium takes to open it.

    bench/page.py PROGRAM GRAPH [SCHEDULE...]

Prints a row of a table: steps, bytes, seconds to write it, and seconds from the request to the
second frame behind the first that is complete, the median of five.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/app"))
import browser  # noqa: E402

TIMES = 5


def seconds_to_open(page):
    window = browser.Browser()
    seconds = []
    for _ in range(TIMES):
        window.call("Page.navigate", url="about:blank")
        window.settle()
        while not window.events.empty():
            window.events.get()
        start = time.monotonic()
        window.open(page)
        seconds.append(time.monotonic() - start)
    errors = list(window.errors)
    steps = window.value("document.querySelector('#figures').lastChild.lastChild.firstChild.data")
    window.close()
    if errors:
        sys.exit(f"page.py: {errors[0]}")
    return steps, statistics.median(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="moccasin")
    parser.add_argument("graph")
    parser.add_argument("schedules", nargs="*", metavar="schedule")
    options = parser.parse_args()
    if not browser.PROGRAM:
        sys.exit("page.py: chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "page.html")
        start = time.monotonic()
        subprocess.run([options.program, "plot", options.graph, *options.schedules, "-o", page],
                       check=True)
        written = time.monotonic() - start
        steps, opened = seconds_to_open(page)
        print(f"| {Path(options.graph).stem} | {steps.strip()} | {os.path.getsize(page)} "
              f"| {written:.2f} | {opened:.2f} |")


if __name__ == "__main__":
    main()
