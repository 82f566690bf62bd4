"""The form in which people check codes in JupyterLab; what they decide is saved at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ipywidgets
import pandas as pd

from annual_review.analysis import subject_name
from annual_review.codebook import SCHEMES, Code, Scheme, choices
from annual_review.codebook.coding import SUGGESTIONS
from annual_review.errors import AnnualReviewError
from annual_review.review.decisions import (
    Decision,
    ReviewError,
    decide,
    initials,
    refuse_unknown,
    settle,
)
from annual_review.review.queue import KINDS, differences, progress, queue, texts_of
from annual_review.show import label
from annual_review.show.sentences import escaped
from annual_review.tables import Tables
from annual_review.tables.sources import hand_codings

_AT_ONCE = 500
"""Items that are looked up at once; suggestions for more would take a moment."""

_TOO_FAST = 0.25
"""Seconds after an item is shown in which nobody can have read it."""

_WIDE = {"layout": {"width": "min(100%, 60em)"}, "style": {"description_width": "7em"}}

_STYLE = (
    "<style>.to-code{max-width:60em;line-height:1.5;white-space:normal}"
    ".to-code .surroundings{max-height:16em;overflow:auto;padding:.6em;"
    "border:1px solid var(--jp-border-color1,#999)}"
    ".to-code mark{background:#ffe58a;color:#111}.to-code dl{display:block;margin:0}"
    ".to-code :is(dt,dd){display:block;float:none;width:auto;padding:0}"
    ".to-code dt{font-weight:600}.to-code dd{margin:0 0 .4em 1em}</style>"
)


class Form:
    """The form: who codes, the item that is asked about, and the differences to settle.

    Parameters
    ----------
    tables : Tables
    file : Path
        The `codings.csv` in which decisions are saved. It is not read before somebody codes.

    Attributes
    ----------
    controls : ipywidgets.VBox
    """

    def __init__(self, tables: Tables, file: Path) -> None:
        self._tables, self._file = tables, file
        self._queue: list[dict[str, Any]] = []
        self._done: list[dict[str, Any]] = []
        self._differing: list[dict[str, Any]] = []
        self._skipped: set[tuple[str, str]] = set()
        self._left = self._total = 0
        self._shown = 0.0

        self._coder = ipywidgets.Text(
            description="Initials", placeholder="AB", continuous_update=False, **_WIDE
        )
        every = [("all", ""), *((name, scheme) for scheme, name in KINDS.items())]
        self._scheme = ipywidgets.Dropdown(description="Codes of", options=every, **_WIDE)
        self._blind = ipywidgets.Checkbox(
            description="Blind: code what others have coded, without seeing any code", **_WIDE
        )
        self._message = ipywidgets.HTML()
        self._item, self._entries = ipywidgets.HTML(), ipywidgets.HTML()
        self._suggested: list[str] = []
        self._suggestions = [
            self._button("", "Pick this code", partial(self._pick, n)) for n in range(SUGGESTIONS)
        ]
        self._picked = _picker("Code")
        self._about = ipywidgets.HTML()
        self._note = ipywidgets.Text(description="Note", placeholder="optional", **_WIDE)
        once = self._once
        self._keep = self._button("Keep", "The present code is right", once(self._on_keep))
        self._change = self._button("Change", "Save the code picked above", once(self._on_change))
        self._add = self._button(
            "Add", "Keep the present code, and add the one picked above", once(self._on_add)
        )
        self._skip = self._button("Skip", "Leave this item for later", once(self._on_skip))
        self._back = self._button("Back", "Return to the item before", self._on_back)
        buttons = [self._keep, self._change, self._add, self._skip, self._back]
        self._differences = ipywidgets.VBox()
        for each in (self._coder, self._scheme, self._blind):
            each.observe(self._guarded(self._start), names="value")
        self._picked.observe(self._describe, names="value")
        self.controls = ipywidgets.VBox(
            [
                ipywidgets.HTML(_STYLE), self._coder, self._scheme, self._blind,
                self._item, self._entries,
                ipywidgets.HBox(self._suggestions, layout={"flex_flow": "row wrap"}),
                self._picked, self._about,
                self._note, ipywidgets.HBox(buttons), self._message, self._differences,
            ]
        )  # fmt: skip
        self._say("Enter your initials to begin.")
        self._show()

    # ---- what buttons do ----

    def _start(self) -> None:
        """Look up what this person is to code."""
        self._queue, self._done, self._differing = [], [], []
        self._skipped.clear()
        self._show()
        if not self._coder.value.strip():
            self._say("Enter your initials to begin.")
            return
        initials(self._coder.value)
        self._fetch()
        self._show()

    def _fetch(self) -> None:
        given = hand_codings(self._file)
        blind = self._blind.value
        scheme = next((each for each in SCHEMES if each == self._scheme.value), None)
        found = queue(
            self._tables,
            given,
            initials(self._coder.value),
            scheme,
            blind=blind,
            most=None if blind else _AT_ONCE + len(self._skipped),
        )
        self._queue = sorted(_records(found), key=self._was_skipped)
        if blind:
            self._left = self._total = len(found)
        else:
            rows = progress(self._tables, given)
            rows = rows[rows["scheme"] == scheme] if scheme else rows
            self._total = int(rows["to_check"].sum())
            self._left = self._total - int(rows["checked"].sum())
        # who codes blind must not see the codes of others
        self._differing = [] if blind else _records(differences(self._tables, given))

    def _on_keep(self) -> None:
        self._decide(self._queue[0]["code"])

    def _on_change(self) -> None:
        self._decide(self._picked_code())

    def _on_add(self) -> None:
        present, added = self._queue[0]["code"], self._picked_code()
        if present == added:
            raise ReviewError(
                "Add", found=f"{added}, the present code", expected="another code to add to it"
            )
        self._decide(present, added)

    def _picked_code(self) -> str:
        code: str = self._picked.value.partition(":")[0].strip()
        if not code:
            raise ReviewError("Code", found="no code", expected="a code picked from the list")
        refuse_unknown(code, self._queue[0]["scheme"], "Code")
        return code

    def _decide(self, *codes: str) -> None:
        item = self._queue[0]
        items = texts_of(self._tables, item["item_ids"].split())
        decision = Decision(item["scheme"], items, codes, self._note.value)
        decide(self._file, [decision], self._coder.value)
        if not item.get("decided"):
            self._left -= 1
        item["decided"] = True
        self._done.append(self._queue.pop(0))
        self._next(f"Saved: {', '.join(map(label, codes))}.")

    def _on_skip(self) -> None:
        item = self._queue.pop(0)
        if item.get("decided"):
            self._done.append(item)
            self._next("Left as you coded it.")
            return
        self._skipped.add((item["scheme"], item["item_ids"]))
        self._queue.append(item)
        self._next("Skipped: it is asked again at the end.")

    def _was_skipped(self, item: dict[str, Any]) -> bool:
        return (item["scheme"], item["item_ids"]) in self._skipped

    def _on_back(self) -> None:
        self._queue.insert(0, self._done.pop())
        self._show()
        self._say("Code it again, or skip it to leave it as you coded it.")

    def _next(self, said: str) -> None:
        """Go to the next item; look up more if only skipped ones are at hand."""
        if self._left > len(self._queue) and all(map(self._was_skipped, self._queue)):
            self._fetch()
        self._show()
        if self._queue:
            self._say(said)

    def _on_settle(self, code: str) -> None:
        item = self._differing[0]
        refuse_unknown(code, item["scheme"], "Settle")
        items = texts_of(self._tables, item["item_ids"].split())
        settle(self._file, Decision(item["scheme"], items, (code,)), self._coder.value)
        self._differing.pop(0)
        self._show_differences()
        self._say(f"Settled: {label(code)}.")

    # ---- what is shown ----

    def _show(self) -> None:
        """Show the first item of the queue."""
        item = self._queue[0] if self._queue else None
        self._picked.value = self._note.value = ""
        self._back.disabled = not self._done
        for each in (self._change, self._skip, self._picked, self._note):
            each.disabled = item is None
        self._keep.disabled = self._add.disabled = item is None or not item["code"]
        suggested = [item[f"suggestion_{n}"] for n in range(1, SUGGESTIONS + 1)] if item else []
        self._suggested = list(filter(None, suggested))
        for n, button in enumerate(self._suggestions):
            known = n < len(self._suggested)
            button.layout.display = "" if known else "none"
            button.description = f"Pick {n + 1}: {label(self._suggested[n])}" if known else ""
        self._show_differences()
        if item is None:
            self._entries.value = self._item.value = ""
            if self._coder.value.strip():
                self._say("There is nothing left to code here.")
            return
        self._picked.options = _options(item["scheme"])
        self._entries.value = _explained(item["scheme"], self._suggested)
        self._say("")
        # last, so that nobody sees an item beside the suggestions for another
        self._item.value = self._asked(item)
        self._shown = time.monotonic()

    def _asked(self, item: dict[str, Any]) -> str:
        """The item as markup: progress, where it is from, and the words marked among the others."""
        if self._blind.value:
            far = f"{self._total - self._left} of {self._total} coded"
        else:
            far = f"{self._total - self._left:,} of {self._total:,} checked"
        present = (
            f"<p>Present code: <b>{escaped(label(item['code']))}</b> "
            f"({escaped(item['code'])}), how sure: {item['score']:.2f} of 1</p>"
            if item["code"]
            else ""
        )
        return (
            "<section class='to-code' aria-label='Item to code'>"
            f"<p class='how-far'>{escaped(far)}</p>{_where(item)}{_marked(item)}{present}"
            "</section>"
        )

    def _show_differences(self) -> None:
        self._differences.children = ()
        if not self._differing:
            return
        item = self._differing[0]
        given = dict(zip(item["coders"].split(), item["codes"].split(), strict=True))
        listed = "".join(
            f"<li>{escaped(coder)}: {escaped(label(code))} ({escaped(code)})</li>"
            for coder, code in given.items()
        )
        head = f"<h3>Differences to settle: {len(self._differing):,}</h3>"
        other = _picker("Another code")
        other.options = _options(item["scheme"])
        self._differences.children = [
            ipywidgets.HTML(
                "<section class='to-code' aria-label='Difference to settle'>"
                f"{head}{_where(item)}{_marked(item)}<ul>{listed}</ul></section>"
            ),
            ipywidgets.HBox(
                [
                    self._button(f"Settle: {label(code)}", code, partial(self._on_settle, code))
                    for code in dict.fromkeys(given.values())
                ],
                layout={"flex_flow": "row wrap"},
            ),
            other,
            self._button(
                "Settle with another code",
                "Settle with the code picked above",
                lambda: self._on_settle(other.value.partition(":")[0].strip()),
            ),
        ]

    def _describe(self, _change: object) -> None:
        """Show the codebook's entry of the code that is picked."""
        code = self._picked.value.partition(":")[0].strip()
        scheme: Scheme | None = self._queue[0]["scheme"] if self._queue else None
        if scheme is None or code not in choices(scheme):
            self._about.value = ""
            return
        self._about.value = _explained(scheme, [code], numbered=False)

    def _say(self, text: str, role: str = "status") -> None:
        self._message.value = f"<p role='{role}'>{escaped(text)}</p>"

    # ---- how buttons are made ----

    def _button(self, name: str, tooltip: str, action: Callable[[], None]) -> Any:
        button = ipywidgets.Button(
            description=name, tooltip=tooltip, layout={"width": "auto", "max_width": "100%"}
        )
        button.on_click(self._guarded(action))
        return button

    def _once(self, action: Callable[[], None]) -> Callable[[], None]:
        """Do it, unless nobody can have read the item yet: a key was held, or clicked twice."""

        def act() -> None:
            shown, self._shown = self._shown, time.monotonic()
            if self._shown - shown < _TOO_FAST:
                self._say("Pressed twice: this item was not coded.")
            else:
                action()

        return act

    def _guarded(self, action: Callable[[], None]) -> Callable[[object], None]:
        """Do it; what goes wrong is said in the form, where a traceback would be lost."""

        def act(_event: object) -> None:
            try:
                action()
            except AnnualReviewError as error:
                self._say(str(error), "alert")

        return act

    def _pick(self, n: int) -> None:
        entry = choices(self._queue[0]["scheme"])[self._suggested[n]]
        self._picked.value = _option(entry)


