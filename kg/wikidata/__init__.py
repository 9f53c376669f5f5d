"""Wikidata as it is now: search, items and classes over HTTP, kept on disk, polite, and plain about what is missing.

``Wikidata(settings)`` answers or raises RemoteError; an outage is never an empty answer. Once the service is out of
reach, later questions fail at once, without another attempt.
"""

from kg.wikidata.items import Item, Position
from kg.wikidata.service import Wikidata

__all__ = ["Item", "Position", "Wikidata"]
