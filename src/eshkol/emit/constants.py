"""Literal data as static C objects: read-only, shared, with a C expression for each constant's value."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from fractions import Fraction

from eshkol.names import c_identifier
from eshkol.syntax.datum import (
    ABSENT,
    END_OF_FILE,
    NIL,
    UNSPECIFIED,
    BytesConstant,
    Character,
    Complex,
    Constant,
    PairConstant,
    Special,
    StringConstant,
    Symbol,
    VectorConstant,
)

FIXNUM_LIMIT = 1 << 60
_SPECIALS = {NIL.name: "NIL", END_OF_FILE.name: "END_OF_FILE", UNSPECIFIED.name: "UNSPECIFIED", ABSENT.name: "ABSENT"}
_FNV_OFFSET, _FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
LITERAL = 0x800000
WIDE_STRING = 8
NEGATIVE = 8


def symbol_hash(name: str) -> int:
    """FNV-1a, 64 bits, over the UTF-8 bytes, as symbols.c computes it."""
    value = _FNV_OFFSET
    for byte in name.encode("utf-8", "surrogatepass"):
        value = (value ^ byte) * _FNV_PRIME & 0xFFFFFFFFFFFFFFFF
    return value


def symbol_identifier(name: str) -> str:
    """The C name of a static symbol, the same in every unit."""
    return f"symbol_{c_identifier(name)[:40]}_{symbol_hash(name):016x}"


class ConstantPool:
    """Collects the static objects of a translation unit, in the order of first use.

    Symbols are unique in the program: every unit names them the same way, one unit defines them (`define_symbols`).
    `linkage` is "" when other units are to see the objects; `series`, in their names, tells apart those of two pools.
    """

    def __init__(self, linkage: str = "static ", series: str = "c") -> None:
        self.linkage = linkage
        self.series = series
        self.declarations: list[str] = []
        self.definitions: list[str] = []
        self.symbols: dict[str, str] = {}
        self._values: dict[object, str] = {}
        self._kept: list[object] = []
        self._number = 0

    def expression(self, value: Constant) -> str:
        """A C constant expression for the value; makes the static objects that it needs."""
        match value:
            case bool():
                return "TRUE" if value else "FALSE"
            case int() if -FIXNUM_LIMIT <= value < FIXNUM_LIMIT:
                return f"FIXNUM({value})" if value > -FIXNUM_LIMIT else "FIXNUM(FIXNUM_MIN)"
            case Character(code=code):
                return f"CHARACTER({code})"
            case Special(name=name):
                return _SPECIALS[name]
            case Symbol(name=name):
                return self._symbol(name)
            case float():
                return self._float(value)
            case _:
                return self._object(value)

    def _new_name(self, kind: str) -> str:
        # A local's C name ends in a bare number; this one never does.
        self._number += 1
        return f"{kind}_{self.series}{self._number}"

    def _shared(self, key: object) -> str | None:
        return self._values.get(key)

    def _symbol(self, name: str) -> str:
        if name not in self.symbols:
            self.symbols[name] = symbol_identifier(name)
            self.declarations.append(f"extern StaticSymbol {self.symbols[name]};")
        return f"OBJECT({self.symbols[name]})"

    def define_symbols(self, names: Iterable[str]) -> None:
        """Puts the definitions of these symbols into this unit."""
        for name in names:
            identifier = symbol_identifier(name)
            text = self.expression(StringConstant(name))
            self.definitions.append(
                f"StaticSymbol {identifier} = {{HEADER(TYPE_SYMBOL, AUXILIARY_LITERAL, 2), "
                f"{symbol_hash(name):#x}u, {text}}};"
            )

    def _float(self, value: float) -> str:
        (bits,) = struct.unpack("<Q", struct.pack("<d", value))
        word = (((bits << 4) | (bits >> 60)) + 3) & 0xFFFFFFFFFFFFFFFF
        if word & 7 in (3, 6, 7):
            return f"{word:#x}u /* {value!r} */"
        key = ("float", bits)
        if key not in self._values:
            name = self._new_name("flonum")
            self.definitions.append(
                f"{self.linkage}const uint64_t {name}[] = {{HEADER(TYPE_FLONUM, 0, 1), {bits:#x}u}}; /* {value!r} */"
            )
            self._values[key] = f"OBJECT({name})"
        return self._values[key]

    def _object(self, value: Constant) -> str:
        match value:
            case int():
                return self._bignum(value)
            case Fraction():
                return self._words(("rational", value), "TYPE_RATIONAL", "0", (value.numerator, value.denominator))
            case Complex(real=real, imaginary=imaginary):
                # The key must tell zeros of different signs apart, which are equal in Python.
                return self._words(("complex", repr(value)), "TYPE_COMPLEX", "0", (real, imaginary))
            case StringConstant(text=text):
                return self._string(text, value)
            case BytesConstant(data=data):
                return self._bytes(data, value)
            case VectorConstant(elements=elements):
                return self._words(id(value), "TYPE_VECTOR", "AUXILIARY_LITERAL", elements, keep=value)
            case PairConstant():
                return self._pairs(value)
            case _:
                raise AssertionError(f"no constant: {value!r}")

    def _bignum(self, value: int) -> str:
        key = ("integer", value)
        if key not in self._values:
            name = self._new_name("integer")
            magnitude, limbs = abs(value), []
            while magnitude:
                limbs.append(f"{magnitude & 0xFFFFFFFFFFFFFFFF:#x}u")
                magnitude >>= 64
            sign = NEGATIVE if value < 0 else 0
            words = ", ".join([f"HEADER(TYPE_BIGNUM, {sign}, {len(limbs)})", *limbs])
            self.definitions.append(f"{self.linkage}const uint64_t {name}[] = {{{words}}};")
            self._values[key] = f"OBJECT({name})"
        return self._values[key]

    def _words(
        self, key: object, kind: str, auxiliary: str, elements: tuple[Constant, ...], keep: object = None
    ) -> str:
        if key not in self._values:
            name = self._new_name(kind.removeprefix("TYPE_").lower())
            self._kept.append(keep)
            self._values[key] = f"OBJECT({name})"
            self.declarations.append(f"{self.linkage or 'extern '}const uint64_t {name}[{len(elements) + 1}];")
            words = "".join(f", {self.expression(e)}" for e in elements)
            self.definitions.append(
                f"{self.linkage}const uint64_t {name}[{len(elements) + 1}] = "
                f"{{HEADER({kind}, {auxiliary}, {len(elements)}){words}}};"
            )
        return self._values[key]

    def _byte_object(self, kind: str, auxiliary: int, data: bytes, comment: str) -> str:
        name = self._new_name("string" if kind == "TYPE_STRING" else "bytes")
        unused = -len(data) % 8
        padded = data + bytes(unused)
        words = [f"{w:#x}u" for w in struct.unpack(f"<{len(padded) // 8}Q", padded)]
        header = f"HEADER({kind}, {LITERAL | auxiliary | unused:#x}, {len(words)})"
        self.definitions.append(f"{self.linkage}const uint64_t {name}[] = {{{', '.join([header, *words])}}};{comment}")
        return f"OBJECT({name})"

    def _string(self, text: str, value: StringConstant) -> str:
        key = ("string", text)
        if key not in self._values:
            self._kept.append(value)
            shown = text[:60].encode("ascii", "backslashreplace").decode().replace("*/", "* /").replace("\n", "\\n")
            printable = "".join(c if " " <= c <= "~" else " " for c in shown).rstrip("\\")
            comment = f" /* {printable} */" if printable else ""
            if all(ord(c) < 256 for c in text):
                self._values[key] = self._byte_object("TYPE_STRING", 0, text.encode("latin-1"), comment)
            else:
                data = text.encode("utf-32-le", "surrogatepass")
                self._values[key] = self._byte_object("TYPE_STRING", WIDE_STRING, data, comment)
        return self._values[key]

    def _bytes(self, data: bytes, value: BytesConstant) -> str:
        key = id(value)
        if key not in self._values:
            self._kept.append(value)
            self._values[key] = self._byte_object("TYPE_BYTEVECTOR", 0, data, "")
        return self._values[key]

    def _pairs(self, value: PairConstant) -> str:
        """One static array for the whole chain of cdrs (up to a pair that has its own already)."""
        if id(value) in self._values:
            return self._values[id(value)]
        name = self._new_name("list")
        chain: list[PairConstant] = []
        current: Constant = value
        while isinstance(current, PairConstant) and id(current) not in self._values:
            self._values[id(current)] = f"PAIR({name}[{len(chain)}])"
            self._kept.append(current)
            chain.append(current)
            current = current.cdr
        self.declarations.append(f"{self.linkage or 'extern '}const Pair {name}[{len(chain)}];")
        rows = []
        for pair in chain:
            cdr = self._values[id(pair.cdr)] if isinstance(pair.cdr, PairConstant) else self.expression(pair.cdr)
            rows.append(f"{{{self.expression(pair.car)}, {cdr}}}")
        self.definitions.append(f"{self.linkage}const Pair {name}[{len(chain)}] = {{{', '.join(rows)}}};")
        return self._values[id(value)]
