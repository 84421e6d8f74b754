# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of the readers of tables, DOT, workflows, lists, and of fractions."""

import functools

from mutant import Mutant

CSV, DOT, WORKFLOW = "io/csv_graph.cc", "io/dot_graph.cc", "io/workflow_graph.cc"
AMOUNT, NODE = "io/text_amount.cc", "io/text_node.cc"


planted = functools.partial(Mutant, folder="io")

MUTANTS = [
    planted("empty fields are no fields", CSV,
            "if (!ended_ && rows_.fields().size() != width_) {", "if (false) {", "csv_graph"),
    planted("the columns that are not known are not named", CSV,
            "if (ignored != nullptr) ignored->add(list, 0, field.text);", "", "csv_graph"),
    planted("an edge of an output that is not there is read", CSV,
            "if (static_cast<std::size_t>(output) >= outputs) {", "if (false) {", "csv_graph"),
    planted("a flag is read and forgotten", CSV,
            "retain ? model::Retain::yes : model::Retain::no", "model::Retain::no", "csv_graph"),
    planted("one-line JSON is a table", CSV,
            "if (text.starts_with('{') || text.starts_with('[')) return false;",
            "if (text.starts_with('{')) return true;", "csv_graph"),
    planted("defaults of a block hold behind it", DOT,
            "defaults.pop_back();\n", "defaults.erase(defaults.begin());\n", "dot_graph"),
    planted("a chain of edges has its last alone", DOT,
            "for (std::size_t i = 1; i < chain.size(); ++i) {",
            "for (std::size_t i = chain.size() - 1; i > 0 && i < chain.size(); ++i) {",
            "dot_graph"),
    planted("what stands at a node changes the defaults", DOT,
            "node.attributes.insert_or_assign(key, value);",
            "node.attributes.try_emplace(key, value);", "dot_graph"),
    planted("a file that nobody reads is not retained", WORKFLOW,
            "read ? model::Retain::no : model::Retain::yes", "model::Retain::no",
            "workflow_graph"),
    planted("a parent whose file is read is waited for twice", WORKFLOW,
            "        if (from.contains(task->second)) continue;\n", "", "workflow_graph"),
    planted("two tasks may write a file", WORKFLOW, "      if (!added) {", "      if (false) {",
            "workflow_graph"),
    planted("a size of two decimals is cut", AMOUNT,
            "  if (whole.kind == WholeKind::fraction) return \"must be a whole number, not \" + "
            "quoted(text);\n", "", "text_amount"),
    planted("a negative duration is read", AMOUNT,
            "  if (exact->value < 0) return", "  if (false) return", "text_amount"),
    planted("a number in hexadecimals is read", AMOUNT,
            "if (!is_number(text)) return \"must be a whole number", "if (text.empty()) return "
            "\"must be a whole number", "text_amount"),
    planted("017 is the number 17", AMOUNT,
            "(text.size() == 1 || text.front() != '0')", "true", "text_node"),
    planted("the last of several outputs is forgotten", NODE,
            "    if (end == text.size()) return std::nullopt;\n",
            "    if (text.find(';', end + 1) == std::string_view::npos) return std::nullopt;\n",
            "text_node"),
]
