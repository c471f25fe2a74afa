"""A root that holds what a traced run of a job asked for, and total folds in place of the programs that it started. No
library that lies in a fold is there, and no loader."""

import os
import pathlib
import shutil
import stat
import subprocess
import sys
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "corpus" / "census"))

import sandbox  # noqa: E402

OWN = ("/proc", "/dev", "/tmp", "/sys")  # the sandbox's, or what the job itself makes
LOADER_FILES = {"/etc/ld.so.cache", "/etc/ld.so.preload"}


class NotTotal(Exception):
    pass


def is_job_file(path):
    return path.startswith("/") and not any(path == own or path.startswith(own + "/") for own in OWN)


def shebang(path):
    """The interpreter of a script, which no execve names."""
    with open(path, "rb") as file:
        line = file.readline(256)
    return line[2:].split()[0].decode() if line.startswith(b"#!") else None


def programs_of(started):
    """{real path of a program's file: what its processes opened}; scripts count for their interpreters."""
    opened = defaultdict(list)
    for one in started:
        if not is_job_file(one.program):
            continue
        real = os.path.realpath(one.program)
        if interpreter := shebang(real):
            real = os.path.realpath(interpreter)
        opened[real].append([os.path.realpath(path) for path in one.opened() if is_job_file(path)])
    return opened


def fold_all(onefold, programs, folder, flags=()):
    """{program: (its fold, the real paths of what is in it)}. Of a file with several names, one fold."""
    folds, by_file = {}, {}
    for program in sorted(programs):
        identity = (os.stat(program).st_dev, os.stat(program).st_ino)
        if identity not in by_file:
            by_file[identity] = fold_one(onefold, program, folder / f"total{len(by_file)}", flags)
        folds[program] = by_file[identity]
    return folds


def fold_one(onefold, program, out, flags):
    if sandbox.dynamic_entries(program)[1] is None:  # static: nothing to fold
        shutil.copy(program, out)
        return out, set()
    exit_code, said = sandbox.fold(onefold, program, out, flags=("--json", *flags))
    if exit_code != 0:
        raise NotTotal(f"fold {program}: exit {exit_code}: {said}")
    if problem := sandbox.expect_folded(program, out, total=True):
        raise NotTotal(f"fold {program}: {problem}")
    listed = subprocess.run(["ldd", program], capture_output=True, check=True, text=True).stdout
    inside = [word for word in listed.split() if word.startswith("/")]
    inside += [os.path.join(os.path.dirname(path), "libgcc_s.so.1") for path in inside if "/libc.so." in path]
    return out, {os.path.realpath(path) for path in inside}


def data_opens(processes, inside):
    """What a program's processes opened besides what its loader mapped: each library of the closure once a process."""
    data = set()
    for opened in processes:
        seen = set()
        for path in opened:
            if path in inside and path not in seen:
                seen.add(path)
            else:
                data.add(path)
    return data - LOADER_FILES


def copy_into(root, path):
    """The file at `path` and every symbolic link on the way to it."""
    at = "/"
    for name in pathlib.PurePosixPath(path).parts[1:]:
        at = os.path.normpath(os.path.join(at, name))
        inside = root / at[1:]
        if os.path.islink(at):
            if not inside.is_symlink():
                inside.symlink_to(os.readlink(at))
            at = os.path.normpath(os.path.join(os.path.dirname(at), os.readlink(at)))
            copy_into(root, at)
            at = os.path.realpath(at)
        elif os.path.isdir(at):
            inside.mkdir(exist_ok=True)
        elif stat.S_ISREG(os.stat(at).st_mode) and not inside.exists():
            shutil.copy2(at, inside)


def make(root, started, folds):
    """Fills the folder `root`."""
    root.mkdir()
    for folder in ("proc", "dev", "tmp", "etc"):
        (root / folder).mkdir()
    wanted, libraries = set(), set()
    for program, processes in programs_of(started).items():
        inside = folds[program][1]
        libraries |= inside
        wanted |= data_opens(processes, inside)
    libraries -= wanted
    named = {path for one in started for _, path in one.calls} | {one.program for one in started}
    for path in sorted(filter(is_job_file, wanted | named | {"/etc/passwd", "/etc/group"})):
        real = os.path.realpath(path)
        if path not in LOADER_FILES and real not in libraries and is_job_file(real) and os.path.exists(real):
            copy_into(root, path)
    for program, (folded, _) in folds.items():
        copy_into(root, program)
        (root / program[1:]).unlink()
        shutil.copy2(folded, root / program[1:])


def check_opens(started, folded_run, folds):
    """No fold opens a library that is inside it, unless the original reads it as data."""
    before = programs_of(started)
    for program, processes in programs_of(folded_run).items():
        if program not in folds:
            continue
        inside = folds[program][1]
        allowed = data_opens(before.get(program, ()), inside)
        for opened in processes:
            again = [path for path in opened if path in inside and path not in allowed]
            if again:
                raise NotTotal(f"{program} opens {again[0]}, which is inside it")
