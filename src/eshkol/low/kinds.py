"""Sets of types as bit masks: what rows, predicates and arithmetic say about values."""

from __future__ import annotations

FIXNUM, FLONUM, OTHER_NUMBER, PAIR, EMPTY, FALSE, TRUE = (1 << bit for bit in range(7))
CHARACTER, STRING, SYMBOL, VECTOR, PROCEDURE, IMMEDIATE, OBJECT = (1 << bit for bit in range(7, 14))
ANY = (1 << 14) - 1
NUMBER = FIXNUM | FLONUM | OTHER_NUMBER
EXACT = FIXNUM | OTHER_NUMBER
BOOLEAN = FALSE | TRUE
# Values of these types are never addresses: they need no place on the value stack.
NOT_POINTERS = FIXNUM | EMPTY | FALSE | TRUE | CHARACTER | IMMEDIATE

# Kinds of the primitive tables. For parameters: what holds once the primitive has returned.
KINDS: dict[str, int] = {
    "any": ANY,
    "number": NUMBER,
    "integer": NUMBER,
    "rational": NUMBER,
    "real": NUMBER,
    "fixnum": FIXNUM,
    "index": FIXNUM,
    "flonum": FLONUM,
    "boolean": BOOLEAN,
    "character": CHARACTER,
    "string": STRING,
    "symbol": SYMBOL,
    "pair": PAIR,
    "list": PAIR | EMPTY,
    "vector": VECTOR,
    "procedure": PROCEDURE,
    "end-of-file": IMMEDIATE,
    "unspecified": IMMEDIATE,
    "never": 0,
}

# What a predicate tells of its argument when it holds; `exact` ones also tell that it is none of these otherwise.
PREDICATES: dict[str, int] = {
    "pair?": PAIR,
    "null?": EMPTY,
    "not": FALSE,
    "fixnum?": FIXNUM,
    "flonum?": FLONUM,
    "number?": NUMBER,
    "complex?": NUMBER,
    "real?": NUMBER,
    "char?": CHARACTER,
    "string?": STRING,
    "symbol?": SYMBOL,
    "vector?": VECTOR,
    "procedure?": PROCEDURE,
    "boolean?": BOOLEAN,
}
PARTIAL_PREDICATES: dict[str, int] = {
    "integer?": NUMBER,
    "rational?": NUMBER,
    "exact-integer?": EXACT,
    "list?": PAIR | EMPTY,
    "zero?": NUMBER,
}

ARITHMETIC = frozenset({"%add2", "%subtract2", "%multiply2", "%divide2", "%negate"})
COMPARISONS = frozenset({"%number=2", "%less2", "%greater2", "%less-equal2", "%greater-equal2"})
# A flonum argument (all of them) gives a flonum.
FLONUM_PRESERVING = frozenset(
    {"sqrt", "sin", "cos", "tan", "atan", "exp", "log", "abs", "magnitude", "square", "min", "max", "floor", "ceiling"}
    | {"round", "truncate", "expt", "asin", "acos"}
)
TO_FLONUM = frozenset({"inexact", "exact->inexact"})
# Fixnum arguments give a fixnum.
FIXNUM_PRESERVING = frozenset(
    {"remainder", "modulo", "truncate-remainder", "floor-remainder", "bitwise-and", "bitwise-ior", "bitwise-xor"}
    | {"bitwise-not", "min", "max"}
)


def arithmetic_result(name: str, types: list[int]) -> int | None:
    """The result of a numeric primitive where it depends on its arguments; None: as its row says."""
    if name in ARITHMETIC:
        if any(_only(t, FLONUM) for t in types):
            return FLONUM
        if not any(t & FLONUM for t in types):
            return EXACT
        return NUMBER
    if name in TO_FLONUM:
        return FLONUM
    if name in FLONUM_PRESERVING and all(_only(t, FLONUM) for t in types):
        # (sqrt -1.0) and the like are errors, (expt a b) of flonums a flonum.
        return FLONUM
    if name in FIXNUM_PRESERVING and all(_only(t, FIXNUM) for t in types):
        return FIXNUM
    return None


def _only(types: int, mask: int) -> bool:
    return types != 0 and types & ~mask == 0
