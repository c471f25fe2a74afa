"""Commands in a foreign file tree (ci/sysroots), under QEMU user mode."""

import os
import shutil


def inside(root, path):
    """The path as it is for what runs in the root."""
    path = str(path)
    return path[len(str(root)) :] if path.startswith(f"{root}/") else path


def command_in(root, qemu, command, variables):
    """The command under QEMU, with `root` as its "/" and nothing else in it. (qemu -L would let the loader see this
    machine's ld.so.cache and directories.)"""
    sandbox = ["bwrap", "--ro-bind", shutil.which(qemu), "/qemu"]
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name)
        if os.path.islink(path):
            sandbox += ["--symlink", os.readlink(path), "/" + name]
        elif name not in ("dev", "proc"):
            sandbox += ["--ro-bind", path, "/" + name]
    sandbox += ["--proc", "/proc", "--dev", "/dev", "/qemu"]
    for name, value in variables.items():
        sandbox += ["-E", f"{name}={value}"]
    return sandbox + [inside(root, argument) for argument in command]
