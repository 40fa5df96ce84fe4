"""Core expressions to low statements: `expressions` is the whole, the files beside it are its parts."""
