#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sets of graphs that others have made, at 80, 60 and 45 % of their base peak; prints Markdown.

    bench/public/table.py PROGRAM FOLDER... [--seconds 1] [--threads 1] [--rows]

A folder is a set: the .json and .txt files in it, graphs as moccasin reads them. HyperDAG_DB comes
by way of hyperdag.py; workflows of WfInstances and the contest's lists are read as they are. A line
a set and budget: how many are proved optimal, have a schedule, are proved impossible, stay open;
median and worst overhead and gap of those with a schedule; median and worst time to the first
schedule. --rows: each graph as well.
"""

import statistics

from common import solve, solver_arguments

SHARES = (80, 60, 45)


def spread(values, digits):
    """Median and worst; '-' of none."""
    if not values:
        return "-"
    return f"{statistics.median(values):.{digits}f} / {max(values):.{digits}f}"


def line(name, share, answers):
    count = {status: sum(a["status"] == status for a in answers)
             for status in ("optimal", "feasible", "infeasible", "unknown")}
    found = [a for a in answers if "duration" in a]
    overheads = [a.get("overhead_percent", 0.0) for a in found]
    gaps = [100 * a["gap"] for a in found if "gap" in a]
    firsts = [a["first_solution_time"] for a in found]
    return (f"| {name} | {share} | {count['optimal']} | {count['feasible']} | "
            f"{count['infeasible']} | {count['unknown']} | {spread(overheads, 2)} | "
            f"{spread(gaps, 2)} | {spread(firsts, 3)} |")


def main():
    parser = solver_arguments(__doc__, "folders", 1, 1)
    parser.add_argument("--rows", action="store_true")
    options = parser.parse_args()
    print("| set | budget, % | optimal | feasible | impossible | open | overhead, %: median / worst "
          "| gap, % | first, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for folder in options.folders:
        graphs = sorted(path for path in folder.iterdir() if path.suffix in (".json", ".txt"))
        for share in SHARES:
            answers = []
            for graph in graphs:
                answer = solve(options, graph, "-b", f"{share}%", codes=(0, 10, 20))
                answers.append(answer)
                if options.rows:
                    print(line(graph.stem, share, [answer]), flush=True)
            print(line(f"{folder.name} ({len(graphs)})", share, answers), flush=True)


if __name__ == "__main__":
    main()
