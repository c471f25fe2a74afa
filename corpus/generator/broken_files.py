"""Sets that a loader would find other files for, or take a file for another (broken_sets)."""

import struct

from broken_sets import A, B, C, FOLD, PROGRAM, LOADER, WITH, R_X86_64, broken
from elf import sysv_hash
from file_set import unpack
from linked import Linked, Record


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
