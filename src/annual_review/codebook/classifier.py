"""How far a text is like the examples of each code.

Two readers that judge apart, both on the words and the letters of a text (scikit-learn): a linear
classifier for each code, and naive Bayes for all codes of a scheme, which makes the first surer
where both agree and less sure where they differ. They learn from the examples in a few seconds.
What they learned is kept in the user's cache folder under a checksum of all that it depends on. The
same examples give the same codes on every machine. scikit-learn is imported where it is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import platformdirs

from annual_review.codebook.codes import SCHEMES, Scheme, codebook
from annual_review.codebook.examples import Example, examples
from annual_review.codebook.spelling import plain

_SECOND = 0.2
"""How far the second reader moves the first."""


class Trained(NamedTuple):
    """What was learned: how a text becomes numbers, and their weights for each code of a scheme.

    The weights of each reader are a matrix with a row per number and a column per code. `added` is
    added to each column of the first. The second does not read groups, which have no primary one.
    """

    features: Any
    first: dict[Scheme, Any]
    added: dict[Scheme, Any]
    second: dict[Scheme, Any]


def likeness(texts: Sequence[str], scheme: Scheme, by: Trained | None = None) -> Any:
    """Tell how far texts are like the examples of each code.

    Parameters
    ----------
    texts : sequence of str
        At least one.
    scheme : Scheme
    by : Trained, optional
        By default what was learned from all examples.

    Returns
    -------
    ndarray of float
        A row per text and a column per code, in the order of the codebook. More is more alike;
        0 is as far from the examples of the code as from all others.
    """
    trained = by or _trained()
    said = tuple(map(plain, texts))
    numbers = by.features.transform(said) if by else _numbers(said)
    rows = numbers @ trained.first[scheme] + trained.added[scheme]
    if scheme not in trained.second:
        return rows
    other = numbers @ trained.second[scheme]
    other -= other.mean(axis=1, keepdims=True)
    spread = other.std(axis=1, keepdims=True)
    other /= np.where(spread > 0, spread, 1)
    return rows + _SECOND * rows.std(axis=1, keepdims=True) * other


@lru_cache(maxsize=2)
def _numbers(said: tuple[str, ...]) -> Any:
    """The numbers of texts; the last texts and clauses are kept, as each scheme asks for them."""
    return _trained().features.transform(said)


def train(known: Sequence[Example], schemes: Sequence[Scheme] = SCHEMES) -> Trained:
    """Learn from these examples."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_union
    from sklearn.svm import LinearSVC

    features = make_union(
        TfidfVectorizer(lowercase=False, ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(
            lowercase=False, analyzer="char_wb", ngram_range=(3, 4), min_df=2, sublinear_tf=True
        ),
    )
    features.fit([plain(each.text) for each in known])
    first: dict[Scheme, Any] = {}
    added: dict[Scheme, Any] = {}
    second: dict[Scheme, Any] = {}
    for scheme in schemes:
        coded = [each for each in known if scheme in each.codes]
        numbers = features.transform([plain(each.text) for each in coded])
        learned = [
            LinearSVC(random_state=0).fit(numbers, [own.code in e.codes[scheme] for e in coded])
            for own in codebook(scheme)
        ]
        first[scheme] = np.vstack([each.coef_ for each in learned]).T.astype("float32")
        added[scheme] = np.concatenate([each.intercept_ for each in learned])
        if scheme != "group":
            column = {own.code: n for n, own in enumerate(codebook(scheme))}
            bayes = ComplementNB(alpha=0.02).fit(
                numbers, [column[each.codes[scheme][0]] for each in coded]
            )
            second[scheme] = bayes.feature_log_prob_.T.astype("float32")
    return Trained(features, first, added, second)


@cache
def _trained() -> Trained:
    """What was learned from all examples, now or by an earlier run."""
    import joblib

    file = Path(platformdirs.user_cache_dir("annual-review")) / f"codes-{_checksum()}.joblib"
    try:
        trained: Trained = joblib.load(file)
    except Exception:  # missing, or damaged in any way
        trained = train(examples())
        _keep(trained, file)
    return trained


def _keep(trained: Trained, file: Path) -> None:
    """Write it down for later runs. If it cannot be written, they learn again."""
    import joblib

    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(trained, part)
        part.replace(file)
        for other in file.parent.glob("codes-*.joblib"):
            if other != file:
                other.unlink(missing_ok=True)
    except OSError:
        part.unlink(missing_ok=True)


def prepare() -> None:
    """Learn, or load what was learned, now and not when the first item is coded."""
    _trained()


@cache
def _checksum() -> str:
    """Checksum of the examples, the codes, this module, and the libraries that learn."""
    known = [[*each[:3], each.codes] for each in examples()]
    codes = [each.code for scheme in SCHEMES for each in codebook(scheme)]
    own = Path(__file__).read_text("utf-8")
    libraries = [version(name) for name in ("scikit-learn", "numpy", "scipy")]
    return hashlib.sha256(json.dumps([known, codes, own, libraries]).encode()).hexdigest()[:16]


def best(row: Any, n: int) -> list[int]:
    """The numbers of the `n` codes that a text is most like, by a row of `likeness`."""
    order: list[int] = np.argsort(-row, kind="stable")[:n].tolist()
    return order
