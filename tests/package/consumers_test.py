# SPDX-License-Identifier: Apache-2.0
"""The consumers of examples/, each built and run from an install, with either library.

examples/subproject, which has moccasin's sources in it, is built by subproject_build_test.py.
"""

import pathlib
import shutil

import installed
from commands import run
from installed import CC, CMAKE, CXX, SOURCE, needed

EXAMPLES = pathlib.Path(SOURCE, "examples")


class ConsumersTest(installed.InstalledTest):
    def built(self, example, *options):
        """The program, built by find_package."""
        build = self.folder / f"{example}{len(options)}"
        run(CMAKE, "-S", EXAMPLES / example, "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={CXX}", *options)
        run(CMAKE, "--build", build)
        return build / example

    def test_one_block(self):
        self.assertIn(" are intact", run(self.built("one_block")))

    def test_compiler_pass(self):
        shared = self.built("compiler_pass")
        static = self.built("compiler_pass", "-DBUILD_SHARED_LIBS=OFF")
        plans = run(shared)
        self.assertIn("does not fit", plans)
        self.assertEqual(run(static), plans)
        self.assertTrue(any(name.startswith("libmoccasin.so") for name in needed(shared)))
        self.assertFalse(any(name.startswith("libmoccasin.so") for name in needed(static)))

    def plain_c(self, kind):
        """The program, built by make and pkg-config."""
        folder = self.folder / f"plain_c_{kind}"
        shutil.copytree(EXAMPLES / "plain_c", folder)
        run("make", "-C", folder, f"CC={CC}", f"PKG_CONFIG_PATH={self.pkg_config_path()}",
            f"KIND={kind}")
        return folder / "plan"

    def test_plain_c(self):
        shared, static = self.plain_c("shared"), self.plain_c("static")
        plan = run(shared)
        self.assertIn(" takes ", plan)
        self.assertEqual(run(static), plan)
        self.assertTrue(any(name.startswith("libmoccasin.so") for name in needed(shared)))
        self.assertFalse(any(name.startswith("libmoccasin.so") for name in needed(static)))


if __name__ == "__main__":
    installed.main()
