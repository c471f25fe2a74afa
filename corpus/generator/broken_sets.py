"""Sets made of seeds/fold/, with one thing changed in one file each: what a fold has to refuse, and what it takes and no
linker makes. Each is a function of the set's files, by path; its name says what it makes."""

import pathlib
import struct

from elf import gnu_hash, sysv_hash
from file_set import pack, unpack
from linked import Linked, Record

FOLD = pathlib.Path(__file__).resolve().parent.parent / "seeds/fold"
A, B, C, PROGRAM, LOADER, WITH = "/lib/liba.so", "/lib/libb.so", "/lib/libc.so.6", "/program", "/lib/ld.so.1", "/lib/libwith.so"
R_X86_64 = {"64": 1, "PC32": 2, "COPY": 5, "GLOB_DAT": 6, "RELATIVE": 8, "32": 10, "DTPMOD64": 16, "DTPOFF64": 17,
            "IRELATIVE": 37, "SIZE64": 33}
GIGABYTE = 1 << 30
SETS = []  # (name, seed, options or None, function)


def broken(*seeds, options=None):
    """Of each seed one set; `options` instead of the seed's."""
    def add(make):
        name = make.__name__.replace("_", "-")
        SETS.extend((f"{seed}-{name}", seed, options, make) for seed in seeds)
        return make
    return add


# What the loader is told.

@broken("x86-64-pie")
def auditor_is_asked_for(files):
    files[PROGRAM].retag("DT_DEBUG", "DT_AUDIT", files[PROGRAM].string_offset("liba.so"))


@broken("x86-64-pie", "s390x-pie")
def filter_stands_before_its_filtee(files):
    files[A].retag("DT_NEEDED", "DT_FILTER")


@broken("x86-64-pie", "powerpc-total")
def auxiliary_filter(files):
    files[A].retag("DT_NEEDED", "DT_AUXILIARY")


@broken("x86-64-pie")
def auxiliary_filter_of_nothing(files):
    files[A].retag("DT_NEEDED", "DT_AUXILIARY")
    del files[B]


@broken("x86-64-library")
def library_that_is_a_filter(files):
    files[PROGRAM].retag("DT_NEEDED", "DT_FILTER")


@broken("x86-64-total", "x86-64-musl-total")
def library_by_its_path(files):
    files[PROGRAM].rename("liba.so", "/l/a.so")
    files["/l/a.so"] = files.pop(A)


@broken("x86-64-musl")
def loader_by_another_path(files):
    files[PROGRAM].rename("libb.so", "/l/m.so")
    files["/l/m.so"] = "/lib/ld-musl-x.so.1"


@broken("x86-64-pie", "x86-64-musl")
def one_file_under_two_names(files):
    files[A] = "libb.so"


@broken("x86-64-pie")
def needed_name_with_an_unknown_token(files):
    files[PROGRAM].rename("libc.so.6", "$PLATFORM")


@broken("x86-64-musl", "x86-64-pie")
def library_without_a_name(files):
    files[PROGRAM].dyn("DT_NEEDED")["d_val"] = 0


@broken("x86-64-musl")
def musl_path_file(files):
    files["/etc/ld-musl-x.path"] = b"/opt:/usr/lib\n/a"
    files["/opt/liba.so"] = files.pop(A)


@broken("x86-64-musl", "aarch64-musl-total")
def musl_library_as_a_program(files):
    files[PROGRAM] = files[A]
    name = {62: "x86_64", 183: "aarch64"}[files[A].header["e_machine"]]
    files[f"/lib/ld-musl-{name}.so.1"] = files["/lib/ld-musl-x.so.1"]


@broken("x86-64-musl", "s390x-musl-total")
def musl_library_of_another_machine(files):
    files[A].header["e_machine"] = 8


@broken("mips-musl", "mips-musl-total")
def mips_musl_without_words_of_no_symbol(files):
    for name in (PROGRAM, A, B, "/lib/ld-musl-x.so.1"):
        for relocation in files[name].relocations("DT_REL"):
            if relocation["r_info"] >> 8 == 0:
                relocation["r_info"] = 0


@broken("x86-64-musl-total", "powerpc-musl")
def hidden_definition_under_musl(files):
    files[A].symbol("a_use")["st_other"] = 2


@broken("x86-64-musl-total")
def initialiser_by_symbol(files):
    a = files[A]
    slot = a.dyn("DT_INIT_ARRAY")["d_val"]
    relocation = next(r for r in a.relocations() if r["r_offset"] == slot)
    relocation["r_info"] = a.format.info(a.symbol_index("a_use"), R_X86_64["64"])
    return a, relocation


@broken("x86-64-musl", "x86-64-musl-total")
def initialiser_of_the_c_library(files):
    a, relocation = initialiser_by_symbol(files)
    a.set_symbol(relocation, a.symbol_index("environ"))


@broken("x86-64-musl-total")
def initialiser_that_is_a_number(files):
    initialiser_by_symbol(files)
    files[A].symbol("a_use")["st_shndx"] = 0xfff1


