"""The C API in C programs: arenas, environments, closures, threads, and the report about every kind of wrong use.

`programs/` holds them; each case of a program is a process of its own. They are run as users compile them, and with
AddressSanitizer and UndefinedBehaviorSanitizer in program and library.
"""

from __future__ import annotations

import re
import signal
from functools import cache
from pathlib import Path

import pytest

from tests.c_api.building import C_COMPILER, archive, executable, library_objects, object_file, outcome, run
from tests.c_compiler import needs_address_sanitizer, sanitizer_flags
from tests.elf import defined_in

PROGRAMS = Path(__file__).parent / "programs"
WRONG_USE = 70
SANITIZED = ("-g", "-O1", "-fno-omit-frame-pointer", *sanitizer_flags())


@cache
def program(name: str, *, sanitized: bool = False) -> Path:
    """The program, with the library from the archive or with a sanitized one."""
    flags = SANITIZED if sanitized else ("-O2",)
    library = library_objects(C_COMPILER, SANITIZED) if sanitized else ()
    return executable([object_file(PROGRAMS / f"{name}.c", C_COMPILER, flags)], C_COMPILER, library, flags)


def case_names(name: str) -> list[str]:
    """The cases, as the source names them."""
    text = (PROGRAMS / f"{name}.c").read_text()
    return re.findall(r"\bCASE\((\w+)\)", text)


ARENAS, CLOSURES, WRONG, THREADS = (case_names(name) for name in ("arenas", "closures", "wrong_use", "threads"))
STALE = "stale_read_in_a_thread"
GOOD = [
    *(("arenas", case) for case in ARENAS),
    *(("closures", case) for case in CLOSURES),
    *(("threads", case) for case in THREADS if case != STALE),
]
NULL_CALLS = {"closures_are_called": 2 * "Error: NULL closure in call\n"}


def check_good(name: str, case: str, *, sanitized: bool) -> None:
    environment = {"SANITIZED": "1", "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1"} if sanitized else {}
    done = outcome(program(name, sanitized=sanitized), case, environment=environment)
    assert (done.stdout, done.stderr, done.returncode) == ("end\n", NULL_CALLS.get(case, ""), 0)


@pytest.mark.parametrize(("name", "case"), GOOD)
def test_good_use(name: str, case: str) -> None:
    check_good(name, case, sanitized=False)


@pytest.mark.parametrize(("name", "case"), GOOD)
def test_good_use_with_sanitizers(name: str, case: str) -> None:
    check_good(name, case, sanitized=True)


PLACE = r"wrong_use\.c:\d+"
TRACE = r"(  by the code at .*\n(    .*\n)+)?"


def stale(access: str, kind: str = "from a destroyed arena", ending: str = "destroyed") -> str:
    return (
        f"error: use of memory {kind}\n  arena made at {PLACE}, {ending} at {PLACE}\n"
        f"  ({access}|used) at address 0x[0-9a-f]+\n{TRACE}"
    )


ENDED = "use of an environment or a closure that has ended"


def misuse(problem: str, sites: str = "", place: str = PLACE) -> str:
    return f"error: {problem}\n  used at {place}{sites}\n"


DESTROYED = f"; arena made at {PLACE}, destroyed at {PLACE}"
CODE = r"(\w+ in )?\S+\+0x[0-9a-f]+"
"""A place in the program's code: where a function was called that is no macro."""

