#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The least peak of graphs, within ten per cent more time and within any; prints Markdown.

    bench/public/peaks.py PROGRAM GRAPH... [--seconds 10] [--threads 2] [--max-overhead 10%]

A row a graph: its operations and base peak; for both limits the least peak found and the bound
below which there is none, in per cent of the base peak, and the gap between the two. The last line
counts the proved ones.
"""

from common import solve, solver_arguments


def least_peak(options, graph, *limit):
    return solve(options, graph, "--minimize", "peak", *limit, codes=(0,))


def cells(answer):
    base = answer["base"]["peak"]
    peak, bound = answer["peak"], answer["peak_bound"]
    gap = f"{100 * (peak - bound) / bound:.2f}" if bound else "-"
    shares = [f"{100 * part / base:.2f}" if base else "-" for part in (peak, bound)]
    return f"{shares[0]} | {shares[1]} | {'proved' if peak == bound else gap}"


def main():
    parser = solver_arguments(__doc__, "graphs", 10, 2)
    parser.add_argument("--max-overhead", default="10%")
    options = parser.parse_args()
    print(f"| graph | operations | base peak | {options.max_overhead}: peak, % | bound, % | gap, % "
          "| any time: peak, % | bound, % | gap, % |")
    print("|---|---|---|---|---|---|---|---|---|")
    proved = [0, 0]
    for graph in options.graphs:
        answers = [least_peak(options, graph, "--max-overhead", options.max_overhead),
                   least_peak(options, graph)]
        for i, answer in enumerate(answers):
            proved[i] += answer["peak"] == answer["peak_bound"]
        print(f"| {graph.stem} | {answers[0]['graph']['nodes']} | {answers[0]['base']['peak']} | "
              f"{cells(answers[0])} | {cells(answers[1])} |", flush=True)
    print(f"\nProved: {proved[0]} and {proved[1]} of {len(options.graphs)}.")


if __name__ == "__main__":
    main()
