"""Random memory programs by the thousands: machine/*.esk, compiled once per mode, runs the program of every seed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eshkol.build.flags import FEATURES, Feature, Flag
from eshkol.build.program import compile_program
from tests.random.modes import NORMAL, SECONDS, TINY, TORTURE, VERIFIED, Mode, units_of

PARTS = [Path(__file__).parent / "machine" / f"{name}.esk" for name in ("state", "operations", "machine")]
BATCH = 500
"""Programs of one process: what is never reclaimed must fit into memory."""

ENDLESS_NURSERY = Feature(
    "endless-nursery", "no reclamation at all, to compare with",
    compile=(Flag("-DESHKOL_NURSERY=((size_t)1<<44)", "bytes: no safe point ever finds it full"),),
)  # fmt: skip
FEATURES.setdefault(ENDLESS_NURSERY.name, ENDLESS_NURSERY)

NEVER = Mode("never", frozenset({ENDLESS_NURSERY.name}), {"ESHKOL_FULL_RECLAMATION": "off", "ESHKOL_MAX_MEMORY": "4G"})
MODES = {mode.name: mode for mode in (NEVER, NORMAL, TINY, TORTURE, VERIFIED)}


def text() -> str:
    """The program that is given the numbers of the first random program and of the one after the last."""
    return "\n".join(path.read_text() for path in PARTS)


@cache
def _executable(name: str) -> str:
    return compile_program(units_of(text()), MODES[name])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Digests:
    """One line for each random program; what went wrong, or ""."""

    lines: tuple[str, ...]
    problem: str


def digests(mode: Mode, first: int, last: int) -> Digests:
    """Runs the random programs `first` to `last` - 1 in a mode."""
    environment = {**os.environ, **mode.environment}
    command = [_executable(mode.name), str(first), str(last)]
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout.decode(errors="replace") if isinstance(expired.stdout, bytes) else ""
        return Digests(tuple(output.splitlines()), f"takes longer than {SECONDS} seconds")
    problem = "" if done.returncode == 0 else f"status {done.returncode}: {done.stderr[:1000]}"
    return Digests(tuple(done.stdout.splitlines()), problem)


def differences(mode: Mode, first: int, last: int, reference: Mode = NEVER) -> list[str]:
    """The random programs of `first` to `last` - 1 that do something else in `mode` than without reclamation."""
    found: list[str] = []
    for start in range(first, last, BATCH):
        end = min(start + BATCH, last)
        expected, got = digests(reference, start, end), digests(mode, start, end)
        for run, name in ((expected, reference.name), (got, mode.name)):
            if run.problem:
                found.append(f"{name}: after {len(run.lines)} programs from {start}: {run.problem}")
        pairs = zip(expected.lines, got.lines, strict=False)
        found += [f"{mode.name}: {ours!r} instead of {right!r}" for right, ours in pairs if right != ours]
        if not expected.problem and len(expected.lines) != end - start:
            found.append(f"{reference.name}: {len(expected.lines)} lines for {end - start} programs")
    return found


if __name__ == "__main__":
    # FIRST LAST [MODE ...]: for long campaigns.
    begin, after = int(sys.argv[1]), int(sys.argv[2])
    failed = False
    for chosen in sys.argv[3:] or ["tiny", "torture"]:
        for part in range(begin, after, BATCH):
            problems = differences(MODES[chosen], part, min(part + BATCH, after))
            failed = failed or bool(problems)
            print(chosen, part, *problems[:20], sep="\n  " if problems else " ", flush=True)
    sys.exit(failed)
