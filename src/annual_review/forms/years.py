"""The years of Annual Reviews, as they are printed: `2002-2004 ARs`, `AR 2007`."""

from __future__ import annotations

import re
from functools import cache

YEAR = r"(?:19|20)\d\d"
"""A pattern for a year of an Annual Review."""
_SPAN = r"(?:\s?[-–—/]\s?|\s(?:to|through)\s)"
_NOTE = r"(?:[\d¹²³](?=\s*A))?"
"""A footnote's mark: `2017¹ AR`, which can be left as `20171 AR`."""
_YEARS = rf"{YEAR}(?:{_SPAN}(?:{YEAR}|\d\d){_NOTE}(?!\d))?{_NOTE}"
AR = r"(?:A\.?\s?[Rr]\.?(?:s|\(s\))?|[Aa]nnual\s+[Rr]eviews?)"
"""A pattern for the Annual Reviews' name."""
YEAR_LIST = rf"{_YEARS}(?:(?:(?:\s{AR})?\s?(?:,|and|&|,\s?and)|\s{AR}\s?;)\s{_YEARS}){{0,20}}"
"""A pattern for the years of one or more Annual Reviews: `2000, 2002 and 2004-06`."""
EXCEPT = (
    rf"(?:,?\s\(?(?:but\s)?(?:except(?:ing)?|with\s+the\s+exception\s+of|excluding|not|without)(?:\s+(?:for|in))?(?:\s+the)?"
    rf"\s+(?P<without>{YEAR_LIST}(?:\s?{AR})?)\)?)"
)
"""Years that others leave out: `2000-2006 ARs (except 2003 AR):`."""


@cache
def years(printed: str) -> tuple[int, ...]:
    """The years that a prefix names: `2002-2004 ARs`, `AR 2007`, `2010, 2012 and 2014-15 ARs`.

    Those that it excepts are left out. Empty if a span runs backwards.
    """
    excepted = re.search(EXCEPT, printed)
    if excepted:
        left_out = years(excepted["without"])
        named = years(printed[: excepted.start()])
        return tuple(year for year in named if year not in left_out)
    found: list[int] = []
    for match in re.finditer(rf"({YEAR})(?:{_SPAN}({YEAR}|\d\d)(?!\d))?", printed):
        first, last = match[1], match[2] or match[1]
        last = first[:2] + last if len(last) == 2 else last
        if int(last) < int(first):
            return ()
        found += range(int(first), int(last) + 1)
    return tuple(sorted(set(found)))
