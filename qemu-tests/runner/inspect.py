"""What the files themselves must say; read with pyelftools, readelf and elflint, not with Onefold."""

import re
import subprocess
from dataclasses import dataclass

from elftools.elf.dynamic import DynamicSegment
from elftools.elf.elffile import ELFFile
from elftools.elf.segments import NoteSegment

PF_X, PF_W = 1, 2
DF_TEXTREL = 4
SHF_EXECINSTR = 4


@dataclass
class Facts:
    interpreter: str | None
    needed: list
    soname: str | None
    textrel: bool
    writable_code: bool
    packed: bool  # code lies in a PT_LOAD without PF_X, which the file's own code gives its rights
    mode: int


def and_features(path):
    """GNU_PROPERTY_X86_FEATURE_1_AND or its like; 0 without such a note."""
    with open(path, "rb") as file:
        for segment in ELFFile(file).iter_segments():
            for note in segment.iter_notes() if isinstance(segment, NoteSegment) else ():
                if note["n_type"] == "NT_GNU_PROPERTY_TYPE_0":
                    for record in note["n_desc"]:
                        if str(record.pr_type).endswith("_FEATURE_1_AND"):
                            return record.pr_data
    return 0


def lies_without_rights(section, segments):
    begin = section["sh_addr"]
    return section["sh_flags"] & SHF_EXECINSTR and any(
        s["p_vaddr"] <= begin < s["p_vaddr"] + s["p_memsz"]
        for s in segments
        if s["p_type"] == "PT_LOAD" and not s["p_flags"] & PF_X
    )


def facts_of(path):
    with open(path, "rb") as file:
        elf = ELFFile(file)
        segments = list(elf.iter_segments())
        interpreters = [s.get_interp_name() for s in segments if s["p_type"] == "PT_INTERP"]
        tags = [t for s in segments if isinstance(s, DynamicSegment) for t in s.iter_tags()]
        return Facts(
            interpreter=interpreters[0] if interpreters else None,
            needed=[t.needed for t in tags if t.entry.d_tag == "DT_NEEDED"],
            soname=next((t.soname for t in tags if t.entry.d_tag == "DT_SONAME"), None),
            textrel=any(
                t.entry.d_tag == "DT_TEXTREL"
                or (t.entry.d_tag == "DT_FLAGS" and t.entry.d_val & DF_TEXTREL)
                for t in tags
            ),
            writable_code=any(
                s["p_type"] == "PT_LOAD" and s["p_flags"] & PF_X and s["p_flags"] & PF_W
                for s in segments
            ),
            packed=any(lies_without_rights(s, segments) for s in elf.iter_sections()),
            mode=path.stat().st_mode & 0o7777,
        )


def normalised(text, path):
    """Complaints without what names one file or place in it, so that two files' can be compared."""
    lines = set()
    for line in text.splitlines():
        line = line.replace(str(path), "FILE").replace(path.name, "FILE")
        line = re.sub(r"0x[0-9a-fA-F]+|\d+", "N", line)
        line = re.sub(r"\[ *N\]", "[N]", line)
        # A fold has one relocation table of what was in two.
        line = re.sub(r"'\.rel(a?)\.plt': relocation", r"'.rel\1.dyn': relocation", line)
        if line.strip() and line.strip() != "No errors":
            lines.add(line.strip())
    return lines


# elflint objects to any allocated note whose owner it does not know, and this one says what was folded.
EXPLAINED = re.compile(
    r"(phdr\[N\]|section \[N\] '\.note\.onefold'):"
    r" unknown object file note type N with owner name 'Onefold' at offset N"
)


# elflint measures a segment by offset and p_memsz, so a large .bss seems to reach over what follows it in
# the file. A section without bytes is in a segment by its addresses.
NOT_CONTAINED = re.compile(r"section \[N\] '(.*)' not fully contained in segment of .*")


def contained_without_bytes(path):
    """Names of the SHT_NOBITS sections that lie in one PT_LOAD."""
    with open(path, "rb") as file:
        elf = ELFFile(file)
        loads = [s for s in elf.iter_segments() if s["p_type"] == "PT_LOAD"]
        sections = [s for s in elf.iter_sections() if s["sh_type"] == "SHT_NOBITS"]
        return {
            section.name
            for section in sections
            for load in loads
            if load["p_vaddr"] <= section["sh_addr"]
            and section["sh_addr"] + section["sh_size"] <= load["p_vaddr"] + load["p_memsz"]
        }


# elflint takes an ET_EXEC without PT_INTERP for one that no loader sees.
STATIC = "static executable cannot have dynamic sections"


# elflint takes the version of an undefined symbol for one that is needed. A canonical PLT entry has that of a function
# that is inside of the fold.
OF_ENTRY = "section [N] '.gnu.version': symbol N: version index N is for defined version"


def has_entries_alone(path):
    """Have all undefined symbols whose version the file defines a value?"""
    with open(path, "rb") as file:
        elf = ELFFile(file)
        sections = [elf.get_section_by_name(name) for name in (".dynsym", ".gnu.version", ".gnu.version_d")]
        if None in sections:
            return False
        symbols, versions, definitions = sections
        defined = {definition.entry["vd_ndx"] for definition, _ in definitions.iter_versions()} - {1}
        return all(
            symbol["st_value"] != 0
            for number, symbol in enumerate(symbols.iter_symbols())
            if symbol["st_shndx"] == "SHN_UNDEF" and versions.get_symbol(number)["ndx"] in defined
        )


def explained(line, path, contained):
    match = NOT_CONTAINED.fullmatch(line)
    if line == OF_ENTRY:
        return has_entries_alone(path)
    return line == STATIC or EXPLAINED.fullmatch(line) or (match and match[1] in contained)


def complaints(path):
    """What elflint and both readelfs object to in the file: {(tool, complaint)}."""
    found = set()
    contained = contained_without_bytes(path)
    commands = {
        "eu-elflint": ["eu-elflint", "--gnu-ld", path],
        "llvm-readelf": ["llvm-readelf-19", "--all", "--wide", path],
        "readelf": ["readelf", "--all", "--wide", path],
    }
    for tool, command in commands.items():
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode < 0:
            found.add((tool, f"died of signal {-done.returncode}"))
        text = done.stderr + (done.stdout if tool == "eu-elflint" else "")
        found |= {(tool, line) for line in normalised(text, path) if not explained(line, path, contained)}
    return found
