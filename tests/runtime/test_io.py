"""The runtime's dealings with the outside: standard ports, exit statuses, reports of errors, signals, limits."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from eshkol.driver import executable
from tests.conftest import suite_options
from tests.interruption import heed_interruptions

CASES = Path(__file__).parent / "process_cases.esk"
SECONDS = 60


@pytest.fixture(scope="session")
def program() -> str:
    """The executable with all cases."""
    return str(executable(CASES.read_bytes(), "process_cases.esk", suite_options()))


def run(
    program: str, *arguments: str, text: str | bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [program, *arguments],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, **environment},
    )


def report(program: str, case: str, **environment: str) -> list[str]:
    """The lines on standard error of a case that ends with an uncaught error."""
    result = run(program, case, **environment)
    assert result.returncode == 70
    return result.stderr.decode().splitlines()


def place(fragment: str) -> str:
    """Where `fragment` begins in the text of the cases."""
    text = CASES.read_text(encoding="utf-8")
    before = text[: text.index(fragment)]
    return f"process_cases.esk:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_the_command_line_is_passed_on(program: str) -> None:
    assert run(program, "arguments", "a b", "λ").stdout.decode() == '("a b" "λ")'


def test_environment_variables(program: str) -> None:
    assert run(program, "environment", ESHKOL_TEST_VARIABLE="välue").stdout.decode() == '"välue"'
    assert run(program, "environment").stdout == b"#f"


@pytest.mark.parametrize(("code", "status"), [("#t", 0), ("#f", 1), ("0", 0), ("7", 7), ("255", 255)])
def test_exit_statuses(program: str, code: str, status: int) -> None:
    result = run(program, "exit", code)
    assert (result.returncode, result.stdout, result.stderr) == (status, b"before", b"")


def test_exit_refuses_what_is_no_status(program: str) -> None:
    result = run(program, "exit", "256")
    assert result.returncode == 70
    assert b"exit: expected a boolean or an exit status from 0 to 255, got 256" in result.stderr


def test_exit_runs_the_winders_and_emergency_exit_does_not(program: str) -> None:
    winds = run(program, "exit-winds")
    assert (winds.returncode, winds.stdout) == (3, b"out")
    emergency = run(program, "emergency-exit")
    assert (emergency.returncode, emergency.stdout) == (4, b"flushed")


def test_standard_input_is_copied(program: str) -> None:
    lines = "".join(f"line {i} λ\n" for i in range(20000)) + "without an end"
    assert run(program, "copy", text=lines).stdout.decode() == lines + "\n"


def test_a_datum_then_the_rest_of_the_line(program: str) -> None:
    assert run(program, "read", text=b"(a . b) rest\n").stdout == b'(a . b)#\\space"rest"'


def test_malformed_input_is_a_read_error(program: str) -> None:
    result = run(program, "malformed", text=b"abc\xff\n")
    assert result.stdout == b'"read-line: malformed UTF-8 in the input (line 1, column 4 of standard input)"'


def test_a_report_says_what_and_where(program: str) -> None:
    lines = report(program, "car")
    assert lines[0] == "error: car: expected a pair, got 5"
    assert lines[1].startswith(f"  at {place('(car x)')} in procedure ")


def test_a_wrong_record_is_reported_where_its_field_was_asked_for(program: str) -> None:
    lines = report(program, "record")
    assert lines[0] == "error: point-x: expected a record of type point, got 5"
    assert lines[1].startswith(f"  at {place('(point-x p)')} in procedure ")


def test_the_library_that_a_tail_call_entered_is_no_caller(program: str) -> None:
    lines = report(program, "tail-call")
    assert lines[0] == "error: dynamic-wind: expected a procedure, got tail-call"
    assert lines[1].startswith(f"  at {place('(dynamic-wind case-name')} in procedure ")
    assert not any("control.esk" in line for line in lines)


def test_a_report_collapses_repeated_frames(program: str) -> None:
    lines = report(program, "frames")
    assert f"  called from repeat ({place('(define (repeat')})" in lines
    assert any(line.endswith(" more frames of repeat") and "4,99" in line for line in lines)
    assert len(lines) < 20


def test_the_report_of_an_error_shows_its_irritants(program: str) -> None:
    assert report(program, "error")[0] == 'error: no such thing: a "b" 5'


def test_the_report_of_an_object_that_is_no_condition(program: str) -> None:
    assert report(program, "raise")[0] == 'error: uncaught exception: (1 "two")'


def test_a_condition_that_no_clause_takes_keeps_its_position(program: str) -> None:
    lines = report(program, "condition-raise")
    assert lines[0] == "error: vector-ref: index 7 out of range for a length of 2"
    assert lines[1].startswith(f"  at {place('(vector-ref (vector')} in procedure ")


def test_a_report_about_a_destroyed_arena_names_three_places(program: str) -> None:
    lines = report(program, "stale")
    assert lines[0] == "error: use of memory from a destroyed arena"
    used, made, destroyed = place("(car data)"), place("(make-arena"), place("(destroy-arena")
    assert lines[1] == f"  used at {used}; arena made at {made}, destroyed at {destroyed}"


def test_deep_recursion_is_no_problem(program: str) -> None:
    depth = "20000" if suite_options().torture else "10000000"
    assert run(program, "deep", depth).stdout == depth.encode()


def test_stack_overflow_is_caught_like_any_error(program: str) -> None:
    result = run(program, "overflows", ESHKOL_MAX_STACK="8M")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().splitlines() == [
        "(stack #t)",
        "survived",
        "(in out stack)",
        "stack",
        "(handler stack)",
    ]


def test_stack_overflow_is_reported(program: str) -> None:
    lines = report(program, "endless", ESHKOL_MAX_STACK="8M")
    assert lines[0] == "error: stack overflow: recursion too deep (the stack has 8 MiB)"
    assert lines[1] == f"  in procedure endless, defined at {place('(define (endless')}"


def test_out_of_memory_is_an_error_again_and_again(program: str) -> None:
    result = run(program, "memory", ESHKOL_MAX_MEMORY="1M" if suite_options().torture else "64M")
    assert result.returncode == 70
    assert result.stdout.splitlines() == [b'"out of memory"'] * 3
    assert result.stderr.splitlines()[0] == b"error: out of memory"


def test_statistics_on_request(program: str) -> None:
    result = run(program, "arguments", ESHKOL_STATS="1")
    assert result.returncode == 0
    assert b"full-reclamations" in result.stderr
    assert run(program, "arguments", ESHKOL_STATS="0").stderr == b""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ESHKOL_MAX_MEMORY", "much"),
        ("ESHKOL_MAX_STACK", "5X"),
        ("ESHKOL_MAX_STACK", "-1"),
        ("ESHKOL_STATS", "maybe"),
        ("ESHKOL_LEAKS", "some"),
    ],
)
def test_wrong_options_are_refused(program: str, name: str, text: str) -> None:
    result = run(program, "arguments", **{name: text})
    assert result.returncode == 70
    assert name in result.stderr.decode()
    assert f"got: {text}" in result.stderr.decode()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interruption_flushes_the_ports(program: str, number: signal.Signals, status: int) -> None:
    process = subprocess.Popen(
        [program, "wait"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_interruptions
    )
    assert process.stderr is not None
    assert process.stderr.read(5) == b"ready"
    process.send_signal(number)
    output, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, output, errors) == (status, b"still in the buffer", b"")


def test_a_closed_pipe_ends_the_program_quietly(program: str) -> None:
    process = subprocess.Popen([program, "for-ever"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(4) == b"0\n1\n"
    process.stdout.close()
    assert process.wait(SECONDS) == 141
    assert process.stderr.read() == b""


def test_a_closed_pipe_for_errors_ends_the_program_after_writing_its_files(program: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    process = subprocess.Popen([program, "errors-for-ever", str(file)], stderr=subprocess.PIPE)
    assert process.stderr is not None
    assert process.stderr.read(4) == b"0\n1\n"
    process.stderr.close()
    assert process.wait(SECONDS) == 141
    assert file.read_text() == "kept"


def test_standard_output_can_be_closed_once(program: str) -> None:
    result = run(program, "close-output")
    assert (result.returncode, result.stdout) == (70, b"written")
    assert b"display: the port is closed: #<output-port standard output>" in result.stderr


def test_a_full_disk_is_reported(program: str) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [program, "arguments"], stdout=full, stderr=subprocess.PIPE, timeout=SECONDS, check=False
        )
    assert result.returncode == 70
    assert b"not all output could be written" in result.stderr
