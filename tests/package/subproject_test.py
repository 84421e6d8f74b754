# SPDX-License-Identifier: Apache-2.0
"""A project that has moccasin in it keeps what is its own: subproject_test.py CMAKE SOURCE CXX."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

CMAKE, SOURCE, CXX = sys.argv[1:4]
PARENT = pathlib.Path(__file__).parent / "parent"

# What find_package keeps for itself, whoever calls it.
OF_FIND_PACKAGE = re.compile(
    r"(TBB|Boost|boost_headers|nlohmann_json)_DIR$|Boost_INCLUDE_DIR$|CMAKE_HAVE_"
    r"|FIND_PACKAGE_MESSAGE_DETAILS_")
# What FetchContent keeps, in functions and macros of its own.
OF_FETCH = re.compile(r"FETCHCONTENT_|__cmake_|moccasin_(POPULATED|SOURCE_DIR|BINARY_DIR)$")
NOBODY = re.compile(r"$^")


def lines_of(folder, name):
    """name -> value of a snapshot."""
    pairs = (line.partition("=") for line in (folder / name).read_text().splitlines())
    return {key: value for key, _, value in pairs if key}


def differences(folder, what):
    before, after = lines_of(folder, f"before.{what}"), lines_of(folder, f"after.{what}")
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


class SubprojectTest(unittest.TestCase):
    def configured(self, *options):
        """The build folder of a parent that nothing is built in."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        build = pathlib.Path(folder.name, "build")
        subprocess.run(
            [CMAKE, "-S", PARENT, "-B", build, "-G", "Ninja", f"-DMOCCASIN={SOURCE}",
             f"-DCMAKE_CXX_COMPILER={CXX}", *options],
            check=True, capture_output=True, text=True, timeout=120)
        return build

    def assert_leaves_alone(self, build, others=NOBODY):
        """But for what `others` matches: variables that are not moccasin's doing."""
        variables = differences(build, "variables")
        self.assertEqual({name for name in variables if not others.match(name)}, set())
        self.assertEqual(differences(build, "properties"), set())
        cache = {name for name in differences(build, "cache")
                 if not name.lower().startswith("moccasin_")}
        self.assertEqual({name for name in cache
                          if not OF_FIND_PACKAGE.match(name) and not others.match(name)}, set())

        targets = (build / "targets").read_text().split()
        self.assertIn("moccasin_static", targets)
        self.assertEqual([name for name in targets if not name.startswith("moccasin_")], [])

        listing = subprocess.run(["ctest", "--test-dir", build, "-N"], check=True, text=True,
                                 capture_output=True).stdout
        self.assertEqual(re.findall(r"Test +#\d+: (.*)", listing), ["own.test"])
        prefix = build / "prefix"
        subprocess.run([CMAKE, "--install", build, "--prefix", prefix], check=True,
                       capture_output=True)
        installed = [path.relative_to(prefix).as_posix() for path in prefix.rglob("*")
                     if path.is_file()]
        self.assertEqual(installed, ["share/CMakeLists.txt"])

    def test_add_subdirectory(self):
        for shared in ("OFF", "ON"):
            with self.subTest(BUILD_SHARED_LIBS=shared):
                self.assert_leaves_alone(self.configured(f"-DBUILD_SHARED_LIBS={shared}"))

    def test_a_parent_may_ask_for_an_install(self):
        build = self.configured("-DMOCCASIN_INSTALL=ON")
        script = (build / "moccasin/cmake_install.cmake").read_text()
        for name in ("libmoccasin.a", "libmoccasin.so", "moccasinConfig.cmake", "moccasin.pc",
                     "NOTICE"):
            self.assertIn(name, script)

    def test_a_parent_may_build_tbb_itself(self):
        build = self.configured("-DOWN_TBB=ON")
        found = [line for line in (build / "CMakeCache.txt").read_text().splitlines()
                 if line.startswith("TBB_DIR")]
        self.assertEqual(found, [])
        with self.assertRaises(subprocess.CalledProcessError) as refused:
            self.configured("-DOWN_TBB=ON", "-DMOCCASIN_INSTALL=ON")
        said = " ".join(refused.exception.stderr.split())
        self.assertIn("which this project builds itself; set MOCCASIN_WITH_TBB or MOCCASIN_INSTALL "
                      "to OFF", said)

    def test_unset_options_stay_unset(self):
        build = self.configured()
        self.assert_leaves_alone(build)
        after = lines_of(build, "after.variables") | lines_of(build, "after.cache")
        self.assertEqual(after.get("CMAKE_BUILD_TYPE", ""), "")
        for name in ("BUILD_SHARED_LIBS", "BUILD_TESTING", "CMAKE_EXPORT_COMPILE_COMMANDS"):
            self.assertFalse(after.get(name), name)

    def test_fetch_content(self):
        self.assert_leaves_alone(self.configured("-DBY_FETCH=ON"), others=OF_FETCH)


if __name__ == "__main__":
    del sys.argv[1:4]
    unittest.main()
