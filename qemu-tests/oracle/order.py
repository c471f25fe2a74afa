"""Constructors and destructors as they run, and what memory may be done at the program's entry point."""

import itertools
import signal

from .process import Ended

ENTRY = ("the program's entry point", 0)
SECONDS = 60
PAGE = 4096


class Trace:
    """`calls`: (module, address in it) of each constructor or destructor called, and ENTRY. `end`: how the process
    ended, or "still running". `permissions`: the mappings when the entry point was reached."""

    def __init__(self, image, places, optional=()):
        """`places`: {address in this process: (module, address in it)}; where to look. Those that are `optional` are
        no calls where they do nothing."""
        self.calls, self.permissions = [], []
        self._optional = optional
        for address in places:
            image.process.cover(address)
        try:
            with deadline():
                while True:
                    address = image.process.go_on()
                    self._note(image.process, address, places[address])
        except Ended as end:
            self.end = str(end)
        except TimeoutError:
            self.end = "still running"

    def _note(self, process, address, call):
        if call == ENTRY:
            self.permissions = list(process.mappings())
        if call not in self._optional or not process.returns_idle(address):
            self.calls.append(call)


class deadline:  # pylint: disable=invalid-name
    """TimeoutError after SECONDS, also out of a system call."""

    def __enter__(self):
        self._before = signal.signal(signal.SIGALRM, self._expire)
        signal.alarm(SECONDS)

    def __exit__(self, *_):
        signal.alarm(0)
        signal.signal(signal.SIGALRM, self._before)

    @staticmethod
    def _expire(*_):
        raise TimeoutError


def functions(image, module):
    """A module's constructors and destructors out of its relocated memory: address, whether of DT_PREINIT_ARRAY."""
    tags, word = module.elf.tags, image.machine.word
    none = {0, image.machine.mask}  # as ld.so's and crti's own marks
    for tag in ("DT_INIT", "DT_FINI"):
        if tags.get(tag):
            yield module.bias + tags[tag], False
    for tag in ("DT_PREINIT_ARRAY", "DT_INIT_ARRAY", "DT_FINI_ARRAY"):
        if tag in tags:
            size = tags[f"{tag}SZ"]
            for address in image.machine.words(image.read(module.bias + tags[tag], size // word * word)):
                if address not in none:
                    yield address, tag == "DT_PREINIT_ARRAY"


class Order:
    """Runs both processes from where their images were compared to their end."""

    def __init__(self, address_map):
        self.map = address_map
        self.problems = []
        self._first = set()
        # The program counts as folded: where a library of its was folded, it starts and ends where it did.
        self._kept = {pair.module.elf.path.name for pair in address_map.pairs[1:] if not pair.folded}
        before, after = self._places()
        self.fold = Trace(address_map.fold, after)
        left_out = set(before.values()) - set(self.fold.calls) - {ENTRY}
        self.original = Trace(address_map.original, before, left_out)
        self._compare_calls()
        self._compare_permissions()

    def _places(self):
        before, after = {}, {}
        program = self.map.pairs[0]
        for bias, places in ((program.module.bias, before), (program.bias, after)):
            places[bias + program.module.elf.code(program.module.elf.entry)] = ENTRY
        for pair in self.map.pairs:
            if pair.module is self.map.original.loader:
                continue
            for value, first in functions(self.map.original, pair.module):
                address = pair.module.elf.code(value)
                home = self.map.module_at(address)
                if home is None or address in before:
                    continue
                name = (home.module.elf.path.name, address - home.module.bias)
                before[address] = name
                after[address + home.delta] = name
                if first:
                    self._first.add(name)
        return before, after

    def _expected(self):
        """The original's order, except that ld.so starts all that is kept before the fold and ends it after."""
        calls = self.original.calls
        entry = calls.index(ENTRY) if ENTRY in calls else len(calls)

        def rank(call):
            return 0 if call in self._first else 1 if self._is_kept(call) else 2

        ranked = sorted(calls[:entry], key=rank)
        return ranked + calls[entry : entry + 1] + sorted(calls[entry + 1 :], key=self._is_kept)

    def _is_kept(self, call):
        return call[0] in self._kept

    def _by_module(self, calls):
        """Kept libraries that do not need each other are started in an order that depends on all that is loaded:
        where several follow each other, each one's own calls in their order. With a loader that sorts otherwise
        than those since glibc 2.35, which the fold follows, this goes for all libraries."""
        old = self.map.original.loader.elf.exported("__rseq_offset") is None  # GLIBC_2.35
        for kept, run in itertools.groupby(calls, lambda call: self._is_kept(call) + 2 * (call == ENTRY)):
            yield from sorted(run, key=lambda call: call[0]) if kept or old else run

    def _compare_calls(self):
        expected, found = list(self._by_module(self._expected())), list(self._by_module(self.fold.calls))
        if "still running" in (self.original.end, self.fold.end):
            expected, found = (list(until_entry(calls)) for calls in (expected, found))
        for number, (call, other) in enumerate(itertools.zip_longest(expected, found)):
            if call != other:
                if ENTRY in expected[:number] and self._keeps_dependencies(expected, found):
                    break
                where = f"call {number} of a constructor or destructor"
                self.problems.append(f"{where}: expected {say(call)}, found {say(other)}")
                break
        if self.original.end != self.fold.end:
            self.problems.append(f"end: expected {self.original.end}, found {self.fold.end}")

    def _keeps_dependencies(self, expected, found):
        """Of a program that opens libraries ld.so sorts all of them anew at the end (elf/dl-fini.c), so that those
        which do not need each other may end in another order than they started in."""
        if sorted(expected) != sorted(found):
            return False
        turns = [{name: number for number, (name, _) in enumerate(calls)} for calls in (expected, found)]
        own = [[call for call in calls if call[0] == name] for name in turns[0] for calls in (expected, found)]
        if own[0::2] != own[1::2]:
            return False
        for pair in self.map.pairs:
            user = pair.module.elf.path.name
            for needed in self.map.needs(pair.module):
                before, after = (turn.get(user, -1) < turn.get(needed, len(expected)) for turn in turns)
                if before and not after:
                    return False
        return True

    def _compare_permissions(self):
        """Each page of each module: by now every RELRO range is protected in both."""
        if not (self.original.permissions and self.fold.permissions):
            return
        before, after = by_page(self.original.permissions), by_page(self.fold.permissions)
        for pair in self.map.pairs:
            for load in pair.loads:
                begin = (pair.module.bias + load.begin) // PAGE * PAGE
                for page in range(begin, pair.module.bias + load.end, PAGE):
                    one, other = before.get(page), after.get(page + pair.delta)
                    if one != other and not self._is_rest_of_relro(one, other):
                        name = f"{pair.module.elf.path.name}+{page - pair.module.bias:#x}"
                        self.problems.append(f"{name} at the entry point: expected {one}, found {other}")
                        break


    def _is_rest_of_relro(self, before, after):
        """Nobody tells a library's start stub the size of a page: it protects whole largest ones."""
        in_library = not self.map.pairs[0].folded
        return in_library and self.map.original.machine.max_page > PAGE and (before, after) == ("r--", "rw-")


def until_entry(calls):
    for call in calls:
        yield call
        if call == ENTRY:
            return


def by_page(mappings):
    return {page: what[:3] for begin, end, what, _ in mappings for page in range(begin, end, PAGE)}


def say(call):
    return "none" if call is None else call[0] if call == ENTRY else f"{call[0]}+{call[1]:#x}"
