"""Compiles and runs every C block of the specification's text, word for word, and checks what the text promises.

`c_blocks/` holds the C blocks in their order. What a block leaves open stands before and after it here, and sometimes
between its lines; the block's own lines are untouched. Every block is compiled by every C compiler of the machine with
`-std=c11 -Wall -Wextra -Werror`, and as C++17 where it is valid C++.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from tests.c_api.building import C_COMPILERS, CXX_COMPILERS, Compiler, executable, object_file, outcome

HERE = Path(__file__).parent
BLOCKS = sorted((HERE / "c_blocks").glob("*.c"))
SPECIFICATION = HERE.parents[2] / "shared" / "spec" / "MEMORY_MANAGEMENT.md"

DIGEST = "77764169180bfd4f4d7b86c6c6910df7757c31f1ea5c943e5d7729ae79c2aef1"

START = """#define _POSIX_C_SOURCE 200809L
#include <eshkol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
"""
UNUSED_PARAMETER = """/* The text leaves a parameter unused. */
#pragma GCC diagnostic ignored "-Wunused-parameter"
"""
NARROW_CAST = """/* The text prints a pointer as an int. */
#pragma GCC diagnostic ignored "-Wpointer-to-int-cast"
"""

VOID_POINTERS = "C++ does not convert void * to another pointer type by itself"
TEMPORARY_ARRAY = "C++ has no temporary arrays such as (void*[]){arg}"
POINTER_TO_INT = "C++ does not convert a pointer to the narrower type int"


@dataclass(frozen=True, slots=True)
class Run:
    """What the program prints when an environment variable has the value: a pattern for all of standard error."""

    prints: str
    reports: str = ""
    status: int = 0
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What stands before and after a block, and between its lines (in front of the first line that begins so)."""

    runs: tuple[Run, ...]
    before: str = ""
    after: str = ""
    between: tuple[tuple[str, str], ...] = ()
    no_cpp: str = ""
    """Why the block is no C++, where it is none."""


GLOBALS = "Arena* arena = NULL;\nEshkolEnvironment* env = NULL;\n"
ADD = """
static void* add(EshkolEnvironment* env, void** arguments) {
  return (void*)((intptr_t)env->variables[0] + (intptr_t)arguments[0]);
}
"""
MAKE_ADDER = (
    ADD
    + """
static void* make_adder(void) {
  EshkolEnvironment* captured = eshkol_environment_create(env, 1, 1);
  captured->variables[0] = (void*)(intptr_t)40;
  return eshkol_closure_create(add, captured, NULL, NULL, 1);
}
"""
)
CALLS = """
static void* twice(void* x) { return (void*)(2 * (intptr_t)x); }
"""
COUNTS = """
static void show(const EshkolEnvironment* parent, const EshkolEnvironment* child) {
  printf("%d %d\\n", (int)parent->ref_count, (int)child->ref_count);
}
int main(void) {
  Arena* arena = arena_create(1000);
  EshkolEnvironment* parent = create_environment(arena, NULL, 1);
  EshkolEnvironment* child = create_environment(arena, parent, 1);
  show(parent, child);
  environment_retain(child);
  show(parent, child);
  environment_release(child);
  show(parent, child);
  environment_release(child);
  show(parent, child);
  environment_release(parent);
  show(parent, child);
  environment_retain(NULL);
  environment_release(NULL);
  arena_destroy(arena);
  return 0;
}
"""
COUNTS_PRINTED = "1 1\n2 2\n2 1\n1 0\n0 0\n"

