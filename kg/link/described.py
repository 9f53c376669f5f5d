"""Entities known by a description: "the Italian Senate", "the central bank", "the Austrian capital", "Washington" for
a government."""

from __future__ import annotations

import re

from kg.catalogue import Catalogue, Record
from kg.link.candidates import Candidate, Index, without_country
from kg.link.context import Context, country_word
from kg.model import Document, Entity, Span
from kg.names import fold

KINDS: dict[str, tuple[str, ...]] = {
    "central bank": ("central bank",),
    "reserve bank": ("central bank",),
    "parliament": ("legislature",),
    "legislature": ("legislature",),
    "senate": ("upper house",),
    "upper house": ("upper house",),
    "lower house": ("lower house",),
    "lower house of parliament": ("lower house",),
    "upper house of parliament": ("upper house",),
    "house of representatives": ("lower house", "legislature"),
    "congress": ("legislature",),
    "supreme court": ("supreme court",),
    "constitutional court": ("constitutional court",),
    "foreign ministry": ("foreign ministry",),
    "ministry of foreign affairs": ("foreign ministry",),
    "defence ministry": ("defence ministry",),
    "defense ministry": ("defence ministry",),
    "ministry of defence": ("defence ministry",),
    "ministry of defense": ("defence ministry",),
    "interior ministry": ("interior ministry",),
    "ministry of interior": ("interior ministry",),
    "finance ministry": ("finance ministry",),
    "justice ministry": ("justice ministry",),
    "health ministry": ("health ministry",),
    "army": ("army",),
    "navy": ("navy",),
    "air force": ("air force",),
    "armed forces": ("armed forces",),
    "military": ("armed forces",),
    "coast guard": ("guard",),
    "national oil company": ("national oil company",),
}
"""Nouns of institutions and the subtypes of records that they can mean."""
FROM_CONTEXT = frozenset({"central bank"})
"""A state has one of these: the article's country tells which. A "parliament" may be a rival one and needs its
adjective."""
WORLD_CAPITAL = 6
"""A capital in so many lists stands for its state without a word on the state; Georgetown and Victoria do not."""
FAMILIAR = 3
"""Another place of the name in so many lists makes a capital need more than its name."""
_AMBIGUOUS_SEATS = frozenset({"Q239"})
"""Brussels stands for the European Union more often than for Belgium, so it stands for no government."""
_QUALIFIERS = re.compile(
    r"^(?:elected|national|federal|internationally recogni[sz]ed|country['’]s|official|state|own|former)\s+",
    re.IGNORECASE,
)


def institution(entity: Entity, document: Document, context: Context, idx: Index) -> tuple[Candidate | None, str]:
    """The institution that a description means, or None with the reason; (None, "") when it is no such description."""
    reason = ""
    for name in (entity.name, *entity.aliases):
        noun, country = _noun_and_country(name, entity, document, idx)
        if noun not in KINDS:
            continue
        if not country and noun in FROM_CONTEXT:
            country = _from_context(entity, document, context)
        if not country:
            reason = f"“{name}” does not say of which country, and the article leaves more than one possible"
            continue
        found = _institutions(idx.catalogue, noun, country)
        state = idx.catalogue.get(country)
        of = state.label if state else country
        if len(found) == 1:
            return Candidate(found[0], name, f"the {noun} of {of}", 0.92), ""
        reason = f"{of} has {len(found) or 'no'} records that “{noun}” can mean"
    return None, reason


def _institutions(catalogue: Catalogue, noun: str, country: str) -> list[Record]:
    found = {r.key: r for kind in KINDS[noun] for r in catalogue.institutions(kind, country)}
    return list(found.values())


def _noun_and_country(name: str, entity: Entity, document: Document, idx: Index) -> tuple[str, str]:
    bare = re.sub(r"^(?:the|its|a|an)\s+", "", name.strip(), flags=re.IGNORECASE)
    rest, country = without_country(bare, idx.words)
    noun = fold(_QUALIFIERS.sub("", rest or bare))
    if (
        not rest
        and (match := re.match(r"(.+?) of (?:the )?(.+)$", bare))
        and (qid := country_word(match.group(2), idx.words))
    ):
        return fold(match.group(1)), qid
    return noun, country or _before(noun, entity, document, idx)


def _before(noun: str, entity: Entity, document: Document, idx: Index) -> str:
    """The country whose adjective or possessive stands right before a mention that is the noun alone."""
    text = document.article.text
    found = set()
    for mention in entity.mentions:
        if fold(_QUALIFIERS.sub("", mention.span.of(text))) in {noun, f"the {noun}"}:
            before = re.search(
                r"([A-Z][\w.]+(?: [A-Z][\w.]+)?(?:['’]s)?)\s+$",
                text[max(0, mention.span.start - 40) : mention.span.start],
            )
            if before:
                found.add(
                    country_word(before.group(1), idx.words) or country_word(before.group(1).split()[-1], idx.words)
                )
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _from_context(entity: Entity, document: Document, context: Context) -> str:
    """The article's one country, if no sentence that mentions the entity names another one."""
    country = context.dominant()
    for mention in entity.mentions:
        sentence = next((s for s in document.sentences if s.start <= mention.span.start < s.end), Span(0, 0))
        if context.within(sentence) - {country}:
            return ""
    return country


_WHERE = re.compile(
    r"\b(?:in|at|to|from|near|of|for|into|outside|around|on|against|towards?|via|through|leaving|left)\s+$",
    re.IGNORECASE,
)


