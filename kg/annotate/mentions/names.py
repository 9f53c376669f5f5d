"""Names of an article: what the parser and the catalogue take for one, with a type and its true extent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from kg.annotate.draft import Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import Description, descriptions, name_words, words
from kg.annotate.mentions.compounds import compounds
from kg.annotate.mentions.descriptions import DAYS, described
from kg.annotate.mentions.extents import (
    before_body,
    before_home,
    before_office,
    behind_noun,
    common_elsewhere,
    is_thing,
    nicknamed,
    of_region,
    with_ordinal,
    with_particles,
    with_purpose,
)
from kg.annotate.mentions.holders import someone, sovereign
from kg.annotate.mentions.kinds import LOCATED, kinds_of
from kg.annotate.mentions.overlooked import called_behind, introduced, nationalities, overlooked, person_phrase
from kg.annotate.mentions.patterns import (
    UNIT,
    acronyms,
    bodies,
    located,
    numbered_units,
    parties,
    placed,
    ranked,
    regions,
    sites,
    titled,
)
from kg.annotate.mentions.spans import Candidate, credible, head_of, longest, trimmed, whole
from kg.annotate.mentions.titles import title_start
from kg.annotate.parsed import Doc, Name, Token, text_of
from kg.annotate.text import Text
from kg.model import EntityType

_LABELS: dict[str, EntityType] = {"PERSON": "Person", "ORG": "Organization", "LOC": "Place", UNIT: "MilitaryForce"}
# Labels of other pipelines (OntoNotes, CoNLL) that say the same. What else they mark - dates, sums, laws - is no side.
_SAME = {"PER": "PERSON", "GPE": "LOC", "FAC": "LOC"} | {label: label for label in ("PERSON", "ORG", "LOC", "NORP")}
_GENERIC_HEADS = frozenset("group organization organisation network movement militia jihadist".split())
# Names that take a noun behind them as their own, but none for people or a place: "Iraq officials" are no part of Iraq.
_EXTENSIBLE: frozenset[EntityType] = frozenset({"Organization", "ArmedGroup", "Place", "Person", "MilitaryForce"})
# Titles that a name keeps: "Sheikh Hasina", "Prince Harry".
_OPEN = frozenset({"VBZ", "VBD", "VBP", "NNS", "RB", "MD"})
_PART_OF_NAMES = frozenset(
    "Sheikh Prince Princess King Queen Pope Sir Lord Lady Mullah Imam Emir Sultan Justice".split()
)
_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Ms.", "Dr."})
_FOREIGN = frozenset({"Group", "Person", "Place"})
# Words that end the names of bodies and places, and no person's.
_NO_SURNAMES = frozenset(
    "Ministry Army Forces Party Shoal Reef Atoll Archipelago Airport Islands Province Airways Airlines".split()
)
_UN = frozenset({"UN", "U.N."})
_PERSONAL = frozenset("administration presidency cabinet".split())


def find_names(text: Text, gazetteer: Gazetteer) -> Iterator[Raw]:
    """All names in text order."""
    for span in longest(_candidates(text, gazetteer)):
        raw = _name(text, gazetteer, span)
        if raw is None:
            continue
        yield raw
        extended = raw.last != span.last and raw.first == span.first
        if text.doc[raw.first].text in _UN and raw.core[1] > raw.first and text.doc[raw.core[1]].is_lower:
            # "the UN human rights office", whatever the catalogue knows of it
            at = raw.first
            yield Raw(at, at, at, "name", "Organization", kinds_of("Organization"), True, (at, at))
        elif extended and span.known is not None and text.doc[raw.last].lemma_ not in _GENERIC_HEADS:
            # "EU naval mission": the mission, and the EU beside it.
            kind = _type_of(gazetteer, span.known, span.label, _parts(text, span))
            if kind is not None:
                bare = (span.first, span.last)
                yield Raw(span.first, span.last, span.last, "name", kind, kinds_of(kind), True, bare)


def _governs(doc: Doc, last: int) -> bool:
    """Whether the noun behind a name is an administration, which is called after a person."""
    behind = doc[last + 1] if last + 1 < len(doc) else None
    return behind is not None and behind.is_lower and behind.lemma_ in _PERSONAL


def _seat(gazetteer: Gazetteer, name: str) -> bool:
    """Whether a name is that of a capital or of a state, whose administration is its government."""
    return any(r.capital_of or r.type == "State" for r in gazetteer.records(name))


def _candidates(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    doc, hits = text.doc, list(gazetteer.find(text.doc))
    yield from numbered_units(text)
    yield from placed(text, gazetteer)
    yield from ranked(text)
    yield from acronyms(text)
    yield from titled(text, gazetteer)
    yield from overlooked(text, hits)
    yield from regions(text, gazetteer)
    yield from sites(text, gazetteer)
    yield from bodies(text)
    yield from parties(text, gazetteer)
    yield from compounds(text, gazetteer)
    yield from nicknamed(doc)
    yield from nationalities(text, gazetteer)
    for hit in hits:
        adjective = hit.first == hit.last and of_region(doc, hit.first, hit.last + 1)
        if not adjective and credible(doc[hit.first], doc[hit.last]) and not _is_title(doc, hit.first, hit.last):
            yield Candidate(hit.first, hit.last, "", hit.name)
    for ent in doc.ents:
        first, last = trimmed(doc[behind_noun(doc, ent)], doc[_before_title(doc, ent)])
        last = before_office(doc, first, _before_common(doc, gazetteer, first, before_body(doc, first, last, hits)))
        first, last = trimmed(doc[first], doc[last]) if first <= last else (first, last)
        label = _SAME.get(ent.label)
        if label == "LOC" and (ruler := sovereign(doc, gazetteer, first, last)) is not None:
            first, label = ruler, "PERSON"
        if label in ("ORG", "LOC") and someone(doc, gazetteer, first, last):
            label = "PERSON"
        if label == "PERSON" and first <= last:
            first, last = whole(first, last, doc)
            first, last = _past_titles(doc, first, last), before_home(doc, gazetteer, first, last)
        if first <= last and label in _LABELS:
            first, last = with_particles(doc, first, last)
            first, last = with_purpose(doc, first, last, label)
        # "Operation Steel Curtain" is what forces do, none of them.
        if (
            first < last
            and doc[first].lower_ in words("peoples")
            and not gazetteer.records(text_of(doc[first : last + 1]))
        ):
            rest = text_of(doc[first + 1 : last + 1])  # "Islamist Boko Haram", but not "Democratic Unity"
            first += bool(gazetteer.records(rest)) and doc[first].text != "Democratic"
        operation = first < last and doc[first].text == "Operation"
        if first <= last and label is not None and not operation and not of_region(doc, first, last):
            yield Candidate(first, last, label, None)


def _is_title(doc: Doc, first: int, last: int) -> bool:
    """ "Sir Tom Reed": a title before a word in capitals is no name, whatever the catalogue has under it."""
    following = doc[last + 1] if last + 1 < len(doc) else None
    return first == last and doc[first].text in name_words("title") and following is not None and following.is_title


def _past_titles(doc: Doc, first: int, last: int) -> int:
    """Where a person's name begins that the parser took together with a title: "Bishop Paul Mukasa", "Mr Lind"."""
    if first < last and doc[first].text in _HONORIFICS:
        first += 1
    while first + 1 < last and doc[first].text in name_words("title") and doc[first].text not in _PART_OF_NAMES:
        first += 1
    return first


