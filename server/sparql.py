"""SPARQL 1.1 Protocol, the query part: GET, POST with a form, POST with the query as body; a form for people.

QUERY (RFC 10008) does what POST does, but says that it changes nothing. ``version`` is that of the draft of SPARQL 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, g, render_template, request, url_for

from kg.errors import DragomanError
from server import description, limits
from server.context import Handed, client, clients, decoded, in_use, one, query_string
from server.errors import BadRequest, QuerySyntax, UpdateRefused, WrongMediaType, status_of
from server.negotiate import BY_KEY, Media, candidates, choose
from server.prefixes import PREFIXES
from server.search.inquery import expand
from server.tables import Table, table
from server.wire import Answer
from server.writing import access

blueprint = Blueprint("sparql", __name__)
FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ACCEPT_QUERY = f"{_QUERY}, {FORM}"
"""What may be sent by QUERY, for the header of that name."""
_VERSIONS = frozenset(("1.0", "1.1", "1.2", "1.2-basic"))
_SHOWN_ROWS = 500
"""A page shows so many rows and says where to get the others."""
_TOLD_GRAPHS = 100
_GRAPHS = "SELECT ?g { GRAPH ?g {} }"
_KINDS = {"ask": "boolean", "construct": "graph", "describe": "graph"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the protocol brought it."""

    text: str
    graphs: tuple[str, ...]
    named: tuple[str, ...]
    format: str | None
    version: str | None = None


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def endpoint() -> Response:
    """The endpoint. Without a query it describes itself: to people by a form, to programs in RDF."""
    asked = _asked()
    if asked is None:
        return _introduction()
    if _wants_page(asked):
        return _page(asked)
    ready, scan = _ready(asked)
    g.volatile = scan.volatile
    if scan.form in {"unknown", "update"}:
        # no answer can come of it, so what is wrong with the query matters more than the formats accepted
        _run(ready, scan, "json")
    media = choose(request.headers.get("Accept"), asked.format, candidates(_KINDS.get(scan.form, "solutions")))
    if media.key == "html":
        return _page(asked)
    answer = _run(ready, scan, media.key)
    response = Response(answer.body, content_type=media.header)
    tell(response, answer)
    notes = []
    if asked.graphs or asked.named:
        notes.append("graphs are those of the release; none is fetched")
    if asked.version not in {None, *_VERSIONS}:
        notes.append("the version is not known here; read as SPARQL 1.2")
    if notes:
        response.headers["X-Dragoman-Note"] = "; ".join(notes)
    return response


@blueprint.after_request
def _accepts(response: Response) -> Response:
    """Say what may be sent by QUERY to who wants to know it: in a preflight, and after a body of another type."""
    if request.method == "OPTIONS" or response.status_code == 415:
        response.headers["Accept-Query"] = ACCEPT_QUERY
    return response


def _asked() -> Asked | None:
    """The query of this request, or None when there is none in a GET. Raises the errors of the protocol."""
    address = query_string()
    if "update" in address:
        raise BadRequest("An update cannot be sent by GET or in the address.", "The data here are read-only.")
    if request.method in {"GET", "HEAD"}:
        text = one(address, "query")
        return None if text is None else _with(text, address)
    kind = request.mimetype
    if kind == _QUERY:
        utf8_only()
        return _with(utf8_text(request.get_data()), address)
    if kind == FORM:
        form = decoded(request.get_data())
        if "update" in form:
            raise _read_only()
        text = one(form, "query")
        if text is None:
            raise BadRequest("The form has no parameter query.", "Send query=…, percent-encoded.")
        both = {name: address.get(name, []) + form.get(name, []) for name in {*address, *form}}
        return _with(text, both)
    if kind == UPDATE and request.method == "POST":
        raise _read_only()
    raise WrongMediaType(
        f"A body of type {kind or '(none)'} is not read here.", f"Send {_QUERY} or {FORM} as Content-Type."
    )


def _with(text: str, parameters: dict[str, list[str]]) -> Asked:
    # the engine cannot take a lone surrogate, and no query needs one
    clean = text.encode("utf-8", "replace").decode("utf-8")
    graphs = tuple(parameters.get("default-graph-uri", []))
    named = tuple(parameters.get("named-graph-uri", []))
    version = one(parameters, "version") or request.mimetype_params.get("version")
    return Asked(clean, graphs, named, one(parameters, "format"), version)


def utf8_text(body: bytes) -> str:
    """A body as text. Raises BadRequest."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8.", "Send it as UTF-8.") from None


def utf8_only() -> None:
    """Raises WrongMediaType for a body that says to be in another charset."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise WrongMediaType(f"A query in {charset} is not read here.", "Send it as UTF-8.")


