# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of offsets at the doors: in files, in C++ and in C, and of the naive checker."""

from mutant import Mutant

CHECKER = "model/verify_placement.cc"
OFFSETS = "io/schedule_offsets.cc"
BREACH = "io/placement_breach.cc"
WRITER = "io/schedule_writer.cc"
PLACE = "api/place.cc"
BUFFERS = "api/buffer_check.cc"
VERIFY = "api/verify_placement.cc"
C_DOOR = "api/c/placement.cc"

MUTANTS = [
    Mutant("two buffers may share the last byte", CHECKER,
           "std::prev(above)->second.end > begin)", "std::prev(above)->second.end > begin + 1)",
           "placement_breach", "io"),
    Mutant("what begins within another is not seen", CHECKER,
           "above->first < begin + size", "above->first < begin", "placement_breach", "io"),
    Mutant("what is retained lies for one step", CHECKER,
           "buffers.push_back({step, steps, graph.tensor(tensor).size, alignment});",
           "buffers.push_back({step, step + 1, graph.tensor(tensor).size, alignment});",
           "placement_breach", "io"),
    Mutant("workspaces may be too few, if buffers are too many", CHECKER,
           "  if (placement.workspaces.size() != schedule.steps.size()) {", "  if (false) {",
           "verify_placement", "api"),
    Mutant("steps without offsets may follow", OFFSETS,
           "  if (placed_.value_or(has) != has) {", "  if (false) {", "schedule_offsets", "io"),
    Mutant("workspace without an offset lies at 0", OFFSETS,
           "  if (offset == nullptr && workspace > 0) {", "  if (false) {",
           "schedule_offsets", "io"),
    Mutant("the budget holds for the arena alone", BREACH,
           "verdict.arena > *budget - graph.resident()", "verdict.arena > *budget",
           "placement_breach", "io"),
    Mutant("the arena is as large as it says", BREACH,
           "  if (file.placement->arena != verdict.arena) {", "  if (false) {",
           "placement_breach", "io"),
    Mutant("a buffer is named by its first copy", BREACH,
           "    ++runs[op];\n", "", "placement_breach", "io"),
    Mutant("all steps have the offsets of the first", WRITER,
           "      placed += outputs;\n", "", "schedule_writer", "io"),
    Mutant("a capacity that is not reached is one that is", PLACE,
           "return fits ? Status::feasible : Status::unknown;",
           "return fits ? Status::feasible : Status::feasible;",
           "place", "api"),
    Mutant("the capacity does not reach the packer", PLACE,
           "{.capacity = options.capacity, .seed", "{.capacity = 0, .seed", "place", "api"),
    Mutant("the alignment does not reach the buffers of a schedule", PLACE,
           "arena_buffers(*valid.graph, valid.schedule, options.alignment);",
           "arena_buffers(*valid.graph, valid.schedule, 1);", "place", "api"),
    Mutant("a stop is not told", PLACE,
           "    meter.look_soon();\n", "    return std::move(found.offsets);\n", "place", "api"),
    Mutant("the larger alignment is taken for both", BUFFERS,
           "base::checked_multiply(a / std::gcd(a, b), b);",
           "base::checked_multiply(std::max(a, b), 1);", "buffer_check", "api"),
    Mutant("alignments add nothing to what buffers take", BUFFERS,
           "raise(buffer.alignment - 1);", "raise(0);", "buffer_check", "api"),
    Mutant("fixed buffers are numbered among themselves", "model/verify_placement.cc",
           "    numbers.push_back(i);\n", "    numbers.push_back(numbers.size());\n",
           "buffer_check", "api"),
    Mutant("the arena is not held against the capacity", VERIFY,
           "  if (verdict.arena <= capacity) return {};\n", "  return {};\n",
           "verify_placement", "api"),
    Mutant("an alignment left zero is none", C_DOOR,
           "return given == 0 ? 1 : given;", "return given;", "placement", "api/c"),
    Mutant("buffers lie as far apart as here", C_DOOR,
           "(bytes + i * buffers->struct_size)", "(bytes + i * sizeof(moc_arena_buffer))",
           "placement", "api/c"),
    Mutant("every buffer with an offset is fixed", C_DOOR,
           "from.is_fixed != 0 ? from.offset : -1", "from.offset", "placement", "api/c"),
]
