"""A host in Python: compiled Eshkol by way of ctypes. Takes the library's path."""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_double, c_int, c_int64, c_size_t, c_uint32, c_uint64, c_void_p

Value = c_uint64
Procedure = ctypes.CFUNCTYPE(c_int, c_void_p, c_size_t, POINTER(Value), POINTER(Value))


class Failure(ctypes.Structure):
    """eshkol_failure."""

    _fields_ = [
        ("status", c_int),
        *((name, c_char_p) for name in ("kind", "message", "file", "procedure")),
        *((name, c_uint32) for name in ("line", "column")),
        ("exit_status", c_int),
        *((name, Value) for name in ("object", "irritants")),
    ]


library = ctypes.CDLL(sys.argv[1])
library.eshkol_last_failure.restype = POINTER(Failure)
library.eshkol_make_procedure.argtypes = [Procedure, c_void_p, c_size_t, c_bool, c_char_p, POINTER(Value)]
library.eshkol_call_global.argtypes = [c_char_p, c_size_t, POINTER(Value), POINTER(Value)]
library.eshkol_to_int64.argtypes = [Value, POINTER(c_int64)]
library.eshkol_to_double.argtypes = [Value, POINTER(c_double)]
library.eshkol_from_int64.argtypes = [c_int64, POINTER(Value)]
library.eshkol_from_utf8.argtypes = [c_char_p, c_size_t, POINTER(Value)]


def check(status: int) -> None:
    if status != 0:
        failure = library.eshkol_last_failure().contents
        raise RuntimeError(f"{failure.kind.decode()} {failure.message.decode()}")


def integer(number: int) -> Value:
    value = Value()
    check(library.eshkol_from_int64(number, byref(value)))
    return value


def call(name: str, *arguments: Value) -> Value:
    result = Value()
    check(
        library.eshkol_call_global(name.encode(), len(arguments), (Value * len(arguments))(*arguments), byref(result))
    )
    return result


def integer_of(value: Value) -> int:
    number = c_int64()
    check(library.eshkol_to_int64(value, byref(number)))
    return number.value


seen: list[int] = []


def note(_context: int | None, count: int, arguments: ctypes._Pointer[Value], result: ctypes._Pointer[Value]) -> int:
    seen.extend(integer_of(arguments[i]) for i in range(count))
    result[0] = arguments[0]
    return 0


noting = Procedure(note)  # must live as long as the library can call it

check(library.eshkol_start(None))
half, number, procedure, text = Value(), c_double(), Value(), Value()
check(library.eshkol_find_global(b"half", byref(half)))
check(library.eshkol_to_double(half, byref(number)))
print(integer_of(call("add", integer(40), integer(2))), number.value)
check(library.eshkol_from_utf8(b"wrong:", 6, byref(text)))
try:
    call("fail", text, integer(1))
except RuntimeError as problem:
    print("fail:", problem)
check(library.eshkol_make_procedure(noting, None, 1, True, b"note", byref(procedure)))
call("call", procedure, integer(3), integer(4))
print(seen, flush=True)
check(library.eshkol_stop())
