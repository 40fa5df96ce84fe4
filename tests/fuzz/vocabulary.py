"""Words that mutations put into programs: keywords, primitives, odd literals, hostile macros."""

from __future__ import annotations

from random import Random

from eshkol.tables import syntax_rows
from eshkol.tables.primitives import primitive_rows

KEYWORDS = tuple(sorted(syntax_rows()))
PROCEDURES = tuple(sorted(name for name in primitive_rows() if not name.startswith("%")))
ODD = (
    "()", "#t", "#false", "0", "-1", "1/0", "+nan.0", "-inf.0", "1e400", "-0.0", "#e1.5", "#i1/3", "#x-ff", "#b102",
    "1+2i", "1152921504606846976", "-1152921504606846977", "#\\x", "#\\space", "#\\x110000", "#\\xD800", "#\\nul",
    '""', '"\\x41;"', '"\\q"', '"\\x0;"', '"open', "||", "|a b|", "|open", "#u8(256)", "#u8(1 2)", "#(1 . 2)",
    "#()", ".", "...", "_", "=>", "else", "#0=(1 . #0#)", "#0#", "#1=#1#", "'#0=(#0# . #0#)", "#!eof",
    "#!fold-case", "#!unknown", "#|", "|#", "#;", "#;#;", "'", "`", ",", ",@", "#'", "#", "#d", "#true1", "[", "]",
    "{", "}", "\\", "%car", "\x00", "λ", "é", "\u202e", "\u200b", "😀", "\ufeff", "𝒳", "ﬁ", "İ", "'(a . b)",
    "(quote)", "(lambda)", "(x . y . z)", "( . x)", "(. . .)", "1.2.3", "--", "+i", "-", "1e", "1e1000000",
    "#e1e100001", "#e1e-99999",
)  # fmt: skip

WILD = (
    "(define-syntax m (syntax-rules () ((_) (m)))) (m)",
    "(define-syntax m (syntax-rules () ((_ x ...) (m x ... x ...)))) (m 1 2)",
    "(define-syntax m (syntax-rules () ((_ x) (m (x x))))) (m 1)",
    "(define-syntax m (syntax-rules () ((_ x) (begin (m x) (m x))))) (m 1)",
    "(define-syntax m (syntax-rules () ((_ a) (begin (define-syntax n (syntax-rules () ((_) (m b)))) (n))))) (m 1)",
    "(define-syntax a (syntax-rules () ((_ x) (b (x))))) (define-syntax b (syntax-rules () ((_ x) (a (x))))) (a 1)",
    "(let-syntax ((f (syntax-rules () ((_ x) (lambda (x) (f x)))))) (f y))",
    "(letrec-syntax ((f (syntax-rules () ((_ x) (let ((x 1)) (f x)))))) (f y))",
    "(define-syntax m (syntax-rules () ((_ (x ...) ...) '((x ... ...) ...)))) (m (1 2) (3))",
    "(define-syntax m (syntax-rules () ((_ (x ...) (y ...)) '((x y) ...)))) (m (1 2) (3))",
    "(define-syntax m (syntax-rules () ((_ x ... y ...) 1))) (m 1)",
    "(define-syntax m (syntax-rules () ((_ x x) x))) (m 1 2)",
    "(define-syntax m (syntax-rules () ((_ x) (x ...)))) (m 1)",
    "(define-syntax m (syntax-rules () ((_ x ...) x))) (m 1)",
    "(define-syntax m (syntax-rules (...) ((_ ...) '...))) (m ...)",
    "(define-syntax m (syntax-rules ::: () ((_ x :::) '(x ::: ...)))) (m 1 2)",
    "(define-syntax m (lambda (x) x)) (m)",
    "(define-syntax m m) (m)",
    "(define-syntax define (syntax-rules () ((_ . x) (define . x)))) (define y 1)",
    "(define-syntax if (syntax-rules () ((_ x ...) (cond (x ...) (else (if x ...)))))) (if 1 2 3)",
    "(define-syntax m (syntax-rules () ((_ n . r) (define n (m . r))))) (m a b c)",
    "(let loop ((i 0)) (define-syntax m (syntax-rules () ((_) (loop i)))) (m))",
    "(define (f) (define x y) (define y x) (f)) (f)",
    "(define define 1)",
    "(lambda lambda lambda)",
    "(let ((if list)) (if 1 2 3))",
    "(define-record-type r (mk x x) r? (x a) (x b))",
    "(define-record-type r #t r?)",
    "(define-values (a a . a) (values 1 2))",
    "(import (only (scheme base) car) (except (scheme base) car) (rename (scheme base) (car cdr)))",
    "(import (no such library))",
    "(define-library (a) (import (a)) (export x) (begin (define x 1))) (import (a))",
    "(define-library (a b) (export f) (import (scheme base)) (begin (define (f x) (g x)))) (import (a b)) (f 1)",
    "(include \"no-such-file.esk\")",
    "(cond-expand ((and) 1) ((or) 2) ((not) 3) (else))",
    "(case 1 ((1 1) => car) (else => cdr) (else 1))",
    "(do ((i 0 1 2)) (#t))",
    "(let-values (((a b) (values 1 2 3))) a)",
    "(set! undefined-variable 1) (set! car cdr) (define car 1)",
    "(guard (e) (raise 1)) (guard e 1) (guard (1 2) 3)",
    "(parameterize ((1 2)) 3) (delay) (delay-force 1 2) (case-lambda (x x) ((x x) x))",
    "(with-arena a 1) (with-arena (a) 1) (with-arena (1 2) 3)",
    "(quasiquote (unquote (unquote-splicing 1)) . (unquote 2))",
    "`(1 `,(2 ,@(3 ,@'(4 5))) . ,@6)",
)  # fmt: skip


def huge_literal(random: Random) -> str:
    """A literal of a size nobody writes."""
    size = random.choice((1_000, 20_000, 100_000))
    return random.choice(
        (
            lambda: "9" * size,
            lambda: f"1/{'7' * (size // 10)}",
            lambda: f"1.{'3' * size}",
            lambda: f'"{"s" * size}"',
            lambda: "x" * size,
            lambda: f"'#({'1 ' * (size // 10)})",
            lambda: f"'({'(a . 1.5) ' * (size // 20)})",
            lambda: f"#u8({'255 ' * (size // 10)})",
            lambda: f"(list {'1 ' * (size // 20)})",
            lambda: f"(lambda ({' '.join(f'v{i}' for i in range(size // 50))}) v0)",
            lambda: f"(let* ({' '.join(f'(v{i} {i})' for i in range(size // 100))}) v0)",
            lambda: f"(cond {' '.join(f'((= x {i}) {i})' for i in range(size // 100))})",
            lambda: f"(begin {' '.join(f'(display {i})' for i in range(size // 100))})",
            lambda: "#;" * (size // 10) + "1 " * (size // 10 + 1),
            lambda: "#|" * size,
        )
    )()


def word(random: Random) -> str:
    """A keyword, a procedure's name or an odd token."""
    return random.choice(random.choice((KEYWORDS, PROCEDURES, ODD)))