def _before_common(doc: Doc, gazetteer: Gazetteer, first: int, last: int) -> int:
    """ "accused Washington of bias", "African Union suspends Mali": a known name ends before "of" and a common noun,
    and before a word that is no part of a name."""
    small = next((i for i in range(first + 1, last) if doc[i].is_lower and doc[i].tag_ in _OPEN), last)
    if small < last and gazetteer.records(text_of(doc[first:small])):
        return small - 1
    if last - first < 2 or doc[last - 1].lower_ != "of" or not doc[last].is_lower:
        return last
    if doc[last].tag_ == "VBG":  # "accused the U.S. Embassy of financing it"
        return last - 2
    return last - 2 if gazetteer.records(text_of(doc[first : last - 1])) else last


def _before_title(doc: Doc, ent: Name) -> int:
    """Where a name ends that the parser took together with what it owns: "Oman" of "Oman's Sultan"."""
    inside = doc[ent.start : ent.end]
    owner = next((t for t in inside if t.lower_ == "'s" and t.i > ent.start), None)
    owned = {t.text for t in inside if owner is not None and t.i > owner.i}
    return owner.i - 1 if owner is not None and owned & set(name_words("title")) else ent.end - 1


def _parts(text: Text, span: Candidate) -> list[str]:
    return [text.doc[i].text for i in span.tokens]


