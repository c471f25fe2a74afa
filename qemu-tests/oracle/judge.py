"""One program and its fold, each under its real loader: images, bindings, constructors and destructors."""

import contextlib
import pathlib
import tempfile
from dataclasses import dataclass, field

from . import debug_log
from .address_map import AddressMap
from .compare import Comparison
from .image import Image, NotComparable, start_process
from .order import Order
from .process import Ended, Start

MOST_EXCLUDED = 0.01


@dataclass
class Subject:
    """What to start: the same command twice."""

    original: pathlib.Path  # the program; in the fold's turn another file, or the same beside a folded library
    fold: pathlib.Path
    # The folded file: `fold` itself, or a library of its.
    folded: pathlib.Path
    command: list = field(default_factory=list)
    directories: tuple = ("/", "/")
    environment: dict = field(default_factory=dict)
    stdin: bytes = b""
    # Of another machine: the command before the program, and where its libraries are.
    emulator: tuple = ()
    root: str = "/"


@dataclass
class Verdict:
    problems: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)  # Comparison's
    bindings: int = 0
    calls: int = 0
    lazy: bool = False
    excluded: float = 0.0


def judge(subject, machine, run=True):
    """Verdict. `run`: the processes go on to their ends, for the order of constructors and destructors; without it
    nothing of the program itself is executed. Raises NotComparable."""
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder, contextlib.ExitStack() as stack:
        try:
            verdict = Verdict()
            original = stack.enter_context(_started(subject, machine, folder, 0, verdict.lazy))
        except Ended:
            # A function that is missing ends a program that binds all at once.
            verdict = Verdict(lazy=True)
            try:
                original = stack.enter_context(_started(subject, machine, folder, 0, verdict.lazy))
            except Ended as end:
                raise NotComparable(f"the original does not start: {end}") from None
        try:
            fold = stack.enter_context(_started(subject, machine, folder, 1, verdict.lazy))
        except Ended as end:
            verdict.problems.append(f"the fold ends before anything of it has run: {end}")
            return verdict
        address_map = AddressMap(original, fold, subject.folded)
        _compare_images(verdict, address_map)
        _compare_bindings(verdict, address_map, subject, folder)
        if run:
            order = Order(address_map)
            verdict.problems += order.problems
            verdict.calls = len(order.original.calls)
    return verdict


@contextlib.contextmanager
def _started(subject, machine, folder, turn, lazy):
    """The Image of the original (turn 0) or of the fold (1). Its loader writes its bindings to a file in `folder`."""
    environment = dict(subject.environment, LD_DEBUG="bindings", LD_DEBUG_OUTPUT=f"{folder}/{turn}")
    if not lazy:
        environment["LD_BIND_NOW"] = "1"
    start = Start(
        program=(subject.original, subject.fold)[turn],
        command=subject.command,
        turn=turn,
        directory=subject.directories[turn],
        environment=environment,
        stdin=subject.stdin,
        emulator=subject.emulator,
    )
    with start_process(machine, start) as process:
        yield Image(process, start, subject.root)


def _compare_images(verdict, address_map):
    comparison = Comparison(address_map, verdict.lazy).run()
    verdict.counts, verdict.excluded = dict(comparison.counts), comparison.excluded_share()
    verdict.problems += comparison.problems
    if comparison.unexplained > len(comparison.problems):
        verdict.problems.append(f"and {comparison.unexplained - len(comparison.problems)} more words")
    if verdict.excluded > MOST_EXCLUDED:
        verdict.problems.append(f"{verdict.excluded:.2%} of all bytes excluded; at most {MOST_EXCLUDED:.0%} may be")
    if not verdict.counts.get("bytes"):
        raise NotComparable("nothing was compared")


def _compare_bindings(verdict, address_map, subject, folder):
    pids = address_map.original.process.pid, address_map.fold.process.pid
    logs = [f"{folder}/{turn}.{pid}" for turn, pid in enumerate(pids)]
    names = debug_log.names_of(address_map, subject.command[0])
    sets = [debug_log.through(debug_log.read(log), own) for log, own in zip(logs, names)]
    verdict.bindings = len(sets[0])
    if not sets[0]:
        verdict.problems.append("the loader has named no binding")
    verdict.problems += debug_log.compare(*sets, verdict.lazy)
