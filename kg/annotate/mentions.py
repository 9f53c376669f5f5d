"""Mentions: names (parser, catalogue, patterns), definite and bare descriptions, pronouns - with their types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import cast

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import Description, descriptions, name_words
from kg.annotate.lexicon import words as lexicon_words
from kg.annotate.text import Text
from kg.model import EntityType

_KINDS: dict[str, frozenset[str]] = {
    "Person": frozenset({"person", "actor", "leader"}),
    "State": frozenset({"actor", "state", "place", "authority"}),
    "Government": frozenset({"actor", "state", "authority"}),
    "ArmedGroup": frozenset({"actor", "armed", "person"}),
    "MilitaryForce": frozenset({"actor", "armed", "person", "authority"}),
    "Organization": frozenset({"actor"}),
    "Group": frozenset({"person", "actor"}),
    "Place": frozenset({"place"}),
}
_LABELS: dict[str, EntityType] = {"PERSON": "Person", "ORG": "Organization", "LOC": "Place"}
_TITLE_GLUE = frozenset({"of", "for", "-", "'s", "and", "the", "to"})
_GENERIC_HEADS = frozenset("group organization organisation network movement militia jihadist".split())
_PRONOUNS: dict[str, str] = {
    "he": "Person", "him": "Person", "his": "Person", "she": "Person", "her": "Person", "they": "Group", "them": "Group",
    "their": "Group", "it": "Organization", "its": "Organization", "we": "Speaker", "our": "Speaker", "us": "Speaker",
    "i": "Speaker", "my": "Speaker", "me": "Speaker",
}  # fmt: skip
_ADJECTIVAL = frozenset("rival key fellow top chief senior former elected self-declared armed main".split())
_LEFT_ADVERBS = frozenset(
    "more less about around nearly some recently internationally self at least almost newly heavily most".split()
)
# Words that the catalogue also has as names but that are far more often something else at the start of a sentence.
_ROMAN = re.compile(r"^[IVXLC]+$")


def find_mentions(text: Text, gazetteer: Gazetteer) -> Draft:
    """A draft with all names, descriptions and pronouns of an article, each with a type; not yet grouped."""
    draft = Draft(text)
    names = _voted(text, gazetteer, _consistent(text, list(_names(text, gazetteer))))
    taken = {i for m in names for i in range(m.first, m.last + 1)}
    nominals = list(_nominals(text, names, taken, gazetteer))
    pronouns = list(_pronouns(text))
    draft.settle([*names, *nominals, *pronouns])
    return draft


def kinds_of(kind: str) -> frozenset[str]:
    """The frame kinds that an entity type has by itself."""
    return _KINDS[kind]


# -- names -------------------------------------------------------------------------------------------------------------


def _names(text: Text, gazetteer: Gazetteer) -> Iterator[Raw]:
    doc = text.doc
    spans: list[tuple[int, int, str, str | None]] = []  # first, last, label, catalogue name
    for hit in gazetteer.find(doc):
        if _credible(doc[hit.first], doc[hit.last], len(hit.name)):
            spans.append((hit.first, hit.last, "", hit.name))
    for ent in doc.ents:
        first, last = _trimmed(doc[ent.start], doc[ent.end - 1])
        if first <= last and ent.label_ != "EVENT":
            spans.append((first, last, ent.label_, None))
    for first, last, label, known in _longest(spans):
        raw = _name(text, gazetteer, first, last, label, known)
        if raw is None:
            continue
        yield raw
        if (
            raw.last != last
            and known is not None
            and raw.core[1] == last
            and doc[raw.last].lemma_ not in _GENERIC_HEADS
        ):
            # "EU naval mission": the mission, and the EU beside it.
            kind = _type_of_name(gazetteer, known, label, [t.text for t in doc[first : last + 1]])
            if kind is not None:
                yield Raw(first, last, last, "name", kind, _KINDS[kind], True, (first, last))


def _credible(first: Token, last: Token, length: int) -> bool:
    """A catalogue name of one word counts only where the parse takes it for a name (Mobile, Nice, Reading, IS, US)."""
    if first.i != last.i:
        return True
    if first.is_upper and len(first.text) <= 5:
        return not (
            first.lower_ in ("it", "us", "is", "who", "un", "as", "am", "no", "or", "in") and not _shouted(first)
        )
    return bool(first.ent_type_) or first.pos_ == "PROPN" or (first.is_title and not first.is_sent_start)


def _shouted(token: Token) -> bool:
    """An upper-case word that is an acronym, not a shouted word: its neighbours are not in capitals."""
    near = [
        t for t in (token.nbor(-1) if token.i else None, token.nbor(1) if token.i + 1 < len(token.doc) else None) if t
    ]
    return not all(t.is_upper for t in near if t.is_alpha) or not any(t.is_alpha for t in near)


def _trimmed(first: Token, last: Token) -> tuple[int, int]:
    """A name without article, possessive and stray punctuation at its ends."""
    start, end, doc = first.i, last.i, first.doc
    while start <= end and (doc[start].is_punct or doc[start].lower_ in ("the", "a", "an", "'s")):
        start += 1
    while end >= start and (doc[end].lower_ in ("'s", "'") or (doc[end].is_punct and doc[end].text != ".")):
        end -= 1
    return start, end


def _longest(spans: list[tuple[int, int, str, str | None]]) -> list[tuple[int, int, str, str | None]]:
    """Where spans overlap the longest stays; the same span from parser and catalogue becomes one."""
    chosen: list[tuple[int, int, str, str | None]] = []
    for span in sorted(spans, key=lambda s: (-(s[1] - s[0]), s[3] is None, s[0])):
        rivals = [c for c in chosen if c[0] <= span[1] and span[0] <= c[1]]
        if not rivals:
            chosen.append(span)
        elif len(rivals) == 1 and rivals[0][:2] == span[:2]:
            old = rivals[0]
            chosen[chosen.index(old)] = (old[0], old[1], old[2] or span[2], old[3] or span[3])
    return sorted(chosen)


def _name(text: Text, gazetteer: Gazetteer, first: int, last: int, label: str, known: str | None) -> Raw | None:
    doc = text.doc
    words = " ".join(t.text for t in doc[first : last + 1])
    if first == last and doc[first].is_sent_start and known is None and descriptions().get(doc[first].lemma_.lower()):
        return None
    if (
        first == last
        and label in ("PERSON", "ORG", "LOC")
        and known is None
        and doc[first].lower_ in lexicon_words("peoples")
    ):
        label = "NORP"
    if label == "NORP" or (first == last and gazetteer.demonym(doc[first].text) and known is None):
        return _people(text, gazetteer, first, last)
    kind = _type_of_name(gazetteer, words if known is None else known, label, [t.text for t in doc[first : last + 1]])
    if kind in ("Person", "Organization") and _after_settlement(text, first):
        kind = "Place"
    if kind is None:
        return None
    head = _head(doc[first : last + 1])
    if first < last and doc[last].tag_ == "JJ" and text.view.rel(doc[last]) == "amod" and doc[last].i not in (0, head):
        return None
    kinds = _KINDS[kind]
    raw = Raw(first, last, head, "name", kind, kinds, True, (first, last))
    if kind in ("Organization", "ArmedGroup", "Place", "Person", "MilitaryForce"):
        _extend_right(text, raw)
    if raw.type == "Person":
        raw.cover = (_title_start(text, raw.first), raw.last)
    return raw


def _after_settlement(text: Text, first: int) -> bool:
    """ "the town of X", "the village X": whatever the parser says, X is a place."""
    doc = text.doc
    before = doc[first - 2] if first > 1 and doc[first - 1].lower_ == "of" else None
    return before is not None and before.lemma_.lower() in lexicon_words("settlements")


def _head(span: Iterable[Token]) -> int:
    """The token of a name that the rest of the sentence hangs on: the one whose head is outside; the last on a tie."""
    inside = list(span)
    ids = {t.i for t in inside}
    outer = [t for t in inside if t.head.i not in ids or t.head is t]
    content = [t for t in outer if not t.is_punct] or inside
    return content[0].i


def _type_of_name(gazetteer: Gazetteer, words: str, label: str, parts: list[str]) -> EntityType | None:
    records = gazetteer.records(words)
    types = list(dict.fromkeys(r.type for r in records))
    expected = _LABELS.get(label)
    if types:
        fitting = [t for t in types if _compatible(t, expected)]
        return (fitting or types)[0] if expected is None or fitting or len(parts) > 1 else expected
    told = name_words("last").get(parts[-1]) or name_words("first").get(parts[0])
    if told and (expected != "Person" or len(parts) > 2 or parts[-1] in ("Ministry", "Army", "Forces", "Party")):
        return cast(EntityType, told)
    return expected


def _compatible(kind: EntityType, expected: EntityType | None) -> bool:
    if expected is None or kind == expected:
        return True
    groups = (
        {"Place", "State"},
        {"Organization", "Government", "ArmedGroup", "MilitaryForce"},
        {"Organization", "State"},
    )
    return any(kind in g and expected in g for g in groups)


def _people(text: Text, gazetteer: Gazetteer, first: int, last: int) -> Raw | None:
    """A nationality: as a noun a group of people ("Libyans"), as an adjective the state, published only when needed."""
    doc = text.doc
    token = doc[last]
    noun = text.view.rel(token) not in ("amod", "compound") and token.tag_ in ("NNPS", "NNS", "NNP", "NN")
    plural = token.tag_ in ("NNPS", "NNS") or token.text.endswith("s")
    if noun and plural:
        return Raw(first, last, token.i, "nominal", "Group", _KINDS["Group"] | {"crowd"}, False, (first, last))
    record = gazetteer.demonym(token.text)
    if record is None:
        return None
    kind: EntityType = "State" if record.type == "State" else "Place"
    return Raw(token.i, token.i, token.i, "name", kind, _KINDS[kind], True, (token.i, token.i), record.key, used=False)


def _extend_right(text: Text, raw: Raw) -> None:
    """ "Islamic State (IS) group": the noun behind a name belongs to it; "Haftar forces" is a force named after Haftar."""
    doc, at = text.doc, raw.last + 1
    if at + 2 < len(doc) and doc[at].text == "(" and doc[at + 2].text == ")":
        at += 3
    tail: list[Token] = []
    while at < len(doc) and len(tail) < 3 and doc[at].pos_ in ("NOUN", "ADJ") and doc[at].is_lower:
        tail.append(doc[at])
        at += 1
    while tail and not _describes(tail[-1]):
        tail.pop()
    if not tail or (not doc[raw.last].whitespace_ and raw.last + 1 == tail[0].i):
        return
    noun = _describes(tail[-1])
    if noun is None or noun.type is None:
        return
    generic = tail[-1].lemma_ in _GENERIC_HEADS
    if raw.type in ("ArmedGroup", "MilitaryForce", "Government") and noun.type in ("Group", "Person", "Place"):
        return
    if raw.type in ("Place", "Person") and noun.type in ("Group", "Place", "Person"):
        return
    if raw.type == "Organization" and noun.type in ("Group", "Person", "Place"):
        return
    if raw.type == "Place" and noun.type in ("Organization", "Government") and not generic:
        return
    raw.head = tail[-1].i
    raw.last = tail[-1].i
    raw.cover = (raw.first, raw.last)
    if not generic or raw.type in ("Place", "Person"):
        raw.type = cast(EntityType, noun.type) if noun.type != "Group" else raw.type
    elif raw.type == "Organization" and any(t.lemma_ in ("jihadist", "militant", "rebel", "armed") for t in tail):
        raw.type = "ArmedGroup"
    raw.kinds = _KINDS[raw.type] | noun.kinds


def _title_start(text: Text, first: int) -> int:
    """Where the titles before a person's name begin ("US Secretary of State" John Kerry); the name itself if none."""
    doc, start, titled = text.doc, first, False
    for i in range(first - 1, max(-1, first - 12), -1):
        token = doc[i]
        if (
            token.is_sent_end
            or token.text in (",", ";", ":", '"', "(", ")")
            or (token.is_sent_start and token.pos_ == "DET")
        ):
            break
        leader = _is_title(token)
        modifier = token.pos_ in ("ADJ", "PROPN", "NOUN") and (titled or leader or token.text[:1].isupper())
        if leader:
            titled, start = True, i
        elif titled and modifier:
            start = i
        elif (
            token.lower_ in ("of", "for")
            and i
            and (_is_title(doc[i - 1]) or (titled and doc[i - 1].text[:1].isupper()))
        ):
            continue
        elif not modifier and token.text not in ("-", "'s"):
            break
    return start


