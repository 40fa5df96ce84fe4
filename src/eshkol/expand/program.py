"""The public functions of the expander: the standard library once, then programs that use it."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence

from eshkol.core import nodes
from eshkol.core.nodes import STANDARD_LIBRARY, GlobalDefinition, GlobalVariable, Node, Program
from eshkol.cyclic_garbage import uncollected
from eshkol.deep_stack import run_deep
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.expand.bindings import Binding, Environment, SpecialForm, outermost
from eshkol.expand.exports import note_exports
from eshkol.expand.libraries import ALWAYS_VISIBLE, ExpandedLibrary, Libraries, built_in_names, is_form
from eshkol.expand.library_files import LibraryFiles
from eshkol.expand.macro_rules import Macro
from eshkol.expand.program_names import note_program_names
from eshkol.expand.top_level import PROGRAM, TopLevel, expand_top_level
from eshkol.source import NOWHERE, Source, Span
from eshkol.syntax import read
from eshkol.syntax.datum import Syntax, SyntaxList

# Files of the library that begin so are the evaluator's, which few programs need: they are kept apart, and loaded only
# for programs that refer to something in them.
ON_DEMAND = "eval"


def expand_standard_library(sources: Iterable[Source]) -> ExpandedLibrary:
    """The files of the standard library, in this order, as one library. CompileError: they have errors."""
    texts = tuple(sources)
    return run_deep(lambda: _expand_standard_library(texts))


def expand_program(
    source: Source, library: ExpandedLibrary, *, folders: Sequence[str] = (), exports: bool = False
) -> Program:
    """The library's forms, then those of the libraries that the program imports, then the program's.

    `folders`: where libraries in files of their own are looked for besides the program's folder. Files are read through
    `eshkol.files`, which can record them. `exports`: C code is told of the program's globals (see `exports.py`).
    CompileError: the program has errors; it carries all that were found.
    """
    return run_deep(lambda: _expand_program(source, library, folders, exporting=exports))


def dump_library(library: ExpandedLibrary) -> bytes:
    """The library as bytes, to be kept in a cache."""
    return run_deep(lambda: pickle.dumps(library, pickle.HIGHEST_PROTOCOL))


def load_library(data: bytes) -> ExpandedLibrary:
    """The library that `dump_library` gave. Only for data from a trusted cache."""
    with uncollected():
        library = run_deep(lambda: pickle.loads(data))
    assert isinstance(library, ExpandedLibrary)
    return library


class _LibraryWorld(Libraries):
    """The standard library's own view while it is being expanded: it is its own run-time support."""

    def __init__(self, built_in: dict[str, Binding]) -> None:
        super().__init__(ExpandedLibrary((), built_in, 0))
        self.built_in = built_in
        self.top_level: TopLevel | None = None

    def run_time(self, name: str) -> Binding | None:
        own = None if self.top_level is None else self.top_level.top.bindings.get(name)
        return own or self.built_in.get(name)

    def run_time_names(self) -> Iterable[str]:
        own = [] if self.top_level is None else [n for n in self.top_level.top.bindings if isinstance(n, str)]
        return {**self.built_in, **dict.fromkeys(own)}

    def exporter(self, name: str) -> str | None:
        return None


def _expand_standard_library(sources: Sequence[Source]) -> ExpandedLibrary:
    nodes.restart_serial_numbers()
    forms = _read_all(sources)
    built_in = built_in_names()
    world = _LibraryWorld(built_in)
    world.top_level = TopLevel(STANDARD_LIBRARY, outermost(built_in), world)
    expanded = world.top_level.expand(forms)
    expander = world.top_level.expander
    for name, span in expander.assigned_imports.items():
        expander.diagnostics.append(Diagnostic(f"the library assigns the primitive `{name}`", span))
    _raise_any(expander.diagnostics)
    own = {
        key: binding
        for key, binding in world.top_level.top.bindings.items()
        if isinstance(key, str) and not (isinstance(binding, Macro) and key.startswith("%"))
    }
    next_serial = nodes.Variable("end", NOWHERE).serial
    prompt = tuple([form for form in expanded if not _is_on_demand(form)])
    on_demand = tuple([form for form in expanded if _is_on_demand(form)])
    return ExpandedLibrary(
        prompt,
        {**built_in, **own},
        next_serial,
        tuple(expander.missing.items()),
        pickle.dumps(on_demand, pickle.HIGHEST_PROTOCOL),
        frozenset([form.variable.name for form in on_demand if isinstance(form, GlobalDefinition)]),
    )


def _is_on_demand(form: Node) -> bool:
    return form.span.source.name.startswith(ON_DEMAND)


def _read_all(sources: Sequence[Source]) -> list[Syntax]:
    forms: list[Syntax] = []
    diagnostics: list[Diagnostic] = []
    for source in sources:
        try:
            forms += read(source)
        except CompileError as error:
            diagnostics += error.diagnostics
    _raise_any(diagnostics)
    return forms


def _expand_program(source: Source, library: ExpandedLibrary, folders: Sequence[str], *, exporting: bool) -> Program:
    nodes.restart_serial_numbers(library.next_serial)
    forms = read(source)
    libraries = Libraries(library, LibraryFiles(source, folders))
    libraries.register(forms)
    if _begins_with_import(forms):
        imports = Environment(None, {name: SpecialForm(name) for name in ALWAYS_VISIBLE})
    else:
        imports = outermost(libraries.visible)
    top_level, expanded = expand_top_level(PROGRAM, imports, libraries, forms)
    exports = libraries.known_exports()
    visible_in_c = _visible_in_c(forms, libraries, top_level) if exporting else {}
    libraries.check_unused()
    _raise_any([*libraries.diagnostics, *top_level.expander.diagnostics])
    own = (*libraries.forms, *expanded)
    if exporting:
        own = (*own, note_exports(top_level.expander, visible_in_c, Span(source, 0, 0)))
    if not library.is_demanded_by(own):
        return Program((*library.forms, *own))
    note = note_program_names(top_level, exports, Span(source, 0, 0))
    return Program((*library.forms, *library.load_on_demand(), note, *own))


def _visible_in_c(forms: Sequence[Syntax], libraries: Libraries, top_level: TopLevel) -> dict[str, Binding]:
    """What the program defines; of a file with nothing but libraries, what these export."""
    if all(is_form(form, "define-library") for form in forms):
        libraries.expand_all()
        return {name: binding for names in libraries.known_exports().values() for name, binding in names.items()}
    own = {name: binding for name, binding in top_level.top.bindings.items() if isinstance(name, str)}
    return {name: binding for name, binding in own.items() if isinstance(binding, GlobalVariable)}


def _begins_with_import(forms: Sequence[Syntax]) -> bool:
    """True when the first form that is no library definition is an import, or a cond-expand around one."""
    for form in forms:
        if is_form(form, "define-library"):
            continue
        if is_form(form, "cond-expand") and isinstance(form, SyntaxList):
            clauses = [clause for clause in form.items[1:] if isinstance(clause, SyntaxList)]
            return any(is_form(part, "import") for clause in clauses for part in clause.items[1:])
        return is_form(form, "import")
    return False


def _raise_any(diagnostics: Sequence[Diagnostic]) -> None:
    if diagnostics:
        raise CompileError(list({id(diagnostic): diagnostic for diagnostic in diagnostics}.values()))
