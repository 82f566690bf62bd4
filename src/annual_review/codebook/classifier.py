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
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import platformdirs

from annual_review import program
from annual_review.codebook.codes import SCHEMES, Scheme, codebook
from annual_review.codebook.examples import Example, examples
from annual_review.codebook.spelling import plain
from annual_review.files import kept

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


def likeness(
    texts: Sequence[str], schemes: Iterable[Scheme], by: Trained | None = None
) -> dict[Scheme, Any]:
    """How far texts, at least one, are like the examples of each code.

    For each scheme a row per text and a column per code, in the order of the codebook. More is more
    alike; 0 is as far from the examples of the code as from all others. All schemes at once are
    many times faster than one by one.
    """
    trained = by or trained_on_all()
    # a product of another type of numbers than the weights' converts all the weights each time
    numbers = trained.features.transform([plain(each) for each in texts]).astype("float32")
    found = {}
    for scheme in schemes:
        rows = numbers @ trained.first[scheme] + trained.added[scheme]
        if scheme in trained.second:
            other = (numbers @ trained.second[scheme]).astype(float)
            other -= other.mean(axis=1, keepdims=True)
            spread = other.std(axis=1, keepdims=True)
            other /= np.where(spread > 0, spread, 1)
            rows += _SECOND * rows.std(axis=1, keepdims=True) * other
        found[scheme] = rows
    return found


def train(known: Sequence[Example], schemes: Sequence[Scheme] = SCHEMES) -> Trained:
    """Learn from these examples."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_union
    from sklearn.svm import LinearSVC

    weighed = {"lowercase": False, "min_df": 2, "sublinear_tf": True}
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), **weighed),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), **weighed),
    )
    numbers = features.fit_transform([plain(each.text) for each in known])
    trained = Trained(features, first={}, added={}, second={})
    for scheme in schemes:
        coded = [n for n, each in enumerate(known) if scheme in each.codes]
        codes, seen = [known[n].codes[scheme] for n in coded], numbers[coded]
        own = [each.code for each in codebook(scheme)]
        learned = [LinearSVC(random_state=0).fit(seen, [c in each for each in codes]) for c in own]
        trained.first[scheme] = _weights([each.coef_[0] for each in learned])
        trained.added[scheme] = np.concatenate([each.intercept_ for each in learned])
        if scheme != "group":
            primary = [own.index(first) for first, *_ in codes]
            bayes = ComplementNB(alpha=0.02).fit(seen, primary)
            trained.second[scheme] = _weights(bayes.feature_log_prob_)
    return trained


def _weights(by_code: Any) -> Any:
    """A matrix with a column per code, in the order of memory that products read it in."""
    return np.array(by_code, "float32").T.copy()


@cache
def trained_on_all() -> Trained:
    """What was learned from all examples, now or by an earlier run."""
    import joblib

    file = Path(platformdirs.user_cache_dir("annual-review")) / f"codes-{_checksum()}.joblib"
    try:
        trained: Trained = joblib.load(file)
    except Exception:  # missing, or damaged in any way
        trained = train(examples())
        kept(file, lambda part: joblib.dump(trained, part))
        with suppress(OSError):
            for other in {*file.parent.glob("codes-*")} - {file}:
                other.unlink(missing_ok=True)
    return trained


@cache
def _checksum() -> str:
    """Checksum of the examples, the codes, the modules that learn, and what is installed."""
    known = [[*each[:3], each.codes] for each in examples()]
    codes = [each.code for scheme in SCHEMES for each in codebook(scheme)]
    names = ("classifier.py", "spelling.py")
    own = [Path(__file__).with_name(name).read_text("utf-8") for name in names]
    every = [known, codes, own, program.requirements()]
    return hashlib.sha256(json.dumps(every).encode()).hexdigest()[:16]


def ranked(rows: Any) -> list[list[int]]:
    """For each row of `likeness`, the numbers of the codes, that which it is most like first."""
    order: list[list[int]] = np.argsort(-rows, axis=1, kind="stable").tolist()
    return order
