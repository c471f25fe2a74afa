"""The machines of the stack tests: how a program is linked for musl there, and run under QEMU.

Debian's musl of each (`roots` makes the trees), that of the two 32-bit big-endian ones compiled here.
"""

import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent


@dataclass(frozen=True)
class Machine:
    name: str
    triple: str  # of the cross compiler
    musl_triple: str  # of musl's folders
    loader: str  # musl's, in /lib
    qemu: str
    glibc_loader: str  # soname of glibc's loader, which libstdc++ needs by name
    flags: tuple = ()  # what musl's ABI asks of the compiler
    static_pie: tuple = ()
    shim: tuple = ()  # for linking shim.c
    _root: list = field(default_factory=list, compare=False)

    @property
    def gcc(self):
        # The host's own compiler has its triple in its name as well.
        return f"{self.triple}-gcc"

    @property
    def interp(self):
        return f"/lib/{self.loader}"

    @property
    def root(self):
        """The tree with musl and libsass, made if it is not there."""
        if not self._root:
            done = subprocess.run([HERE / "roots", self.name], check=True, stdout=subprocess.PIPE, text=True)
            self._root.append(pathlib.Path(done.stdout.strip()))
        return self._root[0]

    @property
    def musl_lib(self):
        return self.root / "usr/lib" / self.musl_triple

    def musl_flags(self):
        """Flags for C code against musl's headers and nothing of glibc's."""
        own = subprocess.run([self.gcc, "-print-file-name=include"], check=True, capture_output=True, text=True).stdout
        return [*self.flags, "-nostdinc", "-isystem", self.root / "usr/include" / self.musl_triple, "-isystem",
                own.strip(), "-fno-stack-protector", "-U_FORTIFY_SOURCE"]

    def compile_flags(self):
        return [*self.musl_flags(), "-D_GNU_SOURCE", "-O1", "-Wall", "-Werror"]

    def libgcc(self):
        return subprocess.run([self.gcc, *self.flags, "-print-libgcc-file-name"], check=True, capture_output=True,
                              text=True).stdout.strip()

    def link(self, kind, output, *inputs):
        """Links objects, and libraries by path, for musl: kind is pie, no-pie, static or static-pie."""
        start = {"pie": "Scrt1.o", "no-pie": "crt1.o", "static": "crt1.o", "static-pie": "rcrt1.o"}[kind]
        flags = {"pie": ["-pie"], "no-pie": ["-no-pie"], "static": ["-static", "-no-pie"],
                 "static-pie": ["-static-pie", *self.static_pie]}[kind]
        lib = self.musl_lib
        # By its path, since not every GCC takes -static-pie for static; and libc.so by its name, which
        # is what DT_NEEDED gets, for it has no soname.
        libc = [lib / "libc.a"] if kind.startswith("static") else ["-L", lib, "-lc"]
        command = [self.gcc, *self.flags, *flags, "-nostdlib", "-nostartfiles", f"-Wl,-dynamic-linker,{self.interp}",
                   "-o", output, lib / start, lib / "crti.o", *inputs, *libc, self.libgcc(), lib / "crtn.o"]
        if kind.startswith("static"):
            command.remove(f"-Wl,-dynamic-linker,{self.interp}")
        subprocess.run(command, check=True)

    def run(self, command, library_dir=None, arguments=(), timeout=300, **how):
        """Runs `command` under QEMU in the tree. arguments: of QEMU's own."""
        environment = ["-E", f"LD_LIBRARY_PATH={library_dir}"] if library_dir else []
        return subprocess.run([f"qemu-{self.qemu}-static", "-L", self.root, *environment, *arguments, *command],
                              capture_output=True, text=True, timeout=timeout, cwd="/",
                              env={"PATH": os.defpath, "HOME": "/", **how.pop("env", {})}, **how)

    def run_in_root(self, root, command, timeout=300):
        """The same where there is nothing but what `root` holds, and the emulator."""
        emulator = shutil.which(f"qemu-{self.qemu}-static")
        sandbox = ["bwrap", "--unshare-all", "--bind", root, "/", "--dev", "/dev", "--proc", "/proc", "--chdir", "/",
                   "--ro-bind", emulator, "/dev/emulator", "--", "/dev/emulator"]
        done = subprocess.run([*sandbox, *command], capture_output=True, text=True, timeout=timeout,
                              env={"PATH": os.defpath, "HOME": "/"})
        if done.returncode > 128:
            done.returncode = 128 - done.returncode  # bwrap's way to tell of a signal
        return done


# GCC's -static-pie adds this itself where its configuration knows how.
NO_LOADER = ("-Wl,--no-dynamic-linker",)

MACHINES = {
    machine.name: machine
    for machine in [
        Machine("x86-64", "x86_64-linux-gnu", "x86_64-linux-musl", "ld-musl-x86_64.so.1", "x86_64",
                "ld-linux-x86-64.so.2"),
        Machine("i386", "i686-linux-gnu", "i386-linux-musl", "ld-musl-i386.so.1", "i386", "ld-linux.so.2"),
        Machine("aarch64", "aarch64-linux-gnu", "aarch64-linux-musl", "ld-musl-aarch64.so.1", "aarch64",
                "ld-linux-aarch64.so.1"),
        Machine("armhf", "arm-linux-gnueabihf", "arm-linux-musleabihf", "ld-musl-armhf.so.1", "arm",
                "ld-linux-armhf.so.3", static_pie=NO_LOADER),
        Machine("s390x", "s390x-linux-gnu", "s390x-linux-musl", "ld-musl-s390x.so.1", "s390x", "ld64.so.1"),
        # musl's long double has 64 bits on powerpc.
        Machine("ppc64le", "powerpc64le-linux-gnu", "powerpc64le-linux-musl", "ld-musl-powerpc64le.so.1", "ppc64le",
                "ld64.so.2", flags=("-mlong-double-64",)),
        Machine("powerpc", "powerpc-linux-gnu", "powerpc-linux-musl", "ld-musl-powerpc.so.1", "ppc", "ld.so.1",
                flags=("-mlong-double-64", "-msecure-plt"),
                # The shim's own __tls_get_addr_opt would be called in place of the __tls_get_addr that it calls.
                shim=("-Wl,--no-tls-get-addr-optimize",)),
        Machine("mips", "mips-linux-gnu", "mips-linux-musl", "ld-musl-mips.so.1", "mips", "ld.so.1",
                static_pie=NO_LOADER),
    ]
}
