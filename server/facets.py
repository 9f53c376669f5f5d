"""What a visitor has chosen to see: kinds, status, actors, places, time, sources and words, read from the address.

The whole state is in the address, so a link restores the page. Within a facet the values are alternatives, except that
all the actors chosen take part. What is chosen becomes a SPARQL pattern; every value is checked or escaped
on its way there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from server.errors import BadRequest
from server.prefixes import CODE
from server.search.inquery import SERVICE, literal

MOST_VALUES = 20
MOST_HITS = 1000
"""Things that a search for words can narrow a listing to, the best ones."""
_MOST_TEXT = 200
_CODE_NAME = re.compile(r"[A-Za-z][\w-]{0,60}", re.ASCII)
# what may stand in an IRI below the base: nothing that ends it, and no blank
_PATH = re.compile(r"entity/[^\x00-\x20<>\"{}|\\^`?#]{1,200}")
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
STATEMENT = f"<{CODE}event-type/Statement>"

NAMES = ("kind", "status", "actor", "place", "source")
"""The facets of which several values can be chosen: name of the field and of the parameter."""
ROLES = ("by", "on", "at")
"""Facets that links set, to lead from a number to exactly what it counts: who acts, on whom, at which very place."""
_LISTS = (*NAMES, *ROLES)


@dataclass(frozen=True, slots=True)
class Facets:
    """The choice.

    ``words`` is what is looked for; ``kind`` and ``status`` are names of codes; ``actor``, ``place`` and the ``ROLES``
    paths such as ``entity/libya-…``; ``source`` names of publishers; ``since`` and ``until`` ISO dates.
    """

    words: str = ""
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        """Whether anything is chosen."""
        return self != NO_FACETS

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """The parameters of an address with this choice; ``changed`` fields take the place of its own."""
        it = replace(self, **changed)
        found: dict[str, Any] = {"q": it.words, **{name: list(getattr(it, name)) for name in _LISTS}}
        return {name: value for name, value in {**found, "from": it.since, "to": it.until}.items() if value}

    def without(self, name: str, value: str = "") -> Facets:
        """The choice less one value of a facet, or less the whole facet."""
        left: Any = tuple(other for other in getattr(self, name) if value and other != value) if name in _LISTS else ""
        return replace(self, **{name: left})

    def plus(self, name: str, value: str) -> Facets:
        """The choice and one more value of a facet."""
        values: Any = tuple(dict.fromkeys((*getattr(self, name), value)))
        return replace(self, **{name: values})

    def chosen(self) -> list[tuple[str, str]]:
        """Every facet and value chosen, in the order of the form."""
        found = [("words", self.words)] if self.words else []
        found += [(name, value) for name in _LISTS for value in getattr(self, name)]
        return found + [(name, getattr(self, name)) for name in ("since", "until") if getattr(self, name)]


NO_FACETS = Facets()


def read(parameters: Mapping[str, list[str]], most: int = _MOST_TEXT) -> Facets:
    """The choice in the parameters of an address; empty values, as forms send them, are none.

    ``most``: characters of words. Raises BadRequest.
    """
    given = {name: tuple(dict.fromkeys(filter(None, map(str.strip, values)))) for name, values in parameters.items()}
    for name in _LISTS:
        if len(given.get(name, ())) > MOST_VALUES:
            raise BadRequest(f"More than {MOST_VALUES} values are chosen for {name}.", "Choose fewer.")
    words, since, until = (_single(given, name) for name in ("q", "from", "to"))
    _check(("from", "to"), (since, until), _DAY, "Write a date as 2016, 2016-05 or 2016-05-16.")
    for name, pattern, cure in (
        ("kind", _CODE_NAME, "Try kind=Attack."),
        ("status", _CODE_NAME, "Try status=actual."),
        ("actor", _PATH, "An actor is written as in its address, such as actor=entity/…"),
        ("place", _PATH, "A place is written as in its address, such as place=entity/…"),
        *((name, _PATH, f"Write it as in its address, such as {name}=entity/…") for name in ROLES),
    ):
        _check((name,) * len(given.get(name, ())), given.get(name, ()), pattern, cure)
    if since and until and until < since[: len(until)]:
        raise BadRequest(f"The time ends ({until}) before it begins ({since}).", "Exchange from and to.")
    for name, limit in (("q", most), ("source", _MOST_TEXT)):
        if any(len(value) > limit for value in given.get(name, ())):
            raise BadRequest(f"The value of {name} is longer than {limit} characters.", "Shorten it.")
    lists: Any = {name: given.get(name, ()) for name in _LISTS}
    return Facets(words, **lists, since=since, until=until)


def _single(given: Mapping[str, tuple[str, ...]], name: str) -> str:
    values = given.get(name, ())
    if len(values) > 1:
        raise BadRequest(f"The parameter {name} has {len(values)} values.", "Give it once.")
    return values[0] if values else ""


def _check(names: tuple[str, ...], values: tuple[str, ...], pattern: re.Pattern[str], cure: str) -> None:
    for name, value in zip(names, values, strict=True):
        if value and not pattern.fullmatch(value):
            raise BadRequest(f"{value[:60]!r} is no value of {name}.", cure)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked through: the variable that stands for it, the pattern of all of it, how each facet is reached.

    ``kinds``: kinds of things that a search for words looks for (none: all); ``told``: what it tells besides.
    """

    subject: str
    all: tuple[str, ...]
    kinds: tuple[str, ...]
    paths: Mapping[str, str]
    told: str = ""


