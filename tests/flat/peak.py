"""Runs a command and writes its peak resident KiB and exit status to a file: peak.py REPORT COMMAND ARGUMENT...

A small process of its own: what wait4 reports as a child's peak includes what its parent had resident when it forked.
"""

import os
import sys

report, *command = sys.argv[1:]
_, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ), 0)
kibibytes = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
with open(report, "w") as file:
    file.write(f"{kibibytes} {os.waitstatus_to_exitcode(status)}\n")
