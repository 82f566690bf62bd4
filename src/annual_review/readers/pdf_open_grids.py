"""Tables of a PDF page that have horizontal rules only: where their columns begin and end.

Columns are told by where the rules of single cells end, and by where no word stands; whether two
neighbouring places of a row are one merged cell, by the same.
"""

from __future__ import annotations

import numpy as np

from annual_review.readers.pdf_grids import (
    MARGIN,
    NARROW,
    SNAP,
    TOUCH,
    Flags,
    Floats,
    Grid,
    cells_of,
    covered,
    grid_of,
    levels,
    nearest,
)

ALIGNED = 0.05
"""The narrowest room between two columns, as a share of a line's height, if the words right of it
begin at one place; elsewhere it is as wide as a line is high."""

NEXT = 8.0
"""How far right of a place the words of its column stand, in heights of a line."""

ROW = 0.3
"""How much more room than between lines is between rows without a rule, in heights of a line."""

NEAR = 150.0
"""How far above or below a table's whole rules those of its last columns need not be asked for
text between, in points."""

ROOM = 0.8
"""The most room between a row without a rule and the table, as a share of a line's height."""

MAX_PLACES = 2_000
"""How many places of a table, rows times columns, are looked at: a page has hundreds."""

SPACE, LETTERS = 0.5, 0.2
"""The widest space within a line of one cell and within a word, as shares of the line's height."""


def open_grids(
    horizontal: Floats, pieces: Floats, words: Floats, known: Floats | None
) -> list[Grid]:
    """Tables drawn with horizontal rules only.

    `horizontal` are joined rules, rows of (y, left, right), and `pieces` those as they are drawn;
    `words` are rows of (left, top, right, bottom). Two rules of one width and at least one more
    between them, as wide or from one of their ends inward, make a table if there is room for two
    columns. A table that goes on from the page before, whose columns are `known`, needs two.
    """
    found = []
    rest = horizontal[np.argsort(horizontal[:, 1] - horizontal[:, 2], kind="stable")]
    while len(rest) > 1:
        left, right = rest[0, 1:]
        goes_on = known is not None and bool(
            np.abs(known[:-1] - left).min() <= TOUCH and abs(known[-1] - right) <= TOUCH
        )
        starts, ends = np.abs(rest[:, 1] - left) <= TOUCH, np.abs(rest[:, 2] - right) <= TOUCH
        whole = starts & ends
        top, bottom = rest[whole, 0].min(), rest[whole, 0].max()
        within = (rest[:, 1] >= left - TOUCH) & (rest[:, 2] <= right + TOUCH)
        between = (rest[:, 0] > top) & (rest[:, 0] < bottom)
        own = whole | (within & ((starts & between) | ends))
        own[own] = ~_beyond_text(rest[own], top, bottom, words)
        rules, rest = rest[own], rest[~own]
        if known is not None and goes_on:
            left = known[0]  # a cell over all rows of the page has no rule above or below it
        beside = words[(words[:, 0] >= left - NARROW) & (words[:, 2] <= right + NARROW)]
        rules = _without_page_rules(rules, beside, goes_on)
        ys, inside = _between(rules, beside)
        if len(ys) < 3 - goes_on or not len(inside):
            continue
        drawn = _drawn(rules, pieces)
        ended = drawn[:, 1:].ravel()
        steps = ended[(ended > left + MARGIN) & (ended < right - MARGIN)].tolist()
        if known is not None and goes_on:
            steps += known[1:-1].tolist()
        steps += [
            (end + begin) / 2
            for end, begin in _rivers(inside)
            if not any(end - NARROW < step < begin + NARROW for step in steps)
        ]
        if not steps:
            continue
        xs = np.array([left, *levels(np.array(steps)), right])
        for edge in _open_edges(xs, ys, inside, beside, goes_on):
            rules = np.vstack((rules, (edge, left, right)))
        ys, inside = _between(rules, beside)
        if len(xs) * len(ys) > MAX_PLACES or _has_unruled_rows(xs, ys, inside):
            continue
        borders = _borders(xs, ys, drawn, inside)
        grid = grid_of(xs, ys, *cells_of(covered(rules, ys, xs)[1:-1], borders))
        if len(grid.xs) > 2:
            found.append(grid)
    return found


