"""Records from the hand-made gazetteer: states, capitals, international organizations, armed groups, leaders,
institutions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.catalogue import Office, Record
from kg.make_catalogue.aliases import Others, acceptable, chosen, person_alias
from kg.make_catalogue.facts import Known
from kg.make_catalogue.hand import Hand
from kg.model import EntityType
from kg.names import fold

Row = Mapping[str, str]
KINDS: Mapping[str, tuple[EntityType, str]] = {
    "sovereign state (UN member)": ("State", "sovereign state"),
    "territory / non-UN or partially recognised": ("State", "partially recognised state"),
    "capital city": ("Place", "capital city"),
    "international organisation": ("Organization", "international organization"),
    "non-state armed group / militia": ("ArmedGroup", "armed group"),
    "human": ("Person", "politician"),
    "national institution": ("Organization", "national institution"),
    "news agency / broadcaster": ("Organization", "news agency"),
    "NGO / humanitarian": ("Organization", "non-governmental organization"),
    "legislature (Libya)": ("Organization", "legislature"),
    "government (Libya)": ("Government", "government"),
    "rival government (Libya)": ("Government", "government"),
    "consultative body": ("Organization", "consultative body"),
    "armed force": ("MilitaryForce", "armed force"),
    "armed forces": ("MilitaryForce", "armed forces"),
    "central bank": ("Organization", "central bank"),
    "national oil company": ("Organization", "national oil company"),
    "EU naval operation": ("MilitaryForce", "naval operation"),
}
_GENERAL = "general knowledge"
_BRACKETS = re.compile(r"\s*\([^)]*\)$")


def confirmed(row: Row, known: Mapping[str, Known]) -> bool:
    """Whether the row's QID may be used.

    Two independent lists, or one list and a label or alias of the row found for the same QID elsewhere. "Probable" rows
    (one hand-made list) and unverified ones are not.
    """
    how = row["verification"]
    if not row["qid"] or not how.startswith("verified"):
        return False
    if how.startswith("verified ["):
        return True
    item = known.get(row["qid"])
    names = [row["label"], _BRACKETS.sub("", row["label"]), *row["aliases"].split("|")]
    return item is not None and any(item.confirms(n) for n in names if n)


def facts_of(row: Row) -> dict[str, str]:
    """The ``key=value`` pairs of a row's last but one column; a bare text is under "" (countries of an armed group)."""
    cell = re.sub(r"\s*\(office/dates from general knowledge[^)]*\)", "", row["iso_office_dates"])
    facts = {}
    for part in re.split(r";(?=\w+=)", cell):
        key, sign, value = part.partition("=")
        facts[key if sign else ""] = value if sign else key
    return facts


def offices(facts: Mapping[str, str]) -> tuple[Office, ...]:
    """The offices of a leader. With several titles and one span of dates, the span is the first title's."""
    titles = [t.strip() for t in facts.get("office", "").split(";") if t.strip()]
    spans = [s.strip() for s in facts.get("dates", "").split(";") if s.strip()]
    if len(titles) == 1 and len(spans) > 1:
        titles *= len(spans)
    found = []
    for number, title in enumerate(titles):
        start, _, end = (spans[number] if number < len(spans) else "").partition("/")
        found.append(Office(title, start, end))
    return tuple(found)


