"""Article -> Document: sentences, mentions, entities, events, times, status, statements, relations.

Public: `load` a `Reader`; `Reader.read` one article or `Reader.stream` many; `written` for the words of a rule.
"""

from kg.annotate.lexicon import written
from kg.annotate.reader import Reader, load

__all__ = ["Reader", "load", "written"]
