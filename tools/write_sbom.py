#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what a release consists of and what it links, as SPDX 2.3 in JSON.

    write_sbom.py --version 0.2.0 --compiler c++ --readelf readelf -o moccasin.spdx.json
        --built-with nlohmann-json=3.11.2 [--built-with NAME=VERSION]...
        --shared libmoccasin.so [--program moccasin]

What a file loads is read from the file itself, and who links the static library links what the
shared one loads; versions are those that it was built with, and the
compiler is asked for those of its own libraries. cmake/sbom.cmake calls this.
"""

import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

NOTHING_SAID = "NOASSERTION"


@dataclasses.dataclass(frozen=True)
class Dependency:
    """Somebody else's code: `libraries` are how the names of the files to load begin."""

    name: str
    title: str
    licence: str
    home: str
    libraries: tuple = ()
    copyright: str = NOTHING_SAID


JSON = Dependency("nlohmann-json", "JSON for Modern C++", "MIT", "https://github.com/nlohmann/json",
                  copyright="Copyright 2013-2022 Niels Lohmann; 2009 Florian Loitsch; "
                            "2008-2009 Bjoern Hoehrmann")
INTRUSIVE = Dependency("boost-intrusive", "Boost.Intrusive", "BSL-1.0", "https://www.boost.org")
OPTIONS = Dependency("boost-program-options", "Boost.Program_options", "BSL-1.0",
                     "https://www.boost.org", ("libboost_program_options",))
LOADED = [
    OPTIONS,
    Dependency("onetbb", "oneTBB", "Apache-2.0", "https://github.com/oneapi-src/oneTBB",
               ("libtbb.",)),
    Dependency("libstdc++", "GNU C++ library", "GPL-3.0-or-later WITH GCC-exception-3.1",
               "https://gcc.gnu.org", ("libstdc++.",)),
    Dependency("libgcc", "GCC runtime library", "GPL-3.0-or-later WITH GCC-exception-3.1",
               "https://gcc.gnu.org", ("libgcc_s.", "libatomic.")),
    Dependency("glibc", "GNU C library", "LGPL-2.1-or-later", "https://www.gnu.org/software/libc",
               ("libc.", "libm.", "libpthread.", "libdl.", "librt.", "ld-linux", "ld64.")),
    Dependency("libc++", "LLVM C++ library", "Apache-2.0 WITH LLVM-exception",
               "https://libcxx.llvm.org", ("libc++.", "libc++abi.", "libunwind.")),
    Dependency("sanitizers", "Sanitizers of the compiler", "Apache-2.0 WITH LLVM-exception",
               "https://compiler-rt.llvm.org", ("libasan.", "libubsan.", "libtsan.", "liblsan.")),
]


def dependency_of(library):
    """Whose the file to load is; one nobody knows stands for itself."""
    for dependency in LOADED:
        if library.startswith(dependency.libraries):
            return dependency
    print(f"write_sbom.py: {library}: unknown; add it, with its licence, to LOADED",
          file=sys.stderr)
    return Dependency(library, library, NOTHING_SAID, NOTHING_SAID)


def output_of(command, text=""):
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"write_sbom.py: {' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout


def libraries_of(readelf, file):
    """The names of what a shared library or a program asks to be loaded, sorted."""
    return sorted(re.findall(r"\(NEEDED\).*\[(.+)\]", output_of([readelf, "-dW", file])))