def _is_title(token: Token) -> bool:
    if token.text in name_words("title"):
        return True
    known = descriptions().get(token.lower_) or descriptions().get(token.lemma_)
    return (
        known is not None
        and known.type in ("Person", "Group")
        and token.tag_ in ("NN", "NNP")
        and "person" in known.kinds
    )


def _consistent(text: Text, names: list[Raw]) -> list[Raw]:
    """A name found once is found everywhere: the same words elsewhere, not yet taken, get the same type."""
    doc = text.doc
    known: dict[tuple[str, ...], Raw] = {}
    for raw in names:
        words = tuple(t.text for t in doc[raw.first : raw.last + 1])
        if raw.used and (len(words) > 1 or (words[0][:1].isupper() and len(words[0]) > 2)):
            known.setdefault(words, raw)
            if raw.type == "Person" and len(words) > 1 and len(words[-1]) > 3:
                known.setdefault((words[-1],), raw)
    taken = {i for m in names for i in range(m.first, m.last + 1)}
    found = list(names)
    starts: dict[str, list[tuple[str, ...]]] = {}
    for words in known:
        starts.setdefault(words[0], []).append(words)
    for i in range(len(doc)):
        for words in sorted(starts.get(doc[i].text, []), key=len, reverse=True):
            span = range(i, i + len(words))
            if tuple(t.text for t in doc[i : i + len(words)]) == words and not taken & set(span):
                if len(words) == 1 and doc[i].pos_ not in ("PROPN", "NOUN", "ADJ"):
                    continue
                like = known[words]
                head = _head(doc[i : i + len(words)])
                copy = Raw(i, i + len(words) - 1, head, "name", like.type, like.kinds, True, (i, i + len(words) - 1))
                if copy.type == "Person":
                    copy.cover = (_title_start(text, copy.first), copy.last)
                found.append(copy)
                taken |= set(span)
                break
    return found


