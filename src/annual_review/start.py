"""The command's first step: what takes long is begun before the command itself is imported.

Importing the command and planning a batch take about as long as the imports that its kernels need,
so both are done at the same time: where reports will have to be made, as far as that can be seen
at a glance. A wrong guess costs time, and nothing else.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from annual_review.reports import nursery

_INTERRUPTED = 130
"""Exit status of a command that was stopped with Ctrl-C, as shells have it and typer gives."""
_PROJECT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Run the command."""
    if _makes_reports(sys.argv[1:]):
        nursery.begin()
    gc.disable()  # what imports leave behind stays: looking through it takes a fifth of their time
    try:
        from annual_review import cli

        gc.freeze()
        gc.enable()
        cli.main()
    except (KeyboardInterrupt, SystemExit) as ended:
        if isinstance(ended, SystemExit) and ended.code != _INTERRUPTED:
            raise
        print("Stopped. What was finished is kept: run it again to go on.", file=sys.stderr)
        raise SystemExit(_INTERRUPTED) from None


def _makes_reports(arguments: Sequence[str]) -> bool:
    """Whether these arguments are of a batch with kernels of this machine, and something to make.

    Something there is if no batch has ended yet, or tables or notebooks are newer than the last.
    """
    if arguments[:1] != ["run"] or {"--plain", "--dask", "--help"} & set(arguments):
        return False
    ended = _last_changed([_folder("--outputs", arguments, "outputs") / "manifest.json"])
    notebooks = _folder("--notebooks", arguments, "notebooks").glob("*.ipynb")
    tables = _folder("--tidy", arguments, "data/tidy").glob("*.csv")
    made_of = _last_changed([*notebooks, *tables])
    return made_of > ended or ("--force" in arguments and made_of > 0)


def _folder(option: str, arguments: Sequence[str], default: str) -> Path:
    for given, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, equals, value = given.partition("=")
        if name == option:
            return Path(value if equals else following)
    return _PROJECT / default


def _last_changed(files: Iterable[Path]) -> float:
    """When the last one of these files was changed; 0 if there is none."""
    times = [0.0]
    for file in files:
        try:
            times.append(file.stat().st_mtime)
        except OSError:  # the command will tell
            continue
    return max(times)
