"""The table of C compiler flags: complete, accepted by every compiler, good for proper tail calls in every build."""

from __future__ import annotations

import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from eshkol.build import flags
from eshkol.build.processes import run
from eshkol.build.toolchain import Toolchain
from eshkol.cli.option_rows import LEVELS, ROWS
from eshkol.options import Options

TAIL_CALLS = """
#include <stdint.h>
#include <stdio.h>
typedef uint64_t Value;
typedef Value (*Code)(Value *, Value, Value, Value);
extern Code procedures[2];
Value even(Value *sp, Value self, Value n, Value sum);
Value odd(Value *sp, Value self, Value n, Value sum);
Value even(Value *sp, Value self, Value n, Value sum) { return n ? procedures[n & 1](sp, self, n - 1, sum + 1) : sum; }
Value odd(Value *sp, Value self, Value n, Value sum) { return n ? procedures[n & 1](sp, self, n - 1, sum + 2) : sum; }
Code procedures[2] = {even, odd};
static Value stack[16];
int main(void) {
  if ((uintptr_t)stack >> 32) return 2;
  printf("%d", (int)procedures[0](stack, 0, 2000000, 0));
  return 0;
}
"""


def test_every_row_has_flags_and_a_reason() -> None:
    rows = [*flags.COMPILE, *flags.LINK, *flags.LIBRARIES, flags.STRIP]
    rows += [row for level in flags.OPTIMIZATION.values() for row in level]
    rows += [row for feature in flags.FEATURES.values() for row in (*feature.compile, *feature.link)]
    for row in rows:
        assert row.text.startswith("-")
        assert row.why
        assert row.families


def test_every_level_has_flags_for_every_family() -> None:
    for level in flags.OPTIMIZATION:
        for family in flags.ALL:
            assert any(text.startswith("-O") for text in flags.compile_flags(family, level, frozenset()))


def test_options_levels_and_features_agree() -> None:
    assert set(LEVELS) | {"debug"} == set(flags.OPTIMIZATION)
    everything = Options(debug=True, torture=True, sanitize=True, faults=True, shared=True)
    assert everything.features == frozenset(flags.FEATURES)
    assert {row.name for row in ROWS if row.environment is None} == {field.name for field in fields(Options)}


BUILDS = [*((level, frozenset[str]()) for level in LEVELS), ("2", frozenset({"debug"})), ("2", frozenset({"torture"}))]


@pytest.mark.parametrize(("level", "features"), BUILDS)
def test_tail_calls_are_proper_and_data_is_low_in_every_build(
    toolchain: Toolchain, level: str, features: frozenset[str], tmp_path: Path
) -> None:
    source, target, program = (str(tmp_path / name) for name in ("tail.c", "tail.o", "tail"))
    Path(source).write_text(TAIL_CALLS)
    compiling = flags.compile_flags(toolchain.family, level, features, warnings=True)
    for command in (
        toolchain.compile_command(source, target, compiling),
        toolchain.link_command([target], program, features),
    ):
        outcome = run(command)
        assert (outcome.status, outcome.output) == (0, ""), "flags are accepted without a word"
    done = subprocess.run(["sh", "-c", f"ulimit -s 512; exec {program}"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "2999999")
