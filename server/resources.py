"""Every minted IRI leads somewhere: 303 to a page or to data by Accept; data about one thing in four formats."""

from __future__ import annotations

import json
from urllib.parse import unquote

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from server import compact, graphstore, packaged, queries, views
from server.context import in_use, one, query_string
from server.errors import NotFound
from server.links import iri_of
from server.negotiate import BY_KEY, Media, candidates, choose

blueprint = Blueprint("resources", __name__)
_GRAPHS = tuple(media for media in candidates("graph") if media.key != "html")
_EXTENSIONS = {media.extension: media for media in _GRAPHS}


@blueprint.get("/id/<path:path>")
def identifier(path: str) -> Redirect:
    """An instance."""
    return _see_other(path)


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> Response | Redirect:
    """A named graph: to programs the graph itself, as the graph store protocol wants it; to people its page."""
    media = choose(request.headers.get("Accept") or "text/html", one(query_string(), "format"), _html_first())
    if media.key == "html":
        return _see_other(f"graph/{path}")
    return graphstore.named(_known(f"graph/{path}"), media)


@blueprint.get("/code/<path:path>")
def code(path: str) -> Redirect:
    """A code, or a scheme of codes."""
    return _see_other(f"code/{path}")


@blueprint.get("/page/<path:path>")
def page(path: str) -> Response:
    """What is known of a thing, for people. Search engines are asked to leave out who is no public person."""
    iri = _known(path)
    response = Response(views.render(path, iri))
    if path.startswith("entity/") and _holds("private_person", iri):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/data/<path:path>")
def data(path: str) -> Response:
    """What is known of a thing, as a small graph: the thing, its parts, its claims and their passages."""
    stem, dot, ending = path.rpartition(".")
    media = _EXTENSIONS.get(ending) if dot else None
    if media is None:
        stem = path
        media = choose(request.headers.get("Accept"), one(query_string(), "format"), _GRAPHS)
    iri = _known(stem)
    readable = media.key == "jsonld" and not _is_graph(stem)
    query = queries.build("describe_graph" if _is_graph(stem) else "describe", iri)
    answer = in_use().page(query, "nt" if readable else media.key)
    body = compact.document(answer.body, iri, packaged.context()) if readable else answer.body
    response = Response(body, content_type=media.header)
    response.headers["X-Dragoman-Rows"] = str(answer.rows)
    if answer.cut:
        response.headers["X-Dragoman-Truncated"] = answer.cut
    response.headers["Link"] = f'<{iri}>; rel="describes"'
    return response


def _see_other(path: str) -> Redirect:
    _known(path)
    media = choose(request.headers.get("Accept") or "text/html", one(query_string(), "format"), _html_first())
    if media.key == "html":
        target = url_for("resources.page", path=unquote(path))
    else:
        target = url_for("resources.data", path=f"{unquote(path)}.{media.extension}")
    return redirect(target, 303)


def _html_first() -> tuple[Media, ...]:
    return (BY_KEY["html"], *_GRAPHS)


def _known(path: str) -> str:
    """The IRI behind a path. Raises NotFound when the release says nothing of it."""
    iri = iri_of(path)
    if iri is not None and _holds("known_graph" if _is_graph(path) else "known", iri):
        return iri
    raise NotFound(
        f"The release {in_use().release.id} knows nothing of {iri or path}.",
        "It may have been known to an earlier release; the listings help to find its successor.",
    )


def _holds(name: str, iri: str) -> bool:
    """What one of the site's own ASK queries says of a thing."""
    return bool(json.loads(in_use().page(queries.build(name, iri)).body)["boolean"])


def _is_graph(path: str) -> bool:
    return path.startswith("graph/")
