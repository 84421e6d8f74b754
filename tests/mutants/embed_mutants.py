# SPDX-License-Identifier: Apache-2.0
"""Planted bugs that only a host of the library sees."""

import functools

from mutant import Mutant

SOLVE = "api/solve.cc"
EVALUATE = "api/evaluate.cc"
THREADS = "search/threads/thread_pool_tbb.cc"
TARGETS = "cmake/targets.cmake"

mutant = functools.partial(Mutant, folder="embed")

MUTANTS = [
    mutant("what a callback throws passes for a stop", SOLVE,
           "thrown_ = Stop::error;", "thrown_ = Stop::none;", "callbacks"),
    mutant("oneTBB says that an arena is too large", THREADS,
           "arena_of(std::min(most_, here))", "arena_of(most_)", "closed_streams"),
    mutant("the host's folder is left", THREADS,
           "const pid_t here = getpid();", "const pid_t here = getpid();\n  (void)!chdir(\"/\");",
           "load"),
    mutant("the limit of memory counts from nothing", "api/search_options.cc",
           "base::checked_add(resident, options.memory_limit)",
           "base::checked_add(8 * resident, options.memory_limit)", "memory_limit"),
    mutant("facts of a graph are an array on the stack", EVALUATE,
           "  Facts facts;\n",
           "  volatile char large[200'000] = {};\n  (void)large[0];\n  Facts facts;\n", "small_stack"),
    mutant("the floor of the first graph is kept for all", SOLVE,
           "const model::Floor floor = ", "static const model::Floor floor = ", "state"),
    mutant("what listens is never given back", SOLVE,
           "Listener listener(options, result);",
           "Listener& listener = *new Listener(options, result);", "state"),
    mutant("all solves have one list of what to rebuild", "search/local/fixed_order_moves.cc",
           "  std::vector<RunId> doomed;\n",
           "  static std::vector<RunId> doomed;\n", "threads"),
    mutant("a static library shows its doors", TARGETS,
           "  target_compile_definitions(${name} PUBLIC MOCCASIN_STATIC_DEFINE)\n", "",
           "two_copies"),
]
