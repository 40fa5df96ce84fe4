"""Every call of the system at every site fails, in whole programs: the first, the second and the last hit.

Whatever fails, a program goes on and gives what it should, or has caught a condition, or ends with a clear message and
status 70: never by a signal, never with an internal error, never with wrong or lost output. The programs are compiled
ones, a host in C with a library, and one that uses part A of eshkol.h. A site that none of them reaches is an error:
see `RUNS`.
"""

from __future__ import annotations

import re
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import pytest

from tests.conftest import suite_options
from tests.faults.injection import ENDS_A_HOST, Outcome, Site, Surroundings, run, sites_in_source

ENDED = 70
EXIT_AFTER_CLOSED_PIPE = 141


def site_of(file: str, call: str) -> str:
    """The name of the site "CALL in FUNCTION" of a file, the first if there are several."""
    return next(name for name, found in sites_in_source().items() if name.startswith(f"{file}:") and found == call)


ORDINARY = Surroundings()


@dataclass(frozen=True, slots=True)
class Run:
    """A program in surroundings where it reaches sites, what fails already, and the status with which it ends."""

    program: str
    already: tuple[str, ...] = ()
    surroundings: Surroundings = ORDINARY
    arguments: tuple[str, ...] = ()
    status: int = 0

    def outcome(self, fault: str = "") -> Outcome:
        faults = ",".join((*self.already, *([fault] if fault else [])))
        return run(self.program, *self.arguments, fault=faults, surroundings=self.surroundings)


CONSOLE = Surroundings(text="a line\n" + "the rest " * 20000)

RUNS: tuple[Run, ...] = (
    Run("workloads"),
    Run("remains", surroundings=CONSOLE),
    Run("uncaught", status=ENDED),
    Run("arenas"),
    Run("arenas", surroundings=Surroundings(limits=((resource.RLIMIT_AS, 128 << 20),))),
    Run("arenas", already=(f"{site_of('memory.c', 'mmap in map_reserved')}:1",)),
    Run("uncaught", already=(f"{site_of('stacks.c', 'mmap in reserve')}:1",), status=ENDED),
    Run(
        "uncaught",
        already=(f"{site_of('ports.c', 'open in occupy_closed_descriptor')}:1",),
        surroundings=Surroundings(closed=(0, 1)),
        status=ENDED,
    ),
    Run("host"),
    Run("host", already=(f"{site_of('signals.c', 'sigaltstack in install_signal_stack')}:1",)),
    Run(
        "host",
        already=(f"{site_of('signals.c', 'sigaction in pass_on')}:1",),
        arguments=("fault",),
        status=-signal.SIGABRT,
    ),
    Run("c-interface-work"),
    Run("c-interface-work", already=(f"{site_of('c_chunks.c', 'madvise in make_inaccessible')}:1:EINVAL",)),
    Run("c-interface-work", already=(f"{site_of('c_space.c', 'mmap in reserve')}:2",)),
    Run("c-interface-work", surroundings=Surroundings(variables=(("ESHKOL_LEAKS", "report"),))),
    Run("c-interface-wrong_use", status=ENDED),
    Run(
        "c-interface-other_fault", already=(f"{site_of('c_faults.c', 'signal in pass_on')}:1",), status=-signal.SIGABRT
    ),
)
"""A new call of the system in the runtime needs one that reaches it: in workloads.esk if it can be done again after a
failure, in host.c if it is for libraries, else in remains.esk or in a run of its own."""

ELSEWHERE = () if suite_options().torture else ("calloc in allocate_zeroed",)
"""The heap verifier, which only builds for torture have: make instrumented."""

KINDS = {
    "read": ("EINTR", "EAGAIN", "short"),
    "write": ("EINTR", "EAGAIN", "EPIPE", "short"),
    "open": ("EINTR", "ENOENT"),
    "close": ("EINTR",),
    "access": ("ENOENT",),
}
"""Further ways in which calls fail."""

PASSING = {"read": ("EINTR", "EAGAIN", "short"), "write": ("EINTR", "EAGAIN", "short"), "poll": ("EINTR",)}
"""Those that make no difference."""


@cache
def undisturbed(case: Run) -> Outcome:
    outcome = case.outcome()
    assert outcome.status == case.status, f"{case}: status {outcome.status}\n{outcome.errors}"
    assert "WRONG" not in outcome.output, f"{case}: {outcome.output}"
    return outcome


def reached(case: Run) -> list[Site]:
    return [site for site in undisturbed(case).sites if site.hits > 0 and site.name in sites_in_source()]


@dataclass(frozen=True, slots=True)
class Fault:
    """One hit of a site that fails in a run."""

    run: Run
    site: str
    call: str
    hits: str
    kind: str = ""

    @property
    def order(self) -> str:
        return f"{self.site}:{self.hits}" + (f":{self.kind}" if self.kind else "")


