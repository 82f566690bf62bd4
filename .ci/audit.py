"""Look up known advisories on what is installed, where there is somebody to ask.

Ends with 1 if there is an advisory. Says what could not be looked up, and is content with that.
"""

from __future__ import annotations

import json
import subprocess
import sys

COMMAND = ["pip_audit", "--local", "--skip-editable", "--progress-spinner=off", "--format=json"]


def told(printed: str) -> tuple[str, int]:
    """What to say of an answer of pip-audit in JSON, empty if it has none, and a status."""
    try:
        found = json.loads(printed)["dependencies"]
    except ValueError:
        return "Advisories: skipped, nobody could be asked.", 0
    asked = [each for each in found if "skip_reason" not in each]
    lines = [
        f"{each['name']} {each['version']}: {known['id']}, mended in "
        f"{', '.join(known['fix_versions']) or 'no version yet'}"
        for each in asked
        for known in each["vulns"]
    ]
    if not asked:
        return "Advisories: skipped, the index knows of none of the packages.", 0
    said = f"Advisories: {len(lines)}; {len(asked)} of {len(found)} packages looked up."
    return "\n".join([said, *lines]), int(bool(lines))


if __name__ == "__main__":
    asking = [sys.executable, "-m", *COMMAND]
    said, status = told(subprocess.run(asking, capture_output=True, text=True).stdout)  # noqa: S603
    print(said)
    sys.exit(status)
