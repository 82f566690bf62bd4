"""What a page's styles say of its words: hidden, struck through, in a symbol font.

`style` attributes count, and of style sheets the rules for tags, classes and ids, also for those
within others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import NamedTuple

MAX_SHEET = 500_000
"""The most characters of a style sheet that are looked at."""

Style = Mapping[str, str]
"""Properties and their values, in small letters."""

_OFF_SCREEN = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text".split())
"""Classes of text for screen readers only, such as links that skip the navigation."""
_STRUCK = frozenset("del s strike".split())
_PAPER = "ffffff"
_WHITE = re.compile(r"white|snow|ivory|#fff|#(?:f[8-f]){3}|rgba?\((?:25\d,?){3}[\d.,%/]*\)")
"""Colours that nobody tells from white paper."""
_TRANSPARENT = re.compile(r"transparent|rgba?\((?:[^,/]+(?:,[^,/]+){2},|[^/]+/)0*\.?0+%?\)")
_COLOR = re.compile(
    r"#?(?P<hex>[\da-f]{6}|[\da-f]{3})\b|(?P<name>[a-z]+)\b(?!\()"
    r"|rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)"
)
_NAMED = {
    "black": "000000", "white": "ffffff", "gray": "808080", "grey": "808080", "silver": "c0c0c0",
    "red": "ff0000", "maroon": "800000", "yellow": "ffff00", "olive": "808000", "lime": "00ff00",
    "green": "008000", "aqua": "00ffff", "cyan": "00ffff", "teal": "008080", "blue": "0000ff",
    "navy": "000080", "fuchsia": "ff00ff", "magenta": "ff00ff", "purple": "800080",
}  # fmt: skip
"""Colours that have a number as well as a name."""
_NO_COLOR = frozenset("currentcolor inherit none unset".split())
_UNKNOWN = frozenset("auto initial revert".split())
"""Words for the colour of what is around, and for one that nobody names."""
_NOTHING = re.compile(r"0*\.?0+(?:px|pt|em|rem|%)?")
_FAR_AWAY = re.compile(r"-\d{4,}(?:\.\d+)?(?:px|pt|em)")
_HIDING = {
    "display": re.compile("none"),
    "content-visibility": re.compile("hidden"),
    "clip": re.compile(r"rect\((?:[01](?:px)?[ ,]*){4}\)"),
    "clip-path": re.compile(r"inset\((?:50|100)%.*\)"),
    "transform": re.compile(r"scale\(0(?:, ?0)?\)"),
    "mso-hide": re.compile("all"),
    "font-size": _NOTHING,
    "opacity": _NOTHING,
    "left": _FAR_AWAY,
    "text-indent": _FAR_AWAY,
}
"""Which values of a property hide words."""
_HIDING_BY_LOOKS = _HIDING.keys() - {"display", "mso-hide"} | {"height", "max-height", "overflow"}
_NO_ROOM = re.compile(r"(?:0*\.?0+|1(?=px))(?:px|pt|em|rem|%)?")
_CUT_OFF = re.compile("hidden|clip")
_SYMBOL_FONT = re.compile(
    r"\b(?:(?:itc )?zapf ?dingbats|wingdings(?: [23])?|webdings|monotype sorts|marlett|symbol)\b"
)


class Look(NamedTuple):
    """How an element's words look. What is in the element takes it over."""

    struck: bool = False
    symbol_font: str = ""
    invisible: bool = False
    color: str = ""  # as `plain_color` says it; empty if it is not known
    ground: str = _PAPER
    raised: bool = False


PLAIN = Look()


def by_tag(tag: str, around: Look) -> Look:
    """The look of an element without attributes within one that has the look `around`."""
    if tag == "sup":
        return around._replace(raised=True)
    return around._replace(struck=True) if tag in _STRUCK else around


def look(tag: str, attributes: Style, style: Style, around: Look) -> Look:
    """The look of an element within one that has the look `around`."""
    line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if not line:  # what a style says of a line holds in place of what the tag says
        around = by_tag(tag, around)
    raised = around.raised or tag == "sup"
    font = around.symbol_font
    if said := style.get("font-family") or style.get("font") or attributes.get("face", "").lower():
        named = _SYMBOL_FONT.search(said.split(",")[0])
        font = named[0] if named else ""
    ground = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
    if "background-image" in style:
        ground = "a picture"
    visibility = style.get("visibility")
    return Look(
        around.struck or "line-through" in line,
        font,
        visibility in {"hidden", "collapse"} if visibility else around.invisible,
        "" if tag == "a" and "href" in attributes else around.color,
        plain_color(ground.lower(), around.ground, around.ground) if ground else around.ground,
        style.get("vertical-align", "super" if raised else "") == "super",
    )


