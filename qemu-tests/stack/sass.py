"""The SCSS Ackermann function, and the library that glibc-built libsass wants under musl."""

import subprocess

from machines import HERE

SCSS = """\
@function ackermann($m, $n) {
  @if $m == 0 { @return $n + 1; }
  @if $n == 0 { @return ackermann($m - 1, 1); }
  @return ackermann($m - 1, ackermann($m, $n - 1));
}
a { width: ackermann(%d, %d) * 1px; }
"""


def build_shim(machine, folder):
    """The fixture as a library in `folder`, by the name that libstdc++ asks for."""
    output = folder / machine.glibc_loader
    subprocess.run([machine.gcc, *machine.compile_flags(), "-fPIC", "-shared", "-nostdlib", "-nostartfiles",
                    f"-Wl,-soname,{machine.glibc_loader}", "-Wl,-z,noexecstack", *machine.shim, "-o", output,
                    HERE / "shim.c", machine.libgcc()], check=True)
    return output
