"""The marks of lists that Word numbers, and what styles say about numbering and how words look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from annual_review.readers.list_marks import repeated_letters, roman
from annual_review.readers.word_package import (
    Element,
    Package,
    attribute,
    child,
    child_value,
    is_on,
    number,
    tag,
)


class Look(NamedTuple):
    """How words look, as far as it matters whether and how they are read; None: not said."""

    hidden: bool | None = None
    struck: bool | None = None
    font: str | None = None
    white: bool | None = None
    on_color: bool | None = None
    raised: bool | None = None

    def over(self, other: Look) -> Look:
        """This look, and what it does not say from another."""
        parts: list[Any] = [b if a is None else a for a, b in zip(self, other, strict=True)]
        return Look(*parts)

    def toggled(self, other: Look) -> Look:
        """The look of a character style over that of a paragraph's: what both say is off again."""
        return self.over(other)._replace(
            hidden=bool(self.hidden) != bool(other.hidden) if self.hidden else other.hidden,
            struck=bool(self.struck) != bool(other.struck) if self.struck else other.struck,
        )


def look(properties: Element | None) -> Look:
    """The look that the properties of a run (`w:rPr`) give."""
    if properties is None or not len(properties):
        return _PLAIN
    hidden = struck = font = white = raised = None
    for found in properties:
        match tag(found):
            case "w:vanish":
                hidden = is_on(properties, "w:vanish")
            case "w:strike" | "w:dstrike" as name:
                struck = bool(struck) or is_on(properties, name)
            case "w:rFonts":
                font = attribute(found, "ascii") or attribute(found, "hAnsi") or None
            case "w:color":
                white = _is_white(found)
            case "w:vertAlign":
                raised = attribute(found, "val") == "superscript"
    return Look(hidden, struck, font, white, is_colored(properties) or None, raised)


def _is_white(color: Element) -> bool:
    """Whether nobody sees words of a colour on white paper."""
    value = attribute(color, "val").upper()
    if value == "AUTO":  # that of the theme, which the value else repeats
        theme = attribute(color, "themeColor"), attribute(color, "themeShade")
        return theme == ("background1", "")
    return re.fullmatch("(?:F[8-F]){3}", value) is not None


def is_colored(properties: Element | None) -> bool:
    """Whether words, a paragraph or a cell with these properties have a background of a colour."""
    shading = child(properties, "w:shd")
    fill = attribute(shading, "fill", "auto").lower(), attribute(shading, "val", "clear").lower()
    plain = fill[0] in {"auto", "ffffff"} and fill[1] in {"clear", "nil"}
    plain = plain and attribute(shading, "themeFill", "background1") == "background1"
    return not plain or child(properties, "w:highlight") is not None


_PLAIN = Look()


class Style(NamedTuple):
    """What a style says itself."""

    key: str
    based_on: str
    num_id: str
    level: str
    look: Look
    element: Element


class Styles:
    """The styles, as far as they number paragraphs or change how words look."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Style] = {}
        self._looks: dict[str, Look] = {}
        self.default = ""
        """The style of paragraphs that name none."""
        self.placeholders = {"PlaceholderText"}
        """The styles of placeholders; their keys depend on the language of Word."""
        for part in package.related("styles"):
            for element in part:
                if tag(element) == "w:style":
                    self._add(element)

    def _add(self, element: Element) -> None:
        key = attribute(element, "styleId")
        numbering = child(child(element, "w:pPr"), "w:numPr")
        self._styles[key] = Style(
            key,
            child_value(element, "w:basedOn"),
            child_value(numbering, "w:numId"),
            child_value(numbering, "w:ilvl"),
            look(child(element, "w:rPr")),
            element,
        )
        if child_value(element, "w:name").lower() == "placeholder text":
            self.placeholders.add(key)
        is_default = attribute(element, "default").lower() in {"1", "true", "on"}
        if is_default and attribute(element, "type") == "paragraph":
            self.default = key

    def chain(self, key: str) -> list[Style]:
        """A style and those that it is based on, nearest first."""
        chain: dict[str, Style] = {}
        while key in self._styles and key not in chain:
            chain[key] = self._styles[key]
            key = chain[key].based_on
        return list(chain.values())

    def look(self, key: str) -> Look:
        """How text in the style looks."""
        if key not in self._looks:
            found = _PLAIN
            for style in self.chain(key):
                found = found.over(style.look)
            self._looks[key] = found
        return self._looks[key]

    def may_color(self, key: str) -> bool:
        """Whether a style of tables may give cells a background of a colour."""
        if key not in self._styles:
            return key not in {"", "TableGrid", "TableNormal"}
        parts = (part for style in self.chain(key) for part in style.element.iter())
        return any(is_colored(part) for part in parts)


class _Level(NamedTuple):
    """One level of a numbered list. `text` is its mark, with `%1` for the first level's number."""

    start: int
    format: str
    text: str
    restart: int  # 0: never; n: after the n-th level or one above it
    decimal: bool
    style: str


