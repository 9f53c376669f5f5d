"""The ontology: one page with an anchor for every term, and its modules, in HTML and RDF by Accept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Blueprint, Response, render_template, request, url_for

from server import queries
from server.context import in_use, one, query_string
from server.errors import NotFound
from server.negotiate import BY_KEY, candidates, choose
from server.prefixes import DM, ONTOLOGY
from server.tables import Row, table

blueprint = Blueprint("vocabulary", __name__)
_GRAPHS = tuple(media for media in candidates("graph") if media.key != "html")
_KINDS = {
    "Class": "Classes",
    "ObjectProperty": "Properties between things",
    "DatatypeProperty": "Properties with values",
    "AnnotationProperty": "Notes",
}


@dataclass(slots=True)
class Term:
    """A class or property as the page shows it; what may occur several times is a list of IRIs, without repetition."""

    iri: str
    kind: str
    facts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What follows the hash."""
        return self.iri.removeprefix(DM)

    def first(self, fact: str) -> str:
        """The first value of ``label``, ``definition``, ``example``, ``note``, ``module``; empty if there is none."""
        return next(iter(self.facts.get(fact, [])), "")


@blueprint.get("/ontology")
@blueprint.get("/ontology/<path:module>")
def ontology(module: str = "") -> Response:
    """The whole, or one module (with or without its version); ``.ttl`` and other endings ask for a format."""
    stem, dot, ending = module.rpartition(".")
    asked = next((media.key for media in _GRAPHS if dot and media.extension == ending), None)
    if asked is None:
        asked, stem = one(query_string(), "format"), module
    media = choose(request.headers.get("Accept") or "text/html", asked, (BY_KEY["html"], *_GRAPHS))
    iri = _module_iri(stem)
    if media.key == "html":
        return Response(_page(iri))
    graph = in_use().release.base_iri + "graph/ontology"
    text = queries.build("describe_module", iri, graph=graph) if iri else queries.build("describe_graph", graph)
    answer = in_use().page(text, media.key)
    if not answer.rows:
        raise NotFound("The release has no ontology in it.", "Build it again.")
    return Response(answer.body, content_type=media.header)


@blueprint.get("/ontology.<ending>")
def whole(ending: str) -> Response:
    """The whole in the format of an ending."""
    return ontology(f".{ending}")


def _module_iri(name: str) -> str:
    """The IRI of a module, empty for the whole; a version of the module at its end is taken off. Raises NotFound."""
    if not name:
        return ""
    known = {row["ontology"].value for row in _rows("ontologies")}
    iri = f"{ONTOLOGY}/{name}"
    for candidate in (iri, iri.rpartition("/")[0]):
        if candidate in known and candidate != ONTOLOGY:
            return candidate
    if iri.rpartition("/")[0] == ONTOLOGY and name[0].isdigit():
        return ""
    raise NotFound(f"The ontology has no module {name}.", f"{url_for('vocabulary.ontology')} lists them.")


def _rows(name: str) -> tuple[Row, ...]:
    return table(in_use().page(queries.build(name))).rows


def _page(module: str) -> str:
    terms = [term for term in collect(_rows("terms")) if not module or module in term.facts.get("module", [])]
    groups = [(title, [term for term in terms if term.kind == kind]) for kind, title in _KINDS.items()]
    children: dict[str, list[str]] = {}
    for term in terms:
        for parent in term.facts.get("parent", []):
            children.setdefault(parent, []).append(term.iri)
    modules = _rows("ontologies")
    about = next((row for row in modules if row["ontology"].value == (module or ONTOLOGY)), None)
    return render_template(
        "ontology.html",
        groups=[group for group in groups if group[1]],
        children=children,
        modules=modules,
        about=about,
        module=module,
    )


def collect(rows: Iterable[Row]) -> list[Term]:
    """One term for all the rows about it, in the order of names."""
    found: dict[str, Term] = {}
    for row in rows:
        iri = row["term"].value
        term = found.setdefault(iri, Term(iri, row["kind"].value.rpartition("#")[2]))
        for name, value in row.items():
            values = term.facts.setdefault(name, [])
            if value.value not in values:
                values.append(value.value)
    return sorted(found.values(), key=lambda term: term.name.lower())
