"""Writes the runtime's unicode_tables.c and unicode_categories.c: what Python's Unicode data says of characters."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

RUNTIME = Path(__file__).resolve().parent.parent / "src/eshkol/runtime/src"
# Letters end in plane 3, characters with case and digits in plane 1.
CHARACTERS = [chr(code) for code in range(0x40000) if not 0xD800 <= code < 0xE000]
CASED = [character for character in CHARACTERS if ord(character) < 0x20000]


def simple_upper(character: str) -> str:
    """The one-character uppercase. Where the full one is longer, Unicode's simple mapping is the titlecase, if any."""
    upper, title = character.upper(), character.title()
    return upper if len(upper) == 1 else title if len(title) == 1 else character


def simple_lower(character: str) -> str:
    """The one-character lowercase; U+0130 is the only character whose full lowercase is longer."""
    return "i" if character == "\u0130" else character.lower()


def simple_fold(character: str) -> str:
    """The one-character case folding. U+0130 folds to two characters or, simply, to itself."""
    folded = character.casefold()
    return folded if len(folded) == 1 else character if character == "\u0130" else simple_lower(character)


def is_alphabetic(character: str) -> bool:
    """Letters, letter numbers and cased symbols: Unicode's Alphabetic without the dependent vowel signs."""
    return character.isalpha() or character.isupper() or character.islower() or unicodedata.category(character) == "Nl"


def ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as inclusive ranges."""
    result: list[tuple[int, int]] = []
    for code in codes:
        if result and result[-1][1] == code - 1:
            result[-1] = (result[-1][0], code)
        else:
            result.append((code, code))
    return result


def case_ranges(mapping: Callable[[str], str]) -> list[tuple[int, int, int, int]]:
    """Runs of characters that a mapping moves by the same distance: first, last, stride (1 or 2), distance."""
    result: list[tuple[int, int, int, int]] = []
    for character in CASED:
        code, delta = ord(character), ord(mapping(character)) - ord(character)
        if delta == 0:
            continue
        if result:
            first, last, stride, previous = result[-1]
            step = code - last
            if previous == delta and (step == stride or (first == last and step in (1, 2))):
                result[-1] = (first, code, step, delta)
                continue
        result.append((code, code, 1, delta))
    return result


def full_mappings(mapping: Callable[[str], str]) -> list[tuple[int, str]]:
    """Characters that a full mapping turns into several."""
    return [(ord(character), mapping(character)) for character in CASED if len(mapping(character)) > 1]


def digit_starts() -> list[int]:
    """The zero of every run of ten decimal digits."""
    return [ord(character) for character in CASED if unicodedata.decimal(character, None) == 0]


def table(declaration: str, rows: Iterable[str]) -> str:
    """A C array, several rows a line."""
    items = list(rows)
    lines = ["  " + " ".join(f"{item}," for item in items[k : k + 6]) for k in range(0, len(items), 6)]
    return "\n".join([f"const {declaration}[] = {{", *lines, "};"])


def range_table(name: str, predicate: Callable[[str], bool]) -> str:
    found = ranges(ord(character) for character in CHARACTERS if predicate(character))
    count = f"const size_t eshkol_{name}_count = {len(found)};"
    return table(f"CharacterRange eshkol_{name}", (f"{{{a:#x}, {b:#x}}}" for a, b in found)) + "\n" + count


def case_table(name: str, mapping: Callable[[str], str]) -> str:
    found = case_ranges(mapping)
    count = f"const size_t eshkol_{name}_count = {len(found)};"
    return table(f"CaseRange eshkol_{name}", (f"{{{a:#x}, {b:#x}, {s}, {d}}}" for a, b, s, d in found)) + "\n" + count


def full_table(name: str, mapping: Callable[[str], str]) -> str:
    found = full_mappings(mapping)
    rows = (f"{{{code:#x}, {{{', '.join(f'{ord(c):#x}' for c in text)}}}}}" for code, text in found)
    count = f"const size_t eshkol_{name}_count = {len(found)};"
    return table(f"FullMapping eshkol_{name}", rows) + "\n" + count


def category_runs() -> list[tuple[int, str]]:
    """Where each run of characters of one general category begins, and that category."""
    runs: list[tuple[int, str]] = []
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if not runs or runs[-1][1] != category:
            runs.append((code, category))
    return runs


def generate_categories() -> str:
    """The text of unicode_categories.c."""
    runs = category_runs()
    names = sorted({category for _, category in runs})
    parts = [
        "/* General categories of characters, written by tools/unicode_tables.py; do not edit. */",
        '#include "unicode_tables.h"\n',
        table("char *const eshkol_category_names", (f'"{name}"' for name in names)),
        table("uint32_t eshkol_category_runs", (f"{code << 5 | names.index(category):#x}" for code, category in runs)),
        f"const size_t eshkol_category_runs_count = {len(runs)};",
    ]
    return "\n".join(parts) + "\n"


def generate() -> str:
    """The text of unicode_tables.c."""
    starts = digit_starts()
    parts = [
        "/* Unicode tables, written by tools/unicode_tables.py; do not edit. */",
        '#include "unicode_tables.h"\n',
        f'const char eshkol_unicode_version[] = "{unicodedata.unidata_version}";\n',
        range_table("alphabetic_ranges", is_alphabetic),
        range_table("uppercase_ranges", str.isupper),
        range_table("lowercase_ranges", str.islower),
        table("uint32_t eshkol_digit_starts", (f"{code:#x}" for code in starts)),
        f"const size_t eshkol_digit_starts_count = {len(starts)};",
        case_table("upcase_ranges", simple_upper),
        case_table("downcase_ranges", simple_lower),
        case_table("foldcase_ranges", simple_fold),
        full_table("full_upcase_mappings", str.upper),
        full_table("full_downcase_mappings", str.lower),
        full_table("full_foldcase_mappings", str.casefold),
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    (RUNTIME / "unicode_tables.c").write_text(generate(), encoding="utf-8")
    (RUNTIME / "unicode_categories.c").write_text(generate_categories(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
