# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of the door for files."""

from mutant import Mutant

DOOR = "api/io"
SINK = "api/io/sink.cc"
STREAM = "io/json_stream.cc"

MUTANTS = [
    Mutant("fractions are read as the host's locale writes them", STREAM,
           "  const PlainLocale locale;\n",
           "",
           "source_locale", DOOR),
    Mutant("line and column change places", STREAM,
           "          place.line, place.column};",
           "          place.column, place.line};",
           "source", DOOR),
    Mutant("a stream that runs out of memory is only unreadable", "io/text_file.cc",
           "  } catch (const std::bad_alloc&) {\n    throw;\n",
           "",
           "source", DOOR),
    Mutant("what a host's stream throws passes", SINK,
           "  std::ostream out(stream.rdbuf());",
           "  std::ostream& out = stream;",
           "sink", DOOR),
    Mutant("a stream that failed looks well", SINK,
           "    stream.setstate(std::ios_base::badbit);\n",
           "",
           "sink", DOOR),
    Mutant("a dash is the host's standard output", SINK,
           'path == "-" ? "./-" : path',
           "path",
           "sink", DOOR),
    Mutant("a text that was cut for want of memory is handed out", SINK,
           "  if (!out.good()) throw std::bad_alloc();\n",
           "",
           "graph_document_memory", DOOR),
    Mutant("ids need not be UTF-8", "api/io/graph_document.cc",
           "!name.empty() && base::is_utf8(name) &&",
           "!name.empty() &&",
           "graph_document", DOOR),
    Mutant("two operations share an id", "api/io/graph_document.cc",
           "seen.insert(name).second",
           "(seen.insert(name), true)",
           "graph_document", DOOR),
    Mutant("any steps are written as a schedule", "api/io/schedule_document.cc",
           "  if (verdict.valid()) return std::nullopt;\n",
           "  if (verdict.valid() || !verdict.valid()) return std::nullopt;\n",
           "schedule_document", DOOR),
    Mutant("a budget below the floor has a near miss", "api/io/schedule_record.cc",
           "request.budget >= result.budget_floor",
           "request.budget >= 0",
           "schedule_document", DOOR),
    Mutant("near misses are no schedules", "io/schedule_steps.cc",
           "  if (!file->schedule && file->least_peak_schedule) {",
           "  if (false) {",
           "schedule_document", DOOR),
]
