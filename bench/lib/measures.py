"""What a record holds: each measure adds figures NAME/SUBJECT/METRIC, and the stages and functions behind them."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

import callgrind
import closures
import process

ENVIRONMENT = {"PATH": "/usr/bin:/usr/sbin:/bin:/sbin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
               "ONEFOLD_HASH_SEED": "0"}
START_ARGUMENTS = {"nginx": ["-v"], "openssl": ["version"], "ffmpeg": ["-version"], "hello": []}
HELLO = '#include <stdio.h>\nint main() { return puts("hello") < 0; }\n'
MEMORY_RUNS = 5
# What was made by another version of that file is not taken for this one's.
CLOSURES = "closures-" + hashlib.sha256(pathlib.Path(closures.__file__).read_bytes()).hexdigest()[:12]


def find(name):
    found = shutil.which(name, path=ENVIRONMENT["PATH"])
    if found is None:
        raise SystemExit(f"bench/run: {name} is not there (ci/packages bench)")
    return os.path.realpath(found)


class Measures:
    """`pairs` of runs in turns, 0: no times. A measure that fails is named in `failures`, and its figures are missing."""

    def __init__(self, onefold, work, pairs, only):
        self.work, self.pairs = pathlib.Path(work).resolve(), pairs
        # Paths are relative to the folder of work: how long they are costs instructions too.
        link = self.work / "onefold"
        link.unlink(missing_ok=True)
        link.symlink_to(pathlib.Path(onefold).resolve())
        self.onefold = "./onefold"
        self.only = re.compile(only)
        self.figures, self.stages, self.failures = {}, {}, {}
        options = self.say("fold", "--help").stdout
        self.knows_no_verify = "--no-verify" in options
        # What is counted must not depend on who comes first; bench/fold_speed looks at the clock.
        self.one_thread = ["--jobs", "1"] if "--jobs" in options else []

    def say(self, *arguments):
        return subprocess.run([self.onefold, *arguments], cwd=self.work, env=ENVIRONMENT, text=True, capture_output=True)

    def add(self, subject, metric, values):
        """One value, or as many as were measured: their median, and their spread."""
        values = values if isinstance(values, list) else [values]
        low, middle, high = process.quartiles(values)
        number = (lambda v: float(f"{v:.5g}")) if metric in ("time", "slope") else round
        figure = {"value": number(middle)}
        if len(values) > 1 and low != high:
            figure |= {"low": number(low), "high": number(high)}
        self.figures[f"{subject}/{metric}"] = figure

    def attempt(self, subject, measure, *arguments):
        if not self.only.search(subject):
            return
        try:
            measure(subject, *arguments)
        except (process.CommandFailed, RuntimeError) as failed:
            self.failures[subject] = str(failed)[:300]

    def profile(self, subject, command):
        profile = callgrind.profile(command, self.work, ENVIRONMENT)
        self.add(subject, "instructions", profile.total)
        return profile

    def memory(self, subject, command):
        peaks, faults = zip(*(process.memory(command, self.work, ENVIRONMENT) for _ in range(MEMORY_RUNS)))
        self.add(subject, "peak_rss", list(peaks))
        self.add(subject, "page_faults", list(faults))

    def fold_command(self, program, output, total, folder=None, verify=False):
        return [self.onefold, "fold", *self.one_thread, *([] if total else ["--keep", "libc"]),
                *([] if verify or not self.knows_no_verify else ["--no-verify"]),
                *([] if folder is None else ["-L", folder]), program, "-o", output]  # fmt: skip

    # The measures.

    def fold(self, subject, program, total=False, folder=None):
        command = self.fold_command(program, "fold.out", total, folder)
        process.checked(command, self.work, ENVIRONMENT)
        self.add(subject, "output_size", (self.work / "fold.out").stat().st_size)
        profile = self.profile(subject, command)
        self.stages[subject] = {"stages": profile.stages(), "functions": profile.functions()}
        self.memory(subject, command)
        written, calls = process.system_calls(command, self.work, ENVIRONMENT)
        self.add(subject, "bytes_written", written)
        self.add(subject, "system_calls", calls)
        if self.pairs:
            self.beside_cp(subject, command)

    def beside_cp(self, subject, command):
        shutil.copyfile(self.work / "fold.out", self.work / "copied")
        copying = ["cp", "--reflink=never", "--sparse=never", "copied", "copy.out"]
        ratios = process.paired_ratios(command, copying, self.pairs, self.work, ENVIRONMENT, self.remove_outputs)
        self.add(subject, "time", ratios)

    def remove_outputs(self):
        for name in ("fold.out", "copy.out", "peer.out"):
            (self.work / name).unlink(missing_ok=True)

    def verify(self, subject, program, total=False):
        process.checked(self.fold_command(program, "fold.out", total), self.work, ENVIRONMENT)
        command = [self.onefold, "verify", program, "fold.out"]
        profile = self.profile(subject, command)
        functions = {}
        for stage in profile.functions().values():
            for name, cost in stage.items():
                functions[name] = functions.get(name, 0) + cost
        self.stages[subject] = {"stages": {"verify": profile.total}, "functions": {"verify": functions}}
        self.memory(subject, command)
        if self.pairs:
            folding = self.fold_command(program, "copy.out", total)
            self.add(subject, "time", process.paired_ratios(command, folding, self.pairs, self.work, ENVIRONMENT))

    def reading(self, subject, *arguments):
        command = [self.onefold, *arguments]
        self.profile(subject, command)
        self.memory(subject, command)

    def start(self, subject, name, original, folded):
        """Start-up: a program that ends at once. `folded` is a function that makes what is started, or none."""
        arguments = START_ARGUMENTS.get(name, ["--version"])
        if folded is not None:
            folded()
        started = f"./started/{name}" if folded is not None else original
        self.profile(subject, [started, *arguments])
        self.memory(subject, [started, *arguments])
        if self.pairs and folded is not None:
            shutil.copy2(self.work / original, self.work / "original")  # both lie in one file system
            self.add(subject, "time", process.paired_ratios([started, *arguments], ["./original", *arguments],
                                                            3 * self.pairs, self.work, ENVIRONMENT))  # fmt: skip

    def starts(self, name, original):
        started = f"./started/{name}"
        (self.work / "started").mkdir(exist_ok=True)

        def make(total):
            return lambda: process.checked(self.fold_command(original, started, total), self.work, ENVIRONMENT)

        self.attempt(f"start-original/{name}", self.start, name, original, None)
        self.attempt(f"start/{name}", self.start, name, original, make(False))
        self.attempt(f"start-total/{name}", self.start, name, original, make(True))

    def start_hello(self):
        """The one program of which there is a static-pie build of the same source."""
        (self.work / "hello.c").write_text(HELLO)
        process.checked(["gcc", "-O2", "-o", "hello", "hello.c"], self.work, ENVIRONMENT)
        self.starts("hello", "./hello")
        static = ["gcc", "-O2", "-static-pie", "-o", "./started/hello", "hello.c"]
        self.attempt("start-static/hello", self.start, "hello", "./hello",
                     lambda: process.checked(static, self.work, ENVIRONMENT))  # fmt: skip

    def closure_folder(self, dimension, factor):
        folder = pathlib.Path(CLOSURES, dimension.__name__, str(factor))
        made = self.work / folder
        if not (made / "program").exists():
            made.mkdir(parents=True, exist_ok=True)
            dimension(made, factor)
        return folder

    def growth(self, factors):
        for dimension in closures.DIMENSIONS:
            for factor in factors:
                self.attempt(f"growth/{dimension.__name__}.{factor}", self.grown, dimension, factor)

    def grown(self, subject, dimension, factor):
        folder = self.closure_folder(dimension, factor)
        command = self.fold_command(folder / "program", "fold.out", False, folder)
        profile = self.profile(subject, command)
        if factor == 1:
            self.stages[subject] = {"stages": profile.stages()}
        self.memory(subject, command)

    def benches(self, subject, program, names):
        """Google Benchmark's: a stage's time over that of copying the closure's bytes in the same run."""
        command = [program, "--benchmark_format=json", "--benchmark_repetitions=9", "--benchmark_min_time=0.05",
                   "--benchmark_enable_random_interleaving=true", *map(find, names)]  # fmt: skip
        results = json.loads(process.checked(command, self.work, ENVIRONMENT).stdout)["benchmarks"]
        runs, counters = {}, {}
        for result in results:
            if result.get("run_type") == "iteration":
                stage, name = result["run_name"].split("/")[:2]
                runs.setdefault((name, stage), []).append(result["cpu_time"])
                counters[name, stage] = result
        for (name, stage), times in runs.items():
            if stage == "copy":
                continue
            floor = process.quartiles(runs[name, "copy"])[1]
            self.add(f"{subject}/{name}.{stage}", "time", [time / floor for time in times])
            self.add(f"{subject}/{name}.{stage}", "allocations", counters[name, stage]["allocations"])
            self.add(f"{subject}/{name}.{stage}", "peak_rss", counters[name, stage]["peak_rss"])