@broken("x86-64-musl-total")
def initialiser_of_another_kind(files):
    a, relocation = initialiser_by_symbol(files)
    a.set_type(relocation, R_X86_64["DTPMOD64"])


@broken("x86-64-musl-total", "x86-64-musl")
def ifunc_under_musl(files):
    files[A].symbol("a_use")["st_info"] = 0x1a


@broken("x86-64-musl-total")
def resolver_under_musl(files):
    files[A].set_type(files[A].relocations()[-1], R_X86_64["IRELATIVE"])


# Releases of the C library.

def release(files, name):
    old = "GLIBC_2.34"
    for file in files.values():
        if f"\0{old}\0".encode() not in file.data:
            continue
        file.rename(old, name)
        words = [struct.pack(file.format.order + "I", sysv_hash(text)) for text in (old, name)]
        file.data = bytearray(bytes(file.data).replace(*words))


@broken("x86-64-total", "s390x-with")
def c_library_of_tomorrow(files):
    release(files, "GLIBC_2.94")


@broken("x86-64-total")
def c_library_without_a_release(files):
    release(files, "GLYBC_2.34")
    files[C].rename("GLIBC_2.0", "GLYBC_2.0")
    for file in files.values():
        words = [struct.pack(file.format.order + "I", sysv_hash(text)) for text in ("GLIBC_2.0", "GLYBC_2.0")]
        file.data = bytearray(bytes(file.data).replace(b"\0GLIBC_2.0\0", b"\0GLYBC_2.0\0").replace(*words))


@broken("x86-64-total", "x86-64-with")
def c_library_of_another_name(files):
    files[C].dyn("DT_SONAME")["d_val"] = files[C].string_offset("puts")


@broken("x86-64-with")
def opened_library_that_defines_what_others_do(files):
    files[WITH] = files[A]


@broken("x86-64-total", "aarch64-total", "s390x-total")
def system_v_or_gnu(files):
    files[PROGRAM].data[7] = 3


# Segments.

@broken("x86-64-fixed")
def copy_far_behind_the_bytes(files):
    program = files[PROGRAM]
    last = program.segments("PT_LOAD")[-1]
    last["p_memsz"] = 4 * GIGABYTE
    copy = program.relocation("b_data")
    copy["r_offset"] = last["p_vaddr"] + 3 * GIGABYTE
    program.symbol("b_data")["st_value"] = copy["r_offset"]


@broken("x86-64-fixed")
def copy_over_the_end_of_memory(files):
    program = files[PROGRAM]
    last = program.segments("PT_LOAD")[-1]
    copy = program.relocation("b_data")
    copy["r_offset"] = last["p_vaddr"] + last["p_memsz"] - 8


@broken("x86-64-pie", "s390x-pie", "powerpc-total")
def library_with_large_alignment(files):
    files[A].segments("PT_LOAD")[1]["p_align"] = 1 << 31


@broken("x86-64-pie")
def library_with_huge_alignment(files):
    files[A].segments("PT_LOAD")[-1]["p_align"] = 1 << 40


@broken("x86-64-pie", "aarch64-total")
def zeros_of_gigabytes_before_the_libraries(files):
    files[PROGRAM].segments("PT_LOAD")[-1]["p_memsz"] = 3 * GIGABYTE


@broken("arm-pie")
def zeros_between_code_and_unwind_table(files):
    files[PROGRAM].segments("PT_LOAD")[-1]["p_memsz"] = 3 * GIGABYTE // 2


@broken("s390x-pie")
def program_over_half_of_the_addresses(files):
    files[PROGRAM].segments("PT_LOAD")[-1]["p_memsz"] = 1 << 63


@broken("i386-pie")
def library_over_half_of_the_addresses(files):
    files[A].segments("PT_LOAD")[-1]["p_memsz"] = 3 * GIGABYTE


@broken("x86-64-pie", "s390x-fixed")
def tls_of_gigabytes(files):
    files[B].segment("PT_TLS")["p_memsz"] = 3 * GIGABYTE


@broken("x86-64-pie", "aarch64-pie", "s390x-pie", "ppc64le-pie")
def tls_in_a_library_alone(files):
    program = files[PROGRAM]
    program.segment("PT_TLS")["p_type"] = 0


@broken("x86-64-fixed", "s390x-fixed", "arm-fixed", "riscv64-fixed")
def tls_with_odd_alignment(files):
    files[PROGRAM].segment("PT_TLS")["p_align"] = 0x40
    files[B].segment("PT_TLS")["p_align"] = 0x100


@broken("x86-64-pie")
def relro_over_a_segments_end(files):
    files[A].segment("PT_GNU_RELRO")["p_memsz"] = 0x100000


@broken("mips-pie")
def library_of_another_floating_point_abi(files):
    abi = files[A].segment(0x70000003)
    files[A].data[abi["p_offset"] + 5] ^= 1
    files[A].data[abi["p_offset"] + 7] ^= 3


