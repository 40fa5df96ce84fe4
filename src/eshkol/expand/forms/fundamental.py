"""The forms that the core language has itself: quote, lambda, set!, begin, if; and local macros."""

from __future__ import annotations

from eshkol.core.nodes import Clause, Conditional, Constant, Lambda, LocalReference, Node, Variable
from eshkol.expand.bindings import Environment, SpecialForm, key_of, resolve
from eshkol.expand.constants import constant_list, to_constant
from eshkol.expand.errors import malformed, problem, proper_items, symbol_of
from eshkol.expand.expander import Expander
from eshkol.expand.features import features
from eshkol.expand.macro_parsing import parse_macro
from eshkol.expand.macro_rules import Macro
from eshkol.source import Span
from eshkol.syntax.datum import (
    UNSPECIFIED,
    StringConstant,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxList,
)
from eshkol.syntax.write import write_syntax


def expand_quote(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    (datum,) = proper_items(form, "quote", 1, 1)
    return Constant(form.span, to_constant(datum))


def expand_lambda(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    formals, *body = proper_items(form, "lambda", 2)
    return Lambda(form.span, "", (expander.clause(formals, body, environment, form),))


def expand_named_lambda(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    header, *body = proper_items(form, "named-lambda", 2)
    if not isinstance(header, SyntaxList) or not header.items:
        raise malformed(form, "named-lambda", part=header)
    name = symbol_of(header.items[0], "the name of the procedure").name
    return Lambda(form.span, name, (expander.clause(after_first(header), body, environment, form),))


def expand_case_lambda(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    clauses = []
    for clause in proper_items(form, "case-lambda", 0):
        if not isinstance(clause, SyntaxList) or len(clause.items) < 2 or clause.tail is not None:
            raise malformed(form, "case-lambda", part=clause)
        clauses.append(expander.clause(clause.items[0], clause.items[1:], environment, clause))
    return Lambda(form.span, "", tuple(clauses) or (_refusal(expander, form),))


def _refusal(expander: Expander, form: SyntaxList) -> Clause:
    """What a case-lambda without clauses does with any arguments."""
    arguments = Variable("arguments", form.span)
    who, message = Symbol("case-lambda"), StringConstant("no clause takes these arguments")
    operands = Constant(form.span, who), Constant(form.span, message), LocalReference(form.span, arguments)
    return Clause((), arguments, expander.call_run_time(form.span, "%raise-error", *operands))


def expand_assignment(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    target, value = proper_items(form, "set!", 2, 2)
    symbol = symbol_of(target, "the name of the variable to assign")
    return expander.assignment(symbol, form.span, expander.expand(value, environment), target.span, environment)


def expand_begin(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    return expander.sequence(proper_items(form, "begin", 1), environment, form.span)


def expand_if(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    test, consequent, *rest = proper_items(form, "if", 2, 3)
    return Conditional(
        form.span,
        expander.expand(test, environment),
        expander.expand(consequent, environment),
        expander.expand(rest[0], environment) if rest else Constant(form.span, UNSPECIFIED),
    )


def expand_let_syntax(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    return _local_macros(expander, form, "let-syntax", environment, Environment(environment), environment)


def expand_letrec_syntax(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    scope = Environment(environment)
    return _local_macros(expander, form, "letrec-syntax", environment, scope, scope)


def _local_macros(
    expander: Expander, form: SyntaxList, name: str, outer: Environment, scope: Environment, home: Environment
) -> Node:
    """`home` is where the templates of the macros are at home."""
    bindings, *body = proper_items(form, name, 2)
    if not isinstance(bindings, SyntaxList) or bindings.tail is not None:
        raise malformed(form, name, part=bindings)
    for binding in bindings.items:
        if not isinstance(binding, SyntaxList) or len(binding.items) != 2 or binding.tail is not None:
            raise malformed(form, name, part=binding)
        keyword = symbol_of(binding.items[0], "the name of a macro")
        scope.bindings[key_of(keyword)] = transformer(expander, keyword, binding.items[1], home)
    return expander.body(body, scope, form)


def transformer(expander: Expander, keyword: Symbol, syntax: Syntax, environment: Environment) -> Macro | SpecialForm:
    """What `(define-syntax keyword syntax)` binds: a macro, or the meaning of another keyword."""
    repetition = 0
    while isinstance(syntax, SyntaxList) and syntax.items:
        head = syntax.items[0]
        binding = resolve(head.value, environment) if _names(head) else None  # type: ignore[union-attr,arg-type]
        if binding == SpecialForm("syntax-rules"):
            return parse_macro(keyword.name, syntax, environment)
        if not isinstance(binding, Macro):
            break
        syntax, repetition = expander.transform(binding, syntax, environment, repetition), repetition + 1
    if isinstance(syntax, SyntaxAtom) and isinstance(syntax.value, Symbol):
        binding = resolve(syntax.value, environment)
        if isinstance(binding, Macro | SpecialForm):
            return binding
    raise problem(
        f"the macro `{keyword.name}` needs a transformer",
        syntax.span,
        expected="(syntax-rules (literal ...) (pattern template) ...)",
        got=write_syntax(syntax),
    )


def _names(syntax: Syntax) -> bool:
    return isinstance(syntax, SyntaxAtom) and isinstance(syntax.value, Symbol)


def expand_syntax_error(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    message, *irritants = proper_items(form, "syntax-error", 1)
    if not isinstance(message, SyntaxAtom) or not isinstance(message.value, StringConstant):
        raise malformed(form, "syntax-error", part=message)
    text = " ".join([message.value.text, *[write_syntax(irritant) for irritant in irritants]])
    raise problem(text, form.span)


def expand_features(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    proper_items(form, "%features", 0, 0)
    return Constant(form.span, constant_list([Symbol(name) for name in features()]))


def after_first(form: SyntaxList) -> Syntax:
    """The cdr of a list."""
    if len(form.items) == 1 and form.tail is not None:
        return form.tail
    start = form.items[1].span.start if len(form.items) > 1 else form.items[0].span.end
    span = Span(form.span.source, start, max(start, form.span.end - 1), form.span.expanded_at)
    return SyntaxList(form.items[1:], form.tail, span)
