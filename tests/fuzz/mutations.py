"""Mutated and random programs: `case(n)` is the same bytes in every run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from tests.fuzz.tokens import OPENING, is_blank, subforms, tokens_of
from tests.fuzz.vocabulary import KEYWORDS, ODD, PROCEDURES, WILD, huge_literal, word

ROOT = Path(__file__).parents[2]
SEED_FOLDERS = ("examples", "bench/programs", "tests/library", "tests/specification/blocks")
SUFFIXES = (".esk", ".scm", ".sld")

Tokens = list[str]
Mutation = Callable[[Random, Tokens], Tokens]


@cache
def seeds() -> tuple[str, ...]:
    """The texts that mutations start from, in the order of their names."""
    paths = sorted(p for folder in SEED_FOLDERS for p in (ROOT / folder).iterdir() if p.suffix in SUFFIXES)
    return tuple(path.read_text(encoding="utf-8") for path in paths)


def case(number: int) -> bytes:
    """The text of case `number`."""
    random = Random(number)
    kind = random.random()
    if kind < 0.04:
        return random.randbytes(random.randrange(1, 400))
    if kind < 0.10:
        return random_tokens(random).encode()
    if kind < 0.20:
        return "\n".join(random_form(random, 5) for _ in range(random.randrange(1, 8))).encode()
    return mutated(random)


def mutated(random: Random) -> bytes:
    """A seed with one to six mutations."""
    tokens = tokens_of(random.choice(seeds()))
    kinds = GENTLE if random.random() < 0.4 else MUTATIONS
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        tokens = random.choice(kinds)(random, tokens) if tokens else [word(random)]
    data = "".join(tokens).encode("utf-8", "surrogatepass")
    return spoil_bytes(random, data) if random.random() < 0.06 else data


def spoil_bytes(random: Random, data: bytes) -> bytes:
    """Replaces, inserts or cuts off bytes."""
    at = random.randrange(len(data) + 1)
    match random.randrange(3):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + random.randbytes(random.randrange(1, 9)) + data[at:]
        case _:
            return data[:at] + random.randbytes(3) + data[at + 3 :]


def random_tokens(random: Random) -> str:
    """Tokens without any structure."""
    return " ".join(random.choice((word(random), "(", ")", "(", ")")) for _ in range(random.randrange(1, 60)))


def random_form(random: Random, depth: int) -> str:
    """A balanced form of keywords, procedures and odd tokens."""
    if depth == 0 or random.random() < 0.25:
        return random.choice((word(random), random.choice("abcxyz"), str(random.randrange(10))))
    head = random.choice((random.choice(KEYWORDS), random.choice(PROCEDURES), random.choice("abcxyz"), ""))
    return f"({head} {' '.join(random_form(random, depth - 1) for _ in range(random.randrange(5)))})"


# --- Mutations of single tokens. ---


def place(random: Random, tokens: Tokens) -> int:
    """The index of a token that is not white space, or of any when all are."""
    solid = [i for i, token in enumerate(tokens) if not is_blank(token)]
    return random.choice(solid) if solid else random.randrange(len(tokens))


def delete_token(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    return tokens[:at] + tokens[at + 1 :]


def double_token(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    return [*tokens[:at], tokens[at], " ", *tokens[at:]]


def swap_tokens(random: Random, tokens: Tokens) -> Tokens:
    first, second = place(random, tokens), place(random, tokens)
    changed = list(tokens)
    changed[first], changed[second] = tokens[second], tokens[first]
    return changed


def replace_token(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    return [*tokens[:at], word(random), *tokens[at + 1 :]]


def insert_word(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    return [*tokens[:at], " ", word(random), " ", *tokens[at:]]


def insert_parenthesis(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    return [*tokens[:at], random.choice(("(", ")", "'(", "#(", "#u8(", "[", "]", "))")), *tokens[at:]]


def delete_parenthesis(random: Random, tokens: Tokens) -> Tokens:
    places = [i for i, token in enumerate(tokens) if token in (*OPENING, ")")]
    at = random.choice(places or [0])
    return tokens[:at] + tokens[at + 1 :]


def name_to_keyword(random: Random, tokens: Tokens) -> Tokens:
    """One name becomes a keyword everywhere: parameters, variables and definitions called `if`."""
    old, new = tokens[place(random, tokens)], random.choice((*KEYWORDS, "x", "car", "%car"))
    return tokens if old in (*OPENING, ")") else [new if token == old else token for token in tokens]


def huge(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    return [*tokens[:at], " ", huge_literal(random), " ", *tokens[at:]]


def unicode_text(random: Random, tokens: Tokens) -> Tokens:
    at = place(random, tokens)
    text = "".join(
        chr(random.choice((0x7F, 0x300, 0x3BB, 0xFEFF, 0x1F600, 0x202E, 0x2028, 0x10FFFF))) for _ in range(4)
    )
    return [*tokens[:at], text if random.random() < 0.5 else f'"{text}"', *tokens[at:]]


def wild_macro(random: Random, tokens: Tokens) -> Tokens:
    return [random.choice(WILD), "\n", *tokens] if random.random() < 0.5 else [*tokens, "\n", random.choice(WILD)]


# --- Mutations of subforms. ---


def form(random: Random, tokens: Tokens) -> tuple[int, int]:
    """The range of a subform, or of one token when there is none."""
    forms = subforms(tokens)
    at = place(random, tokens)
    return random.choice(forms) if forms else (at, at + 1)


def delete_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    return tokens[:start] + tokens[end:]


def double_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    return [*tokens[:end], " ", *tokens[start:end], *tokens[end:]]


def move_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    at = place(random, tokens)
    return [*tokens[:at], " ", *tokens[start:end], " ", *tokens[at:]]


def replace_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    return [*tokens[:start], random_form(random, 3), *tokens[end:]]


def graft_form(random: Random, tokens: Tokens) -> Tokens:
    """A subform of another program takes the place of one of this."""
    start, end = form(random, tokens)
    other = tokens_of(random.choice(seeds()))
    first, last = form(random, other)
    return [*tokens[:start], *other[first:last], *tokens[end:]]


def wrap_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    return [*tokens[:start], f"({word(random)} ", *tokens[start:end], f" {word(random)})", *tokens[end:]]


def nest_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    opening, closing = random.choice(
        (("(", ")"), ("(lambda () ", ")"), ("(let ((x 1)) ", ")"), ("(if 1 ", ")"), ("'", ""), ("`(a ,", ")"),
         ("#(", ")"),
         ("(begin ", ")"), ("(+ 1 ", ")"), ("(list ", " 1)"), ("(let loop () ", ")"), ("(let* ((y 1)) ", ")"),
         ("(define (f x) ", ")"), ("(cond (#f 1) (else ", "))"), ("((lambda (x) ", ") 1)"),
         ("(call/cc (lambda (k) ", "))"),
         ("(guard (e (#t ", ")) 1)"), ("#;", ""), ("(quasiquote ", ")"), ("(let-syntax () ", ")"), ("(and 1 ", ")"),
         ("(do ((i 0 (+ i 1))) ((= i 1)) ", ")"), ("(letrec ((f (lambda () (f)))) ", ")"), ("(delay ", ")"))
    )  # fmt: skip
    depth = random.choice((3, 30, 300, 1_000, 3_000, 20_000))
    return [*tokens[:start], opening * depth, *tokens[start:end], closing * depth, *tokens[end:]]


def change_arguments(random: Random, tokens: Tokens) -> Tokens:
    """More parts at the end of a subform."""
    _, end = form(random, tokens)
    more = " ".join(word(random) for _ in range(random.choice((1, 2, 40))))
    return [*tokens[: end - 1], " ", more, *tokens[end - 1 :]]


def call_procedure(random: Random, tokens: Tokens) -> Tokens:
    """A primitive called with whatever stands in the program."""
    start, end = form(random, tokens)
    pieces = "".join(tokens[start:end]), random.choice(ODD)
    arguments = " ".join(random.choice(pieces) for _ in range(random.randrange(4)))
    return [*tokens[:start], f"({random.choice(PROCEDURES)} {arguments})", *tokens[end:]]


def double_parameters(random: Random, tokens: Tokens) -> Tokens:
    """The first list after `lambda` or `define` names something twice."""
    heads = [i for i, token in enumerate(tokens) if token in ("lambda", "define", "let", "do", "case-lambda")]
    starts = [s for s, _ in subforms(tokens) if any(head < s <= head + 2 for head in heads)]
    at = random.choice(starts or [place(random, tokens)])
    return [*tokens[: at + 1], "x x . x ", *tokens[at + 1 :]] if random.random() < 0.3 else double_next(tokens, at + 1)


def double_next(tokens: Tokens, at: int) -> Tokens:
    """The token at `at` twice."""
    return [*tokens[:at], *tokens[at : at + 1], " ", *tokens[at:]]


def quote_form(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    return [*tokens[:start], random.choice("'`,"), *tokens[start:end], *tokens[end:]]


VALID = (
    ("(begin ", ")"), ("(let ((t ", ")) t)"), ("(call/cc (lambda (k) ", "))"), ("(call/cc (lambda (k) (k ", ")))"),
    ("((lambda arguments ", ") 1 2)"), ("((lambda (u #!optional) ", ") 1)"), ("(guard (e (#t e)) ", ")"),
    ("(dynamic-wind (lambda () 1) (lambda () ", ") (lambda () 2))"), ("(if (car '(#f)) 1 ", ")"),
    ("(let loop ((i 0)) (if (< i 3) (begin ", " (loop (+ i 1)))))"),
    ("(call-with-values (lambda () (values 1 ", ")) list)"),
    ("(vector-ref (vector ", ") 0)"), ("(car (list ", "))"), ("(force (delay ", "))"), ("(let () (define z ", ") z)"),
    ("(let-values (((p . q) ", ")) p)"), ("(parameterize () ", ")"), ("(letrec ((g (lambda (n) ", "))) (g 1))"),
    ("(let ((s 0)) (set! s ", ") (lambda () s))"), ("(with-arena (a 64) ", ")"), ("(case ", " ((1) 2) (else => list))"),
    ("(do ((j 0 (+ j 1))) ((= j 2) ", "))"), ("(apply + 1 (list ", "))"), ("(map (lambda (x) ", ") '(1 2))"),
    ("(when #t ", ")"), ("(and ", " 1)"), ("(or #f ", ")"), ("(let* ((a ", ") (b a)) b)"), ("`(1 ,", ")"),
)  # fmt: skip
"""Surroundings in which an expression is still an expression."""


def wrap_expression(random: Random, tokens: Tokens) -> Tokens:
    start, end = form(random, tokens)
    before, after = random.choice(VALID)
    return [*tokens[:start], before, *tokens[start:end], after, *tokens[end:]]


def change_literal(random: Random, tokens: Tokens) -> Tokens:
    """A number, string or boolean becomes another literal."""
    places = [i for i, token in enumerate(tokens) if token[0] in '0123456789"' or token in ("#t", "#f")]
    literal = random.choice(
        ("0", "-1", "1/2", "0.5", "#t", "'()", "'a", '"s"', "#\\a", "100000000000000000000", "1e300", "car")
    )
    at = random.choice(places or [place(random, tokens)])
    return [*tokens[:at], literal, *tokens[at + 1 :]]


def definition_to_end(random: Random, tokens: Tokens) -> Tokens:
    """A form moves to the end of the program: uses before definitions."""
    start, end = form(random, tokens)
    return [*tokens[:start], *tokens[end:], "\n", *tokens[start:end], "\n"]


GENTLE: tuple[Mutation, ...] = (
    wrap_expression,
    wrap_expression,
    change_literal,
    definition_to_end,
    double_form,
    delete_form,
)
"""Mutations after which many programs still compile: they reach the later passes."""

MUTATIONS: tuple[Mutation, ...] = (
    delete_token, double_token, swap_tokens, replace_token, insert_word, insert_parenthesis, delete_parenthesis,
    name_to_keyword, huge, unicode_text, wild_macro, delete_form, double_form, move_form, replace_form, graft_form,
    wrap_form, nest_form, change_arguments, call_procedure, double_parameters, quote_form,
)  # fmt: skip
