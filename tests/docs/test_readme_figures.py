"""What README.md says of speed agrees with bench/RESULTS.md."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT

TOLERANCE = 0.1  # README says "about"


def test_the_geometric_means_are_those_of_the_results() -> None:
    results = (ROOT / "bench/RESULTS.md").read_text(encoding="utf-8")
    table = results[results.index("## Time of Eshkol relative to the others") :]
    header = next(line for line in table.splitlines() if line.startswith("| program"))
    means = re.findall(r"\d+\.\d+", table[table.index("geometric mean") :].splitlines()[0])
    measured = dict(zip([name.strip() for name in header.split("|")[2:-1]], map(float, means), strict=True))
    told = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for name, pattern in (
        ("Chez", r"about (\S+) of the processor time that Chez"),
        ("Gambit", r"about (\S+) of Gambit's"),
    ):
        found = re.search(pattern, told)
        assert found is not None
        figure = next(value for key, value in measured.items() if key.startswith(name))
        assert abs(float(found[1]) - figure) < TOLERANCE
