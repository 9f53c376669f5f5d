"""Names of one entity: the same catalogue item, the same words, an acronym, a surname."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from kg.annotate.coref.groups import ORGANIZED, Groups
from kg.annotate.coref.persons import sex_of
from kg.annotate.draft import Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.catalogue import Record
from kg.names import fold

# Little words in names of persons that may be written or left out ("Fayez al-Sarraj", "Sarraj").
_RENAMED = (
    ("formerly",), ("previously",), ("formerly", "known", "as"), ("previously", "known", "as"), ("also", "known", "as"),
    ("once", "known", "as"), ("known", "as"), ("or",),
    ("better", "known", "as"), ("also", "called"), ("formerly", "called"),
)  # fmt: skip
"""What stands between two names of one body, longest ways last."""
_HALVES = frozenset({"North", "South"})
_TROOPS = frozenset({"troops", "forces", "soldiers"})
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "de", "van", "von", "-"})


def records_of(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> list[Record]:
    """What the catalogue has under a mention's name and of its type or one easily confused with it, best first."""
    if mention.record:
        known = gazetteer.catalogue.get(mention.record)
        return [known] if known else []
    kinds = {mention.type} | ({"Organization", "Government", "ArmedGroup"} if mention.type in ORGANIZED else set())
    return [
        r
        for r in gazetteer.records(draft.core(mention))
        if r.type in kinds or {r.type, mention.type} == {"State", "Place"}
    ]


