# SPDX-License-Identifier: Apache-2.0
"""Uses moccasin's packages in a Debian 12 that has nothing else.

clean_root.py SOURCE PACKAGES FOLDER

PACKAGES has one .deb and one .tar.gz. The root is made in FOLDER, where what can be used again
stays: the base system and the packages of Debian. Each consumer of examples/ is built and run there
from the installed package, then from the tarball at another prefix. Needs root, the right to mount,
and a mirror of Debian. Ends at the first thing that is wrong, with status 1; else prints figures.
"""

import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import commands
from commands import Wrong

SUITE = "bookworm"
MOST_LIBRARY_BYTES = 2_500_000  # of the shared library, stripped
DOCUMENTS = "/usr/share/doc/moccasin"
INSIDE = "MOCCASIN_CLEAN_ROOT_HAS_MOUNTS"


run = functools.partial(commands.run, timeout=1800)


def expect(condition, what):
    if not condition:
        raise Wrong(what)


def only(folder, pattern):
    found = list(Path(folder).glob(pattern))
    expect(len(found) == 1, f"{folder}: {len(found)} files {pattern}, not one")
    return found[0]


def mirror():
    """Where this machine gets Debian's packages from."""
    found = re.search(rf"\b(\S+) {SUITE}/main ", run("apt-cache", "policy"))
    expect(found, f"apt knows no source of Debian {SUITE}")
    return found[1]


class Root:
    """A fresh copy of the base system."""

    def __init__(self, folder):
        self.path, base, archives = folder / "root", folder / "base", folder / "archives"
        if not (base / "complete").exists():
            shutil.rmtree(base, ignore_errors=True)
            run("debootstrap", "--variant=minbase", SUITE, base, mirror())
            (base / "complete").touch()
        shutil.rmtree(self.path, ignore_errors=True)
        run("cp", "-a", "--reflink=auto", base, self.path)
        archives.mkdir(exist_ok=True)
        run("mount", "--bind", archives, self.path / "var/cache/apt/archives")
        run("mount", "-t", "proc", "proc", self.path / "proc")
        shutil.copy("/etc/resolv.conf", self.path / "etc/resolv.conf")
        proxies = [line for line in run("apt-config", "dump").splitlines()
                   if line.startswith("Acquire::http")]
        (self.path / "etc/apt/apt.conf.d/90proxy").write_text("\n".join(proxies) + "\n")

    def run(self, command, folder="/"):
        """Standard output of a shell's command in the root."""
        kept = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
                       "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **kept}
        return run("chroot", self.path, "sh", "-euc", f"cd {folder}\n{command}", env=environment)

    def install(self, *packages):
        self.run("apt-get install -y -q --no-install-recommends " + shlex.join(packages))

    def has(self, package):
        return "install ok" in self.run(f"dpkg-query -W -f '${{Status}}' {package} || true")


class Figures:
    """Lines for who reads the log, printed as they come."""

    def __init__(self):
        self.start = time.monotonic()

    def took(self, what):
        print(f"{what:58} {time.monotonic() - self.start:6.1f} s", flush=True)
        self.start = time.monotonic()

    @staticmethod
    def amount(what, value):
        print(f"{what:58} {value:>8}", flush=True)


def use_program(root, program, documents):
    solved = root.run(f"{program} solve {documents}/examples/two_layers.json -b 300 -w 100000 -q "
                      "-o /tmp/plan.json")
    expect(solved.startswith("optimal, +10.00 %, 300 B of 300 B"), f"solve says: {solved}")
    verified = root.run(f"{program} verify {documents}/examples/two_layers.json /tmp/plan.json")
    expect(verified.startswith("valid: duration 22 us"), f"verify says: {verified}")


def build_cmake_consumer(root, example, build, *options):
    """Returns what the consumer prints."""
    root.run(f"cmake -S {example} -B {build} {shlex.join(options)}\ncmake --build {build} -j2")
    return root.run(f"{build}/{Path(example).name}")


def build_c_consumer(root, example, *variables):
    """Returns what the consumer prints."""
    root.run(f"rm -rf /tmp/plain_c && cp -r {example} /tmp/plain_c && "
             f"make -C /tmp/plain_c {shlex.join(variables)}")
    return root.run("/tmp/plain_c/plan")


def check_package(root, figures, deb):
    shutil.copy(deb, root.path / "tmp")
    root.run("apt-get update -q")
    figures.took("apt-get update")
    root.install(f"/tmp/{deb.name}")
    figures.took(f"apt install ./{deb.name}")
    use_program(root, "moccasin", DOCUMENTS)
    listed = root.run("dpkg -L moccasin").splitlines()
    for path in (f"{DOCUMENTS}/copyright", f"{DOCUMENTS}/changelog.gz",
                 f"{DOCUMENTS}/changelog.Debian.gz", f"{DOCUMENTS}/LICENSE",
                 "/usr/share/man/man1/moccasin.1.gz", "/usr/share/zsh/vendor-completions/_moccasin",
                 "/usr/share/bash-completion/completions/moccasin",
                 "/usr/share/fish/vendor_completions.d/moccasin.fish"):
        expect(path in listed, f"the package has no {path}")
    root.run("gzip -dc /usr/share/man/man1/moccasin.1.gz | grep -q '^.TH MOCCASIN 1'")
    root.run(f"test -s {DOCUMENTS}/LICENSE")
    root.run(f"gzip -dc {DOCUMENTS}/changelog.Debian.gz >/tmp/changelog")
    changes = run("dpkg-parsechangelog", "-l", root.path / "tmp/changelog", "-S", "version").strip()
    installed = root.run("dpkg-query -W -f '${Version}' moccasin")
    expect(changes == installed, f"the changelog is of {changes}, the package of {installed}")
    figures.took("moccasin solve, moccasin verify, files")


