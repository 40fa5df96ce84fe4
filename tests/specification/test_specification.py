"""Runs every program of the specification's text, word for word, and checks what the text promises.

`blocks/` holds the Scheme blocks of the specification in their order. A block that uses names it does not define, or
that defines procedures without calling them, gets a few lines before or after it here; the block itself is untouched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from eshkol.diagnostics import CompileError

HERE = Path(__file__).parent
BLOCKS = sorted((HERE / "blocks").glob("*.esk"))
SPECIFICATION = HERE.parents[2] / "shared" / "spec" / "MEMORY_MANAGEMENT.md"
DIGEST = "e5b5d4394bd213388e092011b2efc5fb45674e9eb7ebd4295695f6f0c7d2345d"
SLOWNESS = 1000 if os.environ.get("ESHKOL_TEST_MODES") else 1
"""How much less the measuring procedures do in builds that check everything."""
NUMBER = r"-?[0-9]*\.?[0-9]+(?:e-?[0-9]+)?"


@dataclass(frozen=True, slots=True)
class Case:
    """What stands before and after a block, and the pattern that the whole output must match."""

    prints: str
    before: str = ""
    after: str = ""


CASES = {
    "01-using-arenas": Case(
        "#t #f detected",
        after='(display (arena? arena)) (display " ") (display (arena-live? arena)) (display " ")\n'
        "(display (guard (e ((error-object? e) 'detected)) (bytevector-length data)))",
    ),
    "02-counter": Case("12"),
    "03-global-closure": Case("42"),
    "04-nested-arenas": Case(
        r"\(\(21 42\) 512\) #t #t #f",
        before="(define seen #f)\n"
        "(define (do-processing input buffer)\n"
        "  (set! seen buffer)\n"
        "  (list (map (lambda (x) (* 2 x)) input) (bytevector-length buffer)))\n",
        after="(define result (process-data '(10.5 21)))\n"
        '(write (list (map exact (car result)) (cadr result))) (display " ")\n'
        '(write (> (cdr (assq \'allocations (arena-stats parent-arena))) 0)) (display " ")\n'
        '(write (arena-live? parent-arena)) (display " ")\n'
        "(write (guard (e ((error-object? e) #f)) (bytevector-u8-ref seen 0)))\n",
    ),
    "05-arena-lifetimes": Case(
        r"\(ok 1\) \(ok 2\)",
        before="(define (process-with-arena request arena)\n  (arena-alloc arena 100)\n  (list 'ok request))\n",
        after='(write (process-request 1)) (display " ") (write (process-request 2))\n',
    ),
    "07-nested-lifetimes": Case(
        r"\(response 7\) \(session 7\) 1",
        before="(define store '())\n"
        "(define (extract-session-data request) (list 'session request))\n"
        "(define (generate-response request) (list 'response request))\n"
        "(define (store-in-session data) (set! store (cons data store)))\n",
        after='(write (handle-request 7)) (display " ") (write (car store)) (display " ") (write (length store))\n',
    ),
    "08-related-closures": Case(
        "1 2 1 1 1 3",
        after="(define closures (create-related-closures))\n"
        '(define (show x) (display x) (display " "))\n'
        "(show ((first closures))) (show ((first closures))) (show ((second closures))) (show ((third closures)))\n"
        "(define others (create-related-closures))\n"
        "(show ((first others)))\n"
        "(display (environment-reference-count (closure-environment (first closures))))\n",
    ),
    "09-global-initialization": Case("42", after="(display (processor 41))"),
    "10-validated-closures": Case(
        "11 Error: NULL closure#f",
        after='(display (safe-call (lambda (x) (+ x 1)) 10)) (display " ") (display (safe-call #f 10))',
    ),
    "11-benchmark-arenas": Case(
        rf"Arena time: {NUMBER}\s*GC time: {NUMBER}\s*Ratio: {NUMBER}\s*",
        after=f"(benchmark-arena-vs-gc {200_000 // SLOWNESS})",
    ),
    "12-benchmark-closures": Case(
        rf"Function time: {NUMBER}\s*Closure time: {NUMBER}\s*Overhead: {NUMBER}\s*",
        after=f"(benchmark-closure-vs-function {30_000_000 // SLOWNESS})",
    ),
    "13-large-data": Case("done", after="(process-large-data (iota 1000))\n(display 'done)"),
    "14-grouped-allocations": Case(r"\(100 100 100 100\)", after="(write (map bytevector-length (list a1 a2 b1 b2)))"),
    "15-circular-references": Case(
        "#t #t #f",
        after="(define circle (create-circular))\n"
        '(write (eq? (cdr circle) ((car circle)))) (display " ")\n'
        "(define better (create-better))\n"
        "(define a (first better)) (define b (second better)) (define cleanup (third better))\n"
        '(write (eq? a (car (a)))) (display " ")\n'
        "(cleanup)\n"
        "(write (a))\n",
    ),
}

NOT_RUN = {"06-arena-sizes": "test_infix_arithmetic_is_explained"}
"""Blocks that must not compile -> the test that says why."""


def test_every_block_has_a_case() -> None:
    assert {block.stem for block in BLOCKS} == CASES.keys() | NOT_RUN.keys()
    assert all(test in globals() for test in NOT_RUN.values())


def test_blocks_are_those_of_the_text() -> None:
    blocks = [block.read_text() for block in BLOCKS]
    assert sha256("".join(blocks).encode()).hexdigest() == DIGEST, "the blocks are the users' words: leave them alone"
    if SPECIFICATION.exists():  # it is not part of the project
        found = re.findall(r"^```scheme\n(.*?)^```$", SPECIFICATION.read_text(), re.MULTILINE | re.DOTALL)
        assert blocks == found


@pytest.mark.parametrize("block", CASES)
def test_block(block: str, run_program: Callable[..., Any]) -> None:
    case = CASES[block]
    text = (HERE / "blocks" / f"{block}.esk").read_text()
    result = run_program(f"{case.before}{text}{case.after}\n")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert re.fullmatch(case.prints, result.stdout.strip()), result.stdout


def test_infix_arithmetic_is_explained(run_program: Callable[..., Any]) -> None:
    text = (HERE / "blocks" / "06-arena-sizes.esk").read_text()
    with pytest.raises(CompileError) as caught:
        run_program(text)
    messages = [diagnostic.show() for diagnostic in caught.value.diagnostics]
    assert len(messages) == 1
    assert "make-arena takes 1 to 3 arguments, got 5" in messages[0]
    assert "(* 1024 1024 100)" in messages[0]
    assert "prefix" in messages[0]
    assert ":5:" in messages[0]


def test_sizes_that_are_not_whole_numbers_are_accepted(run_program: Callable[..., Any]) -> None:
    """The third part of the block about sizes: half as much again as the expected size, as a flonum."""
    text = (HERE / "blocks" / "06-arena-sizes.esk").read_text()
    without_infix = text.replace("(make-arena 1024 * 1024 * 100)", "(make-arena (* 1024 1024 100))")
    assert without_infix != text
    after = (
        '(display (arena? (make-appropriate-arena 1000))) (display " ") (display (arena? (make-appropriate-arena 3)))'
    )
    result = run_program(without_infix + after)
    assert (result.returncode, result.stdout) == (0, "#t #t"), result.stderr


def test_a_global_used_before_its_initialization(run_program: Callable[..., Any]) -> None:
    """The error of the section about global variables, word for word, with a position."""
    result = run_program("(define (early) (late 1))\n(map (lambda (x) (early)) '(1))\n(define late (car (list car)))\n")
    assert result.returncode == 70
    assert "Error: NULL closure in call" in result.stderr
    assert "<test>:1:" in result.stderr


def test_memory_of_a_destroyed_arena_is_never_read(run_program: Callable[..., Any]) -> None:
    """The section about accessing freed memory: a clear report instead of a crash."""
    result = run_program(
        "(define arena (make-arena 1024))\n(define data (arena-alloc arena 100))\n"
        "(destroy-arena arena)\n(display (bytevector-u8-ref data 0))\n"
    )
    assert result.returncode == 70
    assert result.stdout == ""
    assert "use of memory from a destroyed arena" in result.stderr
    assert "<test>:4:" in result.stderr
    assert "<test>:1:" in result.stderr
    assert "<test>:3:" in result.stderr
