"""The census's manifest: one run of one program a line, columns separated by one tab, - for an empty one.

arguments   as a shell would split them; after "sh:" a line for /bin/sh, in which the program is called by name
stdin       text with Python's escapes
noise       rules of sandbox.NOISE for what differs between two runs of the very same file, and of sandbox.KNOWN for what
            no fold can keep
sets        sample: in ctest; bullseye: again in a Debian 11 root
"""

import collections
import pathlib
import shlex

MANIFEST = pathlib.Path(__file__).resolve().parent / "manifest.tsv"
COLUMNS = ("program", "package", "arguments", "timeout", "stdin", "noise", "sets")
SETS = {"sample", "bullseye"}

Line = collections.namedtuple("Line", COLUMNS)


def parse(text, where=MANIFEST):
    lines = []
    for number, row in enumerate(text.splitlines(), 1):
        if not row or row.startswith("#"):
            continue
        cells = row.split("\t")
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{where}:{number}: expected {len(COLUMNS)} columns, found {len(cells)}")
        line = Line(*[cell if cell != "-" else "" for cell in cells])
        line = line._replace(timeout=float(line.timeout), noise=line.noise.split(), sets=line.sets.split())
        if not line.program.startswith("/") or not set(line.sets) <= SETS:
            raise ValueError(f"{where}:{number}: program not absolute, or unknown set")
        lines.append(line)
    return lines


def load():
    return parse(MANIFEST.read_text())


def row(line):
    cells = line._replace(timeout=f"{line.timeout:g}", noise=" ".join(line.noise), sets=" ".join(line.sets))
    return "\t".join(cell or "-" for cell in cells)


def words(line):
    if line.arguments.startswith("sh:"):
        return ["/bin/sh", "-c", line.arguments[len("sh:"):].strip()]
    return [line.program, *shlex.split(line.arguments)]


def stdin(line):
    return line.stdin.encode().decode("unicode_escape").encode("latin-1")