REPORTS = {
    "stale_read": stale("read"),
    "stale_write": stale("written"),
    "stale_read_in_the_c_library": stale("read"),
    "stale_read_of_a_later_block": stale("read"),
    "stale_read_of_a_large_block": stale("read"),
    "stale_read_long_after": stale("read"),
    "stale_read_among_the_living": stale("read"),
    "stale_read_after_reset": stale("read", "from before an arena was reset", "reset"),
    "stale_read_of_a_child": stale("read"),
    "stale_call": f"error: {ENDED}\n  (called|used) at address 0x[0-9a-f]+\n{TRACE}",
    "stale_variables": f"error: {ENDED}\n  (read|used) at address 0x[0-9a-f]+\n{TRACE}",
    "destroyed_twice": misuse("arena_destroy: the arena has been destroyed already", DESTROYED),
    "destroyed_twice_long_after": misuse("arena_destroy: the arena has been destroyed already", DESTROYED),
    "allocating_from_a_destroyed_arena": misuse("arena_alloc: the arena has been destroyed already", DESTROYED),
    "resetting_a_destroyed_arena": misuse("arena_reset: the arena has been destroyed already", DESTROYED),
    "child_of_a_destroyed_arena": misuse("arena_create: the arena has been destroyed already", DESTROYED),
    "child_destroyed_with_its_parent": misuse("arena_destroy: the arena has been destroyed already", DESTROYED),
    "no_arena": misuse("arena_alloc: the arena is NULL"),
    "other_memory_as_arena": misuse("arena_alloc: this is not an arena"),
    "arena_memory_as_arena": misuse("arena_destroy: this is not an arena"),
    "negative_size": misuse(r"arena_alloc: the size is more than any memory can hold \(was it negative\?\)"),
    "negative_first_size": misuse(r"arena_create: the size is more than any memory can hold \(was it negative\?\)"),
    "odd_alignment": misuse("arena_alloc_aligned: the alignment is not a power of two up to 2 MiB", place=CODE),
    "damaged_arena": misuse("arena_destroy: the arena is damaged: something wrote before the beginning of a block"),
    "allocating_in_a_cleanup": misuse("arena_alloc: the arena is just being reset or destroyed"),
    "released_too_often": misuse("environment_release: the environment has ended", place=CODE),
    "released_too_often_but_kept_by_a_child": misuse(
        "eshkol_environment_release: the environment is released more often than it was made and retained", place=CODE
    ),
    "retained_after_its_end": misuse("eshkol_environment_retain: the environment has ended", place=CODE),
    "environment_of_a_destroyed_arena": misuse(
        "environment_retain: the environment's arena has been destroyed", DESTROYED, CODE
    ),
    "arena_memory_as_environment": misuse("environment_retain: this is not an environment", place=CODE),
    "closure_released_too_often": misuse("eshkol_closure_release: the closure has ended", place=CODE),
    "calling_an_ended_closure": misuse("call_closure: the closure has ended", place=CODE),
    "calling_a_closure_of_a_destroyed_arena": misuse("call_closure: the closure has ended", DESTROYED, CODE),
    "calling_data": misuse("call_closure: this is neither a closure nor a function", place=CODE),
    "calling_data_as_closure": misuse("eshkol_closure_call: this is not a closure", place=CODE),
    "closure_without_function": misuse("eshkol_closure_create: the function is NULL", place=CODE),
    "functions_without_places": misuse(
        "arena_destroy: the arena has been destroyed already", f"; arena made at {CODE}, destroyed at {CODE}", CODE
    ),
}
"""What standard error contains in full."""

OTHER = {"other_fault", "other_fault_with_a_handler", "signal_that_was_sent", "system_call"}
"""Cases with a test of their own."""


def test_every_case_is_tested() -> None:
    assert set(WRONG) == REPORTS.keys() | OTHER


@pytest.mark.parametrize("case", REPORTS)
def test_wrong_use(case: str) -> None:
    done = outcome(program("wrong_use"), case)
    assert re.fullmatch(REPORTS[case], done.stderr), done.stderr
    assert (done.stdout, done.returncode) == ("printed before\n" if case == "stale_read" else "", WRONG_USE)


@pytest.mark.parametrize("case", REPORTS)
def test_wrong_use_with_sanitizers(case: str) -> None:
    """The sanitizers leave the reports to the library."""
    done = outcome(program("wrong_use", sanitized=True), case)
    assert re.fullmatch(REPORTS[case], done.stderr), done.stderr
    assert done.returncode == WRONG_USE


def test_stale_read_in_a_thread() -> None:
    done = outcome(program("threads"), STALE)
    assert re.fullmatch(stale("read").replace("wrong_use", "threads"), done.stderr), done.stderr
    assert done.returncode == WRONG_USE


@pytest.mark.parametrize(
    ("case", "status", "printed"),
    [
        ("other_fault", -signal.SIGSEGV, ""),
        ("other_fault_with_a_handler", 3, "own handler\n"),
        ("signal_that_was_sent", -signal.SIGSEGV, ""),
        ("system_call", 0, "end\n"),
    ],
)
def test_other_faults_are_as_without_the_library(case: str, status: int, printed: str) -> None:
    done = outcome(program("wrong_use"), case)
    assert (done.returncode, done.stdout, done.stderr) == (status, printed, "")