def _picker(description: str) -> Any:
    return ipywidgets.Combobox(
        description=description, placeholder="type to search the codebook", **_WIDE
    )


def _records(found: pd.DataFrame) -> list[dict[str, Any]]:
    rows: Any = found.astype(object).where(found.notna(), None).to_dict("records")
    return list(rows)


def _option(entry: Code) -> str:
    return f"{entry.code}: {entry.label}. {entry.description}"


def _options(scheme: Scheme) -> list[str]:
    return [_option(each) for each in choices(scheme).values()]


def _where(item: dict[str, Any]) -> str:
    said = [item["country"], subject_name(item["subject"]), item["years"], label(item["field"])]
    asked = f"Code it as: {item['scheme']}"
    return f"<p>{escaped(' · '.join(filter(None, said)))}<br><b>{escaped(asked)}</b></p>"


def _marked(item: dict[str, Any]) -> str:
    """The item's words marked within its statement, or above it if they stand there otherwise."""
    whole, start, end = item["surroundings"], item["start"], item["end"]
    if start is None:
        text = f"<mark>{escaped(item['text'])}</mark><br>{escaped(whole)}"
    else:
        parts = whole[:start], whole[start:end], whole[end:]
        before, own, after = map(escaped, parts)
        text = f"{before}<mark>{own}</mark>{after}"
    return (
        "<div class='surroundings' tabindex='0' role='group' "
        f"aria-label='The item within its statement'>{text}</div>"
    )


def _explained(scheme: Scheme, codes: list[str], *, numbered: bool = True) -> str:
    """The codebook's entries of some codes."""
    entries = []
    known = choices(scheme)
    for n, code in enumerate(codes, 1):
        entry = known[code]
        number = f"{n}. " if numbered else ""
        limits = f" Not covered: {entry.excludes}" if entry.excludes else ""
        entries.append(
            f"<dt>{number}{escaped(entry.label)} ({escaped(entry.code)})</dt>"
            f"<dd>{escaped(entry.description + limits)}</dd>"
        )
    title = "<p><b>Suggestions</b></p>" if numbered and codes else ""
    return f"<div class='to-code'>{title}<dl>{''.join(entries)}</dl></div>" if codes else ""
