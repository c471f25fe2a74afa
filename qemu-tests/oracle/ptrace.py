"""A native process under ptrace(2): started, stopped at addresses, its memory read."""

import ctypes
import os
import random
import resource
import signal
import subprocess

from .process import Ended, Process

TRACEME, PEEKUSER, POKEUSER, CONT, SINGLESTEP, DETACH, SYSCALL = 0, 3, 6, 7, 9, 17, 24
SETOPTIONS, GETEVENTMSG = 0x4200, 0x4201
EVENT_FORK, EVENT_VFORK, EVENT_CLONE, EVENT_EXEC = 1, 2, 3, 4
# PTRACE_O_TRACE{FORK,VFORK,CLONE,EXEC} and PTRACE_O_EXITKILL
OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x100000
ADDR_NO_RANDOMIZE = 0x0040000
WALL = 0x40000000
MOST_IDLE_STEPS = 64

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, pid, address=0, data=0):
    ctypes.set_errno(0)
    value = _libc.ptrace(request, pid, address, data)
    if value == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), f"ptrace {request:#x}: {os.strerror(ctypes.get_errno())}")
    return value & (1 << 64) - 1


def _before_exec(stack_room):
    """The kernel leaves that much address space for the stack and maps libraries below it. It writes a thread's
    processor into struct rseq: always the same one, so that nothing but the program changes memory."""
    processor = random.choice(sorted(os.sched_getaffinity(0)))

    def prepare():
        os.sched_setaffinity(0, {processor})
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
        if stack_room:
            resource.setrlimit(resource.RLIMIT_STACK, (stack_room, hard))
        if _libc.personality(ADDR_NO_RANDOMIZE) == -1:
            os._exit(126)
        ptrace(TRACEME, 0)

    return prepare


class NativeProcess(Process):
    """Not for use by several threads: ptrace is not."""

    def __init__(self, machine, start):
        super().__init__(machine)
        # What this reserves moves the libraries; the program does not see it as a limit.
        with start.input_file() as stdin:
            self._child = self._start(start, stdin, machine.stack_rooms[start.turn])
        self.pid = self._child.pid
        self._wait_for(self.pid)
        resource.prlimit(self.pid, resource.RLIMIT_STACK, resource.getrlimit(resource.RLIMIT_STACK))
        ptrace(SETOPTIONS, self.pid, 0, OPTIONS)
        self.open_memory()
        self._covered = {}  # address -> bytes under the breakpoint
        self._running = self._hits()

    @staticmethod
    def _start(start, stdin, stack_room):
        # pylint: disable-next=consider-using-with
        return subprocess.Popen(
            start.command,
            executable=start.program,
            cwd=start.directory,
            env=start.environment,
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_before_exec(stack_room),
        )

    def thread_pointer(self):
        return ptrace(PEEKUSER, self.pid, self.machine.tp_register)

    def auxv(self):
        """{type: value} of the auxiliary vector."""
        with open(f"/proc/{self.pid}/auxv", "rb") as file:
            data = file.read()
        return self.machine.pairs(data)

    def run_into(self, path):
        """Runs to the first system call out of code of that file, before the first go_on. Returns where it is mapped."""
        while True:
            ptrace(SYSCALL, self.pid)
            self._wait_for(self.pid)
            at = ptrace(PEEKUSER, self.pid, self.machine.pc_register)
            mapped = [(begin, end) for begin, end, _, name in self.mappings() if name == str(path)]
            if any(begin <= at < end for begin, end in mapped):
                return min(mapped)[0]

    def returns_idle(self, function):
        """Step by step: a few instructions, no system call, and memory as it was but for the stack's free end."""
        machine = self.machine
        if machine.sp_register is None or ptrace(PEEKUSER, self.pid, machine.pc_register) != function:
            return False
        stack = ptrace(PEEKUSER, self.pid, machine.sp_register)
        caller = self.word(stack)
        self.write(function, self._covered[function])
        before = self._written(stack)
        returned = self._step_to(caller)
        self.write(function, machine.breakpoint)
        return returned and self._written(stack) == before

    def _step_to(self, place):
        for _ in range(MOST_IDLE_STEPS):
            at = ptrace(PEEKUSER, self.pid, self.machine.pc_register)
            if at == place:
                return True
            if any(self.read(at, len(code)) == code for code in self.machine.system_calls):
                return False
            ptrace(SINGLESTEP, self.pid)
            self._wait_for(self.pid)
        return False

    def _written(self, stack):
        """{address: bytes} of what may be written, of the stack what is in use."""
        found = {}
        for begin, end, what, _ in self.mappings():
            if what[:2] == "rw":
                begin = stack if begin <= stack < end else begin
                found[begin] = self.read(begin, end - begin)
        return found

    # Running on.

    def cover(self, address):
        """Sets a breakpoint."""
        if address not in self._covered:
            self._covered[address] = self.read(address, len(self.machine.breakpoint))
            self.write(address, self.machine.breakpoint)

    def uncover(self, address):
        self.write(address, self._covered.pop(address))

    def go_on(self):
        """Runs to the next breakpoint; the process is stopped there, and its address is returned. Or Ended."""
        return next(self._running)

    def _hits(self):
        signals = {self.pid: 0}
        ptrace(CONT, self.pid)
        while True:
            thread, status = os.waitpid(-1, WALL)
            if not os.WIFSTOPPED(status):
                signals.pop(thread, None)
                if thread == self.pid:
                    raise Ended(describe_end(status))
                continue
            event, number = status >> 16, os.WSTOPSIG(status)
            if event == EVENT_EXEC:
                raise Ended("exec")
            if event in (EVENT_FORK, EVENT_VFORK):
                self._let_go(thread, event)
            deliver = 0 if event or number == signal.SIGTRAP else number
            if thread not in signals:  # a new thread's first stop
                signals[thread] = deliver = 0
            elif not event and number == signal.SIGTRAP:
                address = ptrace(PEEKUSER, thread, self.machine.pc_register) - self.machine.after_breakpoint
                if address in self._covered:
                    ptrace(POKEUSER, thread, self.machine.pc_register, address)
                    yield address
                    deliver = self._step_over(thread, address)
            try:
                ptrace(CONT, thread, 0, deliver)
            except ProcessLookupError:
                pass  # killed meanwhile; its end is reported next

    def _step_over(self, thread, address):
        """One instruction with the breakpoint away. Returns a signal that came instead."""
        if address not in self._covered:
            return 0
        covered = self._covered[address]
        self.write(address, covered)
        ptrace(SINGLESTEP, thread)
        status = self._wait_for(thread)
        self.write(address, self.machine.breakpoint)
        number = os.WSTOPSIG(status)
        return 0 if number == signal.SIGTRAP else number

    def _let_go(self, parent, event):
        """A child process goes its own way, without breakpoints unless it shares our memory."""
        message = ctypes.c_ulong()
        ptrace(GETEVENTMSG, parent, 0, ctypes.addressof(message))
        child = message.value
        self._wait_for(child)
        if event == EVENT_FORK:
            with open(f"/proc/{child}/mem", "r+b", buffering=0) as memory:
                for address, covered in self._covered.items():
                    memory.seek(address)
                    memory.write(covered)
        ptrace(DETACH, child)

    def _wait_for(self, thread):
        _, status = os.waitpid(thread, WALL)
        if not os.WIFSTOPPED(status):
            raise Ended(describe_end(status))
        return status

    def reap(self):
        try:
            while True:
                os.waitpid(self.pid, WALL)
        except ChildProcessError:
            pass
        self._child.returncode = 0


def describe_end(status):
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    return f"exit {os.WEXITSTATUS(status)}"
