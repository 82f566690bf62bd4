"""Answers given by ticking boxes: `☒ Yes ☐ No` says yes. What is not ticked is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from annual_review.readers.characters import unusual
from annual_review.readers.placeholders import ENDS, PLACEHOLDERS, is_placeholder
from annual_review.readers.rows import Extract, Line, Note, NoteKind, without

TICK = r"(?:\(?[☒☑✓✔⊠🗹🗷🗵]\)?|\[[xX✓✔]\]|\([xX]\))"
"""A pattern for a box that is ticked, or a tick."""
_BARE_TICK = re.compile("[✓✔]")
"""A tick without a box, which is a bullet too."""
_SURE = re.compile(r"\(?☐\)?|\[[ _]{0,3}\]|\([ _]{1,3}\)")
EMPTY = re.compile(rf"{_SURE.pattern}|[□◻▢❏❑]")
"""Empty boxes. Those that are not sure are bullets unless they stand beside a ticked box."""
_BOX = re.compile(f"{TICK}|{EMPTY.pattern}")
_SIGN = re.compile("[☒☑✓✔⊠🗹🗷🗵☐□◻▢❏❑●◉■✅○⬜✗✘]")
_X_OR_BRACKET = re.compile(r"[xX(\[](?![^\W_xX])")
"""Every box and every mark of a choice contains `_` or one of these; no letter but x follows."""
_MOST_WORDS = 3
"""The most words of an option, as `Under consideration`, where nothing shows that it is one."""
_ENDS_OPTION = re.compile(
    r"(?<=[.;])\s|\s(?=\(?(?:(?:19|20)\d\d\b.{0,20}\bA\.?R|A\.?R\.?s? (?:19|20)))"
)
"""A sentence's end, or years: what follows belongs to no box."""
_BEGINS_OPTION = re.compile(r".*(?::\s*|[;,.?!]\s+(?=\S))|\s*")
"""What stands before the first of the options that have their boxes behind them."""
_APART = rf"[{ENDS}]*"
_PLACEHOLDERS = "|".join(r"\s+".join(map(re.escape, each.split())) for each in PLACEHOLDERS)
_UNANSWERED = re.compile(
    rf"(?:\A|:)\s*(?:(?P<unticked>(?:yes\b{_APART}\bno|no\b{_APART}\byes)\b)"
    rf"|(?P<placeholder>{_PLACEHOLDERS})){_APART}\Z",
    re.IGNORECASE,
)
"""`Yes No`, where no box tells which is the answer, or what Word's forms say before they are filled
in; either may stand behind the years."""
_NEXT_TO_APART = re.compile(
    r"(?:\A|:)\s*(?P<before>(?:[/|]|or\b)\s*)(?=(?:yes|no)\W*\Z)"
    r"|(?:\A|:\s*)(?:yes|no)\b(?P<behind>\s*(?:[/|]|\bor)\s*)\Z",
    re.IGNORECASE,
)
"""What stood between `Yes / No` before one of them was struck out."""
_LONGEST_APART = 40
_LAST_WORDS = tuple({"yes", "no", *(placeholder.split()[-1] for placeholder in PLACEHOLDERS)})
_MOST_LINES = 4
"""The most lines that a placeholder takes in a narrow cell."""


class _Option(NamedTuple):
    """A box and its words, which stand from `start` to `end` of a line."""

    box: str
    start: int
    end: int
    words: int

    @property
    def is_ticked(self) -> bool:
        return EMPTY.fullmatch(self.box) is None

    @property
    def is_sure(self) -> bool:
        return _SURE.fullmatch(self.box) is not None


def ticked_only(extract: Extract) -> Extract:
    """An extract without the options that are not ticked. They become `unticked` Notes."""

    def read(lines: tuple[Line, ...], notes: list[Note]) -> Iterable[Line]:
        return _answers(_lines(lines, notes) if may_have_marks(lines) else lines, notes)

    return extract.changed(read)


def may_have_marks(lines: Iterable[Line]) -> bool:
    """Whether lines may have boxes, or marks beside a yes or no; most texts need no closer look."""
    return _may_have_marks("\n".join([line.text for line in lines]))


