"""From the ruled lines of a page to grids of cells; pure geometry, in points from the top left.

A border that a person sees as one line is many in the file: one for each cell, as strokes or as
thin rectangles, a square in each corner, two side by side if it is doubled. They are joined first.
Rules that touch each other belong to one table. Its grid has a column between each two neighbouring
vertical rules and a row between each two horizontal ones; neighbours with no rule between them are
one merged cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from annual_review.errors import at_most

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bounds = tuple[float, float, float, float]
"""A box by its edges: the left and the upper or lower one, then those across from them."""

SNAP = 1.0
"""Rules nearer to each other than this, in points, are one line drawn piece by piece."""

TOUCH = 3.0
"""Ends of rules that miss each other by less than this meet: a rule is up to 6 points thick."""

NARROW = 5.0
"""Grid lines nearer than this are one line drawn double: no character fits between them."""

MARGIN = 12.0
"""The most room beside a table that stands in a cell; a column or a row is wider."""

MAX_LEADERS = 6
"""The most lines that lead from a table to boxes beside it that stand close to one another."""

MOST_BESIDE = 0.9
"""The most of a table's height that can be beside a box to which lines lead."""

MAX_RULES = 4_000
"""The most joined rules on one page: a page that is all table has hundreds."""

MAX_CELLS = 50_000
"""The most places of one grid, rows times columns."""


class Span(NamedTuple):
    """The grid rows and columns that a cell covers."""

    row: int
    column: int
    rows: int
    columns: int


class Grid(NamedTuple):
    """A table: where its columns and rows begin and end, and its cells in reading order.

    `owner` has the index of the cell at each row and column of the grid.
    """

    xs: Floats
    ys: Floats
    cells: tuple[Span, ...]
    owner: Integers


def joined(rules: Floats) -> Floats:
    """Join rules of one direction, rows of (position, from, to), that a person sees as one.

    What remains shorter than `NARROW` is not a rule.
    """
    if not len(rules):
        return rules.reshape(0, 3)
    rules = rules[np.argsort(rules[:, 0], kind="stable")]
    line = _numbered(rules[:, 0], SNAP)
    order = np.lexsort((rules[:, 1], line))
    place, begin, end = rules[order].T
    apart = line[order] * 1e6  # puts the lines one after the other
    reach = np.maximum.accumulate(end + apart)
    starts = np.flatnonzero(np.concatenate(([True], (begin + apart)[1:] > reach[:-1] + TOUCH)))
    ends = np.maximum.reduceat(end, starts)
    weight = end - begin + 0.01
    middle = np.add.reduceat(place * weight, starts) / np.add.reduceat(weight, starts)
    result: Floats = np.column_stack((middle, begin[starts], ends))
    long: Floats = result[result[:, 2] - result[:, 1] >= NARROW]
    return long


def _numbered(places: Floats, step: float) -> Integers:
    """A number for each of the rising places, the same within a step of the first that has it."""
    numbers, number, first = [], 0, places[0]
    for place in places.tolist():
        if place - first > step:
            number, first = number + 1, place
        numbers.append(number)
    return np.array(numbers)


def levels(places: Floats) -> Floats:
    """Places in order, those nearer than `NARROW` to the first of them as their mean."""
    places = np.sort(places)
    numbers = _numbered(places, NARROW)
    return np.bincount(numbers, places) / np.bincount(numbers)


def grids(horizontal: Floats, vertical: Floats, where: str) -> tuple[list[Grid], Floats]:
    """Tables that joined rules make, and the horizontal rules that belong to none.

    Horizontal rules are rows of (y, left, right), vertical ones of (x, top, bottom). Raises
    SourceError, which says `where`, if there are more than a page of text can have.
    """
    at_most(MAX_RULES, len(horizontal) + len(vertical), "a page with {} ruled lines", where)
    if not len(horizontal) or not len(vertical):
        return [], horizontal
    horizontal, meet = _without_leaders(horizontal, vertical)
    found, used = [], np.zeros(len(horizontal), dtype=np.bool_)
    for across, down in _connected(meet):
        lines = horizontal[across]
        lines = lines[_held(lines, vertical[down])]
        made = [_without_strips(grid) for grid in _grids(lines, vertical[down], where)]
        if made:
            found += made
            used[across] = True
    return found, horizontal[~used]


