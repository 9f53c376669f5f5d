"""Text search over a release: names, aliases and quoted sentences of entities, events, claims and articles.

``words`` folds text and reads what people type, ``build`` fills an SQLite file with FTS5 from ``dataset.nq``,
``index`` asks it, ``opening`` keeps the file beside the releases, ``inquery`` is the way there from SPARQL, ``routes``
the one over HTTP. The index is made from the release and is no part of it: its bytes depend on the version of SQLite,
and those of a release must not.
"""

from server.search.index import Found, Hit, Index, Piece
from server.search.kinds import KINDS

__all__ = ["KINDS", "Found", "Hit", "Index", "Piece"]
