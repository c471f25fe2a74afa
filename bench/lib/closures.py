"""Made-up closures that grow: each dimension makes one in a folder, at `factor` times its least size, with as and ld."""

import concurrent.futures
import subprocess
import sys


def run(*command):
    done = subprocess.run(command, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"closures: {' '.join(command[:3])} ...: {done.stderr or done.stdout}")
    return done.stderr


def functions(names):
    """One short function for each name, with its unwind record."""
    for name in names:
        yield f".globl {name}\n.type {name},@function\n{name}: .cfi_startproc\nret\n.cfi_endproc\n.size {name},.-{name}\n"


def words(targets):
    return (f".quad {target}\n" for target in targets)


def module(path, names=(), references=(), relative=0, versions=None, soname=True, libraries=()):
    """Links a library: functions `names`, a word for each of `references` and for `relative` places of its own."""
    source = path.with_suffix(".s")
    script = []
    with source.open("w") as out:
        out.write(".text\n")
        out.writelines(functions(names))
        for symbol, alias in versions or ():
            out.write(f".symver {symbol},{alias}\n")
            script.append(alias.split("@")[-1])
        out.write(".data\nhere:\n")
        out.writelines(words(references))
        out.writelines(words("here" for _ in range(relative)))
    run("as", "-o", str(path.with_suffix(".o")), str(source))
    command = ["ld", "-shared", "--eh-frame-hdr", "-o", str(path), str(path.with_suffix(".o"))]
    if soname:
        command += ["-soname", path.name]
    if script:
        map_file = path.with_suffix(".map")
        map_file.write_text("".join(f"{version} {{ }};\n" for version in dict.fromkeys(script)))
        command += ["--version-script", str(map_file)]
    run(*command, "--no-as-needed", *map(str, libraries))


def program(folder, libraries):
    source = folder / "program.s"
    source.write_text(".globl _start\n_start: ret\n")
    run("as", "-o", str(folder / "program.o"), str(source))
    run("ld", "-pie", "--no-as-needed", "-dynamic-linker", "/lib64/ld-linux-x86-64.so.2", "-o", str(folder / "program"),
        str(folder / "program.o"), *map(str, libraries))  # fmt: skip


def closure(folder, count, make):
    libraries = [folder / f"lib{i}.so" for i in range(count)]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(lambda i: make(i, libraries[i]), range(count)))
    program(folder, libraries)


# The dimensions: each makes the closure in `folder` at `factor` times its least size.


def libraries(folder, factor):
    """Libraries of one size, which refer to each other's functions."""
    count = 24 * factor

    def make(i, path):
        others = [f"f{(i + 1 + s % 5) % count}_{s}" for s in range(80)]
        module(path, [f"f{i}_{s}" for s in range(80)], others, relative=80)

    closure(folder, count, make)


def symbols(folder, factor):
    """Functions that four libraries define and the next one refers to."""

    def make(i, path):
        module(path, [f"f{i}_{s}" for s in range(1000 * factor)], [f"f{(i + 1) % 4}_{s}" for s in range(1000 * factor)])

    closure(folder, 4, make)


def relocations(folder, factor):
    """Words with an address of their own library, and of a few functions of another."""

    def make(i, path):
        references = [f"f{(i + 1) % 4}_{s % 50}" for s in range(1000 * factor)]
        module(path, [f"f{i}_{s}" for s in range(50)], references, relative=6000 * factor)

    closure(folder, 4, make)


def one_name(folder, factor):
    """Libraries that all define the same functions, each in a version of its own, and refer to their own."""
    names = [f"f{s}" for s in range(60)]

    def make(i, path):
        module(path, [f"own{s}" for s in range(60)], [f"own{s}" for s in range(60)],
               versions=[(f"own{s}", f"{name}@@V{i}") for s, name in enumerate(names)])  # fmt: skip

    closure(folder, 24 * factor, make)


def versions(folder, factor):
    """One name in many versions of one library."""

    def make(i, path):
        names = [f"own{s}" for s in range(400 * factor)]
        module(path, names, names, versions=[(name, f"f@V{s}") for s, name in enumerate(names)])

    closure(folder, 2, make)


DIMENSIONS = [libraries, symbols, relocations, one_name, versions]
