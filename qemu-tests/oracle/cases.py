"""A case of qemu-tests/cases as the oracle's subject."""

import subprocess

from runner import directives, execute

from .judge import Subject


def fold(case, onefold, directory, out):
    done = subprocess.run(
        [onefold, "fold", *case.fold, case.target, "-o", out],
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


def subject_of(case, original, folded):
    return Subject(
        original=original / case.program,
        fold=folded / case.program,
        folded=folded / case.target,
        command=[f"./{case.program}", *case.args],
        directories=(original, folded),
        environment=execute.environment_for(case, "plain"),
    )
