"""Libraries as the expander meets them: the standard one, those defined beside a program, and what imports select."""

from __future__ import annotations

import difflib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eshkol.core.nodes import STANDARD_LIBRARY, GlobalReference, Node
from eshkol.core.walk import every_node
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.expand.bindings import Binding, Environment, Primitive, SpecialForm, Unavailable
from eshkol.expand.conditions import holding_forms
from eshkol.expand.errors import malformed, problem, symbol_of
from eshkol.expand.forms.definitions import file_names
from eshkol.expand.import_sets import imported_names
from eshkol.expand.library_files import LIBRARY_SUFFIXES, LibraryFiles
from eshkol.expand.top_level import expand_top_level
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax
from eshkol.tables import EVERYTHING, library_rows, primitive_rows, syntax_rows
from eshkol.tables.libraries import library_name
from eshkol.tables.library_aliases import library_aliases, usual_name
from eshkol.tables.shipped import INTERNALS, is_shipped, shipped_libraries

# Forms that programs can use whatever they import.
ALWAYS_VISIBLE = ("import", "define-library", "cond-expand")


@record(frozen=True, slots=True)
class ExpandedLibrary:
    """The standard library after expansion.

    `names` holds everything that its own code sees; what begins with % stays inside. `next_serial` is the first serial
    number that its variables leave free. `missing` lists names that it uses and nothing defines, with the first use.
    `on_demand` are further forms, pickled, which only few programs need, and `on_demand_names` what they define.
    """

    forms: tuple[Node, ...]
    names: Mapping[str, Binding]
    next_serial: int
    missing: tuple[tuple[str, Span], ...] = ()
    on_demand: bytes = b""
    on_demand_names: frozenset[str] = frozenset()

    def is_demanded_by(self, program: Sequence[Node]) -> bool:
        """True when the program refers to something that is only loaded on demand."""
        return any(
            isinstance(node, GlobalReference)
            and node.variable.name in self.on_demand_names
            and node.variable.library == STANDARD_LIBRARY
            for form in program
            for node in every_node(form)
        )

    def load_on_demand(self) -> tuple[Node, ...]:
        """The forms that are only loaded on demand."""
        forms: tuple[Node, ...] = pickle.loads(self.on_demand)
        return forms

    def visible_names(self) -> dict[str, Binding]:
        """What programs see."""
        return {name: binding for name, binding in self.names.items() if not name.startswith("%")}


def built_in_names() -> dict[str, Binding]:
    """The special forms and the primitives."""
    names: dict[str, Binding] = {name: SpecialForm(name) for name in syntax_rows()}
    names.update({name: Primitive(name) for name in primitive_rows()})
    return names


@dataclass(slots=True)
class _Definition:
    """A `define-library` form. `exports` or `failure` are known once it has been expanded."""

    form: SyntaxList
    exports: dict[str, Binding] | None = None
    failure: CompileError | None = None

    @property
    def shipped(self) -> bool:
        """True for libraries that come with Eshkol."""
        return is_shipped(self.form.span.source.name)


@dataclass(slots=True)
class _Declarations:
    """What the declarations of a library add up to."""

    exports: list[Syntax] = field(default_factory=list)
    imports: list[SyntaxList] = field(default_factory=list)
    forms: list[Syntax] = field(default_factory=list)


