"""Builds a case: its sources are copied into the build directory and compiled there."""

import os
import pathlib
import shutil
import subprocess

from .directives import BadCase

TOOLS = pathlib.Path(__file__).parent / "tools"
WARNINGS = ["-Wall", "-Wextra", "-Werror"]


def part_of(output):
    """The macro that selects this output's part of a shared source: liba.so -> PART_liba."""
    stem = output.rsplit("/", 1)[-1].split(".")[0]
    return "PART_" + "".join(c if c.isalnum() else "_" for c in stem)


def compile_command(case, machine, words):
    clang = words[0] == "clang"
    output, *rest = words[1:] if clang else words
    is_cxx = any(word.endswith(".cc") for word in rest)
    if clang:
        compiler = ["clang++-19" if is_cxx else "clang-19", f"--target={machine.clang_target}"]
    else:
        compiler = [machine.cxx if is_cxx else machine.cc]
    kind = ["-c"]
    if not output.endswith(".o"):
        kind = ["-L.", "-Wl,-rpath-link,.", "-Wl,--no-as-needed"]
        kind += [] if case.rpath == "none" else [f"-Wl,-rpath,{case.rpath}"]
    if ".so" in output:
        kind += ["-shared", "-fPIC", f"-Wl,-soname,{output.rsplit('/', 1)[-1]}"]
    if "-fno-pie" in rest and not clang:
        kind += machine.position_dependent
    return [*compiler, "-O1", *WARNINGS, f"-D{part_of(output)}", "-o", output, *kind, *rest]


def build(case, machine, directory):
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(case.folder, directory)
    environment = dict(os.environ, PATH=f"{TOOLS}:{os.environ['PATH']}")
    environment.update(CC=machine.cc, CXX=machine.cxx, OBJCOPY=machine.objcopy)
    for kind, what in case.steps:
        if kind == "build":
            output = what[1] if what[0] == "clang" else what[0]
            (directory / output).parent.mkdir(parents=True, exist_ok=True)
            command = compile_command(case, machine, what)
        else:
            command = ["sh", "-euc", what]
        done = subprocess.run(
            command, cwd=directory, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise BadCase(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
