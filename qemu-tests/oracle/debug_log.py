"""What the loader itself says of its bindings: LD_DEBUG=bindings, a second witness beside the images."""

import re
from collections import namedtuple

LINE = re.compile(
    r" *\d+:\tbinding file (?P<user>.*) \[\d+\] to (?P<definer>.*) \[\d+\]: "
    r"(?:normal|protected) symbol `(?P<symbol>.*)'(?: \[(?P<version>.*)\])?"
)
FOLD = "(fold)"

Binding = namedtuple("Binding", "user definer symbol version")


def read(path):
    """The bindings in the log, with the modules as the loader calls them; the program by its argv[0]."""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        yield from parse(file)


def parse(lines):
    for line in lines:
        if match := LINE.fullmatch(line.rstrip("\n")):
            yield Binding(match["user"], match["definer"], match["symbol"], match["version"] or "")


def through(bindings, names):
    """The bindings as a set, each module by its name in `names`."""
    return {b._replace(user=names.get(b.user, b.user), definer=names.get(b.definer, b.definer)) for b in bindings}


def names_of(address_map, command):
    """{name in the log: file name, or FOLD} for the original and for the fold. A loader that is inside counts as the
    fold's, though it is a module still."""
    inside = [address_map.fold_module, address_map.fold.loader] if "loader" in address_map.note else [address_map.fold_module]
    loader = address_map.original.loader if "loader" in address_map.note else None
    before = {
        pair.module.name or command: FOLD if pair.folded or pair.module is loader else pair.module.elf.path.name
        for pair in address_map.pairs
    }
    after = {
        module.name or command: FOLD if module in inside else module.elf.path.name for module in address_map.fold.modules
    }
    return before, after


def compare(original, fold, lazy):
    """Problems. Bindings from or to a module that is kept must be the same set; where functions are bound lazily,
    more may be bound already in the fold. Of those inside the fold most are gone, since they were resolved when it
    was made: what is left must have been there before, with whatever version."""
    problems = []
    outside = [{b for b in bindings if (b.user, b.definer) != (FOLD, FOLD)} for bindings in (original, fold)]
    inside = [{b._replace(version="") for b in bindings} for bindings in (original - outside[0], fold - outside[1])]
    problems += [f"binding lost: {say(b)}" for b in sorted(outside[0] - outside[1])]
    if not lazy:
        problems += [f"binding added: {say(b)}" for b in sorted(outside[1] - outside[0])]
    return problems + [f"binding added inside the fold: {say(b)}" for b in sorted(inside[1] - inside[0])]


def say(binding):
    return f"{binding.user} -> {binding.definer}: {binding.symbol}@{binding.version}"
