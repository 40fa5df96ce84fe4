"""No call of the system can be forgotten: each function the runtime wants from outside is watched or cannot fail."""

from __future__ import annotations

import re
from pathlib import Path

from eshkol.build.runtime_archive import runtime_archive
from eshkol.build.toolchain import find_toolchain
from tests.elf import named_members, symbols, wanted_by
from tests.faults.injection import SOURCES, sites_in_source, watched_calls

CANNOT_FAIL = {
    "memory and text": "memchr memcmp memcpy memmove memset strchr strcmp strcpy strcspn strerror strlen "
    "strcat strncmp strrchr "
    "strstr strtoull bcmp stpcpy strnlen rawmemchr",
    "sorting, which needs no memory when the system has none": "qsort",
    "text in memory": "snprintf vsnprintf sprintf",
    "last messages on standard error: nobody could be told": "fprintf vfprintf fputs fputc putc fwrite fflush stderr",
    "reading what fopen has opened: nothing is read when that fails": "fgets fscanf",
    "ending the process": "exit abort __assert_fail",
    "locks of one process, used properly": "pthread_mutex_lock pthread_mutex_trylock pthread_mutex_unlock pthread_once",
    "what is known about threads": "pthread_attr_destroy pthread_attr_getstack pthread_self",
    "what is known about the program itself": "backtrace dl_iterate_phdr dladdr getauxval",
    "sending itself a signal": "raise",
    "present with AddressSanitizer only": "__asan_poison_memory_region __asan_unpoison_memory_region",
    "jumps": "_setjmp _longjmp setjmp longjmp __sigsetjmp siglongjmp",
    "unwinding": "_Unwind_Backtrace _Unwind_GetRegionStart _Unwind_GetIP _Unwind_GetCFA",
    "sets of signals": "sigemptyset sigaddset sigfillset",
    "a hint to malloc": "mallopt",
    "the environment": "environ __errno_location errno",
    "C of the compiler": "_GLOBAL_OFFSET_TABLE_ __divdc3 __muldc3 __divti3 __udivti3 __modti3 __umodti3 __popcountdi2",
    "mathematics": "acos acosh asin asinh atan atan2 atanh cabs cacos cacosh carg casin casinh catan catanh cbrt ccos "
    "ccosh ceil cexp clog cos cosh cpow csin csinh csqrt ctan ctanh erf erfc exp exp2 expm1 fabs fdim floor fma "
    "fmod frexp hypot ilogb jn ldexp lgamma_r log log10 log1p log2 logb modf nearbyint nextafter pow "
    "remainder remquo rint round scalbn sin sincos sinh sqrt tan tanh tgamma trunc yn",
    "the program": "eshkol_program",
}


def plain(name: str) -> str:
    """The name in the source of a function that the C library's headers rename."""
    return name.removeprefix("__isoc99_").removeprefix("__isoc23_").removesuffix("64")


def test_every_function_from_outside_is_watched_or_cannot_fail() -> None:
    defined, wanted = symbols(Path(runtime_archive(find_toolchain())).read_bytes())
    outside = {plain(name) for name in wanted - defined}
    known = {name for names in CANNOT_FAIL.values() for name in names.split()}
    assert "malloc" in outside, "the archive has been read"
    unknown = outside - watched_calls() - known
    assert not unknown, (
        f"the runtime calls {', '.join(sorted(unknown))}: watch them by macros in runtime/src/faults.h, or, "
        "if they cannot fail, add them to CANNOT_FAIL here"
    )


SILENT = {"free", "getenv", "_exit", "abort"}
"""Watched, but they do not fail."""


def callers(features: set[str], names: set[str]) -> dict[str, set[str]]:
    """For each file of the runtime, as it is built with these features, which of these functions it calls."""
    archive = Path(runtime_archive(find_toolchain(), frozenset(features))).read_bytes()
    found = {}
    for member, content in named_members(archive):
        if content[:4] == b"\x7fELF":
            found[member.removesuffix(".o")] = {plain(name) for name in wanted_by(content)} & names
    assert len(found) > 100
    return {file: called for file, called in found.items() if called}


def test_nothing_goes_around_the_watched_calls() -> None:
    """No macro is avoided: by parentheses, by the name without a call, or where faults.h is not included."""
    wholly_replaced = set(re.findall(r"^#define (\w+)\(.*\) eshkol_", (SOURCES / "faults.h").read_text(), re.MULTILINE))
    assert wholly_replaced >= {"malloc", "free", "read", "write", "open"}
    assert callers({"faults"}, wholly_replaced).keys() == {"faults.c", "host_memory.c"}
    avoiding = re.compile(rf"[(&]\s*({'|'.join(watched_calls())})\s*\)\s*\(")
    found = {path.name for path in SOURCES.glob("*.c") if avoiding.search(path.read_text())}
    assert found == {"faults.c", "host_memory.c"}


def test_in_libraries_all_memory_is_on_record() -> None:
    """What unloading gives back, and what `free` expects to have a record in front: see host_memory.h."""
    memory = {"malloc", "calloc", "realloc", "strdup", "strndup", "posix_memalign", "aligned_alloc", "free"}
    assert callers({"shared"}, memory) == {"host_memory.c": {"malloc", "calloc", "realloc", "free"}}
    assert set(callers({"shared", "faults"}, memory)) == {"host_memory.c"}


def test_every_watched_call_is_wanted_somewhere() -> None:
    """Else its row in faults.h says nothing."""
    assert watched_calls() - SILENT == {call.partition(" ")[0] for call in sites_in_source().values()}


def test_the_sources_have_sites() -> None:
    assert {call.partition(" ")[0] for call in sites_in_source().values()} >= {
        "mmap",
        "malloc",
        "open",
        "read",
        "write",
    }
