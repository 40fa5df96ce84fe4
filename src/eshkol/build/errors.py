"""What can go wrong while building, as exceptions that carry the text for the user."""

from __future__ import annotations


class BuildError(Exception):
    """A build that cannot go on: `message` says what is wrong, `hint` what to do, `details` are further lines."""

    def __init__(self, message: str, hint: str | None = None, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.hint = hint
        self.details = details

    def show(self) -> str:
        lines = [f"error: {self}", *(f"  {line}" for line in self.details)]
        return "\n".join([*lines, f"  hint: {self.hint}"] if self.hint else lines)


class NoCompiler(BuildError):
    """No usable C compiler, or not the one that was asked for."""


class RejectedCode(BuildError):
    """The C compiler refused code that Eshkol made; code and compiler output are kept in `folder`."""

    def __init__(self, what: str, folder: str) -> None:
        super().__init__(f"the C compiler rejected {what}", "please report this, with the files kept there")
        self.folder = folder

    def show(self) -> str:
        return f"internal error: {self}\n  kept at: {self.folder}\n  hint: {self.hint}"
