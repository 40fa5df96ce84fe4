"""Text to data: `read` gives every datum of a source with its span; `decode` turns a file's bytes into a source."""

from eshkol.syntax.building import MAXIMAL_NESTING
from eshkol.syntax.decode import decode
from eshkol.syntax.reader import read

__all__ = ["MAXIMAL_NESTING", "decode", "read"]
