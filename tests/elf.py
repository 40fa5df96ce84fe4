"""Which names archives, executables and shared libraries define, and which they want from elsewhere (64 bits)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SYMBOL_TABLE, DYNAMIC_SYMBOL_TABLE = 2, 11
UNDEFINED, LOCAL = 0, 0


@dataclass(frozen=True, slots=True)
class Section:
    """The parts of a section header that symbols need."""

    kind: int
    offset: int
    size: int
    link: int


def members(archive: bytes) -> Iterator[bytes]:
    """The contents of an ar archive's files."""
    at = 8
    while at + 60 <= len(archive):
        size = int(archive[at + 48 : at + 58])
        yield archive[at + 60 : at + 60 + size]
        at += 60 + size + size % 2


def named_members(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an ar archive with their names, of which long ones stand in a member of their own, `//`."""
    at, long_names = 8, b""
    while at + 60 <= len(archive):
        name, size = archive[at : at + 16].decode().strip(), int(archive[at + 48 : at + 58])
        content = archive[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
        if name == "//":
            long_names = content
        elif name[:1] == "/" and name[1:].isdigit():
            yield long_names[int(name[1:]) :].split(b"/\n", 1)[0].decode(), content
        else:
            yield name.removesuffix("/"), content


def wanted_by(object_file: bytes) -> set[str]:
    """The names that an object wants from elsewhere."""
    return {name for name, is_defined, _ in _symbols_of(object_file, SYMBOL_TABLE) if not is_defined}


def symbols(archive: bytes) -> tuple[set[str], set[str]]:
    """The names that some object defines, and those that some object wants."""
    defined: set[str] = set()
    wanted: set[str] = set()
    for member in members(archive):
        if member[:4] == b"\x7fELF":
            for name, is_defined, is_local in _symbols_of(member, SYMBOL_TABLE):
                if not is_local:
                    (defined if is_defined else wanted).add(name)
    return defined, wanted


def defined_in(executable: bytes) -> set[str]:
    """The names that a linked program defines, for itself or for others."""
    return {name for name, is_defined, _ in _symbols_of(executable, SYMBOL_TABLE) if is_defined}


def offered_by(library: bytes) -> set[str]:
    """The names that a shared library lets others use."""
    return {name for name, is_defined, _ in _symbols_of(library, DYNAMIC_SYMBOL_TABLE) if is_defined}


def _symbols_of(elf: bytes, kind: int) -> Iterator[tuple[str, bool, bool]]:
    """Each name, whether it is defined, and whether only here."""
    sections = list(_sections(elf))
    for table in sections:
        if table.kind != kind:
            continue
        names = sections[table.link]
        for at in range(table.offset, table.offset + table.size, 24):
            name_at, information, _, section = struct.unpack_from("<IBBH", elf, at)
            start = names.offset + name_at
            name = elf[start : elf.index(b"\0", start)].decode()
            if name:
                yield name, section != UNDEFINED, information >> 4 == LOCAL


def _sections(elf: bytes) -> Iterator[Section]:
    (start,) = struct.unpack_from("<Q", elf, 40)
    entry_bytes, count = struct.unpack_from("<HH", elf, 58)
    for at in range(start, start + count * entry_bytes, entry_bytes):
        _, kind, _, _, offset, size, link = struct.unpack_from("<IIQQQQI", elf, at)
        yield Section(kind, offset, size, link)
