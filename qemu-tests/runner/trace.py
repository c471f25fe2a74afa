"""Which programs a command started, and which files each of them asked for: by strace, one log a process."""

import pathlib
import re
from dataclasses import dataclass, field

CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?: /\* (\d+) in strace)?")
FORKS = {"clone", "clone3", "fork", "vfork"}
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass
class Started:
    """One execve."""

    program: str
    calls: list[tuple[str, str]] = field(default_factory=list)  # (system call, path) of those that went well

    def opened(self):
        return [path for call, path in self.calls if call in ("open", "openat")]


def tracer(folder):
    """The words before a command. Process ids are translated: the command may have a namespace of its own."""
    pathlib.Path(folder).mkdir()
    return ["strace", "-ff", "--seccomp-bpf", "--decode-pids=pidns", "-qq", "-s", "4096", "-e",
            "signal=none", "-e", f"trace=%file,{','.join(sorted(FORKS))}", "-o", str(pathlib.Path(folder, "log"))]


def read(folder):
    """Every Started but the first, which is the sandbox."""
    logs = {int(path.suffix[1:]): list(calls_of(path)) for path in pathlib.Path(folder).iterdir()}
    found, known = [], set()
    named = {}  # strace cannot translate the id of a child that has ended; ids ascend in either namespace

    def follow(process, current):
        known.add(process)
        for call, words, child in logs.get(process, ()):
            path = TEXT.search(words)
            child = named.get(child, child)
            if child and child not in known:
                follow(child, current)
            elif call == "execve" and path:
                current = Started(path[1])
                found.append(current)
            elif path:
                current.calls.append((call, path[1]))

    children = {child for calls in logs.values() for _, _, child in calls if child}
    first, *orphans = sorted(set(logs) - children) or [None]
    lost = sorted(children - set(logs))
    if first is None or len(orphans) != len(lost):
        raise OSError(f"strace: {len(orphans) + 1} first processes, {len(lost)} without a log")
    named.update(zip(lost, orphans))
    follow(first, Started(""))
    return found[1:]


def calls_of(log):
    """(system call, arguments, process that it made or None) of each that went well."""
    for line in log.read_text(errors="replace").splitlines():
        match = CALL.match(line)
        if match and match[3] != "-1":
            child = int(match[4] or match[3]) if match[1] in FORKS else None
            yield match[1], match[2], child
