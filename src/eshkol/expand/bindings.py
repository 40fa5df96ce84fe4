"""What identifiers mean: bindings, environments, and the aliases by which macros stay hygienic.

Each use of a macro renames the symbols that its template inserts: the new name is an Alias, which remembers the symbol
and the environment in which the macro was defined. An alias that something binds is a variable of its own; one that
nothing binds means what the symbol means where the macro was defined.
Source: Clinger and Rees, "Macros That Work", POPL 1991.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from eshkol.core.nodes import GlobalVariable, Variable
from eshkol.record import record
from eshkol.syntax.datum import Symbol

if TYPE_CHECKING:
    from eshkol.expand.macro_rules import Macro


@record(frozen=True, slots=True)
class SpecialForm:
    """A core or derived form, by its name in `tables/syntax.esk`."""

    name: str


@record(frozen=True, slots=True)
class Primitive:
    """A procedure of `tables/primitives`."""

    name: str


@record(frozen=True, slots=True)
class Unavailable:
    """A name that a standard library should export, but that nothing defines."""

    name: str
    library: str


Binding: TypeAlias = "Variable | GlobalVariable | SpecialForm | Primitive | Unavailable | Macro"


class Alias(Symbol):
    """A symbol that a macro's template inserted. Compared by identity: one for each symbol and use of the macro."""

    __slots__ = ("base", "environment")
    base: Symbol
    environment: Environment

    def __init__(self, base: Symbol, environment: Environment) -> None:
        Symbol.__init__(self, base.name)
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "environment", environment)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __reduce__(self) -> tuple[object, ...]:
        return _blank_alias, (self.name,), (self.base, self.environment)

    def __setstate__(self, state: tuple[Symbol, Environment]) -> None:
        object.__setattr__(self, "base", state[0])
        object.__setattr__(self, "environment", state[1])


def _blank_alias(name: str) -> Alias:
    alias = Alias.__new__(Alias)
    Symbol.__init__(alias, name)
    return alias


# What environments are keyed by: the name of a plain symbol, or an alias itself.
Key = str | Alias


@dataclass(slots=True, eq=False)
class Environment:
    """One scope. The outermost ones hold a library's own names, then what it imports. `level` counts the parents."""

    parent: Environment | None
    bindings: dict[Key, Binding] = field(default_factory=dict)
    level: int = field(init=False)

    def __post_init__(self) -> None:
        self.level = 0 if self.parent is None else self.parent.level + 1


def key_of(symbol: Symbol) -> Key:
    """The key under which `symbol` is bound."""
    return symbol if isinstance(symbol, Alias) else symbol.name


def resolve(symbol: Symbol, environment: Environment) -> Binding | None:
    """What `symbol` means in `environment`; None when nothing binds it."""
    while True:
        key: Key = symbol if isinstance(symbol, Alias) else symbol.name
        scope: Environment | None = environment
        while scope is not None:
            binding = scope.bindings.get(key)
            if binding is not None:
                return binding
            scope = scope.parent
        if not isinstance(symbol, Alias):
            return None
        environment, symbol = symbol.environment, symbol.base


def scope_of(symbol: Symbol, environment: Environment) -> tuple[Environment, Key] | None:
    """The scope that binds `symbol`, and its key there; None when nothing binds it."""
    while True:
        key = key_of(symbol)
        scope: Environment | None = environment
        while scope is not None:
            if key in scope.bindings:
                return scope, key
            scope = scope.parent
        if not isinstance(symbol, Alias):
            return None
        environment, symbol = symbol.environment, symbol.base


def plain(symbol: Symbol) -> Symbol:
    """The symbol that the programmer wrote, for an alias of it (of an alias ...)."""
    while isinstance(symbol, Alias):
        symbol = symbol.base
    return symbol


def same_meaning(one: Symbol, its_environment: Environment, other: Symbol, other_environment: Environment) -> bool:
    """`free-identifier=?`: both refer to the same binding, or both to none and are written alike."""
    first, second = resolve(one, its_environment), resolve(other, other_environment)
    if first is None and second is None:
        return one.name == other.name
    return first is second or (first is not None and first == second)


def visible_names(environment: Environment) -> list[str]:
    """Every plain name that can be used here, for suggestions."""
    names: dict[str, None] = {}
    scope: Environment | None = environment
    while scope is not None:
        names.update({key: None for key in scope.bindings if isinstance(key, str) and not key.startswith("%")})
        scope = scope.parent
    return list(names)


def outermost(bindings: Mapping[str, Binding]) -> Environment:
    """A scope without a parent that binds these names."""
    scope = Environment(None)
    scope.bindings.update(bindings)
    return scope