def _without_leaders(horizontal: Floats, vertical: Floats) -> tuple[Floats, Flags]:
    """Horizontal rules that end where a table does, and which vertical ones they meet.

    Lines that alone join a table to a box beside it lead to remarks, as Word prints them. The box
    is closed, or one line leads to it and it is not half as high as the table. What stands beside
    all of the table is no such box, but its answers.
    """
    meet = _meeting(horizontal, vertical)
    x, high = vertical[:, 0], vertical[:, 2] - vertical[:, 1]
    for far, sign in ((2, 1.0), (1, -1.0)):
        beyond = (horizontal[:, 3 - far, None] - x) * sign >= -TOUCH
        ends = np.abs(horizontal[:, far, None] - x) <= TOUCH
        joins = meet & ~beyond
        count = joins.sum(axis=0)
        for side in np.flatnonzero((count > 0) & (count <= MAX_LEADERS)).tolist():
            leaders = joins[:, side]
            if (leaders & ~ends[:, side]).any():
                continue
            others = meet & ~leaders[:, None]
            within, box = _reached(others, others[:, side])
            box[side] = True
            tables = meet & leaders[:, None] & ~box
            if not tables.any() or ((x[box] - x[side]) * sign < -TOUCH).any():
                continue
            if _share_beside(vertical[tables.any(axis=0)], vertical[box]) > MOST_BESIDE:
                continue
            small = count[side] == 1 and high[box].max() * 2 < high[tables.any(axis=0)].max()
            if small or _is_closed(horizontal[within], x[box]):
                horizontal = horizontal.copy()
                for line in np.flatnonzero(tables.any(axis=1)).tolist():
                    horizontal[line, far] = (x[tables[line]] * sign).max() * sign
                meet = _meeting(horizontal, vertical)
    return horizontal, meet


def _share_beside(table: Floats, box: Floats) -> float:
    """How much of a table's height is beside a box, by the vertical rules of each."""
    top, bottom = table[:, 1].min(), table[:, 2].max()
    shared = min(bottom, box[:, 2].max()) - max(top, box[:, 1].min())
    return float(shared / (bottom - top))


def _is_closed(horizontal: Floats, xs: Floats) -> bool:
    """Whether rules go from the first to the last of vertical ones, above and below."""
    whole = (horizontal[:, 1] - xs.min() <= TOUCH) & (horizontal[:, 2] - xs.max() >= -TOUCH)
    return len(xs) > 1 and int(whole.sum()) > 1


def _meeting(horizontal: Floats, vertical: Floats) -> Flags:
    """Which horizontal rules meet which vertical ones."""
    y, left, right = (part[:, None] for part in horizontal.T)
    x, top, bottom = vertical.T
    meet: Flags = (
        (x >= left - TOUCH) & (x <= right + TOUCH) & (y >= top - TOUCH) & (y <= bottom + TOUCH)
    )
    return meet


def _connected(meet: Flags) -> Iterator[tuple[Integers, Integers]]:
    """Sets of connected horizontal and vertical rules."""
    free = _any(meet)
    while free.any():
        across, down = _reached(meet, np.arange(len(free)) == np.argmax(free))
        free &= ~across
        yield np.flatnonzero(across), np.flatnonzero(down)


def _reached(meet: Flags, across: Flags) -> tuple[Flags, Flags]:
    """Horizontal and vertical rules that are connected with some horizontal ones."""
    while True:
        down: Flags = np.logical_or.reduce(meet[across], axis=0)
        more = _any(meet[:, down])
        if more.sum() == across.sum():
            return across, down
        across = more


def _held(horizontal: Floats, vertical: Floats) -> Flags:
    """Which horizontal rules end at a vertical one or at the table's own edge.

    The others are underlined text that reaches a cell's border.
    """
    left, right, down = horizontal[:, 1, None], horizontal[:, 2, None], vertical[:, 0]
    stops = np.concatenate((down, [left.min(), right.max()]))
    ends = _any(np.abs(left - stops) <= NARROW) & _any(np.abs(right - stops) <= NARROW)
    return ends | _any((left < down - NARROW) & (right > down + NARROW))


def _any(flags: Flags) -> Flags:
    """Whether any flag of each row is set."""
    result: Flags = np.logical_or.reduce(flags, axis=1)
    return result


def nearest(places: Floats, steps: Floats) -> Integers:
    """Index of the nearest of the rising `steps` for each place."""
    return np.searchsorted((steps[1:] + steps[:-1]) / 2, places)


