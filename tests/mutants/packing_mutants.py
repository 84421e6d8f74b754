# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of offsets in an arena: the search for them and the checker."""

from mutant import Mutant

PLACES = "search/packing/lowest_places.cc"
SEARCH = "search/packing/lowest_place_search.cc"
RECTANGLES = "search/packing/rectangles.cc"
BOUND = "search/packing/height_bound.cc"
OPEN = "search/packing/open_sections.cc"
CHECKER = "model/verify_placement.cc"


def checker(title: str, old: str, new: str) -> Mutant:
    return Mutant(title, CHECKER, old, new, "verify_placement", "model")


MUTANTS = [
    Mutant("a section closes with every death", "search/packing/sections.cc",
           "if (grown) ++sections.count;", "++sections.count;", "sections"),
    Mutant("a buffer that dies where another is born meets it", "search/packing/sections.cc",
           "birth->first < time", "birth->first <= time", "sections"),
    Mutant("units are coarser than alignments allow", RECTANGLES,
           "units.sizes_are_aligned = false;", "", "rectangles"),
    Mutant("sizes are rounded down to units", RECTANGLES,
           "(bytes + of_alignments - 1) / of_alignments", "bytes / of_alignments", "rectangles"),
    Mutant("the bound takes the topmost for rounded up", BOUND,
           " - slack.in(s)", "", "height_bound"),
    Mutant("the bound gives slack to a section that is over", BOUND,
           "live_.top().second <= s", "live_.top().second < s", "height_bound"),
    Mutant("the bound leaves out what is fixed", BOUND,
           "if (r.fixed()) bound = std::max", "if (false) bound = std::max", "height_bound"),
    Mutant("a gap is too short for the alignment", "search/packing/in_time.cc",
           "lowest_above(under, r) + rectangles_.all[r].size <= offsets_",
           "end(under) + rectangles_.all[r].size <= offsets_", "in_time"),
    Mutant("a gap is kept when it is filled", "search/packing/in_time.cc",
           "    drop_gap(under);\n    offsets_[r]", "    offsets_[r]", "in_time"),
    Mutant("the lowest gap is not looked for again in other sections",
           "search/packing/lowest_gap.cc",
           "in_vain = at == before ? in_vain + 1 : 1;", "++in_vain;", "lowest_gap"),
    Mutant("what is in a chunk is not seen below it", "search/packing/lowest_gap.cc",
           "sections.last.value() > (chunk + 1) * chunk_", "chunk != 1", "lowest_gap"),
    Mutant("a stack forgets what was assigned to a range", "search/packing/skyline.cc",
           "if (all_[node.index] != kNone) return all_[node.index];", "", "skyline"),
    Mutant("a closed rectangle loses its place in a list", OPEN,
           "    *at = last;\n", "", "open_sections"),
    Mutant("sections come apart unnoticed", OPEN,
           "split = --crossing_[s] == 0 || split;", "--crossing_[s];", "open_sections"),
    Mutant("what is fixed is not in the way of all", "search/packing/obstacles.cc",
           "from = std::max(from, Rectangles::aligned(units.last, rectangle.alignment));",
           "from = std::max(from, units.last);", "obstacles"),
    Mutant("a union keeps what it was", "search/packing/level_sets.h",
           "    std::fill_n(begin(set), words_, 0);\n", "", "level_sets"),
    Mutant("the last bit is taken out for all levels", "search/packing/level_sets.h",
           "if (level < last()) word", "word", "level_sets"),
    Mutant("a reason lacks the level that placed", PLACES,
           "      sets_.add(reason, level);\n", "", "lowest_places"),
    Mutant("a lift lacks the level since which it waits", PLACES,
           "  sets_.add(reason, waits_[r]);\n", "", "lowest_places"),
    Mutant("a lift is by the highest", PLACES,
           "rectangles_.all[other].size >= end) continue;",
           "rectangles_.all[other].size <= (end == INT64_MAX ? 0 : end)) continue;",
           "lowest_places"),
    Mutant("what waits goes on when something is placed below it", PLACES,
           "if (waits_[other] != kNever) change_waits(other, kNever);", "", "lowest_places"),
    Mutant("raises are not undone", PLACES,
           "    lowest_[before.rect] = before.lowest;\n", "", "lowest_places"),
    Mutant("anything may end in the last unit", PLACES,
           "ceiling_[r] = (height + rectangle.slack) / rectangles_.unit;",
           "ceiling_[r] = (height + rectangles_.unit - 1) / rectangles_.unit;",
           "lowest_places"),
    Mutant("buffers of other sizes are alike", PLACES,
           "{r.sections.first, r.sections.last, r.size, r.alignment, r.slack}",
           "{r.sections.first, r.sections.last, 0, r.alignment, r.slack}", "lowest_places"),
    Mutant("the failure of the first branch is forgotten", SEARCH,
           "if (had_a_part) sets.add_all(places_.failure(), top.failure);", "", "pack"),
    Mutant("a stretch that was joined is searched only in part", SEARCH,
           "if (top.branch == Branch::waits || !top.split) {",
           "if (top.branch == Branch::waits) {\n"
           "    if (top.next > whole.sections.first) return std::nullopt;\n  } else if "
           "(!top.split) {", "lowest_place_search"),
    Mutant("a proof is of one byte more", "search/packing/turns.cc",
           "heights.at_least(aim.height() + 1)", "heights.at_least(aim.height() + 2)", "turns"),
    Mutant("no turn is longer than the others", "search/packing/turns.cc",
           "std::max(kDives * dive, kLeastQuota)",
           "std::uint64_t{1}", "turns"),
    Mutant("pack forgets those that are never live", "search/packing/pack.cc",
           "std::max(height_bound(*rectangles), end_of_never_live(buffers))",
           "height_bound(*rectangles)", "pack"),
    checker("the checker lets buffers overlap the one below them",
            "std::prev(above)->second.end > begin)", "std::prev(above)->second.end > begin + 1)"),
    checker("the checker lets buffers overlap the one above them",
            "above->first < begin + size)", "above->first < begin + size - 1)"),
    checker("the checker lets the arena end one byte lower",
            "offset > capacity - buffer.size)", "offset > capacity - buffer.size + 1)"),
    checker("the checker lets what is fixed move",
            "if (buffer.offset >= 0 && buffer.offset != offset) {", "if (false) {"),
    checker("the checker takes any offset for aligned",
            "if (offset % buffer.alignment != 0) {", "if (false) {"),
    checker("the checker keeps the dead in memory",
            "      block.leave(event.buffer);\n", ""),
]
