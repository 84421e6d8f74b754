# SPDX-License-Identifier: Apache-2.0
"""Planted bugs between the program and the search: options, signals, exit codes."""

from mutant import Mutant

SOLVE = "app/command_solve.cc"
SIGNALS = "app/signals.cc"
DOOR = "api/solve.cc"
SEARCH_OPTIONS = "api/search_options.cc"
LIMITS = "api/limits_of.h"
OPTIONS = "api/option_by_name.cc"

MUTANTS = [
    Mutant("the target does not reach the search", OPTIONS,
           "return take_limit(options.target, std::int64_t{-1}, ",
           "std::int64_t ignored; return take_limit(ignored, std::int64_t{-1}, ",
           "solve_test.py", "app"),
    Mutant("the gap does not reach the search", OPTIONS,
           "return take_fraction(options.gap, text, ",
           "double ignored; return take_fraction(ignored, text, ",
           "solve_test.py", "app"),
    Mutant("any schedule meets a target", SOLVE,
           "  options.start = start;\n",
           "  options.start = start;\n"
           "  if (options.target >= 0) options.target = std::numeric_limits<std::int64_t>::max();\n",
           "solve_test.py", "app"),
    Mutant("a gap is taken for a hundred times as much", SOLVE,
           "  options.start = start;\n", "  options.start = start, options.gap *= 100;\n",
           "solve_test.py", "app"),
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
    Mutant("the library calls what is infeasible unknown", SEARCH_OPTIONS,
           "return Status::infeasible;", "return Status::unknown;", "solve", "api"),
    Mutant("the library counts time from its call", LIMITS,
           "limits.start = options.start;", "limits.start = search::Limits::Clock::now();", "solve",
           "api"),
    Mutant("the library has no ears for a flag", LIMITS,
           "stop == nullptr ? nullptr : &stop->flag()", "nullptr", "solve", "api"),
]