def _acts(entity: Entity, document: Document) -> bool:
    """Whether a place does what only a government can: it acts or speaks, and nothing happens there."""
    sides = {a.entity for e in document.events for a in e.actors} | {s.speaker for s in document.statements}
    places = {a.entity for e in document.events for a in e.places}
    if entity.id not in sides or entity.id in places:
        return False
    text = document.article.text
    return not any(_WHERE.search(text[max(0, m.span.start - 12) : m.span.start]) for m in entity.mentions)


_ADDRESSED = re.compile(
    r"\b(?:(?:protest|complain|appeal|turn)(?:ed|s|ing)? to|(?:accus|blam|urg|criticis|criticiz)(?:ed|es|ing)"
    r"|(?:warn|press|condemn|thank|pressur)(?:ed|s|es|ing)|told|tells|pressure on|ties with|relations with)\s+$"
)
_GOVERNS = re.compile(
    r"\s(?:(?:has|have|had|will|would|also|again) )?(?:said|says|denie[sd]|wants?|wanted|accuse[sd]|condemn(?:s|ed)|"
    r"reject(?:s|ed)|back(?:s|ed)|warn(?:s|ed)|urge[sd]?|insist(?:s|ed)|refuse[sd]?|recalled|expelled|cut|froze|frozen|"
    r"recogni[sz]e[sd]?|pledge[sd]?|vow(?:s|ed)|threaten(?:s|ed)|demand(?:s|ed)|is working on)\b"
    r"|['’]s (?:calls?|demands?|offers?|claims?|policy|troops|ally|allies|envoys?|ambassador|"
    r"government|foreign minist\w+)\b"
)
_DATELINE = re.compile(r"\s*(?:/|,|\(|[-–—]\s)")
_GOES_ON = re.compile(r"['’]?(?:[.,;:!?)]|$)|\s(?:to|of|that|over|for|and|with|on|not|after|about|against|but)\b")


def addressed(entity: Entity, document: Document) -> bool:
    """Whether a place does or is told what only a government can be, and is spoken of as a place nowhere."""
    text, found = document.article.text, False
    for span in (m.span for m in entity.mentions):
        before = text[max(0, span.start - 24) : span.start]
        addressed = _ADDRESSED.search(before) and _GOES_ON.match(text, span.end)
        if addressed or (_GOVERNS.match(text, span.end) and not _WHERE.search(before)):
            found = True
        elif _WHERE.search(before) or _heads(span, text):
            return False
    return found


def _heads(span: Span, text: str) -> bool:
    """Whether a name in capitals begins the text as its dateline: "BAMAKO, Aug 20 -", "KYIV/WASHINGTON -"."""
    return span.of(text).isupper() and span.start < DATELINE and bool(_DATELINE.match(text, span.end))


DATELINE = 60
"""A dateline begins within so many characters of a text."""


def _rivals(state: Record | None, idx: Index) -> int:
    """How many governments of a state bear a name of their own ("Government of National Accord")."""
    if state is None:
        return 0
    governments = idx.catalogue.institutions("government", state.qid)
    own = {fold(w) for w in (*state.names, *state.demonyms)}
    return sum(not any(w in fold(r.label) for w in own) for r in governments)


_CAPITAL = re.compile(
    r"^(?:the )?(.+?)(?:['’]s)? capital(?: city)?$|^(?:the )?capital(?: city)? of (?:the )?(.+)$", re.IGNORECASE
)


def capital(entity: Entity, idx: Index) -> Candidate | None:
    """The capital that "the Austrian capital" or "the capital of Austria" means."""
    for name in (entity.name, *entity.aliases):
        if entity.type == "Place" and (match := _CAPITAL.match(name)):
            country = country_word(match.group(1) or match.group(2), idx.words)
            state = idx.catalogue.get(country) if country else None
            if state and (record := idx.catalogue.capital(state)):
                return Candidate(record, name, "the capital of the country named", 0.95)
    return None


def _seat(entity: Entity, idx: Index) -> Candidate | None:
    """The capital itself, from which an article was sent, whatever its dateline was read as."""
    if entity.type == "Place":
        return None
    seats = (r for r in idx.catalogue.lookup(entity.name) if r.capital_of and r.type == "Place")
    return next((Candidate(r, entity.name, "the place of the dateline", 0.93) for r in seats), None)


def metonym(entity: Entity, document: Document, context: Context, idx: Index) -> tuple[Candidate | None, str]:
    """The state for which its capital stands: "Washington" as a government. None with a reason where that is not
    clear."""
    if all(_heads(m.span, document.article.text) for m in entity.mentions):
        return _seat(entity, idx), ""
    government = entity.type in {"Government", "State"} or (entity.type == "Place" and addressed(entity, document))
    if not government and not (entity.type == "Place" and _acts(entity, document)):
        return None, ""
    for record in idx.catalogue.lookup(entity.name):
        if record.capital_of and record.type == "Place":
            state = idx.catalogue.get(record.capital_of)
            if record.qid in _AMBIGUOUS_SEATS or _rivals(state, idx) > 1:
                return None, f"{record.label} can stand for more than one government"
            others = (r for r in idx.catalogue.lookup(entity.name) if r is not record)
            alone = government and all(r.fame < FAMILIAR for r in others)
            known = alone or record.fame >= WORLD_CAPITAL or context.weight([record.capital_of]) > 0
            if state and known:
                return Candidate(state, entity.name, f"its capital {record.label} stands for the government", 0.93), ""
    return None, ""
