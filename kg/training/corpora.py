"""Readers of the treebank for training, with mild augmentation towards news.

``dragoman.Syntax.v1`` and ``dragoman.Names.v1`` stream examples. A training reader shuffles and changes a share of its
texts anew each epoch: letter case (lower, capitals, headline), curly quotes, a lost final mark, and names swapped.
Every example's predicted side is tokenized from the raw text, as at run time, and aligned to the gold tokens.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab

from kg.training.heldout import clean, held_out_grams
from kg.training.wordlists import Names, load_names

Reader = Callable[[Language], Iterator[Example]]
Change = Callable[[Doc, random.Random], Doc]
CASE_SHARE, QUOTE_SHARE, FINAL_SHARE = 0.07, 0.25, 0.05


@registry.readers("dragoman.Syntax.v1")  # type: ignore[untyped-decorator]
def syntax_reader(path: str, augment: bool, seed: int, held_out: list[str]) -> Reader:
    """Examples of ``path`` with tags, morphology and dependencies; endless variety when ``augment``."""
    return _reader(path, seed, _vary if augment else None, held_out)


@registry.readers("dragoman.Names.v1")  # type: ignore[untyped-decorator]
def names_reader(  # noqa: PLR0913, PLR0917  (the settings of names.cfg)
    path: str, augment: bool, seed: int, held_out: list[str], swap: float = 0.0, gazetteer: str = ""
) -> Reader:
    """Examples of ``path`` with names; a share ``swap`` of training texts gets other persons and cities."""
    names = load_names(Path(gazetteer) if gazetteer else None) if swap else Names()
    pools = (sorted(names.first), sorted(names.last), names.cities)

    def change(doc: Doc, rng: random.Random) -> Doc:
        swapped = swap_names(doc, pools, rng) if swap and rng.random() < swap else doc
        return _vary(swapped, rng)

    return _reader(path, seed, change if augment else None, held_out)


def _reader(path: str, seed: int, change: Change | None, held_out: Sequence[str]) -> Reader:
    """A reader of the texts not held out, shuffled and changed anew at each call when ``change`` is given."""
    rng = random.Random(seed)  # noqa: S311
    grams = held_out_grams(held_out)

    def read(nlp: Language) -> Iterator[Example]:
        docs = clean(list(DocBin().from_disk(path).get_docs(nlp.vocab)), grams)
        if change is not None:
            rng.shuffle(docs)
        for doc in docs:
            for piece in _pieces(doc, rng) if change else (doc,):
                gold = change(piece, rng) if change else piece
                if len(gold) and gold.text.strip():
                    yield Example(nlp.make_doc(gold.text), gold)

    return read


def _pieces(doc: Doc, rng: random.Random, longest: int = 400) -> Iterator[Doc]:
    """A text whole, or cut at sentence ends: long ones always, others now and then."""
    if not doc.has_annotation("DEP") or (len(doc) <= longest and rng.random() < 0.75):
        yield doc
        return
    start, limit = 0, rng.choice((1, 60, 150, longest))
    for sent in doc.sents:
        if sent.end - start >= limit or sent.end == len(doc):
            yield doc[start : sent.end].as_doc()
            start = sent.end


def _vary(doc: Doc, rng: random.Random) -> Doc:
    """The text with another case, curly quotes or without its last mark, each for a small share."""
    texts, end = [t.text for t in doc], len(doc)
    if rng.random() < CASE_SHARE:
        recase = rng.choice((str.lower, str.upper, _headline))
        texts = [recase(t) for t in texts]
    if rng.random() < QUOTE_SHARE:
        texts = _curly(texts)
    if rng.random() < FINAL_SHARE and end > 3 and doc[end - 1].is_punct and doc[end - 1].head.i != end - 1:
        end -= 1 if not any(t.head.i == end - 1 for t in doc if t.i != end - 1) else 0
    same = end == len(doc) and all(a == t.text for a, t in zip(texts, doc, strict=True))
    return doc if same else _rebuilt(doc[:end].as_doc() if end < len(doc) else doc, texts[:end])


def _headline(word: str) -> str:
    """Headline case: ``talks`` to ``Talks``; short words stay."""
    return word[:1].upper() + word[1:] if len(word) > 3 else word


def _curly(texts: Sequence[str]) -> list[str]:
    """Typographic quotes: straight double ones in turn, apostrophes always."""
    changed, opened = [], False
    for text in texts:
        if text == '"':
            opened = not opened
            changed.append("“" if opened else "”")
        else:
            changed.append(text.replace("'", "’"))
    return changed


def _rebuilt(doc: Doc, texts: Sequence[str]) -> Doc:
    """The same annotation over other words, one for one."""
    spaces = [bool(t.whitespace_) for t in doc]
    if not doc.has_annotation("DEP"):
        return _named(doc.vocab, texts, spaces, [(e.start, e.end, e.label_) for e in doc.ents])
    return Doc(
        doc.vocab,
        words=list(texts),
        spaces=spaces,
        tags=[t.tag_ for t in doc],
        pos=[t.pos_ for t in doc],
        morphs=[str(t.morph) for t in doc],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
    )


def _named(vocab: Vocab, texts: Sequence[str], spaces: Sequence[bool], spans: Sequence[tuple[int, int, str]]) -> Doc:
    """A text with names only, all other tokens marked as outside."""
    doc = Doc(vocab, words=list(texts), spaces=list(spaces))
    doc.set_ents([Span(doc, start, end, label) for start, end, label in spans], default="outside")
    return doc


def swap_names(doc: Doc, pools: tuple[list[str], list[str], list[str]], rng: random.Random) -> Doc:
    """Persons and one-word cities replaced by others, the same name by the same one throughout a text."""
    known, texts, spaces, spans = dict[str, list[str]](), list[str](), list[bool](), list[tuple[int, int, str]]()
    cities, at = frozenset(pools[2]), 0
    for ent in doc.ents:
        for token in doc[at : ent.start]:
            texts.append(token.text)
            spaces.append(bool(token.whitespace_))
        new = _replacement(ent, pools, cities, known, rng)
        spans.append((len(texts), len(texts) + len(new), ent.label_))
        texts.extend(new)
        spaces.extend([True] * (len(new) - 1) + [bool(ent[-1].whitespace_)])
        at = ent.end
    texts.extend(t.text for t in doc[at:])
    spaces.extend(bool(t.whitespace_) for t in doc[at:])
    return _named(doc.vocab, texts, spaces, spans) if known else doc


def _replacement(
    ent: Span,
    pools: tuple[list[str], list[str], list[str]],
    cities: frozenset[str],
    known: dict[str, list[str]],
    rng: random.Random,
) -> list[str]:
    """The new tokens of a name, or its own where it is not to be replaced."""
    own = [t.text for t in ent]
    first, last, places = pools
    if ent.label_ == "PERSON" and len(own) <= 3 and all(w[:1].isupper() and w.isalpha() for w in own):
        for index, word in enumerate(own):
            pool = last if index == len(own) - 1 else first
            known.setdefault(word, [rng.choice(pool)])
        return [w for word in own for w in known[word]]
    if ent.label_ == "LOC" and ent.text in cities:
        return known.setdefault(ent.text, rng.choice(places).split())
    return own
