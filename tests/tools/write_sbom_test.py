#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the build says of itself: write_sbom_test.py ROOT SBOM READELF COMPILER SHARED [PROGRAM]."""

import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT, SBOM, READELF, COMPILER, SHARED, *PROGRAM = sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(ROOT, "tools")))

import write_sbom as tool  # noqa: E402

FILES = {"libmoccasin.so": SHARED, "libmoccasin.a": SHARED,
         **{"moccasin-program": path for path in PROGRAM}}
# What SPDX 2.3 demands.
DOCUMENT = ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo")
PACKAGE = ("SPDXID", "name", "downloadLocation")
LICENCES = {"Apache-2.0", "MIT", "BSL-1.0", "Apache-2.0 AND BSL-1.0 AND MIT", "LGPL-2.1-or-later",
            "GPL-3.0-or-later WITH GCC-exception-3.1", "Apache-2.0 WITH LLVM-exception"}


def needed(path):
    """What a file asks to be loaded, read in another way than the tool reads it."""
    out = subprocess.run([READELF, "--dynamic", "--wide", path], capture_output=True, text=True,
                         check=True).stdout
    return {line.split("[")[1].rstrip("]") for line in out.splitlines() if "(NEEDED)" in line}


class BuiltDocument(unittest.TestCase):
    def setUp(self):
        self.document = json.loads(pathlib.Path(SBOM).read_text("utf-8"))
        self.packages = {entry["SPDXID"]: entry for entry in self.document["packages"]}

    def linked(self, name, how):
        """{dependency: comment} of what the file called `name` links in that way."""
        return {
            self.packages[entry["relatedSpdxElement"]]["name"]: entry["comment"]
            for entry in self.document["relationships"]
            if entry["relationshipType"] == how and entry["spdxElementId"] == f"SPDXRef-{name}"
        }

    def test_it_has_what_spdx_demands(self):
        for key in DOCUMENT:
            self.assertTrue(self.document[key], key)
        self.assertEqual(self.document["spdxVersion"], "SPDX-2.3")
        self.assertEqual(self.document["dataLicense"], "CC0-1.0")
        self.assertRegex(self.document["creationInfo"]["created"],
                         r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertRegex(self.document["documentNamespace"], r"^https://[^#]+$")
        self.assertTrue(self.document["creationInfo"]["creators"])
        self.assertEqual(len(self.packages), len(self.document["packages"]), "ids are unique")
        for identifier, package in self.packages.items():
            self.assertRegex(identifier, r"^SPDXRef-[A-Za-z0-9.-]+$")
            for key in PACKAGE:
                self.assertTrue(package[key], f"{identifier}: {key}")

    def test_relationships_are_between_what_is_there(self):
        there = {"SPDXRef-DOCUMENT", *self.packages}
        reached = {"SPDXRef-DOCUMENT"}
        for entry in self.document["relationships"]:
            ends = {entry["spdxElementId"], entry["relatedSpdxElement"]}
            self.assertLessEqual(ends, there)
            reached |= ends
        self.assertEqual(reached, there)

    def test_every_package_has_a_licence_and_a_version(self):
        for identifier, package in self.packages.items():
            self.assertIn(package["licenseDeclared"], LICENCES, identifier)
            self.assertEqual(package["licenseConcluded"], package["licenseDeclared"])
            self.assertRegex(package["versionInfo"], r"^\d+(\.\d+)*$", identifier)

    def test_all_that_is_loaded_is_there(self):
        for name, path in FILES.items():
            with self.subTest(name):
                named = {library for comment in self.linked(name, "DYNAMIC_LINK").values()
                         for library in comment.split(", ")}
                self.assertEqual(named, needed(path))
                self.assertIn("nlohmann-json", self.linked(name, "STATIC_LINK"))
                self.assertIn("boost-intrusive", self.linked(name, "STATIC_LINK"))

    def test_the_program_alone_has_program_options(self):
        for name in FILES:
            links = {**self.linked(name, "STATIC_LINK"), **self.linked(name, "DYNAMIC_LINK")}
            self.assertEqual("boost-program-options" in links, name == "moccasin-program", name)

    def test_versions_are_those_that_were_built_with(self):
        cache = pathlib.Path(SBOM).with_name("CMakeCache.txt").read_text("utf-8")
        folder = re.search(r"^nlohmann_json_DIR:PATH=(.+)$", cache, re.MULTILINE)[1]
        text = pathlib.Path(folder, "nlohmann_jsonConfigVersion.cmake").read_text("utf-8")
        version = re.search(r'PACKAGE_VERSION "([\d.]+)"', text)[1]
        self.assertEqual(self.packages["SPDXRef-nlohmann-json"]["versionInfo"], version)


class Tool(unittest.TestCase):
    def written(self, *words, **environment):
        """The document of the library alone, and what is said."""
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(said), \
                mock.patch.dict(os.environ, environment):
            path = pathlib.Path(folder, "sbom")
            tool.main(["--version", "1.2.3", "--compiler", COMPILER, "--readelf", READELF,
                       "--shared", SHARED, "--output", str(path), *words])
            return json.loads(path.read_text("utf-8")), said.getvalue()

    def test_the_same_build_has_the_same_document(self):
        first, _ = self.written(SOURCE_DATE_EPOCH="86400")
        self.assertEqual(first["creationInfo"]["created"], "1970-01-02T00:00:00Z")
        self.assertEqual(first, self.written(SOURCE_DATE_EPOCH="86400")[0])
        other, _ = self.written("--built-with", "onetbb=9", SOURCE_DATE_EPOCH="86400")
        if any(entry["name"] == "onetbb" for entry in other["packages"]):
            self.assertNotEqual(first["documentNamespace"], other["documentNamespace"])

    def test_a_library_that_nobody_knows_is_told_of(self):
        with mock.patch.object(tool, "libraries_of", return_value=["libc.so.6", "libodd.so.1"]):
            document, said = self.written()
        self.assertEqual(said, "write_sbom.py: libodd.so.1: unknown; add it, with its licence, to "
                               "LOADED\n" * 2)
        odd = [entry for entry in document["packages"] if entry["name"] == "libodd.so.1"]
        self.assertEqual([entry["licenseDeclared"] for entry in odd], ["NOASSERTION"])

    def test_names_of_libraries_are_told_apart(self):
        owners = {"libc.so.6": "glibc", "libc++.so.1": "libc++", "libc++abi.so.1": "libc++",
                  "libm.so.6": "glibc", "ld-linux-x86-64.so.2": "glibc", "ld64.so.1": "glibc",
                  "libstdc++.so.6": "libstdc++", "libgcc_s.so.1": "libgcc",
                  "libatomic.so.1": "libgcc", "libtbb.so.12": "onetbb",
                  "libboost_program_options.so.1.74.0": "boost-program-options"}
        self.assertEqual({library: tool.dependency_of(library).name for library in owners}, owners)

    def test_a_program_that_loads_no_program_options_contains_them(self):
        with mock.patch.object(tool, "libraries_of", return_value=["libc.so.6"]):
            document, _ = self.written("--program", "anything")
        links = [entry for entry in document["relationships"]
                 if entry["relatedSpdxElement"] == "SPDXRef-boost-program-options"]
        self.assertEqual([(entry["spdxElementId"], entry["relationshipType"]) for entry in links],
                         [("SPDXRef-moccasin-program", "STATIC_LINK")])

    def test_a_compiler_that_cannot_be_asked_is_an_error(self):
        with self.assertRaises(SystemExit) as caught:
            self.written("--flag=-fno-such-flag")
        self.assertRegex(str(caught.exception.code), "^write_sbom.py: .*no-such-flag")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
