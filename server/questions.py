"""The competency questions of the ontology as the server offers them: read once from the package's files."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from server.queries import examples

HOME = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, the query that answers it, and whether the home page shows it.

    ``user``: whom it is for; ``parameters``: names of what can be set in it.
    """

    slug: str
    title: str
    text: str
    query: str
    home: bool = False
    user: str = ""
    parameters: tuple[str, ...] = ()


@cache
def load() -> tuple[Question, ...]:
    """All questions in the order of their numbers; the endpoint's examples, as long as there are none."""
    found = tuple(_read(path.parent) for path in sorted(_folder().glob("*/query.rq")))
    if found:
        return found
    return tuple(Question(_slug(title), title, "", query) for title, query in examples())


def on_home() -> tuple[Question, ...]:
    """Six of them: those marked ``home: true``, filled up with the first others."""
    marked = [question for question in load() if question.home]
    others = [question for question in load() if not question.home]
    return tuple((marked + others)[:HOME])


def find(slug: str) -> Question | None:
    """The question of that slug."""
    return next((question for question in load() if question.slug == slug), None)


def _folder() -> Path:
    # the package itself is not imported: it brings a whole RDF library with it, which the server has no use for
    found = importlib.util.find_spec("ontology")
    return Path(found.origin).parent / "questions" if found and found.origin else Path("questions")


def _read(folder: Path) -> Question:
    path = folder / "question.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    front, body = _split(text)
    heading = re.search(r"^#+\s*(.+)$", body, re.MULTILINE)
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
    title = front.get("question") or front.get("title") or (heading[1] if heading else "") or "".join(lines[:1])
    if not heading and title and lines[:1] == [title]:
        lines = lines[1:]
    query = (folder / "query.rq").read_text(encoding="utf-8")
    home = front.get("home", "").lower() in {"true", "yes"}
    names = tuple(filter(None, (name.strip() for name in front.get("parameters", "").split(","))))
    text = "\n".join(lines).strip()
    return Question(folder.name, title.strip() or folder.name, text, query, home, front.get("user", ""), names)


def _split(text: str) -> tuple[dict[str, str], str]:
    """Front matter (``key: value`` lines between dashes) and the rest."""
    match = re.match(r"---\s*\n(.*?)\n---\s*\n?", text, re.DOTALL)
    if not match:
        return {}, text
    pairs = (line.partition(":") for line in match[1].splitlines())
    return {key.strip(): value.strip().strip("\"'") for key, sign, value in pairs if sign}, text[match.end() :]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
