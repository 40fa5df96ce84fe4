"""Sets of types as bit masks: what rows, predicates and arithmetic say about values."""

from __future__ import annotations

_FIXNUM, _FLONUM, _OTHER_NUMBER, PAIR, EMPTY, FALSE, TRUE = (1 << bit for bit in range(7))
CHARACTER, STRING, SYMBOL, VECTOR, PROCEDURE, IMMEDIATE, OBJECT = (1 << bit for bit in range(7, 14))
_NEGATIVE_FIXNUM, _NEGATIVE_FLONUM, _NEGATIVE_OTHER, COMPLEX = (1 << bit for bit in range(14, 18))
ANY = (1 << 18) - 1
# Real numbers of each kind are of two types: negative ones, and all others, -0.0 and NaN among them.
NEGATIVE = _NEGATIVE_FIXNUM | _NEGATIVE_FLONUM | _NEGATIVE_OTHER
FIXNUM = _FIXNUM | _NEGATIVE_FIXNUM
FLONUM = _FLONUM | _NEGATIVE_FLONUM
OTHER_NUMBER = _OTHER_NUMBER | _NEGATIVE_OTHER
REAL = FIXNUM | FLONUM | OTHER_NUMBER
NUMBER = REAL | COMPLEX
EXACT = FIXNUM | OTHER_NUMBER
BOOLEAN = FALSE | TRUE
# Values of these types are never addresses: they need no place on the value stack.
NOT_POINTERS = FIXNUM | EMPTY | FALSE | TRUE | CHARACTER | IMMEDIATE

# Kinds of the primitive tables. For parameters: what holds once the primitive has returned.
KINDS: dict[str, int] = {
    "any": ANY,
    "number": NUMBER,
    "integer": REAL,
    "rational": REAL,
    "real": REAL,
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
    "real?": REAL,
    "char?": CHARACTER,
    "string?": STRING,
    "symbol?": SYMBOL,
    "vector?": VECTOR,
    "procedure?": PROCEDURE,
    "boolean?": BOOLEAN,
}
PARTIAL_PREDICATES: dict[str, int] = {
    "integer?": REAL,
    "rational?": REAL,
    "exact-integer?": EXACT,
    "list?": PAIR | EMPTY,
    "zero?": NUMBER,
}

ARITHMETIC = frozenset({"%add2", "%subtract2", "%multiply2", "%divide2", "%negate"})
COMPARISONS = frozenset({"%number=2", "%less2", "%greater2", "%less-equal2", "%greater-equal2"})
# Flonum arguments give a flonum, if the result is real.
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
