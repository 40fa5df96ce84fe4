"""The options that several commands share, each once; read by the command line and by the quick start of programs."""

from __future__ import annotations

# Only cheap imports here (none, at present): this module is on the path of starting an unchanged program.

FLAG, TEXT, SIZE, CHOICE, FOLDERS = "flag", "text", "size", "choice", "folders"
LEVELS = ("1", "2", "3", "s")
"""What -O can be: the keys of `build.flags.OPTIMIZATION` that users may choose; a test compares."""
INITS = ("main", "constructor")
"""What --init can be."""
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class Row:
    """One option. `name` is its field in Options or, with `environment`, what the running program reads."""

    __slots__ = ("choices", "commands", "environment", "flags", "help", "kind", "metavar", "name")

    def __init__(
        self,
        name: str,
        flags: tuple[str, ...],
        kind: str,
        commands: tuple[str, ...],
        help: str,
        *,
        metavar: str | None = None,
        environment: str | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.flags = flags
        self.kind = kind
        self.commands = commands
        self.help = help
        self.metavar = metavar
        self.environment = environment
        self.choices = choices


ROWS = (
    Row(
        "stats",
        ("--stats",),
        FLAG,
        ("run",),
        "Report memory and reclamation on standard error when the program ends.",
        environment="ESHKOL_STATS",
    ),
    Row(
        "leaks",
        ("--leaks",),
        CHOICE,
        ("run",),
        "Whether arenas that the program has not destroyed when it ends are reported, or an error (exit status 70).",
        environment="ESHKOL_LEAKS",
        choices=("error", "report", "off"),
    ),
    Row(
        "max_memory",
        ("--max-memory",),
        SIZE,
        ("run",),
        "Stop with an error when the program needs more memory than SIZE: bytes, or a number with K, M, G or T.",
        metavar="SIZE",
        environment="ESHKOL_MAX_MEMORY",
    ),
    Row(
        "optimization",
        ("-O",),
        CHOICE,
        ("run", "build"),
        "How the C compiler optimizes: 1 (compiles fast; large programs are run so), 2 (else), 3 or s (small).",
        choices=LEVELS,
    ),
    Row(
        "debug", ("--debug", "-g"), FLAG, ("run", "build"), "Keep what gdb, perf and valgrind need to show .esk lines."
    ),
    Row("torture", ("--torture",), FLAG, ("run", "build"), "Reclaim memory at every safe point: slow, finds bugs."),
    Row(
        "sanitize",
        ("--sanitize",),
        FLAG,
        ("run", "build"),
        "Check the runtime and the C of the program with AddressSanitizer and UndefinedBehaviorSanitizer.",
    ),
    Row(
        "faults",
        ("--faults",),
        FLAG,
        ("run", "build"),
        "Make system calls and allocations fail as the environment variable ESHKOL_FAULT says: finds bugs.",
    ),
    Row(
        "shared",
        ("--shared",),
        FLAG,
        ("build",),
        "Make a shared library and a header for C programs: -o libNAME.so gives libNAME.so and NAME.h beside it.",
    ),
    Row(
        "init",
        ("--init",),
        CHOICE,
        ("build",),
        "Who runs the top level: `main` of an executable or eshkol_start of a library, or a static `constructor`.",
        choices=INITS,
    ),
    Row(
        "compiler",
        ("--cc",),
        TEXT,
        ("run", "build"),
        "The C compiler: a name, a path, or `zig` for the one that comes with Eshkol. See `eshkol doctor`.",
        metavar="COMPILER",
    ),
    Row(
        "library_folders",
        ("-I", "--libraries"),
        FOLDERS,
        ("run", "build", "emit-c", "dump"),
        "Look for libraries below DIR, too, after the program's own folder: (a b) is DIR/a/b.sld. Can be repeated.",
        metavar="DIR",
    ),
)


def rows_of(command: str) -> tuple[Row, ...]:
    return tuple(row for row in ROWS if command in row.commands)


def read_size(text: str) -> int | None:
    """Bytes in `4096`, `512M`, `2G`; None when it is not a size above zero."""
    digits = text.rstrip("KMGTkmgt")
    unit = text[len(digits) :].upper()
    if unit not in UNITS or not digits.isascii() or not digits.isdigit() or int(digits) == 0:
        return None
    return int(digits) * UNITS[unit]


def environment_of(values: dict[str, object]) -> dict[str, str]:
    """The environment variables that carry options to the running program: a flag is 1, a size is in bytes."""
    chosen = {}
    for row in ROWS:
        value = values.get(row.name)
        if row.environment is not None and value:
            chosen[row.environment] = "1" if value is True else str(value)
    return chosen
