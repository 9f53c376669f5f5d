"""Why the reader says what it says: for every event the sentence, the trigger, the rule, the arguments with the path to
each, the status with its cue - for a coder who disagrees to see why in one look. As coloured text and as HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from rich.console import Group, RenderableType
from rich.text import Text

from kg.model import Argument, Document, Event, Span

_STYLES = {
    "trigger": "bold red",
    "actor": "green",
    "recipient": "blue",
    "place": "magenta",
    "time": "yellow",
    "cue": "cyan",
}
_CSS = """
body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
mark{padding:0 .15em;border-radius:.2em}
.trigger{background:#f6c1bd}
.actor{background:#c9e7c4}
.recipient{background:#c4dcf5}
.place{background:#e5cdf0}
.time{background:#f5e6a8}
.cue{background:#bfe9e6}
dt{font-weight:600}
dd{margin:0 0 .3em 1.5em}
section{border-top:1px solid #ccc;padding:.5rem 0}
code{color:#444}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article to set off, and as what: trigger, actor, recipient, place, time, cue."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One event in words: its sentence with marks, and lines of (name, words)."""

    event: Event
    marks: tuple[Mark, ...]
    lines: tuple[tuple[str, str], ...]


def explained(document: Document) -> Iterator[Explained]:
    """Every event of a document with what led to it, in text order."""
    names = {e.id: e.name for e in document.entities}
    for event in sorted(document.events, key=lambda e: (e.trigger.start, e.id)):
        yield Explained(event, tuple(_marks(event)), tuple(_lines(event, names, document.article.text)))


def _marks(event: Event) -> Iterator[Mark]:
    yield Mark(event.trigger, "trigger")
    for kind, arguments in (("actor", event.actors), ("recipient", event.recipients), ("place", event.places)):
        for argument in arguments:
            yield Mark(argument.span, kind)
    if event.time is not None:
        yield Mark(event.time.span, "time")
    if event.status_cue is not None:
        yield Mark(event.status_cue, "cue")


def _lines(event: Event, names: dict[str, str], text: str) -> Iterator[tuple[str, str]]:
    mode = f", mode {event.mode}" if event.mode else ""
    yield "event", f"{event.type} (PLOVER {event.plover or 'none'}{mode}), score {event.score:.2f}"
    yield "rule", event.rule
    for kind, arguments in (("actor", event.actors), ("recipient", event.recipients), ("place", event.places)):
        for argument in arguments:
            yield kind, _argument(argument, names, text)
    cue = f", because of “{event.status_cue.of(text)}”" if event.status_cue else ", since nothing says otherwise"
    yield "status", f"{event.status}{cue}"
    if event.time is not None:
        until = f" to {event.time.end}" if event.time.end and event.time.end != event.time.start else ""
        yield "time", f"{event.time.start or 'not resolved'}{until}, from “{event.time.text}”"
    if event.attributed_to:
        yield "according to", ", ".join(names[s] for s in event.attributed_to)


def _argument(argument: Argument, names: dict[str, str], text: str) -> str:
    words = argument.span.of(text)
    name = names[argument.entity]
    return f"{name}{'' if name == words else f' (“{words}”)'}: {argument.path or 'by rule'}"


def pieces(text: str, sentence: Span, marks: tuple[Mark, ...]) -> Iterator[tuple[str, str | None]]:
    """The words of a sentence in order, each stretch with its kind or None; of overlapping marks the first counts."""
    at = sentence.start
    for mark in sorted(marks, key=lambda m: (m.span.start, m.kind != "trigger", -m.span.end)):
        start, end = max(mark.span.start, at), min(mark.span.end, sentence.end)
        if start < end and mark.span.start >= at:
            if at < start:
                yield text[at:start], None
            yield text[start:end], mark.kind
            at = end
    if at < sentence.end:
        yield text[at : sentence.end], None


def as_text(document: Document) -> RenderableType:
    """Coloured text for a terminal; without colours it still reads."""
    out: list[RenderableType] = []
    for item in explained(document):
        line = Text()
        for words, kind in pieces(document.article.text, item.event.sentence, item.marks):
            line.append(" ".join(words.split("\n")), style=_STYLES.get(kind or "", ""))
        out.append(line)
        out += [Text.assemble(("  " + name.rjust(12) + "  ", "dim"), words) for name, words in item.lines]
        out.append(Text(""))
    return Group(*out)


def as_html(document: Document) -> str:
    """A page of its own: no script, nothing from elsewhere; everything from the article is escaped."""
    title = escape(document.article.title or document.article.id)
    body = "".join(_section(document.article.text, item) for item in explained(document))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}: why these events</title>'
        f"<style>{_CSS}</style></head><body><h1>{title}</h1>{body or '<p>No event was found.</p>'}</body></html>\n"
    )


def _section(text: str, item: Explained) -> str:
    sentence = "".join(
        f'<mark class="{kind}" title="{kind}">{escape(words)}</mark>' if kind else escape(words)
        for words, kind in pieces(text, item.event.sentence, item.marks)
    )
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in item.lines)
    return f"<section><p>{sentence}</p><dl>{lines}</dl></section>"
