"""What a process took: memory, page faults, bytes written, system calls; and time of two, in turns."""

import os
import re
import statistics
import subprocess


class CommandFailed(RuntimeError):
    pass


def checked(command, work, environment):
    done = subprocess.run(list(map(str, command)), cwd=work, env=environment, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, capture_output=True)  # fmt: skip
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["nothing said"]
        raise CommandFailed(f"{' '.join(map(str, command))}: status {done.returncode}: {said[0]}")
    return done


def memory(command, work, environment):
    """(peak resident bytes, minor page faults), at the same addresses each time.

    By GNU time: a child of this interpreter would inherit its peak.
    """
    done = checked(["/usr/bin/time", "-q", "-f", "\n%M %R", "setarch", "-R", *command], work, environment)
    peak, faults = done.stderr.split()[-2:]
    return int(peak) * 1024, int(faults)


_WRITE = re.compile(r"^(?:\d+ +)?(?:p?write(?:v|64|v2)?|copy_file_range|sendfile)\(.* = (\d+)$")
_CALL = re.compile(r"^(?:\d+ +)?[a-z_0-9]+\(")


def system_calls(command, work, environment):
    """(bytes written to files, system calls), standard output and error left out: the least of three runs."""
    return tuple(map(min, zip(*(trace(command, work, environment) for _ in range(3)))))


def trace(command, work, environment):
    path = os.path.join(work, "strace.out")
    checked(["strace", "-f", "-qq", "-o", path, *command], work, environment)
    written = calls = 0
    with open(path, errors="replace") as lines:
        for line in lines:
            calls += bool(_CALL.match(line))
            match = _WRITE.match(line)
            if match and not re.search(r"write\([012],", line):
                written += int(match[1])
    os.unlink(path)
    return written, calls


def seconds(command, work, environment):
    """Of the processor, for a busy machine leaves a process waiting, but does not make it work more."""
    null = os.open(os.devnull, os.O_RDWR)
    output = [(os.POSIX_SPAWN_DUP2, null, descriptor) for descriptor in (0, 1, 2)]
    before = os.getcwd()
    os.chdir(work)
    try:
        child = os.posix_spawnp(str(command[0]), list(map(str, command)), environment, file_actions=output)
        _, status, usage = os.wait4(child, 0)
    finally:
        os.chdir(before)
        os.close(null)
    if status != 0:
        raise CommandFailed(f"{' '.join(map(str, command))}: status {status}")
    return usage.ru_utime + usage.ru_stime


def paired_ratios(first, second, pairs, work, environment, before_each=lambda: None):
    """Time of `first` over that of `second`, pair by pair, now one first and now the other."""
    ratios = []
    for number in range(pairs + 1):  # the first pair warms up
        taken = {}
        for which in (0, 1) if number % 2 else (1, 0):
            before_each()
            taken[which] = seconds((first, second)[which], work, environment)
        if number > 0:
            ratios.append(taken[0] / taken[1])
    return ratios


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0], values[0]
    return tuple(statistics.quantiles(values, n=4, method="inclusive"))
