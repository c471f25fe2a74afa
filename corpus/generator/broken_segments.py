"""Sets whose segments lie or end where no linker puts them (broken_sets)."""

from broken_sets import A, B, PROGRAM, broken

GIGABYTE = 1 << 30


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


@broken("i386-pie", "arm-pie")
def word_half_in_the_file(files):
    """The program's, whose zeros do not become bytes of the file."""
    program = files[PROGRAM]
    program.append(bytes(16))
    last = program.segments("PT_LOAD")[-1]
    last["p_memsz"] += 64
    program.relocations("DT_REL")[-1]["r_offset"] = last["p_vaddr"] + last["p_filesz"] - 2


@broken("x86-64-pie", "x86-64-total", "x86-64-with")
def library_whose_first_segment_has_tables_alone(files):
    """As GNU ld makes them with -z separate-code."""
    a = files[A]
    first = a.segment("PT_LOAD")
    tables = [("DT_JMPREL", "DT_PLTRELSZ"), ("DT_RELR", "DT_RELRSZ")]
    end = max(a.dyn(tag)["d_val"] + a.dyn(size)["d_val"] for tag, size in tables)
    first["p_filesz"] = first["p_memsz"] = end - first["p_vaddr"]
    a.segment("PT_GNU_EH_FRAME")["p_type"] = 0
