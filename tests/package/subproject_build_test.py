# SPDX-License-Identifier: Apache-2.0
"""examples/subproject, built and run with flags that are hard on the library in it:
subproject_build_test.py CMAKE SOURCE CXX FOLDER [COMPILER_LAUNCHER]. Compiles all of it, in FOLDER,
where what did not change is not compiled again."""

import pathlib
import sys
import unittest

from commands import run

CMAKE, SOURCE, CXX, FOLDER = sys.argv[1:5]
LAUNCHER = sys.argv[5:6]

# No exceptions, no types at run time, rounding as it comes, and errors where the library's sources
# have warnings.
HARD = ("-O0 -fno-exceptions -fno-rtti -ffast-math -Wall -Wextra -Wconversion -Wsign-conversion "
        "-Wold-style-cast -Werror -Werror=conversion")


class SubprojectBuildTest(unittest.TestCase):
    def test_the_host_plans(self):
        run(CMAKE, "-S", pathlib.Path(SOURCE, "examples/subproject"), "-B", FOLDER, "-G", "Ninja",
            f"-DCMAKE_CXX_COMPILER={CXX}", f"-DCMAKE_CXX_FLAGS={HARD}",
            *(f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}" for launcher in LAUNCHER))
        run(CMAKE, "--build", FOLDER, "-j2", timeout=900)
        plan = run(pathlib.Path(FOLDER, "host"))
        self.assertIn('"moccasin-schedule"', plan)
        self.assertIn('"status":"optimal"', plan)


if __name__ == "__main__":
    del sys.argv[1:]
    unittest.main()