def compiler_versions(compiler):
    """{dependency's name: version} of what comes with the compiler; `compiler` with its flags."""
    text = output_of([*compiler, "-E", "-dM", "-x", "c++", "-"],
                     "#include <climits>\n#include <cstddef>\n")
    macros = dict(re.findall(r"^#define (\w+) (\d+)$", text, re.MULTILINE))
    versions = {"sanitizers": macros.get("__clang_major__") or macros.get("__GNUC__")}
    if "_GLIBCXX_RELEASE" in macros:
        versions["libstdc++"] = macros["_GLIBCXX_RELEASE"]
    # clang takes that of some GCC, and says where it lies: .../gcc/x86_64-linux-gnu/12/libgcc.a
    gcc = re.search(r"/(\d[\d.]*)/libgcc", output_of([*compiler, "-print-libgcc-file-name"]))
    versions["libgcc"] = gcc[1] if gcc else None
    if "__GLIBC__" in macros:
        versions["glibc"] = f"{macros['__GLIBC__']}.{macros['__GLIBC_MINOR__']}"
    if "_LIBCPP_VERSION" in macros:
        versions["libc++"] = str(int(macros["_LIBCPP_VERSION"]) // 1000)
    return {name: version for name, version in versions.items() if version}


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def package(name, version, licence, home, purpose, copyright_text, comment=None):
    entry = {
        "SPDXID": identifier(name), "name": name, "versionInfo": version,
        "downloadLocation": home, "filesAnalyzed": False, "licenseConcluded": licence,
        "licenseDeclared": licence, "copyrightText": copyright_text,
        "primaryPackagePurpose": purpose, "supplier": NOTHING_SAID,
    }
    return {**entry, "comment": comment} if comment else entry


class Release:
    """The packages of a release, and what is to what."""

    def __init__(self, version, versions):
        self.version, self.versions = version, versions
        self.packages, self.relationships = {}, []
        self.add_own("moccasin", "Apache-2.0", "SOURCE", "The source of all that follows.")
        self.relate("DOCUMENT", "DESCRIBES", "moccasin")

    def add_own(self, name, licence, purpose, comment):
        self.packages[name] = package(name, self.version, licence, NOTHING_SAID, purpose,
                                      "Copyright 2025 The moccasin authors", comment)

    def add_file(self, name, purpose, comment):
        self.add_own(name, "Apache-2.0 AND BSL-1.0 AND MIT", purpose, comment)
        self.relate(name, "GENERATED_FROM", "moccasin")
        self.link(name, JSON, "STATIC_LINK", "Headers, compiled in.")
        self.link(name, INTRUSIVE, "STATIC_LINK", "Headers, compiled in.")

    def relate(self, one, how, other, comment=None):
        entry = {"spdxElementId": identifier(one), "relationshipType": how,
                 "relatedSpdxElement": identifier(other)}
        self.relationships.append({**entry, "comment": comment} if comment else entry)

    def link(self, file, dependency, how, comment):
        version = self.versions.get(dependency.name, NOTHING_SAID)
        self.packages[dependency.name] = package(
            dependency.name, version, dependency.licence, dependency.home, "LIBRARY",
            dependency.copyright, dependency.title)
        self.relate(file, how, dependency.name, comment)

    def load(self, file, libraries):
        loaded = {}
        for library in libraries:
            loaded.setdefault(dependency_of(library), []).append(library)
        for dependency, names in loaded.items():
            self.link(file, dependency, "DYNAMIC_LINK", ", ".join(names))
        return loaded

    def document(self, created):
        content = {"packages": list(self.packages.values()), "relationships": self.relationships}
        own = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
        return {
            "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"moccasin-{self.version}",
            "documentNamespace": f"https://spdx.org/spdxdocs/moccasin-{self.version}-{own}",
            "creationInfo": {
                "created": created, "creators": ["Tool: tools/write_sbom.py"],
                "comment": "Versions are those that the release was built with.",
            },
            **content,
        }


def release_of(options):
    built_with = dict(pair.split("=", 1) for pair in options.built_with)
    versions = {**compiler_versions([options.compiler, *options.flag]), **built_with}
    release = Release(options.version, versions)
    shared = libraries_of(options.readelf, options.shared)
    release.add_file("libmoccasin.so", "LIBRARY", "The shared library.")
    release.load("libmoccasin.so", shared)
    release.add_file("libmoccasin.a", "LIBRARY", "The static library; who links it links the rest.")
    release.load("libmoccasin.a", shared)
    if options.program:
        release.add_file("moccasin-program", "APPLICATION", "The program, moccasin.")
        loaded = release.load("moccasin-program", libraries_of(options.readelf, options.program))
        if OPTIONS not in loaded:
            release.link("moccasin-program", OPTIONS, "STATIC_LINK", "Contained.")
    return release


def creation_time():
    """Now, or when SOURCE_DATE_EPOCH says, for builds that are to be the same again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    zone = datetime.timezone.utc
    now = datetime.datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.datetime.now(zone)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("version", "compiler", "readelf", "shared"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--program")
    parser.add_argument("--flag", action="append", default=[], help="of the compiler")
    parser.add_argument("--built-with", action="append", default=[], metavar="NAME=VERSION")
    parser.add_argument("-o", "--output", required=True)
    options = parser.parse_args(arguments)
    text = json.dumps(release_of(options).document(creation_time()), indent=1) + "\n"
    pathlib.Path(options.output).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