CASES = {
    "01-making-closures": Case(
        (Run("1 2 1 1 0\n42\n1 0\n"),),
        before=ADD,
        after="""
int main(void) {
  Arena* arena = arena_create(1024);
  EshkolEnvironment* outer = create_environment(arena, NULL, 1);
  EshkolEnvironment* inner = create_environment(arena, outer, 2);
  EshkolClosure* closure = create_closure(arena, add, inner);
  inner->variables[0] = (void*)(intptr_t)40;
  printf("%d %d %d %d %d\\n", eshkol_is_closure(closure), (int)inner->count, inner->parent == outer,
         (int)inner->ref_count, (int)closure->ref_count); /* 0: the library's own create_closure sets it to 1 */
  printf("%d\\n", (int)(intptr_t)call_closure(closure, (void*)(intptr_t)2));
  printf("%d ", eshkol_is_closure(closure));
  arena_destroy(arena);
  printf("%d\\n", eshkol_is_closure(closure));
  return 0;
}
""",
    ),
    "02-counting-environments": Case((Run(COUNTS_PRINTED),), after=COUNTS),
    "03-global-declarations": Case(
        (Run("1 1\n"),),
        after='int main(void) {\n  printf("%d %d\\n", global_closure == NULL, global_data == NULL);\n  return 0;\n}\n',
    ),
    "04-two-phase-main": Case(
        (Run("1 10 42 7\n"),),
        before=GLOBALS
        + "void* global_closure = NULL;\nint* global_data = NULL;\n"
        + MAKE_ADDER
        + """
static void* create_my_closure(void) { return make_adder(); }
static int* create_my_data(void) {
  int* data = (int*)arena_alloc(arena, sizeof(int));
  *data = 7;
  return data;
}
static void __attribute__((destructor)) show(void) {
  int sum = (int)(intptr_t)call_closure(global_closure, (void*)(intptr_t)2);
  printf("%d %d %d %d\\n", arena_is_live(arena), (int)env->count, sum, *global_data);
}
""",
    ),
    "05-safe-call": Case(
        (Run("42\n42 1\n", "Error: NULL closure in call\n"),),
        before=GLOBALS + "void* global_closure = NULL;\nvoid* some_argument = NULL;\n" + MAKE_ADDER + CALLS,
        between=(
            (
                "// Example usage",
                "int main(void) {\n  global_closure = make_adder();\n  some_argument = (void*)(intptr_t)2;\n",
            ),
        ),
        after="""
  printf("%d\\n", (int)(intptr_t)result);
  void *(*function)(void *) = twice;
  void *pointer;
  memcpy(&pointer, &function, sizeof pointer);
  printf("%d %d\\n", (int)(intptr_t)call_closure(pointer, (void*)(intptr_t)21), call_closure(NULL, result) == NULL);
  return 0;
}
""",
        no_cpp=TEMPORARY_ARRAY,
    ),
    "06-constructors": Case(
        (Run("1 42\nlive: 0\n"),),
        before=GLOBALS
        + MAKE_ADDER
        + """
static void* create_my_closure(void) { return make_adder(); }
static void __attribute__((destructor(101))) show_end(void) { printf("live: %d\\n", arena_is_live(arena)); }
""",
        after="""
int main(void) {
  printf("%d %d\\n", arena_is_live(arena), (int)(intptr_t)call_closure(global_closure, (void*)(intptr_t)2));
  return 0;
}
""",
    ),
    "07-basic-arena": Case(
        (Run("Hello, Eshkol!\n0\n"),),
        before="int main(void) {\n",
        between=(("// Use the memory...", "puts(buffer);\n"),),
        after='printf("%d\\n", arena_is_live(arena));\nreturn 0;\n}\n',
    ),
    "08-make-counter": Case(
        (Run("1 2 11 3\n"),),
        before=UNUSED_PARAMETER
        + "Arena* arena = NULL;\nvoid* make_counter(int);\nvoid* counter_lambda(EshkolEnvironment*, void**);\n",
        after="""
static int next(void* counter) { return (int)(intptr_t)call_closure(counter, NULL); }
int main(void) {
  arena = arena_create(1024);
  void* counter = make_counter(0);
  void* other = make_counter(10);
  printf("%d ", next(counter));
  printf("%d ", next(counter));
  printf("%d ", next(other));
  printf("%d\\n", next(counter));
  arena_destroy(arena);
  return 0;
}
""",
        no_cpp=VOID_POINTERS,
    ),
    "09-identity": Case(
        (Run("identity(42): 42\n"),),
        before=GLOBALS + "void* identity_lambda(EshkolEnvironment*, void**);\n" + UNUSED_PARAMETER + NARROW_CAST,
        no_cpp=POINTER_TO_INT,
    ),
    "10-validated-call": Case(
        (Run("42 42 1\n", "Error: NULL closure in call\n"),),
        before=GLOBALS + MAKE_ADDER + CALLS,
        after="""
int main(void) {
  void *(*function)(void *) = twice;
  void *pointer;
  memcpy(&pointer, &function, sizeof pointer);
  printf("%d ", (int)(intptr_t)call_closure(make_adder(), (void*)(intptr_t)2));
  printf("%d ", (int)(intptr_t)call_closure(pointer, (void*)(intptr_t)21));
  printf("%d\\n", call_closure(NULL, pointer) == NULL);
  return 0;
}
""",
        no_cpp=TEMPORARY_ARRAY,
    ),
    "11-no-leak": Case(
        (Run("flat\n"),),
        before="#include <sys/resource.h>\n",
        after="""
static long peak(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}
int main(void) {
  for (int i = 0; i < 1000; i++) process_data();
  long before = peak();
  for (int i = 0; i < 20000; i++) process_data();
  printf("%s\\n", peak() - before < 4096 ? "flat" : "growing");
  return 0;
}
""",
    ),
    "12-freed-memory": Case(
        (
            Run("", environment=(("USAGE", "correct"),)),
            Run(
                "",
                "error: use of memory from a destroyed arena\n"
                r"  arena made at 12-freed-memory\.c:2, destroyed at 12-freed-memory\.c:4\n"
                "  (read|used) at address 0x[0-9a-f]+\n(  by the code at .*\n(    .*\n)+)?",
                70,
                environment=(("USAGE", "incorrect"),),
            ),
        ),
        after="""
int main(void) {
  if (strcmp(getenv("USAGE"), "incorrect") == 0) incorrect_usage();
  else correct_usage();
  return 0;
}
""",
        no_cpp=VOID_POINTERS,
    ),
    "13-null-global": Case(
        (
            Run("42\n", environment=(("GLOBAL", "initialized"),)),
            Run("0\n", "Error: NULL closure in call\n", environment=(("GLOBAL", "forgotten"),)),
        ),
        before=GLOBALS
        + "void* result = NULL;\nvoid* arg = (void*)(intptr_t)2;\n"
        + MAKE_ADDER
        + """
static void* create_closure_function(void) {
  return strcmp(getenv("GLOBAL"), "initialized") == 0 ? make_adder() : NULL;
}
static void __attribute__((destructor)) show(void) { printf("%d\\n", (int)(intptr_t)result); }
""",
    ),
}