def _beyond_text(rules: Floats, top: float, bottom: float, words: Floats) -> Flags:
    """Which rules stand beyond text: a signature's rule, or those of another table.

    The text goes over the place where the nearest of them begins, as no cell's does.
    """
    beyond = np.zeros(len(rules), dtype=np.bool_)
    middle = (words[:, 1] + words[:, 3]) / 2
    for edge, far in ((top, rules[:, 0] < top - NEAR), (bottom, rules[:, 0] > bottom + NEAR)):
        if far.any():
            y, x, _ = rules[far][np.abs(rules[far, 0] - edge).argmin()]
            between = (middle > min(y, edge)) & (middle < max(y, edge))
            beyond |= far & _runs_on(x, words[between])
    return beyond


def _without_page_rules(rules: Floats, words: Floats, goes_on: bool) -> Floats:
    """Rules other than those of the page's head and foot, which can be as wide as the table.

    No word stands between such a rule and the table; on its first page, a title can, but no row
    whose cells stand apart.
    """
    for at, inner in ((0, 1), (-1, -2)):
        ys, inside = _between(rules, words)
        if len(ys) < 4 - goes_on:
            break
        row = (inside[:, 1] + inside[:, 3] > 2 * ys[inner]) == bool(at)
        columns = rules[rules[:, 1] > rules[:, 1].min() + MARGIN, 1].tolist()
        columns += [] if row.all() else [begin for _, begin in _rivers(inside[~row])]
        is_title = (
            not (at or goes_on)
            and bool(columns)
            and _runs_on(min(columns), inside[row])
            and not _rivers(inside[row])
        )
        if is_title or not row.any():
            rules = rules[np.abs(rules[:, 0] - ys[at]) >= NARROW]
    return rules


def _drawn(rules: Floats, pieces: Floats) -> Floats:
    """The pieces of rules as they are drawn; a rule of dots or dashes as a whole."""
    long = pieces[pieces[:, 2] - pieces[:, 1] > MARGIN]
    apart = np.abs(long[:, 0, None] - rules[:, 0]) > SNAP
    return np.concatenate((long[~apart.all(axis=1)], rules[apart.all(axis=0)]))


def _between(rules: Floats, words: Floats) -> tuple[Floats, Floats]:
    """Where the rows of a table with these rules begin and end, and the words in them."""
    ys = levels(rules[:, 0])
    middle = (words[:, 1] + words[:, 3]) / 2
    return ys, words[(middle > ys[0]) & (middle < ys[-1])]


def _open_edges(
    xs: Floats, ys: Floats, inside: Floats, words: Floats, goes_on: bool
) -> list[float]:
    """Where the first and the last row end if no rule is drawn above or below them.

    Such a row stands close to the table, and its words begin where those of two columns do. In a
    table that goes on from the page before, they can stand in any columns but the first.
    """
    high = float(np.median(inside[:, 3] - inside[:, 1]))
    column = np.searchsorted(xs, inside[:, 0])
    begins = np.array([inside[column == each, 0].min() for each in np.unique(column)])
    edges = []
    for edge, sign, near, far in ((ys[0], -1.0, 3, 1), (ys[-1], 1.0, 1, 3)):
        beyond = words[(words[:, near] - edge) * sign > -1]
        reach, row = float(edge), []
        for word in beyond[np.argsort(beyond[:, near] * sign)]:
            if (word[near] - reach) * sign > ROOM * high:
                break
            row.append(word)
            reach = sign * max(sign * reach, sign * word[far])
        block = np.array(row).reshape(-1, 4)
        begun = np.abs(block[:, 0] - begins[:, None]) < 2
        in_columns = begun.any(axis=1).sum() > 1 or (goes_on and (block[:, 0] > xs[1] - 1).all())
        if len(block) and in_columns and not _runs_on(xs[1], block):
            edges.append(reach + sign)
    return edges


def _runs_on(x: float, words: Floats) -> bool:
    """Whether words go over the end of the first column, as those of a paragraph do."""
    return bool(((words[:, 0] < x - 1) & (words[:, 2] > x + 1)).any()) or _crossed(x, words, SPACE)


