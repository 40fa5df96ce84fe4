"""Generates docs/reference/ from the tables and the library's comments, and the tables in pages written by hand.

`python tools/make_docs.py` writes; a test compares what it would write with what is there. In pages written by hand,
what lies between `<!-- generated: NAME -->` and `<!-- end -->` is made here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from eshkol.pipeline import PASSES
from eshkol.tables import EVERYTHING, library_rows, primitive_rows, syntax_rows
from eshkol.tables.library_aliases import library_aliases
from eshkol.tables.library_docs import LibraryDoc, library_docs, model_of, shipped_docs
from eshkol.tables.primitives import Parameter, PrimitiveRow
from eshkol.tables.rows import Example
from eshkol.tables.shipped import real_path, shipped_exports, shipped_libraries

ROOT = Path(__file__).parents[1]
REFERENCE = Path("docs/reference")
STATISTICS = ROOT / "src/eshkol/runtime/src/statistics.h"
PAGES_WITH_TABLES = (Path("ARCHITECTURE.md"), Path("docs/libraries.md"), Path("docs/memory.md"))

PACKAGES = ("tables", "syntax", "expand", "core", "passes", "low", "emit", "build", "cli")

# The pages of the reference: title, then the tables (primitives/NAME.esk) and library files (lib/NAME.esk) they cover.
TOPICS: dict[str, tuple[str, ...]] = {
    "Equivalence, booleans, other data": ("control_data",),
    "Numbers": ("numbers", "flonums"),
    "Pairs and lists": ("pairs", "lists", "folding", "selecting", "lists_as_sets", "linear_update", "mapping"),
    "Sorting": ("sorting",),
    "Symbols": ("symbols",),
    "Characters": ("characters",),
    "Strings": ("strings",),
    "Vectors": ("vectors",),
    "Bytevectors": ("bytevectors", "packed", "bytes"),
    "Hash tables": ("hashtables",),
    "Records": ("records",),
    "Procedures and control": ("procedures", "control", "compiler", "parameters", "checks"),
    "Promises and streams": ("promises", "streams"),
    "Conditions": ("conditions",),
    "Input and output": ("ports",),
    "Arenas": ("arenas",),
    "Environments, weak references, statistics": ("memory",),
    "Guardians and ephemerons": ("guardians",),
    "Evaluation": ("eval", "eval_environments"),
    "System": ("system",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure as the reference shows it; `topic` is the stem of the file that it comes from."""

    name: str
    signature: str
    facts: str
    doc: str
    examples: tuple[Example, ...]
    topic: str


def entries() -> list[Entry]:
    """All procedures that programs see, by topic and name."""
    found = [_primitive(row) for row in primitive_rows().values()]
    found += [_documented(doc) for doc in library_docs().values()]
    return sorted((e for e in found if not e.name.startswith("%")), key=lambda e: (_title(e.topic), e.name))


def _documented(doc: LibraryDoc) -> Entry:
    return Entry(doc.name, doc.signature, "", doc.doc, doc.examples, Path(doc.span.source.name).stem)


def _primitive(row: PrimitiveRow) -> Entry:
    parts = [row.name, *(p.name for p in row.parameters[: row.required])]
    parts += [f"[{p.name}]" for p in row.parameters[row.required :]]
    parts += [f"{row.rest.name} ..."] if row.rest else []
    kinds = [
        f"`{p.name}` {_article(p)}" for p in (*row.parameters, *([row.rest] if row.rest else [])) if p.kind != "any"
    ]
    result = "does not return" if row.result == "never" else f"gives {_with_article(row.result)}"
    facts = "; ".join([", ".join(kinds), result] if kinds else [result]) if row.result != "any" else ", ".join(kinds)
    return Entry(row.name, f"({' '.join(parts)})", facts, row.doc, row.examples, Path(row.span.source.name).stem)


def _article(parameter: Parameter) -> str:
    return _with_article(parameter.kind)


def _with_article(kind: str) -> str:
    if kind == "unspecified":
        return "no useful value"
    kind = kind.replace("-", " ")
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _title(topic: str) -> str:
    for title, stems in TOPICS.items():
        if topic in stems:
            return title
    raise SystemExit(f"make_docs: the file {topic}.esk belongs to no topic: add it to TOPICS")


def _slug(title: str) -> str:
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


def _anchor(name: str) -> str:
    """A link target that is unique for each name."""
    return re.sub(r"[^A-Za-z0-9]", lambda m: "-" if m[0] == "-" else f"_{ord(m[0]):x}", name)


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _examples(examples: tuple[Example, ...]) -> Iterator[str]:
    """The examples that programs can run themselves."""
    shown = [e for e in examples if not re.search(r"(?<![^\s(')])%", e.expression)]
    if shown:
        yield "```"
        for example in shown:
            outcome = f"error: {example.error}" if example.error is not None else example.result or ""
            separator = "\n" if "\n" in example.expression or len(example.expression) + len(outcome) > 100 else "  "
            yield f"{example.expression}{separator}=> {outcome}"
        yield "```"
        yield ""


