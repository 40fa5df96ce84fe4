"""What the conversion of a program, and of one of its top-level forms, remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from eshkol.core.nodes import Clause, GlobalVariable, Lambda
from eshkol.low.closure_facts import ClosureFacts
from eshkol.low.nodes import Procedure
from eshkol.names import c_identifier
from eshkol.passes.facts import GlobalFacts
from eshkol.source import Span


@dataclass(slots=True)
class ProgramState:
    """`known`: the procedures of globals that are never assigned; `form`: what C names begin with in the library;
    `early_uses`: where a global may be used before its definition has run."""

    facts: GlobalFacts
    procedures: list[Procedure] = field(default_factory=list)
    known: dict[GlobalVariable, tuple[Procedure, ...]] = field(default_factory=dict)
    clauses: dict[GlobalVariable, Lambda] = field(default_factory=dict)
    globals: dict[GlobalVariable, None] = field(default_factory=dict)
    early_uses: list[tuple[Span, GlobalVariable]] = field(default_factory=list)
    serial: count[int] = field(default_factory=count)
    program_serial: count[int] = field(default_factory=count)
    form: str = ""
    in_library: bool = False
    uses_arenas: bool = False
    reentrant: bool = False
    shows_parents: bool = False

    def note_use(self, span: Span, variable: GlobalVariable) -> None:
        """The program uses the variable here."""
        if variable not in self.facts.unchecked and not self.in_library:
            self.early_uses.append((span, variable))


def symbol_for(name: str, state: ProgramState) -> str:
    """A new name of a C function."""
    text = c_identifier(name) or "lambda"
    # A local's C name ends in a bare number; this one never does.
    return f"{state.form}_{text}_p{next(state.serial)}" if state.in_library else f"{text}_p{next(state.serial)}"


@dataclass(slots=True)
class FormState:
    """What the procedures of one top-level form share."""

    state: ProgramState
    facts: ClosureFacts
    procedure_of: dict[Clause, Procedure] = field(default_factory=dict)
    converted: set[Clause] = field(default_factory=set)

    def procedure(self, clause: Clause, name: str, span: Span) -> Procedure:
        """The procedure of a clause, made on first use; its body follows when its lambda is met."""
        found = self.procedure_of.get(clause)
        if found is None:
            facts = self.facts.procedures[clause]
            lifted = facts.variable in self.facts.lifted
            has_rest = clause.rest is not None
            found = Procedure(name or "lambda", symbol_for(name, self.state), span, (), has_rest, not lifted)
            found.known_calls_only = lifted
            found.in_library = self.state.in_library
            self.procedure_of[clause] = found
        return found
