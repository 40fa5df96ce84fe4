"""Strings and symbols against Python's, with narrow and wide characters, and their errors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.data_process import DataProcess, character, show, text

ALPHABET = st.sampled_from('aAbB zß"\\\tÿéÀ\x7fĀλΣσςЖ中𝄞😀İŉǅﬁ')
STRINGS = st.text(ALPHABET, max_size=10)
CHARACTERS = ALPHABET


def check(data: DataProcess, expected: dict[str, object]) -> None:
    answers = data.run(expected)
    assert dict(zip(expected, answers, strict=True)) == {e: show(v) for e, v in expected.items()}


def characters(string: str) -> str:
    return f"({' '.join(map(character, string))})"


@given(a=STRINGS, b=STRINGS, c=CHARACTERS)
@settings(max_examples=120, deadline=None)
def test_strings_are_like_pythons(data_process: DataProcess, a: str, b: str, c: str) -> None:
    x, y, z = text(a), text(b), character(c)
    check(
        data_process,
        {
            f"(string-length {x})": len(a),
            f"(string-append {x} {y} {x})": a + b + a,
            f"(string-concatenate (list {x} {y}))": a + b,
            f"(string-join (list {x} {y} {x}) {y})": b.join([a, b, a]),
            f"(string=? {x} {y})": a == b,
            f"(string<? {x} {y})": a < b,
            f"(string>? {x} {y})": a > b,
            f"(string<=? {x} {y})": a <= b,
            f"(string>=? {x} {y})": a >= b,
            f"(string-ci=? {x} {y})": a.casefold() == b.casefold(),
            f"(string-ci<? {x} {y})": a.casefold() < b.casefold(),
            f"(string-upcase {x})": a.upper(),
            f"(string-foldcase {x})": a.casefold(),
            f"(string-null? {x})": a == "",
            f"(string-reverse {x})": a[::-1],
            f"(string-prefix? {x} {y})": b.startswith(a),
            f"(string-suffix? {x} {y})": b.endswith(a),
            f"(string-contains {x} {y})": a.find(b) if b in a else False,
            f"(string-search-forward {y} {x})": a.find(b) if b in a else False,
            f"(string-search-backward {y} {x})": a.rfind(b) + len(b) if b in a else False,
            f"(%string-index {x} {z})": a.find(c) if c in a else False,
            f"(%string-index-right {x} {z})": a.rfind(c) if c in a else False,
            f"(%string-split {x} {z})": a.split(c),
            f"(string->utf8 {x})": a.encode(),
            f"(utf8->string (string->utf8 {x}))": a,
            f"(list->string (string->list {x}))": a,
            f"(vector->string (string->vector {x}))": a,
            f"(string-copy {x})": a,
            f"(equal? {x} {y})": a == b,
            f"(symbol->string (string->symbol {x}))": a,
            f"(eq? (string->symbol {x}) (string->symbol {y}))": a == b,
            f"(symbol<? (string->symbol {x}) (string->symbol {y}))": a < b,
            f"(= (string-hash {x}) (string-hash {y}))": a == b,
        },
    )
    if b:
        check(data_process, {f"(%string-split {x} {y})": a.split(b)})
    assert data_process(f"(string->list {x})") == characters(a)


@given(a=STRINGS, data=st.data())
@settings(max_examples=80, deadline=None)
def test_parts_and_changes(data_process: DataProcess, a: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(a)))
    end = data.draw(st.integers(start, len(a)))
    source, c = data.draw(STRINGS), data.draw(CHARACTERS)
    x, z = f"(string-copy {text(a)})", character(c)
    size = data.draw(st.integers(0, 14))
    expected: dict[str, object] = {
        f"(substring {x} {start} {end})": a[start:end],
        f"(utf8->string (string->utf8 {x} {start} {end}))": a[start:end],
        f"(let ((s {x})) (string-fill! s {z} {start} {end}) s)": a[:start] + c * (end - start) + a[end:],
        f"(let ((s {x})) (string-copy! s {start} s 0 {end - start}) s)": a[:start] + a[: end - start] + a[end:],
        f"(string-pad-right {x} {size} {z})": a[:size] + c * (size - len(a)),
        f"(string-pad-left {x} {size} {z})": c * (size - len(a)) + a[max(0, len(a) - size) :],
        f"(%string-trim-both {x})": a.strip(" \t"),
        f"(%string-trim {x})": a.lstrip(" \t"),
        f"(%string-trim-right {x})": a.rstrip(" \t"),
        f"(let ((b (%make-string-buffer))) (%string-buffer-add! b {x}) (%string-buffer-add! b {z})"
        f" (%string-buffer-add! b {text(source)}) (%string-buffer-contents b))": a + c + source,
    }
    if len(source) <= len(a) - start:
        changed = a[:start] + source + a[start + len(source) :]
        expected[f"(let ((s {x})) (string-copy! s {start} {text(source)}) s)"] = changed
    if start < len(a):
        expected[f"(let ((s {x})) (string-set! s {start} {z}) s)"] = a[:start] + c + a[start + 1 :]
        expected[f"(let ((s {x})) (string-set! s {start} {z}) (string-length s))"] = len(a)
    check(data_process, expected)
    if start < len(a):
        assert data_process(f"(string-ref {x} {start})") == character(a[start])


@given(operations=st.lists(st.tuples(st.integers(0, 4), CHARACTERS), max_size=12))
@settings(max_examples=40, deadline=None)
def test_a_string_stays_itself_when_it_becomes_wide(
    data_process: DataProcess, operations: list[tuple[int, str]]
) -> None:
    data_process.forget()
    data_process.run(["(define s (make-string 5 #\\a))", "(define same (list s))"])
    model = list("aaaaa")
    for k, c in operations:
        model[k] = c
        data_process(f"(string-set! s {k} {character(c)})")
        data_process("(%reclaim)")
        assert data_process("s") == text("".join(model))
    assert data_process("(eq? s (car same))") == "#t"


@given(data_bytes=st.binary(max_size=8))
@settings(max_examples=200, deadline=None)
def test_malformed_utf8_is_an_error(data_process: DataProcess, data_bytes: bytes) -> None:
    answer = data_process(f"(utf8->string {show(data_bytes)})")
    try:
        expected = text(data_bytes.decode())
    except UnicodeDecodeError as error:
        expected = f"error: utf8->string: malformed UTF-8 at byte: {error.start}"
    assert answer == expected


@pytest.mark.parametrize(
    ("malformed", "byte"),
    [
        ((0xC0, 0x80), 0),
        ((0x61, 0xE0, 0x80, 0x80), 1),
        ((0xED, 0xA0, 0x80), 0),
        ((0xF4, 0x90, 0x80, 0x80), 0),
        ((0xF0, 0x9F, 0x98), 0),
        ((0x61, 0x62, 0x80), 2),
        ((0xFF,), 0),
    ],
)
def test_each_kind_of_malformed_utf8(data: DataProcess, malformed: tuple[int, ...], byte: int) -> None:
    assert data(f"(utf8->string {show(bytes(malformed))})") == f"error: utf8->string: malformed UTF-8 at byte: {byte}"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("(string-length 'a)", "string-length: expected a string, got a"),
        ('(string-ref "aλ" 2)', "string-ref: index 2 out of range for a length of 2"),
        ('(string-ref "abc" -1)', "string-ref: index -1 out of range for a length of 3"),
        ('(string-ref "abc" 1.0)', "string-ref: expected an index (an exact integer, not negative), got 1"),
        ('(string-set! "abc" 0 #\\x)', 'string-set!: cannot change a literal string: "abc"'),
        ("(string-set! (symbol->string 'abc) 0 #\\x)", 'string-set!: cannot change a literal string: "abc"'),
        ("(string-set! (make-string 2) 0 5)", "string-set!: expected a character, got 5"),
        ('(string-fill! "abc" #\\x)', "string-fill!: cannot change a literal string"),
        ('(string-copy! "abc" 0 "x")', "string-copy!: cannot change a literal string"),
        ('(string-copy! (make-string 2) 1 "xy")', "string-copy!: index 3 out of range for a length of 2"),
        ("(make-string -1)", "make-string: expected a size (an exact integer, not negative), got -1"),
        ("(make-string 100000000000)", "make-string: expected a size that memory can hold"),
        ("(make-string 8000000000 #\\λ)", "allocate: out of memory"),
        ('(make-string 3 "x")', 'make-string: expected a character, got "x"'),
        ("(string #\\a 5)", "string: expected a character, got 5"),
        ("(list->string '(#\\a 5))", "list->string: expected a list of characters, got (#\\a 5)"),
        ("(vector->string #(#\\a 5))", "vector->string: expected a vector of characters, got #(#\\a 5)"),
        ('(string-append "a" \'b)', "string-append: expected a string, got b"),
        ('(string-join \'("a" b))', 'string-join: expected a list of strings, got ("a" b)'),
        ('(string-join \'("a") #\\,)', "string-join: expected a string, got #\\,"),
        ('(string=? "a" "b" 5)', "string=?: expected a string, got 5"),
        ('(string<? "b" "a" 5)', "string<?: expected a string, got 5"),
        ('(string-ci<? "a" 5)', "string-ci<?: expected a string, got 5"),
        ('(substring "abc" 2 1)', "substring: index 2 out of range for a length of 1"),
        ('(string-copy "abc" \'a)', "string-copy: expected an index"),
        ('(%string-split "abc" "")', 'string-split: expected a character or a string that is not empty, got ""'),
        ('(%string-index "abc" "a")', 'string-index: expected a character, got "a"'),
        ("(%string-buffer-add! (%make-string-buffer) 5)", "string-builder: expected a character or a string, got 5"),
        ('(string-hash "a" 0)', "string-hash: expected an exact positive integer, got 0"),
        ("(string->symbol 'a)", "string->symbol: expected a string, got a"),
        ('(symbol->string "a")', 'symbol->string: expected a symbol, got "a"'),
        ("(symbol=? 'a 'a 5)", "symbol=?: expected a symbol, got 5"),
        ("(symbol<? 'b 'a 5)", "symbol<?: expected a symbol, got 5"),
        ('(symbol-append \'a "b")', 'symbol-append: expected a symbol, got "b"'),
        ("(gensym 5)", "gensym: expected a string, got 5"),
        ('(utf8->string "a")', 'utf8->string: expected a bytevector, got "a"'),
    ],
)
@pytest.mark.parametrize("quick", ["#f", "#t"])
def test_errors(data: DataProcess, quick: str, expression: str, message: str) -> None:
    data(f"(%quick {quick})")
    assert data(expression).startswith(f"error: {message}")


def test_a_string_buffer_grows_by_doubling(data: DataProcess) -> None:
    data("(define b (%make-string-buffer))")
    data.run('(%string-buffer-add! b "0123456789")' for _ in range(2000))
    data("(%string-buffer-add! b #\\λ)")
    assert data("(string-length (%string-buffer-contents b))") == "20001"
    data("(%reclaim)")
    before = int(data("(%used-bytes)"))
    data.run('(%string-buffer-add! b "0123456789")' for _ in range(1000))
    assert int(data("(%used-bytes)")) == before


def test_all_arguments_of_a_comparison_count(data: DataProcess) -> None:
    assert data('(string<? "a" "b" "c")') == "#t"
    assert data('(string<? "a" "c" "b")') == "#f"
    assert data('(string=? "a" "a" "b")') == "#f"
    assert data('(string>=? "c" "c" "a")') == "#t"
    assert data("(symbol<? 'a 'c 'b)") == "#f"
    assert data('(string-ci=? "Straße" "STRASSE" "strasse")') == "#t"


def test_final_sigma(data: DataProcess) -> None:
    assert data('(string-downcase "ΧΑΟΣ ΣΑΣ Σ ΑΣ.")') == '"χαος σας σ ας."'


def fnv_1a(name: str) -> int:
    """What the compiler computes for static symbols."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


