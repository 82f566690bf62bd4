"""Paths of the machine that reports are made on: what is published does not contain them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annual_review import project

_PACKAGE = Path(__file__).resolve().parents[3]
"""The checkout that the package stands in, or the folder of an environment's libraries."""


def hidden(value: Any, *folders: Path) -> Any:
    """Return a text, or a list or mapping with such values, without paths of this machine.

    The person's home becomes `~`. The project, these `folders` and the environment of Python keep
    their name, and what follows it. Pictures stay as they are.
    """
    names = _names(folders)
    before = r"\x1b\[[\d;]*m|(?<![\w.-])"  # the colour of a traceback, or the beginning of a path
    path = re.compile(rf"({before})({'|'.join(map(re.escape, names))})(?![\w-])")

    def within(part: Any) -> Any:
        if isinstance(part, str):
            return path.sub(lambda found: found[1] + names[found[2]], part)
        if isinstance(part, dict):
            shown = {k: within(v) for k, v in part.items() if not str(k).startswith("image/")}
            return type(part)({**part, **shown})
        return [within(each) for each in part] if isinstance(part, list) else part

    return within(value)


def _names(folders: Sequence[Path]) -> dict[str, str]:
    """The paths to hide, each with what is said instead; a folder within another comes first."""
    names = {Path.home(): "~", _PACKAGE: "annual-review"}
    if root := project.find():
        names[root] = root.name
    if sys.prefix != sys.base_prefix:
        names[Path(sys.prefix)] = "python"
    names |= {folder: folder.name for folder in folders}
    names |= {path.resolve(): name for path, name in names.items()}
    inmost = sorted(names, key=lambda path: -len(path.parts))
    return {str(path): names[path] for path in inmost if len(path.parts) > 1}
