"""The list of defects, which the modules defects_* fill: one function for each.

A function gets a good image, breaks one thing in it and returns the line that says so. Numbers and places in
the line come from the image and the format's rules alone.
"""

import shapes
from elf import FORMATS

ALL = FORMATS
_defects = []


def line(field, at, expected, found):
    """The error's line without the program's and the file's name. `at`: a file offset, or None."""
    where = "" if at is None else f" at {at:#x}"
    return f"{field}{where}: expected {expected}, found {found}"


def defect(*formats, shape="library"):
    """Registers the function, for images of these formats."""
    def register(function):
        _defects.append((formats, shape, function))
        return function
    return register


def bad_files():
    """(name, bytes, expected line) of each."""
    for formats, shape, function in _defects:
        for f in formats:
            image = shapes.make(f, shape)
            expected = function(image)
            yield f"{f.name}-{function.__name__.replace('_', '-')}", bytes(image.data), expected


# Findings that several tables share.

def outside_loads(image, field, entry, value):
    """An address that no PT_LOAD backs with file bytes."""
    image.set(entry, "d_val", value)
    return line(field, image.at(entry), "an address inside the file-backed bytes of a PT_LOAD",
                f"{value:#x}")


def outside_strings(image, field, record, size, value):
    """A string's offset of `size`, the string table's size, or more."""
    return line(field, image.at(record), f"an offset inside the string table's {size} bytes",
                f"{value:#x}")


def short_table(image, field, entry, at, wanted, load="PT_LOAD.0"):
    """A table whose address is good and whose size runs past its PT_LOAD."""
    left = image.end(load) - image.at(at)
    return line(field, image.at(entry),
                f"a table inside its PT_LOAD's file-backed bytes, {left} from there",
                f"{wanted} at address {image.address(at):#x}")
