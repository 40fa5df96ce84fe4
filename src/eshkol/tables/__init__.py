"""Loads the tables (`*.esk` beside this file) as frozen rows, with clear errors for malformed ones."""

from eshkol.tables.libraries import EVERYTHING, LibraryRow, library_rows
from eshkol.tables.primitives import Parameter, PrimitiveRow, primitive_rows
from eshkol.tables.rows import Example
from eshkol.tables.syntax import SyntaxRow, syntax_rows

__all__ = [
    "EVERYTHING",
    "Example",
    "LibraryRow",
    "Parameter",
    "PrimitiveRow",
    "SyntaxRow",
    "library_rows",
    "primitive_rows",
    "syntax_rows",
]
