"""`eshkol run` of an unchanged program, without importing the compiler or the command line library."""

from __future__ import annotations

from eshkol.build import index
from eshkol.cli.option_rows import CHOICE, FLAG, FOLDERS, SIZE, environment_of, read_size, rows_of
from eshkol.cli.start import start


def start_unchanged(arguments: list[str]) -> None:
    """Becomes the program if `arguments` are a plain `run` of one that is in the cache; otherwise returns, and the
    full command line takes over: it reports what is wrong, explains, compiles."""
    if not arguments or arguments[0] != "run":
        return
    parsed = parse(arguments[1:])
    if parsed is None:
        return
    values, name, rest = parsed
    try:
        with open(name, "rb") as file:
            data = file.read()
        program = index.lookup(index.source_key(data, name, compile_values(values)))
        if program is not None:
            start(program, name, rest, environment_of(values))
    except OSError:
        return


def compile_values(values: dict[str, object]) -> dict[str, object]:
    """The values that count for the executable."""
    running = {row.name for row in rows_of("run") if row.environment is not None}
    return {name: value for name, value in values.items() if name not in running}


def parse(arguments: list[str]) -> tuple[dict[str, object], str, list[str]] | None:
    """Option values, file and the program's arguments; None for anything but the usual spellings."""
    rows = {flag: row for row in rows_of("run") for flag in row.flags}
    values: dict[str, object] = {}
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("-"):
            return values, word, list(rest)
        flag, equals, text = word.partition("=")
        row = rows.get(flag)
        if row is None or (equals and (row.kind == FLAG or not flag.startswith("--"))):
            return None
        if row.kind == FLAG:
            values[row.name] = True
            continue
        if not equals:
            text = next(rest, "")
        value: object = read_size(text) if row.kind == SIZE else text
        if not value or (row.kind == CHOICE and value not in row.choices):
            return None
        if row.kind == FOLDERS:
            earlier = values.get(row.name, ())
            assert isinstance(earlier, tuple)
            value = (*earlier, value)
        values[row.name] = value
    return None
