"""The documentation comments of the standard library in `lib/*.esk`: signature, text, examples of each definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.record import record
from eshkol.source import Source, Span
from eshkol.syntax import decode
from eshkol.tables.rows import Example
from eshkol.tables.shipped import LIBRARY, real_path, shipped_libraries

_DEFINITION = re.compile(r"\(define \(?([^\s()]+)")
_ERROR = "error: "
# The libraries of the types of homogeneous vectors are all like the one for this type.
_MODEL, _MODEL_KIND = "(srfi 160 s16)", "s16"
_LIKE_MODEL = r"\(srfi 160 (?!s16\))[a-z][0-9]+\)"


@record(frozen=True, slots=True)
class LibraryDoc:
    """What the comment before one user-visible definition says. `span` is the definition's first line."""

    name: str
    signature: str
    doc: str
    examples: tuple[Example, ...]
    span: Span


@cache
def library_docs() -> Mapping[str, LibraryDoc]:
    """All documented definitions by name, in the order of files and lines. CompileError: one lacks its comment."""
    docs: dict[str, LibraryDoc] = {}
    for path in sorted(LIBRARY.glob("*.esk")):
        for doc in parse_library_docs(decode(f"lib/{path.name}", path.read_bytes())):
            docs[doc.name] = doc
    return docs


def parse_library_docs(source: Source) -> Iterator[LibraryDoc]:
    """The documented definitions of one file. Names that begin with % are for the library itself and need no comment.

    The comment's lines begin with `;;; `: first the signature, then text, then for each example `> ` and an
    expression, which goes on in lines indented by two more spaces, and what `write` prints for its value, or `error: `
    and a part of the message.
    """
    comment: list[str] = []
    offset = 0
    for line in source.text.splitlines(keepends=True):
        definition = _DEFINITION.match(line)
        if definition and not definition[1].startswith("%"):
            span = Span(source, offset, offset + len(line.rstrip()))
            yield _parse_comment(definition[1], comment, span)
        if line.startswith(";;; "):
            comment.append(line.removeprefix(";;; ").rstrip("\n"))
        else:
            comment = []
        offset += len(line)


@cache
def shipped_docs(library: str) -> tuple[LibraryDoc, ...]:
    """What the comments in the file of a shipped library, and in the files of the folder of its name, say.

    A comment is a block of lines that begin with `;;; `, wherever it stands; it is about the name that its first line,
    the signature, begins with. Of libraries that are like another one but for a part of their names, it is that one's
    comments with these names, without examples.
    """
    model = model_of(library)
    if model is not None:
        return tuple(_renamed(doc, library.rpartition(" ")[2].rstrip(")")) for doc in shipped_docs(model))
    path = real_path(shipped_libraries()[library])
    included = sorted(p for p in path.with_suffix("").glob("*.scm"))
    return tuple(
        doc
        for file in (path, *included)
        for doc in parse_blocks(decode(file.relative_to(LIBRARY).as_posix(), file.read_bytes()))
    )


def model_of(library: str) -> str | None:
    """The library whose comments and examples hold for this one, too, with other names."""
    return _MODEL if re.fullmatch(_LIKE_MODEL, library) else None


def _renamed(doc: LibraryDoc, kind: str) -> LibraryDoc:
    name, signature, text = (part.replace(_MODEL_KIND, kind) for part in (doc.name, doc.signature, doc.doc))
    return replace(doc, name=name, signature=signature, doc=text, examples=())


def parse_blocks(source: Source) -> Iterator[LibraryDoc]:
    """The documented names of one file, in order."""
    for block in re.finditer(r"^ *;;; .*\n(?: *;;; .*\n)*", source.text, re.MULTILINE):
        comment = [line.lstrip(" ").removeprefix(";;; ") for line in block[0].splitlines()]
        name = re.match(r"\(?([^\s()]+)", comment[0])
        span = Span(source, block.start(), block.start() + len(block[0].splitlines()[0]))
        if name is None:
            raise _problem(span, "a comment that begins with a signature")
        yield _parse_comment(name[1], comment, span)


def _parse_comment(name: str, comment: list[str], span: Span) -> LibraryDoc:
    first_example = next((i for i, line in enumerate(comment) if line.startswith("> ")), len(comment))
    examples = tuple(_parse_examples(comment[first_example:], span))
    if first_example < 2 or not examples or not re.search(rf"(?:^|\(){re.escape(name)}(?:$|[ )])", comment[0]):
        raise _problem(span, f"a comment of `;;; ` lines: the signature with `{name}`, what it does, an example")
    return LibraryDoc(name, comment[0], " ".join(comment[1:first_example]), examples, span)


def _parse_examples(lines: list[str], span: Span) -> Iterator[Example]:
    expression: list[str] = []
    for line in lines:
        if line.startswith("> ") and not expression:
            expression = [line.removeprefix("> ")]
        elif line.startswith("  ") and expression:
            expression.append(line)
        elif not line.startswith("> ") and expression:
            text = "\n".join(expression)
            error = line.removeprefix(_ERROR) if line.startswith(_ERROR) else None
            yield Example(text, None if error else line, error)
            expression = []
        else:
            raise _problem(span, "after `> ` and an expression, one line with its value")
    if expression:
        raise _problem(span, "after `> ` and an expression, one line with its value")


def _problem(span: Span, expected: str) -> CompileError:
    return CompileError([Diagnostic("malformed documentation of a library definition", span, expected=expected)])
