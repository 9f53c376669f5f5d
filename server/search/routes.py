"""``/search`` over HTTP: a page for people, data for programs."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from server.context import in_use, one, query_string
from server.negotiate import BY_KEY, choose
from server.search import data
from server.search.index import Found

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> Response:
    """What fits the words ``q``, best first."""
    parameters = query_string()
    media = choose(request.headers.get("Accept"), one(parameters, "format"), (*data.DATA, BY_KEY["html"]))
    asked = data.wanted(parameters) if media.key != "html" or parameters.get("q") else data.Wanted("")
    found = in_use().index().search(asked.text, asked.kinds, asked.limit, asked.offset) if asked.text else Found()
    if media.key == "html":
        return Response(render_template("search.html", asked=asked, found=found))
    return Response(data.write(asked, found, media), content_type=media.header)
