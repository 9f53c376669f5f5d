"""Writing over HTTP: the graph store protocol's PUT, POST and DELETE, and SPARQL updates.

A write answers when a new release with it is served. With ``Prefer: respond-async`` (RFC 7240) it answers 202 at once
and becomes part of the release that the next write without it makes: so many graphs become one release.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, url_for

from kg.config import Settings
from kg.errors import ConfigError
from server import limits
from server.context import RELEASES, decoded, in_use, one, query_string
from server.errors import BadRequest, NotFound, ServiceRefused, WrongMediaType
from server.links import iri_of
from server.releases import Releases
from server.sparql import FORM, UPDATE, graph_iri, utf8_only, utf8_text
from server.writing import access
from server.writing.access import must_be_allowed
from server.writing.inbox import Change, Done, Inbox, update_body
from server.writing.process import FORMATS, PARTS

blueprint = Blueprint("writing", __name__)
INBOX = "dragoman-inbox"
"""Key of the inbox of an application that may be written to."""
_MULTIPART = "multipart/form-data"
_ACTS = {"PUT": "put", "POST": "post", "DELETE": "delete"}


def _must_be_read(kind: str) -> None:
    if kind not in FORMATS:
        raise WrongMediaType(f"A graph as {kind or 'nothing'} is not read here.", f"Send {', '.join(FORMATS)}.")


def _graphs() -> tuple[str, bytes]:
    """The graphs of a form with files, as one body. Raises WrongMediaType."""
    parts = []
    for part in request.files.values():
        _must_be_read(part.mimetype)
        parts.append([part.mimetype, part.read().decode("utf-8", "replace")])
    return PARTS, json.dumps(parts).encode()


def opened(settings: Settings, place: Path) -> Inbox:
    """The inbox of a folder of releases, which is made if it is not there. Raises ConfigError, StoreError."""
    if (place / "dataset.nq").is_file() and not (place / "current").exists():
        raise ConfigError(
            f"{place} is a release, which never changes.", "To be written to, name a folder of releases, or a new one."
        )
    inbox = Inbox(place, settings)
    inbox.begin()
    return inbox


def register(app: Flask, inbox: Inbox, secret: str) -> None:
    """Let an application take writes from who has the token."""
    found: Releases = app.extensions[RELEASES]
    inbox.follow(found.take_up, lambda: found.current().base_iri)
    access.register(app, secret)
    app.extensions[INBOX] = inbox
    app.config["MAX_CONTENT_LENGTH"] = inbox.most_bytes
    app.register_blueprint(blueprint)


@blueprint.route("/store", methods=["PUT", "POST", "DELETE"])
def store() -> Response:
    """Put, extend or remove the graph that ``graph=`` names, or with ``default`` the default graph."""
    must_be_allowed()
    parameters = query_string()
    name = one(parameters, "graph")
    if name is not None and "default" in parameters:
        raise BadRequest("The request names two graphs.", "Name one: /store?graph=IRI or /store?default.")
    if name is None and "default" not in parameters:
        if request.method != "POST":
            raise BadRequest("The request names no graph.", "Name one: /store?graph=IRI or /store?default.")
        name = f"{in_use().release.base_iri}graph/posted/{secrets.token_hex(8)}"
        return _change(name, created=True)
    return _change("" if name is None else graph_iri(name))


@blueprint.route("/graph/<path:path>", methods=["PUT", "POST", "DELETE"])
def direct(path: str) -> Response:
    """The same for a graph at its own address."""
    must_be_allowed()
    return _change(graph_iri(iri_of(f"graph/{path}") or ""))


def _change(name: str, created: bool = False) -> Response:
    kind, body = _graphs() if request.mimetype == _MULTIPART else (request.mimetype, request.get_data())
    kind = kind or ("text/turtle" if request.method != "DELETE" else "")
    if request.method != "DELETE" and kind != PARTS:
        _must_be_read(kind)
    iri = name or in_use().release.base_iri
    done = _write(Change(_ACTS[request.method], name, body, kind, iri))
    if done.missing:
        raise NotFound("There is no such graph to remove.", "SELECT ?g { GRAPH ?g {} } lists all of them.")
    response = _answer(done, 201 if done.new or created else 204)
    if created or done.new:
        response.headers["Location"] = name or url_for("graphstore.store", default="", _external=True)
    return response


@blueprint.before_app_request
def update() -> Response | None:
    """A SPARQL update, sent as a form or as it is; other requests go on to where they belong."""
    if request.path != "/sparql" or request.method != "POST" or request.mimetype not in {UPDATE, FORM}:
        return None
    address = query_string()
    form = decoded(request.get_data()) if request.mimetype == FORM else {}
    if "update" in address or (form and "update" not in form):
        return None
    must_be_allowed()
    if "query" in form:
        raise BadRequest("The form has both a query and an update.", "Send one of them.")
    utf8_only()
    text = utf8_text(request.get_data()) if not form else one(form, "update") or ""
    both = {name: address.get(name, []) + form.get(name, []) for name in ("using-graph-uri", "using-named-graph-uri")}
    return _updated(text, both["using-graph-uri"], both["using-named-graph-uri"])


def _updated(text: str, using: list[str], named: list[str]) -> Response:
    limits.check(text, in_use().settings)
    ready = with_dataset(text, [graph_iri(iri) for iri in using], [graph_iri(iri) for iri in named])
    base = url_for("sparql.endpoint", _external=True)
    return _answer(_write(Change("update", body=update_body(ready, base))), 204)


def with_dataset(text: str, using: list[str], named: list[str]) -> str:
    """The update with the dataset of the protocol as USING clauses. Raises BadRequest, ServiceRefused for LOAD."""
    words = [token for token in limits.TOKEN.finditer(text) if token.lastgroup in {"word", "open", "close"}]
    parts, at, depth, behind = [], 0, 0, ""
    for token in words:
        word = token[0].upper()
        if token.lastgroup == "word" and word == "LOAD":
            raise ServiceRefused("The update asks to LOAD from elsewhere.", "Fetch it yourself, and send it.")
        if (using or named) and word in {"USING", "WITH"} and not depth:
            raise BadRequest("The update names its dataset twice.", "Leave out USING and WITH, or the parameters.")
        if (using or named) and word == "WHERE" and not depth:
            if behind == "DELETE":
                raise BadRequest("DELETE WHERE takes no dataset from parameters.", "Write DELETE { … } WHERE { … }.")
            clauses = [*(f"USING <{iri}>" for iri in using), *(f"USING NAMED <{iri}>" for iri in named)]
            parts += [text[at : token.start()], " ".join(clauses), " "]
            at = token.start()
        depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
        behind = word
    return "".join([*parts, text[at:]])


def _write(change: Change) -> Done:
    inbox: Inbox = current_app.extensions[INBOX]
    return inbox.write(change, wait="respond-async" not in request.headers.get("Prefer", ""))


def _answer(done: Done, status: int) -> Response:
    response = Response(status=status if done.release else 202)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["Content-Type"]
    if done.release:
        response.headers["X-Dragoman-Release"] = done.release
    else:
        response.headers["Preference-Applied"] = "respond-async"
    return response
