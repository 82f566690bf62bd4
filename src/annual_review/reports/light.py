"""nbformat, imported without a second of work that nobody needs. Import it before all that does.

nbformat imports jsonschema, and that, where it is installed, a grammar of internationalized
addresses (`rfc3987_syntax`), whose making takes longer than all other imports of the command
together. The schemas of notebooks ask for no such address. Only the command and its workers import
this module: in a process of somebody else's, jsonschema is as it always is.
"""

from __future__ import annotations

import sys

_GRAMMAR = "rfc3987_syntax"

if _GRAMMAR not in sys.modules:
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # Python's "not installed"
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[_GRAMMAR]
