"""Attack the commands that write: kill them, let the disk fill, or run two of them at once.

    python benchmarks/reliability_commands.py kill [TIMES] [SEED] [COMMAND]
    python benchmarks/reliability_commands.py disk [TIMES] [SEED] [COMMAND]
    python benchmarks/reliability_commands.py two [TIMES] [SEED] [COMMAND]

`disk` mounts a tmpfs, which only root can do.

A small project was built, reported and published; then a document came in, and each command does
its work again: so many times as it is killed at a random moment, given a disk with little room
left, or joined by another of the same, which may be refused. What people see in the project must
then be what was there before or what the command makes, or some whole reports and documents of
each. Then the command runs undisturbed: it must make what it makes in a
project that nobody disturbed, and leave nothing else behind. Ends with status 1 if it does not.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.collect.site import Site, answer, serve
from tests.documents.files import content

from annual_review.collect.catalogue import COLUMNS
from annual_review.project import VARIABLE
from annual_review.reports import manifest
from annual_review.starter import start
from annual_review.tables.sources import listing_of

DOCUMENTS = {
    "ALB,P029,en,2017,2021": "made-up-albania-p029-2017-2021.docx",
    "FJI,CL,en,2010,2011": "made-up-fiji-cl-2010-2011.table.html",
    "BRB,FL,en,2000,2007": "made-up-barbados-fl-2000-2007.table.html",
}
COMMANDS = {
    "build": ("data/tidy", ["build"]),
    "run": ("outputs", ["run", "02-country", "-p", "country=AZE,ALB", "-p", "subject=P029"]),
    "export": ("release", ["export", "release"]),
    "site": ("public", ["site", "public"]),
    "collect": ("mine", ["collect", "--catalogue", "catalogue.csv", "--to", "mine"]),
    "review --to": ("items.xlsx", ["review", "--coder", "AB", "--to", "items.xlsx"]),
    "review --from": ("data/codings.csv", ["review", "--coder", "AB", "--from", "coded.xlsx"]),
}
"""What each command makes, and its arguments."""


def begin(project: Path, name: str) -> subprocess.Popen[str]:
    """Start a command in the project; what it leaves in the temporary folder is seen there."""
    temporary = project / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(temporary)}
    environment.pop(VARIABLE, None)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "annual_review", *COMMANDS[name][1]],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def undisturbed(project: Path, name: str) -> None:
    if name == "review --to":  # it refuses to replace a workbook
        (project / COMMANDS[name][0]).unlink(missing_ok=True)
    running = begin(project, name)
    said = running.communicate()[1]
    if running.returncode:
        raise AssertionError(f"{name}: status {running.returncode}: {said}")


# ---- what people see ----------------------------------------------------------------------------


def state(project: Path, name: str) -> object:
    """What a command has made so far; of reports and documents only whether each is whole."""
    made = project / COMMANDS[name][0]
    if name == "run":
        return all(
            (made / str(each["page"])).read_text("utf-8").rstrip().endswith("</html>")
            and json.loads((made / str(each["ipynb"])).read_bytes())
            for each in manifest.read(made)["reports"]
        )
    if name == "collect":
        with listing_of(made).open(encoding="utf-8") as lines:
            return all((made / row["file"]).is_file() for row in csv.DictReader(lines))
    if name == "review --to":
        return made.is_file() and list(openpyxl.load_workbook(made).worksheets[0].values)
    return made.read_bytes() if made.is_file() else contents(made)


def end(project: Path, name: str) -> object:
    """What a command that has ended has made."""
    made = project / COMMANDS[name][0]
    if name == "run":
        held = manifest.read(made)["reports"]
        whole = state(project, name) and all(manifest.stands(made, each) for each in held)
        return sorted(each["run"] for each in held), sorted(contents(made)), whole
    if name == "collect":
        return sorted(contents(made)), state(project, name)
    return state(project, name)


def contents(folder: Path) -> dict[str, str]:
    """Checksums of the files of a folder that people see, without logs."""
    return {
        str(path): hashlib.sha256((folder / path).read_bytes()).hexdigest()
        for path in (each.relative_to(folder) for each in folder.rglob("*") if each.is_file())
        if path.parts[0] != "logs" and not any(part.startswith(".") for part in path.parts)
    }


def files(project: Path) -> set[str]:
    """All files and folders, but logs, of which each run of a command has its own."""
    logs = project / "outputs" / "logs"
    return {
        str(each.relative_to(project))
        for each in project.rglob("*")
        if not each.is_relative_to(logs)
    }


def at_work(project: Path) -> list[str]:
    """Processes that a command began and that have not ended some seconds after it."""
    for _ in range(100):
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if Path(process.cwd()).is_relative_to(project):
                    found.append(" ".join(process.cmdline()))
        if not found:
            break
        time.sleep(0.2)
    return found


# ---- attacks ------------------------------------------------------------------------------------


def kill(project: Path, name: str, seconds: float, pick: random.Random) -> str:
    """Kill the command's process; those that it began have to see that."""
    running = begin(project, name)
    try:
        said = running.communicate(timeout=pick.uniform(0, seconds))[1]
    except subprocess.TimeoutExpired:
        running.kill()
        running.communicate()
        return "killed"
    return "ended before" if running.returncode == 0 else f"fell: {said}"


