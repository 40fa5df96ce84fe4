"""The library files that come with Eshkol: `lib/srfi/1.sld` is the library `(srfi 1)`, expanded only when imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from eshkol.syntax import decode, read
from eshkol.syntax.datum import Syntax, SyntaxList
from eshkol.tables.libraries import library_name
from eshkol.tables.rows import as_list, as_name

LIBRARY = Path(__file__).parent.parent / "lib"
# Stands for the folder LIBRARY in the names of sources, so that nothing compiled depends on where Eshkol lies.
SHIPPED = "<eshkol>"
SUFFIX = ".sld"
# What shipped libraries can import: every name of the standard library, those that begin with % too.
INTERNALS = "(eshkol internals)"


@cache
def shipped_libraries() -> Mapping[str, Path]:
    """The shipped libraries by name, with the paths by which their sources are named. The folder is the only list."""
    found: dict[str, Path] = {}
    for path in sorted(LIBRARY.rglob(f"*{SUFFIX}")):
        below = path.relative_to(LIBRARY)
        found[f"({' '.join(below.with_suffix('').parts)})"] = Path(SHIPPED) / below
    return found


def is_shipped(source_name: str) -> bool:
    """True for the sources of shipped libraries."""
    return source_name.startswith(f"{SHIPPED}/")


def real_path(path: Path) -> Path:
    """Where the file with this path, which may begin with SHIPPED, can be read."""
    return LIBRARY.joinpath(*path.parts[1:]) if path.parts[:1] == (SHIPPED,) else path


@cache
def shipped_exports(name: str) -> tuple[str, ...]:
    """The names that a shipped library exports, as its own `export` declarations list them."""
    return tuple(_exported_name(part) for part in _declared(name, "export"))


@cache
def shipped_imports(name: str) -> tuple[str, ...]:
    """The libraries that a shipped library imports as a whole."""
    names = [library_name(part) for part in _declared(name, "import") if isinstance(part, SyntaxList)]
    return tuple(found for found in names if found is not None)


def _declared(name: str, kind: str) -> Iterator[Syntax]:
    """The parts of all declarations of this kind."""
    path = real_path(shipped_libraries()[name])
    for form in read(decode(path.name, path.read_bytes())):
        for declaration in as_list(form, "a library definition").items[2:]:
            parts = as_list(declaration, "a declaration").items
            if parts and as_name(parts[0], "the kind of declaration") == kind:
                yield from parts[1:]


def _exported_name(part: Syntax) -> str:
    """`name` or `(rename inner name)`"""
    return as_name(part.items[-1] if isinstance(part, SyntaxList) else part, "an exported name")
