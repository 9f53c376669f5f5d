"""Pages for people that are not about one thing: home, listings, questions."""

from __future__ import annotations

import re

from flask import Blueprint, current_app, render_template, url_for

from server import listings, parameters, queries, questions
from server.choices import labels
from server.context import in_use, one, query_string
from server.errors import NotFound
from server.find import latest, page_number
from server.negotiate import candidates
from server.rows import first, rows
from server.tables import Table, table

blueprint = Blueprint("pages", __name__)
_LATEST = 8
_SHOWN_ROWS = 150
"""Of an answer; the data have all. Sentences are long, and a page stays below 200 kB."""


@blueprint.get("/")
def home() -> str:
    """What this is, how much there is, where to begin."""
    return render_template(
        "home.html",
        counts=first(rows("counts")),
        questions=questions.on_home(),
        latest=latest(_LATEST).events,
        release=in_use().release,
        search="/search" if current_app.url_map.bind("").test("/search", "GET") else "",
    )


@blueprint.get("/<any(entities, articles, claims, statements):name>")
def listing(name: str) -> str:
    """A page of a listing; the rest is one link away, in whole, as CSV, JSON, Turtle or the query itself."""
    about = listings.LISTINGS[name]
    page = page_number(one(query_string(), "page"))
    found, more = about.page(page)
    if page > 1 and not found:
        raise NotFound(f"The listing has no page {page}.", "Begin with page 1.")
    text = about.query()
    return render_template(
        "listing.html",
        listing=about,
        groups=found,
        page=page,
        more=more,
        start=(page - 1) * listings.PAGE_ROWS,
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
    solutions = Table((), ()) if graph else table(answer)
    shown = solutions._replace(rows=solutions.rows[:_SHOWN_ROWS])
    return render_template(
        "query.html",
        question=found,
        query=text,
        fields=now,
        answer=answer,
        table=None if graph else shown,
        names=labels(_things(shown)),
        formats=formats,
        turtle=queries.as_rows(text, solutions.columns) if solutions.columns else "",
    )


def _things(shown: Table) -> set[str]:
    """The IRIs of this release in a table."""
    ours = f"{in_use().release.base_iri}id/"
    return {
        term.value for row in shown.rows for term in row.values() if term.kind == "uri" and term.value.startswith(ours)
    }
