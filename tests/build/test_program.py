"""C texts to executables, with every C compiler of this machine: caching, size, independence, refusals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eshkol.build import cache
from eshkol.build.candidates import bundled_zig
from eshkol.build.errors import BuildError, RejectedCode
from eshkol.build.program import compile_program, optimization_levels
from eshkol.build.toolchain import Toolchain
from eshkol.options import Options
from tests.build.conftest import forget

Script = Callable[[str, str], Path]

MAIN = '#include "runtime.h"\nint other(void);\nint main(void) { return answer() + other(); }\n'
OTHER = "int other(void);\nint other(void) { return NUMBER; }\n"


def units(number: int) -> dict[str, str]:
    return {"main": MAIN, "other": OTHER.replace("NUMBER", str(number))}


def test_units_are_compiled_linked_and_cached(tiny_runtime: Path, toolchain: Toolchain) -> None:
    program = compile_program(units(1), Options(), toolchain)
    assert subprocess.run([program]).returncode == 43
    written = Path(program).stat().st_ino
    assert compile_program(units(1), Options(), toolchain) == program
    assert Path(program).stat().st_ino == written
    changed = compile_program(units(2), Options(), toolchain)
    assert subprocess.run([changed]).returncode == 44


def test_an_executable_is_small_and_needs_only_libc(tiny_runtime: Path, toolchain: Toolchain) -> None:
    program = Path(compile_program(units(1), Options(), toolchain))
    data = program.read_bytes()
    assert len(data) < 50_000, "the unused part of the runtime is not in it"
    assert sys.prefix.encode() not in data
    needed = {word for word in (b"libc.so.6", b"libm.so.6", b"libgcc_s", b"libunwind") if word in data}
    assert needed <= {b"libc.so.6", b"libm.so.6"}


def test_debug_keeps_symbols(tiny_runtime: Path, toolchain: Toolchain) -> None:
    program = Path(compile_program(units(1), Options(debug=True), toolchain))
    assert b".debug_line" in program.read_bytes()
    assert b".debug_line" not in Path(compile_program(units(1), Options(), toolchain)).read_bytes()


def test_a_changed_header_reaches_runtime_and_program(tiny_runtime: Path, toolchain: Toolchain) -> None:
    before = compile_program(units(0), Options(), toolchain)
    (tiny_runtime / "src/runtime.h").write_text("#define answer other_answer\nint answer(void);\n")
    forget()
    after = compile_program(units(0), Options(), toolchain)
    assert before != after
    assert subprocess.run([after]).returncode == 42


def test_refused_code_is_an_internal_error_and_kept(tiny_runtime: Path, toolchain: Toolchain) -> None:
    with pytest.raises(RejectedCode) as caught:
        compile_program({"main": "int main(void) { return nonsense; }\n"}, Options(), toolchain)
    shown = caught.value.show()
    assert shown.startswith("internal error: the C compiler rejected generated code")
    assert "report" in shown
    assert "nonsense" not in shown
    folder = Path(caught.value.folder)
    assert str(folder) in shown
    assert "nonsense" in (folder / "main.c").read_text()
    assert "nonsense" in (folder / "compiler-output.txt").read_text()


def test_a_missing_function_is_an_internal_error_too(tiny_runtime: Path, toolchain: Toolchain) -> None:
    with pytest.raises(RejectedCode) as caught:
        compile_program({"main": "int nowhere(void);\nint main(void) { return nowhere(); }\n"}, Options(), toolchain)
    assert "nowhere" in (Path(caught.value.folder) / "compiler-output.txt").read_text()


def test_sanitizers_find_an_overflow_or_say_that_they_cannot(tiny_runtime: Path, toolchain: Toolchain) -> None:
    text = "int main(int n, char **v) { (void)v; int a[2] = {0}; return a[n + 1]; }\n"
    options = Options(sanitize=True)
    if toolchain.family == "zig":
        with pytest.raises(BuildError, match="AddressSanitizer"):
            compile_program({"main": text}, options, toolchain)
        return
    done = subprocess.run([compile_program({"main": text}, options, toolchain)], capture_output=True, text=True)
    assert done.returncode != 0
    assert "out of bounds" in done.stderr or "overflow" in done.stderr


def test_torture_reaches_runtime_and_program(tiny_runtime: Path, toolchain: Toolchain) -> None:
    (tiny_runtime / "src/answer.c").write_text(
        "int answer(void);\nint answer(void) {\n#ifdef ESHKOL_TORTURE\nreturn 7;\n#else\nreturn 1;\n#endif\n}\n"
    )
    tortured = compile_program(units(0), Options(torture=True), toolchain)
    plain = compile_program(units(0), Options(), toolchain)
    assert [subprocess.run([program]).returncode for program in (tortured, plain)] == [7, 1]


STANDS_FOR_CLANG = f"""for word; do shift; case $word in -fno-pic) ;; *) set -- "$@" "$word" ;; esac; done
exec {bundled_zig()} cc "$@"
"""
PARALLEL = """
import sys
from pathlib import Path
from eshkol.build import runtime_archive
from eshkol.build.toolchain import find_toolchain
runtime = Path(sys.argv[1])
runtime_archive.RUNTIME = runtime
runtime_archive.primitives_header_bytes = lambda: b""
runtime_archive.INCLUDE_FOLDERS = (runtime / "src", runtime / "include")
print(runtime_archive.runtime_archive(find_toolchain(sys.argv[2])))
"""


def test_parallel_first_uses_compile_the_runtime_once(tiny_runtime: Path, tmp_path: Path, write_script: Script) -> None:
    log = tmp_path / "log"
    compiler = write_script("cc", f'case "$*" in *answer.c*) echo x >> {log};; esac\n{STANDS_FOR_CLANG}')
    command = [sys.executable, "-c", PARALLEL, str(tiny_runtime), str(compiler)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = {process.communicate()[0] for process in processes}
    assert len(outputs) == 1
    assert log.read_text() == "x\n"


def test_nothing_unfinished_remains(tiny_runtime: Path, toolchain: Toolchain) -> None:
    compile_program(units(1), Options(), toolchain)
    assert list(Path(cache.directory(), "new").iterdir()) == []


def test_a_compiler_of_another_version_makes_other_objects(toolchain: Toolchain) -> None:
    assert replace(toolchain, version="0").identity != toolchain.identity


def test_only_what_is_split_is_optimized_less() -> None:
    assert optimization_levels(["library", "program", "constructor"]) == dict.fromkeys(
        ("library", "program", "constructor"), "2"
    )
    assert optimization_levels(["library", "library-1", "program"]) == {
        "library": "1",
        "library-1": "1",
        "program": "2",
    }
