"""The files that a program consists of besides itself: where libraries are looked for, and how files are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from eshkol import files
from eshkol.expand.errors import problem
from eshkol.source import Source, Span
from eshkol.syntax import read
from eshkol.syntax.datum import Syntax
from eshkol.tables.shipped import SHIPPED, is_shipped, real_path, shipped_libraries

# `(import (a b))` looks for a/b.sld and so on.
LIBRARY_SUFFIXES = (".sld", ".esk", ".scm")


class LibraryFiles:
    """Finds and reads files for one program.

    A library is looked for below the folder where the importing library was found, below the program's own folder,
    below `folders` in order, and then among the shipped ones.
    """

    def __init__(self, program: Source | None = None, folders: Sequence[str] = ()) -> None:
        own = Path(program.name).parent if program is not None else Path()
        self.folders = (own, *(Path(folder) for folder in folders))
        # Below which folder the library was found that a source belongs to.
        self.origins: dict[str, Path] = {}

    def find(self, name: str, place: Span) -> tuple[Path, Path] | None:
        """The file that should define the library `name`, imported at `place`, and the folder below which it lies."""
        parts = name[1:-1].split(" ")
        if not any(part in ("", ".", "..") or "/" in part or "\0" in part for part in parts):
            for folder in self.search_path(place):
                for suffix in LIBRARY_SUFFIXES:
                    path = folder.joinpath(*parts[:-1], parts[-1] + suffix)
                    if files.is_file(path):
                        return path, folder
        shipped = shipped_libraries().get(name)
        return None if shipped is None else (shipped, Path(SHIPPED))

    def search_path(self, place: Span) -> Iterator[Path]:
        """The folders for an import at `place`; shipped libraries see none of the program's."""
        if is_shipped(place.source.name):
            return
        origin = self.origins.get(place.source.name)
        yield from dict.fromkeys(self.folders if origin is None else (origin, *self.folders))

    def read_library(self, path: Path, folder: Path, place: Span) -> Sequence[Syntax]:
        """The forms of a file that `find` has found."""
        self.origins[path.as_posix()] = folder
        return self.read_path(path, place, fold_case=False)

    def read_included(self, name: str, place: Span, *, fold_case: bool) -> Sequence[Syntax]:
        """The forms of the file called `name` in the source of `place`."""
        path = Path(place.source.name).parent / name
        origin = self.origins.get(place.source.name)
        if origin is not None:
            self.origins[path.as_posix()] = origin
        return self.read_path(path, place, fold_case=fold_case)

    def read_path(self, path: Path, place: Span, *, fold_case: bool) -> Sequence[Syntax]:
        try:
            source = files.read_source(real_path(path), path.as_posix())
        except (OSError, ValueError) as failure:
            reason = failure.strerror if isinstance(failure, OSError) else "this is no file name"
            hint = "file names are relative to the including file"
            raise problem(f"cannot read {path}: {reason}", place, hint=hint) from None
        return read(source, fold_case=fold_case)
