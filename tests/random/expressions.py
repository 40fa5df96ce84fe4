"""Makes random expressions of plain R7RS whose values every implementation agrees on; each is printed on a line."""

# ruff: noqa: E501 (templates of another language read better unbroken)
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

PRELUDE = """
(define (normal x)
  (cond ((and (number? x) (inexact? x))
         (cond ((not (= x x)) 'nan) ((> x 1e308) 'large) ((< x -1e308) 'small) ((eqv? x -0.0) 'minus-zero) (else (list 'inexact (exact x)))))
        ((and (pair? x) (memq (car x) '(quote quasiquote unquote))) (cons 'abbreviation (normal (cdr x))))
        ((pair? x) (cons (normal (car x)) (normal (cdr x))))
        ((vector? x) (vector-map normal x))
        ((procedure? x) 'procedure)
        (else x)))
(define (test number thunk)
  (write number)
  (display " ")
  (write (guard (e (#t (if (error-object? e) 'error (list 'raised (normal e))))) (normal (thunk))))
  (newline))
(define opaque #f)
(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(define parameter (make-parameter 10 (lambda (x) (if (number? x) (+ x 1) x))))
(define (sum-to n) (if (= n 0) 0 (+ n (sum-to (- n 1)))))
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define-syntax while
  (syntax-rules () ((_ test body ...) (let loop () (when test body ... (loop))))))
(define area (case-lambda ((a) (list 'one a)) ((a b) (list 'two a b)) ((a . rest) (list 'more a rest))))
(set! opaque (lambda (x) x))
"""

INTEGERS = (
    "0", "1", "-1", "2", "3", "7", "10", "-5", "255", "1000", "4611686018427387904", "1152921504606846975", "-1152921504606846976",
    "1152921504606846976", "2305843009213693951", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
    "123456789012345678901234567890", "-98765432109876543210", "4294967296", "-2147483648", "1000000007",
)  # fmt: skip
FLOATS = ("0.5", "1.5", "-2.25", "1e10", "3.0", "-0.75", "1e-5", "123456.789", "2.0", "1e100", "0.1")
STRINGS = ('""', '"a"', '"hello"', '"Hello World"', '"12"', '"zz top"', '"-7/3"', '"λx"', '"tab\\tq\\"uote"')
CHARACTERS = ("#\\a", "#\\Z", "#\\0", "#\\space", "#\\newline", "#\\λ", "#\\9")
SYMBOLS = ("'a", "'b", "'hello", "'c")