def _name(text: Text, gazetteer: Gazetteer, span: Candidate) -> Raw | None:
    doc, first, last = text.doc, span.first, span.last
    bare = doc[first] if first == last and span.known is None else None  # one word that the catalogue does not know
    if bare is not None and bare.text in DAYS:
        return None
    if bare is not None and bare.is_sent_start and (descriptions().get(bare.lemma_.lower()) or common_elsewhere(bare)):
        return None
    if span.known is None and is_thing(doc, first, last):
        return None
    body = first < last and name_words("last").get(doc[last].text) is not None
    if (span.label == "NORP" and not body) or (bare is not None and _names_people(gazetteer, bare, span.label)):
        return _people(text, gazetteer, first, last)
    parts = _parts(text, span)
    if first < last and span.known is None and gazetteer.demonym(" ".join(parts)) is not None:
        return _people(text, gazetteer, first, last)
    kind = _kind_of(text, gazetteer, span)
    if kind is None:
        return None
    if kind == "Place" and span.known is None:
        first = with_ordinal(doc, first)
    head = head_of(doc[first : last + 1])
    # "Iraqi Sunni" before a noun: adjectives, not a name.
    if first < last and last != head and doc[last].tag_ == "JJ" and text.view.rel(doc[last]) == "amod":
        return None
    raw = Raw(first, last, head, "name", kind, kinds_of(kind), True, (first, last))
    if span.known is None and kind == _LABELS.get(span.label) and located(doc[first], span.label):
        raw.type, raw.kinds = "Place", kinds_of("Place") | {LOCATED}
    _extend_right(text, raw, known=bool(gazetteer.records(" ".join(parts))))
    if raw.type == "Person":
        raw.cover = (title_start(text, raw.first), raw.last)
    return raw


def _kind_of(text: Text, gazetteer: Gazetteer, span: Candidate) -> EntityType | None:
    """The type of a name by its own words and by those right before and behind it."""
    doc, first, last, parts = text.doc, span.first, span.last, _parts(text, span)
    placed_in = first > 1 and doc[first - 1].text == "," and doc[first - 2].pos_ == "PROPN"  # "Atlanta, Georgia"
    known = span.known if span.known is not None else " ".join(parts)
    kind = _type_of(gazetteer, known, span.label, parts, placed_in=placed_in)
    if kind in ("Person", "Organization") and _after_settlement(text, first):
        kind = "Place"
    elif (told := called_behind(doc, last) or introduced(doc, first, last)) and _may_be(gazetteer, span.known, told):
        kind = told
    elif kind == "Person" and span.known is None:
        kind = _after_body(doc, first) or kind
    elif kind in ("Place", "Organization") and span.known is None and last > first and _after_role(text, first, last):
        kind = "Person"
    elif kind == "Place" and span.known is None and (body := _after_body(doc, first)) is not None:
        kind = body  # "the state oil company Zonarol"
    elif kind == "Place" and _governs(doc, last) and not _seat(gazetteer, known):
        kind = "Person"  # "the Lind administration", whatever town is called Lind
    return kind


def _may_be(gazetteer: Gazetteer, known: str | None, kind: EntityType) -> bool:
    """Whether the catalogue has nothing against a name being of a type."""
    return known is None or any(r.type == kind for r in gazetteer.records(known))


