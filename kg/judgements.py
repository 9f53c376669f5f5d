"""What people decide on who is whom, as a plain text file: SSSOM, the simple standard for sharing mappings, as TSV.

One decision a line: subject, predicate (``skos:exactMatch``, negated by the modifier ``Not``), object, justification,
confidence, author. An entity is named ``entity:…`` (the last part of its IRI), ``member:ARTICLE/e3`` (one entity of one
article) or ``wd:Q…``. The file is kept apart from everything that a program writes, and a decision is undone by taking
its line out.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from kg.errors import InputError
from kg.ids import WIKIDATA

Verdict = Literal["same", "different"]

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "author_label", "mapping_date", "comment",
)  # fmt: skip
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification", "author_label")
FILE_NAME = "judgements.sssom.tsv"
"""What the file is called when nobody names it, in the folder of releases."""

PREDICATE = "skos:exactMatch"
BY_HAND = "semapv:ManualMappingCuration"
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "semapv": "https://w3id.org/semapv/vocab/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wd": "http://www.wikidata.org/entity/",
    }
)
_MEMBER = re.compile(r"(?:member:)?([0-9a-f]{16}/\S+)")
_ITEM = re.compile(r"(?:wd:|wikidata:|http://www\.wikidata\.org/entity/)(Q[1-9][0-9]*)")
_IRI = re.compile(r"(?:https?://\S+/id/entity/|entity:)([^\s/]+)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision on two entities: the ``same`` or ``different``.

    ``left`` and ``right`` are each an entity's IRI or ``entity:…``, an item (``wd:Q…``), or ``member:{article
    key}/{entity id}``. A label given for a member must be its name, else the decision is of another time.
    ``confidence`` is 0..1; ``line`` is where the file has it.
    """

    left: str
    right: str
    verdict: Verdict
    author: str
    comment: str = ""
    confidence: float = 1.0
    left_label: str = ""
    right_label: str = ""
    justification: str = BY_HAND
    date: str = ""
    line: int = 0

    @property
    def pair(self) -> frozenset[str]:
        """The two, in no order."""
        return frozenset((reference(self.left), reference(self.right)))

    @property
    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both references, each with its label (or "")."""
        return (reference(self.left), self.left_label), (reference(self.right), self.right_label)


def reference(text: str) -> str:
    """An entity as a judgement names it, in one form: ``iri:TAIL``, ``wikidata:Q…`` or ``ARTICLE/e3``.

    IRIs are known by their last part, so that the base may change. Text that names nothing is returned as it is.
    """
    if match := _ITEM.fullmatch(text):
        return f"{WIKIDATA}{match[1]}"
    if match := _IRI.fullmatch(text):
        return f"iri:{match[1]}"
    match = _MEMBER.fullmatch(text)
    return match[1] if match else text


def read(path: Path) -> tuple[Judgement, ...]:
    """The decisions of a file. Raises InputError that names the line, when it is missing or cannot be understood."""
    table = _read(path)
    found = []
    for line, row in table.rows:
        found.append(_judgement(row, line, path))
    return tuple(found)


def append(path: Path, judgement: Judgement, base: str = "https://w3id.org/dragoman/") -> None:
    """Add a decision (the file is made if there is none), in place of an earlier one on the same two.

    Raises InputError for a decision that could not be read back, or when the file is not one of judgements.
    """
    row = _cells(judgement)
    if any(c in text for text in row.values() for c in "\t\r\n"):
        raise InputError("A judgement cannot hold tabs or line breaks.", "Write the comment on one line.")
    _judgement(row, 0, path)
    table = _read(path) if path.exists() else _Table(tuple(_head(base)), COLUMNS, ())
    kept = tuple((n, r) for n, r in table.rows if _judgement(r, n, path).pair != judgement.pair)
    columns = (*table.columns, *(c for c in COLUMNS if row[c] and c not in table.columns))
    _write(path, replace(table, columns=columns, rows=(*kept, (0, row))))


def withdraw(path: Path, left: str, right: str) -> tuple[Judgement, ...]:
    """Take back what the file says of two entities; the decisions taken out. Raises InputError when there are none."""
    table, pair = _read(path), frozenset((reference(left), reference(right)))
    gone = tuple(j for n, r in table.rows if (j := _judgement(r, n, path)).pair == pair)
    if not gone:
        raise InputError(f"{path} says nothing of {left} and {right}.", "`dragoman link decisions` lists what it says.")
    lines = {j.line for j in gone}
    _write(path, replace(table, rows=tuple((n, r) for n, r in table.rows if n not in lines)))
    return gone


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The last word on each pair."""
    return tuple({judgement.pair: judgement for judgement in judgements}.values())