class Expressions:
    """Expressions by the kind of their values; `depth` bounds their size."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.variables: dict[str, list[str]] = {kind: [] for kind in ("integer", "float", "string", "list", "any")}
        self.names = 0

    def choose(self, *makers: Callable[[], str]) -> str:
        return self.random.choice(makers)()

    def constant(self, text: str) -> str:
        """The literal, at times hidden from the compiler."""
        return f"(opaque {text})" if self.random.random() < 0.3 else text

    def new(self) -> str:
        self.names += 1
        return f"x{self.names}"

    def known(self, kind: str) -> str | None:
        """A variable of a kind, or nothing."""
        names = self.variables[kind]
        return self.random.choice(names) if names and self.random.random() < 0.5 else None

    def within(self, kind: str, name: str, make: Callable[[], str]) -> str:
        """What `make` gives where `name` is bound to a value of `kind`."""
        self.variables[kind].append(name)
        try:
            return make()
        finally:
            self.variables[kind].pop()

    def small(self) -> str:
        return str(self.random.choice((0, 1, 2, 3, 4, 5)))

    def integer(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.15:
            return self.known("integer") or self.constant(self.random.choice(INTEGERS))
        i, s, rest = partial(self.integer, depth - 1), partial(self.string, depth - 1), partial(self.list, depth - 1)
        operator = self.random.choice(("+", "-", "*", "+", "-", "*", "max", "min", "gcd", "lcm"))
        divide = self.random.choice(
            (
                "quotient",
                "remainder",
                "modulo",
                "floor-quotient",
                "floor-remainder",
                "truncate-quotient",
                "truncate-remainder",
            )
        )
        return self.choose(
            lambda: f"({operator} {i()} {i()})",
            lambda: f"({operator} {i()} {i()} {i()})",
            lambda: f"({operator} {i()} {self.small()})",
            lambda: f"({divide} {i()} {i()})",
            lambda: f"({self.random.choice(('abs', '-', 'square', 'exact'))} {i()})",
            lambda: f"(expt {i()} {self.small()})",
            lambda: f"(string-length {s()})",
            lambda: f"(length {rest()})",
            lambda: (
                f"({self.random.choice(('numerator', 'denominator', 'floor', 'ceiling', 'round', 'truncate'))} {self.rational(depth - 1)})"
            ),
            lambda: f"(if {self.boolean(depth - 1)} {i()} {i()})",
            lambda: f"(call-with-values (lambda () ({self.random.choice(('floor/', 'truncate/'))} {i()} {i()})) +)",
            lambda: f"(string->number (number->string {i()} {(radix := self.random.choice((2, 8, 10, 16)))}) {radix})",
            lambda: f"(char->integer {self.character(depth - 1)})",
            lambda: f"(apply {operator} (list {i()} {i()} {i()}))",
            lambda: f"(sum-to {self.small()})",
            lambda: self.counting(depth),
            lambda: self.bound("integer", depth, self.integer),
            lambda: f"(let-values (((r s) (exact-integer-sqrt (abs {i()})))) (- r s))",
            lambda: f"(vector-length (list->vector {rest()}))",
            lambda: f"(call/cc (lambda (k) (+ 1 (k {i()}))))",
            lambda: f"(with-exception-handler (lambda (e) {i()}) (lambda () (+ 1 (raise-continuable {i()}))))",
            lambda: f"(bytevector-u8-ref (bytevector 1 2 {self.random.randrange(256)}) {self.random.randrange(4)})",
        )

    def bound(self, kind: str, depth: int, make: Callable[[int], str]) -> str:
        """A let around an expression that may use the variable."""
        name = self.new()
        value = self.integer(depth - 1) if kind == "integer" else self.list(depth - 1)
        form = self.random.choice(("let", "let*", "letrec", "letrec*"))
        body = self.within(kind, name, lambda: make(depth - 1))
        if self.random.random() < 0.3:
            return f"((lambda ({name}) {body}) {value})"
        if self.random.random() < 0.2:
            return f"(let () (define {name} {value}) {body})"
        return f"({form} (({name} {value})) {body})"

    def counting(self, depth: int) -> str:
        """Loops with an accumulator."""
        index, total = self.new(), self.new()
        step = self.within(
            "integer", index, lambda: self.within("integer", total, lambda: self.integer(min(depth - 1, 2)))
        )
        start = self.integer(0)
        if self.random.random() < 0.5:
            return f"(do (({index} 0 (+ {index} 1)) ({total} {start} (modulo {step} 1000003))) ((= {index} {self.small()}) {total}))"
        return f"(let loop (({index} 0) ({total} {start})) (if (< {index} {self.small()}) (loop (+ {index} 1) (modulo {step} 1000003)) {total}))"

    def rational(self, depth: int) -> str:
        if depth <= 0:
            return self.constant(self.random.choice(("1/2", "-7/3", "22/7", "5", "1/1152921504606846976", "-3/4")))
        q = partial(self.rational, depth - 1)
        return self.choose(
            lambda: f"(/ {self.integer(depth - 1)} {self.integer(depth - 1)})",
            lambda: f"({self.random.choice('+-*/')} {q()} {q()})",
            lambda: f"({self.random.choice('+-*/')} {q()} {self.integer(depth - 1)})",
            lambda: f"(exact {self.floating(0)})",
            lambda: f"(abs {q()})",
        )

    def floating(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.15:
            return self.known("float") or self.constant(self.random.choice(FLOATS))
        f = partial(self.floating, depth - 1)
        return self.choose(
            lambda: f"({self.random.choice('+-*/')} {f()} {f()})",
            lambda: f"({self.random.choice('+-*/')} {f()} {f()})",
            lambda: f"({self.random.choice(('floor', 'ceiling', 'round', 'truncate', 'abs', '-', 'inexact'))} {f()})",
            lambda: f"(sqrt (abs {f()}))",
            lambda: f"(inexact {self.rational(depth - 1)})",
            lambda: f"(inexact {self.integer(depth - 1)})",
            lambda: f"({self.random.choice(('max', 'min'))} {f()} {f()})",
            lambda: f"(+ {f()} {self.random.choice(('1', '-3', '1/2', '1000000007'))})",
            lambda: f"(if {self.boolean(depth - 1)} {f()} {f()})",
            lambda: (
                f"(let loop ((i 0) (x {f()})) (if (< i {self.small()}) (loop (+ i 1) (+ (* x 0.5) {self.floating(0)})) x))"
            ),
            lambda: (
                f"(do ((i 0 (+ i 1)) (x {f()} (- x {self.floating(0)})) (y 1.0 (* y x))) ((= i {self.small()}) (+ x y)))"
            ),
        )

    def character(self, depth: int) -> str:
        if depth <= 0:
            return self.constant(self.random.choice(CHARACTERS))
        return self.choose(
            lambda: self.random.choice(CHARACTERS),
            lambda: f"(string-ref {self.string(depth - 1)} {self.small()})",
            lambda: f"(char-upcase {self.character(depth - 1)})",
            lambda: f"(char-downcase {self.character(depth - 1)})",
            lambda: f"(integer->char (+ 65 (modulo {self.integer(depth - 1)} 50)))",
        )

    def string(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.15:
            return self.known("string") or self.constant(self.random.choice(STRINGS))
        s = partial(self.string, depth - 1)
        return self.choose(
            lambda: f"(string-append {s()} {s()})",
            lambda: f"(string-append {s()} {s()} {s()})",
            lambda: f"(substring {s()} {self.random.choice('0012')} {self.small()})",
            lambda: f"(string-copy {s()} {self.random.choice('012')})",
            lambda: f"(number->string {self.integer(depth - 1)} {self.random.choice((2, 8, 10, 16))})",
            lambda: f"(number->string {self.rational(depth - 1)})",
            lambda: f"(list->string (list {self.character(depth - 1)} {self.character(depth - 1)}))",
            lambda: f"(make-string {self.small()} {self.character(0)})",
            lambda: f"(symbol->string (string->symbol {s()}))",
            lambda: f"(string {self.character(0)} {self.character(0)})",
            lambda: f"(string-map char-upcase {s()})",
            lambda: f"(list->string (reverse (string->list {s()})))",
            lambda: (
                f"(call-with-port (open-output-string) (lambda (p) (write {self.any(depth - 1)} p) (get-output-string p)))"
            ),
            lambda: f"(read-line (open-input-string {s()}))",
            lambda: f"(let ((t (make-string 6 #\\-))) (string-copy! t {self.random.choice('012')} {s()}) t)",
            lambda: f"(utf8->string (string->utf8 {s()}))",
            lambda: f"(let ((t (string-copy {s()}))) (string-set! t {self.small()} {self.character(0)}) t)",
            lambda: f"(vector->string (vector-map char-downcase (string->vector {s()})))",
            lambda: (
                f'({self.random.choice(("string-upcase", "string-downcase"))} "{self.random.choice(("abC", "XyZ 1"))}")'
            ),
        )

    def list(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.1:
            return self.known("list") or self.constant(
                self.random.choice(("'()", "'(1 2 3)", "'(a b)", "'(3 1 2 1)", "'((a 1) (b 2))"))
            )
        one, many = partial(self.any, depth - 1), partial(self.list, depth - 1)
        x = self.new()
        mapped = self.within("any", x, lambda: self.any(min(depth - 1, 2)))
        return self.choose(
            lambda: f"(cons {one()} {many()})",
            lambda: f"(list {one()} {one()} {one()})",
            lambda: f"(append {many()} {many()})",
            lambda: f"(reverse {many()})",
            lambda: f"(map (lambda ({x}) {mapped}) {many()})",
            lambda: f"(map (lambda ({x} other) (list other {mapped})) {many()} {many()})",
            lambda: f"(list-tail {many()} {self.random.choice('012')})",
            lambda: f"(list-copy {many()})",
            lambda: f"(vector->list (list->vector {many()}))",
            lambda: f"(string->list {self.string(depth - 1)})",
            lambda: f"(cdr {many()})",
            lambda: f"`(1 ,{one()} ,@{many()} z)",
            lambda: f"(vector->list `#(,{one()} ,@{many()}))",
            lambda: f"(let ((out '())) (for-each (lambda ({x}) (set! out (cons {mapped} out))) {many()}) out)",
            lambda: f"(call-with-values (lambda () (values {one()} {one()})) list)",
            lambda: f"(apply area {many()})",
            lambda: f"(area {one()} {one()})",
            lambda: self.bound("list", depth, self.list),
            lambda: f"(let ((l (list 1 2 3 4))) (list-set! l {self.small()} {one()}) l)",
            lambda: f"(let ((a {one()}) (b {one()})) (swap! a b) (list a b))",
            lambda: (
                f"(let ((v (vector 1 2 3 4 5))) (vector-copy! v {self.random.choice('012')} (vector {one()} {one()})) (vector->list v))"
            ),
            lambda: f"(let ((v (make-vector 4 {one()}))) (vector-fill! v {one()} 1 {self.small()}) (vector->list v))",
            lambda: self.winding(depth),
            lambda: (
                f"(let ((i 0) (all '())) (while (< i {self.small()}) (set! all (cons (list i {one()}) all)) (set! i (+ i 1))) all)"
            ),
            lambda: f"(let-values (((a . rest) (values {one()} {one()} {one()}))) (list rest a))",
            lambda: (
                f"(let* ((p (delay (begin (set! trace (cons 'forced trace)) {one()}))) (a (force p)) (b (force p))) (list a b))"
            ),
            lambda: f"(parameterize ((parameter {self.integer(depth - 1)})) (list (parameter) {one()}))",
        )

    def winding(self, depth: int) -> str:
        """The order of entries and exits around an escape."""
        leave = self.random.choice(
            (f"(k {self.any(depth - 1)})", f"(raise {self.any(depth - 1)})", self.any(depth - 1))
        )
        return (
            "(let ((path '())) (define (step x) (set! path (cons x path))) (let ((result (guard (e (#t (step 'caught) (if (error-object? e) 'error e))) (call/cc (lambda (k)"
            f" (dynamic-wind (lambda () (step 'in)) (lambda () (dynamic-wind (lambda () (step 'in2)) (lambda () {leave}) (lambda () (step 'out2)))) (lambda () (step 'out))))))))"
            " (list result path)))"
        )

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.constant(self.random.choice(("#t", "#f")))
        i, any_, s = partial(self.integer, depth - 1), partial(self.any, depth - 1), partial(self.string, depth - 1)
        compare = self.random.choice(("<", ">", "<=", ">=", "="))
        return self.choose(
            lambda: f"({compare} {i()} {i()})",
            lambda: f"({compare} {i()} {i()} {i()})",
            lambda: f"({compare} {self.rational(depth - 1)} {self.floating(depth - 1)})",
            lambda: f"({compare} {self.floating(depth - 1)} {i()})",
            lambda: f"(equal? {any_()} {any_()})",
            lambda: f"(eqv? {i()} {i()})",
            lambda: f"({self.random.choice(('string<?', 'string=?', 'string>=?'))} {s()} {s()})",
            lambda: (
                f"({self.random.choice(('char<?', 'char=?', 'char>?'))} {self.character(depth - 1)} {self.character(depth - 1)})"
            ),
            lambda: (
                f"({self.random.choice(('pair?', 'null?', 'list?', 'string?', 'number?', 'symbol?', 'vector?', 'integer?', 'procedure?', 'boolean?', 'char?'))} {any_()})"
            ),
            lambda: (
                f"({self.random.choice(('even?', 'odd?', 'zero?', 'positive?', 'negative?', 'exact?', 'exact-integer?', 'rational?'))} {i()})"
            ),
            lambda: f"(not {any_()})",
            lambda: f"(and {any_()} {self.boolean(depth - 1)})",
            lambda: f"(my-or {self.boolean(depth - 1)} {self.boolean(depth - 1)})",
            lambda: (
                f"({self.random.choice(('char-alphabetic?', 'char-numeric?', 'char-whitespace?', 'char-upper-case?'))} {self.character(0)})"
            ),
            lambda: f"(boolean=? {self.boolean(depth - 1)} {self.boolean(depth - 1)})",
        )

    def any(self, depth: int) -> str:
        if depth <= 0:
            return self.known("any") or self.choose(
                lambda: self.integer(0), lambda: self.random.choice(SYMBOLS), lambda: self.string(0), lambda: self.character(0),
                lambda: "'()", lambda: self.boolean(0),
            )  # fmt: skip
        one = partial(self.any, depth - 1)
        return self.choose(
            lambda: self.integer(depth),
            lambda: self.integer(depth),
            lambda: self.floating(depth),
            lambda: self.string(depth),
            lambda: self.list(depth),
            lambda: self.list(depth),
            lambda: self.boolean(depth),
            lambda: self.rational(depth),
            lambda: self.character(depth),
            lambda: f"(vector {one()} {one()})",
            lambda: f"(car {self.list(depth - 1)})",
            lambda: f"(vector-ref (vector {one()} {one()} {one()}) {self.random.choice('01123')})",
            lambda: f"(list-ref {self.list(depth - 1)} {self.random.choice('012')})",
            lambda: (
                f"(cond ({self.boolean(depth - 1)} {one()}) ((memv {self.integer(0)} '(1 2 3)) => cdr) (else {one()}))"
            ),
            lambda: (
                f"(case {self.integer(depth - 1)} ((0 1 2) {one()}) ((3 4 5 10 255) => (lambda (x) (list x x))) (else {one()}))"
            ),
            lambda: f"(case {one()} ((a b) {one()}) ((#\\a #\\Z) 'character) ((() #t) 'empty) (else => list))",
            lambda: f'(assoc {one()} \'((1 . one) (a . "x") ("a" . 3) (#\\a . 4)))',
            lambda: f"(member {one()} (list {one()} {one()} 1 'a))",
            lambda: f"(assoc {self.integer(depth - 1)} '((1 . one) (3 . three) (10 . ten)) =)",
            lambda: (
                f"(guard (e ((symbol? e) (list 'symbol e)) ((string? e) e) ((error-object? e) 'caught)) {one()} (raise {one()}))"
            ),
            lambda: f"(guard (e (#f 1)) {one()})",
            lambda: (
                f"(guard (e ((assq 'a (if (pair? e) (list e) '())) => cdr) (else 'other)) (raise (cons 'a {one()})))"
            ),
            lambda: (
                f'(guard (e ((string? e) (string-append e "!"))) (with-exception-handler (lambda (x) "ignored") (lambda () (raise {one()}))))'
            ),
            lambda: f'(let* ((a {one()}) (b {one()})) (guard (e (#t (error-object-irritants e))) (error "what" a b)))',
            lambda: f"(guard (e (#t (error-object-message e))) (error {self.string(0)}))",
            lambda: (
                f"(call/cc (lambda (k) (for-each (lambda (x) (if (pair? x) (k x))) {self.list(depth - 1)}) {one()}))"
            ),
            lambda: f"(string->number {self.string(depth - 1)})",
            lambda: f"((lambda args args) {one()} {one()})",
            lambda: f"((lambda (a . rest) (cons rest a)) {one()} {one()} {one()})",
            lambda: (
                f"(letrec ((even (lambda (n) (if (= n 0) {one()} (odd (- n 1))))) (odd (lambda (n) (if (= n 0) {one()} (even (- n 1)))))) (even {self.small()}))"
            ),
            lambda: (
                f"(let loop ((i 0) (acc '())) (if (< i {self.small()}) (loop (+ i 1) (cons (lambda () (list i {one()})) acc)) (map (lambda (f) (f)) acc)))"
            ),
            lambda: f"(do ((v (make-vector 3)) (i 0 (+ i 1))) ((= i 3) v) (vector-set! v i {one()}))",
            lambda: (
                f"(let ((make (lambda (n) (lambda () (set! n (+ n 1)) n)))) (let* ((c (make {self.integer(0)})) (a (c)) (b (c))) (list a b {one()})))"
            ),
            lambda: f"(exact-integer? {self.integer(depth - 1)})",
            lambda: f"(vector-map (lambda (x y) (list y x)) (vector {one()} {one()}) (vector 1 2 3))",
            lambda: f"(begin (set! trace '()) (note 'x) (note {one()}) trace)",
        )


def program(numbers: range) -> str:
    """One program that prints the value of one expression per number."""
    lines = []
    for number in numbers:
        random = Random(number)
        lines.append(f"(test {number} (lambda () {Expressions(random).any(random.choice((2, 3, 3, 4)))}))")
    return PRELUDE + "\n".join(lines) + "\n"
