"""All values of a facet: searched by name, counted, by pages. The form of the facets offers the commonest only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request, url_for

from server import queries
from server.choices import ENTITIES, TITLES, Choice, ask, counting, key_of, label_of, names
from server.context import one, query_string
from server.errors import BadRequest, NotFound
from server.facets import EVENTS, THINGS, Facets, Scope, read
from server.find import page_number
from server.search.inquery import literal
from server.search.kinds import KINDS

blueprint = Blueprint("values", __name__)
PAGE_ROWS = 100
_MOST_TEXT = 100
_VIEWS = {"events": "find.events", "timeline": "find.timeline", "map": "find.map", "network": "find.network",
          "search": "search.search"}  # fmt: skip
"""What a value can be chosen for: ``for=`` and the endpoint."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the values of which facet, under which name, for which view with which choice."""

    name: str
    view: str
    facets: Facets
    things: tuple[str, ...]
    find: str
    page: int

    @property
    def scope(self) -> Scope:
        """What is counted."""
        return replace(THINGS, kinds=self.things) if self.view == "search" else EVENTS

    @property
    def state(self) -> dict[str, Any]:
        """The parameters that the view has, as it is chosen so far."""
        return {**self.facets.arguments(), **({"things": list(self.things)} if self.things else {})}

    def back(self, choice: Choice | None = None) -> str:
        """The address of the view; with a choice that value is taken too, or taken away if it was chosen."""
        facets = self.facets
        if choice:
            change = facets.without if choice.chosen else facets.plus
            facets = change(self.name, choice.value)
        return url_for(_VIEWS[self.view], **{**self.state, self.name: None, **facets.arguments()})

    def here(self, page: int) -> str:
        """The address of a page of these values."""
        arguments = {**self.state, "for": self.view, "find": self.find or None, "page": page if page > 1 else None}
        return url_for("values.values", name=self.name, **arguments)


@blueprint.get("/choose/<any(kind, status, actor, place, source):name>")
def values(name: str) -> str:
    """A page of values, those of most things first; each is a link to the view with it chosen."""
    asked = _asked(name)
    text = counting("find_values", name, asked.facets, asked.scope, naming=_naming(name, asked.find))
    found = ask(f"{text.rstrip()}\nLIMIT {PAGE_ROWS + 1} OFFSET {(asked.page - 1) * PAGE_ROWS}")
    if asked.page > 1 and not found:
        raise NotFound(f"There is no page {asked.page} of these values.", "Begin with page 1.")
    counts = {row["value"].value: int(row["count"].value) for row in found[:PAGE_ROWS]}
    labels = names(set(counts)) if name in ENTITIES else {}
    chosen = getattr(asked.facets, name)
    choices = [
        Choice(key, label_of(name, value, labels), count, key in chosen)
        for value, count in counts.items()
        if (key := key_of(name, value))
    ]
    return render_template(
        "values.html",
        asked=asked,
        title=TITLES[name],
        choices=choices,
        more=len(found) > PAGE_ROWS,
        query=text,
        turtle=queries.as_rows(text, ("value", "count")),
        path=request.path,
    )


def _asked(name: str) -> Asked:
    parameters = query_string()
    view = one(parameters, "for") or "events"
    if view not in _VIEWS:
        raise BadRequest(f"There is no view {view[:40]!r}.", f"Use one of: {', '.join(_VIEWS)}.")
    find = (one(parameters, "find") or "").strip()
    if len(find) > _MOST_TEXT:
        raise BadRequest(f"The name has {len(find)} characters.", f"Type at most {_MOST_TEXT}.")
    things = tuple(dict.fromkeys(parameters.get("things", [])))
    if strange := [kind for kind in things if kind not in KINDS]:
        raise BadRequest(f"There are no things of the kind {strange[0][:40]!r}.", f"The kinds are {', '.join(KINDS)}.")
    return Asked(name, view, read(parameters), things, find, page_number(one(parameters, "page")))


def _naming(name: str, find: str) -> str:
    """The lines of the query that keep what is called so; none when nothing is looked for."""
    if not find:
        return ""
    if name in ENTITIES:
        lines, text = "?value rdfs:label|skos:altLabel ?name .", find
    elif name == "source":
        lines, text = "BIND (STR(?value) AS ?name)", find
    else:
        # AirStrike is air strike for people
        lines, text = 'BIND (REPLACE(STR(?value), "^.*/", "") AS ?name)', find.replace(" ", "")
    return f"{lines}\n  FILTER (CONTAINS(LCASE(STR(?name)), LCASE({literal(text)})))"
