"""``/search`` over HTTP: a page for people, data for programs."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from server.choices import groups
from server.context import one, query_string
from server.facets import read
from server.negotiate import BY_KEY, choose
from server.search import data, narrowed
from server.search.index import Found

blueprint = Blueprint("search", __name__)
KINDS_TITLES = {
    "entity": "people, states, groups, places",
    "article": "articles",
    "event": "events",
    "statement": "statements",
    "situation": "offices and relations",
    "quantity": "numbers",
    "claim": "claims",
}


@blueprint.get("/search")
def search() -> Response:
    """What fits the words ``q``, best first."""
    parameters = query_string()
    media = choose(request.headers.get("Accept"), one(parameters, "format"), (*data.DATA, BY_KEY["html"]))
    asked = data.wanted(parameters) if media.key != "html" or parameters.get("q") else data.Wanted("")
    found = narrowed.search(asked) if asked.text else Found()
    if media.key == "html":
        return Response(_page(asked, found))
    return Response(data.write(asked, found, media), content_type=media.header)


def _page(asked: data.Wanted, found: Found) -> str:
    choice = asked.facets if asked.text else read(query_string())
    return render_template(
        "search.html",
        asked=asked,
        found=found,
        facets=choice,
        groups=groups(narrowed.choice(asked), narrowed.scope(asked)) if asked.text else (),
        query=narrowed.query(asked) if asked.text else "",
        titles=KINDS_TITLES,
    )
