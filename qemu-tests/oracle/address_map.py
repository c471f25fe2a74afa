"""What of the original corresponds to what of the fold: modules through the fold's note, TLS blocks, and the few
places that nothing can be said about."""

import bisect
from dataclasses import dataclass

from .elf_file import fold_note
from .image import NotComparable

# A pointer may lie a little outside its module: one past its end, or an array less its first index.
SLACK = 1 << 16
MOST_DLSYM = 1 << 12  # bytes of code
DLOPEN = 2 * 16


@dataclass
class Pair:
    """A module of the original and what it is in the fold."""

    module: object
    bias: int  # of the module's addresses in the fold
    folded: bool
    tls_block: int | None = None  # its block's address in the fold
    template: int | None = None  # and that of its initialisation image
    segments: tuple = ()  # the claim: (module address, fold address, size)

    @property
    def loads(self):
        """Those of the module's that are in the other process too."""
        claimed = {at for at, _, _ in self.segments}
        return [load for load in self.module.elf.loads if not self.folded or load.begin in claimed]

    @property
    def begin(self):
        """Of what is in both, in the original."""
        return self.module.bias + self.loads[0].begin

    @property
    def delta(self):
        return self.bias - self.module.bias


class AddressMap:
    def __init__(self, original, fold, fold_path):
        self.original, self.fold = original, fold
        self.note = fold_note(fold_path)
        if self.note is None:
            raise NotComparable("no note of a fold")
        self.fold_module = self._find_fold(fold_path)
        self.pairs = list(self._pair_all(self.note["parts"]))
        lies = [(pair.begin, pair.module.end, pair.delta) for pair in self.pairs]
        if original.vdso and fold.vdso:
            lies.append((*original.vdso, fold.vdso[0] - original.vdso[0]))
        self._lies = sorted(lies)
        self._begins = [piece[0] for piece in self._lies]
        self._tls = [pair for pair in self.pairs if pair.module.tls_block is not None and pair.tls_block is not None]

    def _find_fold(self, path):
        for module in self.fold.modules:
            if module.elf.path.samefile(path):
                return module
        raise NotComparable("the fold is not loaded")

    def _pair_all(self, parts):
        parts = list(parts)
        kept = [module for module in self.fold.modules if module is not self.fold_module]
        for module in self.original.modules:
            if part := self._part_of(module, parts):
                parts.remove(part)
                yield self._folded(module, part)
            elif other := next((m for m in kept if same_name(m, module)), None):
                yield Pair(module, other.bias, False, other.tls_block)
            else:
                raise AssertionError(f"{module.name} is neither folded nor loaded beside the fold")
        opened = self.note.get("opened", [])  # by the original in the course of its run, if at all
        parts = [part for part in parts if not {part["name"], part.get("soname")} & set(opened)]
        if parts:
            raise AssertionError(f"parts that the original does not load: {[part['name'] for part in parts]}")

    def _part_of(self, module, parts):
        names = {module.elf.path.name, module.elf.soname} - {None}
        for part in parts:
            if self.original.modules[0] is module and part is parts[0] and "soname" not in part:
                return part
            if names & {part["name"].rsplit("/", 1)[-1], part.get("soname")} and same_segments(module, part):
                return part
        return None

    def _folded(self, module, part):
        own = self.fold_module
        # The note writes a bias modulo 2^64.
        bias = part["bias"] - (1 << 64 if part["bias"] >> 63 else 0) + own.bias
        pair = Pair(module, bias, True)
        pair.segments = tuple((s["module"], s["image"] + own.bias, s["size"]) for s in part["segments"])
        if module.elf.tls:
            if own.tls_block is not None:
                pair.tls_block = own.tls_block + part["tls"]
            pair.template = own.bias + own.elf.tls["p_vaddr"] + part["tls"]
        return pair

    # Addresses of the original -> of the fold.

    def places(self, address):
        """Every address that may stand for `address`; none far from all modules."""
        last = bisect.bisect_right(self._begins, address)
        # One past the end of a module may be the next one's first byte.
        inside = {address + delta for _, end, delta in self._lies[max(0, last - 2) : last] if address <= end}
        near = self._lies[max(0, last - 1) : last + 1]
        return inside or {address + d for b, e, d in near if b - SLACK <= address <= e + SLACK}

    def stand_in(self, name):
        """[begin, end) of what the fold has in the place of libc's function of that name."""
        key = {"dlvsym": "dlsym", "dlmopen": "dlopen"}.get(name, name)
        if key not in ("dlsym", "dlopen") or key not in self.note:
            return 0, 0
        begin = self.fold_module.bias + self.note[key]
        return begin, begin + (MOST_DLSYM if key == "dlsym" else DLOPEN)

    def moved(self):
        """[begin, end) around all modules of the original that lie elsewhere in the fold."""
        lies = [(begin, end) for begin, end, delta in self._lies if delta]
        return (min(lies)[0], max(end for _, end in lies)) if lies else (0, 0)

    def module_at(self, address):
        """The pair whose module holds `address`."""
        for pair in self.pairs:
            if pair.module.begin <= address < pair.module.end:
                return pair
        return None

    def tls_places(self, address):
        """As `places`, for an address in a TLS block or in the thread's descriptor or control block."""
        found = {
            address + pair.tls_block - pair.module.tls_block
            for pair in self._tls
            if 0 <= address - pair.module.tls_block <= pair.module.elf.tls["p_memsz"]
        }
        begin, end = self.original.machine.control_block
        if begin <= address - self.original.thread_pointer < end:
            found.add(address - self.original.thread_pointer + self.fold.thread_pointer)
        return found

    def tls_numbers(self, number):
        """The fold's module number for the original's."""
        if not 0 < number <= len(self.original.tls_modules):
            return None
        pair = next(p for p in self.pairs if p.module is self.original.tls_modules[number - 1])
        module = self.fold_module if pair.folded else self._kept(pair)
        return self.fold.tls_modules.index(module) + 1

    def needs(self, module):
        """File names of the modules that one's DT_NEEDED leads to."""
        by_name = {name: m.elf.path.name for m in self.original.modules for name in (m.elf.path.name, m.elf.soname)}
        return [by_name[name] for name in module.elf.needed if name in by_name]

    def _kept(self, pair):
        return next(module for module in self.fold.modules if same_name(module, pair.module))


def same_name(one, other):
    return one.elf.path.name == other.elf.path.name


def same_segments(module, part):
    """The claim must be about this file: two libraries may have one name. A first segment that is only read may be gone."""
    claimed = [(s["module"], s["size"]) for s in part["segments"]]
    loads = [load for load in module.elf.loads if load.end > load.begin]
    there = [(load.begin, load.end - load.begin) for load in loads]
    may_lack = not loads[0].writable and not loads[0].executable
    return claimed == there or may_lack and claimed == there[1:]