# --- Pages ---


def topic_page(title: str, of_topic: list[Entry]) -> str:
    """The page of one topic."""
    lines = [f"# {title}", "", " ".join(f"[`{e.name}`](#{_anchor(e.name)})" for e in of_topic), ""]
    return "\n".join([*lines, *_entry_lines(of_topic)]).rstrip() + "\n"


def _entry_lines(of_page: list[Entry]) -> Iterator[str]:
    for entry in of_page:
        yield from (f'## <a id="{_anchor(entry.name)}"></a>`{entry.signature}`', "")
        yield from (entry.doc.replace("\n", " "), "")
        if entry.facts:
            yield from (f"*{_escape(entry.facts)}*", "")
        yield from _examples(entry.examples)


def shipped_page(library: str, places: dict[str, str]) -> str:
    """The page of a library that has a file of its own: its names, and what its comments say of them."""
    path = shipped_libraries()[library]
    comment = re.match(r"(?:;.*\n)*", real_path(path).read_text(encoding="utf-8"))
    assert comment
    about = "\n".join(line.lstrip("; ") for line in comment[0].splitlines())
    documented = sorted(map(_documented, shipped_docs(library)), key=lambda entry: entry.name)
    here = _shipped_places(library, places)
    lines = [f"# `{library}`", "", about, "", f"    (import {library})", ""]
    lines += [" ".join(_link(name, here) for name in sorted(shipped_exports(library))), ""]
    model = model_of(library)
    if model is not None:
        lines += [f"Examples are on the page of [`{model}`]({_shipped_page_name(model)}).", ""]
    return "\n".join([*lines, *_entry_lines(documented)]).rstrip() + "\n"


def _title_of_shipped(path: Path) -> str:
    """The first line of a library's file."""
    return real_path(path).read_text(encoding="utf-8").splitlines()[0].lstrip("; ")


def _shipped_places(library: str, places: dict[str, str]) -> dict[str, str]:
    """Where the names of a shipped library are documented: in comments of the same SRFI, or as standard names; else the
    library's page."""
    found = {name: places.get(name, _shipped_page_name(library)) for name in shipped_exports(library)}
    family = library[:-1].split(" ")[:2]
    for part in (*(name for name in shipped_libraries() if name[:-1].split(" ")[:2] == family), library):
        found |= {doc.name: f"{_shipped_page_name(part)}#{_anchor(doc.name)}" for doc in shipped_docs(part)}
    return found


def _shipped_page_name(library: str) -> str:
    return f"{library[1:-1].replace(' ', '-')}.md"


def syntax_page() -> str:
    """The page of all syntactic forms."""
    lines = ["# Syntax", ""]
    for row in syntax_rows().values():
        if not row.name.startswith("%"):
            lines += [f'## <a id="{_anchor(row.name)}"></a>`{row.name}`', "", f"    {row.usage}", "", row.doc, ""]
            lines += _examples(row.examples)
    return "\n".join(lines).rstrip() + "\n"


