"""Compiled Eshkol inside other programs: hosts in C, C++ and Python, in ordinary and torture builds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.build.library import library, public_names
from eshkol.build.runtime_archive import PUBLIC_HEADER
from eshkol.options import Options
from tests.c_api.building import C_COMPILER, C_COMPILERS, CXX_COMPILERS, Compiler
from tests.c_compiler import c_compiler
from tests.elf import offered_by

HERE = Path(__file__).parent
STRICT = ("-Wall", "-Wextra", "-Werror")
SECONDS = 120


def make_library(folder: Path, source: Path | str, name: str, **options: object) -> Path:
    """libNAME.so and NAME.h in `folder`."""
    data = source.read_bytes() if isinstance(source, Path) else source.encode()
    made = library(data, str(source) if isinstance(source, Path) else f"{name}.esk", name, Options.of(options))
    target = folder / f"lib{name}.so"
    target.write_bytes(Path(made.path).read_bytes())
    (folder / f"{name}.h").write_text(made.header)
    return target


def compile_host(folder: Path, source: str, *more: str, compiler: Compiler = C_COMPILER) -> Path:
    """The host `source` of this folder, linked with what `more` says."""
    target = folder / Path(source).stem
    compiled = target.with_suffix(".o")
    includes = ("-I", PUBLIC_HEADER.parent, "-I", folder, "-I", HERE)
    run(*compiler.command, compiler.standard, *STRICT, "-O1", *includes, "-c", HERE / source, "-o", compiled)
    libraries = ("-L", folder, *more, "-lm", "-pthread", "-ldl", f"-Wl,-rpath,{folder}")
    run(*compiler.linker, compiled, "-o", target, *libraries)
    return target


def run(*command: object) -> str:
    """What the command prints; it must succeed."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, f"status {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with liblibrary.so, which its host starts."""
    folder = tmp_path_factory.mktemp("ordinary")
    make_library(folder, HERE / "library.esk", "library", init="main")
    return folder


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, reclaiming at every safe point."""
    folder = tmp_path_factory.mktemp("tortured")
    make_library(folder, HERE / "library.esk", "library", init="main", torture=True)
    return folder


def test_everything_that_the_header_declares(ordinary: Path) -> None:
    assert run(compile_host(ordinary, "behaviour.c", "-llibrary")).endswith("good\n")


def test_raw_values_across_calls(ordinary: Path) -> None:
    assert run(compile_host(ordinary, "stress.c", "-llibrary"), 300).endswith("good\n")


def test_raw_values_across_calls_in_torture(tortured: Path) -> None:
    assert run(compile_host(tortured, "stress.c", "-llibrary"), 15).endswith("good\n")


def test_host_in_cpp(ordinary: Path) -> None:
    host = compile_host(ordinary, "host.cpp", "-llibrary", compiler=CXX_COMPILERS[0])
    assert run(host) == "top level\n2 grüß dich, λ\n"


@pytest.mark.parametrize("compiler", C_COMPILERS, ids=str)
def test_hosts_of_every_compiler(compiler: Compiler, tmp_path: Path, ordinary: Path) -> None:
    (tmp_path / "library.h").write_bytes((ordinary / "library.h").read_bytes())
    compile_host(tmp_path, "behaviour.c", "-L", str(ordinary), "-llibrary", compiler=compiler)


def test_only_the_interface_is_visible(ordinary: Path) -> None:
    names = offered_by((ordinary / "liblibrary.so").read_bytes())
    assert {name for name in names if not name.startswith("library_")} == set(public_names())


def test_loading_and_unloading(tmp_path: Path) -> None:
    one = make_library(tmp_path, "(define (twice s) (string-append s s))", "one")
    two = make_library(
        tmp_path, "(define cache '())\n(define (twice s) (set! cache (list s s)) (apply string-append cache))", "two"
    )
    assert run(compile_host(tmp_path, "loading.c"), one, two, 300) == "good\n"


def test_python_host(ordinary: Path) -> None:
    assert (
        run(sys.executable, HERE / "host.py", ordinary / "liblibrary.so")
        == "42 0.5\nfail: error wrong: 1\n[3, 4]\ntop level\n"
    )


@pytest.mark.parametrize(
    ("source", "status", "message"),
    [
        ("(define a (car 1))", 1, "car: expected a pair, got 1"),
        ("(exit 3)", 2, "the program has called exit"),
        ("(define (f) later) (apply f (list)) (define later 1)", 1, "later"),
    ],
)
def test_a_top_level_that_fails(tmp_path: Path, source: str, status: int, message: str) -> None:
    path = make_library(tmp_path, source, "failing")
    script = (
        "import ctypes, sys; l = ctypes.CDLL(sys.argv[1]); status = l.eshkol_start(None);"
        "l.eshkol_last_failure.restype = ctypes.POINTER(ctypes.c_char_p * 4);"
        "print(status, l.eshkol_last_failure().contents[2].decode(), l.eshkol_stop())"
    )
    output = run(sys.executable, "-c", script, path)
    assert output.startswith(f"{status} ")
    assert message in output
    assert output.endswith(" 0\n")


def test_executables_with_a_constructor(run_program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """The top level runs before main, with arguments, memory and errors as ever."""
    options = Options(init="constructor")
    result = run_program("(write (cdr (command-line)))", "a", "b", options=options)
    assert (result.stdout, result.stderr, result.returncode) == ('("a" "b")', "", 0)
    result = run_program("(display 1) (car 2)", options=options)
    assert (result.stdout, result.returncode) == ("1", 70)
    assert "car: expected a pair, got 2" in result.stderr


def test_config(tmp_path: Path) -> None:
    """What it prints compiles and links a program that uses part A."""
    words = run(sys.executable, "-m", "eshkol", "config", "--cflags", "--libs").split()
    host = tmp_path / "arenas"
    run(*c_compiler(), HERE.parents[1] / "examples" / "c" / "arenas.c", *words, "-pthread", "-o", host)
    assert run(host) == (HERE.parents[1] / "examples" / "c" / "arenas.out").read_text()
    with pytest.raises(AssertionError, match="nothing was asked for"):
        run(sys.executable, "-m", "eshkol", "config")


def test_environment_is_checked(ordinary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESHKOL_MAX_MEMORY", "much")
    script = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).eshkol_start(None))"
    assert run(sys.executable, "-c", script, ordinary / "liblibrary.so") == "3\n"
    assert os.environ["ESHKOL_MAX_MEMORY"] == "much"
