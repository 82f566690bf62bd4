"""The form in which people check codes in JupyterLab; what they decide is saved at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import ipywidgets
import pandas as pd

from annual_review.analysis import subject_name
from annual_review.codebook import NO_GROUP, SCHEMES, Code, Scheme, choices
from annual_review.codebook.coding import SUGGESTIONS
from annual_review.errors import AnnualReviewError
from annual_review.review.decisions import (
    Decision,
    ReviewError,
    code_named,
    decide,
    initials,
    settle,
)
from annual_review.review.page import gave
from annual_review.review.queue import KINDS, differences, item_texts, progress, queue
from annual_review.show import label
from annual_review.show.sentences import escaped
from annual_review.tables import SETTLED, Tables, hand_codings, in_force

_AT_ONCE = 500
"""Items that are looked up at once; suggestions for more would take a moment."""

_TOO_FAST = 0.25
"""Seconds after an item is shown in which nobody can have read it."""

_IGNORED = " A second press came too soon and was not counted."

_WRAPPED = {"flex_flow": "row wrap"}
_NARROW = {"layout": {"width": "14em"}, "style": {"description_width": "5em"}}
_WIDE = {"layout": {"width": "min(100%, 60em)"}, "style": {"description_width": "7em"}}

_STYLE = (
    "<style>.to-code{max-width:60em;line-height:1.5;white-space:normal}"
    ".to-code .surroundings{max-height:12em;overflow:auto;padding:.6em;"
    "border:1px solid var(--jp-border-color1,#999)}"
    ".to-code mark{background:#ffe58a;color:#111}.to-code dl{display:block;margin:0;"
    "max-height:17em;overflow:auto}"
    ".to-code p{margin:.3em 0}.to-code [role=alert]{color:var(--jp-error-color1,#b71c1c);"
    "font-weight:600}.to-code :is(dt,dd){display:block;float:none;width:auto;padding:0}"
    ".to-code dt{font-weight:600}.to-code dd{margin:0 0 .4em 1em}</style>"
)


class Form:
    """The form: who codes, the item that is asked about, and the differences to settle.

    Decisions are saved in `file`, a `codings.csv`, which is not read before somebody codes.
    `controls` are what is shown.
    """

    def __init__(self, tables: Tables, file: Path) -> None:
        self._tables, self._file = tables, file
        self._queue: list[dict[str, Any]] = []
        self._done: list[dict[str, Any]] = []
        self._differing: list[dict[str, Any]] = []
        self._skipped: set[tuple[str, str]] = set()
        self._left = self._total = 0
        self._shown, self._said = 0.0, ""

        self._coder = ipywidgets.Text(
            description="Initials", placeholder="AB", continuous_update=False, **_NARROW
        )
        every = [("all", ""), *((name, scheme) for scheme, name in KINDS.items())]
        self._scheme = ipywidgets.Dropdown(description="Codes of", options=every, **_NARROW)
        self._blind = ipywidgets.Checkbox(
            description="Blind: code what others have coded, without seeing any code",
            indent=False,
            layout={"width": "auto"},
        )
        self._message = self._above = ipywidgets.HTML()
        self._below = ipywidgets.HTML()  # near the buttons that settle
        self._item, self._entries = ipywidgets.HTML(), ipywidgets.HTML()
        self._suggested: list[str] = []
        self._suggestions = [  # one more: an item can name no group
            self._button("", "Pick this code", partial(self._pick, n))
            for n in range(SUGGESTIONS + 1)
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
        who = [self._coder, self._scheme, self._blind]
        buttons = [self._keep, self._change, self._add, self._skip, self._back]
        self._differences = ipywidgets.VBox()
        for each in who:
            each.observe(self._guarded(self._start), names="value")
        self._picked.observe(self._describe, names="value")
        self.controls = ipywidgets.VBox(
            [
                ipywidgets.HTML(_STYLE), ipywidgets.HBox(who, layout=_WRAPPED),
                self._item, self._entries, ipywidgets.HBox(self._suggestions, layout=_WRAPPED),
                self._picked, self._note, ipywidgets.HBox(buttons), self._message,
                self._about,  # below the buttons, which stay where they are
                self._differences, self._below,
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
        given = hand_codings.read(self._file)
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
        present, picked = _present(self._queue[0]), self._picked.value.strip()
        if picked and self._picked_code() not in present:
            raise ReviewError(
                "Keep",
                found=f"another code in the field Code, {self._picked_code()}",
                expected="none, as Keep confirms the present code",
                remedy="Press Change or Add to save the one picked, or empty the field.",
            )
        self._decide(*present)

    def _on_change(self) -> None:
        self._decide(self._picked_code())

    def _on_add(self) -> None:
        present, added = _present(self._queue[0]), self._picked_code()
        if added in present:
            raise ReviewError(
                "Add", found=f"{added}, a present code", expected="another code to add"
            )
        self._decide(*present, added)

    def _picked_code(self) -> str:
        return code_named(self._picked.value, self._queue[0]["scheme"], "Code")

    def _decide(self, *codes: str) -> None:
        item, elsewhere = self._queue[0], self._drop_coded_elsewhere()
        if self._queue[:1] != [item]:
            self._next(f"Not saved: this item was coded elsewhere meanwhile.{elsewhere}")
            return
        items = item_texts(self._tables, item["item_ids"].split())
        decision = Decision(item["scheme"], items, codes, self._note.value)
        decide(self._file, [decision], self._coder.value)
        if "given" not in item:
            self._left -= 1
        item |= {"given": codes, "note": self._note.value}
        self._leave()
        self._next(f"Saved: {_in_words(codes)}.{elsewhere}")

    def _drop_coded_elsewhere(self) -> str:
        """Drop what was coded in a workbook or another window, and say how many items that is."""
        new = [each for each in self._queue if "given" not in each]
        ids = [each for item in new for each in item["item_ids"].split()]
        own = (self._coder.value.strip().upper(), SETTLED)
        texts = item_texts(self._tables, ids)
        coded = {
            (each.item_id, each.scheme)
            for each in in_force(hand_codings.read(self._file), texts)
            if not self._blind.value or each.person in own
        }
        gone = [
            _key(item)
            for item in new
            if any((each, item["scheme"]) in coded for each in item["item_ids"].split())
        ]
        self._queue = [each for each in self._queue if _key(each) not in gone]
        self._left -= len(gone)
        return f" Coded elsewhere meanwhile, and not asked: {len(gone):,}." if gone else ""

    def _on_skip(self) -> None:
        item = self._leave()
        if "given" in item:
            self._next("Left as you coded it.")
            return
        self._skipped.add(_key(item))
        self._queue.append(item)
        self._next("Skipped: it is asked again at the end.")

    def _leave(self) -> dict[str, Any]:
        """Take the first item out of the queue; Back returns to it."""
        item = self._queue.pop(0)
        self._done = [*(each for each in self._done if _key(each) != _key(item)), item]
        return item

    def _was_skipped(self, item: dict[str, Any]) -> bool:
        return _key(item) in self._skipped

    def _on_back(self) -> None:
        item = self._done.pop()
        self._queue = [item, *(each for each in self._queue if _key(each) != _key(item))]
        self._show()
        coded = "Code it again, or skip it to leave it as you coded it."
        self._say(coded if "given" in item else "You skipped this item.")

    def _next(self, said: str) -> None:
        """Go to the next item; look up more if only skipped ones are at hand."""
        if self._left > len(self._queue) and all(map(self._was_skipped, self._queue)):
            self._fetch()
        self._show()
        self._say(said if self._queue else f"{said} {self._said}")

    def _on_settle(self, *codes: str) -> None:
        item = self._differing[0]
        self._differing = _records(differences(self._tables, hand_codings.read(self._file)))
        if item not in self._differing:
            self._show_differences()
            self._say("Not saved: this difference was settled, or coded anew, meanwhile.")
            return
        items = item_texts(self._tables, item["item_ids"].split())
        settle(self._file, Decision(item["scheme"], items, codes), self._coder.value)
        self._differing.remove(item)
        self._show_differences()
        self._say(f"Settled: {_in_words(codes)}.")

    def _on_settle_otherwise(self, other: Any) -> None:
        self._on_settle(code_named(other.value, self._differing[0]["scheme"], "Settle"))

    # ---- what is shown ----

    def _show(self) -> None:
        """Show the first item of the queue."""
        item = self._queue[0] if self._queue else None
        self._picked.value, self._note.value = "", item.get("note", "") if item else ""
        self._back.disabled = not self._done
        for each in (self._change, self._skip, self._picked, self._note):
            each.disabled = item is None
        present = _present(item) if item else ()
        self._keep.disabled = self._add.disabled = not present
        self._change.description = "Change" if present or item is None else "Save"
        suggested = [item[f"suggestion_{n}"] for n in range(1, SUGGESTIONS + 1)] if item else []
        self._suggested = list(filter(None, suggested))
        if item and item["scheme"] == "group" and self._suggested:
            self._suggested.append(NO_GROUP)
        for n, button in enumerate(self._suggestions):
            known = n < len(self._suggested)
            button.layout.display = "" if known else "none"
            button.description = f"Pick {n + 1}: {label(self._suggested[n])}" if known else ""
        self._show_differences()
        if item is None:
            self._entries.value = self._item.value = ""
            if self._blind.value and not self._total:
                self._say("There is nothing to code blind: all that others have coded, you have.")
            elif self._coder.value.strip():
                self._say("There is nothing left to code here.")
            return
        self._picked.options = _options(item["scheme"])
        self._entries.value = _entries(item, self._suggested)
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
        return (
            "<section class='to-code' aria-label='Item to code'>"
            f"<p class='how-far'>{escaped(far)}</p>{_where(item)}{_marked(item)}</section>"
        )

    def _show_differences(self) -> None:
        self._differences.children = ()
        if not self._differing:
            return
        item = self._differing[0]
        given = zip(item["coders"], item["codes"], item["notes"], strict=True)
        listed = "".join(f"<li>{escaped(gave(*each))}</li>" for each in given)
        head = f"<h3>Differences to settle: {len(self._differing):,}</h3>"
        other = _picker("Another code")
        other.options = _options(item["scheme"])

        def button(name: str, tooltip: str, action: Callable[..., None], *given: Any) -> Any:
            once = self._once(partial(action, *given))
            return self._button(name, tooltip, once, self._below)

        self._differences.children = [
            ipywidgets.HTML(
                "<section class='to-code' aria-label='Difference to settle'>"
                f"{head}{_where(item)}{_marked(item)}<ul>{listed}</ul></section>"
            ),
            ipywidgets.HBox(
                [
                    button(f"Settle: {_in_words(codes)}", ", ".join(codes), self._on_settle, *codes)
                    for codes in dict.fromkeys(map(tuple, item["codes"]))
                ],
                layout=_WRAPPED,
            ),
            other,
            button(
                "Settle with another code",
                "Settle with the code picked above",
                self._on_settle_otherwise,
                other,
            ),
        ]
        self._shown = time.monotonic()

    def _describe(self, _change: object) -> None:
        """Show the codebook's entry of the code that is picked, unless it is shown already."""
        item, code = self._queue[0] if self._queue else None, self._picked.value.partition(":")[0]
        known = choices(item["scheme"]) if item else {}
        shown = item is None or code in (*_present(item), *self._suggested)
        self._about.value = "" if shown or code not in known else _listed(_entry(known[code]))

    def _say(self, text: str, role: str = "status") -> None:
        self._said = text
        self._above.value = self._below.value = ""
        self._message.value = f"<div class='to-code'><p role='{role}'>{escaped(text)}</p></div>"

    # ---- how buttons are made ----

    def _button(
        self, name: str, tooltip: str, action: Callable[[], None], message: Any = None
    ) -> Any:
        button = ipywidgets.Button(
            description=name,
            tooltip=tooltip,
            layout={"width": "auto", "max_width": "100%", "align_self": "flex-start"},
        )
        button.on_click(self._guarded(action, message))
        return button

    def _once(self, action: Callable[[], None]) -> Callable[[], None]:
        """Do it, unless nobody can have read the item yet: a key was held, or clicked twice."""

        def act() -> None:
            shown, self._shown = self._shown, time.monotonic()
            if self._shown - shown < _TOO_FAST:
                said = self._said.removesuffix(_IGNORED)
                self._say(said + _IGNORED)
            else:
                action()

        return act

    def _guarded(self, action: Callable[[], None], message: Any = None) -> Callable[[object], None]:
        """Do it; what goes wrong is said in the form, where a traceback would be lost.

        `message` is where the form says what came of it: by default below the buttons of the item.
        """

        def act(_event: object) -> None:
            self._message = message or self._above
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


