#!/usr/bin/python3
"""file_set.py OUT OPTIONS PATH=FILE... : packs files as one input.

PATH@TARGET is a symbolic link.
"""

import os
import pathlib
import struct
import sys


def pack(options, files):
    """files: (path, content) or (path, target as str)."""
    packed = b"1FLD" + bytes([options, len(files)])
    for path, content in files:
        is_link = isinstance(content, str)
        content = content.encode() if is_link else content
        name = path.encode()
        packed += bytes([is_link, len(name)]) + struct.pack("<I", len(content)) + name + content
    return packed


def unpack(packed):
    """(path, content) of each file, as fuzz targets take them: of any bytes."""
    if packed[:4] != b"1FLD":
        return [("/program", packed)]
    files, at = [], 6
    for _ in range(min(packed[5], 64) if len(packed) > 5 else 0):
        if at >= len(packed):
            break
        head = packed[at:at + 6].ljust(6, b"\0")
        is_link, name_size, size = struct.unpack("<BBI", head)
        name = packed[at + 6:at + 6 + name_size]
        content = packed[at + 6 + name_size:at + 6 + name_size + size]
        at += 6 + name_size + size
        path = os.fsdecode(name)
        files.append((path, os.fsdecode(content) if is_link == 1 else content))
    return files


def main():
    out, options, *members = sys.argv[1:]
    files = []
    for member in members:
        if "=" in member:
            path, source = member.split("=", 1)
            files.append((path, pathlib.Path(source).read_bytes()))
        else:
            files.append(tuple(member.split("@", 1)))
    pathlib.Path(out).write_bytes(pack(int(options), files))


if __name__ == "__main__":
    main()
