"""The ontology: one page with an anchor for every term, its modules, versions and guides; in HTML and RDF by Accept.

The page is our own rather than one made by pyLODE (3.3.4 was tried): ours has all languages, the
counter-examples, the codes behind a class and the data under it, is less than half as large, and holds neither scripts
nor styles, which the security policy of the server forbids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, render_template, request, url_for

from server import guides, packaged, queries, shelf
from server.context import in_use, one, query_string
from server.errors import NotFound
from server.negotiate import BY_KEY, candidates, choose
from server.prefixes import ONTOLOGY
from server.releases import Snapshot
from server.shelf import Shelf
from server.tables import Row, table
from server.terms import LANGUAGES, RIGHT_TO_LEFT, Entry, Vocabulary, collect

blueprint = Blueprint("vocabulary", __name__)
_GRAPHS = tuple(media for media in candidates("graph") if media.key != "html")
_LABELS = f"{ONTOLOGY}/labels/"
_KINDS = {
    "owl:Class": "Classes",
    "owl:ObjectProperty": "Properties between things",
    "owl:DatatypeProperty": "Properties with values",
    "owl:AnnotationProperty": "Notes",
}
_FILES = {"Alignments with other vocabularies": "align", "Shapes that data must have": "shapes"}
_EXAMPLE = "vienna-conference"
# forgotten with the release itself
_KNOWN: WeakKeyDictionary[Snapshot, Vocabulary] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Part:
    """What an address means: the IRI of a module, empty for the whole; the version it names, if it names one.

    ``shelf``: the file that it is in when the release does not have it.
    """

    iri: str
    version: str = ""
    shelf: Shelf | None = None


@blueprint.get("/ontology")
@blueprint.get("/ontology/<path:module>")
def ontology(module: str = "") -> Response:
    """The whole, or one module (with or without its version); ``.ttl`` and other endings ask for a format."""
    stem, dot, ending = module.rpartition(".")
    asked = next((media.key for media in _GRAPHS if dot and media.extension == ending), None)
    if asked is None:
        asked, stem = one(query_string(), "format"), module
    media = choose(request.headers.get("Accept") or "text/html", asked, (BY_KEY["html"], *_GRAPHS))
    part = _part(stem)
    if media.key == "html":
        return Response(_page(part))
    if part.shelf:
        return Response(part.shelf.data(_described(part), media.key), content_type=media.header)
    answer = in_use().page(_described(part), media.key)
    if not answer.rows:
        raise NotFound("The release has no ontology in it.", "Build it again.")
    return Response(answer.body, content_type=media.header)


@blueprint.get("/ontology.<ending>")
def whole(ending: str) -> Response:
    """The whole in the format of an ending."""
    return ontology(f".{ending}")


@blueprint.get("/ontology/context.jsonld")
def context() -> Response:
    """The JSON-LD context, as the package has it."""
    text = packaged.text("context.jsonld")
    if text is None:
        raise NotFound("The context is not installed.", "Install the package again.")
    return Response(text, content_type="application/ld+json; charset=utf-8")


@blueprint.get("/ontology/core.svg")
def diagram() -> Response:
    """The picture of the core by itself."""
    return Response(render_template("core.svg", page=url_for("vocabulary.ontology")), content_type="image/svg+xml")


@blueprint.get("/ontology/docs")
def guide_list() -> str:
    """All guides."""
    return render_template("guides.html", guides=guides.listing())


@blueprint.get("/ontology/docs/<name>")
def guide(name: str) -> Response:
    """A guide; ``.md`` at the end gives its text as it was written."""
    found = guides.find(name.removesuffix(".md"))
    if found is None:
        raise NotFound(f"There is no guide {name}.", f"{url_for('vocabulary.guide_list')} lists them.")
    if name.endswith(".md"):
        return Response(found.text, content_type="text/markdown; charset=utf-8")
    return Response(render_template("guide.html", guide=found, body=guides.html(found)))


def _graph(part: Part) -> str:
    return shelf.GRAPH if part.shelf else in_use().release.base_iri + "graph/ontology"


def _described(part: Part) -> str:
    """The query for a module's triples, or for all."""
    iri, graph = part.iri, _graph(part)
    if not iri or (part.shelf and not part.version):
        return queries.build("describe_graph", graph)
    if iri.startswith(_LABELS):
        return queries.build("describe_labels", iri, graph=graph, tongue=iri.removeprefix(_LABELS))
    return queries.build("describe_module", iri, graph=graph)