def _voted(text: Text, gazetteer: Gazetteer, names: list[Raw]) -> list[Raw]:
    """One type for one name in an article: a surname is a person's, else the catalogue decides, else the majority."""
    doc = text.doc
    by_words: dict[str, list[Raw]] = {}
    surnames: set[str] = set()
    for raw in names:
        words = [t.text for t in doc[raw.core[0] : raw.core[1] + 1]]
        if raw.used:
            by_words.setdefault(" ".join(words), []).append(raw)
        if raw.type == "Person" and len(words) > 1:
            surnames.add(words[-1])
    for words, same in by_words.items():
        counted = Counter(m.type for m in same)
        known = [r.type for r in gazetteer.records(words)]
        if words in surnames and not any(k in ("State", "Place") for k in known):
            best: EntityType = "Person"
        elif known and known[0] not in counted and len(words) > 3:
            best = known[0]
        else:
            best = max(counted, key=lambda k: (k in known, counted[k]))
        for raw in same:
            if raw.type != best and raw.first == raw.core[0] and raw.last == raw.core[1]:
                raw.type, raw.kinds = best, _KINDS[best]
                if best == "Person":
                    raw.cover = (_title_start(text, raw.first), raw.last)
    return names


# -- descriptions and pronouns -----------------------------------------------------------------------------------------


