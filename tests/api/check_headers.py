#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles every public header alone, as strict embedders do: check_headers.py INCLUDE... -- COMPILER...

INCLUDE are the folders that have a moccasin/ each; a COMPILER may have options: "clang++-14
-stdlib=libc++". Headers in C++ (.hpp) are C++17 and C++20 without exceptions and type information;
those in C (.h) are C11 as well. No conversion is implicit, no warning is left. One line for each that
does not compile, with what the compiler says; exit status 1 if there are any.
"""

import pathlib
import shlex
import subprocess
import sys

WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror".split()
CPP = ["-x", "c++", "-fno-exceptions", "-fno-rtti", "-Wold-style-cast", "-Wnon-virtual-dtor"]
LANGUAGES = {
    "C11": ["-x", "c", "-std=c11", "-Wstrict-prototypes"],
    "C++17": [*CPP, "-std=c++17"],
    "C++20": [*CPP, "-std=c++20"],
}


def headers(includes):
    """The names to include, as users write them."""
    return sorted(f"moccasin/{path.name}" for include in includes
                  for path in pathlib.Path(include, "moccasin").iterdir()
                  if path.suffix in (".h", ".hpp"))


def complaint(header, language, includes, compiler):
    """What the compiler says of `header`; empty: nothing."""
    folders = [f"-I{include}" for include in includes]
    options = LANGUAGES[language]
    if options[1] == "c":  # which has another library than C++
        compiler = [word for word in compiler if not word.startswith("-stdlib=")]
    done = subprocess.run(
        [*compiler, *options, *WARNINGS, *folders, "-fsyntax-only", "-"],
        # Twice: it guards itself. A declaration after it: its last one is complete.
        input=f'#include "{header}"\n#include "{header}"\nextern int moccasin_here;\n',
        capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip() or f"status {done.returncode}"


def main(arguments):
    if "--" not in arguments:
        sys.exit(__doc__)
    includes, compilers = (arguments[:arguments.index("--")], arguments[arguments.index("--") + 1:])
    names = headers(includes)
    if not names or not compilers:
        sys.exit("check_headers.py: no headers, or no compilers")
    failed = 0
    for compiler in compilers:
        for header in names:
            for language in LANGUAGES:
                if language == "C11" and header.endswith(".hpp"):
                    continue
                said = complaint(header, language, includes, shlex.split(compiler))
                if said:
                    failed += 1
                    print(f"{header} as {language} by {compiler}:\n{said}")
    if failed:
        sys.exit(1)
    print(f"{len(names)} headers compile alone by {', '.join(compilers)}")


if __name__ == "__main__":
    main(sys.argv[1:])