def _part(name: str) -> Part:
    """The part that a path below ``/ontology/`` means. Raises NotFound for modules and versions that are not there."""
    if not name:
        return Part("")
    known = _versions(Part(""))
    iri = f"{ONTOLOGY}/{name}"
    if iri in known:
        return Part(iri)
    above, _, last = iri.rpartition("/")
    if known.get(above) == last:
        return Part("" if above == ONTOLOGY else above, last)
    file = shelf.find(name) if not name.startswith("versions/") else None
    if file:
        return Part(iri, shelf=file)
    file = shelf.find(name.rpartition("/")[0])
    if file and _versions(Part(above, shelf=file)).get(above) == last:
        return Part(above, shelf=file)
    old = shelf.find(f"versions/{last}")
    if old and above in _versions(Part("", last, old)):
        return Part("" if above == ONTOLOGY else above, last, old)
    if above in known:
        raise NotFound(
            f"The ontology has no module or version {last} here; this release has version {known[above]}.",
            f"{url_for('vocabulary.ontology')} lists the modules, the change log the versions.",
        )
    raise NotFound(f"The ontology has no module {name}.", f"{url_for('vocabulary.ontology')} lists them.")


def _versions(part: Part) -> dict[str, str]:
    """The ontologies that the release, or the file of a part, declares: IRI -> version."""
    return {
        row["ontology"].value: row["version"].value if "version" in row else "" for row in _rows(part, "ontologies")
    }


def _rows(part: Part, name: str) -> tuple[Row, ...]:
    text = queries.build(name, graph=_graph(part))
    return part.shelf.rows(text) if part.shelf else table(in_use().page(text)).rows


def _vocabulary(part: Part) -> Vocabulary:
    """All terms and codes; of a release they are collected once."""
    known = None if part.shelf else _KNOWN.get(in_use())
    if known is None:
        known = collect(_rows(part, "terms"), _rows(part, "concepts"))
        if not part.shelf:
            _KNOWN[in_use()] = known
    return known


def _page(part: Part) -> str:
    modules = _rows(part, "ontologies")
    about = next((row for row in modules if row["ontology"].value == (part.iri or ONTOLOGY)), None)
    if part.shelf and not part.version:
        title, told = (about[key].value if about and key in about else "" for key in ("title", "about"))
        file = part.shelf
        return render_template("file.html", title=title or file.name, about=told, name=file.name, text=file.text)
    vocabulary = _vocabulary(part)
    groups = _groups(vocabulary, part.iri)
    return render_template(
        "ontology.html",
        vocabulary=vocabulary,
        groups=groups,
        shown={entry.iri for _, entries in groups for entry in entries},
        schemes=_schemes(vocabulary, part.iri),
        modules=modules,
        about=about,
        module=part.iri,
        version=part.version,
        old=bool(part.shelf),
        used=set() if part.shelf else {row["class"].value for row in _rows(part, "classes_used")},
        tongue=part.iri.removeprefix(_LABELS) if part.iri.startswith(_LABELS) else "",
        example=_example() if not part.iri else None,
        guides=guides.listing(),
        files={title: shelf.names(folder) for title, folder in _FILES.items()} if not part.iri else {},
        languages=LANGUAGES,
        right_to_left=RIGHT_TO_LEFT,
    )


def _groups(vocabulary: Vocabulary, module: str) -> list[tuple[str, list[Entry]]]:
    """Titles and the terms under them; of one module, or of all."""
    inside = (
        (title, [entry for entry in vocabulary.of(kind) if not module or module in entry.iris("rdfs:isDefinedBy")])
        for kind, title in _KINDS.items()
    )
    return [(title, [entry for entry in entries if "#" in entry.iri]) for title, entries in inside if entries]


def _schemes(vocabulary: Vocabulary, module: str) -> list[tuple[Entry, list[Entry]]]:
    """The schemes with their codes; on the page of the whole the codes that stand for a class stay with their class."""
    found: list[tuple[Entry, list[Entry]]] = []
    for scheme in vocabulary.of("skos:ConceptScheme"):
        if not module:
            found.append((scheme, []))
        elif module in scheme.iris("rdfs:isDefinedBy"):
            found.append((scheme, vocabulary.members(scheme.iri)))
    return found


def _example() -> dict[str, Any] | None:
    found = guides.find(_EXAMPLE)
    return {"guide": found, "body": guides.html(found, within=True)} if found else None
