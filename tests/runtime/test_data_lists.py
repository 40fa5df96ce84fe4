"""Pairs and lists: results against Python's lists, and every kind of wrong list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.data_process import DataProcess, show

CIRCLE = "(let* ((c (list 1 2 3 4 5 6 7))) (set-cdr! (last-pair c) (cddr c)) {})"
LISTS = st.lists(st.integers(-5, 5), max_size=12)


def quoted(value: object) -> str:
    return "'" + show(value)


@given(a=LISTS, b=LISTS, key=st.integers(-5, 5), k=st.integers(0, 13))
@settings(max_examples=60, deadline=None)
def test_lists_are_like_pythons(data_process: DataProcess, a: list[int], b: list[int], key: int, k: int) -> None:
    x, y = quoted(a), quoted(b)
    expected = {
        f"(length {x})": len(a),
        f"(append {x} {y} {x})": a + b + a,
        f"(append! (list-copy {x}) (list-copy {y}))": a + b,
        f"(reverse {x})": a[::-1],
        f"(reverse! (list-copy {x}))": a[::-1],
        f"(memv {key} {x})": a[a.index(key) :] if key in a else False,
        f"(%member {key} {x})": a[a.index(key) :] if key in a else False,
        f"(list->vector {x})": tuple(a),
        f"(vector->list (vector-append (list->vector {x}) (list->vector {y})))": a + b,
        f"(equal? {x} {y})": a == b,
        f"(list? {x})": True,
        f"(iota {k} {key})": list(range(key, key + k)),
        f"(make-list {k} {key})": [key] * k,
    }
    answers = data_process.run(expected)
    assert dict(zip(expected, answers, strict=True)) == {e: show(v) for e, v in expected.items()}
    problem = f"index {k} out of range for a length of {len(a)}"
    tail = data_process(f"(list-tail {x} {k})")
    assert tail == (show(a[k:]) if k <= len(a) else f"error: list-tail: {problem}")
    element = data_process(f"(list-ref {x} {k})")
    assert element == (str(a[k]) if k < len(a) else f"error: list-ref: {problem}")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("(length c)", "length: expected a list that ends (this one is circular)"),
        ("(append c '(1))", "append: expected a list that ends"),
        ("(append! (list 1) c '(1))", "append!: expected a list that ends"),
        ("(reverse c)", "reverse: expected a list that ends"),
        ("(reverse! c)", "reverse!: expected a list that ends"),
        ("(list-copy c)", "list-copy: expected a list that ends"),
        ("(last-pair c)", "last-pair: expected a list that ends"),
        ("(last c)", "last: expected a list that ends"),
        ("(memq 'x c)", "memq: expected a list that ends"),
        ("(memv 'x c)", "memv: expected a list that ends"),
        ("(%member 'x c)", "member: expected a list that ends"),
        ("(list->vector c)", "list->vector: expected a list that ends"),
        ("(list->string c)", "list->string: expected a list that ends"),
        ("(string-join c)", "string-join: expected a list that ends"),
    ],
)
def test_circular_lists_are_errors(data: DataProcess, call: str, expected: str) -> None:
    assert data(CIRCLE.format(call)).startswith(f"error: {expected}")


def test_circular_lists_are_no_lists_but_can_be_walked(data: DataProcess) -> None:
    assert data(CIRCLE.format("(list? c)")) == "#f"
    assert data(CIRCLE.format("(list-ref c 1000)")) == "6"
    assert data(CIRCLE.format("(list-head c 9)")) == "(1 2 3 4 5 6 7 3 4)"
    assert data(CIRCLE.format("(memv 7 (list-head c 9))")) == "(7 3 4)"
    assert data("(let ((c (list 'a))) (set-cdr! c c) (list? c))") == "#f"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("(car '())", "car: expected a pair, got ()"),
        ("(cdr 5)", "cdr: expected a pair, got 5"),
        ("(cadr '(1))", "cadr: expected pairs nested as its name says, got (1)"),
        ("(cdadar '((1)))", "cdadar: expected pairs nested as its name says, got ((1))"),
        ("(set-car! 5 1)", "set-car!: expected a pair, got 5"),
        ("(set-car! '(1) 2)", "set-car!: cannot change a literal pair: (1)"),
        ("(set-cdr! '(1) 2)", "set-cdr!: cannot change a literal pair: (1)"),
        ("(list-set! '(1 2) 0 2)", "list-set!: cannot change a literal list"),
        ("(list-set! (list 1 2) 2 2)", "list-set!: index 2 out of range for a length of 2"),
        ("(append! '(1) '(2))", "append!: cannot change a literal list"),
        ("(reverse! '(1 2))", "reverse!: cannot change a literal list"),
        ("(length 5)", "length: expected a proper list, got 5"),
        ("(length '(1 . 2))", "length: expected a proper list, got (1 . 2)"),
        ("(append '(1 . 2) '(3))", "append: expected a proper list, got (1 . 2)"),
        ("(list-tail '(1 . 2) 2)", "list-tail: expected a proper list, got (1 . 2)"),
        ("(list-tail '(1) -1)", "list-tail: expected a size (an exact integer, not negative), got -1"),
        ("(list-ref '(1) 1.5)", "list-ref: expected a size (an exact integer, not negative), got 1.5"),
        ("(list-head '(1) 2)", "list-head: index 2 out of range for a length of 1"),
        ("(memq 'x '(1 . 2))", "memq: expected a proper list, got (1 . 2)"),
        ("(assq 'x '((a . 1) 5))", "assq: expected a list of pairs, got ((a . 1) 5)"),
        ("(assv 'x 5)", "assv: expected a proper list, got 5"),
        ("(%assoc 'x '((a . 1) . 5))", "assoc: expected a proper list"),
        ("(last '())", "last: expected a list with at least one element, got ()"),
        ("(last-pair 5)", "last-pair: expected a list with at least one element, got 5"),
        ("(third '(1 2))", "third: expected a list with at least three elements, got (1 2)"),
        ("(make-list -1)", "make-list: expected a size (an exact integer, not negative), got -1"),
        ("(make-list 100000000000000)", "make-list: expected a size that memory can hold"),
        ("(iota -1)", "iota: expected a size"),
        ("(vector-ref '(1) 0)", "vector-ref: expected a vector, got (1)"),
        ("(vector-ref #(1) 1)", "vector-ref: index 1 out of range for a length of 1"),
        ("(vector-ref #(1) -1)", "vector-ref: index -1 out of range for a length of 1"),
        ("(vector-ref #(1) 'a)", "vector-ref: expected an index (an exact integer, not negative), got a"),
        ("(vector-set! #(1) 0 2)", "vector-set!: cannot change a literal vector: #(1)"),
        ("(vector-fill! #(1) 0)", "vector-fill!: cannot change a literal vector"),
        ("(make-vector 4000000000)", "allocate: out of memory"),
        ("(make-vector 40000000000)", "make-vector: expected a size that memory can hold"),
        ("(make-vector 'a)", "make-vector: expected a size (an exact integer, not negative), got a"),
        ("(subvector #(1 2 3) 2 1)", "subvector: index 2 out of range for a length of 1"),
        ("(vector-copy #(1 2 3) 4)", "vector-copy: index 4 out of range for a length of 3"),
        ("(vector-copy! (vector 1 2) 1 #(1 2))", "vector-copy!: index 3 out of range for a length of 2"),
        ("(vector-copy! (vector 1 2) 3 #(1 2))", "vector-copy!: index 3 out of range for a length of 2"),
        ("(vector-append #(1) 2)", "vector-append: expected a vector, got 2"),
        ("(vector-grow #(1 2) 1)", "vector-grow: expected a size not below the vector's length, got 1"),
        ("(vector->list #(1) 'a)", "vector->list: expected an index"),
        ("(bytevector 1 256)", "bytevector: expected a byte (0 to 255), got 256"),
        ("(bytevector-u8-ref #u8(1) 1)", "bytevector-u8-ref: index 1 out of range for a length of 1"),
        ("(bytevector-u8-set! (bytevector 1) 0 -1)", "bytevector-u8-set!: expected a byte (0 to 255), got -1"),
        ("(bytevector-fill! #u8(1) 0)", "bytevector-fill!: cannot change a literal bytevector"),
        ("(bytevector-copy! (bytevector 1) 0 #u8(1 2))", "bytevector-copy!: index 2 out of range for a length of 1"),
        ('(bytevector-append #u8(1) "")', 'bytevector-append: expected a bytevector, got ""'),
        ("(make-bytevector -1)", "make-bytevector: expected a size"),
        ("(make-bytes 'x)", "make-bytes: expected a size"),
        ("(list->bytevector '(1 x))", "list->bytevector: expected a byte (0 to 255), got x"),
        ("(boolean=? #t 1)", "boolean=?: expected a boolean, got 1"),
        ("(%promise-box 5)", "force: expected a promise, got 5"),
    ],
)
@pytest.mark.parametrize("quick", ["#f", "#t"])
def test_errors(data: DataProcess, quick: str, expression: str, message: str) -> None:
    data(f"(%quick {quick})")
    assert data(expression).startswith(f"error: {message}")


@given(
    vector=st.lists(st.integers(0, 9), max_size=8),
    source=st.lists(st.integers(0, 9), max_size=8),
    at=st.integers(0, 9),
    start=st.integers(0, 9),
    end=st.integers(0, 9),
)
@settings(max_examples=60, deadline=None)
def test_ranges_of_vectors_and_bytevectors(
    data_process: DataProcess, vector: list[int], source: list[int], at: int, start: int, end: int
) -> None:
    valid = start <= end <= len(source)
    copied = data_process(f"(vector-copy {show(tuple(source))} {start} {end})")
    assert copied == show(tuple(source[start:end])) if valid else copied.startswith("error: vector-copy: index")
    copied = data_process(f"(bytevector-copy {show(bytes(source))} {start} {end})")
    assert copied == show(bytes(source[start:end])) if valid else copied.startswith("error: bytevector-copy: index")
    fits = valid and at <= len(vector) and at + end - start <= len(vector)
    expected = vector[:at] + source[start:end] + vector[at + end - start :]
    for kind, literal in (("vector", tuple), ("bytevector", bytes)):
        shown = show(literal(source))
        into = f"({kind} {' '.join(map(str, vector))})"
        answer = data_process(f"(let ((v {into})) ({kind}-copy! v {at} {shown} {start} {end}) v)")
        assert answer == show(literal(expected)) if fits else answer.startswith(f"error: {kind}-copy!: index")


@given(vector=st.lists(st.integers(0, 9), min_size=1, max_size=8), data=st.data())
@settings(max_examples=40, deadline=None)
def test_copies_may_overlap(data_process: DataProcess, vector: list[int], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(vector)))
    end = data.draw(st.integers(start, len(vector)))
    at = data.draw(st.integers(0, len(vector) - (end - start)))
    expected = vector[:at] + vector[start:end] + vector[at + end - start :]
    for kind, literal in (("vector", tuple), ("bytevector", bytes)):
        into = f"({kind} {' '.join(map(str, vector))})"
        assert data_process(f"(let ((v {into})) ({kind}-copy! v {at} v {start} {end}) v)") == show(literal(expected))


def test_accessors_follow_their_names(data: DataProcess) -> None:
    """Of a complete tree of depth 4, whose leaves are named by the path to them."""

    def tree(path: str, depth: int) -> str:
        return f"c{path}r" if depth == 0 else f"({tree('a' + path, depth - 1)} . {tree('d' + path, depth - 1)})"

    for depth in (1, 2, 3, 4):
        names = ["".join(letters) for letters in _paths(depth)]
        answers = data.run(f"(c{name}r '{tree('', depth)})" for name in names)
        assert answers == [f"c{name}r" for name in names]


def _paths(depth: int) -> list[str]:
    return [""] if depth == 0 else [letter + path for letter in "ad" for path in _paths(depth - 1)]


def test_destroyed_arenas_are_noticed(data: DataProcess) -> None:
    stale = "error: use of memory from a destroyed arena"
    uses = {
        "(list 1 2)": [
            "car",
            "cdr",
            "cadr",
            "cddr",
            "length",
            "reverse",
            "list-copy",
            "last",
            "list?",
            "list->vector",
            "list->string",
        ],
        "(vector 1 2)": ["vector-length", "vector->list", "vector-copy"],
        "(string #\\a)": ["string-length", "string-copy", "string->symbol", "string-upcase"],
        "(bytevector 1)": ["bytevector-length", "utf8->string"],
    }
    for quick in ("#f", "#t"):
        data(f"(%quick {quick})")
        for make, names in uses.items():
            for name in names:
                assert data(f"(let ((x {make})) (%kill x) ({name} x))") == stale, name
        assert data("(let ((x (list 1 2))) (%kill x) (set-car! x 5))") == stale
        assert data("(let ((x (list 1 2))) (%kill (cdr x)) (length x))") == stale
        assert data("(let ((x (list 1 2)) (y (list 1 2))) (%kill x) (equal? x y))") == stale
        assert data("(let ((x (vector 1 2))) (%kill x) (equal? x #(1 2)))") == stale
        assert data("(let ((x (vector 1 2))) (%kill x) (vector-ref x 0))") == stale
