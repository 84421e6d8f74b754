#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants each violation in a small tree and demands that check_floors.py finds it, and no other."""

import tempfile
import unittest
from pathlib import Path

import check_floors

CPP = "// " + check_floors.SPDX + "\n"
PYTHON = "# " + check_floors.SPDX + "\n"

CLEAN = {
    "base/assert.h": CPP + "#pragma once\n#include <cstdint>\n",
    "model/graph.h": CPP + '#include "base/assert.h"\n',
    "model/profile.h": CPP + '#include "model/graph.h"\n',
    "model/verify.h": CPP + '#include "model/graph.h"\n',
    "model/verify.cc": CPP + '#include "model/verify.h"\n',
    "io/graph_json.cc": CPP + '#include <nlohmann/json.hpp>\n#include "model/graph.h"\n',
    "search/local/timeline.h": CPP + '#include "base/assert.h"\n',
    "search/portfolio/solve.h": CPP + '#include "search/local/timeline.h"\n',
    "api/include/moccasin/export.h": CPP + "#pragma once\n",
    "api/include/moccasin/moccasin.hpp": CPP + '#include <vector>\n#include "moccasin/export.h"\n',
    "api/solve.cc": CPP + '#include "moccasin/moccasin.hpp"\n#include "search/portfolio/solve.h"\n',
    "app/main.cc": CPP + '#include <boost/program_options.hpp>\n#include "app/build_config.h"\n',
    "tests/model/graph_test.cc": CPP + '#include <gtest/gtest.h>\n#include "model/graph.h"\n',
    "examples/plan.cc": CPP + '#include "moccasin/moccasin.hpp"\n',
    "tools/demo": "#!/bin/bash\n" + PYTHON,
    "CMakeLists.txt": PYTHON,
    "build/dev/generated.cc": '#include "nowhere.h"\n',
}


