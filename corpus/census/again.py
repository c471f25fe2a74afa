"""Which folded libraries does a fold open from disk all the same? A plugin that names one as DT_NEEDED, or a dlopen of
one, gets a second copy beside the folded one when the loader does not know that the fold answers to that name."""

import os
import pathlib
import re

# LD_DEBUG=files of glibc: one file a process, in which each program that it executes begins anew.
LOAD = re.compile(r"file=(\S+) \[\d+\];  (?:needed|dynamically loaded) by (\S+)")
EVENT = re.compile(LOAD.pattern + r"|initialize program: (\S+)|transferring control: (\S+)")


def loads_by_program(text):
    """Yields (program, library, who wants it) of one process."""
    running, pending = None, []
    for match in EVENT.finditer(text):
        library, wanted_by, begins, starts = match.groups()
        if begins:
            # What was loaded from its own first DT_NEEDED on is the new program's; before that, the old one's.
            own = next((i for i, (_, who) in enumerate(pending) if who == begins), len(pending))
            yield from ((running, *load) for load in pending[:own])
            yield from ((begins, *load) for load in pending[own:])
            pending = []
        elif starts:
            running = starts
        else:
            pending.append((library, wanted_by))
    yield from ((running, *load) for load in pending)


def opened_again(folder, program, sonames):
    """Pairs (soname, who wants it), of the processes whose traces LD_DEBUG_OUTPUT left in `folder`."""
    found = set()
    for trace in pathlib.Path(folder).glob("lddebug.*"):
        for running, library, wanted_by in loads_by_program(trace.read_text(errors="replace")):
            is_fold = running == program or running == os.path.basename(program)
            if is_fold and os.path.basename(library) in sonames:
                found.add((os.path.basename(library), wanted_by))
    return sorted(found)
