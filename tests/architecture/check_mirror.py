#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that tests/ mirrors the sources: check_mirror.py [ROOT].

tests/FOLDER/NAME_test.cc tests FOLDER/NAME.h, .hpp or .cc; tests/FOLDER/NAME_MORE_test.cc another
side of it. A test that has no such source is named below, with what it is about instead. One line
for each that is neither, and for each exception that is needed no more; exit status 1 if there are
any.
"""

import sys

from source_tree import exit_with, root_of, source_files

# Folders of tests whose sources are elsewhere.
SOURCES_OF = {"encoding": "model/encoding"}

# A test, or all in a folder, and what it is about.
EXCEPTIONS = {
    "tests/api/c/allocation_failure_test.cc": "all of api/c, out of memory",
    "tests/api/c/layout_test.cc": "structs of the C header",
    "tests/api/layout_test.cc": "structs of the C++ headers",
    "tests/api/io/program_test.py": "the library's files, beside the program's",
    "tests/api/check_headers_test.py": "the check beside it",
    "tests/api/minimize_peak_test.cc": "solve, where the peak is to be least",
    "tests/app/files_test.py": "the program, as people run it",
    "tests/app/hint_runs_test.py": "the program, as people run it",
    "tests/app/lost_outputs_test.py": "the program, as people run it",
    "tests/app/mounts_test.py": "the program, as people run it",
    "tests/app/outputs_test.py": "the program, as people run it",
    "tests/app/pack_test.py": "the program, as people run it",
    "tests/app/page_numbers_test.py": "the page, in a browser",
    "tests/app/page_test.py": "the page, in a browser",
    "tests/app/plan_test.py": "the program, as people run it",
    "tests/app/plot_test.py": "the program, as people run it",
    "tests/app/reading_test.py": "the program, as people run it",
    "tests/app/screen_test.py": "the program, as people see it",
    "tests/app/solve_test.py": "the program, as people run it",
    "tests/app/sweep_test.py": "the program, as people run it",
    "tests/app/usage_test.py": "the program, as people run it",
    "tests/app/verify_test.py": "the program, as people run it",
    "tests/app/warm_start_test.py": "the program, as people run it",
    "tests/architecture/": "the checks beside them",
    "tests/bench/": "the scripts of bench/",
    "tests/io/fractions_test.cc": "durations with fractions, in every reader",
    "tests/search/portfolio/arena_solve_test.cc": "solve, where the budget holds for the arena",
    "tests/search/portfolio/host_arena_test.cc": "the solver, called by a host that uses oneTBB",
    "tests/convert/models_test.py": "the files of both formats, given to solvers",
    "tests/docs/": "what documents show",
    "tests/embed/": "the library, as a host has it",
    "tests/encoding/exactness_test.cc": "optima of the encoding, by brute force",
    "tests/encoding/round_trip_test.cc": "encode, then decode",
    "tests/engine/assumptions_test.cc": "the engine's assumptions",
    "tests/engine/mutants_test.cc": "whether a checker notices spoilt reasons",
    "tests/engine/propagators_test.cc": "the propagators that its tests are made with",
    "tests/engine/random_assumptions_test.cc": "the engine on random problems",
    "tests/engine/random_problems_test.cc": "the engine on random problems",
    "tests/fuzz/": "traces of what an engine is asked to do",
    "tests/io/authors_test.cc": "graphs published with the paper",
    "tests/model/check_split_certificate_test.cc": "check_certificate, of split operations",
    "tests/package/": "what is installed, and moccasin within other projects",
    "tests/propagators/mutants_test.cc": "whether the checkers notice spoilt reasons",
    "tests/propagators/soundness_test.cc": "all propagators on random models",
    "tests/reproducibility/": "answers, the same on every machine",
    "tests/search/bound/split_cost_variables_test.cc": "the bound with all split that can be",
    "tests/search/local/compiled_graph_test.cc": "model/compiled, beside search/local",
    "tests/search/portfolio/near_miss_test.cc": "solve, where nothing fits",
    "tests/search/portfolio/optimum_test.cc": "solve, beside brute force",
}


def is_mirror(path, sources):
    """Whether a source has the name of the test at `path`, or the beginning of it."""
    folder = "/".join(path.parts[1:-1])
    folder = SOURCES_OF.get(folder, folder)
    words = path.name.rpartition("_test.")[0].split("_")
    return any(
        f"{folder}/{'_'.join(words[:count])}{ending}" in sources
        for count in range(1, len(words) + 1)
        for ending in (".h", ".hpp", ".cc", ".py")
    )


def exception_of(name):
    """The key of EXCEPTIONS for a test; None: there is none."""
    keys = (key for key in EXCEPTIONS if name == key or key.endswith("/") and name.startswith(key))
    return next(keys, None)


def violations(root):
    paths = source_files(root)
    sources = {path.as_posix() for path in paths}
    needed = set()
    for path in paths:
        if path.parts[0] != "tests" or path.stem[-5:] != "_test" or is_mirror(path, sources):
            continue
        name = path.as_posix()
        if exception_of(name) is None:
            yield f"{name}: tests no file of that name; EXCEPTIONS may say what it tests instead"
        needed.add(exception_of(name))
    for key in EXCEPTIONS:
        if key not in needed:
            yield f"check_mirror.py: {key} is no exception any more"


def main(arguments):
    root = root_of(arguments)
    count = sum(path.stem.endswith("_test") for path in source_files(root))
    exit_with(violations(root), f"{count} tests mirror the sources")


if __name__ == "__main__":
    main(sys.argv)
