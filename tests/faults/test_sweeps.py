"""Each allocation of much work fails once, and so does each call of the system at every site, in one process each.

`programs/workloads.esk` repeats each work until nothing fails any more; every failure must be a condition of the kind
`memory`, `file` or `system`, and what was being done must be possible afterwards, with the right result.
"""

from __future__ import annotations

import re
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.injection import ENDS_A_HOST, HOST_OF_A_LIBRARY, Outcome, Site, run, sites_in_source

END_THE_PROGRAM = {"memory.c": "out of memory for a table of the memory manager"}
"""Files whose failures leave nothing to go on with, and what is said then."""


def wrong(outcome: Outcome) -> list[str]:
    return [line for line in outcome.output.splitlines() if "WRONG" in line]


@pytest.fixture(scope="module")
def undisturbed() -> Outcome:
    """The run in which nothing fails."""
    outcome = run("workloads")
    assert (outcome.status, outcome.errors, wrong(outcome)) == (0, "", [])
    assert all(line.endswith(" 0") for line in outcome.output.splitlines())
    return outcome


def test_every_allocation_fails_once(undisturbed: Outcome) -> None:
    outcome = run("workloads", fault="allocation:sweep")
    assert (outcome.status, outcome.errors, wrong(outcome)) == (0, "", [])
    counts = dict(line.rsplit(" ", 1) for line in outcome.output.splitlines())
    assert len(counts) == len(undisturbed.output.splitlines())
    assert all(int(count) > 0 for count in counts.values()), "each work allocates"
    assert sum(map(int, counts.values())) > 3000
    assert outcome.still_held("files") == 0
    assert outcome.still_held("memory") < undisturbed.still_held("memory") + 100


def test_every_allocation_at_the_boundary_with_c_fails_once() -> None:
    """Starting, calling, making and reading values, callbacks, errors, scopes, resources: host/host.c."""
    outcome = run(HOST_OF_A_LIBRARY, fault="allocation:sweep")
    assert (outcome.status, outcome.errors, wrong(outcome)) == (0, "", [])
    counts = [int(count) for count in re.findall(r"^\S+ (\d+)$", outcome.output, re.MULTILINE)]
    assert sum(count > 0 for count in counts) >= 17, "each work allocates"
    assert sum(counts) > 1000


def test_every_call_of_a_host_fails_once() -> None:
    sites = {site.name for site in run(HOST_OF_A_LIBRARY).sites if site.hits > 0} & sites_in_source().keys()
    assert {"embedding_scopes.c", "embedding_failures.c", "roots.c"} <= {name.partition(":")[0] for name in sites}
    for name in sites:
        outcome = run(HOST_OF_A_LIBRARY, fault=f"{name}:sweep")
        if outcome.status == -signal.SIGABRT and outcome.errors in ENDS_A_HOST:
            continue
        assert (name, outcome.status, outcome.errors, wrong(outcome)) == (name, 0, "", [])


def sweep(site: Site) -> tuple[Site, Outcome]:
    return site, run("workloads", fault=f"{site.name}:sweep")


def test_every_call_of_the_work_fails_once(undisturbed: Outcome) -> None:
    sites = {site.name: site for site in undisturbed.sites if site.hits > 0 and site.name in sites_in_source()}
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(sweep, sites.values()))
    assert sum(site.failures for _, outcome in outcomes for site in outcome.sites if site.name != "live") > 60
    for site, outcome in outcomes:
        said = END_THE_PROGRAM.get(site.name.partition(":")[0])
        if said and outcome.status == 70:
            assert outcome.errors == f"error: {said}\n"
            continue
        assert (site.name, outcome.status, outcome.errors, wrong(outcome)) == (site.name, 0, "", [])
        # A port whose reading failed is closed when it is reclaimed.
        assert outcome.still_held("files") < 10, site
