"""Data to core: macros, derived forms, scopes, libraries. See `program.py` for the public functions."""

from eshkol.expand.libraries import ExpandedLibrary
from eshkol.expand.program import dump_library, expand_program, expand_standard_library, load_library

__all__ = ["ExpandedLibrary", "dump_library", "expand_program", "expand_standard_library", "load_library"]
