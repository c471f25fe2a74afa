"""The machines that cases run on. One more machine: one more row, and its packages in ci/packages.

A row with an emulator is run under QEMU user mode, whose own ELF loader proves nothing about the
kernel's mapping; the rows without one are native.
"""

import os
import pathlib
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Machine:
    cc: str
    cxx: str
    strip: str
    objcopy: str
    clang_target: str
    # Where the libraries that come with the compiler are (libstdc++.so.6).
    library_dirs: tuple
    # Command in front of the program; empty: the kernel runs it.
    emulator: tuple = ()
    # Directory that stands for "/" when the fold looks for libraries; None: the host's own.
    root: str | None = None
    # The machine that it is, in another way: what a case says of that one holds here.
    like: str | None = None
    # Runs that no case can have there -> why.
    without: dict = field(default_factory=dict)
    # Of GCC, beside -fno-pie: what makes code with copy relocations and canonical PLT entries.
    position_dependent: tuple = ()
    # Has `onefold verify` a model of it?
    verified: bool = True
    # What a total fold has inside beside what the case names; the soname by which its loader knows libc, and
    # what that loader is needed by.
    libc: tuple = ("libc.so.6", "libgcc_s.so.1")
    libc_soname: str | None = "libc.so.6"
    loader_needed: str = "ld"

    @property
    def native(self):
        return not self.emulator


def cross(triple, qemu, without=None, position_dependent=()):
    return Machine(
        without=without or {},
        position_dependent=position_dependent,
        cc=f"{triple}-gcc",
        cxx=f"{triple}-g++",
        strip=f"{triple}-strip",
        objcopy=f"{triple}-objcopy",
        clang_target=triple,
        library_dirs=(f"/usr/{triple}/lib",),
        emulator=(f"qemu-{qemu}-static", "-L", f"/usr/{triple}"),
        root=f"/usr/{triple}",
    )


def musl(name, triple, qemu):
    """The same for musl: C alone, in the tree that stack/roots makes."""
    cache = os.environ.get("ONEFOLD_CACHE") or pathlib.Path.home() / ".cache/onefold"
    root = f"{cache}/stack/{name}"
    return Machine(
        cc=f"musl-{name}-cc",
        cxx="false",
        strip=f"{triple}-strip",
        objcopy=f"{triple}-objcopy",
        clang_target=triple,
        library_dirs=(f"{root}/lib",),
        emulator=(f"qemu-{qemu}-static", "-L", root),
        root=root,
        libc=(),
        libc_soname=None,
        loader_needed="libc.so",
    )


def with_large_pages(name):
    """The same machine as a kernel with pages of 64 KiB has it."""
    emulator, *options = MACHINES[name].emulator
    return replace(MACHINES[name], like=name, emulator=(emulator, "-p", "65536", *options))


MACHINES = {
    "x86-64": Machine(
        cc="gcc",
        cxx="g++",
        strip="strip",
        objcopy="objcopy",
        clang_target="x86_64-linux-gnu",
        library_dirs=("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu"),
    ),
    # The kernel of an x86-64 machine runs these; QEMU 7.2's user mode crashes or hangs in some
    # originals that this kernel runs well.
    "i386": Machine(
        cc="i686-linux-gnu-gcc",
        cxx="i686-linux-gnu-g++",
        strip="i686-linux-gnu-strip",
        objcopy="i686-linux-gnu-objcopy",
        clang_target="i686-linux-gnu",
        library_dirs=("/lib32", "/usr/lib32"),
    ),
    "aarch64": cross("aarch64-linux-gnu", "aarch64"),
    "armhf": cross("arm-linux-gnueabihf", "arm"),
    "s390x": cross("s390x-linux-gnu", "s390x"),
    "ppc64le": cross("powerpc64le-linux-gnu", "ppc64le"),
    "powerpc": cross("powerpc-linux-gnu", "ppc"),
    "mips": cross(
        "mips-linux-gnu",
        "mips",
        {"patchelf": "patchelf 0.14 writes DT_MIPS_RLD_MAP_REL in this machine's byte order: the original ends with SIGSEGV too"},
        position_dependent=("-mplt",),
    ),
    "mipsel": cross("mipsel-linux-gnu", "mipsel", position_dependent=("-mplt",)),
    "riscv64": cross("riscv64-linux-gnu", "riscv64"),
    "musl-x86-64": musl("x86-64", "x86_64-linux-gnu", "x86_64"),
    "musl-i386": musl("i386", "i686-linux-gnu", "i386"),
    "musl-aarch64": musl("aarch64", "aarch64-linux-gnu", "aarch64"),
    "musl-armhf": musl("armhf", "arm-linux-gnueabihf", "arm"),
    "musl-s390x": musl("s390x", "s390x-linux-gnu", "s390x"),
    "musl-ppc64le": musl("ppc64le", "powerpc64le-linux-gnu", "ppc64le"),
    "musl-powerpc": musl("powerpc", "powerpc-linux-gnu", "ppc"),
}

# The two whose kernels come with such pages. (QEMU 7.2 cannot have arm's, whose last page is the kernel's own.)
LARGE_PAGES = "-64k"
MACHINES.update({name + LARGE_PAGES: with_large_pages(name) for name in ("aarch64", "ppc64le")})


def names_of(machine):
    """By which directives mean it."""
    return [name for name in (machine, MACHINES[machine].like) if name]


def reason_not_to_run(case, machine, total=False):
    """Why the case is not for it, or None. Directives name a machine, `emulated` for all that are not native, `total`
    for total folds, or `total-musl` for those of programs for musl."""
    if total and machine.endswith(LARGE_PAGES):
        return "QEMU does not clear the large page that the loader ends in, from which its first allocations come"
    if total and case.fold_lib:
        return "a shared object, whose libc is its program's"
    if total and (case.kept or "--only" in case.fold or case.fold.count("--keep") != 1):
        return "libraries stay outside"
    names = names_of(machine)
    if case.machines and case.machines.keys().isdisjoint(names) and not (total and "total" in case.machines):
        return next(iter(case.machines.values()))
    names += [] if MACHINES[machine].native else ["emulated"]
    names += ["total"] if total else []
    names += ["total-musl"] if total and machine.startswith("musl-") else []
    return next((case.not_on[name] for name in names if name in case.not_on), None)
