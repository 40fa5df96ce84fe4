"""What one allocation costs, by size and lifetime: arenas, malloc, pools, collectors."""

from __future__ import annotations

from bench.implementations import ESHKOL
from bench.memory.figures import Lines, Section, Table, shown
from bench.memory.workshop import Command, Outcome, Workshop, reasons

SIZES = (16, 64, 256, 1024, 4096, 16384, 65536)
BYTES = 128 << 20
MOST_OBJECTS = 2_000_000

# Pattern -> what it is; the position of a pattern is its number in the Scheme programs, counted from 1.
PATTERNS = {
    "drop-at-once": "batches of 1 MiB are allocated and freed together",
    "keep-all": "nothing is freed",
    "keep-1-of-100": "one object of a hundred is kept, the others are freed together",
    "last-in-first-out": "activations, 16 deep, of eight objects each that are freed when it returns",
    "random-lifetime": "16 MiB of objects, each new one replaces a random one",
}
TEXT = """Nanoseconds of processor time for one object, allocation and freeing together, the best of three rounds in
one process (so later rounds find memory that the first one has touched). The first and the last word of each object
are written. Regions (arenas, pools, heaps) free what they contain together: their survivors are copied out,
activations get a region each, and random lifetimes are beyond them. Scheme objects are bytevectors of that many
bytes, reclaimed or collected when needed. Eshkol's C arenas and `arena-alloc` give zeroed memory; malloc, mimalloc,
jemalloc and APR's `apr_palloc` do not."""


def measure(workshop: Workshop) -> list[Section]:
    sections = []
    for number, (pattern, meaning) in enumerate(PATTERNS.items(), start=1):
        by_size = {size: _row(workshop, number, pattern, size) for size in SIZES}
        sections.append(_section(pattern, meaning, by_size))
    return sections


def _count(workshop: Workshop, size: int) -> int:
    return workshop.scaled(min(MOST_OBJECTS, BYTES // size), 200)


def _row(workshop: Workshop, number: int, pattern: str, size: int) -> dict[str, Outcome]:
    count = _count(workshop, size)
    row: dict[str, Outcome] = {}
    for name, command, chosen in _commands(workshop, number, pattern):
        row[name] = workshop.run(command, chosen, size, count)
    return row


def _commands(workshop: Workshop, number: int, pattern: str) -> list[tuple[str, Command, str | int]]:
    """Name, command and how it calls the pattern."""
    found: list[tuple[str, Command, str | int]] = []
    for implementation in workshop.schemes():
        name = "Eshkol ambient" if implementation == ESHKOL else implementation.name
        found.append((name, workshop.scheme(implementation, "allocation"), number))
        if implementation == ESHKOL:
            found.append(("Eshkol arenas", _in_arenas(workshop, pattern), number))
    return found + [(peer.name, workshop.c(peer, "allocation"), pattern) for peer in workshop.c_peers()]


def _in_arenas(workshop: Workshop, pattern: str) -> Command:
    if pattern == "random-lifetime":
        return "objects of a region are freed only together"
    return workshop.scheme(ESHKOL, "allocation-in-arenas")


def _cost(outcome: Outcome) -> float | None:
    """Nanoseconds an object."""
    if isinstance(outcome, str):
        return None
    return outcome.values["processor-nanoseconds"] / outcome.values["objects"]


def _section(pattern: str, meaning: str, by_size: dict[int, dict[str, Outcome]]) -> Section:
    names = list(by_size[SIZES[0]])
    costs = {name: [_cost(by_size[size][name]) for size in SIZES] for name in names}
    measured = {name: found for name, found in costs.items() if any(cost is not None for cost in found)}
    series = {
        name: [(float(size), cost) for size, cost in zip(SIZES, found, strict=True) if cost is not None]
        for name, found in measured.items()
    }
    picture = Lines(
        f"allocation-{pattern}.svg",
        f"Allocation, {pattern}: {meaning}",
        "bytes",
        "nanoseconds an object",
        series,
        {float(size): shown_size(size) for size in SIZES},
    )
    rows = [[name, *(shown(cost) for cost in found)] for name, found in measured.items()]
    table = Table(["ns an object", *map(shown_size, SIZES)], rows)
    missing = sorted({line for row in by_size.values() for line in reasons(row)})
    text = f"{meaning[0].upper()}{meaning[1:]}."
    first = pattern == next(iter(PATTERNS))
    return Section(f"Allocation: {pattern}", f"{text}\n\n{TEXT}" if first else text, [table], [picture], missing)


def shown_size(size: int) -> str:
    return f"{size // 1024} KiB" if size >= 1024 else f"{size} B"
