"""Links that a person should look at: each with its words, its reason and its candidates, as a page and as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from kg import review
from server.context import in_use, one, query_string
from server.errors import BadRequest, NotFound
from server.negotiate import BY_KEY, Media, choose

blueprint = Blueprint("uncertain", __name__)
PAGE_ROWS = 50
_FORMATS = (
    BY_KEY["html"],
    Media("json", frozenset(("listing",)), "application/json", "json", "JSON", charset=False),
)


@blueprint.get("/links/review")
def listing() -> Response:
    """A page of the release's uncertain links; nothing is decided here, that is done by ``dragoman link review``."""
    page = _page(one(query_string(), "page"))
    media = choose(request.headers.get("Accept"), one(query_string(), "format"), _FORMATS)
    release = in_use().release
    # a release of an older program has no such list
    listed = release.file(review.FILE_NAME) is not None
    found = review.read(release.folder, (page - 1) * PAGE_ROWS, PAGE_ROWS + 1) if listed else ()
    if page > 1 and not found:
        raise NotFound(f"The listing has no page {page}.", "Begin with page 1.")
    shown, more = found[:PAGE_ROWS], len(found) > PAGE_ROWS
    if media.key == "json":
        links = [review.record(doubt) for doubt in shown]
        return jsonify({"release": release.id, "listed": listed, "page": page, "more": more, "links": links})
    page_of = render_template("uncertain.html", doubts=shown, listed=listed, page=page, more=more, sure=review.SURE)
    return Response(page_of)


def _page(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1_000_000:
        raise BadRequest(f"{text[:40]!r} is not the number of a page.", "Pages are counted from 1.")
    return int(text)