def hides(attributes: Style, style: Style) -> bool:
    """Whether attributes and declarations hide an element and all that is in it."""
    return (
        "hidden" in attributes
        or not _OFF_SCREEN.isdisjoint(attributes.get("class", "").lower().split())
        or any(name in style and value.fullmatch(style[name]) for name, value in _HIDING.items())
        or (
            _CUT_OFF.fullmatch(style.get("overflow", "")) is not None
            and any(_NO_ROOM.fullmatch(style.get(name, "")) for name in ("height", "max-height"))
        )
    )


def plain_color(said: str, around: str, behind: str) -> str:
    """A colour as six hexadecimal digits, or as its name; empty if it is not plainly one.

    What is nearly white is white, and what is transparent shows what is `behind`.
    """
    plain = said.replace(" ", "")
    if _TRANSPARENT.fullmatch(plain):
        return behind
    if _WHITE.fullmatch(plain):
        return _PAPER if behind == _PAPER or not plain.startswith("rgba") else ""
    found = _COLOR.match(said)
    if not found or "(" in said[found.end() :] or found["name"] in _UNKNOWN:
        return ""
    if not found["name"] and not found["hex"]:
        return "".join(f"{min(int(each), 255):02x}" for each in found.groups()[2:])
    if digits := found["hex"]:
        return digits if len(digits) == 6 else "".join(2 * each for each in digits)
    if found["name"] in _NO_COLOR:  # `none` can be the picture's, before the colour
        return "" if said[found.end() :].strip() else around
    return _NAMED.get(found["name"], found["name"])


def declared(text: str) -> dict[str, str]:
    """The declarations of a `style` attribute or of a rule."""
    pairs = (each.partition(":") for each in text.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value
    }


# ---- style sheets -------------------------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_AT_RULE = re.compile(r"@([^{};@]*+)(?:;|\{((?:[^{}]*+\{[^{}]*+\})*+[^{}]*+)\})")
_FOR_SCREENS = re.compile(
    r"media\b(?:[^{]*,)?\s*(?:only\s+)?(?:(?:all|screen)\b\s*)?"
    r"(?:(?:and\s*)?\(\s*min-width\s*:\s*(?:\d{1,3}(?:\.\d+)?px|1[0-2]\d\dpx|\d\d(?:\.\d+)?r?em)\s*\)\s*)*"
    r"(?:,.*)?",
    re.S,
)
"""At-rules for usual screens: `media screen`, `media (min-width: 768px)`, but not `media print`."""
_SIMPLE = re.compile(r"[\w-]*(?:[.#][\w-]+)?")
_TELLING = re.compile(
    "display|visibility|mso-hide|size|opacity|left|indent|clip|transform|height"
    "|text-decoration|line-through|background|-family|list-style|content"
)

_SHOWN_AGAIN = frozenset({"display", "visibility"})
"""What a later rule for elements within others may show again."""

_NESTED = frozenset(
    "content display visibility mso-hide text-decoration text-decoration-line list-style"
    " list-style-type".split()
)
"""What is taken from rules for elements within others."""
_COMPOUND = re.compile(r"(\*|[\w-]*)((?:[.#][\w-]+)*)")
MAX_NESTED = 1_000
"""The most rules for elements within others that are looked at."""

_Step = tuple[str, frozenset[str], bool]
"""What an element has to be: its tag, its names, and whether it stands directly in the next."""


class _Rule(NamedTuple):
    """A rule: what the element and those around it have to be, innermost first, and its style.

    Of the rules that apply to an element, those with the greatest weight win.
    """

    weight: tuple[bool, int, int, int, int]  # important, ids, classes, tags, place in the sheets
    steps: list[_Step]
    style: dict[str, str]

    def applies(self, around: list[tuple[str, set[str]]]) -> bool:
        """Whether it applies to the first of elements that stand within each other."""
        at = 0
        for n, (tag, names, _) in enumerate(self.steps):
            direct = n == 0 or self.steps[n - 1][2]
            while at < len(around):
                found = tag in {"", "*", around[at][0]} and names <= around[at][1]
                at += 1
                if found:
                    break
                if direct:
                    return False
            else:
                return False
        return True


def _steps(selector: str) -> list[_Step] | None:
    """The steps of a selector; None if it asks for more than tags, classes and ids."""
    parts = re.split(r"\s*(>)\s*|\s+", selector)[::-1]
    steps = []
    for part, joint in zip(parts[::2], [*parts[1::2], None], strict=True):
        found = _COMPOUND.fullmatch(part)
        if not found or not part:
            return None
        names = frozenset(re.findall(r"[.#][\w-]+", found[2]))
        steps.append((found[1], names, joint == ">"))
    return steps


_PASSING = re.compile(
    ":(?:hover|focus|active|visited|link|target|checked|empty|before|after|first-l|placeholder)"
)
"""What a page does not show until somebody does something, or what is not its text."""


