"""Parse and drop: a JSON document of a megabyte becomes a tree that is used once."""

from __future__ import annotations

import json
import random

from bench.implementations import ESHKOL
from bench.memory.figures import Bars, Section, Table, shown
from bench.memory.workshop import Outcome, Workshop, peak_mebibytes, reasons, value, with_equal_check_sums

RECORDS, REPETITIONS = 3600, 40

TEXT = """A document of {size:.2f} MB is parsed into a tree, the tree is summed up and dropped, {repetitions} times.
In C each node and each string is an allocation of its own (`c/json.c`); malloc's tree is freed node by node, a
region is reset as a whole, the collector forgets. In Scheme it is records, lists and strings
(`programs/json-parser.scm`), and what is parsed is garbage afterwards; *Eshkol, copied to an arena* copies each
tree to an arena of its own, uses it there and destroys the arena. Milliseconds of processor time a document."""


def measure(workshop: Workshop) -> list[Section]:
    text = document(workshop.scaled(RECORDS, 5))
    file = workshop.folder / "document.json"
    file.write_text(text)
    repetitions = workshop.scaled(REPETITIONS, 2)
    outcomes: dict[str, Outcome] = {}
    for peer in workshop.c_peers():
        outcomes[f"C, {peer.name}"] = workshop.run(workshop.c(peer, "json"), str(file), repetitions)
    for implementation in workshop.schemes():
        command = workshop.scheme(implementation, "json-parser", "json-dropped")
        outcomes[implementation.name] = workshop.run(command, str(file), repetitions)
        if implementation == ESHKOL:
            command = workshop.scheme(implementation, "json-parser", "json-in-arena")
            outcomes["Eshkol, copied to an arena"] = workshop.run(command, str(file), repetitions)
    outcomes = with_equal_check_sums(outcomes)
    times = {name: value(outcome, "processor-nanoseconds", 1e6 * repetitions) for name, outcome in outcomes.items()}
    measured = {name: time for name, time in times.items() if time is not None}
    rows = [[name, shown(time), shown(peak_mebibytes(outcomes[name]))] for name, time in measured.items()]
    picture = Bars(
        "parse-and-drop.svg",
        "JSON document of 1 MB: parse, use, drop",
        "milliseconds",
        ["a document"],
        {name: [time] for name, time in measured.items()},
    )
    description = TEXT.format(size=len(text) / 1e6, repetitions=repetitions)
    table = Table(["", "ms a document", "peak MiB"], rows)
    return [Section("Parse and drop", description, [table], [picture], reasons(outcomes))]


def document(records: int) -> str:
    """The same text at every call: customers with addresses and orders, whole numbers, some escaped characters."""
    generator = random.Random(1)
    return json.dumps([_customer(number, generator) for number in range(records)])


def _customer(number: int, generator: random.Random) -> dict[str, object]:
    orders = [
        {
            "item": f"article {generator.randrange(10000)}",
            "count": generator.randrange(10),
            "price": -generator.randrange(9999),
        }
        for _ in range(generator.randrange(6))
    ]
    address = {"street": "Main street", "number": generator.randrange(1000), "city": 'The "old" town'}
    return {
        "id": number,
        "name": f"customer {number}",
        "active": generator.random() < 0.5,
        "note": None,
        "address": address,
        "orders": orders,
    }