def _names_people(gazetteer: Gazetteer, token: Token, label: str) -> bool:
    """Whether a single word is a people's name, whatever the parser took it for."""
    return (label in _LABELS and token.lower_ in words("peoples")) or gazetteer.demonym(token.text) is not None


def _after_settlement(text: Text, first: int) -> bool:
    """ "the town of X", "the towns of X and Y": whatever the parser says, they are places."""
    doc = text.doc
    if first > 3 and doc[first - 1].lower_ == "and" and doc[first - 3].lower_ == "of":
        first -= 2
    before = doc[first - 2] if first > 1 and doc[first - 1].lower_ == "of" else None
    return before is not None and before.lemma_.lower() in words("settlements")


def _after_body(doc: Doc, first: int) -> EntityType | None:
    """ "the rights group Viasna", "the militia Popular Front": what the noun right before a name says it is."""
    before = doc[first - 1] if first else None
    if before is None or before.tag_ != "NN" or not before.is_lower or before.is_sent_end:
        return None
    noun = described(before)
    kinds = ("Organization", "ArmedGroup", "Government")
    return cast(EntityType, noun.type) if noun is not None and noun.type in kinds else None


def _after_role(text: Text, first: int, last: int) -> bool:
    """ "foreign ministry spokeswoman Mao Ning said", "the head of the league, Musa Ag Amar, shook hands": a name right
    behind the role of one person that it describes, or between the commas behind it."""
    before = text.doc[first - 1] if first else None
    if before is not None and before.text == "," and text_of(text.doc[last + 1 : last + 2]) in (",", ".", "of"):
        return person_phrase(text.doc, first - 2) is not None and text.doc[last].text not in name_words("last")
    if before is None or before.tag_ != "NN" or not before.is_lower or before.is_sent_end:
        return False
    noun = described(before)
    person = noun is not None and "person" in noun.kinds and "leader" in noun.kinds
    return person and text.view.rel(text.doc[first]) in ("appos", "flat", "subj", "subjpass", "root")


def _people(text: Text, gazetteer: Gazetteer, first: int, last: int) -> Raw | None:
    """A nationality: as a noun a group of people ("Libyans"), as an adjective the state, published only when needed."""
    token = text.doc[last]
    noun = text.view.rel(token) not in ("amod", "compound") and token.tag_ in ("NNPS", "NNS", "NNP", "NN")
    plural = token.tag_ in ("NNPS", "NNS") or token.text.endswith("s")
    if noun and plural:
        return Raw(first, last, last, "nominal", "Group", kinds_of("Group") | {"crowd"}, False, (first, last))
    whole = gazetteer.demonym(text_of(text.doc[first : last + 1])) if first < last else None  # "South African"
    record = whole or gazetteer.demonym(token.text)
    if record is None:
        return None
    kind: EntityType = "State" if record.type == "State" else "Place"
    start = first if whole is not None else last
    return Raw(start, last, last, "name", kind, kinds_of(kind), True, (start, last), record.key, used=False)


# -- types -------------------------------------------------------------------------------------------------------------


def _type_of(
    gazetteer: Gazetteer, name: str, label: str, parts: list[str], *, placed_in: bool = False
) -> EntityType | None:
    """What the catalogue says, as far as the parser agrees; else what words of the name tell; else the parser."""
    types = list(dict.fromkeys(r.type for r in gazetteer.records(name)))
    if "State" in types and not placed_in:
        types.sort(key=lambda kind: kind != "State")  # Australia acts as a state far more often than it lies there
    expected = _LABELS.get(label)
    if types:
        if name.isupper() and "Person" not in types:
            return types[0]
        fitting = [t for t in types if _compatible(t, expected)]
        return (fitting or types)[0] if expected is None or fitting or len(parts) > 1 else expected
    told = _headed(parts) or name_words("last").get(parts[-1]) or name_words("first").get(parts[0])
    if told and (expected != "Person" or len(parts) > 2 or parts[-1] in _NO_SURNAMES):
        return cast(EntityType, told)
    return expected