@dataclass(frozen=True, slots=True)
class _Table:
    """A file as it stands: its comment lines, its columns, its rows with their line numbers."""

    head: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def _read(path: Path) -> _Table:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"The judgements file {path} cannot be read: {problem}.") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    head = tuple(line for _, line in lines if line.startswith("#"))
    rows = [(number, _split(line)) for number, line in lines if not line.startswith("#")]
    columns = tuple(rows[0][1]) if rows else ()
    if missing := [column for column in REQUIRED if column not in columns]:
        raise InputError(
            f"{path} is no judgements file: it lacks the columns {', '.join(missing)}.",
            "Its first line must name the columns of SSSOM, with a tab between them.",
        )
    return _Table(head, columns, tuple(_rows(rows[1:], columns, path)))


def _rows(
    rows: Iterable[tuple[int, list[str]]], columns: tuple[str, ...], path: Path
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in rows:
        if len(cells) != len(columns):
            message = f"Line {number} of {path} has {len(cells)} columns instead of {len(columns)}."
            raise InputError(message, "Put one tab between columns.")
        yield number, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}


def _split(line: str) -> list[str]:
    return next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))


def _judgement(row: Mapping[str, str], line: int, path: Path) -> Judgement:
    where = f"Line {line} of {path}" if line else "The decision"
    left, right = row["subject_id"], row["object_id"]
    for text in (left, right):
        if not any(pattern.fullmatch(text) for pattern in (_MEMBER, _ITEM, _IRI)):
            raise InputError(f"{where} names no entity: {text!r}.", "Write entity:…, member:ARTICLE/ENTITY or wd:Q….")
    if row["predicate_id"] != PREDICATE:
        raise InputError(f"{where} has the predicate {row['predicate_id']!r}.", f"Use {PREDICATE}.")
    modifier = row.get("predicate_modifier", "")
    if modifier not in {"", "Not"}:
        raise InputError(f"{where} has the modifier {modifier!r}.", "Leave predicate_modifier empty, or write Not.")
    if not row["author_label"] or not row["mapping_justification"]:
        raise InputError(
            f"{where} does not say who decides, or how.", "Fill in author_label and mapping_justification."
        )
    if reference(left) == reference(right):
        raise InputError(f"{where} compares an entity with itself.")
    return Judgement(
        left, right, "different" if modifier else "same", row["author_label"], row.get("comment", ""),
        _confidence(row.get("confidence", ""), where), row.get("subject_label", ""), row.get("object_label", ""),
        row["mapping_justification"], row.get("mapping_date", ""), line,
    )  # fmt: skip


def _confidence(text: str, where: str) -> float:
    try:
        value = float(text or 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InputError(f"{where} has the confidence {text!r}.", "Write a number from 0 to 1.")
    return value


def _cells(judgement: Judgement) -> dict[str, str]:
    values = (
        judgement.left, judgement.left_label, PREDICATE, "Not" if judgement.verdict == "different" else "",
        judgement.right, judgement.right_label, judgement.justification, f"{judgement.confidence:g}",
        judgement.author, judgement.date, judgement.comment,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _head(base: str) -> Iterator[str]:
    """What an SSSOM file says of itself before its table."""
    yield "#curie_map:"
    for prefix, iri in sorted({**PREFIXES, "entity": f"{base}id/entity/", "member": f"{base}id/member/"}.items()):
        yield f'#  {prefix}: "{iri}"'
    yield f'#mapping_set_id: "{base}judgements"'
    yield '#mapping_set_title: "Decisions of people on who is whom"'
    yield '#license: "https://w3id.org/sssom/license/unspecified"'


def _write(path: Path, table: _Table) -> None:
    """Swap the file in one step: a decision is either there or not."""
    lines = [*table.head, "\t".join(table.columns)]
    lines += ["\t".join(row.get(column, "") for column in table.columns) for _, row in table.rows]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as problem:
        raise InputError(f"The judgements file {path} cannot be written: {problem.strerror}.") from None
