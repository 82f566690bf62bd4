"""How far a text is like the examples of each code.

A linear classifier for each code, on the words and the letters of a text (scikit-learn). It is
trained on the examples in a few seconds, and then kept in the user's cache folder under a checksum
of all that it depends on. The same examples give the same codes on every machine.
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

import joblib
import numpy as np
import platformdirs
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union
from sklearn.svm import LinearSVC

from annual_review.codebook.codes import SCHEMES, Scheme, codebook
from annual_review.codebook.examples import Example, examples
from annual_review.codebook.spelling import plain


class Trained(NamedTuple):
    """What was learned: how a text becomes numbers, and their weights for each code of a scheme.

    The weights are a matrix with a row per number and a column per code, and what is added to each
    column.
    """

    features: FeatureUnion
    weights: dict[Scheme, tuple[Any, Any]]


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
    weights, added = (by or _trained()).weights[scheme]
    said = tuple(map(plain, texts))
    numbers = by.features.transform(said) if by else _numbers(said)
    return numbers @ weights + added


@lru_cache(maxsize=1)
def _numbers(said: tuple[str, ...]) -> Any:
    """The numbers of texts; the last ones are remembered, as each scheme asks for them."""
    return _trained().features.transform(said)


def train(known: Sequence[Example], schemes: Sequence[Scheme] = SCHEMES) -> Trained:
    """Learn from these examples."""
    features = make_union(
        TfidfVectorizer(lowercase=False, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(
            lowercase=False, analyzer="char_wb", ngram_range=(3, 4), min_df=2, sublinear_tf=True
        ),
    )
    features.fit([plain(each.text) for each in known])
    weights = {}
    for scheme in schemes:
        coded = [each for each in known if scheme in each.codes]
        numbers = features.transform([plain(each.text) for each in coded])
        learned = [
            LinearSVC(random_state=0).fit(numbers, [own.code in e.codes[scheme] for e in coded])
            for own in codebook(scheme)
        ]
        weights[scheme] = (
            np.vstack([each.coef_ for each in learned]).T.astype("float32"),
            np.concatenate([each.intercept_ for each in learned]),
        )
    return Trained(features, weights)


@cache
def _trained() -> Trained:
    """What was learned from all examples, now or by an earlier run."""
    file = Path(platformdirs.user_cache_dir("annual-review")) / f"codes-{_checksum()}.joblib"
    try:
        trained: Trained = joblib.load(file)
    except (OSError, EOFError, ValueError, KeyError):
        trained = train(examples())
        _keep(trained, file)
    return trained


def _keep(trained: Trained, file: Path) -> None:
    """Write it down for later runs. If it cannot be written, they learn again."""
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
