"""Sets with relocations and symbols that no linker makes (broken_sets)."""

from broken_sets import A, B, C, PROGRAM, R_X86_64, broken
from elf import gnu_hash


# Relocations, by what x86-64's types ask for.

def retyped(name, path, symbol, kind, *seeds, options=None, tag="DT_RELA", addend=None, change=None):
    def make(files):
        file = files[path]
        relocation = file.relocation(symbol, tag)
        file.set_type(relocation, R_X86_64[kind])
        if addend is not None:
            relocation["r_addend"] = addend
        if change:
            change(file, relocation)
    make.__name__ = name
    broken(*seeds, options=options)(make)


ALL_WAYS = ("x86-64-pie", "x86-64-total")
retyped("copy_in_a_library", A, "b_data", "COPY", *ALL_WAYS)
retyped("copy_of_what_is_kept", PROGRAM, "b_data", "COPY", "x86-64-kept")
retyped("size", A, "b_data", "SIZE64", *ALL_WAYS, "x86-64-fixed")
retyped("pc_relative", A, "a_data", "PC32", *ALL_WAYS, "x86-64-fixed")
retyped("pc_relative_to_an_ifunc", A, "b_ifunc", "PC32", *ALL_WAYS)
retyped("half_word", A, "b_data", "32", *ALL_WAYS, "x86-64-fixed", "x86-64-with")
retyped("half_word_too_far", A, "b_data", "32", "x86-64-fixed", "x86-64-with", addend=1 << 40)
retyped("half_word_towards_the_loader", A, "__tls_get_addr", "32", *ALL_WAYS, tag="DT_JMPREL")
retyped("addend_towards_an_ifunc", A, "b_ifunc", "64", *ALL_WAYS, addend=8)
retyped("word_of_a_thread_local", A, "b_thread", "64", *ALL_WAYS)
retyped("module_of_a_function", A, "b_use", "DTPMOD64", *ALL_WAYS)
retyped("unknown", A, "b_use", "GLOB_DAT", *ALL_WAYS, change=lambda file, r: file.set_type(r, 0xfe))
retyped("static_alone", A, "b_use", "GLOB_DAT", *ALL_WAYS, change=lambda file, r: file.set_type(r, 26))
retyped("resolver_in_a_library", A, "b_use", "IRELATIVE", *ALL_WAYS, addend=0x1000)
retyped("symbol_zero", A, "b_use", "64", *ALL_WAYS, change=lambda file, r: file.set_symbol(r, 0))
retyped("copy_of_symbol_zero", A, "b_use", "COPY", *ALL_WAYS, change=lambda file, r: file.set_symbol(r, 0))


@broken("x86-64-fixed", "s390x-fixed")
def sizes_that_overlap(files):
    """As binutils let DT_RELASZ cover .rela.plt on some machines."""
    program = files[PROGRAM]
    program.dyn("DT_RELASZ")["d_val"] += program.dyn("DT_PLTRELSZ")["d_val"]


@broken("x86-64-fixed", "s390x-fixed")
def copy_of_zeros(files):
    """b_data, without bytes in the file."""
    b = files[B]
    last = b.segments("PT_LOAD")[-1]
    b.symbol("b_data")["st_value"] = last["p_vaddr"] + last["p_filesz"] + 16
    last["p_memsz"] = last["p_filesz"] + 64


@broken("x86-64-fixed")
def copy_half_of_zeros(files):
    b = files[B]
    last = b.segments("PT_LOAD")[-1]
    b.symbol("b_data")["st_value"] = last["p_vaddr"] + last["p_filesz"] - 8
    last["p_memsz"] = last["p_filesz"] + 64


@broken("s390x-fixed", "powerpc-fixed", "s390x-with")
def word_with_an_odd_value(files):
    files[A].relocation("b_data")["r_addend"] = 5


@broken("x86-64-pie", "s390x-pie")
def symbol_behind_the_last_chain(files):
    """An undefined one that a relocation names; the table ends with its segment."""
    library = files[C]
    f = library.format
    last = library.move_symbol_to_the_end(1) - 1
    hashes = [gnu_hash(library.string(library.symbol_at(i)["st_name"])) for i in range(1, last)]
    words = [h & ~1 for h in hashes[:-1]] + [hashes[-1] | 1]
    table = b"".join(f.pack("Word", value=v) for v in (1, 1, 1, 6)) + f.pack("Native", value=f.top)
    table += b"".join(f.pack("Word", value=v) for v in (1, *words))
    library.dyn("DT_GNU_HASH")["d_val"] = library.append(table)


@broken("x86-64-fixed")
def copy_that_is_not_exported(files):
    files[PROGRAM].symbol("b_data")["st_other"] = 2


@broken("x86-64-fixed", options=1)
def copy_of_a_kept_library(_files):
    pass


@broken("x86-64-fixed", options=1)
def hidden_copy_of_a_kept_library(files):
    files[PROGRAM].symbol("b_data")["st_other"] = 2


@broken("aarch64-total", "s390x-total", "riscv64-total", "powerpc-total", "ppc64le-total", options=0)
def calls_that_stay_lazy(_files):
    pass


@broken("x86-64-symbols")
def call_of_a_constant(files):
    for file in (files[A], files[B]):
        file.symbol("same_function")["st_shndx"] = 0xfff1


