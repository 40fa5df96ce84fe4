"""Every flag that Eshkol gives to C compilers, each once, with the reason."""

from __future__ import annotations

from eshkol.record import record

GCC, CLANG, ZIG = "gcc", "clang", "zig"
ALL = frozenset({GCC, CLANG, ZIG})
CLANGS = frozenset({CLANG, ZIG})


@record(frozen=True, slots=True)
class Flag:
    """Flags that belong together, the compiler families that get them, and why."""

    text: str
    why: str
    families: frozenset[str] = ALL


@record(frozen=True, slots=True)
class Feature:
    """A way to build runtime and program that differs from the plain one. Features combine freely."""

    name: str
    why: str
    compile: tuple[Flag, ...] = ()
    link: tuple[Flag, ...] = ()
    optimization: str | None = None
    keeps_symbols: bool = False
    anywhere: bool = False
    """What it makes can be loaded at any address."""
    excludes: tuple[str, str] | None = None
    """A family that cannot do it, and the reason."""


# Tail calls must be proper in every build. gcc does them from -O1 on when told to, clang only from -O2 on
# (or with -Os); neither does them with -O0 or -Og. So those levels are not offered.
_LEAN = Flag("-fomit-frame-pointer -g0", "the bundled clang keeps frame pointers and debugging data", frozenset({ZIG}))
OPTIMIZATION = {
    "1": (
        Flag("-O1", "half the time of -O2", frozenset({GCC})),
        Flag(
            "-fno-tree-dse -fno-dse -fno-tree-copy-prop -fno-tree-pta -fno-tree-sra -fno-tree-sink"
            " -fno-forward-propagate -fno-ipa-modref -fno-ipa-pure-const -fno-ipa-reference -fno-ipa-profile"
            " -fno-cprop-registers -fno-compare-elim -fno-combine-stack-adjustments",
            "a fifth of the remaining time, for one instruction in a hundred that programs execute",
            frozenset({GCC}),
        ),
        Flag("-O2", "below it clang drops tail calls", CLANGS),
        _LEAN,
    ),
    "2": (Flag("-O2", "the default"), _LEAN),
    "3": (Flag("-O3", "larger and sometimes faster"), _LEAN),
    "s": (Flag("-Os", "small"), _LEAN),
    "debug": (
        Flag("-O1", "keeps variables visible to a debugger", frozenset({GCC})),
        Flag("-O2", "below it clang drops tail calls", CLANGS),
    ),
}

AT_FIXED_ADDRESS = (
    Flag("-fno-pie", "static data must lie below the arenas: address order is age order"),
    Flag("-fno-pic", "no detour through tables for global variables", frozenset({GCC, CLANG})),
    Flag(
        "-Xclang -mrelocation-model -Xclang static", "the same, as the bundled clang wants to hear it", frozenset({ZIG})
    ),
)
ANYWHERE = (Flag("-fPIC", "for C programs and shared libraries, however they are linked"),)
LINK_AT_FIXED_ADDRESS = (Flag("-no-pie", "static data must lie below the arenas"),)

COMPILE = (
    Flag("-std=gnu11", "statement expressions, attributes, __builtin functions"),
    Flag("-fwrapv", "fixnum arithmetic is written in terms of wrapping machine integers"),
    Flag("-foptimize-sibling-calls", "proper tail calls whatever the level"),
    Flag("-ffp-contract=off", "no fused multiply-add: the same digits on every machine"),
    Flag("-fno-plt", "calls of C library functions without a detour", frozenset({GCC, CLANG})),
    Flag("-fno-stack-protector", "a protected frame cannot be left by a sibling call cheaply"),
    Flag("-U_FORTIFY_SOURCE", "its longjmp check does not know that the program runs on its own stack"),
    Flag(
        "-fno-reorder-blocks-and-partition",
        "keeps each procedure in one piece for traces and profiles",
        frozenset({GCC}),
    ),
    Flag("-fasynchronous-unwind-tables", "the trace of an error report is read from them, after faults too"),
    Flag("-ffunction-sections -fdata-sections", "lets the linker drop the parts of the runtime that are not used"),
    Flag("-mcpu=baseline", "not this machine's processor: the executable may run elsewhere", frozenset({ZIG})),
    Flag("-fno-sanitize=undefined", "the bundled clang would add checks that stop without a message", frozenset({ZIG})),
    Flag("-fdiagnostics-color=never", "what it says goes to a file"),
)

