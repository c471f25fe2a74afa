"""Sets of files (generator/file_set.py) that lead a search for libraries along each of its ways."""

import struct

import shapes
import tables
from elf import FORMATS
from file_set import pack
from linked import Linked

NEEDED = ("libneeded.so.1", "libother.so.2")
LOADER = "/lib/ld.so.1"
MUSL = "/ld-musl-x.1"  # as long as LOADER, so that it takes its place in the file
HWCAPS = 1  # option of the closure target


def image(f, shape):
    return bytes(shapes.make(f, shape).data)


def entry_flags(f):
    """FLAG_ELF_LIBC6 with what glibc's ports put beside it."""
    return {"le64": 0x303, "be64": 0x403}.get(f.name, 3)


def cache(f, entries, hwcaps=(), behind=None, at=0):
    """ld.so.cache in the new format (glibc, sysdeps/generic/dl-cache.h); `entries`: name, path, hwcap; `hwcaps`: names of
    glibc-hwcaps directories in the extension; `behind`: a name whose key lies behind the end; `at`: where it will lie."""
    order = f.order
    flags = 2 if order == "<" else 3
    entries = sorted(entries, reverse=True)
    strings_at = 48 + 24 * len(entries)
    table, strings = b"", b""
    for name, path, hwcap in entries:
        key = strings_at + len(strings)
        strings += name.encode() + b"\0"
        value = strings_at + len(strings)
        strings += path.encode() + b"\0"
        table += struct.pack(order + "IIIIQ", entry_flags(f), 1 << 20 if name == behind else key, value, 0, hwcap)
    names = []
    for name in hwcaps:
        names.append(at + strings_at + len(strings))
        strings += name.encode() + b"\0"
    strings += b"\0" * (-(at + strings_at + len(strings)) % 4)
    extension = 0
    if hwcaps:
        extension = at + strings_at + len(strings)
        # An unknown section, and the one with the names.
        strings += struct.pack(order + "IIIIIIIIII", 0xeaa42174, 2, 7, 0, extension, 4, 1, 0, extension + 40, 4 * len(names))
        strings += struct.pack(order + f"{len(names)}I", *names)
    head = b"glibc-ld.so.cache1.1" + struct.pack(order + "II", len(entries), len(strings))
    head += bytes([flags, 0, 0, 0]) + struct.pack(order + "I", extension) + bytes(12)
    return head + table + strings


def old_cache(f, entries):
    """In the format before, whose strings stand behind its entries."""
    table, strings = b"", b""
    for name, path, _ in sorted(entries, reverse=True):
        key, value = len(strings), len(strings) + len(name) + 1
        strings += name.encode() + b"\0" + path.encode() + b"\0"
        table += struct.pack(f.order + "III", entry_flags(f), key, value)
    return b"ld.so-1.7.0\0" + struct.pack(f.order + "I", len(entries)) + table + strings


def plain(f):
    """Found in -L /lib and by DT_RPATH $ORIGIN/lib; the libraries need each other."""
    return 0, [(f"/lib/{NEEDED[0]}", image(f, "library")), (f"/lib/{NEEDED[1]}", image(f, "old-library")),
               (LOADER, image(f, "old-library"))]


def links(f):
    """Through links: relative, absolute, of a directory, through "..", and one that leads to itself."""
    return 0, [(f"/lib/{NEEDED[0]}", "libneeded.so.1.2"), ("/lib/libneeded.so.1.2", "/usr/lib/real"),
               ("/usr", "opt/../store"), ("/store/lib/real", image(f, "library")),
               (f"/lib/{NEEDED[1]}", f"../lib/./{NEEDED[0]}"), ("/lib/loop", "loop"),
               (LOADER, image(f, "old-library"))]


def cached(f):
    """Found by ld.so.cache alone, whose other entries lead nowhere or want a processor."""
    entries = [(NEEDED[0], "/opt/a/libneeded.so.1", 0), (NEEDED[1], "/opt/b/libother.so.2", 0),
               (NEEDED[1], "/opt/v3/libother.so.2", 1 << 62), ("libz.so.1", "/nowhere", 0),
               ("lib10.so", "/opt/a", 0), ("lib9.so", "/opt/a", 1 << 63)]
    return 0, [("/etc/ld.so.cache", cache(f, entries)), ("/opt/a/libneeded.so.1", image(f, "library")),
               ("/opt/b/libother.so.2", image(f, "old-library")), (LOADER, image(f, "old-library"))]


