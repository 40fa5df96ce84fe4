"""A Python program that calls compiled Eshkol by way of ctypes: `python3 host.py ./libshapes.so`."""

import ctypes
import sys
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_size_t, c_uint64

Value = c_uint64


class Failure(ctypes.Structure):
    """The first fields of eshkol_failure."""

    _fields_ = [("status", c_int), ("kind", c_char_p), ("message", c_char_p)]


library = ctypes.CDLL(sys.argv[1])
library.eshkol_last_failure.restype = POINTER(Failure)
library.eshkol_from_double.argtypes = [c_double, POINTER(Value)]
library.eshkol_from_symbol.argtypes = [c_char_p, POINTER(Value)]
library.eshkol_from_list.argtypes = [c_size_t, POINTER(Value), POINTER(Value)]
library.eshkol_to_double.argtypes = [Value, POINTER(c_double)]
library.shapes_area.argtypes = [POINTER(Value), Value]


def check(status: int) -> None:
    """Turns failures into exceptions."""
    if status != 0:
        raise RuntimeError(library.eshkol_last_failure().contents.message.decode())


def area(name: str, *sizes: float) -> float:
    parts = (Value * (len(sizes) + 1))()
    check(library.eshkol_from_symbol(name.encode(), parts))
    for i, size in enumerate(sizes):
        part = Value()
        check(library.eshkol_from_double(size, byref(part)))
        parts[i + 1] = part.value
    shape, result, number = Value(), Value(), c_double()
    check(library.eshkol_from_list(len(parts), parts, byref(shape)))
    check(library.shapes_area(byref(result), shape))
    check(library.eshkol_to_double(result, byref(number)))
    return number.value


check(library.eshkol_start(None))
print(f"rectangle: {area('rectangle', 3, 4.5)}")
try:
    area("triangle", 1)
except RuntimeError as problem:
    print(f"error: {problem}")
