"""Static vectors without a corpus: Brown clusters and name lists, one row a combination.

A word's vector has the shape ``(CODE + FLAGS,)``: a hierarchical sign code of its cluster's path (words whose
clusters share a long prefix share most of it), then one bit a name list, one for words that are usually lower-case
and one for frequency. ``en_lexeme_cluster`` and ``en_lexeme_prob`` come from ``spacy-lookups-data`` (MIT).
"""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from kg.training.wordlists import Names

CODE, FLAGS = 96, 9
PREFIXES = (4, 6, 8, 10, 12, 14, 16, 18)
COMMON, RARE = -11.0, -15.0


def build_vectors(names: Names, seed: int = 0) -> Vectors:
    """Vectors over all clustered words and all listed names, rows shared between words alike."""
    clusters = {word: int(cluster) for word, cluster in _lookup("lexeme_cluster").items() if cluster}
    return _table(clusters, _lookup("lexeme_prob"), names, seed)


def _lookup(name: str) -> dict[str, float]:
    """A table of ``spacy-lookups-data`` for English, by word."""
    folder = Path(str(importlib.import_module("spacy_lookups_data").__file__)).parent
    return cast(dict[str, float], srsly.read_gzip_json(folder / "data" / f"en_{name}.json.gz"))


def _table(clusters: Mapping[str, int], probs: Mapping[str, float], names: Names, seed: int) -> Vectors:
    """One row for each (cluster, bits) that occurs; upper-case forms of names share their bits."""
    kinds = names.kinds()
    listed = set().union(*kinds)
    rows: dict[tuple[int, tuple[int, ...]], int] = {}
    keys: dict[str, int] = {}
    for word in [*clusters, *sorted(listed - clusters.keys())]:
        key = (clusters.get(word, 0), _bits(word, kinds, probs))
        keys[word] = rows.setdefault(key, len(rows))
    for word in sorted(names.country | names.city | names.last):
        if word.upper() not in keys and word in keys:
            keys[word.upper()] = keys[word]
    codes = _codes({cluster for cluster, _ in rows}, seed)
    data = np.array([[*codes[c], *(b / 2 for b in bits)] for c, bits in rows], dtype="f")
    table = Vectors(shape=data.shape, name="dragoman_vectors")
    table.data[:] = data
    for word, row in keys.items():
        table.add(word, row=row)
    return table


def _bits(word: str, kinds: list[set[str]], probs: Mapping[str, float]) -> tuple[int, ...]:
    """Membership in each list, then: usually lower-case, frequent, rare. Shape ``(FLAGS,)``."""
    form = word.title() if word.isupper() and len(word) > 4 else word
    member = tuple(int(form in kind) for kind in kinds)
    seen = probs.get(word, -25.0)
    lower = int(word[:1].isupper() and probs.get(word.lower(), -25.0) > probs.get(word.title(), -25.0))
    return (*member, lower, int(seen > COMMON), int(seen < RARE))


def _codes(clusters: set[int], seed: int) -> dict[int, NDArray[np.float32]]:
    """A code for each cluster: the mean of a random sign vector for each prefix of its path; 0 has none."""
    rng = np.random.default_rng(seed)
    signs: dict[tuple[int, int], NDArray[np.float32]] = {}
    codes = {}
    for cluster in sorted(clusters):
        code = np.zeros(CODE, dtype="f")
        for length in PREFIXES if cluster else ():
            prefix = (length, cluster & ((1 << length) - 1))
            if prefix not in signs:
                signs[prefix] = rng.choice(np.array([-1, 1], dtype="f"), CODE)
            code += signs[prefix] / 8
        codes[cluster] = code
    return codes