@lru_cache(maxsize=1)  # choices and tick boxes ask for the same lines
def _may_have_marks(text: str) -> bool:
    return bool("_" in text or _X_OR_BRACKET.search(text) or _SIGN.search(unusual(text)))


def _answers(lines: tuple[Line, ...], notes: list[Note]) -> Iterable[Line]:
    """Lines without choices that no box decides, and placeholders; `No` may stand below `Yes`."""
    said = [line for line in lines if line.text]
    if len(said) == 2 and {line.text.strip(" .").lower() for line in said} == {"no", "yes"}:
        notes += [Note("unticked", line) for line in said]
        return map(without, lines)
    if 1 < len(said) <= _MOST_LINES and said[-1].text.strip(ENDS):
        placeholder = " ".join([line.text for line in said]).rpartition(":")[2].strip()
        # Over several lines of a narrow cell, perhaps behind the years.
        if placeholder and is_placeholder(placeholder):
            notes.append(Note("placeholder", said[0]._replace(text=placeholder)))
            return [without(line, line.text.rfind(":") + 1) for line in lines]
    return [_answer(line, notes) for line in lines]


def _answer(line: Line, notes: list[Note]) -> Line:
    apart = _NEXT_TO_APART.search(line.text) if len(line.text) < _LONGEST_APART else None
    if apart:
        return without(line, *apart.span(apart.lastgroup or 0))
    may_be = line.text.rstrip(ENDS).lower().endswith(_LAST_WORDS)
    found = _UNANSWERED.search(line.text) if may_be else None
    if found is None:
        return line
    kind: NoteKind = "placeholder" if found["placeholder"] else "unticked"
    notes.append(Note(kind, line._replace(text=found[kind])))
    return without(line, found.start(kind))


def _lines(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
    kept: list[Line] = []
    together: list[Line] = []  # lines with boxes, and the blank ones between them
    for line in lines:
        alone = bool(together) and _box_alone(together[-1].text)
        if _BOX.search(line.text) or (together and (alone or not line.text)):
            together.append(line)
        else:
            kept += [*_answered(together, notes), line]
            together = []
    return (*kept, *_answered(together, notes))


def _box_alone(line: str) -> str:
    """The box that ends a line if its words are the next line; else nothing."""
    options = list(_options(line))
    return options[-1].box if options and not options[-1].words else ""


def _answered(lines: list[Line], notes: list[Note]) -> Iterator[Line]:
    """Lines with boxes that stand together, without the options that are not ticked."""
    options = [list(_options(line.text)) for line in lines]
    for (above, line), found in zip(pairwise(lines), options[1:], strict=True):
        if line.text and not found and (box := _box_alone(above.text)):
            found.append(_Option(box, 0, len(line.text), len(line.text.split())))
    every = [option for found in options for option in found]
    ticks = [option.box for option in every if option.is_ticked]
    boxed = any(not _BARE_TICK.fullmatch(box) for box in ticks)
    short = all(option.is_sure and option.words <= _MOST_WORDS for option in every)
    for line, found in zip(lines, options, strict=True):
        kept = line
        for option in found:
            if not option.is_ticked and (boxed or short or (ticks and option.is_sure)):
                left_out = line.text[option.start : option.end]
                notes.append(Note("unticked", line._replace(text=left_out)))
                kept = without(kept, option.start, option.end)
        yield kept


def _options(line: str) -> Iterator[_Option]:
    """The boxes of a line with their words: behind each box, or before it if nothing follows."""
    boxes = list(_BOX.finditer(line))
    if not boxes:
        return
    first = _BEGINS_OPTION.match(line, 0, boxes[0].start())
    begins = first.end() if first else 0
    before = line[begins : boxes[0].start()].strip() and not line[boxes[-1].end() :].strip(" .;,)")
    ends = [begins, *(box.end() for box in boxes)]
    starts = [*(box.start() for box in boxes), len(line)]
    for box, behind, end in zip(boxes, ends, starts[1:], strict=False):
        span = (behind, box.end()) if before else (box.start(), end)
        stop = None if before else _ENDS_OPTION.search(line, box.end(), end)
        if stop:
            span = (box.start(), stop.start())
        yield _Option(box[0], *span, len(line[slice(*span)].split()) - 1)
