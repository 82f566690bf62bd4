"""Which grids of a page are tables, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from annual_review.readers.pdf_grids import NARROW, TOUCH, Bounds, Flags, Floats, Grid, Integers

MOST = 0.6
"""The share of a page that is the cell of a frame in which the page's content stands."""

LINE = 2.2
"""The most height of a frame around words within a line, in heights of a line."""

BAND = 24.0
"""The widest band or tab at a page's side, in points."""


def extents(grids: list[Grid]) -> Floats:
    """The box around each grid."""
    edges = [(one.xs[0], one.ys[0], one.xs[-1], one.ys[-1]) for one in grids]
    return np.array(edges, dtype=np.float64).reshape(-1, 4)


def without_frames(grids: list[Grid], loose: Floats, width: float, height: float) -> list[Grid]:
    """Grids other than borders around a page or another table; larger ones first.

    A border around a page can have cells of its own, such as a tab at its side, beside the cell
    that is most of the page. `loose` are horizontal rules that belong to no grid.
    """
    boxes = extents(grids)
    sizes = boxes[:, 2:] - boxes[:, :2]

    def holds(box: Floats) -> int:
        within = (boxes[:, :2] >= box[:2] - TOUCH) & (boxes[:, 2:] <= box[2:] + TOUCH)
        return int(within.all(axis=1).sum())

    def is_frame(number: int) -> bool:
        xs, ys, cells, _ = grids[number]
        wide, high = sizes[number]
        around_page = wide > 0.85 * width and high > 0.85 * height
        if len(cells) == 1:
            return bool(around_page or holds(boxes[number]) > 1)
        for row, column, rows, columns in cells if around_page else ():
            box = np.array((xs[column], ys[row], xs[column + columns], ys[row + rows]))
            if (box[2:] - box[:2]).prod() > MOST * width * height:
                rules = loose[(loose[:, 0] > box[1]) & (loose[:, 0] < box[3])]
                rules = rules[(rules[:, 1] > box[0]) & (rules[:, 2] < box[2])]
                return holds(box) > 0 or len(rules) > 2
        return False

    order = np.argsort(-sizes.prod(axis=1), kind="stable").tolist()
    return [grids[number] for number in order if not is_frame(number)]


def without_side_boxes(grids: list[Grid]) -> list[Grid]:
    """Grids other than boxes beside a table, such as the tab at a page's side, or remarks.

    Remarks that share a border are one column of cells, not half as high as the table. A tab can
    stand above or below the table.
    """
    boxes = extents(grids)
    columns = np.array([len(grid.xs) - 1 for grid in grids])
    single = np.array([len(grid.cells) == 1 for grid in grids])
    width, height = (boxes[:, 2:] - boxes[:, :2]).T

    def is_beside(at: int) -> bool:
        larger = ~single & (single[at] | ((columns > 1) & (height > 2 * height[at])))
        level = (boxes[:, 1] < boxes[at, 3]) & (boxes[:, 3] > boxes[at, 1])
        apart = (boxes[:, 0] > boxes[at, 2] - TOUCH) | (boxes[:, 2] < boxes[at, 0] + TOUCH)
        is_tab = single[at] and width[at] < BAND and larger.any() and apart[larger].all()
        return bool(is_tab or (larger & level & apart).any())

    return [g for at, g in enumerate(grids) if columns[at] > 1 or not is_beside(at)]


def without_framed_words(grids: list[Grid], words: Floats, height: float) -> list[Grid]:
    """Grids other than frames around words within a line of a cell, such as a field of a form.

    Such a frame is one row, not much higher than a line, which is `height`; other words of the
    cell around it stand beside it. Larger grids come first.
    """
    boxes = extents(grids)
    middle = (words[:, 1] + words[:, 3]) / 2
    found = []
    for number, grid in enumerate(grids):
        left, top, right, bottom = box = boxes[number]
        larger = boxes[:number]
        within = (larger[:, :2] <= box[:2] + TOUCH) & (larger[:, 2:] >= box[2:] - TOUCH)
        around = np.flatnonzero(within.all(axis=1))
        if len(around) and len(grid.ys) == 2 and bottom - top < LINE * height:
            apart = (words[:, 2] <= left + TOUCH) | (words[:, 0] >= right - TOUCH)
            beside = words[apart & (middle > top) & (middle < bottom)]
            cell, *others = owners([grids[around[-1]]], np.vstack((box, beside))).tolist()
            if cell in others:
                continue
        found.append(grid)
    return found


def owners(grids: list[Grid], boxes: Floats) -> Integers:
    """The cell that holds each character, counted through all grids; -1 for none."""
    owner = np.full(len(boxes), -1, dtype=np.int64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    offset = 0
    for one in grids:
        within = (x > one.xs[0]) & (x <= one.xs[-1]) & (y > one.ys[0]) & (y <= one.ys[-1])
        inside = np.flatnonzero(within)
        column = np.searchsorted(one.xs, x[inside]) - 1
        row = np.searchsorted(one.ys, y[inside]) - 1
        owner[inside] = offset + one.owner[row, column]
        offset += len(one.cells)
    return owner


def in_side_bands(grids: list[Grid], owner: Integers) -> Flags:
    """Which characters stand in a table's last column if that is one narrow cell."""
    bands = [
        cell.column > 0
        and (grid.owner[:, -1] == at).all()
        and grid.xs[-1] - grid.xs[cell.column] < BAND
        for grid in grids
        for at, cell in enumerate(grid.cells)
    ]
    return np.array([*bands, False])[owner]


def instead_of_words(grids: list[Grid], owner: Integers, pictures: Floats) -> int:
    """How many pictures are in cells that `owner` does not name, right of one that it names."""
    pictures = pictures[(pictures[:, 2:] - pictures[:, :2]).min(axis=1) >= NARROW]
    place, filled = owners(grids, pictures), np.unique(owner)
    found = offset = 0
    for xs, ys, cells, _ in grids:
        for at in np.flatnonzero((place >= offset) & (place < offset + len(cells))).tolist():
            row, column, rows, columns = cells[place[at] - offset]
            inside = (pictures[at, :2] > np.array((xs[column], ys[row])) - TOUCH).all() and (
                pictures[at, 2:] < np.array((xs[column + columns], ys[row + rows])) + TOUCH
            ).all()
            beside = [
                offset + other
                for other, cell in enumerate(cells)
                if cell.column < column and cell.row < row + rows and cell.row + cell.rows > row
            ]
            found += bool(inside and place[at] not in filled and np.isin(beside, filled).any())
        offset += len(cells)
    return found


def middles_within(boxes: Floats, larger: Iterable[Bounds]) -> Flags:
    """Which boxes have their middle in one of the larger ones."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = np.zeros(len(boxes), dtype=np.bool_)
    for left, top, right, bottom in larger:
        inside |= ((middle >= (left, top)) & (middle <= (right, bottom))).all(axis=1)
    return inside
