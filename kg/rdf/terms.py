"""Literals as they are written everywhere: canonical forms, the text's own precision, nothing that RDF cannot hold."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal

from rdflib import XSD, Literal, URIRef

from kg.ids import web_iri

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SPDX = re.compile(r"[A-Za-z][A-Za-z0-9]*([-.+][A-Za-z0-9.]+)*")
_YEAR = re.compile(r"(?!0000)\d{4}")
_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with lone surrogates, which no RDF format can carry, replaced one by one: offsets still hold."""
    return _SURROGATE.sub("\ufffd", text)


def words(text: str, language: str = "en") -> Literal:
    """Text in a language (English where the tag is malformed)."""
    tag = language.lower() if _LANGUAGE.fullmatch(language) else "en"
    return Literal(clean(text), lang=tag)


def plain(text: str) -> Literal:
    """Text in no language: quotes from an article, names of sources, checksums."""
    return Literal(clean(text))


def decimal(number: float) -> Literal:
    """An xsd:decimal in canonical form: 0.7, 5000. Raises ValueError for infinities and NaN."""
    if not math.isfinite(number):
        raise ValueError(f"{number} is not a decimal number")
    digits = f"{Decimal(str(number)):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal, normalize=False)


def integer(number: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(number), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def moment(text: str | None) -> Literal | None:
    """ISO 8601 at its own precision: xsd:gYear, gYearMonth, date or dateTime. None for what is no such date."""
    for pattern, datatype in ((_YEAR, XSD.gYear), (_MONTH, XSD.gYearMonth)):
        if pattern.fullmatch(text or ""):
            return Literal(text, datatype=datatype, normalize=False)
    return _date_or_time(text or "")


def _date_or_time(text: str) -> Literal | None:
    try:
        if _DAY.fullmatch(text):
            return Literal(date.fromisoformat(text).isoformat(), datatype=XSD.date, normalize=False)
        # fromisoformat alone would also take 20160516, weeks, and a space for the T
        if _DAY.match(text) and text[10:11] == "T":
            precise = datetime.fromisoformat(text).isoformat().replace("+00:00", "Z")
            return Literal(precise, datatype=XSD.dateTime, normalize=False)
    except ValueError:
        return None
    return None


def day(text: str | None) -> Literal | None:
    """An xsd:date from the first ten characters of an ISO date or date-time; None for what holds no day."""
    found = moment(text[:10] if text else None)
    return found if found is not None and found.datatype == XSD.date else None


def month(earliest: str | None, latest: str | None) -> Literal | None:
    """The one xsd:gYearMonth that holds both ends, where both are known to the month."""
    first, last = (moment(x) for x in (earliest, latest))
    if first is None or last is None or XSD.gYear in {first.datatype, last.datatype}:
        return None
    return moment(str(first)[:7]) if str(first)[:7] == str(last)[:7] else None


def license_iri(name: str | None) -> URIRef | None:
    """The IRI of a licence given as an SPDX name (its page at spdx.org) or as a URL; None for other words."""
    if not name:
        return None
    if name.startswith(("http://", "https://")):
        address = web_iri(name)
        return URIRef(address) if address else None
    return URIRef(f"https://spdx.org/licenses/{name}") if _SPDX.fullmatch(name) else None
