"""Eshkol: a Scheme dialect compiled whole-program to C, with arenas instead of a garbage collector."""

__version__ = "0.1.0"
