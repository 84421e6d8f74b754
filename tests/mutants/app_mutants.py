# SPDX-License-Identifier: Apache-2.0
"""Planted bugs between the program and the search: options, signals, exit codes."""

from mutant import Mutant

SOLVE = "app/command_solve.cc"
SIGNALS = "app/signals.cc"
DOOR = "api/solve.cc"

MUTANTS = [
    Mutant("the target does not reach the search", SOLVE,
           "  options.target = settings.target;\n", "", "solve_test.py", "app"),
    Mutant("the gap does not reach the search", SOLVE,
           "  options.gap = settings.gap;\n", "", "solve_test.py", "app"),
    Mutant("any schedule meets a target", SOLVE,
           "options.target = settings.target;",
           "options.target = settings.target < 0 ? -1 : std::numeric_limits<std::int64_t>::max();",
           "solve_test.py", "app"),
    Mutant("a gap is taken for a hundred times as much", SOLVE,
           "options.gap = settings.gap;", "options.gap = 100 * settings.gap;", "solve_test.py",
           "app"),
    Mutant("nothing found counts for infeasible", SOLVE,
           "return ExitCode::nothing;", "return ExitCode::infeasible;", "solve_test.py", "app"),
    Mutant("infeasible counts for nothing found", SOLVE,
           "if (result.status == Status::infeasible) return ExitCode::infeasible;", "",
           "solve_test.py", "app"),
    Mutant("a signal does not reach the search", SIGNALS,
           "stop->request();", "(void)stop;", "signals_test.py", "app"),
    Mutant("the second signal is as the first", SIGNALS,
           "interrupts.fetch_add(1) > 0", "interrupts.fetch_add(1) > 1", "signals_test.py", "app"),
    Mutant("what was ignored is heard", SIGNALS,
           "  if (old.sa_handler == SIG_IGN) return;\n", "", "signals_test.py", "app"),
    Mutant("the library calls what is infeasible unknown", DOOR,
           "return Status::infeasible;", "return Status::unknown;", "solve", "api"),
    Mutant("the library counts time from its call", DOOR,
           "limits.start = options.start;", "limits.start = search::Limits::Clock::now();", "solve",
           "api"),
    Mutant("the library has no ears for a flag", DOOR,
           "stop == nullptr ? nullptr : &stop->flag()", "nullptr", "solve", "api"),
]
