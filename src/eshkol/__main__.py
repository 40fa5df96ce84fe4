"""The entry point: starts unchanged programs at once, hands everything else to the command line."""

from __future__ import annotations

import sys


def main() -> None:
    try:
        from eshkol.cli.quick import start_unchanged

        start_unchanged(sys.argv[1:])
        from eshkol.cli.commands import run_command_line

        status = run_command_line(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
