"""Starting processes that heed interruptions, also where the tests themselves run in the background of a shell."""

from __future__ import annotations

import signal


def heed_interruptions() -> None:
    """For `preexec_fn` of a Popen: shells let what they start in the background ignore SIGINT, which is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
