"""What a user can ask of a compilation, and the options of the command line that say so."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from eshkol.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping


@record(frozen=True, slots=True)
class Options:
    """One compilation. Every field counts in cache keys."""

    optimization: str | None = None
    """Level for the C compiler: a key of `build.flags.OPTIMIZATION`; None: by the size of the program."""
    debug: bool = False
    """Debugging information, unstripped."""
    torture: bool = False
    """Reclaim at every safe point."""
    sanitize: bool = False
    """AddressSanitizer and UndefinedBehaviorSanitizer in runtime and program."""
    faults: bool = False
    """Fault injection: calls that ESHKOL_FAULT chooses fail."""
    shared: bool = False
    """A shared library for C programs instead of an executable."""
    init: str | None = None
    """When globals are initialised: `main` or `constructor`; None: by the constructor in libraries, else by main."""
    compiler: str | None = None
    """The C compiler as the user named it; None: by the rule of `build.toolchain`."""
    library_folders: tuple[str, ...] = ()
    """Where libraries are looked for after the program's own folder."""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Options:
        """From the command line's values; those that are not fields (they are for the running program) are left out."""
        known = {field.name for field in fields(cls)}
        chosen: dict[str, Any] = {name: value for name, value in values.items() if name in known}
        return cls(**chosen)

    @property
    def features(self) -> frozenset[str]:
        """The rows of `build.flags.FEATURES` that apply."""
        return frozenset(name for name in ("debug", "torture", "sanitize", "faults", "shared") if getattr(self, name))