class Libraries:
    """The world of one program: the standard library, the program's own libraries, files. Implements World."""

    def __init__(self, standard: ExpandedLibrary, files: LibraryFiles | None = None) -> None:
        self.standard = standard
        self.files = files or LibraryFiles()
        self.visible = standard.visible_names()
        self.definitions: dict[str, _Definition] = {}
        # The libraries being expanded, outermost first, each with the place that imports it.
        self.in_progress: dict[str, Span] = {}
        self.forms: list[Node] = []
        self.diagnostics: list[Diagnostic] = []

    # World

    def run_time(self, name: str) -> Binding | None:
        return self.standard.names.get(name)

    def run_time_names(self) -> Iterable[str]:
        return self.standard.names

    def exporter(self, name: str) -> str | None:
        for row in library_rows().values():
            if name in row.exports and name in self.visible:
                return row.name
        return EVERYTHING if name in self.visible else None

    def has_library(self, name: str, place: Span) -> bool:
        if name in library_rows() or name in self.definitions or self.files.find(name, place) is not None:
            return True
        usual = usual_name(name)
        return usual is not None and self.has_library(usual, place)

    def import_sets(self, form: SyntaxList) -> Mapping[str, Binding]:
        return imported_names(form, self.exports_of)

    def read_file(self, name: str, place: Span, *, fold_case: bool) -> Sequence[Syntax]:
        return self.files.read_included(name, place, fold_case=fold_case)

    # Exports of libraries

    def exports_of(self, syntax: SyntaxList) -> Mapping[str, Binding]:
        """What the library called `syntax` exports."""
        name = library_name(syntax)
        if name is None:
            raise malformed(
                syntax, "import", hint="library names are lists of symbols and integers, like (scheme base)"
            )
        return self.exports_of_name(name, syntax.span)

    def exports_of_name(self, name: str, place: Span) -> Mapping[str, Binding]:
        """What the library `name` exports, which is imported at `place`."""
        rows = library_rows()
        if name in self.definitions or (name not in rows and self.load_library_file(name, place)):
            return self.expand_library(name, place)
        if name == EVERYTHING:
            return self.visible
        if name == INTERNALS and is_shipped(place.source.name):
            return self.standard.names
        if name in rows:
            return {e: self.visible.get(e, Unavailable(e, name)) for e in rows[name].exports}
        usual = usual_name(name)
        if usual is not None:
            return self.exports_of_name(usual, place)
        raise problem(f"there is no library {name}", place, hint=self.hint_for_missing(name, place))

    def hint_for_missing(self, name: str, place: Span) -> str:
        """A library that may be meant, or where this one was looked for."""
        known = [*library_rows(), *shipped_libraries(), *library_aliases(), *self.definitions]
        close = difflib.get_close_matches(name, known, n=1)
        if close and not name.startswith("(srfi "):
            return f"did you mean {close[0]}?"
        stem = name[1:-1].replace(" ", "/")
        folders = [str(folder) for folder in self.files.search_path(place)]
        return f"looked for {stem} with {', '.join(LIBRARY_SUFFIXES)} below: {', '.join(folders)}"

    # Libraries of the program

    def register(self, forms: Sequence[Syntax]) -> None:
        """Notes every `define-library` among the forms of a program."""
        for form in forms:
            if is_form(form, "define-library") and isinstance(form, SyntaxList):
                header = form.items[1] if len(form.items) > 1 else None
                name = library_name(header) if isinstance(header, SyntaxList) else None
                if name is None:
                    self.diagnostics.append(Diagnostic("malformed name of a library", form.span, expected="(name ...)"))
                elif name in self.definitions or name in library_rows():
                    message = f"the library {name} is defined twice"
                    notes: tuple[tuple[str, Span], ...] = ()
                    if name in self.definitions:
                        notes = (("first defined here", self.definitions[name].form.span),)
                    self.diagnostics.append(Diagnostic(message, form.span, notes=notes))
                else:
                    self.definitions[name] = _Definition(form)

    def load_library_file(self, name: str, place: Span) -> bool:
        """Looks for a file that defines the library and registers what it defines; False when there is no file."""
        found = self.files.find(name, place)
        if found is None:
            return False
        path, folder = found
        forms = self.files.read_library(path, folder, place)
        self.register(forms)
        if name not in self.definitions:
            raise problem(f"{path} does not define the library {name}", place)
        for form in forms:
            if not is_form(form, "define-library"):
                raise problem("a library file can only contain library definitions", form.span, got=write_syntax(form))
        return True

    def expand_library(self, name: str, importer: Span) -> Mapping[str, Binding]:
        """Expands the library when it is first imported; its forms come before those of its importer."""
        definition = self.definitions[name]
        if definition.exports is not None:
            return definition.exports
        if definition.failure is not None:
            raise definition.failure
        if name in self.in_progress:
            raise self.cycle(name, importer)
        self.in_progress[name] = importer
        try:
            definition.exports = self.expand_definition(name, definition)
        except CompileError as failure:
            definition.failure = failure
            raise
        finally:
            del self.in_progress[name]
        return definition.exports

    def cycle(self, name: str, importer: Span) -> CompileError:
        """The error for an import of a library that is being expanded: every import on the way is shown."""
        entered = list(self.in_progress.items())
        names = [entry for entry, _ in entered]
        steps = entered[names.index(name) + 1 :]
        notes = tuple(
            (f"{importing} imports {imported[0]} here", imported[1])
            for importing, imported in zip(names[names.index(name) :], steps, strict=False)
        )
        return problem(
            f"the library {name} imports itself: {' imports '.join([name, *(step for step, _ in steps), name])}",
            importer,
            hint="move what both need into a third library",
            notes=notes,
        )

    def expand_definition(self, name: str, definition: _Definition) -> dict[str, Binding]:
        declarations = _Declarations()
        self.collect(declarations, definition.form, definition.form.items[2:])
        imports = Environment(None)
        for form in declarations.imports:
            imports.bindings.update(self.import_sets(form))
        label = f"{STANDARD_LIBRARY} {name}" if definition.shipped else name
        top_level, nodes = expand_top_level(label, imports, self, declarations.forms)
        self.diagnostics += top_level.expander.diagnostics
        self.forms += nodes
        exports: dict[str, Binding] = {}
        for export in declarations.exports:
            self.add_export(exports, export, top_level.top, definition.form)
        return exports

    def known_exports(self) -> dict[str, Mapping[str, Binding]]:
        """What the libraries that have been imported so far export."""
        return {name: d.exports for name, d in self.definitions.items() if d.exports is not None}

    def expand_all(self) -> None:
        """Expands the libraries that are defined beside the program, whether something imports them or not."""
        for name, definition in list(self.definitions.items()):
            try:
                self.expand_library(name, definition.form.span)
            except CompileError as failure:
                self.diagnostics += failure.diagnostics

    def check_unused(self) -> None:
        """Expands the libraries that nothing imports, for the sake of their errors only."""
        forms = list(self.forms)
        self.expand_all()
        self.forms = forms

    def collect(self, declarations: _Declarations, library: SyntaxList, parts: Sequence[Syntax]) -> None:
        for part in parts:
            match _keyword(part), part:
                case "export", SyntaxList(items=(_, *exports)):
                    declarations.exports += exports
                case "import", SyntaxList():
                    declarations.imports.append(part)
                case "begin", SyntaxList(items=(_, *forms)):
                    declarations.forms += forms
                case "include" | "include-ci", SyntaxList():
                    for name, span in file_names(part):
                        declarations.forms += self.read_file(name, span, fold_case=_keyword(part) == "include-ci")
                case "include-library-declarations", SyntaxList():
                    for name, span in file_names(part):
                        self.collect(declarations, library, self.read_file(name, span, fold_case=False))
                case "cond-expand", SyntaxList():
                    self.collect(declarations, library, holding_forms(part, self.has_library))
                case _:
                    raise malformed(library, "define-library", part=part)

    def add_export(self, exports: dict[str, Binding], export: Syntax, top: Environment, library: SyntaxList) -> None:
        """`name` or `(rename inner outer)`"""
        match export:
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name="rename")), inner, outer), tail=None):
                pass
            case _:
                inner = outer = export
        inner_name, outer_name = symbol_of(inner, "an exported name").name, symbol_of(outer, "an exported name").name
        binding = top.bindings.get(inner_name)
        if binding is None and top.parent is not None:
            binding = top.parent.bindings.get(inner_name)
        if binding is None:
            message = f"the library exports `{inner_name}`, but does not define or import it"
            self.diagnostics.append(Diagnostic(message, export.span))
            return
        if exports.get(outer_name, binding) != binding:
            self.diagnostics.append(Diagnostic(f"`{outer_name}` is exported twice", export.span))
        exports[outer_name] = binding


def is_form(syntax: Syntax, keyword: str) -> bool:
    """True for lists that begin with this very symbol."""
    return _keyword(syntax) == keyword


def _keyword(syntax: Syntax) -> str | None:
    match syntax:
        case SyntaxList(items=(SyntaxAtom(value=Symbol(name=name)), *_), tail=None):
            return name
        case _:
            return None
