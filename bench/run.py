"""Compares Eshkol with the other Scheme implementations on this machine: `python3 -m bench.run --help`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.implementations import BENCH, IMPLEMENTATIONS, BuildError, Implementation
from bench.measuring import Run, Summary, WrongRun, build_measure, measure, summarize
from bench.report import render

PROGRAMS, CORNERS = BENCH / "programs", BENCH / "corners"
EXPECTATION = ";;; expect: "
EMPTY_PROGRAM = "(define nothing 0)\n(if (= nothing 1) (newline))\n"


def expectation(program: str) -> str:
    """What the program must print: its line that begins with `;;; expect: `."""
    lines = [line for line in program.splitlines() if line.startswith(EXPECTATION)]
    assert len(lines) == 1, "a benchmark program has exactly one expectation line"
    return lines[0].removeprefix(EXPECTATION)


class Contest:
    """One program in all implementations: compiled once, then run in turns."""

    def __init__(self, name: str, text: str, expected: str | None, directory: Path) -> None:
        self.name, self.text, self.expected, self.directory = name, text, expected, directory
        self.commands: dict[str, list[str]] = {}
        self.runs: dict[str, list[Run]] = {}
        self.failures: dict[str, str] = {}

    def compile(self, implementation: Implementation) -> None:
        if self.name in implementation.lacks:
            self.failures[implementation.name] = implementation.lacks[self.name]
            return
        try:
            self.commands[implementation.name] = implementation.compile(self.text, self.name, self.directory)
        except BuildError as error:
            self.failures[implementation.name] = f"does not compile: {error}"

    def run_once_each(self, measurer: Path, timeout: float) -> None:
        for name, command in self.commands.items():
            if name not in self.failures:
                try:
                    run = measure(measurer, command, self.expected, timeout)
                    self.runs.setdefault(name, []).append(run)
                except WrongRun as wrong:
                    self.failures[name] = str(wrong)

    def results(self) -> dict[str, Summary | str]:
        measured: dict[str, Summary | str] = {name: summarize(runs) for name, runs in self.runs.items()}
        return measured | self.failures


def hold(
    contest: Contest, implementations: Sequence[Implementation], measurer: Path, options: argparse.Namespace
) -> None:
    """Compiles, runs in turns, and tells on standard error how it went."""
    for implementation in implementations:
        contest.compile(implementation)
    for _ in range(options.runs):
        contest.run_once_each(measurer, options.timeout)
    cells = [f"{name} {v.wall:.3f} s" if isinstance(v, Summary) else f"{name}: {v[:200]}"
             for name, v in contest.results().items()]  # fmt: skip
    print(f"{contest.name}: {', '.join(cells)}", file=sys.stderr)


def chosen_implementations(names: Sequence[str]) -> list[Implementation]:
    known = {implementation.name.lower(): implementation for implementation in IMPLEMENTATIONS}
    unknown = [name for name in names if name.lower() not in known]
    if unknown:
        sys.exit(f"unknown implementation {unknown[0]}; known: {', '.join(known)}")
    wanted = [known[name.lower()] for name in names] or list(IMPLEMENTATIONS)
    missing = [implementation.name for implementation in wanted if not implementation.is_installed()]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
    return [implementation for implementation in wanted if implementation.is_installed()]


def chosen_programs(names: Sequence[str], folder: Path) -> list[Path]:
    known = {path.stem: path for path in sorted(folder.glob("*.scm"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"unknown program {unknown[0]}; known: {', '.join(known)}")
    return [known[name] for name in names] or list(known.values())


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench.run", description=__doc__)
    parser.add_argument("programs", nargs="*", help="names of programs in bench/programs (all when none is named)")
    parser.add_argument("--corners", action="store_true", help="the programs in bench/corners instead")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program; the median counts (5)")
    parser.add_argument("--with", dest="implementations", action="append", default=[], metavar="NAME",
                        help="an implementation to run; may be repeated (all that are installed)")  # fmt: skip
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds after which a run is given up (60)")
    parser.add_argument(
        "--output",
        type=Path,
        help="the report (when all programs run bench/RESULTS.md or, for corners, bench/CORNERS.md; else none)",
    )
    return parser.parse_args()


def main() -> int:
    options = parse_arguments()
    implementations = chosen_implementations(options.implementations)
    programs = chosen_programs(options.programs, CORNERS if options.corners else PROGRAMS)
    with tempfile.TemporaryDirectory(prefix="eshkol-bench-") as name:
        directory = Path(name)
        measurer = build_measure(directory)
        start_up = Contest("start-up", EMPTY_PROGRAM, "", directory)
        contests = [Contest(path.stem, path.read_text(), expectation(path.read_text()), directory) for path in programs]
        for contest in [start_up, *contests]:
            hold(contest, implementations, measurer, options)
    report = render(
        {contest.name: contest.results() for contest in contests},
        {implementation.name: implementation.version() for implementation in implementations},
        start_up.results(),
        options.runs,
    )
    usual = BENCH / ("CORNERS.md" if options.corners else "RESULTS.md")
    output = options.output or (None if options.programs or options.implementations else usual)
    if output:
        output.write_text(report)
    else:
        print(report)
    return 1 if any(contest.failures.get("Eshkol") for contest in contests) else 0


if __name__ == "__main__":
    sys.exit(main())