def _grids(horizontal: Floats, vertical: Floats, where: str) -> list[Grid]:
    """The grid of connected rules, and the grids within its cells; none if the rules enclose none.

    A table without an outer border reaches as far as its inner rules do.
    """
    if not len(horizontal):
        return []
    xs = _reaching(levels(vertical[:, 0]), horizontal)
    ys = _reaching(levels(horizontal[:, 0]), vertical)
    at_most(MAX_CELLS, (len(xs) - 1) * (len(ys) - 1), "a table with a grid of {} places", where)
    if len(xs) < 2 or len(ys) < 2:
        return []
    below = covered(horizontal, ys, xs)  # for each level, which columns have a rule on it
    beside = covered(vertical, xs, ys)
    for outer, rest in ((0, slice(1, None)), (-1, slice(None, -1))):
        wide = np.diff(xs)
        if len(xs) > 2 and wide[outer] == wide.min() and _is_tab(below, beside, outer):
            xs, below, beside = xs[rest], below[:, rest], beside[rest]
    return _divided(xs, ys, below[1:-1], beside[1:-1].T.copy())


def _is_tab(below: Flags, beside: Flags, outer: int) -> bool:
    """Whether an outer column is but one box at the table's side that begins or ends in a row.

    It is the narrowest one: a wide box has answers.
    """
    ends, closed = np.flatnonzero(below[:, outer]), np.flatnonzero(beside[outer])
    if len(ends) != 2 or closed.tolist() != list(range(*ends)) or beside[outer].all():
        return False
    others = np.delete(below, outer, axis=1)[ends].any(axis=1)
    return bool(beside[1 if outer == 0 else -2].all() and not others.all())


def _without_strips(grid: Grid) -> Grid:
    """A grid without narrow cells all the way down its sides, as a border around the page makes."""
    xs, ys, cells, owner = grid
    narrow, alike = np.diff(xs) < MARGIN, (owner == owner[0]).all(axis=0)
    strip = [cells[at].columns == 1 for at in owner[0].tolist()] & narrow & alike
    begin, end = int(strip[0]), len(strip) - int(strip[-1])
    if end - begin in (len(strip), 0, -1):
        return grid
    kept, inner = np.unique(owner[:, begin:end], return_inverse=True)
    moved = tuple(cells[at]._replace(column=cells[at].column - begin) for at in kept.tolist())
    return Grid(xs[begin : end + 1], ys, moved, inner.reshape(len(owner), -1))


def _reaching(steps: Floats, rules: Floats) -> Floats:
    """Grid lines, and the ends of the rules that cross them if those reach far beyond."""
    first, last = rules[:, 1].min(), rules[:, 2].max()
    before = [first] if first < steps[0] - MARGIN else []
    after = [last] if last > steps[-1] + MARGIN else []
    return np.concatenate((before, steps, after))


def _divided(xs: Floats, ys: Floats, below: Flags, beside: Flags) -> list[Grid]:
    """A grid and those that stand in one of its cells and share a border with it.

    Such a cell surrounds the inner grid on three sides or more, or on two with only a margin
    beside it.
    """
    owner, cells = cells_of(below, beside)
    split_below = ~below & (owner[1:] != owner[:-1])
    split_beside = ~beside & (owner[:, 1:] != owner[:, :-1])
    if not split_below.any() and not split_beside.any():
        return [grid_of(xs, ys, owner, cells)]
    inner = []
    label = _areas(below, beside)
    for area in np.unique([*label[1:][split_below], *label[:, 1:][split_beside]]):
        place = label == area
        rows, columns = _extent(place)
        holes = ~place[rows, columns]
        others = np.unique(label[rows, columns][holes])
        if not holes.any() or np.isin(label, others).sum() != holes.sum():
            continue  # a rule is missing somewhere: the cell is split into several
        down, across = _extent(holes)
        top, left = rows.start + down.start, columns.start + across.start
        bottom, right = rows.start + down.stop, columns.start + across.stop
        beyond = (xs[left] - xs[columns.start], xs[columns.stop] - xs[right])
        sides = sum(part > 0 for part in beyond) + (top > rows.start) + (bottom < rows.stop)
        if sides > 2 or (sides == 2 and any(0 < part < MARGIN for part in beyond)):
            inner += _divided(
                xs[left : right + 1],
                ys[top : bottom + 1],
                below[top : bottom - 1, left:right].copy(),
                beside[top:bottom, left : right - 1].copy(),
            )
            below[rows.start : rows.stop - 1, columns] = False
            beside[rows, columns.start : columns.stop - 1] = False
    return [grid_of(xs, ys, *cells_of(below, beside)), *inner]


