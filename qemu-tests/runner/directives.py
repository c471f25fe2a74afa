"""The directives at the top of a case's main source: `// key: value`, up to the first other line."""

import re
import shlex
from dataclasses import dataclass, field

MAIN_SOURCES = ("main.c", "main.cc")
RUNS = ("plain", "bind-now", "ld-debug", "empty-env", "tiny-stack", "strip", "objcopy", "patchelf")
# Runs of what a tool has made of the fold.
AFTER = RUNS[5:]
# What `without:` and `without-on:` may name.
LEFT_OUT = {*RUNS, "lint", "traced", "empty-root"}


class BadCase(Exception):
    """The case itself is wrong: not what it tests."""


@dataclass
class Case:
    folder: object
    # Each is ("build", words) or ("shell", command), in the order written.
    steps: list = field(default_factory=list)
    fold: list | None = None
    program: str = "main"
    fold_lib: str | None = None
    args: list = field(default_factory=list)
    env: dict = field(default_factory=dict)
    run_env: dict = field(default_factory=dict)
    exit_code: int = 0
    signal: str | None = None
    output: list = field(default_factory=list)
    stderr: str | None = None
    folded: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    run_with: list = field(default_factory=list)
    refuse: str | None = None
    warning: str | None = None
    # Why the fold has to give its segments their rights itself.
    packed: str | None = None
    # Machine -> the same there.
    packed_on: dict = field(default_factory=dict)
    rpath: str = "$ORIGIN"
    # What it is for, with the reason; none: every machine.
    machines: dict = field(default_factory=dict)
    # Machine -> why the case says nothing there.
    not_on: dict = field(default_factory=dict)
    # (machine, run) -> why that run is left out there.
    without_on: dict = field(default_factory=dict)
    checks: list = field(default_factory=list)
    no_syscall: list = field(default_factory=list)
    without: list = field(default_factory=list)

    @property
    def name(self):
        return self.folder.name

    @property
    def target(self):
        """The file that is folded."""
        return self.fold_lib or self.program


def read_lines(source):
    for line in source.read_text().splitlines():
        match = re.fullmatch(r"// ([a-z-]+): ?(.*)", line)
        if not match:
            return
        yield match.groups()


def apply(case, key, value):
    if key == "build":
        case.steps.append(("build", shlex.split(value)))
    elif key == "shell":
        case.steps.append(("shell", value))
    elif key == "check":
        case.checks.append(value)
    elif key == "output":
        case.output.append(value)
    elif key in ("env", "run-env"):
        getattr(case, key.replace("-", "_")).update(word.split("=", 1) for word in shlex.split(value))
    elif key in ("fold", "args", "folded", "kept", "run-with", "no-syscall", "without"):
        name = key.replace("-", "_")
        setattr(case, name, (getattr(case, name) or []) + shlex.split(value))
    elif key in ("machines", "not-on", "packed-on"):
        machines, reason = split_reason(key, value)
        getattr(case, key.replace("-", "_")).update({machine: reason for machine in machines})
    elif key == "without-on":
        words, reason = split_reason(key, value)
        runs = [word for word in words if word in LEFT_OUT]
        machines = [word for word in words if word not in LEFT_OUT]
        case.without_on.update({(m, run): reason for m in machines for run in runs})
    elif key in ("fold-lib", "program", "stderr", "refuse", "warning", "packed", "rpath"):
        setattr(case, key.replace("-", "_"), value)
    elif key == "expect-exit":
        case.exit_code = int(value)
    elif key == "expect-signal":
        case.signal = value
    else:
        raise BadCase(f"unknown directive '{key}'")


def split_reason(key, value):
    words, colon, reason = value.partition(": ")
    if not colon or not reason.strip():
        raise BadCase(f"{key}: {value}: no reason is given")
    return words.split(), reason


def read_case(folder):
    sources = [folder / name for name in MAIN_SOURCES if (folder / name).is_file()]
    if len(sources) != 1:
        raise BadCase(f"{folder}: expected one of {', '.join(MAIN_SOURCES)}")
    case = Case(folder)
    for key, value in read_lines(sources[0]):
        apply(case, key, value)
    if case.fold is None:
        case.fold = ["--keep", "libc"]
    if not case.steps:
        raise BadCase(f"{sources[0]}: no build: line")
    unknown = set(case.without) - LEFT_OUT
    if unknown:
        raise BadCase(f"{sources[0]}: without: {', '.join(unknown)} is not a run")
    return case


def make_total(case):
    """The case without `--keep libc`: nothing stays outside."""
    at = [i for i in range(len(case.fold) - 1) if case.fold[i : i + 2] == ["--keep", "libc"]]
    for i in reversed(at):
        del case.fold[i : i + 2]
    # What it says about the plain fold.
    case.warning = None
