"""Runs of the program in a folder of its own, and what holds of every one of them."""

import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

CORPUS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CORPUS / "generator"))

import file_set  # noqa: E402

MOST_SECONDS = 5  # of processor time: other programs' load must not fail a test
MOST_WAITING = 120  # seconds on the clock, for what would never end
MOST_MEMORY = 1 << 30


class Place:
    """A folder with a file set in it, as a root; what is in it is known."""

    def __init__(self, packed):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="onefold-hostile-"))
        self.changing = set()  # files that a run may change
        (self.top / "lib").mkdir()
        for path, content in file_set.unpack(packed):
            self.put(path, content)
        self.program = self.top / "program"
        self.out = self.top / "out"
        self.before = self.state()

    def put(self, path, content):
        """False for what no file system takes."""
        target = pathlib.Path(os.path.normpath(self.top / path.lstrip("/")))
        if not target.is_relative_to(self.top) or "\0" in path:
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                target.symlink_to(content)
            else:
                target.write_bytes(content)
        except (OSError, ValueError):
            pass  # a mutated set may name a path twice, or one inside a file

    def state(self):
        """Path: content of each file but the output, links by their target."""
        found = {}
        for path in sorted(self.top.rglob("*")):
            if path.is_symlink():
                found[path] = os.readlink(path)
            elif path.is_file() and path != self.out and path not in self.changing:
                found[path] = path.read_bytes()
        return found

    def fold(self, *more):
        return ["fold", "--root", self.top, "-L", self.top / "lib", *(more or ("--keep", "libc")),
                self.program, "-o", self.out]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.top)


class Runner:
    def __init__(self, program, faults):
        self.program, self.faults = program, faults
        self.failures, self.runs = [], 0

    def run(self, arguments, fault=None, memory=MOST_MEMORY, program=None, **how):
        """(exit code, stdout, stderr), after a look at what holds always."""
        environment = {"PATH": os.environ["PATH"], **(fault or {})}

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        self.runs += 1
        try:
            done = subprocess.run([program or self.program, *map(os.fspath, arguments)], env=environment,
                                  capture_output=True, stdin=subprocess.DEVNULL, timeout=MOST_WAITING,
                                  preexec_fn=limit, check=False, **how)
        except subprocess.TimeoutExpired:
            self.complain(arguments, f"did not end within {MOST_WAITING} s")
            return None, b"", b""
        return done.returncode, done.stdout, done.stderr

    def complain(self, arguments, what):
        self.failures.append(f"{' '.join(map(str, arguments))}: {what}")

    def check_after(self, place, arguments, **how):
        """check() of a command that may change place.program."""
        place.changing = {place.program}
        try:
            return self.check(place, arguments, **how)
        finally:
            place.changing = set()

    def check(self, place, arguments, expected=(0, 1), **how):
        """Runs, and holds the run to all that the head of this file says."""
        code, out, err = self.run(arguments, **how)
        if code is None:
            return code, err
        lines = err.decode(errors="replace").splitlines()
        errors = [line for line in lines if not line.startswith("onefold: warning: ")]
        if code not in expected:
            self.complain(arguments, f"exit code {code}: {' | '.join(lines)[:500]}")
        # verify's differences are an answer, on stdout.
        wanted = 0 if code == 0 or (code == 1 and arguments[0] == "verify" and out) or code < 0 else 1
        if len(errors) != wanted or not all(line.startswith("onefold: ") for line in errors):
            self.complain(arguments, f"exit code {code}, and stderr has {lines[:3]}")
        if b"a fault of onefold" in err:
            self.complain(arguments, f"not the input's fault: {lines[:3]}")
        if code != 0 and place.out.exists():
            self.complain(arguments, f"exit code {code}, and an output was left")
        after = place.state()
        if after != {path: kept for path, kept in place.before.items() if path not in place.changing}:
            self.complain(arguments, "inputs were changed, or something was left beside them")
            place.before = after
        return code, err

    def fault(self, call, number, what, log):
        return {"LD_PRELOAD": self.faults, "ONEFOLD_FAULT": f"{call}:{number}:{what}",
                "ONEFOLD_FAULT_LOG": os.fspath(log)}
