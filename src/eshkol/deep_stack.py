"""Runs a function where deep recursion is safe: a thread with a large C stack and a high recursion limit."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

Result = TypeVar("Result")

# Only touched pages cost memory. Recursion through C code (generators in tuple(), pickle) needs about 1 KB a level.
STACK_BYTES = 512 * 1024 * 1024
RECURSION_LIMIT = 1_000_000

_here = threading.local()


def run_deep(function: Callable[[], Result]) -> Result:
    """What `function` returns or raises; it sees the caller's context variables. Within such a call, further ones cost
    nothing."""
    if getattr(_here, "deep", False):
        return function()
    results: list[Result] = []
    errors: list[BaseException] = []
    context = copy_context()

    def work() -> None:
        _here.deep = True
        try:
            results.append(context.run(function))
        except BaseException as error:  # handed to the caller below
            errors.append(error)

    _run_in_thread(work)
    if errors:
        raise errors[0]
    return results[0]


def _run_in_thread(work: Callable[[], None]) -> None:
    old_limit, old_size = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
    sys.setrecursionlimit(max(old_limit, RECURSION_LIMIT))
    try:
        thread = threading.Thread(target=work, name="deep-stack", daemon=True)  # an interrupt need not wait for it
        thread.start()
        threading.stack_size(old_size)
        thread.join()
    finally:
        sys.setrecursionlimit(old_limit)
        threading.stack_size(old_size)
