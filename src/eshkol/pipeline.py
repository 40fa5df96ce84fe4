"""The table of contents of the compiler: the passes in order, what each takes and gives, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.emit.program import emit
from eshkol.emit.units import CUnit
from eshkol.expand import ExpandedLibrary, dump_library, expand_program, expand_standard_library, load_library
from eshkol.low.convert import convert
from eshkol.low.loops import loops
from eshkol.low.safepoints import safepoints
from eshkol.low.types import types
from eshkol.options import Options
from eshkol.passes.arity import arity
from eshkol.passes.escapes import escapes
from eshkol.passes.letrec import letrec
from eshkol.passes.order import order
from eshkol.passes.shake import shake
from eshkol.passes.simplify import simplify
from eshkol.record import record
from eshkol.source import NOWHERE, Source
from eshkol.tables import kept

LIBRARY = Path(__file__).parent / "lib"


@record(frozen=True, slots=True)
class Pass:
    """One step. `takes` and `gives` name languages; adjacent passes must fit."""

    name: str
    function: Callable[[Any], Any]
    takes: str
    gives: str
    description: str


def _expand(request: tuple[Source, Options]) -> Any:
    source, options = request
    return expand_program(source, standard_library(), folders=options.library_folders, exports=options.shared)


PASSES: tuple[Pass, ...] = (
    Pass("expand", _expand, "source", "core", "reads the text and expands macros and derived forms"),
    Pass("shake", shake, "core", "core", "drops library definitions that the program cannot reach"),
    Pass("arity", arity, "core", "core", "checks the number of arguments of known calls"),
    Pass("order", order, "core", "core", "checks that globals are not read before their definition"),
    Pass("letrec", letrec, "core", "core", "sorts letrec* into plain bindings and recursive lambdas"),
    Pass("escapes", escapes, "core", "core", "finds continuations that only escape"),
    Pass("simplify", simplify, "core", "core", "inlines, folds, propagates"),
    Pass("simplify-again", simplify, "core", "core", "the same once more, with new counts"),
    Pass("shake-again", shake, "core", "core", "drops what inlining has left unused"),
    Pass("convert", convert, "core", "low", "closures, environments, labels, calls"),
    Pass("loops", loops, "low", "low", "self tail calls become loops"),
    Pass("types", types, "low", "low", "infers what variables hold and unboxes doubles"),
    Pass("safepoints", safepoints, "low", "low", "places safe points"),
    Pass("emit", emit, "low", "c", "C text"),
)

for _first, _second in pairwise(PASSES):
    assert _first.gives == _second.takes, f"{_second.name} cannot follow {_first.name}"


def compile_to_c(source: Source, options: Options) -> Sequence[CUnit]:
    """The C texts of a program. CompileError: it has errors."""
    *_, (_, units) = steps(source, options)
    return units  # type: ignore[no-any-return]


def steps(source: Source, options: Options | None = None) -> Iterator[tuple[Pass, Any]]:
    """Runs the passes one after the other; gives each with its result. Low passes change their input.

    Of the options, only where libraries are concerns the passes; the others concern the C compiler and the runtime.
    """
    result: Any = (source, options or Options())
    for step in PASSES:
        result = step.function(result)
        yield step, result


def check(result: Any, language: str) -> None:
    """Holds what a pass has made against the rules of its language: MalformedCore, MalformedLow."""
    if language == "core":
        from eshkol.core.check import check_program

        check_program(result)
    elif language == "low":
        from eshkol.low.check import check_program as check_low

        check_low(result)


def dump(source: Source, options: Options, after: str) -> str:
    """What the program looks like after a pass, as text."""
    names = [step.name for step in PASSES]
    if after not in names:
        hint = f"passes are: {', '.join(names)}"
        raise CompileError([Diagnostic(f"there is no pass called {after}", NOWHERE, hint=hint)])
    return next(_show(result, step.gives) for step, result in steps(source, options) if step.name == after)


def _show(result: Any, language: str) -> str:
    if language == "core":
        from eshkol.core.show import show_program

        return show_program(result)
    if language == "low":
        from eshkol.low.show import show_program as show_low

        return show_low(result)
    return "\n".join(unit.text for unit in result)


_library: list[ExpandedLibrary] = []


def standard_library() -> ExpandedLibrary:
    """The expanded standard library; made once per version of the compiler and cached as a file."""
    if not _library:
        _library.append(_cached_library())
    return _library[0]


def _cached_library() -> ExpandedLibrary:
    """From the cache, where the tables are, too, which the library's expansion needs."""
    from eshkol.build import cache
    from eshkol.build.index import compiler_identity

    identity = compiler_identity()
    kept.restore(cache.cached_bytes("library", cache.key("tables", identity), kept.dump))

    def make() -> bytes:
        sources = [Source(path.name, path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.glob("*.esk"))]
        return dump_library(expand_standard_library(sources))

    return load_library(cache.cached_bytes("library", cache.key("library", identity), make))