def _read_only() -> UpdateRefused:
    return UpdateRefused(
        "This endpoint answers queries only; its data change when a new release is published.",
        "Build your own release with `dragoman build`, or load the downloads into a store of your own.",
    )


def _ready(asked: Asked) -> tuple[Asked, limits.Scan]:
    """The query with its text searches answered, checked for all that could harm."""
    snapshot = in_use()
    limits.check_length(asked.text, snapshot.settings)
    ready = replace(asked, text=expand(asked.text, snapshot.index))
    return ready, limits.check(ready.text, snapshot.settings)


def _run(asked: Asked, scan: limits.Scan, format: str, rows: int | None = None) -> Answer:
    if scan.form == "update":
        raise QuerySyntax("This is an update, not a query; the data here are read-only.", "Ask by SELECT, ASK …", 1, 1)
    handed: Handed | None = request.environ.get(Handed.KEY)
    if handed and handed.answer:
        g.cached, g.rows, g.cut = handed.cached, handed.answer.rows, handed.answer.cut
        return handed.answer
    snapshot = in_use()
    task = snapshot.task(asked.text, format)
    task = task._replace(
        graphs=tuple(graph_iri(graph) for graph in asked.graphs),
        named=tuple(graph_iri(graph) for graph in asked.named),
        rows=min(rows or task.rows, task.rows),
    )
    with clients().query(client()):
        answer, g.cached = snapshot.visit(task, keep=not scan.volatile)
    g.rows, g.cut = answer.rows, answer.cut
    return answer


def graph_iri(text: str) -> str:
    """The name of a graph as a request has it. Raises BadRequest when it cannot be one."""
    if not text or ":" not in text or any(c in text for c in ' <>"{}|\\^`') or not text.isprintable():
        raise BadRequest(f"{text[:100]!r} is not the IRI of a graph.", "Give absolute IRIs of graphs of the release.")
    return text


def tell(response: Response, answer: Answer) -> None:
    """Headers that say how much came, and whether it is all."""
    response.headers["X-Dragoman-Rows"] = str(answer.rows)
    if answer.cut:
        response.headers["X-Dragoman-Truncated"] = limit_of(answer.cut)


def limit_of(cut: str) -> str:
    """The limit that ended an answer early, with its value; ``store`` where it is one of the store elsewhere."""
    return "store" if cut == "store" else f"query_{cut}={getattr(in_use().settings, f'query_{cut}')}"


def _wants_page(asked: Asked) -> bool:
    """Whether a browser asks, so that even a broken query comes back in the form it was written in."""
    offered = (*candidates("solutions"), *(media for media in candidates("graph") if media.key != "html"))
    return choose(request.headers.get("Accept") or "application/json", asked.format, offered).key == "html"


def _introduction() -> Response:
    graph = candidates("graph")
    media = choose(request.headers.get("Accept"), one(query_string(), "format"), graph)
    if media.key == "html":
        return Response(_form("", None, None, None))
    here, about = (url_for(name, _external=True) for name in ("sparql.endpoint", "system.well_known_void"))
    body = description.service(here, about, _graph_names(), media.key, writable=access.taken())
    return Response(body, content_type=media.header)


def _graph_names() -> list[str]:
    """The names of all graphs, or none when they are too many to be told."""
    found = table(in_use().page(_GRAPHS, rows=_TOLD_GRAPHS + 1)).rows
    # a store elsewhere may take the empty pattern for one that names no graph
    return [row["g"].value for row in found if "g" in row] if len(found) <= _TOLD_GRAPHS else []


def _page(asked: Asked) -> Response:
    """The form with the query and its answer, or with what is wrong with it."""
    g.volatile = True
    try:
        ready, scan = _ready(asked)
        g.volatile = scan.volatile
        graph = _KINDS.get(scan.form) == "graph"
        answer = _run(ready, scan, "ttl" if graph else "json", _SHOWN_ROWS)
    except DragomanError as problem:
        g.volatile = True
        return Response(_form(asked.text, None, None, problem), status_of(problem).code)
    return Response(_form(asked.text, answer, None if graph else table(answer), None))


def _form(text: str, answer: Answer | None, rows: Table | None, problem: DragomanError | None) -> str:
    formats: tuple[Media, ...] = ()
    if answer:
        formats = tuple(media for media in candidates(answer.kind) if media.key != "html")
    return render_template(
        "sparql.html",
        query=text,
        answer=answer,
        table=rows,
        problem=problem,
        status=status_of(problem) if problem else None,
        formats=formats,
        turtle=BY_KEY["ttl"],
        shown=_SHOWN_ROWS,
        settings=in_use().settings,
        release=in_use().release,
        examples=description.examples(),
        prefixes=PREFIXES,
    )
