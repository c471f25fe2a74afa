"""Two images, word by word through the address map."""

import collections

from .elf_file import PAIRS
from .exclusions import excluded

CHUNK = 1 << 20
BLOCK = 1 << 12
MOST_PROBLEMS = 20
# Kinds of sites whose words count from something that may have moved.
RELATIVE = ("pc", "tp", "tp-negated", *PAIRS)
JUMP = b"\xf3\x0f\x1e\xfa\xff\x25"  # x86-64's endbr64; jmp *distance(%rip), but for the distance


class Comparison:
    """`counts`: bytes by what was found of them. `problems`: one line for each word that nothing explains."""

    def __init__(self, address_map, lazy=False):
        self.map, self.lazy = address_map, lazy
        self.original, self.fold = address_map.original, address_map.fold
        self.machine = self.original.machine
        self.counts = collections.Counter()
        self.problems = []
        self.unexplained = 0
        self._stacks = [image.stack for image in (self.original, self.fold)]
        self._moved = address_map.moved()

    def run(self):
        for pair in self.map.pairs:
            _Module(self, pair).compare()
        return self

    def problem(self, text):
        self.unexplained += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(text)

    def excluded_share(self):
        """Of all bytes that were to be compared."""
        left_out = sum(count for what, count in self.counts.items() if what.startswith("excluded "))
        return left_out / max(1, self.counts["bytes"])

    def stack_places(self, before, after):
        return all(begin <= value < end for value, (begin, end) in zip((before, after), self._stacks))

    def suspects(self, words):
        """Indices of words that are the same in both, though what they seem to point to lies elsewhere."""
        begin, end = self._moved
        return [
            i
            for i, word in enumerate(words)
            if begin <= word < end and self.map.module_at(word) and word not in self.map.places(word)
        ]


