"""A case of qemu-tests/cases as the oracle's subject."""

import subprocess

from runner import directives, execute

from .judge import Subject


# Flags of `fold`, with a value each, that `verify` must have too.
SEARCH = ("-L", "--library-dir", "--root", "--hwcaps")


def search_words(case):
    options = iter(case.fold)
    return [word for flag in options if flag in SEARCH for word in (flag, next(options))]


def fold(case, machine, onefold, directory, out):
    # -L makes the case's folder visible from inside the root.
    search = ["--root", machine.root, "-L", "."] if machine.root else []
    done = subprocess.run(
        [onefold, "fold", *case.fold, *search, case.target, "-o", out],
        cwd=directory,
        env=execute.environment_for(case, "fold"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        raise directives.BadCase(f"fold: exit {done.returncode}: {done.stderr}")


def subject_of(case, machine, original, folded):
    return Subject(
        original=original / case.program,
        fold=folded / case.program,
        folded=folded / case.target,
        command=[f"./{case.program}", *case.args],
        directories=(original, folded),
        environment=execute.environment_for(case, "plain"),
        emulator=machine.emulator,
        root=machine.root or "/",
    )