@broken("x86-64-symbols")
def call_of_symbol_zero(files):
    files[PROGRAM].set_symbol(files[PROGRAM].relocations("DT_JMPREL")[-1], 0)


# Symbols.

@broken("x86-64-pie", "s390x-pie")
def protected_reference_that_another_defines(files):
    files[A].symbol("overridden")["st_other"] = 3


@broken("x86-64-fixed", "aarch64-fixed")
def protected_object_that_the_program_copies(files):
    files[B].symbol("b_data")["st_other"] = 3
    files[B].symbol("b_pointer")["st_other"] = 3


@broken("x86-64-pie", "s390x-total")
def oldest_version_is_not_the_default(files):
    """Who asks without a version gets it."""
    a = files[A]
    a.version(a.symbol_index("b_get"))["vs_index"] = 1


@broken("x86-64-library", "x86-64-pie")
def weak_references_alone(files):
    for name in ("b_get", "b_use", "b_data", "environ"):
        symbol = files[A if A in files else PROGRAM].symbol(name)
        symbol["st_info"] = 0x20 | symbol["st_info"] & 15


@broken("x86-64-pie", "powerpc-pie")
def undefined_symbol_of_a_version(files):
    files[B].symbol("b_use")["st_name"] = files[B].string_offset("b_data")


@broken("x86-64-total")
def names_that_lie_inside_one_another(files):
    b = files[B]
    long = b.string_offset("b_thread_zero")
    b.symbol("b_get")["st_name"] = long + 9


@broken("x86-64-pie", "x86-64-library")
def symbolic(files):
    files[A if A in files else PROGRAM].retag("DT_SONAME", "DT_SYMBOLIC")


@broken("x86-64-fixed")
def canonical_entry_of_what_nobody_defines(files):
    symbol = files[PROGRAM].symbol("puts")
    symbol["st_value"] = files[PROGRAM].header["e_entry"]


@broken("x86-64-fixed", "riscv64-fixed")
def canonical_entry(files):
    for name in ("puts", "a_use"):
        symbol = files[PROGRAM].symbol(name)
        symbol["st_value"] = files[PROGRAM].header["e_entry"]
        symbol["st_info"] = 0x12


# Calls and places.

@broken("x86-64-pie", "s390x-total", "x86-64-total")
def calls_of_what_nobody_defines(files):
    """With a version, and without one."""
    program = files[PROGRAM]
    program.symbol("puts")["st_name"] = program.string_offset("liba.so")
    a = files[A]
    index = a.symbol_index("b_get")
    a.symbol_at(index)["st_name"] = a.string_offset("libb.so")
    a.version(index)["vs_index"] = 1
    for relocation in a.relocations():
        if relocation["r_info"] >> 32 == index:
            a.set_symbol(relocation, a.symbol_index("b_use"))


@broken("x86-64-pie", "s390x-total")
def relocations_of_one_place(files):
    one, other = files[A].relocation("b_data"), files[A].relocation("b_use")
    other["r_offset"] = one["r_offset"]


@broken("x86-64-symbols")
def resolver_among_the_calls(files):
    program = files[PROGRAM]
    call = program.relocations("DT_JMPREL")[-1]
    call["r_info"], call["r_addend"] = R_X86_64["IRELATIVE"], program.symbol("overridden")["st_value"]


@broken("x86-64-library")
def static_tls_in_a_library(files):
    library = files[PROGRAM]
    library.set_type(library.relocation("b_thread"), 18)  # R_X86_64_TPOFF64


@broken("x86-64-pie")
def relocation_of_no_type(files):
    files[A].relocation("b_data")["r_info"] = 0


@broken("x86-64-pie", "x86-64-fixed", "s390x-fixed")
def half_of_another(files):
    """The place of one relocation is half of another's."""
    a = files[A]
    a.relocation("b_use")["r_offset"] = a.relocation("b_data")["r_offset"] + 4


@broken("x86-64-total", "i386-total", options=0)
def next_definition_inside(files):
    """dlsym(RTLD_NEXT) in a program with libc kept, of a name that a library defines next."""
    assert files[PROGRAM].symbol("dlsym")["st_shndx"] == 0


@broken("x86-64-total", "i386-total")
def next_definition_looked_up(files):
    """The fold's own dlsym asks the C library's getauxval, which the seeds' has under another name."""
    c = files[C]
    count = (c.dyn("DT_VERSYM")["d_val"] - c.dyn("DT_SYMTAB")["d_val"]) // c.format.size("Sym")  # as lld places them
    address, size = c.dyn("DT_STRTAB")["d_val"], c.dyn("DT_STRSZ")["d_val"]
    strings = bytes(c.data[c.offset(address):c.offset(address) + size])
    c.symbol("errno_address")["st_name"] = size
    c.dyn("DT_STRTAB")["d_val"] = c.append(strings + b"getauxval\0")
    c.dyn("DT_STRSZ")["d_val"] = size + len(b"getauxval\0")
    chain = [1, count, 1, 0, *range(2, count), 0]
    c.retag("DT_GNU_HASH", "DT_HASH", c.append(b"".join(c.format.pack("Word", value=value) for value in chain)))