def join_same_record(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    """Two names of one catalogue item are one entity ("US", "United States"), when each name has only that meaning."""

    def item(mention: Raw) -> str | None:
        found = records_of(draft, mention, gazetteer) if mention.type != "Person" else []
        sure = len(found) == 1 or (len(found) > 1 and found[0].sources > 2 * found[1].sources)
        return found[0].key if sure else None

    _join_by(groups, [m for m in draft.mentions if m.kind == "name" or m.record], item)


def join_same_words(groups: Groups, draft: Draft) -> None:
    """The same name twice is one entity; a person is never one with a thing of that name."""

    def name(mention: Raw) -> tuple[str, bool] | None:
        if mention.record:
            return None
        last = draft.text.doc[mention.core[1]]
        troops = mention.core[0] < last.i and last.is_lower and last.lower_ in _TROOPS  # "NATO soldiers", "NATO forces"
        words = draft.core(mention)
        return fold(words.rpartition(" ")[0] + " forces" if troops else words), mention.type == "Person"

    _join_by(groups, _names(draft), name)


def _names(draft: Draft) -> list[Raw]:
    return [m for m in draft.mentions if m.kind == "name"]


def _join_by(groups: Groups, mentions: list[Raw], key: Callable[[Raw], Hashable]) -> None:
    """Join each mention with the first of the same key; None is no key."""
    first: dict[Hashable, Raw] = {}
    for mention in mentions:
        found = key(mention)
        if found is not None:
            groups.join(first.setdefault(found, mention), mention)


# -- acronyms ----------------------------------------------------------------------------------------------------------


def join_acronyms(groups: Groups, draft: Draft) -> None:
    """ "Government of National Accord (GNA)", and an acronym used later whose letters are those of one name."""
    names = _names(draft)
    introduced = _introduced(groups, draft, names)
    initials: dict[str, Raw] = {}
    for mention in names:
        capitals = [t.text[0] for t in draft.text.doc[mention.first : mention.last + 1] if t.text[:1].isupper()]
        if len(capitals) > 1:
            initials.setdefault("".join(capitals), mention)
    for mention in names:
        short = draft.words(mention).replace(".", "")
        full = introduced.get(short) or initials.get(short)
        if full is not None and len(short) > 2 and short.isupper() and full is not mention and full.type in ORGANIZED:
            _shorten(groups, full, mention)


def _introduced(groups: Groups, draft: Draft, names: list[Raw]) -> dict[str, Raw]:
    """Acronyms in brackets behind a name, joined with it: acronym -> the name."""
    doc = draft.text.doc
    by_end = {m.last: m for m in names}
    out: dict[str, Raw] = {}
    for mention in names:
        full = by_end.get(mention.first - 2)
        bracketed = (
            mention.first
            and mention.last + 1 < len(doc)
            and (doc[mention.first - 1].text, doc[mention.last + 1].text) == ("(", ")")
        )
        body = (
            full is not None and full.type != "Person" and (full.type in ORGANIZED or _initials(draft, full, mention))
        )
        if bracketed and full is not None and body and _is_acronym(draft.words(mention)):
            _shorten(groups, full, mention)
            out[draft.words(mention)] = full
    return out


def _initials(draft: Draft, full: Raw, short: Raw) -> bool:
    """Whether an acronym has the first letters of a name; the agency behind the place of a dateline has not."""
    words = [t.text for t in draft.text.doc[full.first : full.last + 1] if t.text[:1].isupper()]
    return "".join(w[0] for w in words) == draft.words(short).replace(".", "")


def _shorten(groups: Groups, full: Raw, short: Raw) -> None:
    groups.join(full, short)
    short.type, short.kinds = full.type, full.kinds


def _shortened(draft: Draft, mention: Raw) -> bool:
    """Whether a mention is an acronym that a comma closes."""
    behind = mention.last + 1
    return _is_acronym(draft.words(mention)) and behind < len(draft.text.doc) and draft.text.doc[behind].text == ","


def _is_acronym(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return 1 < len(letters) <= 8 and sum(c.isupper() for c in letters) >= 0.6 * len(letters)


# -- former and other names --------------------------------------------------------------------------------------------


def join_renamed(groups: Groups, draft: Draft) -> None:
    """ "Jabhat Fatah al-Sham, formerly the Nusra Front", "Daesh, also known as ISIL": one body by two names."""
    doc = draft.text.doc
    by_end = {m.last: m for m in _names(draft)}
    for mention in _names(draft):
        at = mention.first - 1
        at -= at > 0 and doc[at].lower_ == "the"
        before = tuple(t.lower_ for t in doc[max(0, at - 2) : at + 1])
        words = next((w for w in reversed(_RENAMED) if before[-len(w) :] == w), None)
        other = by_end.get(at - len(words) - 1) if words is not None and doc[at - len(words)].text == "," else None
        if other is None or (words == ("or",) and (other.first == other.last or not _shortened(draft, mention))):
            continue  # "the Popular Union, or PU,": behind "or" only letters are a body's other name
        if {other.type, mention.type} <= ORGANIZED:
            groups.join(other, mention)


# -- surnames and short names ------------------------------------------------------------------------------------------


def join_surnames(groups: Groups, draft: Draft) -> None:
    """A surname alone is the person named in full, the last one before it, else the first in the text.

    An organization's name that ends a longer one ("the Revolutionary Guards") is that one, when there is only one such.
    """
    names = _names(draft)
    for mention, fitting in _longer(draft, [m for m in names if m.type == "Person"]):
        meant = _one_of(groups, draft, mention, fitting)
        if meant is not None:
            groups.join(meant, mention)
    # One word is hardly enough for an organization: "Council" is the end of many names, but "the Guards" of one here.
    for mention, longer in _longer(draft, [m for m in names if m.type in ORGANIZED]):
        fitting = [m for m in longer if not _nations_own(draft, m, mention)]
        if not fitting:
            continue
        told = mention.last > mention.first or (draft.before(mention) == "the" and fitting[0].first < mention.first)
        if told and len({groups.root(m) for m in fitting}) == 1:
            groups.join(fitting[0], mention)


def _nations_own(draft: Draft, longer: Raw, short: Raw) -> bool:
    """Whether a longer name is that of a state's council, and the short one that of the United Nations."""
    return (
        _parts(draft, short) == ("security", "council")
        and {"national", "supreme"} & set(_parts(draft, longer)) != set()
    )


def join_halves(groups: Groups, draft: Draft) -> None:
    """ "the North", "the South": the state that the article calls by two words of which this is the first."""
    names = _names(draft)
    states = [m for m in names if m.type == "State" and m.last == m.first + 1]
    for mention in draft.mentions:
        doc = draft.text.doc
        word = draft.words(mention)
        if word not in _HALVES or draft.before(mention) != "the" or doc[mention.last + 1].lower_ in ("of", "-"):
            continue
        meant = [m for m in states if doc[m.first].text == word]
        if meant and len({groups.root(m) for m in meant}) == 1:
            groups.join(meant[0], mention)
            mention.type, mention.kinds = meant[0].type, meant[0].kinds


def _one_of(groups: Groups, draft: Draft, mention: Raw, fitting: list[Raw]) -> Raw | None:
    """Whom of those with a longer name a short one means: the last one before it, else the first in the text.

    None when two of different given names come before it and no title ("Mrs.") decides.
    """
    wanted = sex_of(groups, draft, mention)
    fitting = [m for m in fitting if not wanted or sex_of(groups, draft, m) in ("", wanted)]
    earlier = [m for m in fitting if m.first < mention.first]
    if len({_parts(draft, m)[0] for m in earlier}) > 1:
        return None
    return earlier[-1] if earlier else next(iter(fitting), None)


def _longer(draft: Draft, names: list[Raw], least: int = 1) -> list[tuple[Raw, list[Raw]]]:
    """Names of ``least`` words or more and the longer names, in text order, that end with the same words."""
    parts = [(m, _parts(draft, m)) for m in names]
    by_last: dict[str, list[tuple[Raw, tuple[str, ...]]]] = {}
    for mention, own in parts:
        if own:
            by_last.setdefault(own[-1], []).append((mention, own))
    out = []
    for mention, own in parts:
        if len(own) >= least:
            same_end = by_last[own[-1]]
            fitting = [m for m, p in same_end if len(p) > len(own) and p[-len(own) :] == own]
            if fitting:
                out.append((mention, fitting))
    return out


def _parts(draft: Draft, mention: Raw) -> tuple[str, ...]:
    """The words of a name that tell it from others, folded."""
    tokens = [t.text for t in draft.text.doc[mention.first : mention.last + 1]]
    return tuple(fold(t) for t in tokens if t not in ("-", "'s", ".") and fold(t) not in _PARTICLES and fold(t))
