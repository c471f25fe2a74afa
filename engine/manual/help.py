"""What `onefold --help` and `onefold COMMAND --help` say, as data."""

import re
import subprocess
from dataclasses import dataclass, field

ENTRY = re.compile(r"  (\S.*?)(?:  +(.*))?")
DESCRIPTION_COLUMN = 30


@dataclass
class Entry:
    name: str  # "-o,--output OUT", "PROGRAM", "fold"
    description: str = ""

    @property
    def flags(self):
        return self.name.split(" ", 1)[0].split(",")

    @property
    def argument(self):
        return self.name.split(" ", 1)[1] if " " in self.name else ""


@dataclass
class Help:
    description: str
    usage: str
    sections: dict = field(default_factory=dict)  # "Options": [Entry]; "Commands" of onefold alone
    footer: list = field(default_factory=list)  # lines, from "Examples:" on

    @property
    def options(self):
        return self.sections["Options"]

    @property
    def commands(self):
        return [entry.name for entry in self.sections["Commands"]]

    @property
    def examples(self):
        return [line[2:] for line in self.footer[1:] if line.startswith("  ")]

    @property
    def closing(self):
        return " ".join(line for line in self.footer[1:] if not line.startswith("  "))


def parse(text):
    head, _, footer = text.partition("\nExamples:")
    lines = head.splitlines()
    usage = next(i for i, line in enumerate(lines) if line.startswith("Usage: "))
    found = Help(" ".join(lines[:usage]), lines[usage].removeprefix("Usage: "))
    if footer:
        found.footer = ["Examples:", *footer.rstrip("\n").splitlines()[1:]]
    entries = None
    for line in lines[usage + 1 :]:
        if line.endswith(":") and not line.startswith(" "):
            entries = found.sections.setdefault(line[:-1], [])
        elif line.startswith(" " * DESCRIPTION_COLUMN):
            entries[-1].description = line.strip()
        elif line:
            name, description = ENTRY.fullmatch(line).groups()
            entries.append(Entry(name, description or ""))
    return found


def read(onefold, command=None):
    words = [onefold, *([command] if command else []), "--help"]
    return parse(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def read_all(onefold):
    """The help of onefold itself, and {command: its help}."""
    top = read(onefold)
    return top, {command: read(onefold, command) for command in top.commands}
