"""Corrections as data: a form for visitors, a queue outside the release, a listing of what was accepted.

The graph never changes by it: `dragoman corrections` is where people decide, and a later release what they act by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from kg.corrections import KINDS, Correction, Queue, folder_for, now
from kg.errors import DragomanError, QueueError
from server import errors, queries
from server.context import MODERATED, client, decoded, in_use, one, query_string
from server.corrections import form, shown
from server.corrections.guard import Limiter, Tokens, check_origin
from server.errors import BadRequest, BodyTooLong, NotFound, WrongMediaType
from server.links import path_of
from server.negotiate import BY_KEY, Media, choose
from server.tables import table

if TYPE_CHECKING:
    from flask import Flask

    from kg.config import Settings

blueprint = Blueprint("corrections", __name__)
EXTENSION = "dragoman-corrections"
_LISTED = 200
_ASKED = 50
"""Things in the query that the page offers: it is an address, and those must not grow without bounds."""
_ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"; charset=utf-8'
_ANY = frozenset(("listing",))
_FORMATS = (
    BY_KEY["html"],
    BY_KEY["csv"],
    Media("json", _ANY, "application/ld+json", "jsonld", "JSON-LD", ("application/json",), ("jsonld",)),
    BY_KEY["ttl"],
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the application keeps for corrections; ``queue`` is None when none are taken."""

    queue: Queue | None
    accepted: shown.Accepted
    tokens: Tokens
    limiter: Limiter
    contact: str


def register(app: Flask, settings: Settings, place: Path) -> None:
    """Put the desk into an application that serves ``place``, and let templates ask what was accepted."""
    folder = folder_for(place, settings.corrections)
    queue = Queue(folder) if folder else None
    accepted = shown.Accepted(queue)
    app.extensions[MODERATED] = accepted.state
    limiter = Limiter(settings.corrections_per_hour)
    app.extensions[EXTENSION] = Desk(queue, accepted, Tokens(), limiter, settings.contact)
    app.jinja_env.globals.update(
        accepted_corrections=accepted.about,
        correction_kinds=KINDS,
        contact=settings.contact,
    )


def desk() -> Desk:
    """The desk of the running application."""
    found: Desk = current_app.extensions[EXTENSION]
    return found


@blueprint.get("/corrections")
def listing() -> Response:
    """What was accepted, newest first: a page, CSV, JSON-LD or Turtle."""
    g.volatile = True  # it changes without a new release
    media = choose(request.headers.get("Accept"), one(query_string(), "format"), _FORMATS)
    entries = desk().accepted.all()
    if media.key == "html":
        listed = entries[:_LISTED]
        about = list(dict.fromkeys(entry.correction.target for entry in listed))
        body = render_template(
            "corrections.html",
            entries=listed,
            total=len(entries),
            names=_names(set(about)),
            taken=_taken(),
            query=queries.build("corrected", things=_values(about[:_ASKED])),
        )
        return Response(body)
    made = {"csv": shown.as_csv, "ttl": shown.as_turtle}
    address = f"{in_use().release.base_iri}corrections"
    data = made[media.key](entries) if media.key in made else shown.as_json(entries, address)
    response = Response(data, content_type=_ANNOTATIONS if media.key == "json" else media.header)
    response.headers["Content-Disposition"] = f'inline; filename="corrections.{media.extension}"'
    response.vary.add("Accept")
    return response


@blueprint.get("/corrections/new")
def new() -> Response:
    """The form, for one thing of the release."""
    claim = one(query_string(), "claim")
    if not claim:
        raise BadRequest("It is not said what is to be corrected.", "Follow the link on the page of a claim.")
    return _form(form.Draft(claim=claim))