class PlantedViolation(unittest.TestCase):
    def found(self, changes):
        """What is found in CLEAN after `changes`: path -> text, or lines to append to the text."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**CLEAN, **changes}.items():
                file = Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
            return list(check_floors.violations(root))

    def expect(self, changes, *violations):
        self.assertEqual(self.found(changes), list(violations))

    def append(self, path, lines):
        return {path: CLEAN[path] + lines}

    def test_the_clean_tree_has_none(self):
        self.expect({})

    def test_no_sources(self):
        with tempfile.TemporaryDirectory() as root:
            found = list(check_floors.violations(root))
            self.assertEqual(found, [f"{root}: no source file below it"])

    def test_include_upwards(self):
        self.expect(
            self.append("model/graph.h", '#include "search/local/timeline.h"\n'),
            "model/graph.h:3: model must not include search/local/timeline.h",
            "model/graph.h:3: the certificate must not depend on search/local/timeline.h",
        )

    def test_include_of_a_neighbour_on_the_same_floor(self):
        self.expect(
            self.append("search/local/timeline.h", '#  include "io/graph_file.h"\n')
            | {"io/graph_file.h": CPP},
            "search/local/timeline.h:3: search/local must not include io/graph_file.h",
        )

    def test_include_of_a_generated_file_of_a_higher_floor(self):
        self.expect(
            self.append("io/graph_json.cc", '#include "app/build_config.h"\n'),
            "io/graph_json.cc:4: io must not include app/build_config.h",
        )

    def test_nobody_includes_tests(self):
        self.expect(
            self.append("app/main.cc", '#include "tests/support.h"\n')
            | {"tests/support.h": CPP},
            "app/main.cc:4: app must not include tests/support.h",
        )

    def test_include_that_leads_nowhere(self):
        self.expect(
            self.append("app/main.cc", '#include "main.h"\n') | {"app/main.h": CPP},
            'app/main.cc:4: "main.h" is no file of the tree',
        )

    def test_folder_without_a_floor(self):
        self.expect(
            {"motor/trail.h": CPP}, "motor/trail.h: stands on no floor; add its folder to FLOORS"
        )

    def test_file_beside_the_folders_of_search(self):
        self.expect(
            {"search/solve.h": CPP}, "search/solve.h: stands on no floor; add its folder to FLOORS"
        )

    def test_json_outside_io(self):
        self.expect(
            self.append("app/main.cc", "#include <nlohmann/json.hpp>\n"),
            "app/main.cc:4: <nlohmann/json.hpp> belongs in io only",
        )

    def test_boost_outside_app(self):
        self.expect(
            self.append("base/assert.h", "#include <boost/config.hpp>\n"),
            "base/assert.h:4: <boost/config.hpp> belongs in engine, app only",
        )

    def test_public_header_includes_a_private_one(self):
        self.expect(
            self.append("api/include/moccasin/moccasin.hpp", '#include "model/graph.h"\n'),
            "api/include/moccasin/moccasin.hpp:4: users of the library do not have model/graph.h",
        )

    def test_public_header_includes_more_than_the_standard_library(self):
        self.expect(
            self.append("api/include/moccasin/moccasin.hpp", "#include <sys/types.h>\n"),
            "api/include/moccasin/moccasin.hpp:4: <sys/types.h> in a public header, which may use "
            "the standard library only",
        )

    def test_public_header_for_c_includes_more_than_c(self):
        header = "/* SPDX-License-Identifier: Apache-2.0 */\n#include <stdint.h>\n"
        self.expect({"api/include/moccasin/moccasin.h": header})
        self.expect(
            {"api/include/moccasin/moccasin.h": header + "#include <stdio.h>\n"},
            "api/include/moccasin/moccasin.h:3: <stdio.h> in a public header, which may use the "
            "standard library only",
        )

    def test_example_includes_a_private_header(self):
        self.expect(
            self.append("examples/plan.cc", '#include "api/access.h"\n')
            | {"api/access.h": CPP},
            "examples/plan.cc:3: users of the library do not have api/access.h",
        )

    def test_an_example_that_is_a_project_has_headers_of_its_own(self):
        project = {"examples/pass/main.cc": CPP + '#include "ir.h"\n', "examples/pass/ir.h": CPP}
        self.expect(project)
        self.expect(
            project | {"examples/pass/main.cc": CPP + '#include "api/access.h"\n',
                       "api/access.h": CPP},
            "examples/pass/main.cc:2: users of the library do not have api/access.h",
        )
        self.expect({"examples/pass/main.cc": CPP + '#include "ir.h"\n', "examples/ir.h": CPP},
                    'examples/pass/main.cc:2: "ir.h" is no file of the tree')

    def test_cycle(self):
        self.expect(
            {
                "io/a.h": CPP + '#include "io/b.h"\n',
                "io/b.h": CPP + '#include "io/c.h"\n',
                "io/c.h": CPP + '#include "io/b.h"\n',
            },
            "io/b -> io/c -> io/b: a cycle of includes",
        )

    def test_cycle_that_only_definitions_close(self):
        self.expect(
            {
                "io/a.h": CPP,
                "io/a.cc": CPP + '#include "io/a.h"\n#include "io/b.h"\n',
                "io/b.h": CPP,
                "io/b.cc": CPP + '#include "io/b.h"\n#include "io/c.h"\n',
                "io/c.h": CPP + '#include "io/a.h"\n',
            },
            "io/a -> io/b -> io/c -> io/a: a cycle of includes",
        )

    def test_definitions_in_several_files_are_no_cycle(self):
        self.expect(
            {
                "io/a.h": CPP + '#include "io/b.h"\n',
                "io/a_more.cc": CPP + '#include "io/a.h"\n#include "io/b.h"\n',
                "io/b.h": CPP,
                "io/b.cc": CPP + '#include "io/b.h"\n',
            }
        )

    def test_certificate_uses_its_fast_twin_through_another_header(self):
        self.expect(
            self.append("model/verify.cc", '#include "model/helper.h"\n')
            | {"model/helper.h": CPP + '#include "model/profile.h"\n'},
            "model/helper.h:2: the certificate must not depend on model/profile.h",
        )

    def test_missing_licence(self):
        for path in ("base/new.h", "tools/new", "base/CMakeLists.txt", "app/new.h.in"):
            self.expect(
                {path: "// a file\n"},
                f"{path}:1: the first line must be the licence's: {check_floors.SPDX}",
            )

    def test_empty_file(self):
        self.expect(
            {"io/new.py": ""},
            f"io/new.py:1: the first line must be the licence's: {check_floors.SPDX}",
        )

    def test_long_file(self):
        self.expect({"base/long.h": CPP + "\n" * 399})
        self.expect(
            {"base/long.h": CPP + "\n" * 400},
            "base/long.h: 401 lines; at most 400: one noun or technique a file",
        )


class Table(unittest.TestCase):
    def test_the_table_has_no_cycle(self):
        self.assertEqual(list(check_floors.check_table()), [])

    def test_a_cycle_in_the_table_is_found(self):
        allowed = check_floors.FLOORS["base"]
        allowed.append("io")
        self.addCleanup(allowed.remove, "io")
        self.assertEqual(
            list(check_floors.check_table()),
            ["check_floors.py: base may include io, which is not below it"],
        )


if __name__ == "__main__":
    unittest.main()
