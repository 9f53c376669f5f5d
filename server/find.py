"""Events found by facets, shown four ways: as a table, on a timeline, on a map, as a network of who acts on whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from server import charts, queries, spots
from server.choices import ask, groups, names
from server.context import in_use, one, query_string
from server.errors import BadRequest, NotFound
from server.facets import NO_FACETS, Facets, pattern, read
from server.links import path_of
from server.tables import Row

blueprint = Blueprint("find", __name__)
blueprint.add_app_template_filter(path_of, "path_of")
PAGE_ROWS = 50
TIMED_ROWS = 60
MOST_PLACES = 200
MOST_PAIRS = 150
VIEWS = (("find.events", "Table"), ("find.timeline", "Timeline"), ("find.map", "Map"), ("find.network", "Network"))
SORTS = {
    "when": ("OPTIONAL { ?event dm:hasTime/dm:earliest ?value }", "desc"),
    "event": ("?event rdfs:label ?value .", "asc"),
    "kind": ("?event dm:eventType ?value .", "asc"),
    "status": ("?event dm:status ?value .", "asc"),
}
"""Column -> how its value is reached, and the order that a first click gives."""
_TIMED = "?event dm:hasTime/dm:earliest ?value ."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the choice, the page of rows and their order."""

    facets: Facets
    page: int
    sort: str
    order: str

    @property
    def lines(self) -> str:
        """The choice as SPARQL."""
        return pattern(self.facets, in_use().release.base_iri)

    def query(self, name: str, **values: str) -> str:
        """A query of a file over the choice."""
        return queries.build(name, **values, pattern=self.lines)

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """The parameters of an address for the same, some of them changed; what goes without saying is left out."""
        state = {"page": self.page, "sort": self.sort, "order": self.order, **changed}
        if state["order"] == SORTS[state["sort"]][1]:
            state.pop("order")
        usual = {"page": 1, "sort": "when"}
        return {
            **self.facets.arguments(),
            **{name: value for name, value in state.items() if value != usual.get(name)},
        }


@blueprint.get("/events")
def events() -> str:
    """A table of events, sorted, by pages."""
    asked = _asked()
    shown = _details(_keys(asked, SORTS[asked.sort][0], PAGE_ROWS), PAGE_ROWS)
    return _page("find_events.html", asked, "find_events", rows=shown, first=(asked.page - 1) * PAGE_ROWS)


@blueprint.get("/timeline")
def timeline() -> str:
    """Events in the order of time, each with a bar as long as its time is vague, and how many there are by month."""
    asked = _asked()
    months = {row["month"].value: int(row["events"].value) for row in ask(asked.query("find_months"))}
    shown = _details(_keys(asked, _TIMED, TIMED_ROWS, "asc"), TIMED_ROWS)
    chart = charts.bars([(row["from"].value, row["to"].value if "to" in row else "") for row in shown.events])
    return _page(
        "timeline.html",
        asked,
        "find_events",
        rows=shown,
        chart=chart,
        months=charts.columns(months),
        dated=sum(months.values()),
        first=(asked.page - 1) * TIMED_ROWS,
    )


@blueprint.get("/map", endpoint="map")
def places() -> str:
    """Where events took place: markers over outlines of land, and the same as a table."""
    asked = _asked()
    rows = ask(asked.query("find_places"), rows=MOST_PLACES + 1)
    return _page(
        "map.html",
        asked,
        "find_places",
        spots=spots.locate(rows[:MOST_PLACES]),
        precisions=spots.PRECISIONS,
        more=len(rows) > MOST_PLACES,
    )


@blueprint.get("/network")
def network() -> str:
    """Who acts on whom, and who acts together: a graph, and the same as a table."""
    asked = _asked()
    rows = ask(asked.query("find_pairs"), rows=MOST_PAIRS + 1)
    pairs = rows[:MOST_PAIRS]
    known = names({row[end].value for row in pairs for end in ("from", "to")})
    return _page("network.html", asked, "find_pairs", pairs=pairs, names=known, more=len(rows) > MOST_PAIRS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of events: their rows, the names of all that they name, and whether there are more."""

    events: tuple[Row, ...]
    names: dict[str, str]
    more: bool


def latest(count: int) -> Shown:
    """The latest events; their order comes from the same answer as that of the first page of the table."""
    return _details(_keys(Asked(NO_FACETS, 1, "when", "desc"), SORTS["when"][0], PAGE_ROWS), count)


def _asked() -> Asked:
    parameters = query_string()
    sort = one(parameters, "sort") or "when"
    if sort not in SORTS:
        raise BadRequest(f"Events are not sorted by {sort[:40]!r}.", f"Sort by one of: {', '.join(SORTS)}.")
    order = one(parameters, "order") or SORTS[sort][1]
    if order not in {"asc", "desc"}:
        raise BadRequest(f"{order[:40]!r} is no order.", "Use asc or desc.")
    return Asked(read(parameters), page_number(one(parameters, "page")), sort, order)


def page_number(text: str | None) -> int:
    """The number of a page in an address, 1 where there is none. Raises BadRequest."""
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1_000_000:
        raise BadRequest(f"{text[:40]!r} is not the number of a page.", "Pages are counted from 1.")
    return int(text)


def _keys(asked: Asked, sorting: str, size: int, order: str = "") -> list[str]:
    """The IRIs of a page of events, and of one more if there is one."""
    text = asked.query(
        "find_page",
        sorting=sorting,
        order=(order or asked.order).upper(),
        limit=str(size + 1),
        offset=str((asked.page - 1) * size),
    )
    found = [row["event"].value for row in ask(text)]
    if asked.page > 1 and not found:
        raise NotFound(f"There is no page {asked.page} of these events.", "Begin with page 1.")
    return found


def _details(keys: list[str], size: int) -> Shown:
    """What the page tells of these events, in their order."""
    if not keys:
        return Shown((), {}, False)
    values = "VALUES ?event { " + " ".join(f"<{iri}>" for iri in keys[:size]) + " }"
    rows = {row["event"].value: row for row in ask(queries.build("find_events", pattern=values)) if "label" in row}
    named = {iri for row in rows.values() for key in ("actors", "recipients", "places") for iri in _iris(row, key)}
    return Shown(tuple(rows[iri] for iri in keys[:size] if iri in rows), names(named), len(keys) > size)


def _iris(row: Row, key: str) -> list[str]:
    return row[key].value.split() if key in row else []


def _page(template: str, asked: Asked, query: str, **parts: Any) -> str:
    """A view with what all of them have: the count, the facets, the ways to take the data along."""
    counted = ask(asked.query("find_count"))
    return render_template(
        template,
        asked=asked,
        facets=asked.facets,
        groups=groups(asked.facets),
        total=int(counted[0]["count"].value),
        views=VIEWS,
        here=request.endpoint,
        query=asked.query(query),
        turtle=asked.query("find_facts"),
        **parts,
    )
