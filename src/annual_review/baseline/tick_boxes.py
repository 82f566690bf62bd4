"""Answers given by ticking boxes: `☒ Yes ☐ No` says yes. What is not ticked is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from annual_review.readers.characters import unusual
from annual_review.readers.prompts import ENDS, PROMPTS, is_prompt
from annual_review.readers.rows import (
    LEFT_OUT,
    Extract,
    Line,
    Note,
    NoteKind,
    Paragraph,
    Row,
    with_lines,
)

TICK = r"(?:\(?[☒☑✓✔⊠🗹🗷🗵]\)?|\[[xX✓✔]\]|\([xX]\))"
"""A pattern for a box that is ticked, or a tick."""
_BARE_TICK = re.compile("[✓✔]")
"""A tick without a box, which is a bullet too."""
_SURE = re.compile(r"\(?☐\)?|\[[ _]{0,3}\]|\([ _]{1,3}\)")
_EMPTY = re.compile(rf"{_SURE.pattern}|[□◻▢❏❑]")
"""Empty boxes. Those that are not sure are bullets unless they stand beside a ticked box."""
_BOX = re.compile(f"{TICK}|{_EMPTY.pattern}")
_SIGN = re.compile("[☒☑✓✔⊠🗹🗷🗵☐□◻▢❏❑●◉■✅○⬜✗✘]")
_IN_BRACKETS, _LAST_X = re.compile(r"[(\[][xX _\]]"), re.compile(r"[xX](?!\w)")
"""Every box and every mark of a choice contains one of these or `_`, so that most texts need no
closer look."""
_MOST_WORDS = 3
"""The most words of an option, as `Under consideration`, where nothing shows that it is one."""
_ENDS_OPTION = re.compile(
    r"(?<=[.;])\s|\s(?=\(?(?:(?:19|20)\d\d\b.{0,20}\bA\.?R|A\.?R\.?s? (?:19|20)))"
)
"""A sentence's end, or years: what follows belongs to no box."""
_BEGINS_OPTION = re.compile(r".*(?::\s*|[;,.?!]\s+(?=\S))|\s*")
"""What stands before the first of the options that have their boxes behind them."""
_APART = rf"[{ENDS}]*"
_PROMPTS = "|".join(r"\s+".join(map(re.escape, prompt.split())) for prompt in PROMPTS)
_UNANSWERED = re.compile(
    rf"(?:\A|:)\s*(?:(?P<unticked>(?:yes\b{_APART}\bno|no\b{_APART}\byes)\b)"
    rf"|(?P<prompt>{_PROMPTS})){_APART}\Z",
    re.IGNORECASE,
)
_CHOICE_TICK = rf"(?:{TICK}|_+ ?[xX✓✔]_*|_*[xX✓✔] ?_+|(?<!\w)[xX✗✘](?!\w)|[●◉■✅])"
_CHOICE_EMPTY = rf"(?:{_EMPTY.pattern}|_+(?![xX✓✔])|[○⬜])"
CHOSEN = rf"(?:{_CHOICE_TICK})"
"""A pattern for a tick beside yes or no, where more signs are ticks than elsewhere."""
_CHOICE = re.compile(
    rf"(?P<tick>{_CHOICE_TICK})|(?P<empty>{_CHOICE_EMPTY})"
    r"|(?P<word>\b(?:yes|no)\b|(?<!\w)[^\W\d_]+(?: [^\W\d_]+){0,2}(?!\w))"
    r"|(?P<apart>[\s/|.,;:–-]+)",
    re.IGNORECASE,
)
_BEGINS_CHOICE = re.compile(r"(?:[^:]*\bA\.?R\.?s?\b[^:]*:)?\s*", re.IGNORECASE)
_YES_NO = re.compile(r"\b(?:yes|no)\b", re.IGNORECASE)
_NEXT_TO_APART = re.compile(
    r"(?:\A|:)\s*(?P<before>(?:[/|]|or\b)\s*)(?=(?:yes|no)\W*\Z)"
    r"|(?:\A|:\s*)(?:yes|no)\b(?P<behind>\s*(?:[/|]|\bor)\s*)\Z",
    re.IGNORECASE,
)
"""What stood between `Yes / No` before one of them was struck out."""
_LONGEST_APART, _LONGEST_CHOICE = 40, 150
_LAST_WORDS = tuple({"yes", "no", *(prompt.split()[-1] for prompt in PROMPTS)})
_FIRST_LETTERS = frozenset("".join(word[0] + word[0].upper() for word in ("yes", "no", *PROMPTS)))
_LONGEST_LAST_WORD = max(map(len, _LAST_WORDS))
"""`Yes No`, where no box tells which is the answer, or what Word's forms say before they are filled
in; either may stand behind the years."""
_MOST_LINES = 4
"""The most lines that a prompt takes in a narrow cell."""


