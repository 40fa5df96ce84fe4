"""Input and output by way of pipes that do not block, and of a terminal: nothing is lost, nobody waits for ever."""

from __future__ import annotations

import os
import subprocess
import threading
import time

import pytest

from eshkol.driver import executable
from tests.conftest import suite_options
from tests.faults.injection import PROGRAMS, SECONDS

TEXT = "".join(f"line {number} of λ\n" for number in range(20000)).encode()
"""More than a pipe holds."""
PIECES = 8


@pytest.fixture(scope="module")
def program() -> str:
    source = PROGRAMS / "limits.esk"
    return str(executable(source.read_bytes(), source.name, suite_options()))


def feed(descriptor: int) -> None:
    """Writes the text in pieces, which end in the middle of characters, too, and waits between them."""
    size = len(TEXT) // PIECES
    with os.fdopen(descriptor, "wb") as pipe:
        for start in range(0, len(TEXT), size):
            pipe.write(TEXT[start : start + size])
            pipe.flush()
            time.sleep(0.02)


def test_pipes_that_do_not_block(program: str) -> None:
    """As a program inherits them from one that wants its own so: reading and writing wait."""
    its_input, to_it = os.pipe()
    from_it, its_output = os.pipe()
    os.set_blocking(its_input, False)
    os.set_blocking(its_output, False)
    with subprocess.Popen([program, "copy"], stdin=its_input, stdout=its_output, stderr=subprocess.PIPE) as running:
        os.close(its_input)
        os.close(its_output)
        feeder = threading.Thread(target=feed, args=(to_it,))
        feeder.start()
        time.sleep(0.1)  # the program has filled its pipe by now
        with os.fdopen(from_it, "rb") as pipe:
            copied = pipe.read()
        feeder.join(SECONDS)
        errors = running.communicate(timeout=SECONDS)[1]
    assert (running.returncode, errors, copied == TEXT) == (0, b"", True)


def read_line(descriptor: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(descriptor, 1)
    return line


def test_a_console_gets_each_answer_before_the_next_question(program: str) -> None:
    console, its_end = os.openpty()
    with subprocess.Popen([program, "answers"], stdin=its_end, stdout=its_end, stderr=subprocess.PIPE) as running:
        os.close(its_end)
        for question, answer in (("one", "3"), ("λλ", "2"), ("", "0")):
            os.write(console, f"{question}\n".encode())
            assert read_line(console).decode() == f"{question}\r\n"  # the terminal's echo
            assert read_line(console).decode() == f"{answer}\r\n"
        os.write(console, b"\x04")  # the end of the input
        errors = running.communicate(timeout=SECONDS)[1]
    os.close(console)
    assert (running.returncode, errors) == (0, b"")
