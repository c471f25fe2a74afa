"""What campaign, planted and coverage share: the targets, what each begins with, and how the engines are called."""

import os
import pathlib

FUZZ = pathlib.Path(__file__).resolve().parent
CORPUS = FUZZ.parent / "corpus"
TARGETS = ("read", "agreement", "stack", "closure", "fold", "linked", "verify", "lookup", "mutator")
SINGLE = ("read", "agreement", "stack")  # their inputs are files, not sets
DRAWN = ("linked",)  # of theirs each byte is a choice: they have no dictionary, and the engines' own mutators
MOST_BYTES = 65536  # of one input
LIMITS = ["-timeout=30", "-rss_limit_mb=1024", f"-max_len={MOST_BYTES}"]


def seeds_of(target):
    """Folders of what is shipped."""
    names = ("good", "bad", "seeds/files") if target in SINGLE else () if target in DRAWN else ("seeds", "good")
    folders = [CORPUS / name for name in (*names, f"kept/{target}", f"found/{target}")]
    return [folder for folder in folders if folder.is_dir()]


def inputs_in(folders):
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".expected", ".md")
    ]


def dictionary_of(target):
    """None: it has none."""
    return None if target in DRAWN else FUZZ / "elf.dict"


def binary(build, target):
    return pathlib.Path(build) / "fuzz" / f"{target}_fuzzer"


def libfuzzer_environment():
    """With short stacks of allocations and no look at the stacks of functions that have returned: a third to a half more
    runs. The replay of what is found (preset asan) has both."""
    ours = ["malloc_context_size=2", "detect_stack_use_after_return=0"]
    return dict(os.environ, ASAN_OPTIONS=":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), *ours])))


def afl_environment(build, target):
    own = {} if target in DRAWN else {"AFL_CUSTOM_MUTATOR_ONLY": "1", "AFL_CUSTOM_MUTATOR_LIBRARY": os.fspath(pathlib.Path(build) / "fuzz" / "libelf_mutator.so")}
    return dict(
        os.environ,
        **own,
        AFL_NO_AFFINITY="1",
        AFL_SKIP_CPUFREQ="1",
        AFL_NO_UI="1",
        AFL_NO_COLOR="1",
        AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES="1",
        AFL_FAST_CAL="1",
        AFL_DISABLE_TRIM="1",  # of files of 20 KB it takes longer than all else in a minute
    )