def faults(*, thorough: bool) -> Iterator[Fault]:
    """For each site the first hit of the first run that reaches it; thorough: the first, the second and the last of
    every run in which nothing fails already, in every way."""
    seen: set[str] = set()
    for case in RUNS:
        if case.status < 0:
            continue
        for site in reached(case):
            if site.name in seen and (case.already or not thorough):
                continue
            seen.add(site.name)
            for hit in sorted({1, min(2, site.hits), site.hits}) if thorough else (1,):
                for kind in ("", *KINDS.get(site.call, ())) if thorough else ("",):
                    yield Fault(case, site.name, site.call, str(hit), kind)


def is_right(line: str, expected: list[str]) -> bool:
    """A line is as without the fault, or NAME and how often something failed, or what kind of condition was caught."""
    failed = re.fullmatch(r"(\S+) (\d+|failed (memory|file|system))", line)
    return line in expected or (failed is not None and any(other.startswith(f"{failed[1]} ") for other in expected))


def complaint(fault: Fault) -> str:
    """What is wrong with the outcome, or nothing."""
    outcome, expected = fault.run.outcome(fault.order), undisturbed(fault.run)
    said = f"{fault.run.program} with {fault.run.already}, {fault.order}: {fault.call}: status {outcome.status}\n"
    said += f"{outcome.errors[:500]}{outcome.output[-2500:]}"
    lines, all_lines = outcome.output.splitlines(), expected.output.splitlines()
    whole = outcome.status != ENDED and "stop 1" not in lines  # which tells a host that output has been lost
    if outcome.status == ENDED:
        tells = outcome.errors.startswith("error: ") or fault.call == "write"
        lines = lines if outcome.output.endswith("\n") else lines[:-1]
    elif outcome.status == -signal.SIGABRT and fault.run.program == "host":
        tells, whole = outcome.errors in ENDS_A_HOST, False
    elif outcome.status == EXIT_AFTER_CLOSED_PIPE:
        tells, whole = fault.kind == "EPIPE", False
    else:
        tells = outcome.status == expected.status
    happened = any(site.name == fault.site and site.failures > 0 for site in outcome.sites)
    good = tells and happened and "internal error" not in outcome.errors and "verifier" not in outcome.errors
    complete = not whole or len(lines) == len(all_lines)
    return "" if good and complete and all(is_right(line, all_lines) for line in lines) else said


def complaints(cases: Iterator[Fault]) -> str:
    with ThreadPoolExecutor(2) as pool:
        return "\n".join(text for text in pool.map(complaint, cases) if text)


def test_every_site_is_reached() -> None:
    names = {site.name for case in RUNS for site in reached(case)}
    missing = {
        f"{name} ({call})" for name, call in sites_in_source().items() if name not in names and call not in ELSEWHERE
    }
    assert not missing, f"no run in tests/faults reaches {', '.join(sorted(missing))}; see RUNS"


def test_every_site_fails_cleanly() -> None:
    assert complaints(faults(thorough=False)) == ""


@pytest.mark.instrumented
def test_the_first_the_second_and_the_last_call_of_every_site_fail_cleanly() -> None:
    assert complaints(faults(thorough=True)) == ""


def every_call(case: Run, *, and_all_later: bool) -> Iterator[Fault]:
    """Each call of a run, whatever its site."""
    count = next(site.hits for site in undisturbed(case).sites if site.name == "any")
    for number in range(1, count + 1):
        yield Fault(case, "any", "any", str(number))
        if and_all_later:
            yield Fault(case, "any", "any", f"{number}-")


def first_run(program: str) -> Run:
    return next(case for case in RUNS if case.program == program)


@pytest.mark.instrumented
def test_every_call_of_the_c_interface_fails_once() -> None:
    assert complaints(every_call(first_run("c-interface-work"), and_all_later=False)) == ""


@pytest.mark.instrumented
def test_every_call_of_the_c_interface_fails_once_and_from_then_on() -> None:
    assert complaints(every_call(first_run("c-interface-work"), and_all_later=True)) == ""


@pytest.mark.instrumented
def test_every_call_of_a_host_fails_once() -> None:
    assert complaints(every_call(first_run("host"), and_all_later=False)) == ""


@pytest.mark.parametrize("kind", ["EINTR", "EAGAIN", "short"])
@pytest.mark.parametrize("case", RUNS[:3], ids=lambda case: str(case.program))
def test_interrupted_and_partial_reads_and_writes_make_no_difference(case: Run, kind: str) -> None:
    expected = undisturbed(case)
    hits = "1-" if kind == "short" else "1-3"
    sites = [site.name for site in reached(case) if kind in PASSING.get(site.call, ())]
    outcome = case.outcome(",".join(f"{name}:{hits}:{kind}" for name in sites))
    assert (outcome.status, outcome.errors, outcome.output) == (expected.status, expected.errors, expected.output)
    failed = {site.name for site in outcome.sites if site.failures > 0}
    assert failed == set(sites)
