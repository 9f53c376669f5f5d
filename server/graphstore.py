"""SPARQL 1.1 Graph Store HTTP Protocol, the part that reads: the graphs of the release, whole, by their names.

``/store?graph=IRI`` and ``/store?default`` name a graph in the address (indirectly); the address of a named graph that
the server itself minted, ``/graph/…``, is that graph (directly). What would write is answered with 405.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, request, send_file

from server import queries, streamed, writers
from server.context import client, clients, in_use, one, query_string
from server.errors import BadRequest, NotAcceptable, NotFound
from server.freshness import modified
from server.negotiate import Media, candidates, choose
from server.sparql import graph_iri, tell
from server.tables import table
from server.wire import Answer

blueprint = Blueprint("graphstore", __name__)
MEDIA = tuple(media for media in candidates("graph") if media.key != "html")
_WHOLE = {
    **dict.fromkeys(("ttl", "trig", "n3"), "graph.ttl"),
    **dict.fromkeys(("nt", "nq"), "graph.nt"),
    "jsonld": "graph.jsonld",
}
"""Files of a release that hold the default graph: all graphs as one. What is Turtle is TriG and N3, too."""


@blueprint.get("/store")
def store() -> Response:
    """The graph that ``graph=`` names, or with ``default`` all graphs as one."""
    parameters = query_string()
    name = one(parameters, "graph")
    if (name is None) == ("default" not in parameters):
        raise BadRequest("The request names no graph, or two.", "Ask for /store?graph=IRI or for /store?default.")
    media = choose(request.headers.get("Accept"), one(parameters, "format"), MEDIA)
    return _default(media) if name is None else named(graph_iri(name), media)


def named(iri: str, media: Media) -> Response:
    """A named graph. Raises NotFound when the release has no such graph."""
    answer = _answer(queries.build("describe_graph", iri), media)
    if not answer.rows:
        raise NotFound(
            f"The release {in_use().release.id} has no graph {iri}.",
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists all of them.",
        )
    whole = _streamed("dataset.nq", media, iri) if answer.cut else None
    return whole or _response(answer, media)


def _default(media: Media) -> Response:
    release = in_use().release
    file = release.file(_WHOLE.get(media.key, ""))
    if file is not None and file.path.is_file():
        response = send_file(file.path, mimetype=media.type, conditional=True, etag=file.sha256 or True,
                             max_age=None, last_modified=modified())  # fmt: skip
        response.headers["Content-Type"] = media.header
        response.headers["Cache-Control"] = "no-cache"
        return response
    return _streamed("graph.nt", media) or _response(_answer("CONSTRUCT WHERE { ?s ?p ?o }", media), media)


def _streamed(name: str, media: Media, iri: str = "") -> Response | None:
    """A graph that is longer than an answer may be, whole, from a file of the release; None where there is none."""
    file = in_use().release.file(name)
    if file is None or not file.path.is_file():
        return None
    if media.key == "rdf":
        properties = table(in_use().page("SELECT DISTINCT ?p { ?s ?p ?o }")).rows
        try:
            writers.check((row["p"].value for row in properties), media.key)
        except ValueError as problem:
            raise NotAcceptable(f"The graph has no form in RDF/XML: {problem}.") from None
    return Response(streamed.graph(file.path, media.key, iri), content_type=media.header)


def _answer(query: str, media: Media) -> Answer:
    snapshot = in_use()
    task = snapshot.task(query, media.key)._replace(base="")
    with clients().query(client()):
        answer, g.cached = snapshot.visit(task, keep=True)
    return answer


def _response(answer: Answer, media: Media) -> Response:
    response = Response(answer.body, content_type=media.header)
    tell(response, answer)
    return response
