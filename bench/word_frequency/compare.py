"""Times examples/word-frequency.esk against its twin in Python on a large generated text: compare.py [MEGABYTES]."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from bench.implementations import BENCH, LAUNCHER, run_quietly
from bench.measuring import build_measure, measure

EXAMPLE = BENCH.parent / "examples" / "word-frequency.esk"
TWIN = Path(__file__).with_name("twin.py")
RUNS = 3


def write_text(target: Path, megabytes: int) -> None:
    """Lines of words from a vocabulary of 20,000, common ones far more often than rare ones; always the same."""
    generator = random.Random(1)
    letters = "etaoinshrdlcumwfgypbvk"
    vocabulary = ["".join(generator.choices(letters, k=generator.randint(2, 10))) for _ in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    with target.open("w", encoding="utf-8") as file:
        size = 0
        while size < megabytes * 1_000_000:
            words = generator.choices(vocabulary, weights, k=10_000)
            lines = (" ".join(words[i : i + 12]).capitalize() + ".\n" for i in range(0, len(words), 12))
            size += file.write("".join(lines))


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory(prefix="eshkol-bench-") as name:
        directory = Path(name)
        text, program = directory / "text", directory / "word-frequency"
        write_text(text, megabytes)
        run_quietly(LAUNCHER, "build", EXAMPLE, "-o", program)
        measurer = build_measure(directory)
        twin = [sys.executable, str(TWIN), str(text)]
        expected = measure(measurer, twin, None, 600).output
        for _ in range(RUNS):
            for label, command in (("Eshkol", [str(program), str(text)]), (f"Python {sys.version.split()[0]}", twin)):
                run = measure(measurer, command, expected, 600)
                print(f"{label}: {run.wall:.2f} s, peak {run.peak / 1024:.1f} MiB")


main()
