"""For those who run the server: is it up, can it answer; and what its problem reports mean."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from kg.errors import DragomanError
from server import errors, metrics, openapi, stores
from server.context import releases

blueprint = Blueprint("system", __name__)


@blueprint.get("/health")
def health() -> Response:
    """The web process answers."""
    return _fresh(jsonify(status="ok"))


@blueprint.get("/ready")
def ready() -> Response:
    """The store answers too, by a query of its own; 503 when it does not.

    ``named_graphs``: whether queries that name graphs are answered without waiting for these to be loaded.
    """
    with releases().use() as snapshot:
        try:
            task = snapshot.task("ASK {}", "json")._replace(seconds=2.0)
            snapshot.store.run(task, stores.PAGES)
        except DragomanError as problem:
            response = jsonify(status="not ready", detail=problem.message)
            response.status_code = 503
            return _fresh(response)
        return _fresh(jsonify(status="ready", release=snapshot.release.id, named_graphs=snapshot.store.complete()))


@blueprint.get("/metrics")
def figures() -> Response:
    """Figures for Prometheus."""
    return _fresh(metrics.page())


@blueprint.get("/openapi.json")
def interface() -> Response:
    """This interface, described for programs."""
    response = jsonify(openapi.document(current_app))
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/problems")
def problem_types() -> str:
    """Every type of problem report, for people who follow its link."""
    rows = [(status, kind.__doc__) for kind, status in errors.STATUS.items()]
    return render_template("problems.html", rows=rows)


@blueprint.get("/.well-known/void")
def well_known_void() -> Redirect:
    """The description of the dataset, where VoID says that it is looked for."""
    return redirect(url_for("downloads.current", name="void.ttl"), 302)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read pages, and leave the endpoint and the form alone."""
    rules = "User-agent: *\nDisallow: /sparql\nDisallow: /corrections/new\n"
    return Response(rules, content_type="text/plain; charset=utf-8")


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