def _describes(token: Token) -> Description | None:
    known = descriptions()
    return known.get(token.lower_) or known.get(token.lemma_.lower())


def _nominals(text: Text, names: list[Raw], taken: set[int], gazetteer: Gazetteer) -> Iterator[Raw]:
    titles = {i for m in names if m.type == "Person" for i in range(m.cover[0], m.first)}
    for token in text.doc:
        if token.i in taken or token.i in titles or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        raw = describe(text, token, taken)
        if raw is not None:
            yield raw


def describe(text: Text, token: Token, taken: set[int] | frozenset[int] = frozenset()) -> Raw | None:
    """The mention of a description whose head the token is ("rival Tripoli-based government"), or None."""
    if token.pos_ == "ADJ" and not token.tag_.startswith("NN"):
        return None
    if text.view.rel(token) in ("compound", "amod") and token.i + 1 < len(text.doc):
        return None
    first = _left_edge(text, token, taken)
    known = _phrase_description(text, first, token) or _describes(token)
    if known is None or known.type is None:
        return None
    kind = cast(EntityType, known.type)
    plural = token.tag_ in ("NNS", "NNPS")
    if kind == "Person" and plural:
        kind = "Group"
    if kind == "Group" and not plural and "leader" not in known.kinds and token.tag_ == "NN" and _single(text, token):
        kind = "Person"
    return Raw(first, token.i, token.i, "nominal", kind, _KINDS[kind] | known.kinds, False, (first, token.i))


