"""Links that a person should look at: each with its words, its reason and its candidates, as a page and as data."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from kg import review
from server import queries, sheets
from server.context import in_use, one, query_string
from server.errors import BadRequest, NotFound
from server.negotiate import BY_KEY, Media, choose
from server.releases import Release

blueprint = Blueprint("uncertain", __name__)
PAGE_ROWS = 50
_FORMATS = (
    BY_KEY["html"],
    Media("json", frozenset(("listing",)), "application/json", "json", "JSON", charset=False),
    BY_KEY["csv"],
)
_COLUMNS = ("entity", "name", "kind", "article", "before", "words", "after", "item", "label", "score", "reason",
            "candidates")  # fmt: skip


@blueprint.get("/links/review")
def listing() -> Response:
    """A page of the release's uncertain links; nothing is decided here, that is done by ``dragoman link review``."""
    page = _page(one(query_string(), "page"))
    media = choose(request.headers.get("Accept"), one(query_string(), "format"), _FORMATS)
    release = in_use().release
    if media.key == "csv":
        return Response(_sheet(release), content_type=media.header)
    # a release of an older program has no such list
    listed = release.file(review.FILE_NAME) is not None
    found = review.read(release.folder, (page - 1) * PAGE_ROWS, PAGE_ROWS + 1) if listed else ()
    if page > 1 and not found:
        raise NotFound(f"The listing has no page {page}.", "Begin with page 1.")
    shown, more = found[:PAGE_ROWS], len(found) > PAGE_ROWS
    if media.key == "json":
        links = [review.record(doubt) for doubt in shown]
        return jsonify({"release": release.id, "listed": listed, "page": page, "more": more, "links": links})
    shown_links = (f"<{release.base_iri}id/link/{doubt.member.replace('/', '-')}>" for doubt in shown)
    query = queries.build("uncertain", links=" ".join(shown_links))
    page_of = render_template(
        "uncertain.html",
        doubts=shown,
        listed=listed,
        page=page,
        more=more,
        sure=review.SURE,
        query=query,
        remote=release.remote,
        turtle=queries.as_graph(query, "link"),
    )
    return Response(page_of)


def _sheet(release: Release) -> bytes:
    """All of them as a table, for who goes through them in a spreadsheet."""
    found = review.read(release.folder) if release.file(review.FILE_NAME) else ()
    rows = (
        (doubt.iri, doubt.name, doubt.type, doubt.article, doubt.before, doubt.words, doubt.after, doubt.qid,
         doubt.label, f"{doubt.score:.2f}", doubt.reason,
         "; ".join(f"{one.qid} {one.label} ({one.what}) {one.score:.2f}" for one in doubt.candidates))
        for doubt in found
    )  # fmt: skip
    return sheets.as_csv(_COLUMNS, rows)


def _page(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1_000_000:
        raise BadRequest(f"{text[:40]!r} is not the number of a page.", "Pages are counted from 1.")
    return int(text)