def libraries_page(places: dict[str, str]) -> str:
    """Each library with its names; those without a place say so."""
    lines = [
        "# Libraries",
        "",
        "A program without imports sees every name; one with imports, those of the libraries that it imports. A name",
        "in *italics* is not provided by this version: using it is an error at compile time.",
        "",
    ]
    exports = {name: row.exports for name, row in library_rows().items()}
    exports |= {name: shipped_exports(name) for name in shipped_libraries()}
    others: dict[str, list[str]] = {}
    for other, usual in library_aliases().items():
        others.setdefault(usual, []).append(other)
    for library in sorted(exports, key=_place_in_page):
        found = _shipped_places(library, places) if library in shipped_libraries() else places
        nothing = "Every name." if library == EVERYTHING else "No names: what it adds is always there."
        names = [library, *others.get(library, [])]
        lines += [
            f"## {', '.join(names)}",
            "",
            " ".join(_link(n, found) for n in sorted(exports[library])) or nothing,
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _place_in_page(library: str) -> tuple[bool, int, str]:
    """The standard libraries first, then the SRFIs by number."""
    number = re.match(r"\(srfi ([0-9]+)", library)
    return number is not None, int(number[1]) if number else list(library_rows()).index(library), library


def _link(name: str, places: dict[str, str]) -> str:
    return f"[`{name}`]({places[name]})" if name in places else f"*`{name}`*"


def index_page(places: dict[str, str], titles: list[str]) -> str:
    """The reference's first page: topics and all names."""
    lines = ["# Reference", ""]
    lines += [
        "Generated from the tables of primitives and forms and from the library's comments. Tests run all examples.",
        "",
    ]
    pages = [("Syntax", "syntax"), *((title, _slug(title)) for title in titles), ("Libraries", "libraries")]
    lines += [*(f"- [{title}]({page}.md)" for title, page in pages), ""]
    lines += ["## All names", "", " ".join(_link(name, places) for name in sorted(places)), ""]
    return "\n".join(lines).rstrip() + "\n"


def reference() -> dict[Path, str]:
    """Every file of docs/reference with its text."""
    places = {name: f"syntax.md#{_anchor(name)}" for name in syntax_rows() if not name.startswith("%")}
    texts: dict[Path, str] = {REFERENCE / "syntax.md": syntax_page()}
    everything = entries()
    for entry in everything:
        places[entry.name] = f"{_slug(_title(entry.topic))}.md#{_anchor(entry.name)}"
    for title, of_topic in groupby(everything, key=lambda e: _title(e.topic)):
        texts[REFERENCE / f"{_slug(title)}.md"] = topic_page(title, list(of_topic))
    for library in shipped_libraries():
        texts[REFERENCE / _shipped_page_name(library)] = shipped_page(library, places)
    titles = [title for title in TOPICS if REFERENCE / f"{_slug(title)}.md" in texts]
    texts[REFERENCE / "libraries.md"] = libraries_page(places)
    texts[REFERENCE / "README.md"] = index_page(places, titles)
    return texts


# --- Tables inside pages that are written by hand ---


def passes_table() -> str:
    """The stages and passes, in order."""
    rows = ["| pass | takes | gives | what it does |", "|---|---|---|---|"]
    rows += [f"| `{p.name}` | {p.takes} | {p.gives} | {p.description} |" for p in PASSES]
    return "\n".join(rows)


def statistics_table() -> str:
    """What the memory manager counts."""
    found = re.findall(r'X\(\w+, \w+, "([^"]+)", "([^"]+)"\)', STATISTICS.read_text(encoding="utf-8"))
    return "\n".join(["| counter | what it counts |", "|---|---|", *(f"| `{name}` | {text} |" for name, text in found)])


def folders_table() -> str:
    """The packages of the compiler, in the order of their work, with what each says of itself."""
    rows = ["| folder | purpose |", "|---|---|"]
    found = {init.parent.name: init for init in (ROOT / "src" / "eshkol").glob("*/__init__.py")}
    assert set(found) == set(PACKAGES), f"PACKAGES in make_docs.py should name {', '.join(sorted(found))}"
    for init in (found[name] for name in PACKAGES):
        sentence = re.match(r'"""(.*?)"""', init.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert sentence, f"{init} does not say what the package is for"
        rows.append(f"| `{init.parent.name}/` | {' '.join(sentence[1].split())} |")
    return "\n".join(rows)


def srfis_table() -> str:
    """Every SRFI that can be imported, with its page."""
    rows = ["| SRFI | what it is about |", "|---|---|"]
    about = {row.name: f"{row.about}: [names](reference/libraries.md)" for row in library_rows().values()}
    for name, path in shipped_libraries().items():
        title = _title_of_shipped(path).split(": ", 1)[-1].rstrip(".")
        about[name] = f"{title}: [reference](reference/{_shipped_page_name(name)})"
    for name in sorted(about, key=_place_in_page):
        if number := re.fullmatch(r"\(srfi ([0-9]+)\)", name):
            rows.append(f"| {number[1]} | {about[name].replace('|', chr(92) + '|')} |")
    return "\n".join(rows)


TABLES: dict[str, Callable[[], str]] = {
    "folders": folders_table,
    "passes": passes_table,
    "srfis": srfis_table,
    "statistics": statistics_table,
}
_GENERATED = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(text: str) -> str:
    """A page with its generated parts made afresh."""
    return _GENERATED.sub(lambda m: f"{m[1]}{TABLES[m[2]]()}\n{m[3]}", text)


def generated() -> dict[Path, str]:
    """All files that this program is responsible for, by path below the root, with the text they should have."""
    pages = {path: with_tables((ROOT / path).read_text(encoding="utf-8")) for path in PAGES_WITH_TABLES}
    return {**reference(), **pages}


def main() -> None:
    """Writes what has changed and removes pages of the reference that are no more."""
    wanted = generated()
    for old in (ROOT / REFERENCE).glob("*.md"):
        if old.relative_to(ROOT) not in wanted:
            old.unlink()
    for path, text in wanted.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            print(f"wrote {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
