"""What the specification says of global variables: two phases, their order, checked use."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from eshkol import driver
from eshkol.build import index
from eshkol.diagnostics import CompileError
from eshkol.options import Options
from tests.conftest import suite_options
from tests.emit.conftest import c_text
from tests.specification.facts import RunProgram, facts

PROGRAM = """\
(define (make-processor) (lambda (x) (+ x 1)))
(define (tally) (vector 1 2 (read)))
(define data (tally))
(define processor (make-processor))
(define both (list processor data))
(set! processor (car (list (lambda (x) (* 2 ((car both) x))))))
(display (processor (vector-ref data 2)))
"""
DEFINED = ["data", "processor", "both"]


def main_function(text: str) -> str:
    found = re.search(r"^static Value eshkol_program_main\(.*?^\}", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


def test_globals_are_declared_without_a_value() -> None:
    """C takes constants only: the C text declares the globals and gives them the null value before anything runs."""
    text = c_text(PROGRAM)
    declared = re.search(r"^static Value eshkol_global\[(\d+)\];$", text, re.MULTILINE)
    assert declared is not None
    assert int(declared[1]) == len(DEFINED)
    first_statement = main_function(text).splitlines()[1]
    assert re.search(r"eshkol_global\[i\] = UNINITIALIZED;", first_statement)


def test_globals_are_initialised_by_main_in_the_order_of_the_program() -> None:
    calls = re.findall(r"\binitialize_([a-z]+)_p\d+\(sp\)", main_function(c_text(PROGRAM)))
    assert [name for name in calls if name in DEFINED] == DEFINED


def test_globals_hold_what_calls_and_closures_give(run_program: RunProgram) -> None:
    done = run_program(PROGRAM, text_input="20")
    assert (done.returncode, done.stdout, done.stderr) == (0, "42", "")


def test_later_globals_can_use_earlier_ones(run_program: RunProgram) -> None:
    """Dependencies: each global is made from the one before; procedures may refer to later ones."""
    chain = "\n".join(f"(define g{i} (next g{i - 1} (lambda () g{i + 1})))" for i in range(1, 50))
    program = f"""
(define (next before later) (cons (+ 1 (car before)) (lambda () (car (later)))))
(define g0 (list 0))
{chain}
(define g50 (list 50))
(fact "last" (car g49))
(fact "later" ((cdr g49)) ((cdr g7)))
"""
    assert facts(run_program, program) == {"last": [49], "later": [50, 8]}


def test_a_wrong_order_is_reported_with_places(run_program: RunProgram) -> None:
    """Of data as of closures: the use, and the definition that has not run. Where it is certain, the compiler tells."""
    with pytest.raises(CompileError) as certain:
        run_program("(define (start)\n  (later 0))\n(define entry (start))\n(define later (car (list car)))\n")
    told = certain.value.diagnostics[0].show()
    assert told.startswith("error: NULL closure in call: later is called before its initialisation\n  --> <test>:2:4")
    assert re.search(r"note: later has no value .*\n  --> <test>:4:1", told)
    data = run_program(
        "(define (start x)\n  (vector-ref table x))\n(define first-entry (map start '(0)))\n(define table (vector 1))\n"
    )
    assert data.returncode == 70
    assert "variable used before its initialisation: table" in data.stderr
    assert re.search(r"<test>:2:\d+", data.stderr)
    assert "table is defined at <test>:4:1" in data.stderr
    closure = run_program(
        "(define (start x)\n  (later x))\n(define entry (map start '(0)))\n(define later (car (list car)))\n"
    )
    assert closure.returncode == 70
    assert closure.stderr.startswith("Error: NULL closure in call\n")
    assert re.search(r"<test>:2:\d+", closure.stderr)
    assert "later is defined at <test>:4:1" in closure.stderr


def test_a_null_closure_can_be_handled(run_program: RunProgram) -> None:
    """The program goes on, and the global is there once its initialisation has run."""
    program = """
(define (early) (late 1))
(fact "early" (fails? "NULL closure in call" (early)))
(define late (car (list (lambda (x) (+ x 41)))))
(fact "late" (early))
"""
    assert facts(run_program, program) == {"early": [1], "late": [42]}


@pytest.mark.parametrize(
    ("ending", "status"),
    [("(display (processor (vector-ref data 2)))", 0), ("(car data)", 70), ("(display 1) (exit 3)", 3)],
)
def test_a_static_constructor_initialises_globals_as_main_does(
    run_program: RunProgram, ending: str, status: int
) -> None:
    """Output, errors and exit statuses are the same whoever runs the top level."""
    ways = [replace(suite_options(), init=init) for init in ("main", "constructor")]
    by_main, by_constructor = (run_program(PROGRAM + ending, options=options, text_input="20") for options in ways)
    assert (by_constructor.stdout, by_constructor.stderr) == (by_main.stdout, by_main.stderr)
    assert by_constructor.returncode == by_main.returncode == status


def test_a_program_has_a_constructor_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[dict[str, str]] = []

    def compile_nothing(texts: dict[str, str], options: Options) -> str:
        compiled.append(texts)
        return options.init or "as usual"

    monkeypatch.setattr(index, "lookup", lambda key: None)
    monkeypatch.setattr(index, "record", lambda key, program, files: None)
    monkeypatch.setattr(driver, "compile_program", compile_nothing)
    for init in (None, "main", "constructor"):
        driver.executable(PROGRAM.encode(), "<test>", replace(suite_options(), init=init))
    with_constructor = [any("__attribute__((constructor))" in text for text in texts.values()) for texts in compiled]
    assert with_constructor == [False, False, True]
