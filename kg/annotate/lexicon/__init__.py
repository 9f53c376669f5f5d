"""The word lists and frames of the reader: data files beside this module, parsed once into frozen types.

Every file says its own columns in its head. A wrong line is an error that names file and line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kg.errors import DragomanError

_SHOWN = 4  # lemmas of a frame that are enough to know it by


@dataclass(frozen=True, slots=True)
class Frame:
    """One sense of an event word. ``type`` is a class of the ontology or None for a sense that is no event."""

    lemma: str
    type: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    when: tuple[str, ...]
    mode: str | None
    source: str


@dataclass(frozen=True, slots=True)
class NounFrame:
    """One sense of an event noun; ``pattern`` says whose noun it is (does, undergo, meet, self, bomb, fight)."""

    lemma: str
    type: str | None
    pattern: str
    when: tuple[str, ...]
    mode: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Description:
    """A common noun for somebody or some place: entity type (None for things) and the kinds it counts as."""

    noun: str
    type: str | None
    kinds: frozenset[str] = field(default_factory=frozenset)


def rows(name: str) -> list[tuple[int, list[str]]]:
    """Lines of a lexicon file after its header: (line number, columns). Comment and blank lines are left out."""
    text = (files(__name__) / name).read_text(encoding="utf-8")
    lines = [(i, x) for i, x in enumerate(text.splitlines(), 1) if x.strip() and not x.startswith("#")]
    return [(i, x.split("\t")) for i, x in lines[1:]]


@cache
def _lines(name: str) -> dict[int, list[str]]:
    return dict(rows(name))


def written(source: str) -> str:
    """The line that a rule such as "verbs.tsv:12" names, columns by two spaces; '' when it names no line of a file."""
    name, _, line = source.partition(":")
    if not line.isdigit() or not (files(__name__) / name).is_file():
        return ""
    lemmas, *columns = _lines(name).get(int(line), [""])
    some = lemmas.split("|")
    return "  ".join([" | ".join(some[:_SHOWN]) + (" | …" if some[_SHOWN:] else ""), *(c for c in columns if c)])


def _cell(columns: list[str], at: int) -> str:
    return columns[at].strip() if len(columns) > at else ""


@cache
def verbs() -> dict[str, tuple[Frame, ...]]:
    """Verb lemma, with its particle if it has one ("call off") -> frames, in the order of the file."""
    out: dict[str, list[Frame]] = {}
    for line, columns in rows("verbs.tsv"):
        roles = dict(part.split("=", 1) for part in _cell(columns, 2).split() if "=" in part)
        if set(roles) - {"A", "R"}:
            raise DragomanError(f"verbs.tsv line {line}: roles must be A= and R=, found {_cell(columns, 2)!r}")
        kind = _cell(columns, 1)
        for lemma in _cell(columns, 0).split("|"):
            out.setdefault(lemma, []).append(
                Frame(
                    lemma,
                    None if kind == "-" else kind,
                    tuple(x for x in roles.get("A", "").split(",") if x),
                    tuple(x for x in roles.get("R", "").split(",") if x),
                    tuple(_cell(columns, 3).split()),
                    _cell(columns, 4) or None,
                    f"verbs.tsv:{line}",
                )
            )
    return {k: tuple(v) for k, v in out.items()}


@cache
def nouns() -> dict[str, tuple[NounFrame, ...]]:
    """Noun lemma, one word or more -> frames, in the order of the file."""
    out: dict[str, list[NounFrame]] = {}
    for line, columns in rows("nouns.tsv"):
        kind = _cell(columns, 1)
        for lemma in _cell(columns, 0).split("|"):
            frame = NounFrame(
                lemma,
                None if kind == "-" else kind,
                _cell(columns, 2),
                tuple(_cell(columns, 3).split()),
                _cell(columns, 4) or None,
                f"nouns.tsv:{line}",
            )
            out.setdefault(lemma, []).append(frame)
    return {k: tuple(v) for k, v in out.items()}


@cache
def descriptions() -> dict[str, Description]:
    """Common noun (lemma or form) -> what it describes; a noun on several lines has the type of the first."""
    out: dict[str, Description] = {}
    for _, columns in rows("descriptions.tsv"):
        kind = None if _cell(columns, 1) == "-" else _cell(columns, 1)
        kinds = frozenset(_cell(columns, 2).split())
        for noun in _cell(columns, 0).split("|"):
            known = out.get(noun)
            out[noun] = Description(noun, known.type, known.kinds | kinds) if known else Description(noun, kind, kinds)
    return out


@cache
def name_words(where: str) -> dict[str, str]:
    """Word of a name -> entity type that it tells, for words that stand `last`, `first` or are a `title`."""
    out: dict[str, str] = {}
    for _, columns in rows("namewords.tsv"):
        if _cell(columns, 2) == where:
            out.update({word: _cell(columns, 1) for word in _cell(columns, 0).split("|")})
    return out


@cache
def modes() -> dict[str, str]:
    """Event type -> the PLOVER mode it implies."""
    return {_cell(columns, 0): _cell(columns, 1) for _, columns in rows("modes.tsv")}


def american(lemma: str) -> str:
    """The American spelling of a lemma in British spelling ("finalise", "mobilisation", "honour")."""
    for british, ours in (("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("our", "or"), ("fence", "fense")):
        if lemma.endswith(british):
            return lemma.removesuffix(british) + ours
    return lemma


@cache
def given_names(sex: str) -> frozenset[str]:
    """First names, in lower case, that are nearly always of the sex ("male", "female")."""
    return frozenset(
        name for _, columns in rows("givennames.tsv") if columns[0] == sex for name in columns[1].split("|")
    )


@cache
def words(name: str) -> frozenset[str]:
    """A plain word list of `words.tsv` by its name."""
    for _, columns in rows("words.tsv"):
        if _cell(columns, 0) == name:
            return frozenset(_cell(columns, 1).split("|"))
    raise DragomanError(f"words.tsv has no list {name!r}")
