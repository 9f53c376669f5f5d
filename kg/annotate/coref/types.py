"""One type an entity: what the catalogue says of its names, else what most of its names say, else descriptions."""

from __future__ import annotations

from kg.annotate.coref.groups import Groups
from kg.annotate.coref.names import records_of
from kg.annotate.draft import Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.mentions import kinds_of
from kg.model import EntityType


def settle_types(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    """Give all mentions of an entity the same type; kinds that a mention's own words told are kept."""
    by_root: dict[int, list[Raw]] = {}
    for mention in draft.mentions:
        by_root.setdefault(groups.root(mention), []).append(mention)
    for members in by_root.values():
        kind = _settled(draft, members, gazetteer)
        for member in members:
            if member.type != kind:
                member.kinds = kinds_of(kind) | (member.kinds - kinds_of(member.type))
                member.type = kind


def _settled(draft: Draft, members: list[Raw], gazetteer: Gazetteer) -> EntityType:
    names = [m for m in members if m.named and m.kind == "name"]
    for mention in names:
        found = records_of(draft, mention, gazetteer) if mention.type != "Person" else []
        if found:
            kinds = [r.type for r in found]
            return mention.type if mention.type in kinds else kinds[0]
    counted: dict[EntityType, float] = {}
    for mention in names or members:
        # A long name tells its type more surely, and "Organization" is what is said of a body when in doubt.
        weight = 1.0 + 0.1 * (mention.last - mention.first) + (0.5 if mention.type != "Organization" else 0.0)
        counted[mention.type] = counted.get(mention.type, 0.0) + weight
    described = [m for m in members if m.kind == "nominal" and m.type in ("ArmedGroup", "Government", "MilitaryForce")]
    best = max(counted, key=lambda k: counted[k])
    return described[0].type if described and best == "Organization" else best
