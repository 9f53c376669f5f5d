"""The kinds of things that can be found, and the shape of the file that finds them."""

from __future__ import annotations

KINDS: tuple[str, ...] = ("entity", "article", "event", "statement", "situation", "quantity", "claim")
"""As in the IRIs, ``…/id/KIND/…``; hits of equal score come in this order."""

SHAPE = 2
"""Version of the file. Another number makes a new file be built beside the old one."""

BREAK = "\x1f"
"""Stands between the texts of a cell that holds several."""

LABEL, ALIAS, QUOTE, CODE = 10.0, 6.0, 1.0, 10.0
"""What a word counts in the name of a thing, in its other names, in the sentences about it, in its identifiers.

A word of a name says what a thing is, one of a sentence only that it is spoken of: with these weights the state comes
before the events in it, and an event named by a verb before sentences that use the verb.
"""

SHARES = {"claim": 0.8}
"""What a hit of a kind counts, 1 unless given: a claim stands behind the event that it tells of in the same words."""

TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE thing (
  kind INTEGER, number INTEGER, iri TEXT, label TEXT, alias TEXT, quote TEXT, types TEXT, items TEXT, status TEXT,
  day TEXT, weight INTEGER, known TEXT, PRIMARY KEY (kind, number)
) WITHOUT ROWID;
"""

FTS = (
    "CREATE VIRTUAL TABLE words_{kind} USING fts5(label, alias, quote, code, content='', prefix='2 3', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
)
"""One table a kind: how rare a word is counts among things of a kind, and no kind can crowd out another."""