@given(name=STRINGS)
@settings(max_examples=40, deadline=None)
def test_the_hash_of_a_symbol(data_process: DataProcess, name: str) -> None:
    assert data_process(f"(%raw-hash (string->symbol {text(name)}))") == f'"{fnv_1a(name):016x}"'


def test_dynamic_symbols_die_and_move(data: DataProcess) -> None:
    before = int(data("(%symbol-count)"))
    data.run(f'(string->symbol "weak-{k}")' for k in range(2000))
    data.run(f'(define kept-{k} (string->symbol "strong-{k}"))' for k in range(500))
    assert int(data("(%symbol-count)")) == before + 2500
    for _ in range(2):
        data("(%reclaim)")
        assert int(data("(%symbol-count)")) == before + 500
        same = data.run(f'(eq? kept-{k} (string->symbol "strong-{k}"))' for k in range(500))
        assert same == ["#t"] * 500
        data.run(f'(string->symbol "weak-{k}")' for k in range(700))
    assert data('(eq? (string->uninterned-symbol "strong-1") kept-1)') == "#f"
    assert data("(symbol->string kept-1)") == '"strong-1"'


def test_generated_symbols_differ(data: DataProcess) -> None:
    names = data.run(["(gensym)", "(gensym)", '(gensym "loop")', "(gensym 'loop)"])
    assert len(set(names)) == 4
    assert names[2].startswith("loop")
    assert data(f"(eq? (gensym) '{names[0]})") == "#f"
