"""Other tools on the same bytes, in turns with onefold."""

import closures
import process
from measures import ENVIRONMENT, find

SUBJECTS = ["nvim", "hugo", "ffmpeg"]


def commands(fold, lone):
    """{tool: command}: on the fold, as large as what onefold wrote; `lone` is the program that is read."""
    return {
        "cp": ["cp", "--reflink=never", "--sparse=never", fold, "peer.out"],
        "patchelf": ["patchelf", "--set-soname", "libx.so", "--output", "peer.out", fold],
        "strip": ["strip", "-o", "peer.out", fold],
        "objcopy": ["objcopy", fold, "peer.out"],
        "llvm-objcopy": ["llvm-objcopy-19", fold, "peer.out"],
    }


def linkers(objects, output):
    """With one thread, as onefold has."""
    linking = ["-shared", "--eh-frame-hdr", "-o", output, *objects]
    return {
        "ld.lld": ["ld.lld-19", "--threads=1", *linking],
        "mold": ["mold", "--no-fork", "--thread-count=1", *linking],
        "ld.bfd": ["ld", *linking],
    }


def beside(subject, measures, ours, theirs):
    """Time of onefold over that of the tool (below 1: onefold is the faster), and what the tool took."""
    process.checked(theirs, measures.work, ENVIRONMENT)
    measures.memory(subject, theirs)
    measures.profile(subject, theirs)
    ratios = process.paired_ratios(ours, theirs, measures.pairs, measures.work, ENVIRONMENT, measures.remove_outputs)
    measures.add(subject, "time", ratios)


def measure(measures):
    for name in SUBJECTS:
        program = find(name)
        ours = measures.fold_command(program, "fold.out", False)
        process.checked(measures.fold_command(program, "copied", False), measures.work, ENVIRONMENT)
        for tool, theirs in commands("copied", program).items():
            measures.attempt(f"peer/{name}.{tool}", beside, measures, ours, theirs)
    folder = measures.closure_folder(closures.libraries, 8)
    ours = measures.fold_command(folder / "program", "fold.out", False, folder)
    objects = sorted(str(folder / path.name) for path in (measures.work / folder).glob("lib*.o"))
    for tool, theirs in linkers(objects, "peer.out").items():
        measures.attempt(f"peer/libraries.{tool}", beside, measures, ours, theirs)