EVENTS = Scope(
    "?event",
    ("?event dm:eventType ?code .", f"FILTER (?code != {STATEMENT})"),
    ("event",),
    {
        "kind": "dm:eventType/skos:broader*",
        "status": "dm:status",
        "actor": "dm:hasActor|dm:hasRecipient",
        "place": "dm:tookPlaceAt/(dm:locatedIn|dm:partOf)*",
        "source": "dm:hasClaim/dm:claimedIn/dct:publisher",
        "time": "dm:hasTime",
    },
)
"""Every event, whatever its status; statements have a listing of their own."""

THINGS = Scope(
    "?thing",
    (),
    (),
    {
        "kind": "dm:eventType/skos:broader*",
        "status": "dm:status|dm:claimedStatus",
        "actor": "dm:hasActor|dm:hasRecipient|dm:speaker|dm:attributedTo|dm:situationSubject|dm:situationObject",
        "place": "dm:tookPlaceAt/(dm:locatedIn|dm:partOf)*",
        "source": "dct:publisher|((dm:mentionedIn|dm:claimedIn|(dm:hasClaim/dm:claimedIn))/dct:publisher)",
        "time": "dm:hasTime",
    },
    " ; search:score ?score ; search:kind ?what ; search:label ?label",
)
"""Whatever a text search finds: events, statements, entities, articles, claims."""


def pattern(facets: Facets, base: str, scope: Scope = EVENTS) -> str:
    """The choice as SPARQL lines on the subject of the scope; with nothing chosen all that the scope looks through.

    ``base`` is what the release's IRIs begin with.
    """
    this, paths = scope.subject, scope.paths
    lines = [*_words(facets.words, scope)]
    if facets.kind:
        lines.append(f"VALUES ?broad {{ {' '.join(f'<{CODE}event-type/{name}>' for name in facets.kind)} }}")
        lines.append(f"{this} {paths['kind']} ?broad .")
    lines += scope.all
    if facets.status:
        lines.append(f"VALUES ?state {{ {' '.join(f'<{CODE}status/{name}>' for name in facets.status)} }}")
        lines.append(f"{this} {paths['status']} ?state .")
    lines += [f"{this} {paths['actor']} <{base}id/{path}> ." for path in facets.actor]
    if facets.place:
        lines.append(f"VALUES ?where {{ {' '.join(f'<{base}id/{path}>' for path in facets.place)} }}")
        lines.append(f"{this} {paths['place']} ?where .")
    for name, role in zip(ROLES, ("dm:hasActor", "dm:hasRecipient", "dm:tookPlaceAt"), strict=True):
        lines += [f"{this} {role} <{base}id/{path}> ." for path in getattr(facets, name)]
    if facets.source:
        names = ", ".join(literal(name) for name in facets.source)
        lines.append(f"{this} {paths['source']} ?paper .")
        lines.append(f"FILTER (STR(?paper) IN ({names}))")
    lines += _time(facets.since, facets.until, scope)
    return "\n  ".join(lines)


def _time(since: str, until: str, scope: Scope) -> list[str]:
    """Times are as vague as the text: "2016-05" and 2016-05-16 overlap, compared as far as both are told."""
    lines = [f"{scope.subject} {scope.paths['time']} ?within ."] if since or until else []
    if since:
        lines.append("?within dm:latest ?last .")
        lines.append(f'FILTER (SUBSTR(STR(?last), 1, {len(since)}) >= SUBSTR("{since}", 1, STRLEN(STR(?last))))')
    if until:
        lines.append("?within dm:earliest ?first .")
        lines.append(f'FILTER (SUBSTR(STR(?first), 1, {len(until)}) <= SUBSTR("{until}", 1, STRLEN(STR(?first))))')
    return lines


def _words(words: str, scope: Scope) -> list[str]:
    if not words:
        return []
    kinds = "".join(f' ; search:kind "{kind}"' for kind in scope.kinds)
    block = f"{scope.subject} search:query {literal(words)}{kinds} ; search:limit {MOST_HITS}{scope.told}"
    return [f"SERVICE <{SERVICE}> {{ {block} }}"]
