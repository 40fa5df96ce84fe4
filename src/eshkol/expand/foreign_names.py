"""What other languages call something, and how that is written in Eshkol: hints about names that are unbound."""

_EMPTY_LIST = "the empty list is written '()"
_TRUE = "true is written #t"
_FALSE = "false is written #f"
_PRINT = "(display x) prints a value, (newline) ends the line"
_FORMAT = "(display x) prints a value; (import (srfi 28)) gives (format template value ...)"
_LOOP = "loops are written with do or a named let, or with for-each for all elements of a list"
_DEFINE = "(define (name parameter ...) body ...) defines a procedure, (define name value) a variable"
_CONDITION = "several conditions are tested with (cond (test expression ...) ... (else expression ...))"
_RETURN = "a procedure returns the value of the last expression of its body"

FOREIGN_NAMES: dict[str, str] = {
    **dict.fromkeys(("nil", "null", "None"), _EMPTY_LIST),
    **dict.fromkeys(("true", "True"), _TRUE),
    **dict.fromkeys(("false", "False"), _FALSE),
    **dict.fromkeys(("print", "println", "echo", "puts"), _PRINT),
    **dict.fromkeys(("printf", "format", "fprintf"), _FORMAT),
    **dict.fromkeys(("while", "for", "foreach", "loop", "dotimes", "dolist"), _LOOP),
    **dict.fromkeys(("defun", "def", "defn", "fn", "function", "var", "defvar"), _DEFINE),
    **dict.fromkeys(("elif", "elseif", "switch"), _CONDITION),
    **dict.fromkeys(("setq", "setf"), "(set! name value) assigns a variable"),
    "return": _RETURN,
    "progn": "(begin expression ...) evaluates one expression after the other",
    "==": "(= a b) compares numbers, (equal? a b) all values",
    "!=": "write (not (= a b)), or (not (equal? a b))",
    "&&": "write (and a b)",
    "": "write (or a b)",  # || is read as the name without characters
    "!": "write (not x)",
    "%": "write (modulo a b)",
    "**": "write (expt a b)",
    "++": "write (+ x 1); (set! x (+ x 1)) assigns it",
    "try": "(guard (problem (test handler ...) ...) body ...) handles errors",
    "throw": "(raise object) raises an object, (error message value ...) an error",
}
