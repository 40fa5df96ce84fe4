"""C texts to objects: in parallel, each cached by its content, flags, headers and compiler."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence

from eshkol.build import cache
from eshkol.build.errors import RejectedCode
from eshkol.build.processes import Command, Outcome, processors, run_all
from eshkol.record import record


@record(frozen=True, slots=True)
class Job:
    """One object to make. `command` is what makes `target` from `source`; `key` names the object in the cache."""

    name: str
    """For people: the file's or unit's name."""
    key: str
    source: str
    target: str
    command: Command

    @property
    def cached(self) -> str:
        return cache.path_of_key("objects", self.key, ".o")


def compile_all(jobs: Sequence[Job], what: str, slow: str) -> list[str]:
    """The objects' paths in the cache, in order. RejectedCode (naming `what`) when a compiler refuses one.

    If it takes long, stderr says `slow`.
    """
    missing = [job for job in jobs if not cache.use(job.cached)]
    outcomes = run_all([job.command for job in missing], processors(), lambda: _tell(slow))
    failed = [(job, outcome) for job, outcome in zip(missing, outcomes, strict=True) if outcome.status != 0]
    for job, outcome in zip(missing, outcomes, strict=True):
        if outcome.status == 0:
            cache.publish(job.target, job.cached)
    if failed:
        names = ", ".join(job.name for job, _ in failed)
        raise RejectedCode(
            f"{what} ({names})", keep_rejected([job.source for job, _ in failed], [o for _, o in failed])
        )
    return [job.cached for job in jobs]


def _tell(text: str) -> None:
    print(f"eshkol: {text} ...", file=sys.stderr, flush=True)


def keep_rejected(sources: Sequence[str], outcomes: Sequence[Outcome]) -> str:
    """Copies what a compiler refused, its command and its words to a folder for a report; gives the folder."""
    import shutil

    report = "\n".join(f"$ {shlex.join(outcome.command.arguments)}\n{outcome.output}" for outcome in outcomes)
    folder = cache.path_of("rejected", cache.key(report)[:12])
    os.makedirs(folder, exist_ok=True)
    for source in sources:
        shutil.copy(source, folder)
    cache.write(os.path.join(folder, "compiler-output.txt"), report)
    return folder
