"""The files of a release, as they are: with their checksum as entity tag, in part when asked in part."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, g, render_template, request, send_file

from kg.errors import StoreError
from server import graphstore, history, queries
from server.context import in_use, one, query_string, releases
from server.errors import NotFound
from server.freshness import modified
from server.negotiate import BY_KEY, FILES, Media, choose
from server.releases import Release

blueprint = Blueprint("downloads", __name__)
_FOR_EVER = "public, max-age=31536000, immutable"
_LISTINGS = (
    BY_KEY["html"],
    BY_KEY["csv"],
    Media("json", frozenset(("listing",)), "application/json", "json", "JSON", charset=False),
    BY_KEY["ttl"],
)
_GRAPHS = {"void.ttl": "meta", "dcat.ttl": "meta", "ontology.ttl": "ontology"}
"""Files that can be made from a graph where the data lie in a store elsewhere."""
TITLES = {
    "dataset.nq": "Everything, one named graph an article (N-Quads)",
    "dataset.trig": "Everything, one named graph an article (TriG)",
    "graph.ttl": "All graphs as one (Turtle)",
    "graph.jsonld": "All graphs as one (JSON-LD)",
    "graph.nt": "All graphs as one (N-Triples)",
    "ontology.ttl": "The ontology and its codes (Turtle)",
    "ontology.rdf": "The ontology and its codes (RDF/XML)",
    "events.csv": "One row an event, for spreadsheets (CSV)",
    "void.ttl": "What the dataset holds (VoID)",
    "dcat.ttl": "Entry for data catalogues (DCAT)",
    "articles.jsonl": "The articles behind the graph (JSON Lines)",
    "uncertain-links.jsonl": "Links to Wikidata that a person should look at (JSON Lines)",
    "judgements.sssom.tsv": "Decisions of people on who is whom (SSSOM)",
    "issues.jsonl": "What could not be read, and warnings (JSON Lines)",
    "manifest.json": "Counts, versions and checksums",
}


@blueprint.get("/download")
def listing() -> str:
    """All files of the release that is served, with sizes and checksums."""
    return render_template("downloads.html", release=in_use().release, titles=TITLES, permanent=False)


@blueprint.get("/download/<name>")
def current(name: str) -> Response:
    """A file of the release that is served."""
    part = _GRAPHS.get(name) if in_use().release.remote else None
    if part:
        return graphstore.named(f"{in_use().release.base_iri}graph/{part}", BY_KEY["ttl"])
    # another release may be older and yet new here
    return _file(in_use().release, name, modified())


@blueprint.get("/releases")
def releases_list() -> Response:
    """All releases on this server with their days and permanent addresses: a page, CSV, JSON or Turtle."""
    g.volatile = True  # a release may come or go beside the one that is served
    media = choose(request.headers.get("Accept"), one(query_string(), "format"), _LISTINGS)
    found = history.rows(in_use().release)
    if media.key == "html":
        # the graph describes the release that is served; what lies beside it only the list knows
        query = queries.build("released", meta=f"<{in_use().release.base_iri}graph/meta>")
        return Response(render_template("releases.html", releases=found, query=query))
    if media.key == "ttl":
        data = history.as_turtle(found, in_use().release.base_iri)
    else:
        data = history.as_csv(found) if media.key == "csv" else history.as_json(found)
    response = Response(data, content_type=media.header)
    response.vary.add("Accept")
    return response


@blueprint.get("/releases/<release_id>/download")
def listing_of(release_id: str) -> str:
    """All files of a release, by permanent addresses."""
    return render_template("downloads.html", release=_release(release_id), titles=TITLES, permanent=True)


@blueprint.get("/releases/<release_id>/download/<name>")
def permanent(release_id: str, name: str) -> Response:
    """A file of a release, at an address that will always give these bytes."""
    response = _file(_release(release_id), name)
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _release(release_id: str) -> Release:
    try:
        return releases().find(release_id)
    except StoreError:
        raise NotFound(f"There is no release {release_id} here.", "/download has the current one.") from None


def _file(release: Release, name: str, since: datetime | None = None) -> Response:
    file = release.file(name)
    if file is None or not file.path.is_file():
        raise NotFound(f"The release {release.id} has no file {name}.", "/download lists all files.")
    kind = FILES.get(file.path.suffix, "application/octet-stream")
    response = send_file(
        file.path,
        mimetype=kind,
        as_attachment=True,
        download_name=f"dragoman-{release.id}-{name}",
        conditional=True,
        last_modified=since,
        etag=file.sha256 or True,
        max_age=None,
    )
    if file.path.suffix in FILES:
        # all of them are UTF-8 by their own definition; said for readers that guess
        response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response