def _key(item: dict[str, Any]) -> tuple[str, str]:
    return item["scheme"], item["item_ids"]


def _present(item: dict[str, Any]) -> tuple[str, ...]:
    """The codes that the person who codes gave an item here, otherwise the program's."""
    given: tuple[str, ...] = item.get("given", (item["code"],) if item["code"] else ())
    return given


def _in_words(codes: Iterable[str]) -> str:
    return ", ".join(map(label, codes))


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


def _entries(item: dict[str, Any], suggested: list[str]) -> str:
    """The codebook's entries of an item's present codes and of those suggested, each once."""
    whose, sure = "Present code: ", f", how sure: {item['score']:.2f} of 1" if item["code"] else ""
    if "given" in item:
        whose, sure = "Your code: ", ""
    known = choices(item["scheme"])
    entries = [
        _entry(known[code], whose, sure, explained=code not in suggested) for code in _present(item)
    ]
    entries += [_entry(known[code], f"{n}. ") for n, code in enumerate(suggested, 1)]
    return _listed(*entries) if entries else ""


def _entry(entry: Code, before: str = "", after: str = "", *, explained: bool = True) -> str:
    limits = f" Not covered: {entry.excludes}" if entry.excludes else ""
    meaning = f"<dd>{escaped(entry.description + limits)}</dd>" if explained else ""
    return f"<dt>{escaped(f'{before}{entry.label} ({entry.code}){after}')}</dt>{meaning}"


def _listed(*entries: str) -> str:
    return f"<div class='to-code'><dl tabindex='0'>{''.join(entries)}</dl></div>"