FOUND = [(NEEDED[0], "/opt/a/libneeded.so.1", 0), (NEEDED[1], "/opt/b/libother.so.2", 0)]


def with_cache(f, content, options=0):
    return options, [("/etc/ld.so.cache", content), ("/opt/a/libneeded.so.1", image(f, "library")),
                     ("/opt/b/libother.so.2", image(f, "old-library")), (LOADER, image(f, "old-library"))]


def cache_of_old(f):
    return with_cache(f, old_cache(f, FOUND))


def cache_of_both(f):
    """A table without strings, and the new format at the next multiple of 8."""
    old = b"ld.so-1.7.0\0" + struct.pack(f.order + "I", 1) + bytes(12)
    old += bytes(-len(old) % 8)
    return with_cache(f, old + cache(f, FOUND, at=len(old)))


def cache_with_hwcaps(f):
    """Named directories, of which one is asked for, one is no processor's."""
    entries = FOUND + [(NEEDED[0], "/opt/b/libother.so.2", 1 << 62 | 1), (NEEDED[1], "/opt/a/libneeded.so.1", 1 << 62),
                       (NEEDED[1], "/nowhere", 1 << 62 | 7)]
    return with_cache(f, cache(f, entries, ("x86-64-v4", "x86-64-v3")), HWCAPS)


