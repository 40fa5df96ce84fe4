"""The request server: 1 GiB of old data, a million requests, the latency of each."""

from __future__ import annotations

from collections.abc import Sequence

from bench.memory.figures import Lines, Section, Table, shown
from bench.memory.workshop import Outcome, Result, Workshop, peak_mebibytes, reasons, with_equal_check_sums

ACCOUNTS, REQUESTS = 2_900_000, 1_000_000
TEMPORARIES, REPLACE_EVERY = 50, 10
BY_THE_CLOCK = 0
JITTER_MILLISECONDS = 5000
QUANTILES = {"50 %": 0.5, "99 %": 0.99, "99.9 %": 0.999, "99.99 %": 0.9999, "max": 1.0}
LONG = 1_000_000  # nanoseconds from which on a request counts as long

# Bytes of an account in Eshkol: vector slot, two pairs in the hash table, record, name, history of 16 pairs.
BYTES_OF_ACCOUNT = 8 + 2 * 16 + 40 + 24 + 16 * 16

TEXT = """{accounts:,} accounts (records with a name, a balance and a list of 16 pairs; a vector and a hash table
lead to them) are loaded: {live:.2f} GiB in Eshkol's layout. Then come {requests:,} requests: each builds a name and
looks it up, makes and sums a list of {temporaries} temporaries, puts a new pair in front of an old list and cuts
the last one off; every {replace_every}th also replaces an account's record and list. `programs/request-server.scm`
is the same program for all. Each implementation reclaims or collects everything once after loading, which is not
counted. A request begins when the one before has ended: nothing that memory management does falls between them.
Latencies by the clock are noted in a bytevector, five bytes each. *Pauses* are those that the implementations
themselves measure while requests are served: `memory-stats` in Eshkol, a timed collect-request handler in Chez, the
statistics of the last collection in Gambit. *Live* is for Eshkol computed from the layout, for the others what a
full collection at the end has left. The machine's own interruptions, as a loop that only reads the clock for some
seconds saw them, are in the row (machine)."""


def measure(workshop: Workshop) -> list[Section]:
    accounts, requests = workshop.scaled(ACCOUNTS, 100), workshop.scaled(REQUESTS, 100)
    outcomes: dict[str, Outcome] = {}
    for implementation in workshop.schemes():
        command = workshop.scheme(implementation, "request-server")
        outcomes[implementation.name] = workshop.run(
            command, accounts, requests, TEMPORARIES, REPLACE_EVERY, BY_THE_CLOCK
        )
    outcomes = with_equal_check_sums(outcomes)
    jitter = workshop.run(workshop.plain_c("jitter"), workshop.scaled(JITTER_MILLISECONDS, 10))
    text = TEXT.format(
        accounts=accounts,
        live=_live_in_eshkol(accounts) / 2**30,
        requests=requests,
        temporaries=TEMPORARIES,
        replace_every=REPLACE_EVERY,
    )
    sorted_samples = {name: sorted(r.samples) for name, r in outcomes.items() if isinstance(r, Result)}
    sorted_samples |= {"(machine)": sorted(jitter.samples)} if isinstance(jitter, Result) else {}
    tables = [_latencies(sorted_samples), _memory(outcomes, accounts)]
    return [Section("Request server", text, tables, [_picture(sorted_samples)], reasons(outcomes))]


def _live_in_eshkol(accounts: int) -> int:
    buckets = 16
    while buckets < accounts:
        buckets *= 2
    return accounts * BYTES_OF_ACCOUNT + buckets * 8


def quantile(samples: Sequence[int], fraction: float) -> int:
    """The smallest sample that so many samples do not pass; of sorted samples."""
    return samples[min(len(samples) - 1, max(0, round(fraction * len(samples)) - 1))]


def _latencies(samples: dict[str, list[int]]) -> Table:
    rows = [
        [name, *(shown(quantile(s, q) / 1000) for q in QUANTILES.values()), str(sum(1 for x in s if x > LONG))]
        for name, s in samples.items()
        if s
    ]
    return Table(["latency, microseconds", *QUANTILES, "longer than 1 ms"], rows)


def _memory(outcomes: dict[str, Outcome], accounts: int) -> Table:
    header = [
        "",
        "longest pause, ms",
        "all pauses, s",
        "serving, s",
        "loading, s",
        "peak MiB",
        "live MiB",
        "peak / live",
    ]
    rows = []
    for name, outcome in outcomes.items():
        if isinstance(outcome, Result):
            values = outcome.values
            pauses = [
                values[key] for key in ("longest-pause", "longest-scoped-pause", "longest-full-pause") if key in values
            ]
            total = values.get("collection-time", values.get("reclamation-time", 0))
            live = (_live_in_eshkol(accounts) if name == "Eshkol" else values["live-bytes"]) / 2**20
            peak = peak_mebibytes(outcome) or 0.0
            seconds = [total / 1e9, values["serving-nanoseconds"] / 1e9, values["loading-nanoseconds"] / 1e9]
            rows.append([name, *map(shown, [max(pauses) / 1e6, *seconds, peak, live, peak / live])])
    return Table(header, rows)


def _picture(samples: dict[str, list[int]]) -> Lines:
    """Latency over one divided by the share of requests that are slower: 10 is the 90th percentile, 1000 the 99.9th."""
    series = {name: _curve(s) for name, s in samples.items() if s}
    ticks = {1.0: "0 %", 10.0: "90 %", 1e2: "99 %", 1e3: "99.9 %", 1e4: "99.99 %", 1e5: "99.999 %", 1e6: "99.9999 %"}
    return Lines(
        "request-server.svg", "Request latency with 1 GiB of old data", "percentile", "microseconds", series, ticks
    )


def _curve(samples: Sequence[int]) -> list[tuple[float, float]]:
    count, points, slower = len(samples), [], float(len(samples))
    while slower >= 1:
        points.append((count / slower, max(samples[min(count - 1, round(count - slower))], 1) / 1000))
        slower /= 1.1
    return [*points, (float(count), samples[-1] / 1000)]
