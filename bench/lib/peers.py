"""Other tools on the same bytes, in turns with onefold: those that write what it writes, and those that read what it reads."""

import closures
import process
from measures import ENVIRONMENT, find

SUBJECTS = ["nvim", "hugo", "ffmpeg"]
LIBRARIES = {"libLLVM-14": "/usr/lib/x86_64-linux-gnu/libLLVM-14.so.1"}
# What onefold does, of what, and who else says it.
READERS = [
    ("stack", "hugo", ["readelf", "-lW"]),
    ("show", "hugo", ["readelf", "-ldW"]),
    ("show", "git", ["readelf", "-ldW"]),
    ("show", "nvim", ["readelf", "-ldW"]),
    ("show", "libLLVM-14", ["readelf", "-ldW"]),
    ("show", "ffmpeg", ["ldd"]),
]


def commands(fold):
    """{tool: command}: on the fold, as large as what onefold wrote."""
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
    if theirs[0] != "ldd":  # a script, whose children do the work
        measures.profile(subject, theirs)
    ratios = process.paired_ratios(ours, theirs, measures.pairs, measures.work, ENVIRONMENT, measures.remove_outputs)
    measures.add(subject, "time", ratios)


def measure(measures):
    for verb, name, theirs in READERS:
        path = LIBRARIES.get(name) or find(name)
        measures.attempt(f"peer/{verb}-{name}.{theirs[0]}", beside, measures, [measures.onefold, verb, path], [*theirs, path])
        measures.attempt(f"peer/{verb}-{name}.onefold", measures.reading, verb, path)
    for name in SUBJECTS:
        program = find(name)
        ours = measures.fold_command(program, "fold.out", False)
        process.checked(measures.fold_command(program, "copied", False), measures.work, ENVIRONMENT)
        for tool, theirs in commands("copied").items():
            measures.attempt(f"peer/{name}.{tool}", beside, measures, ours, theirs)
    folder = measures.closure_folder(closures.libraries, 8)
    ours = measures.fold_command(folder / "program", "fold.out", False, folder)
    objects = sorted(str(folder / path.name) for path in (measures.work / folder).glob("lib*.o"))
    for tool, theirs in linkers(objects, "peer.out").items():
        measures.attempt(f"peer/libraries.{tool}", beside, measures, ours, theirs)