LEAKED = (
    r": 51 arenas that the program made and did not destroy\n  made at leaks\.c:8: 50\n  made at leaks\.c:9: 1\n"
    r"  hint: an arena made with arena_create_child ends with its parent\n"
)


@pytest.mark.parametrize(
    ("case", "policy", "report", "status"),
    [
        ("leaking", "error", f"error{LEAKED}", WRONG_USE),
        ("leaking", "report", f"warning{LEAKED}", 0),
        ("leaking", "off", "", 0),
        ("clean", "error", "", 0),
        ("clean", "perhaps", "eshkol: ESHKOL_LEAKS is none of error, report, off\n", 0),
    ],
)
def test_leaks(case: str, policy: str, report: str, status: int) -> None:
    """Arenas not destroyed before the program's own destructors have run, by the places where they were made."""
    done = outcome(program("leaks"), case, environment={"ESHKOL_LEAKS": policy})
    assert re.fullmatch(report, done.stderr), done.stderr
    assert (done.stdout, done.returncode) == ("end\n", status)


OLD_KERNEL = [
    *(("arenas", case) for case in ("memory_stays_flat", "holes", "reset_keeps_the_arena", "large_allocations")),
    *(("wrong_use", case) for case in REPORTS if case.startswith("stale_")),
]


@pytest.mark.parametrize(("name", "case"), OLD_KERNEL)
def test_without_guard_pages(name: str, case: str) -> None:
    """Kernels that have none: pages are protected, and what is stale is found all the same."""
    library = library_objects(C_COMPILER, ("-O1",), PROGRAMS / "old_kernel.h")
    done = outcome(executable([object_file(PROGRAMS / f"{name}.c", C_COMPILER)], C_COMPILER, library), case)
    assert re.fullmatch(REPORTS.get(case, ""), done.stderr), done.stderr
    assert done.returncode == (WRONG_USE if case in REPORTS else 0)


@needs_address_sanitizer
def test_reading_beyond_an_allocation_is_found_by_the_sanitizer(tmp_path: Path) -> None:
    source = tmp_path / "beyond.c"
    source.write_text(
        "#include <eshkol.h>\nint main(void) {\n  Arena *arena = arena_create(1000);\n"
        "  volatile char *memory = (char *)arena_alloc(arena, 100);\n  return memory[100];\n}\n"
    )
    library = library_objects(C_COMPILER, SANITIZED)
    for libraries in (library, (archive(),)):
        done = outcome(executable([object_file(source, C_COMPILER, SANITIZED)], C_COMPILER, libraries, SANITIZED))
        assert "use-after-poison" in done.stderr
        assert done.returncode != 0


def test_a_program_of_arenas_only_contains_nothing_else() -> None:
    """Neither the rest of the runtime nor a second main."""
    # A point in a name is clang's: a static variable of a function.
    symbols = defined_in(Path(program("arenas")).read_bytes())
    defined = [name for name in symbols if name.startswith("eshkol_") and "." not in name]
    assert len(defined) > 30
    public = re.compile(r"eshkol_(c_\w+|arena_\w+|closure_\w+|environment_\w+|is_closure)$")
    assert [name for name in defined if not public.match(name)] == []


def test_header_alone_in_c_and_cpp(tmp_path: Path) -> None:
    """It needs no other header before it, and may be included twice."""
    from tests.c_api.building import C_COMPILERS, CXX_COMPILERS, INCLUDE, WARNINGS

    for compiler in (*C_COMPILERS, *CXX_COMPILERS):
        for option in ("", "#define ESHKOL_NO_PLACES\n"):
            source = tmp_path / f"header.{compiler.language}"
            source.write_text(f"{option}#include <eshkol.h>\n#include <eshkol.h>\n")
            options = [compiler.standard, *WARNINGS, "-pedantic", "-Wundef", "-I", str(INCLUDE), "-c"]
            run([*compiler.command, "-x", compiler.language, *options, source, "-o", tmp_path / "header.o"])