class _Option(NamedTuple):
    """A box and its words, which stand from `start` to `end` of a line."""

    box: str
    start: int
    end: int
    words: int

    @property
    def is_ticked(self) -> bool:
        return _EMPTY.fullmatch(self.box) is None

    @property
    def is_sure(self) -> bool:
        return _SURE.fullmatch(self.box) is not None


def ticked_only(extract: Extract) -> Extract:
    """An extract without the options that are not ticked. They become `unticked` Notes."""
    notes: list[Note] = []
    blocks = [
        with_lines(block, lambda lines: _read(lines, notes))
        for block in _choices_in_cells(extract.blocks, notes)
    ]
    return extract._replace(blocks=tuple(blocks), notes=(*extract.notes, *notes))


def _read(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
    if _may_have_marks("\n".join([line.text for line in lines])):
        lines = _lines(_choices(lines, notes), notes)
    return _answers(lines, notes)


def _may_have_marks(text: str) -> bool:
    return bool(
        _SIGN.search(unusual(text))
        or "_" in text
        or _IN_BRACKETS.search(text)
        or _LAST_X.search(text)
    )


def _choices_in_cells(
    blocks: Iterable[Row | Paragraph], notes: list[Note]
) -> list[Row | Paragraph]:
    """Blocks where a choice between yes and no, in several cells, is what is ticked, or nothing.

    `Yes`, `☐`, `No` and `☒` can be the last cells of a row, or rows of their own below its label.
    """
    found = list(blocks)
    run: list[tuple[int, int]] = []
    for n, block in enumerate([*found, Paragraph(())]):
        cells = block.cells if isinstance(block, Row) else ()
        first = len(cells)
        while first and _all_signs(cells[first - 1].lines):
            first -= 1
        if first or not cells:
            _choose_in(run, found, notes)
            run = []
        run += [(n, at) for at in range(first, len(cells))]
    return found


def _all_signs(lines: tuple[Line, ...]) -> bool:
    return any(line.text for line in lines) and all(
        len(line.text) < _LONGEST_APART and _signs(line.text, 0) for line in lines if line.text
    )


def _choose_in(
    run: list[tuple[int, int]], blocks: list[Row | Paragraph], notes: list[Note]
) -> None:
    if len(run) < 2:
        return
    rows = {n: block for n, _ in run if isinstance(block := blocks[n], Row)}
    lines = [line for n, at in run for line in rows[n].cells[at].lines]
    chosen = iter(_choices(tuple(lines), notes))
    for n, at in run:
        row = rows[n]
        cell = row.cells[at]._replace(lines=tuple([next(chosen) for _ in row.cells[at].lines]))
        rows[n] = row._replace(cells=(*row.cells[:at], cell, *row.cells[at + 1 :]))
    for n, row in rows.items():
        blocks[n] = row


class _Sign(NamedTuple):
    """A word, a tick or an empty box of a choice, and where it stands: in which line, and there."""

    kind: str
    line: int
    start: int
    end: int
    text: str


def _choices(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
    """Lines where a choice between yes and no, and boxes, is what is ticked, or nothing."""
    found = list(lines)
    group: list[_Sign] = []
    for n, line in enumerate([*lines, Line("-")]):
        signs = _signs(line.text, n)
        begins = signs and line.text[: signs[0].start].strip()
        if (signs or not line.text) and not begins:
            group += signs
            continue
        _choose(group, found, notes)
        group = signs
    return tuple(found)


def _signs(line: str, n: int) -> list[_Sign]:
    """The signs and words of a line that has nothing else, but years before them."""
    if len(line) > _LONGEST_CHOICE:
        return []
    begins = _BEGINS_CHOICE.match(line)
    at = begins.end() if begins else 0
    signs: list[_Sign] = []
    while at < len(line):
        match = _CHOICE.match(line, at)
        if match is None or (not _YES_NO.search(line) and match["word"]):
            return _without_words_behind(signs)
        kind, at = match.lastgroup or "", match.end()
        if kind != "apart":
            signs.append(_Sign(kind, n, match.start(), at, match[0]))
    return _without_words_behind(signs) or signs


def _without_words_behind(signs: list[_Sign]) -> list[_Sign]:
    """`Yes ___ No _X_` where other words follow; nothing if these are not the signs."""
    choice = signs[:4]
    are_words = [sign.kind == "word" for sign in choice]
    more_boxes = any(sign.kind != "word" for sign in signs[4:])
    return choice if are_words == [True, False, True, False] and not more_boxes else []


def _choose(signs: list[_Sign], lines: list[Line], notes: list[Note]) -> None:
    """Leave out of `lines` what is not ticked; all of it if it is not clear what is."""
    words = [sign for sign in signs if sign.kind == "word"]
    answers = sorted(sign.text.lower() for sign in words if _YES_NO.fullmatch(sign.text))
    if answers != ["no", "yes"] or len(words) == len(signs):
        return
    ticked = [pair for pair in _pairs(signs, words) if pair[1].kind == "tick"]
    if len(ticked) != 1 and len(words) > 2:
        return
    kept = sorted(ticked[0], key=signs.index) if len(ticked) == 1 else []
    for n in sorted({sign.line for sign in signs}):
        here = [sign for sign in signs if sign.line == n]
        stay = [sign for sign in here if sign in kept]
        start, end = here[0].start, here[-1].end
        first, last = (stay[0].start, stay[-1].end) if stay else (end, end)
        for begin, stop in ((start, first), (last, end)):
            text = lines[n].text
            left_out = text[begin:stop]
            if left_out:
                notes.append(Note("unticked", lines[n]._replace(text=left_out.strip(ENDS))))
                text = text[:begin] + LEFT_OUT * len(left_out) + text[stop:]
                lines[n] = lines[n]._replace(text=text)


def _pairs(signs: list[_Sign], words: list[_Sign]) -> list[tuple[_Sign, _Sign]]:
    """Each word and its box; nothing where they cannot be told."""
    boxes = [sign for sign in signs if sign.kind != "word"]
    is_word = [sign.kind == "word" for sign in signs]
    if len(boxes) == len(words) and (
        all(a != b for a, b in pairwise(is_word))  # `Yes ☐ No ☒` or `☐ Yes ☒ No`
        or is_word in (sorted(is_word), sorted(is_word, reverse=True))  # one row above the other
    ):
        return list(zip(words, boxes, strict=True))
    if (
        len(boxes) == 1
        and len(words) == 2
        and len({sign.line for sign in signs}) == 1
        and is_word.index(False) != 1
    ):
        return [(words[0] if is_word[-1] else words[-1], boxes[0])]  # `Yes No X`
    return []


def _answers(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
    """Lines without choices that no box decides, and prompts; `No` may stand below `Yes`."""
    said = [line for line in lines if line.text]
    if len(said) == 2 and {line.text.strip(" .").lower() for line in said} == {"no", "yes"}:
        notes += [Note("unticked", line) for line in said]
        return tuple(line._replace(text=LEFT_OUT * len(line.text)) for line in lines)
    if 1 < len(said) <= _MOST_LINES and said[-1].text.strip(ENDS):
        prompt = " ".join([line.text for line in said]).rpartition(":")[2].strip()
        if is_prompt(prompt):  # over several lines of a narrow cell, perhaps behind the years
            notes.append(Note("prompt", said[0]._replace(text=prompt)))
            return tuple([_until_colon(line) for line in lines])
    return tuple([_answer(line, notes) for line in lines])


def _until_colon(line: Line) -> Line:
    start = line.text.rfind(":") + 1
    return line._replace(text=line.text[:start] + LEFT_OUT * (len(line.text) - start))


def _answer(line: Line, notes: list[Note]) -> Line:
    apart = _NEXT_TO_APART.search(line.text) if len(line.text) < _LONGEST_APART else None
    if apart:
        start, end = apart.span(apart.lastgroup or 0)
        return line._replace(text=line.text[:start] + LEFT_OUT * (end - start) + line.text[end:])
    if ":" not in line.text and line.text.lstrip()[:1] not in _FIRST_LETTERS:
        return line
    last_letters = line.text.rstrip(ENDS)[-_LONGEST_LAST_WORD:].lower()
    found = _UNANSWERED.search(line.text) if last_letters.endswith(_LAST_WORDS) else None
    if found is None:
        return line
    kind: NoteKind = "prompt" if found["prompt"] else "unticked"
    start = found.start(kind)
    notes.append(Note(kind, line._replace(text=found[kind])))
    return line._replace(text=line.text[:start] + LEFT_OUT * (found.end() - start))


def _lines(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
    kept: list[Line] = []
    together: list[Line] = []  # lines with boxes, and the blank ones between them
    for line in lines:
        alone = bool(together) and _box_alone(together[-1].text)
        if _has_box(line.text) or (together and (alone or not line.text)):
            together.append(line)
        else:
            kept += [*_answered(together, notes), line]
            together = []
    return (*kept, *_answered(together, notes))


def _has_box(line: str) -> bool:
    return _BOX.search(line) is not None


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
        parts: list[str] = []
        end = 0
        for option in found:
            if not option.is_ticked and (boxed or short or (ticks and option.is_sure)):
                left_out = line.text[option.start : option.end]
                notes.append(Note("unticked", line._replace(text=left_out)))
                parts += [line.text[end : option.start], LEFT_OUT * len(left_out)]
                end = option.end
        yield line._replace(text="".join(parts) + line.text[end:])


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
