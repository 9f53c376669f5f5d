"""Who is the same as whom across articles: decisions kept aside as data, applied when the graph is built.

Entities linked to the same Wikidata item are the same; all others are kept apart, however alike their names, until a
person says otherwise in a judgements file. Nothing is ever merged in the articles' own data, so that every decision
can be undone: take its line out of the file (``kg.judgements``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar, get_args

from kg import ids
from kg.errors import InputError
from kg.judgements import Judgement, in_force
from kg.model import Entity, EntityType, Link, LinkedDocument

_T = TypeVar("_T", bound=str)

BY_PEOPLE = "judgements"
"""Stands in a link where others name the catalogue: a person made it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands for an entity everywhere: one name, one type, whether it is known by name."""

    name: str
    type: EntityType
    named: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """(article key, entity id) -> identity key, and the profile of each key that more than one article may share.

    ``merged`` maps identity keys to the key that stands for their cluster; ``decided`` holds the links (None: none) of
    the members that a judgement gave or refused an item; ``unmatched`` the judgements that speak of nothing in this
    build.
    """

    profiles: Mapping[str, Profile] = field(default_factory=lambda: MappingProxyType({}))
    merged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    decided: Mapping[str, Link | None] = field(default_factory=lambda: MappingProxyType({}))
    unmatched: tuple[Judgement, ...] = ()

    def link(self, linked: LinkedDocument, entity: str) -> Link | None:
        """The link of an entity to an item, as people decided where they did; None when it has none."""
        member = ids.member_key(ids.article_key(linked.document.article), entity) if self.decided else ""
        return self.decided[member] if member in self.decided else linked.link(entity)

    def key(self, linked: LinkedDocument, entity: str) -> str:
        """The identity key of an entity of an article."""
        link = self.link(linked, entity)
        own = _key(link, ids.member_key(ids.article_key(linked.document.article), entity))
        return self.merged.get(own, own)

    def profile(self, linked: LinkedDocument, entity: Entity) -> Profile:
        """The name and type that stand for an entity of an article."""
        known = self.profiles.get(self.key(linked, entity.id))
        return known or Profile(entity.name, entity.type, entity.named)


def identities(linked: Iterable[LinkedDocument], judgements: Iterable[Judgement] = ()) -> Identity:
    """Settle who is who over all articles of a build.

    Memory grows with the number of distinct Wikidata items and of judgements, not with the number of articles. Raises
    InputError when judgements contradict each other.
    """
    decisions = _Decisions(in_force(judgements))
    census = _census(linked, decisions)
    known = tuple(j for j in decisions.all if {ref for ref, _ in j.sides} <= census.found.keys())
    merged = _clusters(known, census.found)
    _check_differences(known, census, merged)
    # a refusal is kept in mind even where nobody proposes that item any more
    unmatched = tuple(j for j in decisions.all if j not in known and not decisions.refuses(j, census.found))
    return Identity(
        MappingProxyType(census.profiles(merged)), MappingProxyType(merged), MappingProxyType(census.decided), unmatched
    )


@dataclass(frozen=True, slots=True)
class _Decisions:
    """Judgements arranged for the walk over the articles."""

    all: tuple[Judgement, ...]
    wanted: frozenset[str] = field(init=False)
    labels: Mapping[str, str] = field(init=False)
    given: Mapping[str, tuple[Judgement, ...]] = field(init=False)
    refused: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        given: defaultdict[str, list[Judgement]] = defaultdict(list)
        refused: defaultdict[str, set[str]] = defaultdict(set)
        for judgement in self.all:
            for one, item in _with_item(judgement):
                if judgement.verdict == "same":
                    given[one].append(judgement)
                else:
                    refused[one].add(item)
        sides = [side for judgement in self.all for side in judgement.sides]
        object.__setattr__(self, "wanted", frozenset(ref for ref, _ in sides))
        object.__setattr__(self, "labels", {ref: label for ref, label in sides if label and "/" in ref})
        object.__setattr__(self, "given", {one: tuple(found) for one, found in given.items()})
        object.__setattr__(self, "refused", {one: frozenset(items) for one, items in refused.items()})

    def refuses(self, judgement: Judgement, found: Mapping[str, str]) -> bool:
        """Whether it keeps an item from an entity of this build."""
        return judgement.verdict == "different" and any(one in found for one, _ in _with_item(judgement))

    def names(self, entity: Entity, link: Link | None, member: str) -> frozenset[str]:
        """What judgements can call an entity: by its article, or by the IRI that it has without them."""
        own = {member} if self.labels.get(member, entity.name) == entity.name else set()
        if any(ref.startswith("iri:") for ref in self.wanted):
            own.add(_tail(entity, link, member))
        return frozenset(own & self.wanted)

    def link(self, entity: Entity, link: Link | None, names: Iterable[str]) -> Link | None:
        """The link after the decisions on an entity of these names. Raises InputError when they contradict."""
        refused = {item for name in names for item in self.refused.get(name, ())}
        # an IRI that stands for an item stands for all its articles: that is a question of clusters
        given = [j for name in names if "/" in name or link is None for j in self.given.get(name, ())]
        items = {item for j in given for _, item in _with_item(j)}
        if len(items) > 1 or items & refused:
            lines = ", ".join(str(line) for line in sorted({j.line for j in given}))
            raise InputError(
                f"The judgements (line {lines}) give “{entity.name}” an item, and other lines another or none.",
                "Take one of these lines out.",
            )
        if given:
            return _by_hand(entity, given[0])
        return None if link is not None and _key(link, "") in refused else link


def _with_item(judgement: Judgement) -> Iterator[tuple[str, str]]:
    """The pair of an entity and an item, when a judgement is about such a pair."""
    (left, _), (right, _) = judgement.sides
    for one, item in ((left, right), (right, left)):
        if item.startswith(ids.WIKIDATA) and not one.startswith(ids.WIKIDATA):
            yield one, item


def _by_hand(entity: Entity, judgement: Judgement) -> Link:
    item, label = next((ref, label) for ref, label in judgement.sides if ref.startswith(ids.WIKIDATA))
    reason = f"decided by {judgement.author}" + (f": {judgement.comment}" if judgement.comment else "")
    qid = item.removeprefix(ids.WIKIDATA)
    return Link(entity.id, qid, label or None, judgement.confidence, reason, BY_PEOPLE)


def _key(link: Link | None, member: str) -> str:
    return ids.wikidata_key(link.qid) if link is not None and link.qid else member


def _tail(entity: Entity, link: Link | None, member: str) -> str:
    """The last part of the IRI of an entity that is merged with no other."""
    return f"iri:{ids.entity_tail(_key(link, member), (link.label if link else None) or entity.name)}"


@dataclass(slots=True)
class _Census:
    """What one walk over the articles finds: which references exist, and the names and types seen for shared keys."""

    found: dict[str, str] = field(default_factory=dict)
    decided: dict[str, Link | None] = field(default_factory=dict)
    names: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    types: defaultdict[str, Counter[EntityType]] = field(default_factory=lambda: defaultdict(Counter))
    named: set[str] = field(default_factory=set)

    def add(self, key: str, entity: Entity, link: Link | None) -> None:
        # a link made by hand may not know the item's name: any that does goes before
        self.names[key][(link.label if link else None) or entity.name] += 0 if link and not link.label else 1
        self.types[key][entity.type] += 1
        if entity.named:
            self.named.add(key)

    def profiles(self, merged: Mapping[str, str]) -> dict[str, Profile]:
        """One profile a cluster: the name of its head, the type that most of its mentions in articles were given."""
        types: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
        for key, seen in self.types.items():
            types[merged.get(key, key)].update(seen)
        named = {merged.get(key, key) for key in self.named}
        return {
            key: Profile(_most(self.names[key]), _most(seen, get_args(EntityType)), key in named)
            for key, seen in types.items()
        }


def _census(linked: Iterable[LinkedDocument], decisions: _Decisions) -> _Census:
    census = _Census()
    for one in linked:
        article = ids.article_key(one.document.article)
        for entity in one.document.entities:
            member, link = ids.member_key(article, entity.id), one.link(entity.id)
            names = decisions.names(entity, link, member) if decisions.all else frozenset()
            after = decisions.link(entity, link, names) if names else link
            if after is not link:
                census.decided[member] = after
            key = _key(after, member)
            # a linked entity answers to its own key, its item and its IRI
            census.found.update(dict.fromkeys(names | ({key} & decisions.wanted if after else set()), key))
            if after or names:
                census.add(key, entity, after)
    return census


def _clusters(judgements: Iterable[Judgement], found: Mapping[str, str]) -> dict[str, str]:
    """Union of all pairs judged the same: key -> head of its cluster, for the keys that are not heads themselves."""
    parent: dict[str, str] = {}

    def head(key: str) -> str:
        while key in parent:
            key = parent[key]
        return key

    for judgement in judgements:
        if judgement.verdict == "same":
            one, other = (head(found[ref]) for ref, _ in judgement.sides)
            if one != other:
                first, second = sorted((one, other), key=_rank)
                parent[second] = first
    return {key: head(key) for key in sorted(parent)}


def _check_differences(judgements: Iterable[Judgement], census: _Census, merged: Mapping[str, str]) -> None:
    for judgement in judgements:
        left, right = (census.found[ref] for ref, _ in judgement.sides)
        if judgement.verdict != "different" or merged.get(left, left) != merged.get(right, right):
            continue
        what = f"Line {judgement.line} of the judgements says that {judgement.left} and {judgement.right} differ"
        if left == right:
            item = left.replace(ids.WIKIDATA, "wd:")
            raise InputError(
                f"{what}, but both are linked to {item}.", f"Say which is not: member:ARTICLE/ENTITY, Not, {item}."
            )
        raise InputError(f"{what}, but other lines make them the same.", "Take one of these lines out.")


def _rank(key: str) -> tuple[bool, int, str]:
    """Who heads a cluster: an item before an article's own entity, the lowest number first."""
    item = key.startswith(ids.WIKIDATA)
    return (not item, int(key.removeprefix(f"{ids.WIKIDATA}Q")) if item else 0, key)


def _most(seen: Counter[_T], order: Iterable[_T] = ()) -> _T:
    """The most frequent; among equals the first in ``order``, else in the alphabet."""
    ranks = {value: rank for rank, value in enumerate(order)}
    return min(seen, key=lambda value: (-seen[value], ranks.get(value, 0), value))