class _List(NamedTuple):
    """What a `w:num` refers to, with its own changes."""

    definition: str  # lists of one definition continue each other's count
    levels: dict[int, _Level]
    starts: dict[int, int]  # where its first use starts, if elsewhere than the definition says


class Numbering:
    """Counts the paragraphs of lists and gives the mark of each."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}  # by definition and level
        self._begun: set[tuple[str, int]] = set()
        for part in package.related("numbering"):
            self._load(part)

    def _load(self, part: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}  # definition: the style whose list it takes
        numbers: dict[str, tuple[str, Element]] = {}
        for element in part:
            if tag(element) == "w:abstractNum":
                key = attribute(element, "abstractNumId")
                abstract[key] = dict(_levels(element))
                linked[key] = child_value(element, "w:numStyleLink")
            elif tag(element) == "w:num":
                key = attribute(element, "numId")
                numbers[key] = (child_value(element, "w:abstractNumId"), element)
        for key, (definition, element) in numbers.items():
            for style in self._styles.chain(linked.get(definition, "")):
                if style.num_id in numbers:
                    definition = numbers[style.num_id][0]
                    break
            listed = _List(definition, dict(abstract.get(definition, {})), {})
            for override in element:
                if tag(override) == "w:lvlOverride":
                    listed.levels.update(_levels(override))
                    start = child_value(override, "w:startOverride")
                    if start:
                        listed.starts[number(attribute(override, "ilvl"), 0)] = number(start, 1)
            self._lists[key] = listed

    def mark(self, properties: Element | None) -> str:
        """The mark of the next paragraph, with these properties (`w:pPr`); empty without one."""
        direct = child(properties, "w:numPr")
        num_id, level_text = child_value(direct, "w:numId"), child_value(direct, "w:ilvl")
        by_style = not num_id
        chain = self._styles.chain(child_value(properties, "w:pStyle", self._styles.default))
        if by_style:
            for style in chain:
                level_text = level_text or style.level
                if style.num_id:
                    num_id = style.num_id
                    break
        listed = self._lists.get(num_id)
        if listed is None or num_id == "0":
            return ""
        level = number(level_text, 0)
        if by_style and not level_text:
            keys = {style.key for style in chain}
            own = (at for at, known in sorted(listed.levels.items()) if known.style in keys)
            level = next(own, 0)
        if level not in listed.levels:
            return ""
        self._count(num_id, listed, level)
        return self._printed(listed, level)

    def _count(self, num_id: str, listed: _List, level: int) -> None:
        counts = self._counts.setdefault(listed.definition, {})
        first = (num_id, level) not in self._begun
        self._begun.add((num_id, level))
        if level in counts and not (first and level in listed.starts):
            counts[level] += 1
        else:
            counts[level] = listed.starts.get(level, listed.levels[level].start)
        for lower in [at for at in counts if at > level]:
            known = listed.levels.get(lower)
            if known is None or level < known.restart:
                del counts[lower]

    def _printed(self, listed: _List, level: int) -> str:
        own = listed.levels[level]
        if own.format == "bullet":
            # symbol fonts have their bullets in the private area; Word's ring is a letter o
            text = own.text.strip()
            return "•" if text == "o" or any("\ue000" <= c <= "\uf8ff" for c in text) else text
        counts = self._counts[listed.definition]

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            known = listed.levels.get(at)
            if known is None:
                return ""
            count = counts.get(at, listed.starts.get(at, known.start))
            plain = own.decimal and known.format != "none"
            return _counted(count, "decimal" if plain else known.format)

        return re.sub(r"%([1-9])", counted, own.text).strip()


def _levels(element: Element) -> Iterator[tuple[int, _Level]]:
    """The levels that a list's definition or override defines."""
    for found in element:
        if tag(found) == "w:lvl":
            level = number(attribute(found, "ilvl"), 0)
            picture = child(found, "w:lvlPicBulletId") is not None
            yield (
                level,
                _Level(
                    number(child_value(found, "w:start"), 0),
                    child_value(found, "w:numFmt", "decimal"),
                    "•" if picture else child_value(found, "w:lvlText")[:100],
                    number(child_value(found, "w:lvlRestart"), level),
                    is_on(found, "w:isLgl"),
                    child_value(found, "w:pStyle"),
                ),
            )


def _counted(count: int, style: str) -> str:
    """A number as Word prints it; in figures if this module does not know the format."""
    text = str(count)
    if style == "none":
        return ""
    if style.endswith("Letter"):
        text = repeated_letters(count)
    elif style.endswith("Roman"):
        text = roman(count)
    elif style == "decimalZero":
        return f"{count:02}"
    elif style == "ordinal":
        tens = count % 100 in {11, 12, 13}
        return text + ("th" if tens else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th"))
    return text.upper() if style.startswith("upper") else text
