"""Random Scheme programs that end, show in which order their parts are evaluated, and use every binding construct."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

Choose = Callable[[int], int]
"""`choose(n)` gives a number from 0 to n - 1."""


def choices(data: bytes) -> Choose:
    """Choices from bytes; when they have run out, always the first one, which ends the program."""
    remaining = iter(data)
    return lambda n: next(remaining, 0) % n


@dataclass(frozen=True)
class Scope:
    """What an expression may use: variables that hold numbers, and procedures with how many arguments they take."""

    variables: tuple[str, ...] = ()
    procedures: tuple[tuple[str, int], ...] = ()

    def with_variables(self, *names: str) -> Scope:
        return replace(self, variables=(*self.variables, *names))

    def with_procedure(self, name: str, arguments: int) -> Scope:
        return replace(self, procedures=(*self.procedures, (name, arguments)))


@dataclass
class Generator:
    """Makes programs from the numbers that `choose` gives; `names` must differ between programs of one file."""

    choose: Choose
    names: str = "g"
    used: int = 0

    def program(self, globals_wanted: int = 3, expressions: int = 2) -> tuple[list[str], list[str]]:
        """Definitions, which have no effects, and expressions."""
        scope = Scope()
        definitions: list[str] = []
        for number in range(globals_wanted):
            name = f"{self.names}-{number}"
            if self.choose(3) == 0:
                definitions.append(f"(define {name} {self.constant()})")
                scope = scope.with_variables(name)
            else:
                a, b = self.name("a"), self.name("b")
                body = self.number(2, scope.with_variables(a, b))
                definitions.append(f"(define ({name} {a} {b}) {body})")
                scope = scope.with_procedure(name, 2)
        return definitions, [self.number(3, scope) for _ in range(expressions)]

    def name(self, prefix: str) -> str:
        self.used += 1
        return f"{prefix}{self.used}"

    def constant(self) -> str:
        return str(self.choose(7) - 2)

    def number(self, depth: int, scope: Scope) -> str:
        """An expression whose value is a number, unless it is an error."""
        simple: list[Callable[[Scope], str]] = [lambda s: self.constant(), self.variable, self.variable]
        if depth == 0:
            return simple[self.choose(len(simple))](scope)
        made: list[Callable[[int, Scope], str]] = [
            lambda d, s: self.variable(s),
            self.shown, self.arithmetic, self.conditional, self.let, self.assignment, self.procedure, self.call,
            self.loop, self.recursion, self.definitions, self.multiple_values, self.stored_closure, self.passed_lambda,
            self.pair, self.mutual, self.rest_list, self.error,
        ]  # fmt: skip
        return made[self.choose(len(made))](depth - 1, scope)

    def test(self, depth: int, scope: Scope) -> str:
        a, b = self.number(depth, scope), self.number(depth, scope)
        shapes = (
            f"(< {a} {b})", f"(= {a} {b})", f"(not (<= {a} {b}))", f"(and (< {a} 2) (> {b} 0))",
            f"(or (> {a} 2) (= {b} 0))",
            f"(begin (display {a}) #t)", f"(not {a})", f"(eq? {a} 1)", f"(let ((t (> {a} {b}))) (if t t (= {a} 0)))",
        )  # fmt: skip
        return shapes[self.choose(len(shapes))]

    def variable(self, scope: Scope) -> str:
        return scope.variables[self.choose(len(scope.variables))] if scope.variables else self.constant()

    def shown(self, depth: int, scope: Scope) -> str:
        value = self.name("v")
        return f"(let (({value} {self.number(depth, scope)})) (display {value}) {value})"

    def arithmetic(self, depth: int, scope: Scope) -> str:
        operators = ("+", "-", "*", "+")
        operands = " ".join(self.number(depth, scope) for _ in range(1 + self.choose(3)))
        return f"({operators[self.choose(4)]} {operands})"

    def conditional(self, depth: int, scope: Scope) -> str:
        return f"(if {self.test(depth, scope)} {self.number(depth, scope)} {self.number(depth, scope)})"

    def let(self, depth: int, scope: Scope) -> str:
        a, b = self.name("x"), self.name("y")
        values = f"(({a} {self.number(depth, scope)}) ({b} {self.number(depth, scope)}))"
        return f"(let {values} {self.number(depth, scope.with_variables(a, b))})"

    def assignment(self, depth: int, scope: Scope) -> str:
        if not scope.variables:
            return self.let(depth, scope)
        return f"(begin (set! {self.variable(scope)} {self.number(depth, scope)}) {self.number(depth, scope)})"

    def procedure(self, depth: int, scope: Scope) -> str:
        name, a, b = self.name("f"), self.name("p"), self.name("q")
        value = f"(lambda ({a} {b}) {self.number(depth, scope.with_variables(a, b))})"
        body = self.number(depth, scope.with_procedure(name, 2))
        return f"(let (({name} {value})) {body})"

    def call(self, depth: int, scope: Scope) -> str:
        if not scope.procedures:
            return self.procedure(depth, scope)
        name, arguments = scope.procedures[self.choose(len(scope.procedures))]
        return f"({name} {' '.join(self.number(depth, scope) for _ in range(arguments))})"

    def loop(self, depth: int, scope: Scope) -> str:
        name, i, total = self.name("loop"), self.name("i"), self.name("s")
        body = self.number(depth, scope.with_variables(i, total))
        start = self.number(depth, scope)
        # The counter has a copy that the body may assign, so that the loop ends.
        return f"(let {name} ((n 0) ({total} {start})) (if (< n 3) (let (({i} n)) ({name} (+ n 1) {body})) {total}))"

    def recursion(self, depth: int, scope: Scope) -> str:
        name, i = self.name("rec"), self.name("i")
        step = f"(+ {self.number(depth, scope.with_variables(i))} ({name} (- n 1) {i}))"
        start = self.number(depth, scope)
        return f"(letrec (({name} (lambda (n {i}) (if (< n 1) {i} {step})))) ({name} 2 {start}))"

    def mutual(self, depth: int, scope: Scope) -> str:
        a, b, x, y = self.name("even"), self.name("odd"), self.name("x"), self.name("y")
        first = self.number(depth, scope.with_variables(x))
        second = self.number(depth, scope.with_variables(y))
        return (
            f"(letrec (({a} (lambda (n {x}) (if (< n 1) {x} ({b} (- n 1) {first}))))"
            f" ({b} (lambda (n {y}) (if (< n 1) {y} ({a} (- n 1) {second})))))"
            f" (+ ({a} 3 {self.number(depth, scope)}) ({b} 2 1)))"
        )

    def definitions(self, depth: int, scope: Scope) -> str:
        a, f, p, b = self.name("d"), self.name("f"), self.name("p"), self.name("d")
        first = self.number(depth, scope)
        body = self.number(depth, scope.with_variables(a, p))
        known = scope.with_variables(a).with_procedure(f, 1)
        second = self.number(depth, known)
        last = self.number(depth, known.with_variables(b))
        return f"(let () (define {a} {first}) (define ({f} {p}) {body}) (define {b} {second}) {last})"

    def multiple_values(self, depth: int, scope: Scope) -> str:
        a, b = self.name("m"), self.name("n")
        produced = f"(values {self.number(depth, scope)} {self.number(depth, scope)})"
        if self.choose(2):
            produced = f"(if {self.test(depth, scope)} {produced} (values 1 2))"
        body = self.number(depth, scope.with_variables(a, b))
        return f"(call-with-values (lambda () {produced}) (lambda ({a} {b}) {body}))"

    def stored_closure(self, depth: int, scope: Scope) -> str:
        p, cell = self.name("p"), self.name("c")
        value = self.number(depth, scope.with_variables(p))
        both = f"(cons (lambda ({p}) (set! {cell} (+ {cell} {p})) {value}) (lambda () {cell}))"
        body = self.number(depth, scope.with_variables(cell))
        return f"(let (({cell} 0)) (let ((k {both})) (+ ((car k) 2) {body} ((cdr k)))))"

    def passed_lambda(self, depth: int, scope: Scope) -> str:
        g, x = self.name("h"), self.name("x")
        inner = self.number(depth, scope.with_procedure(g, 1))
        return f"((lambda ({g}) {inner}) (lambda ({x}) {self.number(depth, scope.with_variables(x))}))"

    def pair(self, depth: int, scope: Scope) -> str:
        a, b = self.number(depth, scope), self.number(depth, scope)
        shapes = (f"(car (cons {a} {b}))", f"(cdr (cons {a} {b}))", f"(car (cdr (list {a} {b})))")
        return shapes[self.choose(3)]

    def rest_list(self, depth: int, scope: Scope) -> str:
        a, rest = self.name("a"), self.name("r")
        body = f"(if (pair? {rest}) (+ {a} (car {rest})) {self.number(depth, scope.with_variables(a))})"
        operands = " ".join(self.number(depth, scope) for _ in range(1 + self.choose(3)))
        return f"((lambda ({a} . {rest}) {body}) {operands})"

    def error(self, depth: int, scope: Scope) -> str:
        if self.choose(4):
            return self.shown(depth, scope)
        a = self.number(depth, scope)
        shapes = (f"(car {a})", f"(+ {a} #f)", f"({a})", f"((lambda (f) (f {a})) cons)", f"(letrec ((z (+ {a} z))) z)")
        return shapes[self.choose(len(shapes))]