class _Module:
    """One module's memory: its segments, its TLS template and its TLS block. Addresses are the module's own."""

    def __init__(self, comparison, pair):
        self.all, self.pair = comparison, pair
        self.elf, self.map = pair.module.elf, comparison.map
        self.word = comparison.machine.word
        self.excluded = list(excluded(pair, comparison.map, comparison.lazy))
        self._seen = set()  # sites that have been judged

    def compare(self):
        for at, image, size in self.pair.segments:
            if at + self.pair.bias != image:
                self._problem("", f"the note puts {at:#x} at {image:#x}, but its bias is {self.pair.bias:#x}")
        text_relocations = "DT_TEXTREL" in self.elf.tags
        template = (0, 0)
        if self.elf.tls:
            template = (self.elf.tls["p_vaddr"], self.elf.tls["p_vaddr"] + self.elf.tls["p_filesz"])
        for load in self.pair.loads:
            pointers = load.writable or text_relocations
            for begin, end in pieces(load.begin, load.end, *template):
                to = self.pair.bias + begin
                if template[0] <= begin < template[1] and self.pair.template is not None:
                    to = self.pair.template + begin - template[0]
                self._range(begin, end, self.pair.module.bias + begin, to, pointers)
                self._relative_sites(begin, end)
        if None not in (self.pair.module.tls_block, self.pair.tls_block):
            self._seen.clear()
            begin = self.elf.tls["p_vaddr"]
            end = begin + self.elf.tls["p_memsz"]
            self._range(begin, end, self.pair.module.tls_block, self.pair.tls_block, True)

    def _range(self, begin, end, original_at, fold_at, pointers):
        self.all.counts["bytes"] += end - begin
        self.all.counts["writable bytes"] += (end - begin) * pointers
        self._at = (original_at - begin, fold_at - begin)
        for cut_begin, cut_end, reason in self.excluded:
            left_out = max(0, min(end, cut_end) - max(begin, cut_begin))
            self.all.counts[f"excluded {reason}"] += left_out
        at = begin
        while at < end:
            stop = min(end, (at // CHUNK + 1) * CHUNK)
            before, after = self._read(at, stop)
            if before != after or pointers and before.count(0) != len(before):
                self._chunk(at, before, after, pointers)
            at = stop

    def _relative_sites(self, begin, end):
        """Offsets may be the same and wrong: what they count from has moved."""
        for site in self.elf.sites_over(begin, end):
            if site.kind in RELATIVE and site.place not in self._seen:
                self._seen.add(site.place)
                self._site(site)

    def _read(self, begin, end):
        return tuple(
            image.read(offset + begin, end - begin)
            for image, offset in zip((self.all.original, self.all.fold), self._at)
        )

    def _chunk(self, at, before, after, pointers):
        """Words lie on multiples of their size; what precedes `at` or follows the end in one counts as zero."""
        head = at % self.word
        tail = -(head + len(before)) % self.word
        before, after = (bytes(head) + data + bytes(tail) for data in (before, after))
        for block in range(0, len(before), BLOCK):
            one, other = before[block : block + BLOCK], after[block : block + BLOCK]
            first = at - head + block
            if one != other:
                words = zip(self.all.machine.words(one), self.all.machine.words(other))
                for index, (word, found) in enumerate(words):
                    if word != found:
                        self._word(first + index * self.word, word, found)
            if pointers:
                self._same(first, one, other)

    def _same(self, first, one, other):
        words = self.all.machine.words(one)
        for index in self.all.suspects(words):
            at = first + index * self.word
            word = one[index * self.word :][: self.word]
            same = word == other[index * self.word :][: self.word]
            if same and not self._reason(at) and not self._is_as_linked(at, word):
                expected = self._say(words[index])
                self._problem(f"+{at:#x}{self._site_names(at)}", f"still {words[index]:#x}, the original's {expected}")

    def _is_as_linked(self, at, word):
        """No address, whatever it looks like: of a 32-bit guest's, many floating-point numbers do."""
        return not self.elf.sites_over(at, at + self.word) and self.elf.bytes_at(at, self.word) == word

    def _word(self, at, word, found):
        """A word that differs: what of it is explained?"""
        if self._reason(at):
            return
        word_bytes = set(range(at, at + self.word))
        explained = set()
        for site in self.elf.sites_over(at, at + self.word):
            explained |= set(range(site.place, site.place + site.size))
            if site.place not in self._seen:
                self._seen.add(site.place)
                self._site(site)
        before, after = self._read(at, at + self.word) if not word_bytes <= explained else (b"", b"")
        left = [i for i, (x, y) in enumerate(zip(before, after)) if x != y and at + i not in explained]
        if not left:
            self.all.counts["relocated bytes"] += self.word
        elif self._free_pointer(at, word, found):
            self.all.counts["pointers elsewhere, bytes"] += self.word
        else:
            found = self._say(found, fold=True)
            self._problem(f"+{at:#x}", f"expected {self._say(word)}, found {found}; no relocation there")

    def _free_pointer(self, at, word, found):
        """Words that the loader or a kept library's early start has set without a relocation of this module."""
        if any(copy.place <= at < copy.place + copy.size for copy in self.elf.copies):
            return found in self.map.places(word)
        if self.pair.folded:
            # ld.so adds the load bias to what is an address in .dynamic; nothing reads the dead one of a part.
            return self.elf.in_dynamic(at) and word - found == self.pair.module.bias
        return (
            found in self.map.places(word)
            or found in self.map.tls_places(word)
            or self.all.stack_places(word, found)
        )

    def _site(self, site):
        integer = self.all.machine.integer
        values = [integer(data) for data in self._read(site.place, site.place + site.size)]
        said = [self._say(value, fold) for value, fold in zip(values, (False, True))]
        if site.kind in PAIRS:
            data = self._read(site.place, site.place + site.size)
            values = [(integer(pair[: self.word]), integer(pair[self.word :])) for pair in data]
            said = [f"({first:#x}, {second:#x})" for first, second in values]
        judge = getattr(self, f"_site_{site.kind.replace('-', '_')}", None)
        if judge is None or not judge(site, *values):
            where = f"+{site.place:#x} ({site.kind} {site.name})"
            self._problem(where, f"expected what corresponds to {said[0]}, found {said[1]}")

    def _problem(self, where, text):
        self.all.problem(f"{self.elf.path.name}{where}: {text}")

    def _site_address(self, site, word, found):
        begin, end = self.map.stand_in(site.name)
        if begin <= found < end:
            return True
        return found in self.map.places(word) or self.all.lazy and self._is_lazy(word)

    def _site_call(self, site, word, found):
        """A slot that is only called through may lead to a jump of the fold's own: endbr64; jmp *distance(%rip)."""
        if self._site_address(site, word, found):
            return True
        size = len(JUMP) + 4
        try:
            code = self.all.fold.read(found, size)
            if not code.startswith(JUMP):
                return False
            distance = int.from_bytes(code[len(JUMP) :], "little", signed=True)
            return self.all.machine.integer(self.all.fold.read(found + size + distance, self.word)) in self.map.places(word)
        except OSError:
            return False

    def _site_function(self, site, word, found):
        """ELFv2, 3.4.1: of a function of the same module ld.so enters the local entry point; not in a fold, which says
        that it has several TOCs."""
        bias = self.pair.module.bias
        entry = self.elf.global_entries.get(word - bias)
        return self._site_address(site, word, found) or entry is not None and found in self.map.places(bias + entry)

    def _is_lazy(self, word):
        """A slot that still leads to the module's own PLT: any function may be there in the fold."""
        own = self.map.module_at(word)
        return own is self.pair and any(
            load.executable and load.begin <= word - self.pair.module.bias < load.end for load in self.elf.loads
        )

    def _site_relative(self, _, word, found):
        return found == (word + self.pair.delta) & self.all.machine.mask

    def _site_pc(self, site, word, found):
        bits = 8 * site.size
        targets = [
            bias + site.place + value - (value >> (bits - 1) << bits)
            for bias, value in zip((self.pair.module.bias, self.pair.bias), (word, found))
        ]
        return targets[1] in self.map.places(targets[0])

    def _site_tp(self, site, word, found, sign=1):
        bits = 8 * site.size
        places = [
            image.thread_pointer + sign * (value - (value >> (bits - 1) << bits))
            for image, value in zip((self.all.original, self.all.fold), (word, found))
        ]
        return places[1] in self.map.tls_places(places[0])

    def _site_tp_negated(self, site, word, found):
        return self._site_tp(site, word, found, -1)

    def _site_module(self, _, word, found):
        if 0 not in (word[0], found[0]) and self.map.tls_numbers(word[0]) != found[0]:
            return False
        before = self._pair_address(self.all.original, word)
        after = self._pair_address(self.all.fold, found)
        if None in (before, after):
            return False
        # What local-dynamic code gets is the block's start and the bias.
        return any(after - bias in self.map.tls_places(before - bias) for bias in (0, self.all.machine.dtp_bias))

    def _pair_address(self, image, pair):
        """What __tls_get_addr returns for it. On powerpc a pair of static TLS may be 0 and the offset from the thread
        pointer (DT_PPC_OPT, DT_PPC64_OPT)."""
        module, offset = pair
        if module > len(image.tls_modules):
            return None
        if module == 0:
            start = image.thread_pointer
        else:
            start = image.tls_modules[module - 1].tls_block + self.all.machine.dtp_bias
        return (start + offset) & self.all.machine.mask

    def _site_offset(self, site, _, __):
        """The word behind a module number is judged with it."""
        return any(other.kind == "module" for other in self.elf.sites_over(site.place - self.word, site.place))

    def _site_descriptor(self, site, word, found):
        argument = site._replace(size=self.word)
        return found[0] in self.map.places(word[0]) and self._site_tp(argument, word[1], found[1])

    def _site_descriptor_reversed(self, site, word, found):
        return self._site_descriptor(site, word[::-1], found[::-1])

    def _reason(self, at):
        return next((reason for begin, end, reason in self.excluded if begin <= at < end), None)

    def _site_names(self, at):
        return "".join(f" ({site.kind} {site.name})" for site in self.elf.sites_over(at, at + self.word))

    def _say(self, value, fold=False):
        modules = self.all.fold.modules if fold else self.all.original.modules
        for module in modules:
            if module.begin <= value < module.end:
                return f"{module.elf.path.name}+{value - module.bias:#x}"
        return f"{value:#x}"


def pieces(begin, end, cut_begin, cut_end):
    """[begin, end) in up to three, so that [cut_begin, cut_end) is apart."""
    edges = [begin, *(edge for edge in (cut_begin, cut_end) if begin < edge < end), end]
    return [(a, b) for a, b in zip(edges, edges[1:]) if a < b]
