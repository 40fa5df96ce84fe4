"""What a file of the runtime depends on: the headers that it includes, and those features of a build that touch it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from eshkol.build.flags import Feature
from eshkol.record import record

_INCLUDE = re.compile(rb'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)
_MACRO = re.compile(r"-D(\w+)(=.*)?")


@record(frozen=True, slots=True)
class Header:
    """A header's text, the hash of it, and the names in its own `#include` lines."""

    text: bytes
    digest: bytes
    includes: tuple[str, ...]


def headers_in(folders: Iterable[Path]) -> dict[str, Header]:
    """The headers of these folders, by the names that `#include` gives them."""
    texts = {path.name: path.read_bytes() for folder in folders for path in sorted(folder.glob("*.h"))}
    return {name: Header(text, hashlib.sha256(text).digest(), _includes(text)) for name, text in texts.items()}


def included(text: bytes, features: Iterable[Feature], headers: Mapping[str, Header]) -> dict[str, Header]:
    """Those of the headers that the text includes, or a feature before it, or one of them; whatever the conditions."""
    found: dict[str, Header] = {}
    waiting = [*_includes(text), *(name for feature in features for name in _included_before(feature))]
    while waiting:
        name = waiting.pop()
        if name in headers and name not in found:
            found[name] = headers[name]
            waiting += headers[name].includes
    return found


def digest(headers: Mapping[str, Header]) -> str:
    """The hash of these headers."""
    return hashlib.sha256(b"".join(name.encode() + headers[name].digest for name in sorted(headers))).hexdigest()


def touches(feature: Feature, texts: Iterable[bytes]) -> bool:
    """Whether an object of these texts, a file and its headers, is another one because of the feature. One that only
    defines macros touches what mentions them; all else is as in a plain build, and compiled only once."""
    words = _words(feature)
    macros = [match.group(1).encode() for word in words if (match := _MACRO.fullmatch(word))]
    return len(macros) < len(words) or any(macro in text for text in texts for macro in macros)


def _includes(text: bytes) -> tuple[str, ...]:
    return tuple(match.group(1).decode() for match in _INCLUDE.finditer(text))


def _words(feature: Feature) -> list[str]:
    return [word for flag in feature.compile for word in flag.text.split()]


def _included_before(feature: Feature) -> Iterator[str]:
    words = _words(feature)
    return (name for option, name in pairwise(words) if option == "-include")
