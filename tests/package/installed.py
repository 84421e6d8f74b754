# SPDX-License-Identifier: Apache-2.0
"""What the tests of an install share: <test>.py CMAKE BUILD_FOLDER SOURCE_FOLDER CXX CC."""

import os
import pathlib
import re
import shlex
import shutil
import sys
import tempfile
import unittest

from commands import run

CMAKE, BUILD, SOURCE, CXX, CC = sys.argv[1:6]


def files_below(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")
            if path.is_file() or path.is_symlink()}


def needed(program):
    """The libraries that a program asks for."""
    return re.findall(r"NEEDED +(\S+)", run("objdump", "-p", program))


class InstalledTest(unittest.TestCase):
    """Has an install whose prefix was moved."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        run(CMAKE, "--install", BUILD, "--prefix", cls.folder / "first")
        cls.prefix = cls.folder / "moved"
        (cls.folder / "first").rename(cls.prefix)
        cls.lib = next(cls.prefix.rglob("libmoccasin.a")).parent
        cls.libdir = cls.lib.relative_to(cls.prefix).as_posix()

    def static_alone(self):
        """A copy of the prefix that has no shared library, which a linker would take first."""
        alone = self.folder / "static_alone"
        if not alone.exists():
            shutil.copytree(self.prefix, alone, symlinks=True)
            for library in (alone / self.libdir).glob("libmoccasin.so*"):
                library.unlink()
        return alone

    def pkg_config_path(self, prefix=None):
        return str((prefix or self.prefix) / self.libdir / "pkgconfig")

    def flags(self, *options, prefix=None):
        environment = {**os.environ, "PKG_CONFIG_PATH": self.pkg_config_path(prefix)}
        return shlex.split(run("pkg-config", *options, "moccasin", env=environment))


def main():
    del sys.argv[1:6]
    unittest.main()
