"""The commands. ``kambrief --help`` must answer at once, so everything heavy is imported where it is used."""

import os
import sys

from kambrief.errors import KambriefError, UserError


def main() -> None:
    """Run a command. Exit codes: 0 done, 1 a problem the user can mend (no traceback), 2 wrong usage."""
    from kambrief.cli.commands import app
    from kambrief.cli.start import OPEN

    try:
        with OPEN:
            app()
    except UserError as error:
        for problem in error.problems:
            sys.stderr.write(f"kambrief: {problem}\n")
        raise SystemExit(1) from None
    except KambriefError as error:
        sys.stderr.write(f"kambrief: {error}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:  # the reader of our output went away: no error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except OSError as error:  # a folder that cannot be written, a full disk
        where = f" {error.filename}" if error.filename else ""
        sys.stderr.write(f"kambrief: Cannot use{where} ({error.strerror or error}): check the path and its rights\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
