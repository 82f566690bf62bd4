"""Paths of the machine that reports are made on: what is published does not contain them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from annual_review.tables.build import PROJECT


def hidden(value: Any, *folders: Path) -> Any:
    """Return a text, or a list or mapping with such values, without paths of this machine.

    The person's home becomes `~`. The project, these `folders` and the environment of Python keep
    their name, and what follows it. Pictures stay as they are.
    """
    if isinstance(value, str):
        names = _names(folders)
        if not any(path in value for path in names):
            return value
        return _pattern(tuple(names)).sub(lambda found: found[1] + names[found[2]], value)
    if isinstance(value, dict):
        shown = {k: v for k, v in value.items() if not str(k).startswith("image/")}
        return type(value)({**value, **{k: hidden(v, *folders) for k, v in shown.items()}})
    return [hidden(each, *folders) for each in value] if isinstance(value, list) else value


@lru_cache(maxsize=16)
def _names(folders: Sequence[Path]) -> dict[str, str]:
    """The paths to hide, each with what is said instead; a folder within another comes first."""
    names = {Path.home(): "~", PROJECT: "annual-review"}
    if sys.prefix != sys.base_prefix:
        names[Path(sys.prefix)] = "python"
    names |= {folder: folder.name for folder in folders}
    names |= {path.resolve(): name for path, name in names.items()}
    inmost = sorted(names, key=lambda path: -len(path.parts))
    return {str(path): names[path] for path in inmost if len(path.parts) > 1}


@lru_cache(maxsize=16)
def _pattern(paths: tuple[str, ...]) -> re.Pattern[str]:
    before = r"\x1b\[[\d;]*m|(?<![\w.-])"  # the colour of a traceback, or the beginning of a path
    return re.compile(rf"({before})({'|'.join(map(re.escape, paths))})(?![\w-])")
