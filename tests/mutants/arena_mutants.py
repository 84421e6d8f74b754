# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of what a budget for the arena needs: the price of memory, placing, waiting."""

from mutant import Mutant

SEQUENCE = "search/local/sequence.cc"
TIMELINE = "search/local/timeline.h"
ANNEALING = "search/local/annealing.cc"
PLACER = "search/portfolio/placer"
WAITING = "search/portfolio/waiting_list.cc"
ARENA = "search/portfolio/arena_search.cc"

MUTANTS = [
    Mutant("a change leaves the strain as it was", SEQUENCE,
           "  strain_ += change.effect.strain;\n", "", "sequence"),
    Mutant("strain is what is over the budget", TIMELINE,
           "change_over(soft_limit_, first, last, delta)", "change_over(limit_, first, last, delta)",
           "timeline"),
    Mutant("a step has no strain of its own", "search/local/sequence.h",
           ".strain = std::max<std::int64_t>(live - soft_limit_, 0)", ".strain = 0", "sequence"),
    Mutant("strain is free in moves", "search/local/moves.h",
           "price * static_cast<double>(effect.strain)", "0 * price", "annealing"),
    Mutant("the least duration is sought in spite of a price", ANNEALING,
           "if (sequence_.strain() == 0) return duration;", "return duration;", "annealing"),
    Mutant("costs at one price are compared with those at another", ANNEALING,
           "  best_.priced_duration = Found().priced_duration;\n", "", "annealing"),
    Mutant("steps over the soft limit are relieved by chance only",
           "search/local/recompute_site.cc", "sequence_.strain() > 0 &&", "false &&",
           "recompute_site"),
    Mutant("resident bytes lie in the arena", PLACER + ".h",
           "return problem_.budget - problem_.graph->resident();", "return problem_.budget;",
           "placer"),
    Mutant("the alignment is left out where offsets are sought", PLACER + ".cc",
           "      model::arena_buffers(*problem_.graph, schedule, alignment_);\n",
           "      model::arena_buffers(*problem_.graph, schedule, 1);\n", "placer"),
    Mutant("a high placement has no height", PLACER + ".cc",
           "outcome.height = packed.height;", "", "placer"),
    Mutant("the fastest are the first to leave the waiting list", WAITING,
           "steps_ -= all_.back().schedule.steps.size();\n    all_.pop_back();",
           "steps_ -= all_.front().schedule.steps.size();\n    all_.erase(all_.begin());",
           "waiting_list"),
    Mutant("what waits is not dropped when something faster is placed", WAITING,
           "  all_.erase(from, all_.end());\n", "", "waiting_list"),
    Mutant("the share is what all have done since the beginning", ARENA,
           "  pace_ = snapshot.pace;\n", "", "arena_search"),
]
