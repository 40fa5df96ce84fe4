"""Random expressions have the values that Chez Scheme and Guile give them, with written reasons for what may differ.

`make test-differential` runs ten thousand. An implementation that is not installed is a skipped test that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from tests.random.modes import TORTURE, Mode, run, units_of
from tests.random.oracle import CHEZ, GUILE, Oracle
from tests.random.sequential import sequential
from tests.random.wider import WIDER_PRELUDE, expression

FEW, BATCH, BATCHES = 10, 100, 100
"""Cases of `make test`; cases of a program, and programs, of `make test-differential`."""
ORACLES = (CHEZ, GUILE)
INSTALLED = tuple(oracle for oracle in ORACLES if oracle.installed)
QUICK = Mode("quick", frozenset(), {}, "debug")
"""The C compiler takes most of the time."""


@dataclass(frozen=True, slots=True)
class Permitted:
    """A difference that is none of ours: `oracle` may differ where `feature` is used."""

    oracle: Oracle
    feature: str
    reason: str


PERMITTED = (
    Permitted(
        GUILE,
        r"\(guard ",
        "When no clause of a guard applies, the condition must be raised again in the dynamic environment of the "
        "raise (R7RS 4.2.7); Guile raises it from the guard: no winder is entered again, nothing can be continued.",
    ),
    Permitted(
        GUILE,
        r"\(string-(for-each|map) ",
        "With several strings they end with the shortest (R7RS 6.10); Guile wants strings of one length.",
    ),
    Permitted(
        GUILE,
        r"\(with-exception-handler \(lambda \(e\) .*\(with-exception-handler ",
        "A handler that is installed while another one runs is the current one (R7RS 6.11); Guile 3.0 passes it over.",
    ),
    Permitted(
        GUILE,
        r"\((string|char)-ci",
        "Comparisons are of what string-foldcase and char-foldcase give (R7RS 6.6, 6.7), ﬁ as fi, Z as z after [; "
        "Guile folds character by character, to upper case.",
    ),
    *(
        Permitted(
            oracle,
            r"\(write .*(bytevector|string->utf8)",
            "Bytevectors are written as #u8(...) (R7RS 6.9), there as #vu8(...): seen where the text is looked at.",
        )
        for oracle in ORACLES
    ),
    Permitted(
        GUILE,
        r"string->number \"[0-9]+e[0-9]{3,}\"",
        "A decimal beyond all doubles is read as an infinity, as by Chez Scheme; Guile raises an error.",
    ),
    Permitted(
        GUILE,
        r"\(string-foldcase ",
        "ς folds to σ everywhere (R7RS 6.7 and Unicode's table of foldings); Guile keeps it at the end of a word.",
    ),
    Permitted(
        GUILE,
        r"dynamic-wind .*\(parameterize ",
        "Leaving a parameterize exits and enters no dynamic-wind around it (R7RS 6.10); Guile runs these once more.",
    ),
    Permitted(
        CHEZ,
        r"char-numeric\? #.Ⅳ",
        "Only characters with Numeric_Type=Decimal are numeric (R7RS 6.6), not Roman numerals.",
    ),
    Permitted(
        GUILE,
        r"char-(alphabetic|upper-case|lower-case)\? #.[Ⅳª]",
        "The Unicode properties Alphabetic, Uppercase and Lowercase decide (R7RS 6.6), not the general category.",
    ),
)


def program(numbers: range, change: Callable[[str], str]) -> str:
    """Prints the number and the value of each expression on a line."""
    lines = [f"(test {number} (lambda () {change(expression(number))}))" for number in numbers]
    return WIDER_PRELUDE + "\n".join(lines) + "\n"


def values(output: str) -> Mapping[int, str]:
    """What was printed, by number."""
    parts = [line.partition(" ") for line in output.splitlines()]
    return {int(number): value for number, _, value in parts}


def differences(numbers: range, mode: Mode) -> list[str]:
    """A paragraph for each expression whose value differs without a permission."""
    result = run(units_of(program(numbers, lambda text: text)), mode)
    assert result.status == 0, result.errors
    ours = values(result.output)
    # Chez evaluates operands in an order of its own.
    theirs = {
        oracle: values(oracle.output(program(numbers, sequential if oracle is CHEZ else lambda text: text)))
        for oracle in INSTALLED
    }
    found = []
    for number in numbers:
        different = [oracle for oracle in INSTALLED if theirs[oracle].get(number) != ours.get(number)]
        if different and not is_permitted(different, expression(number)):
            answers = [f"  {oracle.name}: {theirs[oracle].get(number)}" for oracle in INSTALLED]
            found.append("\n".join([f"{number}: {expression(number)}", f"  Eshkol: {ours.get(number)}", *answers]))
    return found


def is_permitted(different: list[Oracle], text: str) -> bool:
    """The table has a reason for each implementation that differs."""
    applying = [row.oracle for row in PERMITTED if re.search(row.feature, text)]
    return all(oracle in applying for oracle in different)


def check(numbers: range, mode: Mode) -> None:
    if not INSTALLED:
        pytest.skip("neither Chez Scheme (scheme) nor Guile (guile) is installed: there is nothing to compare with")
    found = differences(numbers, mode)
    if found:
        pytest.fail("\n" + "\n".join(found), pytrace=False)


def test_a_few_expressions() -> None:
    check(range(FEW), QUICK)


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_many_expressions(batch: int) -> None:
    check(range(batch * BATCH, (batch + 1) * BATCH), TORTURE if batch % 10 == 9 else QUICK)


@pytest.mark.fuzz
@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: str(oracle.name))
def test_installed(oracle: Oracle) -> None:
    if not oracle.installed:
        pytest.skip(f"{oracle.name} ({oracle.command[0]}) is not installed: nothing was compared with it")
    assert oracle.output("(display (+ 1 2))").split() == ["3"]
