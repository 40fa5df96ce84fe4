"""Further random expressions: text of numbers, Unicode, continuations that are re-entered, handlers, records, reading."""

# ruff: noqa: E501 (templates of another language read better unbroken)
from __future__ import annotations

from functools import partial
from random import Random

from tests.random.expressions import PRELUDE, Expressions

WIDER_PRELUDE = (
    PRELUDE
    + """
(define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (written x) (let ((p (open-output-string))) (write x p) (get-output-string p)))
(define (displayed x) (let ((p (open-output-string))) (display (normal x) p) (get-output-string p)))
(define (number-text x) (if (< 1e-3 (abs x) 1e7) (number->string x) 'written-otherwise))
(define (read-back text) (read (open-input-string text)))
(define (generate-from lst)
  (define return #f)
  (define (next)
    (call/cc (lambda (r)
      (set! return r)
      (for-each (lambda (x) (call/cc (lambda (k) (set! next (lambda () (k #f))) (return x)))) lst)
      (return 'done))))
  (lambda () (call/cc (lambda (r) (set! return r) (next)))))
(define (insert x l less?) (if (or (null? l) (less? x (car l))) (cons x l) (cons (car l) (insert x (cdr l) less?))))
(define (sorted l less?) (let loop ((l l) (done '())) (if (null? l) done (loop (cdr l) (insert (car l) done less?)))))
(define-syntax for
  (syntax-rules (in from to)
    ((_ x in e body ...) (map (lambda (x) body ...) e))
    ((_ x from a to b body ...) (let loop ((x a) (l '())) (if (< x b) (loop (+ x 1) (cons (let () body ...) l)) (reverse l))))))
(define-syntax my-let (syntax-rules () ((_ ((n v) ...) . body) ((lambda (n ...) . body) v ...))))
(define counter (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
"""
)

NUMERALS = (
    "10", "-7", "1/2", "-4/6", "1e3", "1.5", "-.5", "+5", "#xff", "#b101", "#e1.5", "#i1/2", "abc", "1/0", "", "-", "+", "1.2.3", "1e",
    "#xg", "--1", "1e400", "0.1", "123456789012345678901234567890", "1e-10", ".", "#o17", "1e21", "100.0", "#e1e10", "00012", "-0", "-0.0",
)  # fmt: skip
WORDS = (
    '"Straße"',
    '"λόγος"',
    '"ÀÉÎ"',
    '"naïve"',
    '"Ωμέγα"',
    '"ΑΒΓ"',
    '"žluťoučký"',
    '"ДОМ"',
    '"mixed Case 12"',
    '"ﬁn"',
)
WIDE_CHARACTERS = (
    "#\\ß",
    "#\\é",
    "#\\Σ",
    "#\\ς",
    "#\\Я",
    "#\\я",
    "#\\中",
    "#\\٣",
    "#\\Ⅳ",
    "#\\ª",
    "#\\_",
    "#\\tab",
    "#\\İ",
)
DIGITS = ("#\\3", "#\\a", "#\\9")
KEYS = ("2.0", "3", '"b"')
MESSAGES = ('"a b"', '""')
DATA = (
    "'(1 2.5 \"s\" #\\a sym)", "'#(1 #(2) ())", "'(a . b)", "'((1 . 2) (3 . 4))", "'#u8(1 2 255)", "'(quote x)", "'(#t #f)", "'\"q\\\\\\\"\\n\"",
    "'(1 (2 (3 (4))))", "'(-1/2 1e10 -0.5)",
)  # fmt: skip