LINK = (
    Flag("-Wl,--gc-sections", "drops unused parts of the runtime"),
    Flag("-static-libgcc", "the unwinder goes into the executable: no need for libgcc_s", frozenset({GCC, CLANG})),
    Flag("-mcpu=baseline", "as for compiling", frozenset({ZIG})),
    Flag("-fno-sanitize=undefined", "else the sanitizer's own runtime is built first", frozenset({ZIG})),
)
LIBRARIES = (
    Flag("-lm", "exp, sin and their like"),
    Flag("-lunwind", "the unwinder for traces; gcc and clang bring their own", frozenset({ZIG})),
)
STRIP = Flag("-s", "a small executable")

WARNINGS = (Flag("-Wall -Wextra -Wundef -Wmissing-prototypes -Werror", "for the runtime's own sources, in its tests"),)

FEATURES = {
    feature.name: feature
    for feature in (
        Feature(
            "debug",
            "for gdb, perf and valgrind, which then speak of .esk lines",
            compile=(Flag("-g -fno-omit-frame-pointer", "lines, variables and quick stack walks"),),
            optimization="debug",
            keeps_symbols=True,
        ),
        Feature(
            "torture",
            "reclaims at every safe point, to find values that were not kept alive",
            compile=(Flag("-DESHKOL_TORTURE", "see runtime/src/nursery.h"),),
            optimization="1",
        ),
        Feature(
            "faults",
            "makes chosen calls of the system and allocations fail, as ESHKOL_FAULT says",
            compile=(
                Flag("-DESHKOL_FAULT_INJECTION", "see runtime/src/faults.h"),
                Flag("-include faults.h", "before everything else, so that no call can be forgotten"),
            ),
            optimization="1",
        ),
        Feature(
            "shared",
            "makes a library that other programs load; static data lies anywhere, so the store barrier is slower",
            compile=(
                Flag("-fvisibility=hidden", "only what eshkol.h and the library's header declare is seen outside"),
                Flag("-DESHKOL_LIBRARY", "see runtime/src/host_memory.h"),
                Flag("-include host_memory.h", "before everything else: unloading gives all memory back"),
            ),
            link=(
                Flag("-shared", "a library"),
                Flag("-Wl,-Bsymbolic", "each library calls its own runtime, also beside others"),
                Flag("-Wl,-z,defs", "nothing may be missing"),
            ),
            anywhere=True,
        ),
        Feature(
            "sanitize",
            "finds undefined behaviour and bad addresses in the runtime and in generated code",
            compile=(
                Flag("-fsanitize=address,undefined -fno-sanitize-recover=all", "stop at the first finding"),
                Flag("-g -fno-omit-frame-pointer", "readable stacks in the report"),
                Flag("-D__SANITIZE_ADDRESS__=1", "as gcc defines it; the runtime asks for it", frozenset({CLANG})),
            ),
            optimization="debug",
            link=(Flag("-fsanitize=address,undefined", "their runtime libraries"),),
            keeps_symbols=True,
            excludes=(ZIG, "the bundled toolchain has no AddressSanitizer runtime"),
        ),
    )
}


def compile_flags(
    family: str, optimization: str, features: frozenset[str], *, warnings: bool = False, anywhere: bool = False
) -> list[str]:
    """The flags for turning one C text into an object; `anywhere`: that may be loaded at any address."""
    rows = [feature for name, feature in FEATURES.items() if name in features]
    level = next((row.optimization for row in rows if row.optimization), optimization)
    added = tuple(flag for row in rows for flag in row.compile)
    place = ANYWHERE if anywhere or any(row.anywhere for row in rows) else AT_FIXED_ADDRESS
    return _texts(family, (*OPTIMIZATION[level], *place, *COMPILE, *added, *(WARNINGS if warnings else ())))


def link_flags(family: str, features: frozenset[str]) -> list[str]:
    """The flags for making an executable, before the objects; `library_flags` come after them."""
    rows = [feature for name, feature in FEATURES.items() if name in features]
    strip = () if any(row.keeps_symbols for row in rows) else (STRIP,)
    place = () if any(row.anywhere for row in rows) else LINK_AT_FIXED_ADDRESS
    return _texts(family, (*place, *LINK, *strip, *(flag for row in rows for flag in row.link)))


def library_flags(family: str) -> list[str]:
    return _texts(family, LIBRARIES)


def _texts(family: str, flags: tuple[Flag, ...]) -> list[str]:
    return [text for flag in flags if family in flag.families for text in flag.text.split()]
