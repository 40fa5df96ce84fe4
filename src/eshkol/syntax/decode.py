"""The bytes of a source file as text, or a diagnostic that says where they are not UTF-8."""

from __future__ import annotations

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.source import Source, Span


def decode(name: str, data: bytes) -> Source:
    """The source called `name`. Raises CompileError when `data` is not UTF-8."""
    try:
        return Source(name, data.decode("utf-8"))
    except UnicodeDecodeError as problem:
        readable = Source(name, data.decode("utf-8", "replace"))
        offset = len(data[: problem.start].decode("utf-8"))
        raise CompileError(
            [
                Diagnostic(
                    "this file is not valid UTF-8",
                    Span(readable, offset, offset + 1),
                    expected="text encoded as UTF-8",
                    got=f"the byte 0x{data[problem.start]:02x} ({problem.reason})",
                    hint="save the file as UTF-8",
                )
            ]
        ) from None