class WiderExpressions(Expressions):
    """Like Expressions, with more templates."""

    def any(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.5:
            return super().any(depth)
        return self.choose(
            lambda: self.numeric(depth),
            lambda: self.textual(depth),
            lambda: self.controlling(depth),
            lambda: self.structured(depth),
            lambda: self.handling(depth),
        )

    def numeric(self, depth: int) -> str:
        i, q, f = partial(self.integer, depth - 1), partial(self.rational, depth - 1), partial(self.floating, depth - 1)
        pick = self.random.choice
        return self.choose(
            lambda: f'(string->number "{pick(NUMERALS)}")',
            lambda: f'(string->number "{pick(NUMERALS[:4])}" {pick((2, 8, 16))})',
            lambda: f"(number-text {f()})",
            lambda: f"(number->string {q()} {pick((2, 8, 10, 16))})",
            lambda: f"(string->number (number->string {f()}))",
            lambda: f"(expt {q()} {pick((-3, -2, -1, 0, 1, 2, 5))})",
            lambda: f"(expt {pick((2, 10, -3, 7))} {pick((0, 1, 63, 64, 100))})",
            lambda: f"(exact ({pick(('floor', 'ceiling', 'round', 'truncate'))} {f()}))",
            lambda: f"({pick(('floor', 'ceiling', 'round', 'truncate'))} {q()})",
            lambda: f"(exact {f()})",
            lambda: f"(inexact {q()})",
            lambda: f"(sqrt (square {i()}))",
            lambda: f"(sqrt (abs {pick((0, 1, 4, 9, 16, 25, 10000000000000000000000, '1/4', '9/16'))}))",
            lambda: f"(list (exact? {q()}) (integer? {f()}) (rational? {f()}) (exact-integer? {q()}))",
            lambda: (
                f"(call-with-values (lambda () ({pick(('floor/', 'truncate/'))} {i()} {pick((1, -1, 2, -2, 3, -7, 10, 1000000007))})) list)"
            ),
            lambda: (
                f"(list (quotient {i()} {pick((3, -7, 65536))}) (remainder {i()} {pick((3, -7, 65536))}) (modulo {i()} {pick((3, -7, 65536))}))"
            ),
            lambda: f"(let ((x {i()}) (y {i()})) (list (= x y) (< x y) (> x y) (+ x y) (- x y) (* x y)))",
            lambda: f"(let ((x {q()}) (y {f()})) (list (< x y) (> x y) (<= x y) (>= x y)))",
            lambda: f"(list (even? {i()}) (odd? {i()}) (zero? {f()}) (positive? {q()}) (negative? {f()}))",
            lambda: f"(list (number->string {i()} 2) (number->string {i()} 16))",
            lambda: f"(list (gcd {i()} {i()} {i()}) (lcm {pick((4, 6, -10))} {pick((9, 15, 21))}))",
            lambda: f"(list (numerator {q()}) (denominator {q()}))",
            lambda: (
                f"(round (* 1e6 ({pick(('sin', 'cos', 'atan', 'exp'))} {pick(('0.5', '1.0', '2.25', '-0.75', '3'))})))"
            ),
            lambda: f"(exact (round (* 1e6 ({pick(('log', 'sqrt'))} {pick(('0.5', '2', '10', '123.25'))}))))",
        )

    def textual(self, depth: int) -> str:
        s, c = partial(self.string, depth - 1), partial(self.character, depth - 1)
        pick = self.random.choice
        wide, word = pick(WIDE_CHARACTERS), pick(WORDS)
        return self.choose(
            lambda: f"({pick(('string-upcase', 'string-downcase', 'string-foldcase'))} {word})",
            lambda: f"(list (char-upcase {wide}) (char-downcase {wide}) (char-foldcase {wide}))",
            lambda: (
                f"(list (char-alphabetic? {wide}) (char-numeric? {wide}) (char-upper-case? {wide}) (char-lower-case? {wide}) (char-whitespace? {wide}))"
            ),
            lambda: f"(digit-value {pick(DIGITS)})",
            lambda: f"(char->integer {wide})",
            lambda: f"({pick(('string-ci=?', 'string-ci<?', 'string-ci>=?'))} {s()} {pick((word, s()))})",
            lambda: f"({pick(('char-ci=?', 'char-ci<?'))} {c()} {c()})",
            lambda: f"({pick(('string<?', 'string>?', 'string<=?', 'string=?'))} {s()} {s()} {s()})",
            lambda: f"(string->utf8 {pick((word, s()))})",
            lambda: f"(utf8->string (string->utf8 {word}))",
            lambda: f"(string-length (string-append {word} {s()}))",
            lambda: f"(string-map (lambda (a b) (if (char<? a b) a b)) {s()} {s()})",
            lambda: f"(let ((l '())) (string-for-each (lambda (a b) (set! l (cons (string a b) l))) {s()} {s()}) l)",
            lambda: f"(string->vector {s()})",
            lambda: f"(vector->string (string->vector {s()}))",
            lambda: f"(let ((t (make-string 4 #\\a))) (string-fill! t {c()} {pick((0, 1, 2))}) t)",
            lambda: (
                f'(let ((t (string-copy "abcdefgh"))) (string-copy! t {pick((0, 1, 3))} t {pick((0, 2, 4))} {pick((4, 5, 7))}) t)'
            ),
            lambda: f"(list (string->list {s()} {pick((0, 1))}) (string-copy {s()} 0 {pick((0, 1))}))",
            lambda: f'(symbol->string (string->symbol (string-append "a" {s()})))',
            lambda: f"(displayed {self.any(depth - 1)})",
            lambda: (
                f"(let* ((p (open-input-string {s()})) (a (read-char p)) (b (peek-char p)) (c (read-char p))) (list (eof-object? a) (eof-object? b) (equal? b c)))"
            ),
            lambda: (
                f'(let* ((p (open-input-string (string-append {s()} "\\nsecond"))) (a (read-line p)) (b (read-line p)) (c (read-line p))) (list a b (eof-object? c)))'
            ),
            lambda: f"(apply string-append (map symbol->string '(a b {pick(('c', 'dd'))})))",
        )

    def structured(self, depth: int) -> str:
        one, many, i = partial(self.any, depth - 1), partial(self.list, depth - 1), partial(self.integer, depth - 1)
        pick = self.random.choice
        return self.choose(
            lambda: f"(read-back (written {pick(DATA)}))",
            lambda: f"(let ((x {pick(DATA)})) (equal? x (read-back (written x))))",
            lambda: f"(written {pick(DATA[:5])})",
            lambda: (
                f"(let ((p (make-point {one()} {one()}))) (set-point-x! p (list (point-x p))) (list (point? p) (point? 5) (point-x p) (point-y p)))"
            ),
            lambda: f"(point-x {one()})",
            lambda: (
                f"(vector->list (vector-map (lambda (a b) (list a b)) (vector {one()} {one()}) (list->vector {many()})))"
            ),
            lambda: (
                f"(let ((v (vector 1 2 3 4 5 6))) (vector-copy! v {pick((0, 1, 3))} v {pick((0, 2))} {pick((3, 4))}) v)"
            ),
            lambda: f"(vector-append (vector {one()}) (list->vector {many()}))",
            lambda: (
                f"(list (vector->list (vector {one()} {one()} 3) 1) (vector-copy (vector 1 {one()} 3) 1 {pick((1, 2, 3))}))"
            ),
            lambda: (
                f"(let ((b (bytevector 1 2 3 4))) (bytevector-u8-set! b {pick((0, 3))} {pick((0, 255))}) (bytevector-append b (bytevector-copy b 1 {pick((1, 2, 4))})))"
            ),
            lambda: f"(sorted (list {i()} {i()} {i()} {i()}) <)",
            lambda: f'(sorted (map string-length (list {self.string(depth - 1)} {self.string(depth - 1)} "ab")) >)',
            lambda: f"(for x from 0 to {self.small()} (list x {one()}))",
            lambda: f"(for x in {many()} (list x x))",
            lambda: f"(my-let ((a {one()}) (b {one()})) (define c (list b a)) (append c c))",
            lambda: f"(let () (define-values (a b . c) (values {one()} {one()} {one()})) (list c b a))",
            lambda: f"(let*-values (((a b) (values {one()} {one()})) ((c) (list a b))) c)",
            lambda: f"(member {i()} (list {i()} {i()} 2 1 0) =)",
            lambda: (
                f'(assoc {pick(KEYS)} \'((1 one) (2 two) ("b" three)) (lambda (a b) (if (and (number? a) (number? b)) (= a b) (equal? a b))))'
            ),
            lambda: f"(let ((l (list-copy {many()}))) (if (pair? l) (set-car! l {one()})) l)",
            lambda: f"(append {many()} {one()})",
            lambda: f"(list-tail (list 1 2 3 {one()}) {pick((0, 1, 4, 5))})",
            lambda: f"(let ((l (list 1 2 3))) (set-cdr! (cddr l) {one()}) l)",
            lambda: f"(let loop ((i 0) (l {many()})) (if (and (pair? l) (< i 5)) (loop (+ i 1) (cdr l)) (list i l)))",
            lambda: f"(letrec* ((a {one()}) (f (lambda () (list a b))) (b {i()})) (f))",
            lambda: f"`(x #(1 ,{one()}) ,@{many()} . ,{one()})",
            lambda: "`(1 `(2 ,(3 ,(+ 1 3))))",
            lambda: f"(case (modulo {i()} 4) ((0) 'zero) ((1 2) => (lambda (x) (* x 10))) (else => list))",
            lambda: (
                f"(let ((v (make-vector 3 0))) (vector-for-each (lambda (i x) (vector-set! v i (list x i))) #(0 1 2) (vector {one()} {one()} {one()})) v)"
            ),
        )

    def controlling(self, depth: int) -> str:
        one, many = partial(self.any, depth - 1), partial(self.list, depth - 1)
        pick = self.random.choice
        return self.choose(
            lambda: (
                f"(let ((k #f) (n 0)) (let ((x (call/cc (lambda (c) (set! k c) {one()})))) (set! n (+ n 1)) (if (< n {pick((2, 3))}) (k (list n x)) (list n x))))"
            ),
            lambda: f"(let ((g (generate-from {many()}))) (let* ((a (g)) (b (g)) (c (g))) (list a b c)))",
            lambda: (
                "(let ((path '()) (k #f) (n 0)) (define (step x) (set! path (cons x path)))"
                f" (dynamic-wind (lambda () (step 'in)) (lambda () (step (call/cc (lambda (c) (set! k c) {one()})))) (lambda () (step 'out)))"
                f" (set! n (+ n 1)) (if (< n {pick((2, 3))}) (k n)) (reverse path))"
            ),
            lambda: (
                "(let ((k #f) (n 0) (first #f)) (let ((l (map (lambda (x) (call/cc (lambda (c) (if (= x 2) (set! k c)) x))) '(1 2 3))))"
                f" (set! n (+ n 1)) (if (= n 1) (begin (set! first l) (k {one()})) (list first l))))"
            ),
            lambda: f"(call-with-values (lambda () (call/cc (lambda (k) (k {one()} {one()})))) list)",
            lambda: (
                f"(call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'handled {one()}))) (lambda () {one()}))))"
            ),
            lambda: f"(let ((p (make-parameter {one()}))) (list (parameterize ((p {one()})) (p)) (p)))",
            lambda: f"(let ((p (make-parameter 1))) (call/cc (lambda (k) (parameterize ((p 2)) (k {one()})))) (p))",
            lambda: (
                f"(let* ((s (delay (cons {one()} (delay {one()})))) (a (car (force s))) (b (force (cdr (force s))))) (list a b))"
            ),
            lambda: (
                f"(let loop ((n {pick((0, 3, 5))}) (k (lambda (x) (list 'end x)))) (if (= n 0) (k {one()}) (loop (- n 1) (lambda (x) (k (cons n x))))))"
            ),
            lambda: f"(let ((n 0)) (define p (delay (begin (set! n (+ n 1)) {one()}))) (force p) (force p) n)",
            lambda: (
                f"(force (let chain ((n {self.small()})) (if (= n 0) (delay {one()}) (delay-force (chain (- n 1))))))"
            ),
            lambda: (
                f"(apply (case-lambda ((a) (list 'one a)) ((a b) (list 'two b a)) ((a b . c) (list 'many c b a))) {many()})"
            ),
            lambda: (
                f"(do ((i 0 (+ i 1)) (l '() (cons (call/cc (lambda (k) (if (odd? i) (k 'odd) {one()}))) l))) ((= i {self.small()}) l))"
            ),
        )

    def handling(self, depth: int) -> str:
        one = partial(self.any, depth - 1)
        pick = self.random.choice
        test = pick(("symbol?", "string?", "number?", "pair?", "error-object?"))
        return self.choose(
            lambda: (
                f"(guard (e (({test} e) 'first) (else (list 'outer (if (error-object? e) 'error e)))) (raise {one()}))"
            ),
            lambda: (
                f"(guard (e (#t (list 'outer (if (error-object? e) 'error e)))) (guard (f (({test} f) (list 'inner (if (error-object? f) 'error f)))) (raise {one()})))"
            ),
            lambda: (
                f"(with-exception-handler (lambda (e) {one()}) (lambda () (list 1 (guard (e ((eq? e 'never) 0)) (raise-continuable {one()})) 3)))"
            ),
            lambda: (
                "(let ((path '())) (define (step x) (set! path (cons x path)) x)"
                f" (let ((result (guard (e (#t (step 'outer))) (guard (f (({test} f) (step 'inner))) (dynamic-wind (lambda () (step 'in)) (lambda () (raise {one()})) (lambda () (step 'out)))))))"
                " (list result (reverse path))))"
            ),
            lambda: (
                f"(with-exception-handler (lambda (e) (list 'a e)) (lambda () (with-exception-handler (lambda (e) (raise-continuable (list 'b e))) (lambda () (list (raise-continuable 1) {one()})))))"
            ),
            lambda: (
                f"(guard (e (#t (if (error-object? e) 'error e))) (with-exception-handler (lambda (e) (raise (list 'again (if (error-object? e) 'error e)))) (lambda () (raise {one()}))))"
            ),
            lambda: (
                f"(let ((x {one()})) (guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e)))) (error {pick(MESSAGES)} x)))"
            ),
            lambda: (
                f"(guard (e ((assv 1 (if (list? e) e '())) => cdr) (else 'none)) (raise (list (cons 1 {pick((1, 2))}))))"
            ),
        )


def expression(number: int) -> str:
    """The expression of a number, always the same."""
    random = Random(number)
    return WiderExpressions(random).any(random.choice((2, 3, 3, 4)))
