"""The listings: all entities, articles, claims, statements, by pages.

A page takes two steps, however many things there are: a query for the things of that page alone, in order, then what
its rows tell of these. The query for all, which "as SPARQL" and the downloads use, tells the same in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass

from server import queries
from server.context import in_use
from server.rows import Grouped, by, query
from server.tables import Row, table

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of all things of a kind: its query (a file, with a second one for the things of a page), the variable
    that stands for what a row is about, and the words above its columns."""

    name: str
    title: str
    about: str
    key: str
    columns: tuple[tuple[str, str], ...]

    def query(self) -> str:
        """The query for all of it."""
        return query(self.name, keys="")

    def page(self, number: int) -> tuple[list[Grouped], bool]:
        """The rows of a page, each with its speakers, and whether there are more pages."""
        bounds = {"limit": str(PAGE_ROWS + 1), "offset": str((number - 1) * PAGE_ROWS)}
        found = table(in_use().page(queries.build(f"{self.name}_page", **bounds))).rows
        keys = list(dict.fromkeys(row[self.key].value for row in found))
        if not keys:
            return [], False
        values = f"VALUES ?{self.key} {{ {' '.join(f'<{iri}>' for iri in keys[:PAGE_ROWS])} }}"
        told = {group.facts[self.key].value: group for group in by(self._told(values), self.key)}
        return [told[iri] for iri in keys[:PAGE_ROWS] if iri in told], len(keys) > PAGE_ROWS

    def _told(self, keys: str) -> tuple[Row, ...]:
        return table(in_use().page(query(self.name, keys=keys))).rows


LISTINGS = {
    listing.name: listing
    for listing in (
        Listing(
            "entities",
            "People, states, groups, places",
            "Everybody and everything named or described in the articles; those in most articles first.",
            "entity",
            (("label", "Name"), ("type", "Kind"), ("articles", "Named in"), ("item", "Wikidata")),
        ),
        Listing(
            "articles",
            "Articles",
            "The articles that everything here is taken from, the newest first.",
            "article",
            (("title", "Title"), ("issued", "Date"), ("source", "Source"), ("url", "Address")),
        ),
        Listing(
            "claims",
            "Claims",
            "What each article says, in which words, and according to whom; from the newest article on.",
            "claim",
            (("label", "What is claimed"), ("status", "Status"), ("speaker", "According to"), ("quote", "Words")),
        ),
        Listing(
            "statements",
            "Statements",
            "Who said what; from the newest article on.",
            "statement",
            (("name", "Speaker"), ("words", "Words"), ("quoted", "Word for word"), ("article", "Article")),
        ),
    )
}
