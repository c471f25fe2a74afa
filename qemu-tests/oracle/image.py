"""The modules of a process that its loader has just relocated: link map, load biases, TLS blocks."""

import pathlib
from dataclasses import dataclass

from elftools.elf.elffile import ELFFile
from elftools.elf.segments import InterpSegment

from .elf_file import ElfFile, fold_note
from .gdb_stub import QemuProcess
from .ptrace import NativeProcess

AT_PHDR = 3
AT_BASE = 7
AT_RANDOM = 25
RT_CONSISTENT = 0


class NotComparable(Exception):
    """The oracle has nothing to judge here; the text says why."""


@dataclass
class Module:
    elf: ElfFile
    bias: int
    name: str  # in the link map; the program's is ""
    tls_block: int | None = None  # its address, where the loader has given it a static one

    @property
    def begin(self):
        return self.bias + self.elf.loads[0].begin

    @property
    def end(self):
        return self.bias + max(load.end for load in self.elf.loads)


def start_process(machine, start):
    return (QemuProcess if start.emulator else NativeProcess)(machine, start)


class Image:
    """A started process at the point where everything is relocated and nothing is initialised: the loader calls
    _dl_debug_state with RT_CONSISTENT (glibc, elf/rtld.c, dl_main)."""

    def __init__(self, process, start, root="/"):
        """`root`: where the process finds what is not there in this machine's root, as QEMU's -L does."""
        self.process, self.machine = process, process.machine
        self._program, self._cwd, self._root = pathlib.Path(start.program), start.directory, pathlib.Path(root)
        auxv = process.auxv()
        self.loader = self._find_loader(auxv)
        # What canaries and pointer guards are made of is the same in every run.
        process.write(auxv[AT_RANDOM], bytes(range(16)))
        self.vdso = next((m[:2] for m in process.mappings() if m[3] == "[vdso]"), None)
        self.stack = next(m[:2] for m in process.mappings() if m[0] <= auxv[AT_RANDOM] < m[1])
        self._run_to_relocated()
        self.modules = list(self._link_map())
        self.thread_pointer = process.thread_pointer() or self._behind_descriptor()
        self._find_tls_blocks()

    def _find_loader(self, auxv):
        """By PT_INTERP. A fold without it has the loader inside, where its note says, or maps it itself."""
        if interpreter := interpreter_of(self._program):
            return Module(ElfFile(self._file(interpreter), self.machine), auxv[AT_BASE], interpreter)
        note = fold_note(self._program)
        program = ElfFile(self._program, self.machine)
        if note is None or program.former_interpreter is None:
            raise NotComparable("no PT_INTERP")
        path = self._file(program.former_interpreter)
        elf = ElfFile(path, self.machine)
        if "loader" in note:
            bias = auxv[AT_PHDR] - program.headers_at + note["loader"]["bias"]
        elif not hasattr(self.process, "run_into"):
            raise NotComparable("no PT_INTERP, and QEMU does not tell when the fold has mapped its loader")
        else:
            bias = self.process.run_into(path) - elf.loads[0].begin
        return Module(elf, bias, program.former_interpreter)

    def _file(self, name):
        """The file that the process means by `name`."""
        if name.startswith("/") and (inside := self._root / name[1:]).exists():
            return inside.resolve()
        return pathlib.Path(self._cwd, name)

    def _run_to_relocated(self):
        stop = self.loader.bias + self.loader.elf.code(self._loader_symbol("_dl_debug_state"))
        state = self._r_debug() + 3 * self.machine.word  # struct r_debug: version, map, brk, state
        self.process.cover(stop)
        while True:
            self.process.go_on()
            if self.machine.integer(self.process.read(state, 4)) == RT_CONSISTENT:
                break
        self.process.uncover(stop)

    def _behind_descriptor(self):
        """The thread pointer by what glibc tells its debuggers (nptl_db/structs.def): the main thread's descriptor is
        the first in ld.so's list of stacks, and TLS variant I has the thread pointer behind it."""
        libc = next(module for module in self.modules if module.elf.exported("_thread_db_pthread_list"))

        def told(name, word):
            place = libc.bias + libc.elf.exported(f"_thread_db_{name}")
            return self.machine.integer(self.read(place + 4 * word, 4))

        globals_at = self.loader.bias + self._loader_symbol("_rtld_global")
        # Of a field: its size in bits, number of elements, offset. Of the list's head, the first word is the next node.
        node = self.process.word(globals_at + told("rtld_global__dl_stack_user", 2))
        descriptor = node - told("pthread_list", 2)
        return descriptor + told("sizeof_pthread", 0) + self.machine.descriptor_to_tp

    def _r_debug(self):
        return self.loader.bias + self._loader_symbol("_r_debug")

    def _loader_symbol(self, name):
        address = self.loader.elf.exported(name)
        if address is None:
            raise NotComparable(f"{self.loader.name} has no {name}")
        return address

    def _link_map(self):
        word = self.machine.word
        entry = self.process.word(self._r_debug() + word)
        while entry:
            # struct link_map: l_addr, l_name, l_ld, l_next
            bias, name_at, _, following = (self.process.word(entry + i * word) for i in range(4))
            name = self.process.string(name_at)
            path = self._file(name) if name else self._program
            if bias == self.loader.bias:
                self.loader.name = name
                yield self.loader
            elif path.exists():  # there is no file for the vDSO
                yield Module(ElfFile(path, self.machine), bias, name)
            entry = following

    def _find_tls_blocks(self):
        """glibc numbers modules with TLS in the order of the link map, from 1, and has entered the blocks in the
        DTV (elf/dl-tls.c, _dl_allocate_tls_init)."""
        self.tls_modules = [module for module in self.modules if module.elf.tls]
        dtv = self.process.word(self.thread_pointer + self.machine.dtv)
        for number, module in enumerate(self.tls_modules, 1):
            module.tls_block = self.process.word(dtv + 2 * number * self.machine.word)

    def read(self, address, size):
        return self.process.read(address, size)


def interpreter_of(path):
    with open(path, "rb") as file:
        for segment in ELFFile(file).iter_segments():
            if isinstance(segment, InterpSegment):
                return segment.get_interp_name()
    return None