def _single(text: Text, token: Token) -> bool:
    """Whether a singular noun for people means one person ("a diplomat"), not many ("the population")."""
    collective = (
        "population public minority majority tribe clan electorate crowd mob clergy elite staff personnel crew family"
    )
    return token.lemma_ not in collective.split()


def _phrase_description(text: Text, first: int, token: Token) -> Description | None:
    """Descriptions of two or three words ("central bank", "head of state") come before those of one."""
    before = " ".join(t.lower_ for t in text.doc[max(first, token.i - 1) : token.i])
    return descriptions().get(f"{before} {token.lemma_.lower()}") if before else None


def _left_edge(text: Text, token: Token, taken: set[int] | frozenset[int]) -> int:
    """First token of the noun phrase left of its head, without determiner, possessor and stray words."""
    below = {t.i for t in text.view.subtree(token)}
    first = token.i
    for i in range(token.i - 1, max(-1, token.i - 10), -1):
        left = text.doc[i]
        attached = i in below or first <= left.head.i <= token.i or left.text == "-" or left.lower_ in _ADJECTIVAL
        if left.is_sent_end or not attached or not _may_stand_left(left, first):
            break
        first = i
    while first < token.i and text.doc[first].lower_ in ("-", "and", "or", ",", "'s", "than", "to", "least", "most"):
        first += 1
    return first


def _may_stand_left(left: Token, first: int) -> bool:
    if left.text == "-":
        return first == left.i + 1 and not left.whitespace_
    if left.pos_ == "VERB":
        return left.tag_ in ("VBN", "VBG")
    if left.lower_ in ("than", "to") and left.i and left.nbor(-1).lower_ in ("more", "less", "fewer", "up"):
        return True
    if left.pos_ == "ADV":
        return left.lower_ in _LEFT_ADVERBS
    return left.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "SYM", "X") or left.tag_ in ("JJ", "NN", "NNP", "CD", "AFX")


def _pronouns(text: Text) -> Iterator[Raw]:
    for token in text.doc:
        kind = _PRONOUNS.get(token.lower_)
        if (
            token.lower_ in ("pair", "duo")
            and token.i
            and token.nbor(-1).lower_ == "the"
            and not text.view.edges(token, "nmod")
        ):
            yield Raw(
                token.i, token.i, token.i, "pronoun", "Group", _KINDS["Group"], False, (token.i, token.i), used=False
            )
        if kind is None or token.tag_ not in ("PRP", "PRP$", "NNP", "NN") or (token.text == "US"):
            continue
        if token.lower_ in ("it", "its") and text.view.rel(token) in ("dep", "expl"):
            continue
        real = cast(EntityType, "Person" if kind == "Speaker" else kind)
        yield Raw(token.i, token.i, token.i, "pronoun", real, _KINDS[real], False, (token.i, token.i), used=False)
