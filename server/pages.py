"""Pages for people that are not about one thing: home, listings, questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for

from server import parameters, queries, questions
from server.context import in_use, one, query_string
from server.errors import NotFound
from server.find import page_number
from server.negotiate import candidates
from server.rows import first, rows
from server.rows import query as filled
from server.tables import table

blueprint = Blueprint("pages", __name__)
PAGE_ROWS = 50
_LATEST = 8


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of all things of a kind: its query (a file), what a row is about, and the words above its columns."""

    name: str
    title: str
    about: str
    key: str
    columns: tuple[tuple[str, str], ...]


LISTINGS = {
    listing.name: listing
    for listing in (
        Listing(
            "entities",
            "People, states, groups, places",
            "Everything that is named or described in the articles.",
            "entity",
            (("label", "Name"), ("type", "Kind"), ("articles", "Articles"), ("item", "Wikidata")),
        ),
        Listing(
            "articles",
            "Articles",
            "The articles that everything here is taken from.",
            "article",
            (("title", "Title"), ("issued", "Date"), ("source", "Source"), ("url", "Address")),
        ),
        Listing(
            "claims",
            "Claims",
            "What each article says, in which words, and according to whom.",
            "claim",
            (("label", "What is claimed"), ("status", "Status"), ("speaker", "According to"), ("quote", "Words")),
        ),
        Listing(
            "statements",
            "Statements",
            "Who said what.",
            "statement",
            (("name", "Speaker"), ("words", "Words"), ("quoted", "Word for word"), ("article", "Article")),
        ),
    )
}


@blueprint.get("/")
def home() -> str:
    """What this is, how much there is, where to begin."""
    text = queries.build("events")
    latest = table(in_use().page(text, rows=_LATEST)).rows
    return render_template(
        "home.html",
        counts=first(rows("counts")),
        questions=questions.on_home(),
        latest=latest,
        release=in_use().release,
        search="/search" if current_app.url_map.bind("").test("/search", "GET") else "",
    )


@blueprint.get("/<any(entities, articles, claims, statements):name>")
def listing(name: str) -> str:
    """A page of a listing; the rest is one link away, in whole, as CSV, JSON, Turtle or the query itself."""
    about = LISTINGS[name]
    page = page_number(one(query_string(), "page"))
    text = filled(name)
    cut = f"{text.rstrip()}\nLIMIT {PAGE_ROWS + 1} OFFSET {(page - 1) * PAGE_ROWS}"
    found = table(in_use().page(cut)).rows
    if page > 1 and not found:
        raise NotFound(f"The listing has no page {page}.", "Begin with page 1.")
    return render_template(
        "listing.html",
        listing=about,
        rows=found[:PAGE_ROWS],
        page=page,
        more=len(found) > PAGE_ROWS,
        start=(page - 1) * PAGE_ROWS,
        query=text,
        turtle=queries.as_graph(text, about.key),
    )


@blueprint.get("/queries")
def query_list() -> str:
    """All questions, by those who ask them."""
    found = questions.load()
    users = dict.fromkeys(question.user for question in found)
    groups = [(user, [question for question in found if question.user == user]) for user in users]
    return render_template("queries.html", groups=groups)


@blueprint.get("/queries/<slug>")
def query(slug: str) -> str:
    """A question, its query and its answer."""
    found = questions.find(slug)
    if found is None:
        raise NotFound(f"There is no question {slug}.", f"{url_for('pages.query_list')} lists them.")
    fields = parameters.find(found.query, found.parameters)
    asked = query_string()
    given = {field.name: one(asked, field.name) or "" for field in fields}
    text, now = parameters.fill(found.query, fields, given)
    graph = re.search(r"^\s*(CONSTRUCT|DESCRIBE)\b", text, re.MULTILINE | re.IGNORECASE)
    answer = in_use().page(text, "ttl" if graph else "json")
    formats = [media for media in candidates(answer.kind) if media.key != "html"]
    return render_template(
        "query.html",
        question=found,
        query=text,
        fields=now,
        answer=answer,
        table=None if graph else table(answer),
        formats=formats,
    )
