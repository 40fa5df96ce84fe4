"""Running several commands: order, output, and nothing left running after an interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eshkol.build import processes
from eshkol.build.processes import Command, run, run_all


def shell(text: str) -> Command:
    return Command(("sh", "-c", text))


def test_outcomes_come_in_the_order_of_the_commands() -> None:
    outcomes = run_all([shell("sleep 0.1; echo a"), shell("echo b >&2; exit 3"), shell("echo c")], 2)
    assert [(outcome.status, outcome.output) for outcome in outcomes] == [(0, "a\n"), (3, "b\n"), (0, "c\n")]


def test_environment_is_added() -> None:
    assert run(Command(("sh", "-c", "echo $ADDED $HOME"), (("ADDED", "x"),))).output == f"x {os.environ['HOME']}\n"


def test_much_output_does_not_block() -> None:
    assert len(run(shell("head -c 1000000 /dev/zero")).output) == 1000000


def test_slowness_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SLOW_SECONDS", 0.05)
    told: list[int] = []
    run_all([shell("sleep 0.2"), shell("sleep 0.2")], 1, lambda: told.append(1))
    assert told == [1]
    run_all([shell("true")], 1, lambda: told.append(1))
    assert told == [1]


INTERRUPTED = """
import sys
from eshkol.build.processes import Command, run_all
run_all([Command(("sh", "-c", "echo $$ > %s; exec sleep 60"))], 1)
"""


def test_an_interruption_ends_the_children(tmp_path: Path) -> None:
    note = tmp_path / "child"
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED % note], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text().endswith("\n")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.wait(10)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
