#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what the shared library shows its host, and what it asks of it.

    check_symbols.py LIBRARY ARCHIVE EXPORTS PLUGIN [--with-tbb] [--renew]

LIBRARY: libmoccasin.so. ARCHIVE: libmoccasin.a. EXPORTS: api/exports.txt, all that the first shows,
one demangled name a line, sorted; --renew writes it. PLUGIN: a shared object with the second in it.

One line for each thing wrong; exit status 1 if there are any, 77 where the C++ library is not
libstdc++, whose names the list has.
"""

import argparse
import pathlib
import re
import subprocess
import sys

SHOWN = re.compile(r"moccasin::v0::|moc_")
NEEDED = {"libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6"}
LOADERS = re.compile(r"ld-linux[\w-]*\.so\.\d+|ld64\.so\.\d")  # for thread-local variables

# What a library has no business to call, or to look at: all that prints, ends the process, or
# reads or changes what belongs to the host.
FORBIDDEN = re.compile(
    r"(_?exit|_Exit|quick_exit|at_quick_exit|atexit|abort|__assert_fail"
    r"|v?[fd]?printf|__v?[fd]?printf_chk|f?puts|f?putc|putchar|_IO_putc|perror|stdout|stderr|stdin"
    r"|std::w?(cout|cerr|clog|cin)"
    r"|signal|sigaction|sigprocmask|pthread_sigmask|raise|kill|alarm|setitimer"
    r"|(secure_)?getenv|setenv|putenv|unsetenv|environ|__environ"
    r"|setlocale|std::locale::global.*|umask|chdir|fchdir|dup2?|syslog"
    r"|fork|vfork|system|popen|exec\w+|posix_spawnp?|pthread_atfork|__register_atfork"
    r"|s?rand(om)?|fesetround|fesetenv|feenableexcept"
    r"|std::set_(terminate|new_handler|unexpected).*)")
# What a failed assertion does, of builds with assertions and of an engine that checks itself for a
# test: it says so and aborts. Nobody else may.
ASSERT, BY_ASSERT = "assert.cc.o", {"fprintf", "__fprintf_chk", "stderr", "abort"}
# What the program means by "-", in io/, which for the doors is a file like any other.
FOR_THE_PROGRAM = {"std::cin", "std::cout"}

# What may run when the library is loaded: the compiler's own frame and look at the processor, and
# the standard streams' beginning, which does nothing where the host has begun them.
AT_LOAD = re.compile(r"frame_dummy|__cpu_indicator_init|init_cpu_features.*")
STREAMS = re.compile(r"_GLOBAL__sub_I_(output_file|text_file)\.cc")


def lines(*command):
    """What a program prints, line by line; it ends this one if it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"check_symbols.py: {' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout.splitlines()


def unversioned(name):
    return name.split("@")[0]


def shown_by(library):
    """(kind, demangled name) of every symbol that others can link, sorted, each once."""
    rows = [line.split(maxsplit=2) for line in lines("nm", "-D", "-C", "--defined-only", library)]
    # The version of the symbols is listed as one, an absolute one.
    return sorted({(kind, unversioned(name)) for _, kind, name in rows
                   if not (kind == "A" and name.startswith("MOCCASIN_"))})


def check_shown(library, exports):
    shown = shown_by(library)
    for kind, name in shown:
        if not SHOWN.match(name):
            yield f"{library}: shows {name}, which is neither moccasin::v0:: nor moc_"
        if kind in "uwWvV":
            yield f"{library}: shows {name} as a symbol of kind {kind}, which others may merge"
    names = sorted({name for _, name in shown})
    listed = [line for line in exports.read_text("utf-8").splitlines() if line[:1] != "#"]
    how = "if that is meant, run `cmake --build BUILD --target renew_exports`"
    for name in sorted(set(names) - set(listed)):
        yield f"{exports}: {name} is shown and not listed; {how}"
    for name in sorted(set(listed) - set(names)):
        yield f"{exports}: {name} is listed and not shown; {how}"
    if sorted(listed) != listed:
        yield f"{exports}: is not sorted; {how}"


def needed_by(library):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", "\n".join(lines("readelf", "-dW", library)))


def check_needed(library, with_tbb):
    allowed = NEEDED | ({"libtbb.so.12"} if with_tbb else set())
    for name in needed_by(library):
        if name not in allowed and not LOADERS.fullmatch(name):
            yield f"{library}: needs {name}"


def check_asked(library, archive):
    """What they have others define."""
    for line in lines("nm", "-D", "-C", "--undefined-only", library):
        name = unversioned(line.split(maxsplit=1)[1])
        if FORBIDDEN.fullmatch(name) and name not in FOR_THE_PROGRAM | BY_ASSERT:
            yield f"{library}: asks its host for {name}"
    for line in lines("nm", "-A", "--undefined-only", archive):
        where, name = line.split()[0].split(":")[1], line.split()[-1]
        if name in BY_ASSERT and where != ASSERT:
            yield f"{archive}: {where} asks its host for {name}"


def begun_at_load(library):
    """The names of the functions in .init_array. None for one that has no name."""
    listing = lines("readelf", "-SW", library)
    wanted = re.search(r"\.init_array\s+\w+\s+([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)",
                       "\n".join(listing))
    if wanted is None:
        return []
    first, size = int(wanted[1], 16), int(wanted[2], 16)
    names = {int(row[0], 16): row[2] for row in map(str.split, lines("nm", library))
             if len(row) == 3 and row[1] in "tT"}
    # Each is filled in by a relocation: offset, info, type, value.
    found = []
    for row in map(str.split, lines("readelf", "-rW", library)):
        if len(row) == 4 and re.fullmatch(r"[0-9a-f]{16}", row[0]):
            if first <= int(row[0], 16) < first + size:
                found.append(names.get(int(row[3], 16)))
    return found


def check_load(library):
    found = begun_at_load(library)
    if not found:
        yield f"{library}: no function of .init_array is seen, not even the compiler's"
    for name in found:
        if name is None or not (AT_LOAD.fullmatch(name) or STREAMS.fullmatch(name)):
            yield f"{library}: runs {name} when it is loaded"


def check_plugin(plugin):
    """What comes of the static library shows nothing to those beside it."""
    for kind, name in shown_by(plugin):
        if "moccasin::" in name or name.startswith("moc_"):
            yield f"{plugin}: shows {name} of the static library in it"
        if kind == "u":
            yield f"{plugin}: {name} is unique in the process: it can never be unloaded"


def renew(library, exports):
    head = [line for line in exports.read_text("utf-8").splitlines() if line[:1] == "#"]
    names = sorted({name for _, name in shown_by(library)})
    exports.write_text("\n".join([*head, *names]) + "\n", "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("archive", type=pathlib.Path)
    parser.add_argument("exports", type=pathlib.Path)
    parser.add_argument("plugin", type=pathlib.Path)
    parser.add_argument("--with-tbb", action="store_true")
    parser.add_argument("--renew", action="store_true")
    args = parser.parse_args()
    if "libstdc++.so.6" not in needed_by(args.library):
        print("skipped: this is not libstdc++")
        return 77
    if args.renew:
        renew(args.library, args.exports)
        return 0
    wrong = [*check_shown(args.library, args.exports),
             *check_needed(args.library, args.with_tbb),
             *check_asked(args.library, args.archive),
             *check_load(args.library), *check_plugin(args.plugin)]
    print("\n".join(wrong) or f"{args.library} shows, needs and asks for what it may")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