def check_consumers(root, figures):
    examples = f"{DOCUMENTS}/examples"
    root.install("g++", "make", "cmake", "pkg-config")
    expect(not root.has("libtbb-dev"), "libtbb-dev came without being asked for")
    figures.took("apt install g++ make cmake pkg-config")
    plans = build_cmake_consumer(root, f"{examples}/compiler_pass", "/tmp/shared/compiler_pass")
    figures.took("examples/compiler_pass, shared library")
    executed = build_cmake_consumer(root, f"{examples}/one_block", "/tmp/shared/one_block")
    expect(" are intact" in executed, f"one_block prints\n{executed}")
    figures.took("examples/one_block, shared library")
    c_plan = build_c_consumer(root, f"{examples}/plain_c")
    figures.took("examples/plain_c, shared library")
    root.install("libtbb-dev")
    figures.took("apt install libtbb-dev")
    static = build_cmake_consumer(root, f"{examples}/compiler_pass", "/tmp/static/compiler_pass",
                                  "-DBUILD_SHARED_LIBS=OFF")
    expect(static == plans, f"compiler_pass prints\n{plans}shared and\n{static}static")
    needed = root.run("ldd /tmp/static/compiler_pass/compiler_pass")
    expect("libmoccasin" not in needed, f"the static consumer needs\n{needed}")
    figures.took("examples/compiler_pass, static library")
    static = build_c_consumer(root, f"{examples}/plain_c", "KIND=static")
    expect(static == c_plan, f"plain_c prints\n{c_plan}shared and\n{static}static")
    needed = root.run("ldd /tmp/plain_c/plan")
    expect("libmoccasin" not in needed, f"the static consumer needs\n{needed}")
    figures.took("examples/plain_c, static library")
    return plans, c_plan


def check_subproject(root, figures, source):
    root.install("nlohmann-json3-dev", "libboost-dev")
    files = run("git", "-C", source, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    target = root.path / "tmp/source"
    for name in filter(None, files.split("\0")):
        if (source / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, target / name)
    figures.took("apt install nlohmann-json3-dev libboost-dev")
    root.run("cmake -S /tmp/source/examples/subproject -B /tmp/host\ncmake --build /tmp/host -j2")
    plan = root.run("/tmp/host/host")
    expect('"moccasin-schedule"' in plan, f"examples/subproject prints\n{plan}")
    figures.took("examples/subproject, which builds the library")


def check_tarball(root, figures, tarball, plans, c_plan):
    root.run("apt-get purge -y -q moccasin\ntest ! -e /usr/include/moccasin\nmkdir /opt/planner")
    run("tar", "-xzf", tarball, "-C", root.path / "opt/planner", "--strip-components=1")
    documents = "/opt/planner/share/doc/moccasin"
    use_program(root, "/opt/planner/bin/moccasin", documents)
    moved = build_cmake_consumer(root, f"{documents}/examples/compiler_pass",
                                 "/tmp/moved/compiler_pass", "-DCMAKE_PREFIX_PATH=/opt/planner")
    expect(moved == plans, f"compiler_pass prints\n{moved}from the tarball")
    moved = build_c_consumer(root, f"{documents}/examples/plain_c",
                             "PKG_CONFIG_PATH=/opt/planner/lib/pkgconfig")
    expect(moved == c_plan, f"plain_c prints\n{moved}from the tarball")
    figures.took("the tarball in /opt/planner, both consumers")


def measure(root, figures, packages):
    """After the package was installed; before it is purged."""
    usr = root.path / "usr"
    library = only(usr / "lib", "*/libmoccasin.so.*.*.*")
    size = library.stat().st_size
    for path in packages:
        figures.amount(f"{path.name}, bytes", path.stat().st_size)
    figures.amount("static library, bytes", only(usr / "lib", "*/libmoccasin.a").stat().st_size)
    figures.amount("shared library, stripped, bytes", size)
    figures.amount("program, stripped, bytes", (usr / "bin/moccasin").stat().st_size)
    shown = [line for line in run("nm", "-D", "--defined-only", library).splitlines()
             if " A MOCCASIN_" not in line]
    figures.amount("symbols that the shared library shows", len(shown))
    for path in ("/usr/bin/moccasin", "/" + library.relative_to(root.path).as_posix()):
        needed = root.run(f"ldd {path}")
        expect("not found" not in needed, f"{path} lacks\n{needed}")
        print(f"ldd {path}:", " ".join(re.findall(r"(\S+)\.so\S* =>", needed)), flush=True)
    expect(size <= MOST_LIBRARY_BYTES, f"{library.name} has more than {MOST_LIBRARY_BYTES} bytes")


def enter_mounts():
    """Goes on as a process whose mounts are its own, and end with it."""
    if INSIDE in os.environ:
        return
    expect(os.geteuid() == 0, "needs root, to make a root folder of another system")
    can = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    expect(can.returncode == 0, "needs the right to mount, which root has not got here")
    os.environ[INSIDE] = "yes"
    os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])


def main(arguments):
    source, packages, folder = (Path(argument).resolve() for argument in arguments[1:])
    try:
        enter_mounts()
        deb, tarball = only(packages, "*.deb"), only(packages, "*.tar.gz")
        folder.mkdir(parents=True, exist_ok=True)
        figures = Figures()
        root = Root(folder)
        figures.took(f"a root of Debian {SUITE}")
        check_package(root, figures, deb)
        measure(root, figures, [deb, tarball])
        plans, c_plan = check_consumers(root, figures)
        check_subproject(root, figures, source)
        check_tarball(root, figures, tarball, plans, c_plan)
    except Wrong as wrong:
        sys.exit(f"clean_root.py: {wrong}")


if __name__ == "__main__":
    main(sys.argv)
