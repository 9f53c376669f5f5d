"""What an entity type is for the frames of events."""

from __future__ import annotations

from kg.model import EntityType

LOCATED = "located"
"""The kind of a name that the words before it say is a place."""
_KINDS: dict[EntityType, frozenset[str]] = {
    "Person": frozenset({"person", "actor", "leader"}),
    "State": frozenset({"actor", "state", "place", "authority"}),
    "Government": frozenset({"actor", "state", "authority"}),
    "ArmedGroup": frozenset({"actor", "armed", "person"}),
    "MilitaryForce": frozenset({"actor", "armed", "person", "authority"}),
    "Organization": frozenset({"actor"}),
    "Group": frozenset({"person", "actor"}),
    "Place": frozenset({"place"}),
}


def kinds_of(kind: EntityType) -> frozenset[str]:
    """The frame kinds that an entity type has by itself."""
    return _KINDS[kind]
