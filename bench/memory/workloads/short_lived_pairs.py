"""Short-lived pairs: nanoseconds a pair."""

from __future__ import annotations

from bench.memory.figures import Bars, Section, Table, shown
from bench.memory.workshop import Outcome, Workshop, peak_mebibytes, reasons, value, with_equal_check_sums

PAIRS = 200_000_000
KINDS = {"single cells": "cells-nanoseconds", "lists of 50": "lists-nanoseconds"}

TEXT = """{pairs:,} pairs that die at once, each knowing only its predecessor's number; and as many in lists of 50
that are built, summed and dropped. Nanoseconds of processor time a pair, with everything the loops do."""


def measure(workshop: Workshop) -> list[Section]:
    pairs = workshop.scaled(PAIRS, 1000)
    outcomes: dict[str, Outcome] = {}
    for implementation in workshop.schemes():
        command = workshop.scheme(implementation, "short-lived-pairs")
        outcomes[implementation.name] = workshop.run(command, pairs)
    outcomes = with_equal_check_sums(outcomes)
    costs = {name: [value(outcome, kind, pairs) for kind in KINDS.values()] for name, outcome in outcomes.items()}
    rows = [[name, *map(shown, found), shown(peak_mebibytes(outcomes[name]))] for name, found in costs.items()]
    table = Table(["ns a pair", *KINDS, "peak MiB"], rows)
    picture = Bars("short-lived-pairs.svg", "Short-lived pairs", "nanoseconds a pair", list(KINDS), costs)
    return [Section("Short-lived pairs", TEXT.format(pairs=pairs), [table], [picture], reasons(outcomes))]
