"""Runs a program of a case in one of several surroundings and says what was seen."""

import os
import re
import resource
import shutil
import signal
import subprocess
from dataclasses import dataclass

SECONDS = 30
# Enough for the program's start, too little for a loader or start stub that builds tables there.
TINY_STACK = 256 * 1024


@dataclass(frozen=True)
class Outcome:
    stdout: bytes
    stderr: bytes
    end: str  # "exit 0", "signal SIGABRT", "timeout"


def describe_end(returncode):
    if returncode < 0:
        return f"signal {signal.Signals(-returncode).name}"
    return f"exit {returncode}"


def limit(stack):
    def set_limits():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if stack:
            resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))

    return set_limits


def environment_for(case, way):
    environment = {} if way == "empty-env" else dict(os.environ)
    for name in [name for name in environment if name.startswith("LD_")]:
        del environment[name]
    environment.update(case.env)
    if way != "fold":
        environment.update(case.run_env)
    environment.update({"bind-now": {"LD_BIND_NOW": "1"}, "ld-debug": {"LD_DEBUG": "all"}}.get(way, {}))
    return environment


def run(case, machine, directory, way="plain", tracer=()):
    """Runs ./PROGRAM in `directory`. `way` is one of directives.RUNS, `tracer` a command before it."""
    with subprocess.Popen(
        [*(tracer or machine.emulator), f"./{case.program}", *case.args],
        cwd=directory,
        env=environment_for(case, way),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        # What LD_DEBUG prints names addresses, and differs from run to run.
        stderr=subprocess.DEVNULL if way == "ld-debug" else subprocess.PIPE,
        start_new_session=True,
        preexec_fn=limit(TINY_STACK if way == "tiny-stack" else None),
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=SECONDS)
            end = describe_end(process.returncode)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            stdout, stderr = process.communicate()
            end = f"timeout after {SECONDS} s"
    return Outcome(stdout, stderr or b"", end)


def run_in_empty_root(case, machine, directory):
    """In a root in which nothing is but what lies in `directory`, and the emulator, which is static."""
    root = ["bwrap", "--bind", str(directory), "/", "--dev", "/dev", "--proc", "/proc", "--chdir", "/"]
    if not machine.native:
        emulator = shutil.which(machine.emulator[0])
        root += ["--ro-bind", emulator, "/dev/emulator", "--", "/dev/emulator"]
    outcome = run(case, machine, directory, tracer=root)
    # bwrap itself ends with 128 and the signal's number.
    code = re.fullmatch(r"exit (\d+)", outcome.end)
    if code and int(code[1]) > 128:
        return Outcome(outcome.stdout, outcome.stderr, describe_end(128 - int(code[1])))
    return outcome


def traced(case, machine, directory, log):
    """Runs once with its system calls written to `log`: the outcome, and the lines of that log."""
    if machine.native:
        tracer = ("strace", "-f", "-qq", "-o", str(log))
    else:
        tracer = (machine.emulator[0], "-strace", "-D", str(log), *machine.emulator[1:])
    outcome = run(case, machine, directory, tracer=tracer)
    return outcome, log.read_text(errors="replace").splitlines()


def opened(lines):
    """Names of files that a system call named, found or not."""
    calls = re.compile(r'\b(?:open|openat|openat2|access|faccessat2?|readlink|stat|newfstatat)\((.*)')
    for line in lines:
        match = calls.search(line)
        if match:
            yield from re.findall(r'"([^"]*)"', match[1])


def syscalls(lines):
    return {match[1] for line in lines if (match := re.match(r"(?:\d+ +)?(\w+)\(", line))}
