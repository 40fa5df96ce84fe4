"""Hash tables against Python's dictionaries, with keys that move, die and come back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.data_process import DataProcess, show, text

KEYS = {
    "equal": st.one_of(st.integers(-3, 3), st.text("abλ", max_size=2), st.lists(st.integers(0, 2), max_size=2)),
    "eqv": st.integers(-9, 9),
    "string": st.text("abλ", max_size=2),
}


def quoted(key: object) -> str:
    return "'" + show(key)


@pytest.mark.parametrize("kind", KEYS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_hash_tables_are_like_dictionaries(data_process: DataProcess, kind: str, data: st.DataObject) -> None:
    choices = ["set"] * 6 + ["delete"] * 4 + ["reclaim", "clear", "copy"]
    operations = data.draw(st.lists(st.tuples(st.sampled_from(choices), KEYS[kind]), max_size=60))
    data_process.forget()
    data_process(f"(define t (%make-hash-table '{kind}))")
    model: dict[str, int] = {}
    lines: list[str] = []
    for number, (operation, key) in enumerate(operations):
        match operation:
            case "set":
                model[show(key)] = number
                lines.append(f"(%table-set! t {quoted(key)} {number})")
            case "delete":
                model.pop(show(key), None)
                lines.append(f"(%table-delete! t {quoted(key)})")
            case "clear":
                model.clear()
                lines.append("(hash-table-clear! t)")
            case "copy":
                lines.append("(define t (%hash-table-copy t))")
            case _:
                lines.append("(%reclaim)")
    data_process.run(lines)
    assert data_process("(%valid? t)") == "#t"
    assert data_process("(hash-table-size t)") == str(len(model))
    assert data_process("(hash-table-keys t)") == f"({' '.join(model)})"
    assert data_process("(hash-table-values t)") == f"({' '.join(map(str, model.values()))})"
    assert data_process.run(f"(%table-ref t '{key} 'none)" for key in model) == list(map(str, model.values()))
    assert data_process(f"(%table-ref t {text('not there')} 'none)") == "none"


MOVES = st.lists(st.sampled_from(["add", "add", "add", "delete", "mark", "reclaim"]), max_size=60)


@pytest.mark.parametrize("kind", ["eq", "eqv", "equal"])
@pytest.mark.parametrize("make", ["(string #\\a)", "(cons 1 2)", "(%record 1)", "(list (%record 2))"])
@given(operations=MOVES, data=st.data())
@settings(max_examples=12, deadline=None)
def test_keys_compared_by_identity_survive_moves(
    data_process: DataProcess, kind: str, make: str, operations: list[str], data: st.DataObject
) -> None:
    """Keys are kept in variables; (%mark) makes everything that exists too old to move, as scoped reclamation does."""
    if kind == "equal" and "record" not in make:
        make = "(vector (%record 3))"
    data_process.forget()
    data_process(f"(define t (%make-hash-table '{kind}))")
    live: list[int] = []
    for number, operation in enumerate(operations):
        match operation:
            case "add":
                data_process.run([f"(define key-{number} {make})", f"(%table-set! t key-{number} {number})"])
                live.append(number)
            case "delete" if live:
                victim = live.pop(data.draw(st.integers(0, len(live) - 1)))
                data_process(f"(%table-delete! t key-{victim})")
            case "mark":
                data_process("(%mark)")
            case "reclaim":
                data_process("(%reclaim)")
                if live and number % 2:
                    assert data_process(f"(%table-ref t key-{live[0]} #f)") == str(live[0])
    assert data_process.run(f"(%table-ref t key-{k} #f)" for k in live) == list(map(str, live))
    assert data_process(f"(%table-ref t {make} #f)") == "#f"
    assert data_process("(hash-table-size t)") == str(len(live))
    assert data_process("(%valid? t)") == "#t"


def test_a_key_moved_by_many_reclamations_at_different_heights(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'eq))")
    for height in range(12):
        data.run(f"(define key-{height}-{k} (cons {k} {k}))" for k in range(20))
        data.run(f"(%table-set! t key-{height}-{k} {k})" for k in range(20))
        data("(%mark)")
        data.run(["(define garbage (list 1 2 3))", "(%reclaim)"])
        answers = data.run(f"(%table-ref t key-{h}-{k} #f)" for h in range(height + 1) for k in range(20))
        assert answers == [str(k) for _ in range(height + 1) for k in range(20)]


def test_churn_does_not_grow_a_table(data: DataProcess) -> None:
    for kind in ("eq", "equal"):
        data(f"(define t (%make-hash-table '{kind}))")
        data.run(f"(%table-set! t {k} {k})" for k in range(100))
        data("(%reclaim)")
        before = int(data("(%used-bytes)"))
        for k in range(3000):
            data.run([f"(%table-delete! t {k})", f"(%table-set! t {k + 100} {k})"])
        assert int(data("(%used-bytes)")) == before
        assert data("(hash-table-size t)") == "100"
        assert data("(%valid? t)") == "#t"


def test_a_table_that_was_large_becomes_small(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'eqv))")
    data.run(f"(%table-set! t {k} {k})" for k in range(5000))
    data("(%reclaim)")
    large = int(data("(%used-bytes)"))
    data.run(f"(%table-delete! t {k})" for k in range(4995))
    for k in range(5000, 7000):
        data.run([f"(%table-set! t {k} {k})", f"(%table-delete! t {k - 1})"])
    data("(%reclaim)")
    assert int(data("(%used-bytes)")) < large / 2
    assert data("(hash-table-keys t)") == "(4995 4996 4997 4998 6999)"
    assert data("(%valid? t)") == "#t"


def test_a_drained_table_lets_go_of_its_memory(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'eqv))")
    data("(%reclaim)")
    empty = int(data("(%used-bytes)"))
    data.run(f"(%table-set! t {k} {k})" for k in range(1000))
    data.run(f"(%table-delete! t {k})" for k in range(1000))
    data("(%reclaim)")
    assert int(data("(%used-bytes)")) == empty
    data("(%table-set! t 1 2)")
    assert data("(hash-table->alist t)") == "((1 . 2))"


def test_a_large_table_stays_within_a_multiple_of_its_contents(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'eqv))")
    data("(%reclaim)")
    before = int(data("(%used-bytes)"))
    data.run(f"(%table-set! t {k} {k})" for k in range(20000))
    data("(%reclaim)")
    assert int(data("(%used-bytes)")) - before < 3 * 16 * 20000


def test_updates_of_keys_that_are_there_take_no_memory(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'string))")
    data.run(f'(%table-set! t "{k}" 0)' for k in range(50))
    data("(%reclaim)")
    before = int(data("(%used-bytes)"))
    data.run(f'(%table-set! t "{k % 50}" {k})' for k in range(1000))
    assert int(data("(%used-bytes)")) == before


def test_numbers_as_keys(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'eqv))")
    for value, key in enumerate(["1", "1.0", "1/2", "0.5", "1e300", "0.0", "-0.0", "1000000000000000000"]):
        data(f"(%table-set! t {key} {value})")
    answers = data.run(f"(%table-ref t {key} #f)" for key in ["1", "1.0", "1/2", "0.5", "1e300", "0.0", "-0.0"])
    assert answers == ["0", "1", "2", "3", "4", "5", "6"]


def test_deep_and_circular_keys_are_hashed_in_bounded_time(data: DataProcess) -> None:
    data.run(["(define t (%make-hash-table 'equal))", "(define c (list 1 2))", "(set-cdr! c c)"])
    data.run(["(%table-set! t c 'circle)", "(%table-set! t (iota 100000) 'long)"])
    assert data("(%table-ref t c #f)") == "circle"
    assert data("(%table-ref t (iota 100000) #f)") == "long"


def test_walking_with_cursors(data: DataProcess) -> None:
    data("(define t (%make-hash-table 'eqv))")
    data.run(f"(%table-set! t {k} {k * k})" for k in range(4))
    data("(%table-delete! t 1)")
    assert data("(%hash-table-next t 1)") == "2"
    assert data("(%hash-table-cursor-value t 2)") == "4"
    assert data("(%hash-table-next t 4)") == "#f"
    assert data("(%table-find t 3)") == "3"
    assert data("(%table-find t 1)") == "#f"
    changed = "error: hash-table-walk: the table was changed during the walk"
    assert data("(%hash-table-cursor-key t 1)").startswith(changed)
    assert data("(%hash-table-cursor-set! t 99 0)").startswith(changed)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("(%table-ref 5 1 2)", "hash-table-ref/default: expected a hash table, got 5"),
        ("(%table-set! '() 1 2)", "hash-table-set!: expected a hash table, got ()"),
        ("(%table-set! (%make-hash-table 'string) 'a 2)", "hash-table-set!: expected a string, got a"),
        ("(hash-table-size 5)", "hash-table-size: expected a hash table, got 5"),
        ("(hash-table-keys 5)", "hash-table-keys: expected a hash table, got 5"),
        ("(%make-hash-table 'eq -1)", "make-hash-table: expected a size"),
        ("(%make-hash-table 'eq 100000000000)", "make-hash-table: expected a size that memory can hold"),
        ("(%make-hash-table 5)", "%make-hash-table: expected eq, eqv, equal or string, got 5"),
        ("(hash 'a -1)", "hash: expected an exact positive integer, got -1"),
        ('(symbol-hash "a")', 'symbol-hash: expected a symbol, got "a"'),
    ],
)
def test_errors(data: DataProcess, expression: str, message: str) -> None:
    assert data(expression).startswith(f"error: {message}")
