"""The compiler's reader and `read` at run time agree on what texts denote, and on what is wrong with tokens."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from subprocess import CompletedProcess

from eshkol.diagnostics import CompileError
from eshkol.expand.constants import to_constant
from eshkol.source import Source
from eshkol.syntax import read
from eshkol.syntax.datum import StringConstant, SyntaxAtom
from eshkol.syntax.write import write_constant

PROGRAM = """
(define (read-all text)
  (let ((port (open-input-string text)))
    (let loop ((data '()))
      (let ((datum (read port)))
        (if (eof-object? datum) (reverse data) (loop (cons datum data)))))))
(define (outcome text)
  (guard (problem ((read-error? problem) (string-append "error " (condition/report-string problem))))
    (call-with-output-string
      (lambda (port) (for-each (lambda (datum) (write datum port) (write-char #\\newline port)) (read-all text))))))
(let loop ()
  (let ((text (read)))
    (if (not (eof-object? text))
        (begin (write (outcome text)) (newline) (loop)))))
"""
COUNT = 20_000
words = str.split
NUMBER_PIECES = words("0 1 7 12 9 00 . + - e E i @ / #x #b #o #d #e #i #X inf.0 nan.0 +inf.0 -nan.0 a F 1e400 e-3")
TOKEN_PIECES = list("abxyzABC1.+-#|\\'`,;:!?_λéß \t\n\r\xa0\x1c\x01\x7f\u3000\ufeff")
TEXT_PIECES = [*words("( ) [ ] { } #( #u8( #; #| |# #0= #0# #1= \\n \\x41; | a 1"), '"', ". ", " "]
NAMES = words(
    "#t #F #true #FALSE #tr #\\a #\\( #\\space #\\SPACE #\\x41 #\\xD800 #\\x #\\foo #!fold-case #!no-fold-case #!x"
)
TOO_LARGE = re.compile(r"[eE]\d{6}|\d{5}")
MESSAGE = re.compile(r"error read: (.*) \(line .*", re.DOTALL)
# What is missing at the end is said in other words, of the place where the input ends.
END = re.compile(
    r"the input ends|a datum is missing|a hexadecimal|hexadecimal digits|white space after|a label stands|a bytevector"
    r"|a datum label"
)


def random_text(random: random.Random) -> str:
    """Mostly one token; else something with parts."""
    kind = random.random()
    if kind < 0.4:
        pieces, most = NUMBER_PIECES, 6
    elif kind < 0.6:
        pieces, most = [*TOKEN_PIECES, *NUMBER_PIECES, *NAMES], 4
    else:
        pieces, most = [*TEXT_PIECES, *TOKEN_PIECES, *NAMES], 8
    return "".join(random.choices(pieces, k=random.randint(1, most)))


def shown(text: str) -> str:
    return "".join(write_constant(to_constant(datum)) + "\n" for datum in read(Source("t", text)))


def compile_time(text: str) -> tuple[str, str]:
    """What the compiler's reader gives: the data, written, or ("", the first message)."""
    try:
        return shown(text), ""
    except CompileError as error:
        return "", error.diagnostics[0].message


def differs(text: str, said: str) -> bool:
    """Whether the compiler has another opinion of the text than `read`, which said this."""
    data, message = compile_time(text)
    error = MESSAGE.fullmatch(said)
    if error is None:
        return bool(message) or shown(said) != data
    told = error[1].replace("\ufeff", "\\xfeff;")  # the only character here that only Python thinks unprintable
    return not message or (told != message and not END.match(told) and not message.endswith("has no end"))


def test_random_texts(run_program: Callable[..., CompletedProcess[str]]) -> None:
    source = random.Random(7)
    texts = [text for text in (random_text(source) for _ in range(COUNT)) if not TOO_LARGE.search(text)]
    result = run_program(PROGRAM, text_input="\n".join(write_constant(StringConstant(text)) for text in texts))
    answers = read(Source("t", result.stdout))
    assert len(answers) == len(texts), result.stderr
    wrong = []
    for text, answer in zip(texts, answers, strict=True):
        assert isinstance(answer, SyntaxAtom)
        assert isinstance(answer.value, StringConstant)
        said = answer.value.text
        if differs(text, said):
            wrong.append((text, compile_time(text), said))
    assert not wrong, "\n".join(map(str, wrong[:30]))