def _headed(parts: list[str]) -> str | None:
    """What the noun before "of" or "for" says of a name: "School" of "the Lind School of International Studies"."""
    at = next((i for i, part in enumerate(parts) if part in ("of", "for")), 0)
    return name_words("last").get(parts[at - 1]) if at > 1 else None


def _compatible(kind: EntityType, expected: EntityType | None) -> bool:
    if expected is None or kind == expected:
        return True
    groups = (
        {"Place", "State"},
        {"Organization", "Government", "ArmedGroup", "MilitaryForce"},
        {"Organization", "State"},
    )
    return any(kind in g and expected in g for g in groups)


# -- nouns behind a name -----------------------------------------------------------------------------------------------


def _extend_right(text: Text, raw: Raw, *, known: bool) -> None:
    """ "Islamic State (IS) group": the noun behind a name belongs to it; "Haftar forces" are named after him."""
    tail = _tail(text, raw) if raw.type in _EXTENSIBLE else []
    if tail and _is_place(tail, known):  # "Ninewa province", whatever Ninewa was taken for
        raw.head = raw.last = tail[-1].i
        raw.cover = (raw.first, raw.last)
        raw.type, raw.kinds = "Place", kinds_of("Place")
        return
    if len(tail) == 1 and tail[0].lemma_ in ("clan", "tribe"):
        raw.head = raw.last = tail[0].i
        raw.cover = raw.core = (raw.first, raw.last)
        raw.type, raw.kinds = "Group", kinds_of("Group")
        return
    noun = described(tail[-1]) if tail else None
    if noun is None or noun.type is None or noun.type in _FOREIGN:
        return
    generic = tail[-1].lemma_ in _GENERIC_HEADS
    if raw.type == "Place" and noun.type in ("Organization", "Government") and not generic:
        return
    raw.head = raw.last = tail[-1].i
    raw.cover = (raw.first, raw.last)
    press = tail[0].lemma_.lower() in ("news", "press", "wire")
    forces = known and (raw.type, noun.type) == ("Organization", "MilitaryForce")  # of the African Union, not the Union
    if forces or (tail[-1].lemma_.lower() in words("bodies-within") and not press):
        raw.core = raw.cover  # "the UN mission" is another body than the UN; "the AFP news agency" is AFP
    raw.type = _extended_type(raw.type, noun, tail, generic)
    raw.kinds = kinds_of(raw.type) | noun.kinds


def _is_place(tail: list[Token], known: bool) -> bool:
    """Whether the nouns behind a name make it one of a place: "Ninewa province", "Tarib refugee camp". The airport of a
    town that is known is another place than the town."""
    if len(tail) == 1 and tail[0].lemma_.lower() in words("regions"):
        return True
    of = all(t.lemma_.lower() in words("of-sites") for t in tail[:-1])
    return not known and of and tail[-1].tag_ in ("NN", "NNP") and tail[-1].lemma_.lower() in words("sites")


def _tail(text: Text, raw: Raw) -> list[Token]:
    """Up to three lower-case nouns and adjectives behind a name and its acronym in brackets, the last a description."""
    doc, at = text.doc, raw.last + 1
    if at + 2 < len(doc) and doc[at].text == "(" and doc[at + 2].text == ")":
        at += 3
    tail: list[Token] = []
    while at < len(doc) and len(tail) < 3 and doc[at].pos_ in ("NOUN", "ADJ", "PROPN") and doc[at].is_lower:
        tail.append(doc[at])
        at += 1
    while tail and not described(tail[-1]):
        tail.pop()
    glued = not doc[raw.last].whitespace_ and tail and raw.last + 1 == tail[0].i
    return [] if glued else tail


def _extended_type(kind: EntityType, noun: Description, tail: list[Token], generic: bool) -> EntityType:
    if not generic or kind in ("Place", "Person"):
        return cast(EntityType, noun.type)
    if kind == "Organization" and any(t.lemma_ in ("jihadist", "militant", "rebel", "armed") for t in tail):
        return "ArmedGroup"
    return kind