@blueprint.post("/corrections/new")
def send() -> Response | Redirect:
    """Keep a correction, and say so on a page of its own. With anything wrong, the form again with what was typed."""
    draft = form.Draft()
    try:
        check_origin(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host)
        fields = _fields()
        draft = replace(draft, **{name: (fields.get(name) or [""])[0] for name in draft.__slots__})
        draft = form.read(fields).checked()
        _known(draft.claim)
        _keep(draft, (fields.get("token") or [""])[0])
    except DragomanError as problem:
        # without a thing that it is about there is no form; and programs read reports better than forms
        if not draft.claim or not _for_people() or isinstance(problem, NotFound):
            raise
        return _form(draft, problem)
    return redirect(url_for(".sent", claim=draft.claim), HTTPStatus.SEE_OTHER)


@blueprint.get("/corrections/sent")
def sent() -> str:
    """What happens next."""
    g.volatile = True
    claim = one(query_string(), "claim") or ""
    return render_template("correction_sent.html", claim=_known(claim))


def _form(draft: form.Draft, problem: DragomanError | None = None) -> Response:
    """The form, with what was typed and what is wrong with it, if anything is."""
    g.volatile = g.own_pages_only = True
    iri = _known(draft.claim)
    found = table(in_use().page(queries.build("correction", iri))).rows
    body = render_template(
        "correction_form.html",
        draft=draft,
        about=found[0] if found else {},
        token=desk().tokens.make(iri),
        problem=problem,
        taken=_taken(),
        configured=desk().queue is not None,
        most=form,
    )
    return Response(body, errors.status_of(problem).code if problem else HTTPStatus.OK)


def _taken() -> bool:
    """Whether corrections can be sent just now, as far as can be seen."""
    queue = desk().queue
    return queue is not None and queue.writable()


def _fields() -> dict[str, list[str]]:
    """The fields of the form. Raises BodyTooLong, WrongMediaType, BadRequest."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise WrongMediaType(
            f"A correction cannot be read from {request.mimetype or 'a body without a type'}.",
            "Send application/x-www-form-urlencoded, as the form does.",
        )
    too_long = (request.content_length or 0) > form.BODY_MOST
    body = b"" if too_long else request.get_data()
    if too_long or len(body) > form.BODY_MOST:
        raise BodyTooLong("The correction is too long.", f"At most {form.TEXT_MOST:,} characters are taken.")
    return decoded(body)


def _keep(draft: form.Draft, token: str) -> None:
    """Into the queue, once, however often it is sent. Raises ForeignForm, TooMany, QueueError."""
    here = desk()
    if here.queue is None:
        raise QueueError("This server takes no corrections.", _other_way(here.contact))
    correction = here.tokens.check(token, draft.claim)
    if not here.tokens.first_use(correction):
        return
    try:
        here.limiter.take(client())
        release = in_use().release
        where = f"{release.base_iri}releases/{release.id}/download"
        typed = (draft.kind, draft.text, draft.source, draft.name)
        here.queue.add(Correction(correction, draft.claim, where, *typed, created=now()))
    except DragomanError:
        here.tokens.give_back(correction)
        raise


def _other_way(contact: str) -> str:
    return f"Write to {contact}." if contact else "Whoever publishes it has not said how to reach them."


def _for_people() -> bool:
    accepted = request.accept_mimetypes
    return accepted["text/html"] > accepted["application/problem+json"]


def _known(iri: str) -> str:
    """The IRI itself, if the release knows it as something of its own. Raises NotFound."""
    path = path_of(iri) if iri.startswith(in_use().release.base_iri + "id/") and not form.ILLEGAL.search(iri) else None
    if path is None or not table(in_use().page(queries.build("known", iri))).value:
        raise NotFound(
            f"The release {in_use().release.id} knows nothing of {iri[:200] or 'that'}.",
            "Corrections are about claims, events, people and places that have a page here.",
        )
    return iri


def _names(iris: set[str]) -> dict[str, str]:
    """Labels of what corrections are about, as far as this release has them."""
    known = _values(sorted(iris))
    rows = table(in_use().page(queries.build("correction_names", things=known))).rows if known else ()
    return {row["thing"].value: row["label"].value for row in rows}


def _values(iris: Iterable[str]) -> str:
    """Things for a VALUES block."""
    return " ".join(f"<{iri}>" for iri in iris if not form.ILLEGAL.search(iri))
