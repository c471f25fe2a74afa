"""A process that stops where it is told to, and whose memory can be read there: what is common to those that this kernel
runs (ptrace.py) and those that QEMU runs (gdb_stub.py)."""

import os
import signal
import tempfile
from dataclasses import dataclass, field


@dataclass
class Start:
    """What to start, and in which of the two turns: the original is 0, the fold 1. Libraries of the two lie so far apart
    that no pointer is right by chance."""

    program: object
    command: list
    turn: int = 0
    directory: object = None
    environment: dict = field(default_factory=dict)
    stdin: bytes = b""
    emulator: tuple = ()  # the command before the program

    def input_file(self):
        file = tempfile.TemporaryFile()  # pylint: disable=consider-using-with
        file.write(self.stdin)
        file.seek(0)
        return file


class Ended(Exception):
    """The process is gone; the text says how."""


class Process:
    """Stopped before its first instruction until told to go on. Of a kind: `pid`, `_child` (its Popen, leader of a process
    group), thread_pointer, auxv, cover, uncover, go_on."""

    base = 0  # where its addresses begin in those of /proc

    def __init__(self, machine):
        self.machine = machine

    def open_memory(self):
        self._memory = os.open(f"/proc/{self.pid}/mem", os.O_RDWR)

    def read(self, address, size):
        data = os.pread(self._memory, size, self.base + address)
        if len(data) != size:
            raise OSError(f"{size} bytes at {address:#x} cannot be read")
        return data

    def write(self, address, data):
        if os.pwrite(self._memory, data, self.base + address) != len(data):
            raise OSError(f"{len(data)} bytes at {address:#x} cannot be written")

    def word(self, address):
        return self.machine.integer(self.read(address, self.machine.word))

    def string(self, address):
        text = bytearray()
        while (byte := self.read(address + len(text), 1)) != b"\0":
            text += byte
        return os.fsdecode(bytes(text))

    def mappings(self):
        """[(begin, end, "rwxp", file)], ascending."""
        with open(f"/proc/{self.pid}/maps", encoding="utf-8", errors="surrogateescape") as file:
            for line in file:
                fields = line.rstrip("\n").split(maxsplit=5)
                begin, end = (int(number, 16) - self.base for number in fields[0].split("-"))
                yield begin, end, fields[1], fields[5] if len(fields) > 5 else ""

    def returns_idle(self, _function):
        """Whether the function at whose first instruction the process stands has returned, and nothing has changed.
        False where nobody can tell."""
        return False

    def close(self):
        """Ends the process and all that it started, and waits for it."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.reap()
        os.close(self._memory)

    def reap(self):
        self._child.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
