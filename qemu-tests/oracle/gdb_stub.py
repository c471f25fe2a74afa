"""A process under QEMU user mode, driven through QEMU's gdb stub (the GDB manual, "Remote Protocol").

Memory is read as any other process's, which is many times faster than through the stub. Host mappings do not tell
whether the guest may execute a page.
"""

import os
import socket
import subprocess
import tempfile
import time

from .process import Ended, Process

SECONDS_TO_LISTEN = 30
SIGTRAP = 5
AT_PHDR = 3
AT_BASE = 7
# By the size of a word.
E_PHOFF = {4: 28, 8: 32}
PHDR_SIZES = {4: 32, 8: 56}
# Where a 32-bit guest's address space begins in QEMU's (-B); of 64-bit guests addresses are the same in both.
BASE = 1 << 32


class QemuProcess(Process):
    """Breakpoints are QEMU's own: nothing is written into the program."""

    def __init__(self, machine, start):
        super().__init__(machine)
        self.base = BASE if machine.word == 4 else 0
        self._covered = set()
        self._at = None  # (thread, address) of the breakpoint where it is stopped
        self._signal = 0  # to be delivered when it goes on
        with tempfile.TemporaryDirectory(prefix="oracle-stub-") as folder, start.input_file() as stdin:
            path = os.path.join(folder, "gdb")
            self._child = self._start(start, stdin, path)
            self.pid = self._child.pid
            try:
                self._stub = Stub(self._connect(path))
            except BaseException:
                self._child.kill()
                self._child.wait()
                raise
        self.open_memory()
        self._stub.ask("?")
        auxv = self.auxv()
        # A fold that has no PT_INTERP has its own program headers in memory.
        at, expected = (auxv[AT_BASE], b"\x7fELF") if auxv[AT_BASE] else (auxv[AT_PHDR], self._first_header(start.program))
        if self.read(at, len(expected)) != expected:
            raise AssertionError(f"QEMU's guest_base is not {self.base:#x}")

    def _first_header(self, program):
        word = self.machine.word
        with open(program, "rb") as file:
            file.seek(E_PHOFF[word])
            file.seek(self.machine.integer(file.read(word)))
            return file.read(PHDR_SIZES[word])

    def _start(self, start, stdin, path):
        emulator, *flags = start.emulator
        room = self.machine.stack_rooms[start.turn]
        words = [emulator, "-g", path, *flags, "-0", start.command[0]]
        words += ["-B", hex(self.base)] if self.base else []
        words += ["-s", str(room)] if room else []
        # pylint: disable-next=consider-using-with
        return subprocess.Popen(
            [*words, str(start.program), *start.command[1:]],
            cwd=start.directory,
            env=start.environment,
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _connect(self, path):
        connection = socket.socket(socket.AF_UNIX)
        last = time.monotonic() + SECONDS_TO_LISTEN
        while True:
            try:
                connection.connect(path)
                return connection
            except (FileNotFoundError, ConnectionRefusedError):
                if self._child.poll() is not None:
                    raise Ended(f"QEMU ends at once: exit {self._child.returncode}") from None
                if time.monotonic() > last:
                    raise
                time.sleep(0.01)

    def register(self, numbers, thread=None):
        """The integer that one register holds, or several one after another."""
        if thread:
            self._stub.ask(f"Hg{thread}")
        return self.machine.integer(b"".join(self._register(number) for number in numbers))

    def _register(self, number):
        if text := self._stub.ask(f"p{number:x}"):
            return bytes.fromhex(text.decode())
        # Of a machine that it has no description of (mips) QEMU tells them all at once, words one after another.
        everything = bytes.fromhex(self._stub.ask("g").decode())
        return everything[number * self.machine.word :][: self.machine.word]

    def thread_pointer(self):
        """None where the stub has no such register."""
        return self.register(self.machine.tp_register) if self.machine.tp_register else None

    def auxv(self):
        """{type: value} of the auxiliary vector."""
        return self.machine.pairs(self._stub.ask("qXfer:auxv:read::0,ffb")[1:])

    def cover(self, address):
        """Sets a breakpoint."""
        if address not in self._covered:
            self._covered.add(address)
            self._set("Z", address)

    def uncover(self, address):
        self._covered.remove(address)
        self._set("z", address)

    def _set(self, how, address):
        if self._stub.ask(f"{how}0,{address:x},{len(self.machine.breakpoint) or 4}") != b"OK":
            raise OSError(f"no breakpoint at {address:#x}")

    def go_on(self):
        """Runs to the next breakpoint; the process is stopped there, and its address is returned. Or Ended."""
        if self._at:
            self._step_over(*self._at)
        while True:
            number, thread = self._resume(f"C{self._signal:02x}" if self._signal else "c")
            address = self.register(self.machine.pc_register, thread)
            if number == SIGTRAP and address in self._covered:
                self._at, self._signal = (thread, address), 0
                return address
            self._signal = 0 if number == SIGTRAP else number

    def _step_over(self, thread, address):
        self._at = None
        if address in self._covered:
            self._set("z", address)
            number, _ = self._resume(f"vCont;s:{thread}")
            self._set("Z", address)
            self._signal = 0 if number == SIGTRAP else number

    def _resume(self, packet):
        """(signal, thread) of the stop that follows."""
        reply = self._stub.ask(packet).decode()
        kind, number = reply[:1], int(reply[1:3] or "0", 16)
        if kind == "W":
            raise Ended(f"exit {number}")
        if kind == "X":
            raise Ended(f"signal {number} in gdb's count")
        fields = dict(field.split(":", 1) for field in reply[3:].split(";") if ":" in field)
        return number, fields.get("thread")

    def close(self):
        self._stub.close()
        super().close()


class Stub:
    """Packets to the stub and back, one at a time."""

    def __init__(self, connection):
        self._connection, self._received = connection, bytearray()
        # Thread names in its stop replies are then unambiguous.
        self.ask("qSupported:multiprocess+")
        # QEMU tells single registers only to who has asked for their description.
        self.ask("qXfer:features:read:target.xml:0,ffb")

    def ask(self, text):
        data = text.encode()
        try:
            self._connection.sendall(b"$%b#%02x" % (data, sum(data) & 0xFF))
            packet = self._packet()
            self._connection.sendall(b"+")
        except ConnectionError:
            raise Ended("the stub is gone") from None
        return packet

    def _packet(self):
        while b"#" not in self._received or len(self._received) < self._received.index(b"#") + 3:
            data = self._connection.recv(1 << 16)
            if not data:
                raise Ended("exec")  # another program has taken QEMU's place
            self._received += data
        begin, end = self._received.index(b"$"), self._received.index(b"#")
        packet = bytes(self._received[begin + 1 : end])
        del self._received[: end + 3]
        return unescape(packet)

    def close(self):
        self._connection.close()


def unescape(packet):
    first, *rest = packet.split(b"}")
    return first + b"".join(bytes([part[0] ^ 0x20]) + part[1:] for part in rest)