def _extent(place: Flags) -> tuple[slice, slice]:
    """The rows and columns that enclose all of a place."""
    rows, columns = (np.flatnonzero(place.any(axis=axis)) for axis in (1, 0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _areas(below: Flags, beside: Flags) -> Integers:
    """A number for each place of a grid, the same where no rule separates it from its neighbour."""
    rows, columns = beside.shape[0], below.shape[1]
    first = list(range(rows * columns))  # for each place, itself or an earlier one of its area

    def root(place: int) -> int:
        while first[place] != place:
            first[place] = place = first[first[place]]
        return place

    open_below = np.flatnonzero(~below)
    open_beside = np.flatnonzero(~np.pad(beside, ((0, 0), (0, 1)), constant_values=True))
    for places, step in ((open_below.tolist(), columns), (open_beside.tolist(), 1)):
        for place in places:
            one, other = root(place), root(place + step)
            first[max(one, other)] = min(one, other)
    return np.array([root(place) for place in range(len(first))]).reshape(rows, columns)


def covered(rules: Floats, across: Floats, along: Floats) -> Flags:
    """For each level of `across`, which stretches of `along` have a rule on half their length."""
    level = nearest(rules[:, 0], across)
    rules = joined(np.column_stack((across[level], rules[:, 1:])))  # counts doubled rules once
    begin, end = rules[:, 1, None], rules[:, 2, None]
    overlap = np.clip(np.minimum(end, along[1:]) - np.maximum(begin, along[:-1]), 0, None)
    total = np.zeros((len(across), len(along) - 1))
    np.add.at(total, nearest(rules[:, 0], across), overlap)
    return total >= (along[1:] - along[:-1]) / 2


def cells_of(below: Flags, beside: Flags) -> tuple[Integers, list[Span]]:
    """The cell at each place of a grid, and the cells, if neighbours without a rule are one cell.

    `below` says for every row but the last whether there is a rule below it, `beside` the same for
    columns. A cell that is not a rectangle is split into several.
    """
    rows, columns = beside.shape[0], below.shape[1]
    owner = np.full((rows, columns), -1)
    under, right = below.tolist(), beside.tolist()
    cells: list[Span] = []
    for row, column in product(range(rows), range(columns)):
        if owner[row, column] >= 0:
            continue
        end = column + 1
        while end < columns and not right[row][end - 1] and owner[row, end] < 0:
            end += 1
        stop = row + 1
        while (
            stop < rows
            and not any(under[stop - 1][column:end])
            and not any(right[stop][column : end - 1])
        ):
            stop += 1
        owner[row:stop, column:end] = len(cells)
        cells.append(Span(row, column, stop - row, end - column))
    return owner, cells


def grid_of(xs: Floats, ys: Floats, owner: Integers, cells: list[Span]) -> Grid:
    """The grid of cells; grid lines at which no cell begins are left out."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    spans = []
    for row, column, height, width in cells:
        top, left = bisect_left(rows, row), bisect_left(columns, column)
        bottom, right = bisect_left(rows, row + height), bisect_left(columns, column + width)
        spans.append(Span(top, left, bottom - top, right - left))
    return Grid(xs[[*columns, -1]], ys[[*rows, -1]], tuple(spans), owner[np.ix_(rows, columns)])


# ---- one table over several pages ---------------------------------------------------------------


def aligned(known: Floats, xs: Floats) -> Floats | None:
    """Grid lines of the next page, moved to the table's known ones; None if it is another table.

    A page may be wider than the one before (landscape) or have another margin (facing pages), so
    that the same table stands elsewhere on it or has another width.
    """
    width, other = known[-1] - known[0], xs[-1] - xs[0]
    shifted, scaled = xs - xs[0] + known[0], (xs - xs[0]) * width / other + known[0]
    same_width = abs(width - other) <= NARROW
    inner = min(len(known), len(xs)) - 2
    best: Floats = max(
        (xs, shifted) if same_width else (xs, shifted, scaled),
        key=lambda places: _shared(known, places),
    )
    shared = _shared(known[1:-1], best[1:-1])
    if (same_width and shared * 2 >= inner) or (shared == inner > 0):
        return best
    return known if len(known) == len(xs) else None  # as many columns, of other widths


def _shared(known: Floats, places: Floats) -> int:
    return int((np.abs(places[:, None] - known) <= NARROW).any(axis=1).sum())


def laid_over(known: Floats, xs: Floats) -> Floats:
    """The grid lines of both; one nearer than `NARROW` to a known line is that line."""
    new = xs[(np.abs(xs[:, None] - known) > NARROW).all(axis=1)]
    return np.sort(np.concatenate((known, new)))