def program_text(block: str, case: Case) -> str:
    """The block between what it leaves open. `#line` makes its lines count from 1."""
    for start, added in case.between:
        place = re.search(rf"^{re.escape(start)}", block, re.MULTILINE)
        assert place, start
        block = block[: place.start()] + added + block[place.start() :]
    return f"{START}{case.before}\n{block}\n{case.after}"


FLAGS = {"c": ("-O2",), "c++": ("-O2", "-Wpedantic")}
"""By language. Extensions are no C++: clang has some of C's, of which it says nothing without being asked."""


def build(name: str, compiler: Compiler, folder: Path) -> Path:
    """The block as a program."""
    source = folder / f"{name}.c"
    block = (HERE / "c_blocks" / f"{name}.c").read_text()
    text = program_text(block, CASES[name])
    lead = text[: text.index(block)].count("\n") if block in text else 0
    assert lead or CASES[name].between
    source.write_text(text.replace(block, f'#line 1 "{name}.c"\n{block}') if lead else text)
    return executable([object_file(source, compiler, FLAGS[compiler.language])], compiler)


def check(name: str, program: Path) -> None:
    for run in CASES[name].runs:
        done = outcome(program, environment=dict(run.environment))
        assert done.stdout == run.prints, (name, done.stderr)
        assert re.fullmatch(run.reports, done.stderr), (name, done.stderr)
        assert done.returncode == run.status, (name, done.stderr)


def test_every_block_has_a_case() -> None:
    assert [block.stem for block in BLOCKS] == list(CASES)


def test_blocks_are_those_of_the_text() -> None:
    blocks = [block.read_text() for block in BLOCKS]
    digest = sha256("".join(blocks).encode()).hexdigest()
    assert digest == DIGEST, "the blocks are the users' words: leave them alone"
    if SPECIFICATION.exists():  # it is not part of the project
        assert blocks == re.findall(r"^```c\n(.*?)^```$", SPECIFICATION.read_text(), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("compiler", C_COMPILERS, ids=str)
def test_block(name: str, compiler: Compiler, tmp_path: Path) -> None:
    check(name, build(name, compiler, tmp_path))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.no_cpp])
@pytest.mark.parametrize("compiler", CXX_COMPILERS, ids=str)
def test_block_as_cpp(name: str, compiler: Compiler, tmp_path: Path) -> None:
    check(name, build(name, compiler, tmp_path))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.no_cpp])
def test_other_blocks_are_no_cpp(name: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="error"):
        build(name, CXX_COMPILERS[0], tmp_path)


def test_library_counts_as_the_text_does(tmp_path: Path) -> None:
    """The same calls without the text's own definitions: the library's functions give the same counts."""
    source = tmp_path / "counts.c"
    source.write_text(START + COUNTS)
    done = outcome(executable([object_file(source, C_COMPILERS[0])], C_COMPILERS[0]))
    assert (done.stdout, done.stderr, done.returncode) == (COUNTS_PRINTED, "", 0)
