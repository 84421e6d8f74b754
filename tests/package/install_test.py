# SPDX-License-Identifier: Apache-2.0
"""What an install holds, and how it is found and linked once its prefix was moved."""

import pathlib
import re
import shlex
import shutil
import tempfile

import installed
from commands import run
from installed import BUILD, CC, CMAKE, CXX, SOURCE, files_below

HERE = pathlib.Path(__file__).parent
VERSION = re.search(r"project\(moccasin VERSION (\S+)",
                    pathlib.Path(SOURCE, "CMakeLists.txt").read_text())[1]
MAJOR, MINOR, _ = map(int, VERSION.split("."))
PLANNED = f"{VERSION} {VERSION}: 5 ticks, 30 bytes\n"


class InstallTest(installed.InstalledTest):
    def component(self, name):
        prefix = self.folder / f"only_{name}"
        run(CMAKE, "--install", BUILD, "--prefix", prefix, "--component", name)
        return files_below(prefix)

    def test_components_hold_what_they_say(self):
        library = self.component("library")
        self.assertEqual(library, {f"{self.libdir}/libmoccasin{ending}" for ending in (
            ".a", ".so", f".so.{MAJOR}.{MINOR}" if MAJOR == 0 else f".so.{MAJOR}",
            f".so.{VERSION}")})
        headers = self.component("headers")
        public = {f"include/moccasin/{path.name}"
                  for path in pathlib.Path(SOURCE, "api/include/moccasin").iterdir()}
        package = {re.sub(r"(static|shared)-\w+\.", r"\1-CONFIG.", path) for path in headers
                   if not path.startswith("include/")}
        folder = f"{self.libdir}/cmake/moccasin/moccasin"
        self.assertEqual({path for path in headers if path.startswith("include/")},
                         public | {"include/moccasin/version.h"})
        self.assertEqual(package, {
            f"{self.libdir}/pkgconfig/moccasin.pc", f"{folder}Config.cmake",
            f"{folder}ConfigVersion.cmake", f"{folder}-static.cmake", f"{folder}-shared.cmake",
            f"{folder}-static-CONFIG.cmake", f"{folder}-shared-CONFIG.cmake"})
        program = self.component("program")
        documents = self.component("documents")
        self.assertEqual(program, {
            "bin/moccasin", "share/man/man1/moccasin.1",
            "share/bash-completion/completions/moccasin", "share/zsh/site-functions/_moccasin",
            "share/fish/vendor_completions.d/moccasin.fish"})
        for name in ("LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "moccasin.spdx.json",
                     "docs/using.md", "data/graph.schema.json", "examples/two_layers.json"):
            self.assertIn(f"share/doc/moccasin/{name}", documents)
        self.assertEqual(files_below(self.prefix), library | headers | program | documents)

    def test_nothing_that_is_read_holds_a_path_of_the_build(self):
        for path in files_below(self.prefix):
            if path.endswith((".cmake", ".pc", ".h", ".hpp")):
                text = (self.prefix / path).read_text()
                for other in (self.folder / "first", BUILD, SOURCE):
                    self.assertNotIn(str(other), text, path)

    def test_the_program_runs(self):
        self.assertRegex(run(self.prefix / "bin/moccasin", "--version"), f"^moccasin {VERSION}")

    def built(self, user):
        """The folder of a user's two programs, which print what they should."""
        build = self.folder / user
        run(CMAKE, "-S", HERE / user, "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={CXX}",
            f"-DCMAKE_C_COMPILER={CC}")
        run(CMAKE, "--build", build)
        for kind in ("static", "shared"):
            self.assertEqual(run(build / f"plan_{kind}"), PLANNED)
        return build

    def test_find_package_serves_a_project_of_c_alone(self):
        self.built("user_c")

    def test_find_package_links_either_library(self):
        build = self.built("user")
        soname = f"libmoccasin.so.{MAJOR}.{MINOR}" if MAJOR == 0 else f"libmoccasin.so.{MAJOR}"
        self.assertIn(soname, installed.needed(build / "plan_shared"))
        self.assertIn(f"MOCCASIN_{soname.removeprefix('libmoccasin.so.')}",
                      run("objdump", "-p", build / "plan_shared"))
        self.assertNotIn("libtbb.so.12", installed.needed(build / "plan_shared"))
        self.assertNotIn(soname, installed.needed(build / "plan_static"))

    def test_pkg_config_links_the_shared_library(self):
        self.assertEqual([flag for flag in self.flags("--libs") if flag.startswith("-l")],
                         ["-lmoccasin"])
        self.assertEqual(self.flags("--modversion"), [VERSION])
        program = self.folder / "plan_pc"
        run(CXX, "-std=c++17", HERE / "user/plan.cc", "-o", program,
            *self.flags("--cflags", "--libs"), f"-Wl,-rpath,{self.lib}")
        self.assertEqual(run(program), PLANNED)

    def test_pkg_config_links_the_static_library(self):
        flags = self.flags("--static", "--cflags", "--libs", prefix=self.static_alone())
        for compiler, source in (([CXX, "-std=c++17"], "user/plan.cc"),
                                 ([CC, "-std=c11"], "user_c/plan.c")):
            program = self.folder / f"{pathlib.Path(source).suffix[1:]}_static"
            run(*compiler, HERE / source, "-o", program, *flags)
            self.assertEqual(run(program), PLANNED)

    def assert_chosen(self, *cases, options=()):
        """Each case is what is set, and what the chooser must then say."""
        lines = []
        for settings, _ in cases:
            settings = {"CMAKE_PREFIX_PATH": self.prefix, "VERSION": "", "COMPONENTS": "",
                        "OPTIONAL": "", **settings}
            lines += [f'set({name} "{value}")' for name, value in settings.items()]
            lines += ["chosen()", *(f"unset({name})" for name in settings)]
        build = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        (build / "cases.cmake").write_text("\n".join(lines))
        text = run(CMAKE, "-S", HERE / "chooser", "-B", build, "-G", "Ninja",
                   f"-DCASES={build}/cases.cmake", *options)
        said = re.findall(r"^-- chosen: (.*)$", text, re.MULTILINE)
        self.assertEqual([(settings, answer) for (settings, _), answer in zip(cases, said)],
                         list(cases))
        self.assertEqual(len(said), len(cases))

    def test_versions(self):
        right = [f"{MAJOR}.{MINOR}", VERSION]
        wrong = [f"{MAJOR}.{MINOR + 1}", f"{MAJOR}.{MINOR}.99", f"{MAJOR + 1}.0"]
        if MAJOR == 0:
            wrong.append(f"0.{MINOR - 1}")
        self.assert_chosen(
            *(({"VERSION": version}, "moccasin::shared shared") for version in right),
            *(({"VERSION": version}, "none; ") for version in wrong))

    def test_which_library_the_names_stand_for(self):
        static, shared = "moccasin::static", "moccasin::shared"
        self.assert_chosen(
            ({}, f"{shared} shared"),
            ({"BUILD_SHARED_LIBS": "ON"}, f"{shared} shared"),
            ({"BUILD_SHARED_LIBS": "OFF"}, f"{static} static"),
            ({"COMPONENTS": "static"}, f"{static} static"),
            ({"COMPONENTS": "static", "BUILD_SHARED_LIBS": "ON"}, f"{static} static"),
            ({"COMPONENTS": "shared", "BUILD_SHARED_LIBS": "OFF"}, f"{shared} shared"),
            ({"COMPONENTS": "static,shared"}, f"{shared} static shared"),
            ({"COMPONENTS": "static,shared", "BUILD_SHARED_LIBS": "OFF"}, f"{static} static shared"),
            # What an earlier find_package chose stays, and the other library may come to it.
            ({"COMPONENTS": "static;,"}, f"{static} static"),
            ({"COMPONENTS": "shared;static,shared"}, f"{shared} static shared"),
            ({"COMPONENTS": "zork,static", "OPTIONAL": "OPTIONAL_"}, f"{static} static"))

    def test_components_that_cannot_be_had(self):
        self.assert_chosen(
            ({"COMPONENTS": "zork"},
             "none; no component is named 'zork', only static and shared; moccasin::io and "
             "moccasin::c are there without"),
            ({"COMPONENTS": "shared;static"},
             "none; moccasin::moccasin is moccasin::shared here since an earlier find_package; ask "
             "for both components, and link moccasin::static"))

    def test_sources_in_the_project_go_before_an_install(self):
        inside = [f"-DSOURCES={SOURCE}", f"-DCMAKE_CXX_COMPILER={CXX}"]
        self.assert_chosen(
            ({}, "moccasin_static static shared"),
            ({"VERSION": f"{MAJOR}.{MINOR}"}, "moccasin_static static shared"),
            ({"COMPONENTS": "static"}, "moccasin_static static shared"),
            ({"COMPONENTS": "static,shared"}, "moccasin_static static shared"),
            ({"COMPONENTS": "shared"},
             "none; moccasin::moccasin is moccasin::static here since an earlier add_subdirectory; "
             "ask for both components, and link moccasin::shared"),
            options=inside)
        self.assert_chosen(({}, "moccasin_shared static shared"),
                           ({"COMPONENTS": "shared"}, "moccasin_shared static shared"),
                           options=[*inside, "-DBUILD_SHARED_LIBS=ON"])

    def test_either_library_may_be_absent(self):
        cases = []
        for absent, present in (("static", "shared"), ("shared", "static")):
            prefix = self.folder / f"without_{absent}"
            shutil.copytree(self.prefix, prefix, symlinks=True)
            for path in prefix.rglob(f"moccasin-{absent}*.cmake"):
                path.unlink()
            there = f"moccasin::{present} {present}"
            cases += [({"CMAKE_PREFIX_PATH": prefix, **settings}, expected)
                      for settings, expected in (
                          ({}, there),
                          ({"BUILD_SHARED_LIBS": "ON"}, there),
                          ({"BUILD_SHARED_LIBS": "OFF"}, there),
                          ({"COMPONENTS": absent},
                           f"none; the {absent} library is not installed beside this file"))]
        self.assert_chosen(*cases)


if __name__ == "__main__":
    installed.main()
