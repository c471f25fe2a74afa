"""One program and its fold, each under its real loader: images, bindings, constructors and destructors."""

import contextlib
import pathlib
import tempfile
from dataclasses import dataclass, field

from . import debug_log
from .address_map import AddressMap
from .compare import Comparison
from .image import Image, NotComparable
from .order import Order
from .ptrace import Ended, Process

# Libraries of the two processes lie so far apart that no pointer is right by chance.
STACK_ROOM = 1 << 30
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
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
        try:
            return _judge(subject, machine, run, folder, lazy=False)
        except Ended:
            # A function that is missing ends a program that binds all at once.
            return _judge(subject, machine, run, folder, lazy=True)


def _judge(subject, machine, run, folder, lazy):
    verdict = Verdict(lazy=lazy)
    with contextlib.ExitStack() as stack:
        images = []
        for turn, program in enumerate((subject.original, subject.fold)):
            environment = dict(subject.environment, LD_DEBUG="bindings", LD_DEBUG_OUTPUT=f"{folder}/{turn}")
            if not lazy:
                environment["LD_BIND_NOW"] = "1"
            directory = subject.directories[turn]
            process = Process(
                machine,
                subject.command,
                program=program,
                cwd=directory,
                env=environment,
                stdin=subject.stdin,
                stack_room=turn * STACK_ROOM,
            )
            stack.enter_context(process)
            images.append(Image(process, program, machine, directory))
        address_map = AddressMap(*images, subject.folded)
        comparison = Comparison(address_map, lazy).run()
        verdict.counts, verdict.excluded = dict(comparison.counts), comparison.excluded_share()
        verdict.problems += comparison.problems
        if comparison.unexplained > len(comparison.problems):
            verdict.problems.append(f"and {comparison.unexplained - len(comparison.problems)} more words")
        if verdict.excluded > MOST_EXCLUDED:
            verdict.problems.append(f"{verdict.excluded:.2%} of all bytes excluded; at most {MOST_EXCLUDED:.0%} may be")
        if not verdict.counts.get("bytes"):
            raise NotComparable("nothing was compared")
        _compare_bindings(verdict, address_map, subject, [f"{folder}/{i}.{image.process.pid}" for i, image in enumerate(images)])
        if run:
            order = Order(address_map)
            verdict.problems += order.problems
            verdict.calls = len(order.original.calls)
    return verdict


def _compare_bindings(verdict, address_map, subject, logs):
    names = debug_log.names_of(address_map, subject.command[0])
    sets = [debug_log.through(debug_log.read(log), own) for log, own in zip(logs, names)]
    verdict.bindings = len(sets[0])
    if not sets[0]:
        verdict.problems.append("the loader has named no binding")
    verdict.problems += debug_log.compare(*sets, verdict.lazy)