def record(row: Row, known: Mapping[str, Known], hand: Hand, others: Others) -> Record:
    """One row as a record; its countries are names still, which are made QIDs when all states are known."""
    qid = row["qid"] if confirmed(row, known) else ""
    kind, subtype = KINDS[row["type"]]
    label, facts = row["label"], facts_of(row)
    item = known.get(qid)
    bare = _BRACKETS.sub("", label)
    offered = [*row["aliases"].split("|"), *(item.labels if item else ()), *(item.aliases if item else ())]
    trusted = [*((bare,) if bare != label else ()), *hand.get("alias", qid, label)]
    trusted += [a for a in row["aliases"].split("|") if not qid and a]

    def accept(alias: str) -> str | bool:
        return person_alias(alias, label, qid, others) if kind == "Person" else acceptable(alias, label, qid, others)

    lat, lon = facts.get("lat", ""), facts.get("lon", "")
    return Record(
        qid=qid,
        label=label,
        type=kind,
        subtype=subtype,
        aliases=chosen(label, trusted, offered, accept),
        demonyms=tuple(dict.fromkeys(hand.get("demonym", label) or _demonyms(facts))),
        countries=tuple(n.strip() for n in facts.get("", "").split(",")) if kind == "ArmedGroup" else (),
        capital_of=facts.get("capital_of", ""),
        iso2=facts.get("ISO2", "")[:2],
        iso3=facts.get("ISO3", ""),
        m49=facts.get("M49", ""),
        geonames=facts.get("GeoNames", ""),
        lat=float(lat) if lat else (item.lat if item else None),
        lon=float(lon) if lon else (item.lon if item else None),
        offices=offices(facts),
        sources=item.sources if item else 0,
        checked=_checked(row, qid, bool(facts.get("office"))),
    )


def _demonyms(facts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(d.strip() for d in re.split(r",| or ", facts.get("demonym", "")) if d.strip())


def _checked(row: Row, qid: str, office: bool) -> str:
    how = "no item confirmed" if not qid else "verified" if row["verification"].startswith("verified [") else "one list"
    return f"{how}; office: {_GENERAL}" if office else how


def records(rows: Iterable[Row], known: Mapping[str, Known], hand: Hand, others: Others) -> list[Record]:
    """All rows as records. A city that is its own state (Monaco, Singapore) is one record, the state."""
    found: dict[str, Record] = {}
    for row in rows:
        made = record(row, known, hand, others)
        if made.key not in found and not hand.get("drop", made.key):
            found[made.key] = made
    return list(found.values())


SEEDS: Mapping[str, tuple[EntityType, str]] = {
    "continent": ("Place", "continent"), "region": ("Place", "region of the world"), "sea": ("Place", "sea"),
    "city": ("Place", "city"), "district": ("Place", "province"), "autonomous region": ("Place", "region"),
    "upper house": ("Organization", "upper house"), "branch of Islamic State": ("ArmedGroup", "armed group"),
    "human": ("Person", "politician"), "human (may have no item)": ("Person", "analyst"),
    "think tank / NGO": ("Organization", "non-governmental organization"), "hotel": ("Place", "hotel"),
    "village": ("Place", "village"), "UN principal organ": ("Organization", "international organization"),
    "ministry": ("Organization", "foreign ministry"),
}  # fmt: skip


def seeds(
    rows: Iterable[Row], known: Mapping[str, Known], hand: Hand, others: Others, have: Sequence[Record]
) -> list[Record]:
    """Rows of the list of seed entities that the gazetteer lacks."""
    keys = {r.key for r in have} | {fold(n) for r in have for n in r.names if not r.qid}
    found = []
    for row in rows:
        label = row["label"] or row["mention"].split(" / ")[-1]
        if row["type"] not in SEEDS or (row["qid"] or label) in keys or fold(label) in keys:
            continue
        kind, subtype = SEEDS[row["type"]]
        item = known.get(row["qid"])
        offered = [*row["aliases_seen"].split("|"), *(item.labels if item else ()), *(item.aliases if item else ())]

        def accept(alias: str, qid: str = row["qid"], label: str = label) -> bool:
            return acceptable(alias, label, qid, others)

        found.append(
            Record(
                row["qid"],
                label,
                kind,
                subtype,
                chosen(label, [*hand.get("alias", label), *_bare(label)], offered, accept),
                lat=item.lat if item else None,
                lon=item.lon if item else None,
                sources=item.sources if item else 0,
                checked="verified" if row["qid"] else "no item confirmed",
            )
        )
    return found


def _bare(label: str) -> tuple[str, ...]:
    bare = _BRACKETS.sub("", label)
    return (bare,) if bare != label else ()