def cache_with_few_entries(f):
    """Half of those that it counts."""
    content = cache(f, [FOUND[0]] * 8)
    content += bytes(-(len(content) - 48) % 24)
    count = 2 * ((len(content) - 48) // 24)
    return with_cache(f, content[:20] + struct.pack(f.order + "I", count) + content[24:])


def cache_of_one_string_behind(f):
    return with_cache(f, cache(f, FOUND, behind=NEEDED[1]))


def hwcaps(f):
    """In a glibc-hwcaps directory, which the option asks for."""
    return HWCAPS, [(f"/lib/glibc-hwcaps/x86-64-v3/{NEEDED[0]}", image(f, "library")),
                    (f"/lib/{NEEDED[0]}", image(f, "old-library")), (f"/lib/{NEEDED[1]}", image(f, "old-library")),
                    (LOADER, image(f, "old-library"))]


def musl(f):
    """musl's loader and the file with its search path."""
    return 0, [("/etc/ld-musl-x.path", b"/opt/musl:/opt/other\n/lib"), (f"/opt/musl/{NEEDED[0]}", image(f, "library")),
               (f"/opt/other/{NEEDED[1]}", image(f, "old-library")), (MUSL, image(f, "old-library"))]


def other_machine(f):
    """One library is of another format and passed over, one is no library at all, one is missing."""
    other = next(g for g in FORMATS if g.bits != f.bits)
    return 0, [(f"/lib/{NEEDED[0]}", image(other, "library")), (f"/usr/lib/{NEEDED[0]}", image(f, "static-program")),
               (LOADER, image(f, "old-library"))]


def program(f, needed=NEEDED[0], path="$ORIGIN/lib", tag="DT_RPATH"):
    """`needed` and `path` in place of strings of their lengths."""
    file = Linked(image(f, "program"))
    for old, new in ((NEEDED[0], needed), ("$ORIGIN/lib", path)):
        if old != new:
            file.rename(old, new)
    if tag != "DT_RPATH":
        file.retag("DT_RPATH", tag)
    return file


def of(f, file, *places):
    """The program, and the libraries at `places`."""
    shapes_of = ("library", "old-library")
    return 0, [("/program", bytes(file.data)), *((place, image(f, shape)) for place, shape in zip(places, shapes_of)),
               (LOADER, image(f, "old-library"))]


def runpath_of_tokens(f):
    """Of both spellings; what is no token stays as it is."""
    return of(f, program(f, path="${LIB}:$Lib", tag="DT_RUNPATH"), f"/lib/{NEEDED[0]}", f"/lib/{NEEDED[1]}")


def runpath_of_a_token_without_value(f):
    """An element that a token empties is none; one that is empty from the start is the current directory."""
    return of(f, program(f, path="$PLATFORM::", tag="DT_RUNPATH"), f"/lib/{NEEDED[0]}", f"/lib/{NEEDED[1]}")


def needed_path_of_a_token(f):
    return of(f, program(f, needed="$ORIGIN/opt.so"), "/opt.so", f"/lib/{NEEDED[1]}")


def needed_token_without_value(f):
    return of(f, program(f, needed="$PLATFORM/x.so"), "/x.so", f"/lib/{NEEDED[1]}")


def no_default_directories(f):
    """What ld.so.cache finds in one of them is not taken either."""
    file = program(f)
    file.dyn("DT_FLAGS_1")["d_val"] = 0x800
    options, files = of(f, file, f"/usr/lib/{NEEDED[0]}", f"/opt/{NEEDED[1]}")
    entries = [(NEEDED[0], f"/usr/lib/{NEEDED[0]}", 0), (NEEDED[1], f"/opt/{NEEDED[1]}", 0)]
    return options, files + [("/etc/ld.so.cache", cache(f, entries))]


def musl_with_path(f, path):
    options, files = musl(f)
    content = bytes(program(f, path=path).data).replace(LOADER.encode() + b"\0", MUSL.encode() + b"\0")
    return options, [("/program", content), *files]


def musl_origin_in_braces(f):
    return musl_with_path(f, "${ORIGIN}/l")


def musl_unknown_token(f):
    """The whole path counts for nothing then."""
    return musl_with_path(f, "$ORIGIN:$LI")


def library_for_a_later_loader(f):
    later = Linked(image(f, "library"))
    later.data[8] = 200  # EI_ABIVERSION
    return 0, [("/program", image(f, "program")), (f"/lib/{NEEDED[0]}", bytes(later.data)),
               (LOADER, image(f, "old-library"))]


def asker(f, shape):
    """Refers to the name that others define twice."""
    image = shapes.make(f, shape)
    for index, (name, _, _) in enumerate(tables.symbols(), 1):
        if name == "get":
            image.set(f"Sym.{index}", "st_shndx", 0)
            image.set(f"Sym.{index}", "st_value", 0)
            if shape == "library":
                image.set(f"Versym.{index}", "vs_index", 4)
    return bytes(image.data)


def crowded(f):
    """A name with more definitions than are looked through one by one; in 32-bit files they have versions, and the
    askers' version is none of theirs."""
    shape = "library" if f.bits == 32 else "old-library"
    libraries = [(f"/lib/libcrowd{number}.so", image(f, shape)) for number in range(17)]
    return 0, [("/lib/libfirst.so", asker(f, shape)), *libraries, ("/lib/liblast.so", asker(f, shape))]


CLOSURES = {"plain": plain, "links": links, "cache": cached, "hwcaps": hwcaps, "musl": musl,
            "other-machine": other_machine, "old-cache": cache_of_old, "both-caches": cache_of_both,
            "cache-with-hwcaps": cache_with_hwcaps, "cache-with-few-entries": cache_with_few_entries,
            "cache-of-one-string-behind": cache_of_one_string_behind}
TWO_FORMATS = ("le64", "be32")  # are enough: of names alone
NAMES = {"crowded": crowded, "runpath-of-tokens": runpath_of_tokens,
         "runpath-of-a-token-without-value": runpath_of_a_token_without_value,
         "needed-path-of-a-token": needed_path_of_a_token, "needed-token-without-value": needed_token_without_value,
         "no-default-directories": no_default_directories, "musl-origin-in-braces": musl_origin_in_braces,
         "musl-unknown-token": musl_unknown_token, "library-for-a-later-loader": library_for_a_later_loader}


def closure_seeds():
    """(name, bytes) of each."""
    for f in FORMATS:
        if f.name in TWO_FORMATS:
            for name, make in NAMES.items():
                yield f"{f.name}-{name}", pack(*make(f))
        for name, make in CLOSURES.items():
            options, files = make(f)
            needing = image(f, "program")
            if name == "musl":
                needing = needing.replace(LOADER.encode() + b"\0", MUSL.encode() + b"\0")
            yield f"{f.name}-{name}", pack(options, [("/program", needing), *files])
