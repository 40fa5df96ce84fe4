"""equal? on circular, shared, deep and long data, and on everything against everything."""

from __future__ import annotations

from tests.runtime.data_process import DataProcess

VALUES = [
    "0", "1", "-1", "1.5", "0.0", "-0.0", "1e300", "1/2", "#t", "#f", "'()", "'a", "'b", '"a"', '"b"', '""', "#\\a",
    "#\\b", "'(1)", "'(1 2)", "'(1 . 2)", "#()", "#(1)", "#(2)", "'(#(1))", "#u8()", "#u8(1)", "(eof-object)",
]  # fmt: skip


def test_each_value_is_equal_to_itself_only(data: DataProcess) -> None:
    for k, value in enumerate(VALUES):
        answers = data.run(f"(equal? {value} {other})" for other in VALUES)
        assert answers == ["#t" if i == k else "#f" for i in range(len(VALUES))], value


def test_eqv_distinguishes_what_has_identity(data: DataProcess) -> None:
    assert data('(eqv? "a" "a")') == "#f"
    assert data("(eqv? 1e300 1e300)") == "#t"
    assert data("(eq? 1e300 1e300)") == "#f"
    assert data("(eqv? 1/2 1/2)") == "#t"
    assert data("(eqv? 0.0 -0.0)") == "#f"
    assert data("(eqv? '(1) '(1))") == "#f"


def test_wide_and_narrow_strings_of_the_same_characters_are_equal(data: DataProcess) -> None:
    assert data('(let ((s (make-string 1 #\\λ))) (string-set! s 0 #\\a) (equal? s "a"))') == "#t"


def test_circular_data_is_compared(data: DataProcess) -> None:
    for period_a, period_b, equal in [(1, 1, "#t"), (2, 3, "#t"), (7, 5, "#t")]:
        for name, period in (("a", period_a), ("b", period_b)):
            data(f"(define {name} (make-list {period} 'x))")
            data(f"(set-cdr! (last-pair {name}) {name})")
        assert data("(equal? a b)") == equal
        assert data("(equal? (list a (vector b)) (list b (vector a)))") == equal
    data("(set-car! (cdr (cdr b)) 'y)")
    assert data("(equal? a b)") == "#f"


def test_circular_vectors_are_compared(data: DataProcess) -> None:
    for name in "ab":
        data(f"(define {name} (vector 1 2 3))")
        data(f"(vector-set! {name} 1 {name})")
    assert data("(equal? a b)") == "#t"
    data("(vector-set! b 2 4)")
    assert data("(equal? a b)") == "#f"


def test_circles_through_the_cars_are_compared(data: DataProcess) -> None:
    for name in "ab":
        data(f"(define {name} (list 1))")
        data(f"(set-car! {name} {name})")
        data(f"(set-cdr! {name} {name})")
    assert data("(equal? a b)") == "#t"


def test_shared_data_takes_linear_time(data: DataProcess) -> None:
    """Trees that are 2^200 nodes large when sharing is not noticed."""
    for name in "ab":
        data(f"(define {name} (list 'leaf))")
        for _ in range(200):
            data(f"(define {name} (cons {name} {name}))")
    assert data("(equal? a b)") == "#t"
    data("(define c (list 'other))")
    for _ in range(200):
        data("(define c (cons c c))")
    assert data("(equal? a c)") == "#f"


def test_long_and_deep_data(data: DataProcess) -> None:
    assert data("(equal? (iota 1000000) (iota 1000000))") == "#t"
    assert data("(equal? (iota 1000000) (iota 1000000 1))") == "#f"
    for name in "ab":
        data(f"(define {name} '())")
        data.run(f"(define {name} (list (list (list (list {name})))))" for _ in range(1000))
    assert data("(equal? a b)") == "#t"
    assert data("(equal? a (list b))") == "#f"
