"""Measures memory management against real peers and writes RESULTS.md: `python3 -m bench.memory.run --help`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.implementations import IMPLEMENTATIONS
from bench.memory import c_peers, page, pictures
from bench.memory.figures import Section
from bench.memory.workloads import allocation, parse_and_drop, request_server, short_lived_pairs, small_arenas, survival
from bench.memory.workshop import Workshop
from bench.report import processor

HERE = Path(__file__).resolve().parent

WORKLOADS: dict[str, Callable[[Workshop], list[Section]]] = {
    "request-server": request_server.measure,
    "short-lived-pairs": short_lived_pairs.measure,
    "survival": survival.measure,
    "allocation": allocation.measure,
    "small-arenas": small_arenas.measure,
    "parse-and-drop": parse_and_drop.measure,
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench.memory.run", description=__doc__)
    parser.add_argument("workloads", nargs="*", help=f"of {', '.join(WORKLOADS)} (all)")
    parser.add_argument("--scale", type=float, default=1.0, help="how much smaller than in the results page (1)")
    parser.add_argument("--with", dest="contestants", action="append", default=[], metavar="NAME",
                        help="who takes part: eshkol, chez, gambit or a C peer; may be repeated (all)")  # fmt: skip
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds after which a run is given up (300)")
    parser.add_argument("--no-fetch", action="store_true", help="do not download C peers that are not installed")
    parser.add_argument("--output", type=Path, help="a folder for RESULTS.md and pictures (bench/memory)")
    return parser.parse_args()


def machine(workshop: Workshop) -> dict[str, str]:
    """What the numbers belong to: processor, system, and the version of everybody who takes part."""
    versions = {i.name: i.version() if i.is_installed() else "not installed" for i in workshop.schemes()}
    versions |= {
        peer.name: c_peers.version(peer) for peer in workshop.c_peers() if peer.package or peer.name == "glibc malloc"
    }
    return {
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        **{name: version or "not installed" for name, version in versions.items()},
    }


def notes(options: argparse.Namespace) -> list[str]:
    found = []
    if options.scale != 1:
        found.append(f"**Measured at scale {options.scale:g}: these are not the numbers of the full workloads.**")
    if options.contestants:
        found.append(f"Only {', '.join(options.contestants)} took part.")
    if not pictures.can_draw():
        found.append("No pictures: matplotlib is not installed (extra `bench`).")
    return found


def main() -> int:
    options = parse_arguments()
    unknown = [name for name in options.workloads if name not in WORKLOADS]
    if unknown:
        sys.exit(f"unknown workload {unknown[0]}; known: {', '.join(WORKLOADS)}")
    known = {i.name.lower() for i in IMPLEMENTATIONS} | {peer.name.lower() for peer in c_peers.C_PEERS}
    contestants = [name.lower() for name in options.contestants]
    strangers = [name for name in contestants if name not in known]
    if strangers:
        sys.exit(f"unknown contestant {strangers[0]}; known: {', '.join(sorted(known))}")
    if not options.no_fetch:
        c_peers.fetch_missing()
    with tempfile.TemporaryDirectory(prefix="eshkol-bench-") as folder:
        workshop = Workshop(Path(folder), options.scale, options.timeout, contestants)
        sections = []
        for name in options.workloads or WORKLOADS:
            print(name, file=sys.stderr)
            sections += WORKLOADS[name](workshop)
        text = page.render(sections, machine(workshop), notes(options), has_pictures=pictures.can_draw())
    write(text, sections, options)
    return 0


def write(text: str, sections: list[Section], options: argparse.Namespace) -> None:
    """To a folder; part of the workloads, or a smaller scale, never overwrites the results page unasked."""
    partial = options.workloads or options.contestants or options.scale != 1
    if partial and not options.output:
        print(text)
        return
    folder: Path = options.output or HERE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "RESULTS.md").write_text(text)
    if pictures.can_draw():
        pictures.draw([picture for section in sections for picture in section.pictures], folder / "pictures")


if __name__ == "__main__":
    sys.exit(main())