def disk(project: Path, name: str, seconds: float, pick: random.Random) -> str:
    """Have a kilobyte to three megabytes of room."""
    room = int(10 ** pick.uniform(3, 6.5))
    resized(project, room)
    try:
        running = begin(project, name)
        said = running.communicate(timeout=30 * seconds + 60)[1]
    finally:
        resized(project, 1_000_000_000)
    if running.returncode == 0:
        return "had room"
    return "message" if "Traceback" not in said and "error: " in said else f"fell: {said}"


def two(project: Path, name: str, seconds: float, pick: random.Random) -> str:
    """Start another of the command while the first is at work."""
    running = [begin(project, name)]
    time.sleep(pick.uniform(0, seconds))
    running.append(begin(project, name))
    said = [each.communicate(timeout=30 * seconds + 60)[1] for each in running]
    refused = [words for words, each in zip(said, running, strict=True) if each.returncode]
    if not refused:
        return "both made it"
    told = len(refused) == 1 and "Traceback" not in refused[0] and "error: " in refused[0]
    return "one was refused" if told else f"fell: {refused}"


def resized(project: Path, room: int) -> None:
    used = shutil.disk_usage(project).used
    size = f"remount,size={used + room}"
    subprocess.run(["mount", "-o", size, str(project)], check=True)  # noqa: S607


ATTACKS = {"kill": kill, "disk": disk, "two": two}
WELL = {"killed", "ended before", "had room", "message", "both made it", "one was refused"}


@contextlib.contextmanager
def place(attack: str) -> Iterator[Path]:
    """An empty folder for the project, on a disk of its own if that is to fill."""
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary, "project")
        project.mkdir()
        if attack != "disk":
            yield project
            return
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(project)], check=True)  # noqa: S607
        try:
            yield project
        finally:
            subprocess.run(["umount", "--lazy", str(project)], check=True)  # noqa: S607


def prepare(project: Path, site: Site) -> None:
    """Let a project do all its work on two documents, and add one."""
    start(project)
    rows = [",".join(COLUMNS)]
    for n, (described, name) in enumerate(DOCUMENTS.items()):
        rows.append(f"{described},{site.page(f'/{n}', answer(content(name)))}")
        (project / "catalogue.csv").write_text("\n".join(rows[:2]), "utf-8")
        if n == len(DOCUMENTS) - 1:
            for command in list(COMMANDS)[:-1]:
                undisturbed(project, command)
            enter_codes(project, 2)
            undisturbed(project, "review --from")
        (project / "data" / "sources" / name).write_bytes(content(name))
    (project / "catalogue.csv").write_text("\n".join(rows), "utf-8")


def enter_codes(project: Path, items: int) -> None:
    """Fill in the workbook as a colleague does: the present code, for the first items."""
    book = openpyxl.load_workbook(project / "items.xlsx")
    sheet = book["Items"]
    head = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 2 + items):
        sheet.cell(row, head["your code"], sheet.cell(row, head["present code"]).value)
    book.save(project / "coded.xlsx")


def attacked(attack: str, project: Path, name: str, times: int, pick: random.Random) -> bool:
    """Attack a command so many times, print how that ended, and say whether all was well."""
    with tempfile.TemporaryDirectory() as kept:
        before = Path(kept, "before")
        shutil.copytree(project, before)
        stood = state(project, name)
        began = time.monotonic()
        undisturbed(project, name)
        seconds = time.monotonic() - began
        made, ending = state(project, name), end(project, name)
        after = Path(kept, "after")
        shutil.copytree(project, after)
        found: Counter[str] = Counter()
        for _ in range(times):
            put(before, project)
            found[ATTACKS[attack](project, name, seconds, pick)] += 1
            try:
                seen = state(project, name)
                found["in between"] += seen not in (stood, made)
                found["at work"] += len(at_work(project))
                undisturbed(project, name)
                found["made otherwise"] += end(project, name) != ending
                for each in files(project) - files(after):
                    found[f"left: {each}"] += 1
            except Exception as error:  # whatever cannot be read again is what is looked for
                found[f"lost: {str(error)[:500]}"] += 1
        put(after, project)
    found = +found
    print(f"{name} ({seconds:.1f} s), {times} times: {dict(found)}", flush=True)
    return set(found) <= WELL


def put(kept: Path, project: Path) -> None:
    """Make the project's folder what was kept of it."""
    for each in project.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    shutil.copytree(kept, project, dirs_exist_ok=True)


def main(attack: str = "kill", times: str = "8", seed: str = "18", only: str = "") -> None:
    site, pick = Site(), random.Random(int(seed))  # noqa: S311 -- a seed, not a secret
    server = serve(site)
    with place(attack) as project:
        prepare(project, site)
        well = []
        for name in COMMANDS:
            if name == "review --to":
                (project / COMMANDS[name][0]).unlink()
            if name == "review --from":
                enter_codes(project, 5)
            if only in ("", name):
                well.append(attacked(attack, project, name, int(times), pick))
            else:
                undisturbed(project, name)
    server.shutdown()
    sys.exit(not all(well))


if __name__ == "__main__":
    main(*sys.argv[1:])
