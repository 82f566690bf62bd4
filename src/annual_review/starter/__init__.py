"""A project of one's own: a folder with the notebooks, an example and a README.

What is particular to a new project stands in this folder. The notebooks and the example are those
of the checkout; a wheel holds them here too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from annual_review.files import workplace
from annual_review.project import CATALOGUE, FILE, NOTEBOOKS, SOURCES, ProjectError

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[2]
_STAGE = ".starting-"
_EXAMPLE = SOURCES / "azerbaijan-p029-2017-2018.txt"


def start(folder: Path) -> list[str]:
    """Begin a project in a folder that is empty or not there yet; return the names of its files.

    The file that makes it a project is written last.

    Raises ProjectError if the folder holds anything, or cannot be written to.
    """
    shared = _HERE if (_HERE / NOTEBOOKS).is_dir() else _CHECKOUT
    files = {
        "README.md": _HERE / "README.md",
        ".gitignore": _HERE / "gitignore",
        "data/sources.csv": _HERE / "data" / "sources.csv",
        **{str(each): shared / each for each in (_EXAMPLE, CATALOGUE)},
        **{str(NOTEBOOKS / each.name): each for each in sorted(shared.glob("notebooks/*.ipynb"))},
        FILE: _HERE / FILE,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = (each.name for each in folder.iterdir())
        if there := sorted(name for name in names if not name.startswith(_STAGE)):
            raise ProjectError(
                str(folder),
                found=f"a project, with {FILE}" if FILE in there else f"{there[0]} in it",
                expected="a new or empty folder",
                remedy="Give another name. Nothing was changed.",
            )
        with workplace(folder, _STAGE) as stage:
            for name, source in files.items():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, stage / name)
            for each in sorted(stage.iterdir(), key=lambda each: each.name == FILE):
                each.rename(folder / each.name)
    except OSError as error:
        raise ProjectError.of_system(folder, error, "a folder that can be written to") from error
    return list(files)
