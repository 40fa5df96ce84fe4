"""Running C compilers: several at a time, their output caught, none left behind when the user presses Ctrl-C."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from eshkol.record import record

SLOW_SECONDS = 1.0


@record(frozen=True, slots=True)
class Command:
    """A program with its arguments; `environment` is added to this process's own."""

    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@record(frozen=True, slots=True)
class Outcome:
    """How a command ended: its exit status (negative: the signal) and all it printed."""

    command: Command
    status: int
    output: str


def run(command: Command) -> Outcome:
    return run_all([command], 1)[0]


def run_all(commands: Sequence[Command], jobs: int, slow: Callable[[], None] | None = None) -> list[Outcome]:
    """Runs all commands, `jobs` at a time; outcomes in the commands' order. OSError when one cannot be started.

    `slow` is called once if they take longer than SLOW_SECONDS.
    """
    begin = time.monotonic()
    outcomes: dict[int, Outcome] = {}
    waiting = list(enumerate(commands))[::-1]
    running: dict[int, tuple[subprocess.Popen[bytes], bytearray]] = {}
    selector = selectors.DefaultSelector()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                number, command = waiting.pop()
                with _interruptions_wait():
                    process = _start(command)
                    running[number] = (process, bytearray())
                assert process.stdout is not None
                selector.register(process.stdout, selectors.EVENT_READ, number)
            for ready, _ in selector.select(SLOW_SECONDS if slow else None):
                number = ready.data
                process, output = running[number]
                chunk = os.read(ready.fd, 65536)
                output += chunk
                if not chunk:
                    selector.unregister(ready.fileobj)
                    assert process.stdout is not None
                    process.stdout.close()
                    text = output.decode("utf-8", errors="replace")
                    outcomes[number] = Outcome(commands[number], process.wait(), text)
                    del running[number]
            if slow is not None and time.monotonic() - begin > SLOW_SECONDS:
                slow()
                slow = None
    finally:
        _end(process for process, _ in running.values())
        selector.close()
    return [outcomes[number] for number in range(len(commands))]


@contextmanager
def _interruptions_wait() -> Iterator[None]:
    """Ctrl-C counts after the block: a process that is just being started must not be forgotten."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _start(command: Command) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **dict(command.environment)}
    return subprocess.Popen(
        command.arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    )


def _end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