@broken("mips-pie")
def word_of_a_symbol_below_the_got(files):
    a = files[A]
    relocation = a.relocations("DT_REL")[-1]
    a.set_symbol(relocation, 1)


@broken("i386-pie", "arm-pie")
def word_without_bytes_in_the_file(files):
    a = files[A]
    last = a.segments("PT_LOAD")[-1]
    last["p_memsz"] = last["p_filesz"] + 64
    a.relocations("DT_REL")[-1]["r_offset"] = last["p_vaddr"] + last["p_filesz"] + 16


@broken("i386-pie", "arm-fixed")
def word_half_in_the_file(files):
    a = files[A]
    last = a.segments("PT_LOAD")[-1]
    last["p_memsz"] = last["p_filesz"] + 64
    a.relocations("DT_REL")[-1]["r_offset"] = last["p_vaddr"] + last["p_filesz"] - 2


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


# Which files a loader takes for a library.

@broken("x86-64-pie", "s390x-pie")
def library_of_another_system(files):
    files[A].data[7] = 9


@broken("x86-64-pie", "s390x-pie")
def library_of_an_unknown_abi_version(files):
    files[A].data[8] = 9


@broken("x86-64-pie")
def library_with_padding(files):
    files[A].data[15] = 1


@broken("arm-pie")
def library_of_another_byte_order(files):
    files[A] = Linked(dict(unpack((FOLD / "arm-be-pie").read_bytes()))[A])


@broken("arm-pie", "riscv64-pie", "mips-pie", "ppc64le-pie")
def library_of_another_float_abi(files):
    header = files[A].header
    header["e_flags"] = {40: 0x05000200, 243: 1, 8: 0x70001001, 21: 1}[header["e_machine"]]


@broken("x86-64-pie")
def library_without_a_dynamic_section(files):
    files[A].segment("PT_DYNAMIC")["p_type"] = 0


@broken("x86-64-pie")
def library_that_is_a_program(files):
    files[A].retag("DT_SONAME", "DT_FLAGS_1", 0x08000000)


@broken("x86-64-pie")
def hidden_bit_in_a_needed_version(files):
    a = files[A]
    need = a.offset(a.dyn("DT_VERNEED")["d_val"])
    Record(a, "Vernaux", need + Record(a, "Verneed", need)["vn_aux"])["vna_other"] |= 0x8000


@broken("x86-64-pie")
def hidden_bit_in_a_defined_version(files):
    b = files[B]
    Record(b, "Verdef", b.offset(b.dyn("DT_VERDEF")["d_val"]))["vd_ndx"] |= 0x8000


@broken("x86-64-pie", "i386-pie")
def relocations_of_the_other_kind(files):
    a = files[A]
    old, new = ("RELA", "REL") if a.format.bits == 64 else ("REL", "RELA")
    for suffix in ("", "SZ", "ENT"):
        a.retag(f"DT_{old}{suffix}", f"DT_{new}{suffix}")
    a.dyn(f"DT_{new}SZ")["d_val"] = 0
    a.dyn(f"DT_{new}ENT")["d_val"] = a.format.size(new.capitalize())


@broken("x86-64-pie")
def calls_of_the_other_kind(files):
    files[A].dyn("DT_PLTREL")["d_val"] = 17
    files[A].dyn("DT_PLTRELSZ")["d_val"] = 16


@broken("x86-64-kept", "s390x-kept")
def kept_library_that_needs_a_folded_one(files):
    files[B] = Linked(bytes(files[A].data))
    files[B].rename("libb.so", "liba.so")
    files[B].retag("DT_SONAME", "DT_DEBUG")


@broken("arm-be-pie", "mips64-pie", options=3)
def machine_without_a_loader_inside(_files):
    pass


@broken("x86-64-total")
def total_without_a_loader(files):
    del files[LOADER]


@broken("mips-pie")
def symbols_of_the_got_past_the_table(files):
    files[A].dyn(0x70000011)["d_val"] += 1000  # DT_MIPS_SYMTABNO


@broken("mips-pie")
def got_without_its_first_symbol(files):
    files[A].retag(0x70000013, "DT_DEBUG")  # DT_MIPS_GOTSYM


@broken("mips-pie")
def got_whose_first_symbol_is_behind_the_last(files):
    files[A].dyn(0x70000013)["d_val"] += 1000


@broken("mips-pie", "mipsel-fixed")
def program_with_other_flags_of_its_tables(files):
    files[PROGRAM].dyn(0x70000005)["d_val"] = 1  # DT_MIPS_FLAGS: RHF_QUICKSTART
    files[PROGRAM].retag(0x70000001, "DT_DEBUG")  # DT_MIPS_RLD_VERSION


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


def broken_sets():
    """(name, bytes) of each."""
    for name, seed, options, make in SETS:
        packed = (FOLD / seed).read_bytes()
        files = {path: Linked(content) for path, content in unpack(packed)}
        make(files)
        members = [(path, file if isinstance(file, (str, bytes)) else bytes(file.data)) for path, file in files.items()]
        yield name, pack(packed[4] if options is None else options, members)