def _borders(xs: Floats, ys: Floats, drawn: Floats, words: Floats) -> Flags:
    """For each row and inner grid line, whether it separates two cells.

    It does if rules above or below the row end there and none passes. It does not if a word
    stands on it, or if a rule passes and none ends, where rules are drawn for each cell. Otherwise
    lines of text that go on decide.
    """
    inner = xs[1:-1]
    begin, end = (np.abs(drawn[:, side, None] - inner) <= TOUCH for side in (1, 2))
    beyond = (drawn[:, 1, None] < inner - TOUCH) & (drawn[:, 2, None] > inner + TOUCH)
    level = nearest(drawn[:, 0], ys)
    begun, ended, passed = (np.zeros((len(ys), len(inner)), dtype=np.bool_) for _ in range(3))
    for flags, which in ((begun, begin), (ended, end), (passed, beyond)):
        np.logical_or.at(flags, level, which)
    passed &= (begun & ended).any(axis=0)
    ended |= begun
    cut, joined = ended & ~passed, passed & ~ended
    cut, joined = cut[:-1] | cut[1:], joined[:-1] | joined[1:]
    row = np.searchsorted(ys[1:-1], (words[:, 1] + words[:, 3]) / 2)
    result = ~(joined & ~cut)
    for at, line in np.argwhere(result).tolist():
        surely = cut[at, line] and not joined[at, line]
        some = words[row == at]
        result[at, line] = not _crossed(inner[line], some, LETTERS if surely else SPACE)
    return result


def _has_unruled_rows(xs: Floats, ys: Floats, words: Floats) -> bool:
    """Whether rows of the table follow each other without a rule, as sections with many rows do.

    Then a column of labels, any but the last, goes on below room that is empty in all columns.
    """
    words = words[np.argsort(words[:, 1], kind="stable")]
    row = np.searchsorted(ys[1:-1], (words[:, 1] + words[:, 3]) / 2)
    high = float(np.median(words[:, 3] - words[:, 1]))
    rooms: list[tuple[float, float]] = []  # where nothing stands between two lines of a row
    for at in range(len(ys) - 1):
        some = words[row == at]
        room = some[1:, 1] - np.maximum.accumulate(some[:, 3])[:-1]
        rooms += [(room[place], some[place + 1, 1]) for place in np.flatnonzero(room > 0)]
    usual = min((room for room, _ in rooms), default=0.0)
    apart = [begin for room, begin in rooms if room > usual + ROW * high]
    for begin in apart[:MAX_PLACES]:
        some = words[row == np.searchsorted(ys[1:-1], begin)]
        above, below = some[some[:, 1] < begin], some[some[:, 1] >= begin]
        columns = [set(np.searchsorted(xs, part[:, 0]).tolist()) for part in (above, below)]
        if min(columns[0] & columns[1], default=len(xs)) < len(xs) - 1:
            return True
    return False


def _crossed(x: float, words: Floats, share: float) -> bool:
    """Whether a line of text goes on from one side of a place to the other.

    It does if no more room than a share of its height is between its words there.
    """
    room = share * (words[:, 3] - words[:, 1])
    before = words[(words[:, 0] < x) & (words[:, 2] > x - room)]
    behind = words[(words[:, 2] > x) & (words[:, 0] < x + room)]
    if len(before) * len(behind) > MAX_PLACES**2:
        return True
    beside = np.abs(before[:, None, 3] - behind[:, 3]) < 0.5 * (behind[:, 3] - behind[:, 1])
    near = behind[:, 0] - before[:, None, 2] < share * (behind[:, 3] - behind[:, 1])
    return bool((beside & near).any())


def _rivers(words: Floats) -> list[tuple[float, float]]:
    """Stretches over which no word stands.

    They are as wide as a line is high, or lines begin right of them at one place.
    """
    words = words[np.argsort(words[:, 0], kind="stable")]
    reach = np.maximum.accumulate(words[:, 2])[:-1]
    begin = words[1:, 0]
    high = float(np.median(words[:, 3] - words[:, 1]))
    return [
        (reach[at], begin[at])
        for at in np.flatnonzero(begin - reach > ALIGNED * high)[:MAX_PLACES].tolist()
        if begin[at] - reach[at] > high or _aligned(words, begin[at], high)
    ]


def _aligned(words: Floats, x: float, high: float) -> bool:
    """Whether nearly all lines with words at a place or close behind it have one that begins there.

    They do so by chance in two or three lines, but not in more.
    """
    near = words[(words[:, 0] >= x - 1) & (words[:, 0] < x + NEXT * high)]
    lines = np.unique(np.round(near[:, 3] / (high / 2)))
    begun = np.unique(np.round(near[near[:, 0] < x + 1, 3] / (high / 2)))
    return len(lines) > 3 and len(begun) * 5 >= len(lines) * 4
