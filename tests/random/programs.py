"""Makes random programs that allocate, mutate, capture, escape and use arenas; each case prints a digest.

Operands are free of side effects, so that any order of evaluation gives the same digests.
"""

# ruff: noqa: E501 (templates of another language read better unbroken)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

PRELUDE = (Path(__file__).parent / "prelude.esk").read_text(encoding="utf-8")

UNARY = (
    "kar", "kdr", "left-of", "extra-of", "spine", "list", "vector", "digest", "(lambda (x) (cons x x))", "number-of", "kdr", "kar",
)  # fmt: skip
"""Procedures of one argument without side effects."""


@dataclass(slots=True)
class Writer:
    """One case. `variables` may be read and assigned; `loops` counts the enclosing ones, to bound the work."""

    random: Random
    portable: bool
    variables: list[str]
    loops: int = 0
    names: int = 0
    room: int = 14
    """Statements that may still be made."""

    def new(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def variable(self) -> str:
        return self.random.choice(self.variables)

    def number(self) -> int:
        return self.random.choice((0, 1, 2, 3, 5, 8))

    # --- Expressions without side effects ---

    def atom(self) -> str:
        pick = self.random.random()
        if pick < 0.75:
            return self.variable()
        return self.random.choice(
            ("0", "7", "-3", "'()", "#t", "'sym", "#\\a", '"text"', "1.5", "global-a", "global-b", "1e200", "1/3")
        )

    def pure(self, depth: int = 3) -> str:
        """An expression that reads and allocates."""
        if depth == 0 or self.random.random() < 0.2:
            return self.atom()
        one = partial(self.pure, depth - 1)
        random = self.random
        makers = (
            lambda: f"(cons {one()} {one()})",
            lambda: f"(cons {one()} {one()})",
            lambda: f"(list {one()} {one()} {one()})",
            lambda: f"(vector {one()} {one()})",
            lambda: f"(make-vector {random.randrange(1, 40)} {one()})",
            lambda: f"(make-node {one()} {one()} {one()})",
            lambda: f"(list {' '.join(one() for _ in range(random.randrange(12)))})" if depth < 3 else one(),
            lambda: f"({random.choice(UNARY)} {one()})",
            lambda: f"({random.choice(UNARY)} {one()})",
            lambda: f"(element {one()} {self.number()})",
            lambda: f"(if (pair? {one()}) {one()} {one()})",
            lambda: f"(build {random.randrange(8)} {one()})",
            lambda: f"(tree {random.randrange(4)} {one()})",
            lambda: f'(string-append (number->string (number-of {one()})) "-{random.randrange(99)}")',
            lambda: f"(big (number-of {one()}))",
            lambda: f"(* 1.1e150 (+ 1 (number-of {one()})))",
            lambda: f"(bytevector {random.randrange(256)} 2 3)",
            lambda: f"(ping {random.randrange(6)} {one()})",
            lambda: f"(cps {random.randrange(8)} (lambda (z) (cons {self.atom()} z)))",
            lambda: f"(map (lambda (x) (cons x {self.atom()})) (short {one()} 4))",
            lambda: f"(vector-map (lambda (x) (list x {self.atom()})) (vector {one()} {one()}))",
            lambda: f"(build-with {random.randrange(5)} (lambda (x) (list x {self.atom()})) {one()})",
            lambda: f"(apply list {one()} (short {one()} 3))",
            lambda: f"(let ((t {one()})) (cons t (list t)))",
            lambda: f"(find-first pair? (short {one()} 5))",
            lambda: f"(call-with-values (lambda () (values {one()} {one()})) (lambda (p q) (cons q p)))",
            lambda: f"(reverse (short {one()} 6))",
            lambda: f"(append (short {one()} 3) {one()})",
            lambda: f"(list->vector (short {one()} 5))",
            lambda: f"(force (delay (cons {one()} 1)))",
            lambda: f"(lambda (x) (cons x {one()}))",
        )
        make: Callable[[], str] = random.choice(makers)
        return make()

    # --- Statements ---

    def body(self, size: int) -> str:
        """Statements, at least one."""
        return "\n".join(self.statement() for _ in range(max(1, size)))

    def some(self) -> str:
        return self.body(self.random.randrange(1, 4))

    def statement(self) -> str:
        if self.room <= 0:
            return f"(set! {self.variable()} {self.pure(1)})"
        self.room -= 1
        simple = (self.assign, self.assign, self.mutate, self.mutate, self.mutate, self.remember)
        nested = (self.bind, self.loop, self.closure, self.escape, self.reenter, self.guarded, self.wind, self.recursion,
                  self.churn, self.capture_loop, self.parameter, self.sorted)  # fmt: skip
        special = () if self.portable else (self.arena, self.explicit_arena, self.table, self.weak, self.with_error)
        pick = self.random.random()
        if pick < 0.5 or self.loops >= 3:
            return self.random.choice(simple)()
        make: Callable[[], str] = self.random.choice((*nested, *special))
        return make()

    def inner(self, names: tuple[str, ...], write: str, *, loop: bool = False) -> str:
        """`write` is a template with `{body}`, in which `names` are bound too."""
        outer, self.variables = self.variables, [*self.variables, *names]
        self.loops += loop
        text = write.replace("{body}", self.some())
        self.loops -= loop
        self.variables = outer
        return text

    def assign(self) -> str:
        return f"(set! {self.variable()} {self.pure()})"

    def remember(self) -> str:
        target = self.random.choice(("global-a", "global-b"))
        if self.random.random() < 0.3:
            return f"(vector-set! global-vector {self.random.randrange(4)} {self.pure()})"
        return f"(set! {target} {self.pure()})"

    def mutate(self) -> str:
        target, value = self.pure(1), self.pure(2)
        if self.random.random() < 0.2:
            target = self.random.choice(("global-a", "global-b", "global-vector", f"(kdr {target})"))
        kind = self.random.choice(("set-kar!", "set-kdr!", "set-left!", "set-right!", "set-extra!", "set-element!"))
        index = f" {self.number()}" if kind == "set-element!" else ""
        return f"({kind} {target}{index} {value})"

    def churn(self) -> str:
        return f"(set! {self.variable()} (cons (churn {self.random.randrange(30)}) {self.atom()}))"

    def bind(self) -> str:
        first, second = self.new(), self.new()
        head = f"(let* (({first} {self.pure()}) ({second} {self.pure()}))\n"
        return head + self.inner((first, second), "{body})")

    def loop(self) -> str:
        index, held, name = self.new(), self.new(), self.new()
        count = self.random.randrange(1, 9)
        head = f"(let {name} (({index} 0) ({held} {self.pure()}))\n(if (< {index} {count})\n(begin\n"
        next_value = f"({name} (+ {index} 1) (kons {held} {self.pure(2)}))"
        return head + self.inner((held,), "{body}\n" + next_value + ")))", loop=True)

    def capture_loop(self) -> str:
        """Closures over a loop's variables, called after it."""
        index, made, target = self.new(), self.new(), self.variable()
        head = f"(let (({made} (let loop (({index} 0) (all '())) (if (< {index} {self.random.randrange(2, 6)}) (loop (+ {index} 1) (cons "
        head += f"(let ((cell {self.pure(2)})) (lambda (x) (set! cell (cons x (short (list cell) 1))) (cons {index} cell))) all)) all))))\n"
        tail = f"(for-each (lambda (f) (set! {target} (f {self.atom()}))) {made})\n"
        return head + tail + f"(for-each (lambda (f) (set! {target} (f {target}))) {made}))"

    def closure(self) -> str:
        name, argument = self.new(), self.new()
        result = self.pure(2)
        make = self.inner((argument,), f"(lambda ({argument})\n{{body}}\n{result})", loop=True)
        calls = "\n".join(
            f"(set! {self.variable()} ({name} {self.pure(2)}))" for _ in range(self.random.randrange(1, 4))
        )
        keep = f"\n(set! {self.variable()} {name})" if self.random.random() < 0.3 else ""
        if self.random.random() < 0.3:
            calls += f"\n(set! {self.variable()} (map {name} (list {self.atom()} {self.atom()})))"
        return f"(let (({name} {make}))\n{calls}{keep})"

    def recursion(self) -> str:
        """A recursion that does something before and after the call."""
        name, count, local = self.new(), self.new(), self.new()
        value, rest = self.pure(2), self.pure(2)
        before = self.inner((local,), "{body}", loop=True)
        after = self.inner((local,), "{body}", loop=True)
        text = f"(letrec (({name} (lambda ({count})\n(if (= {count} 0) {rest}\n(let (({local} {value}))\n{before}\n"
        text += f"(let ((result ({name} (- {count} 1))))\n{after}\n(cons {local} (kar result)))))))) "
        return text + f"(set! {self.variable()} ({name} {self.random.randrange(1, 6)})))"

    def escape(self) -> str:
        name, target = self.new(), self.variable()
        leave = f"({name} {self.pure(2)})"
        if self.random.random() < 0.5:
            leave = f"(for-each (lambda (x) (if (pair? x) ({name} x))) (list {self.atom()} {self.atom()}))"
        return (
            f"(set! {target} (call/cc (lambda ({name})\n" + self.inner((), "{body}") + f"\n{leave}\n{self.pure(2)})))"
        )

    def reenter(self) -> str:
        """A continuation that is entered again a few times, or a generator."""
        target, name, count = self.variable(), self.new(), self.new()
        if self.random.random() < 0.5:
            asks = "\n".join(f"(set! {self.variable()} (list ({name})))" for _ in range(self.random.randrange(1, 6)))
            return f"(let (({name} (generator (short {self.pure()} 4))))\n{asks})"
        text = f"(let (({name} #f) ({count} 0))\n(set! {target} (cons (call/cc (lambda (k) (set! {name} k) {self.pure(2)})) {self.pure(2)}))\n"
        text += self.inner((), "{body}") + f"\n(set! {count} (+ {count} 1))\n"
        return text + f"(if (< {count} {self.random.randrange(2, 5)}) ({name} {self.pure(2)})))"

    def guarded(self) -> str:
        name, target = self.new(), self.variable()
        throw = f"(if (pair? {self.variable()}) (raise {self.pure(2)}))"
        clause = self.random.choice(("#t", f"(pair? {name})", f"(string? {name})"))
        text = f"(guard (outer (#t (set! {target} outer)))\n(guard ({name} ({clause} (set! {target} {name}) "
        text += self.inner((name,), "{body}") + "))\n"
        return text + self.inner((), "{body}") + f"\n{throw}\n{self.assign()}))"

    def wind(self) -> str:
        target = self.variable()
        return (
            f"(set! {target} (dynamic-wind (lambda () {self.assign()})\n(lambda ()\n"
            + self.inner((), "{body}")
            + (f"\n{self.pure(2)})\n(lambda () {self.assign()})))")
        )

    def parameter(self) -> str:
        name = self.new()
        return (
            f"(let (({name} (make-parameter {self.pure(1)})))\n(parameterize (({name} {self.pure(2)}))\n"
            + self.inner((), "{body}")
            + (f"\n(set! {self.variable()} ({name})))\n(set! {self.variable()} (list ({name}))))")
        )

    def sorted(self) -> str:
        """Assignments in procedures that library procedures call."""
        target, seen = self.variable(), self.new()
        return (
            f"(let (({seen} '()))\n(for-each (lambda (x) (set! {seen} (cons (list x) (short {seen} 3)))) (short {self.pure(2)} 5))\n"
            f"(vector-for-each (lambda (x) (set! {seen} (cons x (short {seen} 4)))) (vector {self.atom()} {self.atom()}))\n"
            f"(set! {target} {seen}))"
        )

    # --- What only Eshkol has ---

    def arena(self) -> str:
        name, target = self.new(), self.variable()
        size = self.random.choice((16, 64, 500))
        return (
            f"(set! {target} (with-arena ({name} {size})\n"
            + self.inner((), "{body}")
            + f"\n(copy-to-arena {self.pure()} {name})))"
        )

    def explicit_arena(self) -> str:
        """Copies in an arena, mutated, read after its end within a guard."""
        name, held, target = self.new(), self.new(), self.variable()
        end = self.random.choice(("destroy-arena", "destroy-arena", "reset-arena"))
        text = f"(let* (({name} (make-arena {self.random.choice((8, 100, 3000))})) ({held} (copy-to-arena {self.pure()} {name})))\n"
        text += f"(set! {target} (list (digest {held})))\n"
        text += f"(let ((cell (copy-to-arena (list 1 2 3) {name})))\n(set-car! cell {self.pure(2)})\n(churn 3)\n"
        text += self.inner((), "{body}") + f"\n(set! {target} (list (digest cell) {target})))\n"
        text += f"({end} {name})\n"
        return text + f"(set! {target} (cons (guard (e ((error-object? e) 'stale)) (digest {held})) {target})))"

    def table(self) -> str:
        """An eq? table whose keys move."""
        name, keys, target = self.new(), self.new(), self.variable()
        make = self.random.choice(("make-eq-hash-table", "make-eqv-hash-table", "make-equal-hash-table"))
        text = f"(let* (({name} ({make})) ({keys} (list (list 1) (vector 2) (string #\\a) (list 1) 5 'k 1.5)))\n"
        text += f"(for-each (lambda (k) (hash-table-set! {name} k {self.pure(2)})) {keys})\n"
        text += self.inner((), "{body}") + f"\n(churn {self.random.randrange(6)})\n"
        text += f"(set! {target} (map (lambda (k) (hash-table-ref/default {name} k 'missing)) {keys}))\n"
        text += f"(hash-table-delete! {name} (car {keys}))\n(set! {keys} (cdr {keys}))\n"
        text += self.inner((), "{body}") + f"\n(hash-table-update!/default {name} (kar {keys}) list 0)\n"
        return (
            text
            + f"(set! {target} (list (hash-table-size {name}) (map (lambda (k) (hash-table-ref/default {name} k 'missing)) {keys}) {target})))"
        )

    def weak(self) -> str:
        name, target, held = self.new(), self.variable(), self.new()
        text = f"(let* (({held} {self.pure()}) ({name} (make-weak-ref {held})))\n" + self.inner((), "{body}")
        return text + f"\n(set! {target} (cons (equal-or-same? (weak-ref-value {name}) {held}) {held})))"

    def with_error(self) -> str:
        """Errors that the runtime raises, caught; their conditions are kept."""
        name, target = self.new(), self.variable()
        wrong = self.random.choice(
            (
                f"(car (number-of {self.atom()}))",
                f"(vector-ref (vector {self.pure(1)}) 5)",
                f'(error "message" {self.pure(2)} {self.atom()})',
                f'(string-append "a" (number-of {self.atom()}))',
                f"(+ 1 (list {self.atom()}))",
            )
        )
        return (
            f"(guard ({name} (#t (churn 2) (set! {target} (list (error-object-message {name}) (error-object-irritants {name})))))\n"
            + (self.inner((), "{body}") + f"\n{wrong})")
        )


EXTRAS = """
(define (kons x y) (cons x (list y)))
(define (equal-or-same? x y) (eqv? x y))
"""


def case_text(number: int, *, portable: bool) -> str:
    """The definition of one case, and its call."""
    random = Random(number * 2 + portable)
    writer = Writer(random, portable, [])
    writer.variables = [writer.new() for _ in range(random.randrange(3, 7))]
    bindings = " ".join(
        f"({name} {random.choice(('0', '(list 1 2)', '(vector 1 2 3)', '(quote ())', '(make-node 1 2 3)'))})"
        for name in writer.variables
    )
    statements = writer.body(random.randrange(3, 7))
    shown = " ".join(f"(report '({number} {index}) {name})" for index, name in enumerate(writer.variables[:7]))
    return (
        f"(define (case-{number})\n(let ({bindings})\n{statements}\n{shown}))\n"
        f"(set! global-a '())\n(set! global-b #f)\n(set! global-vector (vector 1 2 3 4))\n(case-{number})\n"
        f"(report '({number} globals) (list global-a global-b global-vector))\n"
    )


def program(numbers: range, *, portable: bool) -> str:
    """One program of many cases."""
    return PRELUDE + EXTRAS + "\n".join(case_text(number, portable=portable) for number in numbers)
