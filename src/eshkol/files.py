"""Reading source files: as UTF-8, with clear errors, and on record, for the key of the cached program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.source import Source, Span

# The bytes of each file read so far; None: looked for and not there.
Record = dict[Path, bytes | None]
_record: ContextVar[Record | None] = ContextVar("_record", default=None)


@contextmanager
def recording() -> Iterator[Record]:
    """Within it, every file that `read_source` and `is_file` look at is noted in the dictionary it gives."""
    record: Record = {}
    token = _record.set(record)
    try:
        yield record
    finally:
        _record.reset(token)


def read_source(path: Path, name: str | None = None) -> Source:
    """The source in a file, called `name` (else its path). OSError: cannot be read; CompileError: not UTF-8."""
    data = path.read_bytes()
    _note(path, data)
    return decode_source(data, name or str(path))


def is_file(path: Path) -> bool:
    """Whether a file is there. Looking for one is on record too: the file may appear later."""
    try:
        if path.is_file():
            return True
    except OSError:  # a name that no file can have
        return False
    _note(path, None)
    return False


def decode_source(data: bytes, name: str) -> Source:
    """The source in `data`; a byte order mark is dropped."""
    try:
        return Source(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        source = Source(name, data.decode("utf-8", errors="replace"))
        place = len(data[: error.start].decode("utf-8", errors="replace"))
        message = f"the text is not UTF-8: byte 0x{data[error.start]:02x}"
        hint = "save the file as UTF-8"
        raise CompileError([Diagnostic(message, Span(source, place, place + 1), hint=hint)]) from None


def _note(path: Path, data: bytes | None) -> None:
    record = _record.get()
    if record is not None:
        record[path.absolute()] = data