def _may_hide(style: Style) -> bool:
    """Whether a style hides words or strikes them through."""
    invisible = style.get("visibility") in {"hidden", "collapse"}
    return invisible or "line-through" in "".join(style.values()) or hides({}, style)


def _names(attributes: Style) -> set[str]:
    names = {f".{name}" for name in attributes.get("class", "").lower().split()}
    return names | ({f"#{attributes['id'].lower()}"} if attributes.get("id") else set())


class Sheet:
    """The rules of a page's style sheets that its words depend on."""

    def __init__(self) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._nested: dict[str, list[_Rule]] = {}
        self._size = self._place = 0
        self.is_whole = True
        """Whether everything that gives a background is known."""

    def add(self, text: str, media: str = "", *, linked: bool = False) -> None:
        """Take the rules of a style sheet, if it is for screens.

        Of a sheet that the page links to, what hides words counts only if it says so: sheets of
        whole sites make words small, transparent or far away until a script or a rule shows them.
        """
        if not _FOR_SCREENS.fullmatch(f"media {media.strip().lower()}"):
            return
        text = _COMMENT.sub("", text[:MAX_SHEET].lower())
        for_screens = _AT_RULE.sub(
            lambda rule: rule[2] or "" if _FOR_SCREENS.fullmatch(rule[1]) else "", text
        )
        for rule in for_screens.split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if not _TELLING.search(declarations):
                continue
            important = ";".join(each for each in declarations.split(";") if "!important" in each)
            for said, wins in ((declarations, False), (important, True)):
                style = declared(said)
                if linked:
                    style = {name: style[name] for name in style.keys() - _HIDING_BY_LOOKS}
                if style:
                    for selector in map(str.strip, selectors.split(",")):
                        self._add_rule(selector, style, wins)

    def _add_rule(self, selector: str, style: dict[str, str], important: bool) -> None:
        self._place += 1
        if _SIMPLE.fullmatch(selector):
            rule = self._rule(_steps(selector) or [], style, important)
            self._rules.setdefault(selector, []).append(rule)
            return
        if not self._add_nested(selector, style, important):
            again = {
                name: style[name]
                for name in style.keys() & _SHOWN_AGAIN
                if not _may_hide({name: style[name]})
            }
            for rule in self._rules.get(re.split(r"[\s>+~]+", selector)[-1], ()):
                rule.style.update({name: again[name] for name in again.keys() & rule.style.keys()})
        if any(name.startswith("background") for name in style):
            self.is_whole = False

    def _rule(self, steps: list[_Step], style: dict[str, str], important: bool) -> _Rule:
        names = [name for _, found, _ in steps for name in found]
        ids = sum(name.startswith("#") for name in names)
        tags = sum(tag not in {"", "*"} for tag, _, _ in steps)
        return _Rule((important, ids, len(names) - ids, tags, self._place), steps, dict(style))

    def _add_nested(self, selector: str, style: dict[str, str], important: bool) -> bool:
        """Take a rule for elements within others, and the marks that it puts before items.

        Returns whether it is one that is understood.
        """
        said = {name: style[name] for name in style.keys() & _NESTED}
        selector, mark, _ = re.sub(r"::?before$", "\0", selector).partition("\0")
        content = said.pop("content", "")
        if mark:
            said = {"item-mark": content} if content else {}
        if not said or self._size >= MAX_NESTED:
            return False
        steps = understood = _steps(selector)
        if not steps and not mark and _may_hide(said) and not _PASSING.search(selector):
            known = re.sub(r"(?<![^\s>+~])(?=[\[:])", "*", selector)
            known = re.sub(r"\[[^]]*\]|::?[\w-]+(?:\([^)]*\))?", "", known)
            steps = _steps(re.split("[+~]", known)[-1].strip())
            said = {"may-hide": selector}
        if steps:
            self._size += 1
            rule = self._rule(steps, said, important)
            tag, names, _ = steps[0]
            self._nested.setdefault(min(names, default=tag), []).append(rule)
        return understood is not None

    def of(
        self, tag: str, attributes: Style, around: Callable[[], list[tuple[str, Style]]]
    ) -> dict[str, str]:
        """What the sheets declare for an element within others, which are asked innermost first."""
        rules: list[_Rule] = []
        names = _names(attributes)
        if self._rules:
            for selector in (tag, *names, *(tag + name for name in names)):
                rules += self._rules.get(selector, ())
        if self._nested:
            nested = [rule for key in ("", "*", tag, *names) for rule in self._nested.get(key, ())]
            if nested:
                elements = [(name, _names(said)) for name, said in [(tag, attributes), *around()]]
                rules += [rule for rule in nested if rule.applies(elements)]
        found: dict[str, str] = {}
        for rule in sorted(rules, key=attrgetter("weight")) if rules else ():
            found.update(rule.style)
        return found
