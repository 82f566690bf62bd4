"""Start the command: `annual-review`, or `python -m annual_review`."""

from __future__ import annotations

import sys

_INTERRUPTED = 130
"""Exit status of a command that was stopped with Ctrl-C, as shells and typer give it."""


def main() -> None:
    """Run the command; Ctrl-C ends it with a sentence at any moment, also during its imports."""
    try:
        from annual_review import cli

        cli.main()
    except (ImportError, MemoryError) as error:
        found = " ".join(str(error).split()) or "memory ended"
        print(
            f"error: The program could not be loaded, or could not go on ({found}). "
            "Allow it more memory (`ulimit -v`), or install it again.",
            file=sys.stderr,
        )
        raise SystemExit(1) from None
    except (KeyboardInterrupt, SystemExit) as ended:
        if isinstance(ended, SystemExit) and ended.code != _INTERRUPTED:
            raise
        print("Stopped. What was finished is kept: run it again to continue.", file=sys.stderr)
        raise SystemExit(_INTERRUPTED) from None


if __name__ == "__main__":
    main()
