# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of what is explained."""

import functools

from mutant import Mutant

LIVE, DROP, AGAIN = "explain/live_at_step.cc", "explain/drop.cc", "explain/recomputations.cc"


planted = functools.partial(Mutant, folder="explain")

MUTANTS = [
    planted("a buffer is live a step too long", LIVE,
            "life.last < step) continue;", "life.last + 1 < step) continue;", "live_at_step"),
    planted("who reads at the step is taken for who reads next", LIVE,
            "i-- > step + 1;", "i-- > step;", "live_at_step"),
    planted("a reader of a later copy counts", LIVE,
            "if (next[life.tensor] <= life.last) {", "if (next[life.tensor] != kNone) {",
            "live_at_step"),
    planted("what is retained is read by nobody", LIVE,
            "} else if (to_the_end) {", "} else if (false) {", "live_at_step"),
    planted("what the step itself reads can be dropped", DROP,
            "  if (buffer.at_step) return refused(Obstacle::at_step);\n", "", "drop"),
    planted("what runs again needs nothing that is gone", DROP,
            "if (at_hand_[tensor] != 0 ||", "if (true ||", "drop"),
    planted("the limit of runs is forgotten", DROP,
            "if (most > 0 && runs_[op] + 1 > most) {", "if (false) {", "drop"),
    planted("a kept order is not looked at", DROP,
            "if (problem.order == model::Order::free) return true;", "return true;", "drop"),
    Mutant("the hint leaves the scope of the schedule", "app/explain_advice.cc",
           "if (explained.max_copies > 0) options +=", "if (false) options +=", "explain_advice",
           folder="app"),
    planted("a drop that raises the peak is taken", DROP,
            "|| drop.peak > profile.peak) continue;", ") continue;", "drop"),
    planted("the dearest drop is taken first", DROP,
            "if (chosen && rate <= most) continue;", "if (chosen && rate >= most) continue;",
            "drop"),
    planted("the first run counts as a recomputation", AGAIN,
            "static_cast<std::int64_t>(runs[op]) - 1;", "static_cast<std::int64_t>(runs[op]);",
            "recomputations"),
    planted("without its later runs an operation has none", AGAIN,
            "if (step == op && seen) continue;", "if (step == op) continue;", "recomputations"),
    planted("neighbouring steps are ranges of their own", AGAIN,
            "ranges.back().last + 1 < i", "ranges.back().last < i", "recomputations"),
    Mutant("the next per cent is looked for among what is shown", "app/explain_case.cc",
           "if (!told && buffer.size < enough) break;", "if (!told) break;", "explain_advice",
           folder="app"),
    Mutant("drops down to what the base order needs are worth something",
           "app/explain_advice.cc", "std::min(explained.profile.peak, explained.facts.base_peak);",
           "explained.profile.peak;", "explain_advice", folder="app"),
    Mutant("nothing is proved below the floor", "app/explain_case.h",
           "if (*budget < facts.floor) return Fit::nothing_fits;", "", "explain_advice",
           folder="app"),
    Mutant("names are cut where there is room for them", "app/explain_text.cc",
           "std::max(width, kMostWidth)", "std::min(width, kMostWidth)", "explain_text",
           folder="app"),
    Mutant("a drop that leaves the peak where it is looks as if it helped",
           "app/explain_words.cc", "if (one.drop.peak == explained.profile.peak) text +=",
           "if (false) text +=", "explain_text", folder="app"),
]
