"""Small arenas: made, 100 bytes allocated, destroyed, as often as possible."""

from __future__ import annotations

from bench.implementations import ESHKOL
from bench.memory.figures import Bars, Section, Table, shown
from bench.memory.workshop import Outcome, Workshop, reasons, value

COUNT = 1_000_000

TEXT = """An arena is made, 100 bytes are allocated in it and written to, it is destroyed: nanoseconds of processor
time, the best of three rounds, and how many a second. For allocators without regions it is an object of 100 bytes
that is allocated and freed. Eshkol detects every later use of what was destroyed; the others do not."""


def measure(workshop: Workshop) -> list[Section]:
    count = workshop.scaled(COUNT, 100)
    outcomes: dict[str, Outcome] = {}
    if workshop.takes_part(ESHKOL.name):
        outcomes["Eshkol arenas"] = workshop.run(workshop.scheme(ESHKOL, "small-arenas"), count)
    for peer in workshop.c_peers():
        outcomes[peer.name] = workshop.run(workshop.c(peer, "small_arenas"), count)
    costs = {name: value(outcome, "processor-nanoseconds", count) for name, outcome in outcomes.items()}
    measured = {name: cost for name, cost in costs.items() if cost is not None}
    rows = [[name, shown(cost), shown(1000 / cost if cost else None)] for name, cost in measured.items()]
    picture = Bars(
        "small-arenas.svg",
        "Small arenas: make, allocate 100 bytes, destroy",
        "nanoseconds",
        ["an arena"],
        {name: [cost] for name, cost in measured.items()},
    )
    table = Table(["", "ns", "millions a second"], rows)
    return [Section("Small arenas", TEXT, [table], [picture], reasons(outcomes))]
