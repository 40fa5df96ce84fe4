"""Markdown pages taken apart: the programs and commands they show, and what they say comes out.

- A `scheme` block is a program; the `text` block that follows it is what `eshkol run` prints: first standard output,
  then standard error. Without one it prints nothing. A first line `;; NAME.esk` names the file, for dialogues.
- A `c` block is the C program example.c: compiled with `eshkol.h`, as C11 without warnings, it prints what the `text`
  block that follows it says, where a line `...` stands for any lines and `0x...` for any address.
- A `console` block is a dialogue with the shell: lines that begin with `$ `, and what they print. The programs of the
  page lie in the current folder; a line `...` stands for any lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r";; (\S+\.esk)\b")
DEFAULT_NAME = "example.esk"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `span` is where its text lies in the page; `line` is the fence's line, counted from 1."""

    page: Path
    language: str
    text: str
    span: tuple[int, int]
    line: int

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True, slots=True)
class Program:
    """A `scheme` block with its `text` block, if it has one."""

    block: Block
    output: Block | None

    @property
    def name(self) -> str:
        found = _NAME.match(self.block.text)
        return found[1] if found else DEFAULT_NAME

    @property
    def only_for_dialogues(self) -> bool:
        """True when a dialogue shows what it prints."""
        return self.output is None and self.name != DEFAULT_NAME

    @property
    def expected(self) -> str:
        return self.output.text if self.output else ""


def pages() -> list[Path]:
    """Every page for readers, except the generated reference: the tests of the tables run its examples."""
    written = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")]
    return sorted(written)


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(page, m[1], m[2], m.span(2), text.count("\n", 0, m.start()) + 1) for m in _FENCE.finditer(text)]


def programs(page: Path, language: str = "scheme") -> Iterator[Program]:
    """The programs of a page in one language. An output follows its program with nothing but blank lines between."""
    text = page.read_text(encoding="utf-8")
    outputs = {text[: block.span[0]].removesuffix("```text\n").rstrip(): block for block in blocks(page)}
    for block in blocks(page):
        if block.language == language:
            yield Program(block, outputs.get(text[: block.span[1]] + "```"))


def dialogues(page: Path) -> Iterator[Block]:
    """The `console` blocks of a page."""
    yield from (block for block in blocks(page) if block.language == "console")


def commands(dialogue: str) -> list[tuple[str, str]]:
    """Each command of a dialogue and what it prints."""
    parts = re.split(r"^\$ (.*)\n", dialogue, flags=re.MULTILINE)
    assert not parts[0], "a dialogue begins with a command"
    return [(parts[i], parts[i + 1]) for i in range(1, len(parts), 2)]
