# SPDX-License-Identifier: Apache-2.0
"""The consumers of examples/, each built and run from an install, with either library.

examples/subproject, which has moccasin's sources in it, is built by `tools/test --package`, since
it compiles all of them.
"""

import pathlib

import installed
from installed import CMAKE, CXX, SOURCE, needed, run

EXAMPLES = pathlib.Path(SOURCE, "examples")


class ConsumersTest(installed.InstalledTest):
    def compiler_pass(self, *options):
        """The program, built by find_package."""
        build = self.folder / f"compiler_pass{len(options)}"
        run(CMAKE, "-S", EXAMPLES / "compiler_pass", "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={CXX}", *options)
        run(CMAKE, "--build", build)
        return build / "compiler_pass"

    def test_compiler_pass(self):
        shared = self.compiler_pass()
        static = self.compiler_pass("-DBUILD_SHARED_LIBS=OFF")
        plans = run(shared)
        self.assertIn("does not fit", plans)
        self.assertEqual(run(static), plans)
        self.assertTrue(any(name.startswith("libmoccasin.so") for name in needed(shared)))
        self.assertFalse(any(name.startswith("libmoccasin.so") for name in needed(static)))


if __name__ == "__main__":
    installed.main()
