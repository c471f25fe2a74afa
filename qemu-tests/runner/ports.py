"""Where a job's programs come from: this machine, or the Debian of another one in a sysroot (ci/sysroots).

Another port's program runs under QEMU user mode, in the same sandbox (i386's by this kernel: QEMU 7.2 crashes in Go
programs of i386). There the sysroot lies at SYSROOT, the fold is mounted over the original inside it, and what the job
calls is a script over this machine's own program of that name: so a program that a program starts is the other
machine's as well.
"""

import os
import pathlib
import shutil

import sandbox

SYSROOT = "/tmp/sysroot"
# Where this machine has i386's libraries (package libc6-i386). Its cache knows the names of its own alone, and a
# RUNPATH names another folder.
LIB32 = "/usr/lib32"
# And a fold has no library that is for some processors alone (sse2/libx264.so.164), so the original gets none.
LIB32_ENVIRONMENT = f"LD_LIBRARY_PATH={LIB32}:{LIB32}/pulseaudio GLIBC_TUNABLES=glibc.cpu.hwcap_mask=0"
# Debian's name of a port: QEMU's if it is needed, and that of its library directory.
PORTS = {
    "arm64": ("aarch64", "aarch64-linux-gnu"),
    "armhf": ("arm", "arm-linux-gnueabihf"),
    "i386": (None, "i386-linux-gnu"),
    "ppc64el": ("ppc64le", "powerpc64le-linux-gnu"),
    "s390x": ("s390x", "s390x-linux-gnu"),
}


def expand(root, path):
    """`path` with its *, if it has one, as the only file there is has it."""
    found = list(pathlib.Path(root).glob(path.lstrip("/"))) if "*" in path else []
    return "/" + str(found[0].relative_to(root)) if len(found) == 1 else path


class Native:
    root = "/"
    slowness = 1
    library_dirs = ("/lib64", "/usr/lib/x86_64-linux-gnu")
    command = ()

    def __init__(self, own_programs=""):
        """A job's commands are looked for in the folder `own_programs` first; what has a slash begins there."""
        self.own_programs = own_programs
        self.search_path = ":".join(filter(None, (own_programs, sandbox.ENVIRONMENT["PATH"])))

    def find(self, name):
        """The path by which a job calls a program or library, None when there is none."""
        path = shutil.which(name, path=self.search_path) or expand(self.root, os.path.join(self.own_programs, name))
        return path if pathlib.Path(path).is_file() else None

    def file(self, path):
        return pathlib.Path(path).resolve()

    def over(self, path):
        """What a fold of `path` is mounted over."""
        return path

    def mounts(self, _programs, _data, _folder):
        return ()


class Port:
    slowness = 10
    search_path = sandbox.ENVIRONMENT["PATH"]

    def __init__(self, name, root):
        self.name, self.root = name, pathlib.Path(root).resolve()
        qemu, multiarch = PORTS[name]
        self.library_dirs = (f"/usr/lib/{multiarch}", "/usr/lib", "/usr/lib64")
        self.native_libraries = None if qemu else f"{self.root}/usr/lib/{multiarch}"
        self.emulator = qemu and shutil.which(f"qemu-{qemu}-static")
        self.command = (self.emulator, "-L", "/") if qemu else ()

    def inside(self, path):
        return sandbox.resolve_in_root(self.root, path)

    def find(self, name):
        folders = [""] if name.startswith("/") else self.search_path.split(":")
        paths = (expand(self.root, str(pathlib.PurePosixPath(folder, name))) for folder in folders)
        return next((path for path in paths if self.file(path).is_file()), None)

    def file(self, path):
        return pathlib.Path(str(self.root) + str(self.inside(path)))

    def over(self, path):
        return SYSROOT + str(self.inside(path))

    # Of data too, because QEMU 7.2 passes statx, which 32-bit programs call, to the host's own files.
    def mounts(self, programs, data, folder):
        mounts = [(self.root, SYSROOT), *((self.file(path), path) for path in data)]
        if self.native_libraries:
            mounts.append((self.native_libraries, LIB32))
        for number, path in enumerate(programs):
            script = pathlib.Path(folder, f"call{number}")
            command = f"{LIB32_ENVIRONMENT} exec {SYSROOT}$0"
            if self.emulator:
                command = f'exec {self.emulator} -0 "$0" -L {SYSROOT} {self.over(path)}'
            script.write_text(f'#!/bin/sh\n{command} "$@"\n')
            script.chmod(0o755)
            mounts.append((script, sandbox.resolve_in_root("", path)))
        return tuple(mounts)
