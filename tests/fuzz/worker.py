"""Compiles a list of cases in one process and says on standard output what became of each.

`python -m tests.fuzz.worker SECONDS EVERY NUMBER...` writes `start NUMBER`, then `done NUMBER VERDICT` for each case.
A case that takes longer than SECONDS ends the process with the stacks of its threads on standard error. Of the C texts,
those of every case divisible by EVERY are given to the C compiler as well (0: none).
"""

from __future__ import annotations

import faulthandler
import re
import resource
import sys
import tempfile
import traceback
from pathlib import Path

from eshkol.build.flags import ZIG, compile_flags
from eshkol.build.processes import run
from eshkol.build.runtime_archive import include_flags
from eshkol.build.toolchain import find_toolchain
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.driver import c_units
from eshkol.options import Options
from eshkol.source import Span
from tests.fuzz.mutations import case

MEMORY = 6 << 30
"""Address space in bytes, 512 MiB of it for the deep stack: a case that needs more fails."""

INTERNAL = re.compile(r"internal error|Traceback|\b[A-Z][a-z]+Error\b|<eshkol\.|object at 0x|Syntax(Atom|List)\(")


def verdict(number: int, *, with_c: bool) -> str:
    """`program`, `diagnostics`, or what is wrong, in one line."""
    try:
        units = c_units(case(number), f"case-{number}.esk", Options())
    except CompileError as error:
        return diagnostics_verdict(error)
    except BaseException as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"failed: {type(error).__name__}: {error!s:.200} ({Path(frame.filename).name}:{frame.lineno})"
    texts = [unit.text for unit in units]
    return c_verdict(texts) if with_c else "program"


def diagnostics_verdict(error: CompileError) -> str:
    """Whether every diagnostic has a message, a place in its source and no inner workings."""
    if not error.diagnostics:
        return "failed: no diagnostic"
    for diagnostic in error.diagnostics:
        problem = diagnostic_problem(diagnostic)
        if problem:
            return f"failed: {problem}: {diagnostic.show()[:300]!r}"
    return "diagnostics"


def diagnostic_problem(diagnostic: Diagnostic) -> str | None:
    """What is wrong with a diagnostic."""
    own = " ".join(part for part in (diagnostic.message, diagnostic.expected, diagnostic.hint) if part)
    if not diagnostic.message or INTERNAL.search(own):
        return "not words for a user"
    spans = [diagnostic.span, *(span for _, span in diagnostic.notes)]
    if not all(map(in_source, spans)):
        return "a place outside the source"
    diagnostic.show().encode()
    return "too long" if len(diagnostic.show()) > 20_000 else None


def in_source(span: Span) -> bool:
    """Whether the span lies in its text."""
    return 0 <= span.start <= span.end <= len(span.source.text)


def c_verdict(texts: list[str]) -> str:
    """Whether the C compiler takes the texts."""
    toolchain = find_toolchain()
    flags = [*compile_flags(toolchain.family, "2", frozenset()), *include_flags()]
    if toolchain.family != ZIG:  # which wants to put an object somewhere in any case
        flags.append("-fsyntax-only")
    with tempfile.TemporaryDirectory() as folder:
        for index, text in enumerate(texts):
            source = Path(folder) / f"unit{index}.c"
            source.write_text(text, encoding="utf-8")
            outcome = run(toolchain.compile_command(str(source), str(source.with_suffix(".o")), flags))
            if outcome.status != 0:
                return f"failed: C compiler: {outcome.output[:300]!r}"
    return "program"


def main(seconds: float, every: int, numbers: list[int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    c_units(b"1", "first.esk", Options())
    for number in numbers:
        print("start", number, flush=True)
        faulthandler.dump_traceback_later(seconds, exit=True)
        result = verdict(number, with_c=every > 0 and number % every == 0)
        faulthandler.cancel_dump_traceback_later()
        print("done", number, result.replace("\n", " "), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), [int(argument) for argument in sys.argv[3:]])
