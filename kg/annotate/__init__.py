"""Article -> Document: sentences, mentions, entities, events, times, status, statements, relations.

Public: `load` a `Reader`; `Reader.read` one article or `Reader.stream` many.
"""

from kg.annotate.reader import Reader, load

__all__ = ["Reader", "load"]
