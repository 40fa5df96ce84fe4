"""Forms that may define: define, define-values, define-syntax, and those that splice others into their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eshkol.core.nodes import Lambda, Node
from eshkol.diagnostics import CompileError
from eshkol.expand.bindings import Environment, key_of
from eshkol.expand.blocks import Block, Definition, ValuesDefinition, make_sequence
from eshkol.expand.conditions import holding_forms
from eshkol.expand.errors import malformed, problem, proper_items, symbol_of
from eshkol.expand.expander import Expander
from eshkol.expand.formals import formal_symbols
from eshkol.expand.forms.fundamental import after_first, transformer
from eshkol.source import Span
from eshkol.syntax.datum import StringConstant, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax


def define(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    parts = form.items[1:]
    if form.tail is not None or not parts:
        raise malformed(form, "define")
    header, *body = parts
    if isinstance(header, SyntaxList) and header.items:
        _define_procedure(expander, block, form, header, body, environment)
        return
    symbol = symbol_of(header, "the name to define")
    if not body:
        raise problem(
            f"the definition of `{symbol.name}` has no value",
            form.span,
            expected=f"(define {symbol.name} value)",
            got=write_syntax(form),
        )
    if len(body) > 1:
        hint = f"to define a procedure, write (define ({symbol.name} parameter ...) body ...)"
        raise problem(f"the definition of `{symbol.name}` has more than one value", body[1].span, hint=hint)
    target = expander.declare(block, symbol, header.span)
    value = body[0]
    block.items.append(Definition(target, lambda: expander.expand_named(value, environment, symbol.name), form.span))


def _define_procedure(
    expander: Expander,
    block: Block,
    form: SyntaxList,
    header: SyntaxList,
    body: Sequence[Syntax],
    environment: Environment,
) -> None:
    if isinstance(header.items[0], SyntaxList):
        raise problem(
            "a definition cannot be curried",
            header.items[0].span,
            expected="the name of the procedure",
            got=write_syntax(header.items[0]),
            hint="define a procedure that returns a lambda",
        )
    symbol = symbol_of(header.items[0], "the name of the procedure")
    if not body:
        raise problem(
            f"the procedure `{symbol.name}` has no body", form.span, expected="(define (name parameter ...) body ...)"
        )
    target = expander.declare(block, symbol, header.items[0].span)

    def make() -> Node:
        return Lambda(form.span, symbol.name, (expander.clause(after_first(header), body, environment, form),))

    block.items.append(Definition(target, make, form.span))


def define_values(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    formals, producer = proper_items(form, "define-values", 2, 2)
    required, rest = formal_symbols(formals, form)
    targets = tuple([expander.declare(block, symbol_of(name, "a name"), name.span) for name in required])
    rest_target = None if rest is None else expander.declare(block, symbol_of(rest, "a name"), rest.span)
    block.items.append(
        ValuesDefinition(targets, rest_target, lambda: expander.expand(producer, environment), form.span)
    )


def define_syntax(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    keyword, rules = proper_items(form, "define-syntax", 2, 2)
    symbol = symbol_of(keyword, "the name of the macro")
    key = key_of(symbol)
    if not block.at_top_level and key in block.spans:
        raise problem(
            f"`{symbol.name}` is defined twice in this body", keyword.span, notes=(("also here", block.spans[key]),)
        )
    macro = transformer(expander, symbol, rules, environment)
    block.spans[key] = keyword.span
    block.environment.bindings[key] = macro


def splice_begin(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    expander.scan_all(block, proper_items(form, "begin", 0), environment)


def splice_cond_expand(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    expander.scan_all(block, holding_forms(form, expander.world.has_library), environment)


def expand_cond_expand(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    return expander.sequence(holding_forms(form, expander.world.has_library), environment, form.span)


def splice_include(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    _splice_files(expander, block, environment, _included(expander, form, fold_case=False))


def splice_include_ci(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    _splice_files(expander, block, environment, _included(expander, form, fold_case=True))


def _splice_files(
    expander: Expander, block: Block, environment: Environment, files: Iterator[Sequence[Syntax]]
) -> None:
    for forms in files:
        expander.scan_all(block, forms, environment)


def expand_include(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    files = _included(expander, form, fold_case=False)
    return make_sequence(form.span, [expander.sequence(forms, environment, form.span) for forms in files])


def expand_include_ci(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    files = _included(expander, form, fold_case=True)
    return make_sequence(form.span, [expander.sequence(forms, environment, form.span) for forms in files])


def _included(expander: Expander, form: SyntaxList, *, fold_case: bool) -> Iterator[Sequence[Syntax]]:
    """The forms of each file that `(include "file" ...)` names, one file at a time."""
    for name, span in file_names(form):
        file = (span.source.name, name)
        if file in expander.including:
            raise problem(f"the file {name} includes itself", span)
        expander.including.append(file)
        yield expander.world.read_file(name, span, fold_case=fold_case)
        expander.including.pop()


def file_names(form: SyntaxList) -> list[tuple[str, Span]]:
    """The file names in a form like `(include "file" ...)`."""
    names: list[tuple[str, Span]] = []
    for part in proper_items(form, "include", 1):
        if not isinstance(part, SyntaxAtom) or not isinstance(part.value, StringConstant):
            raise malformed(form, "include", part=part)
        names.append((part.value.text, part.span))
    return names


def add_imports(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    """At the top level, makes more names visible."""
    if not block.at_top_level:
        raise problem("import can only stand at the top level", form.span)
    assert expander.top.parent is not None
    try:
        expander.top.parent.bindings.update(expander.world.import_sets(form))
    except CompileError:
        expander.imports_failed = True
        raise


def skip_library(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    """Libraries were registered before anything was expanded."""
    if not block.at_top_level:
        raise problem("define-library can only stand at the top level", form.span)
