"""Why the reader says what it says, for a coder who disagrees to see in one look.

For every event the sentence, the trigger, the rule, the arguments with the path to each, the status and the time with
their cues; then who says what, how things are related, and which words were passed over and why. As coloured text and
as HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from rich.console import Group, RenderableType
from rich.text import Text

from kg.model import Argument, Document, Event, PassedOver, Relation, Span, Statement, TimeValue

Written = Callable[[str], str]

_STYLES = {
    "trigger": "bold red",
    "actor": "green",
    "recipient": "blue",
    "place": "magenta",
    "time": "yellow",
    "cue": "cyan",
}
_CSS = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#565656;--rule:#ccc}
body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:var(--ink);
background:var(--paper);overflow-wrap:anywhere}
mark{padding:0 .15em;border-radius:.2em;color:#1a1a1a}
.trigger{background:#f6c1bd;font-weight:700}
.actor{background:#c9e7c4}
.recipient{background:#c4dcf5}
.place{background:#e5cdf0}
.time{background:#f5e6a8}
.cue{background:#bfe9e6}
section{border-top:1px solid var(--rule);padding:.5rem 0}
h3{font-size:1rem;margin:.5rem 0}
dl{display:grid;grid-template-columns:7rem 1fr;gap:.1rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}
dd{margin:0}
@media(max-width:30rem){dl{display:block}dd{margin:0 0 .3rem 1rem}}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#16181b;--soft:#b0b4ba;--rule:#444}}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article to set off, and as what: trigger, actor, recipient, place, time, cue."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing that was read, in words: its sentence with marks, and lines of (name, words)."""

    sentence: Span
    marks: tuple[Mark, ...]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """All things of one kind with their title; ``none`` is what to say when there are none ('' for nothing)."""

    title: str
    none: str
    items: tuple[Explained, ...]


def explained(document: Document, passed: tuple[PassedOver, ...] = (), written: Written = str) -> tuple[Part, ...]:
    """Events, statements, relations and words passed over, each in text order.

    ``written`` gives the words of a rule by its name ("verbs.tsv:12"), '' when they are nowhere written.
    """
    names = {e.id: e.name for e in document.entities}
    text = document.article.text
    events = sorted(document.events, key=lambda e: (e.trigger.start, e.id))
    return (
        Part(
            "Events",
            "No event was found.",
            tuple(Explained(e.sentence, tuple(_marks(e)), tuple(_lines(e, names, document, written))) for e in events),
        ),
        Part("Who says what", "", tuple(_statement(s, names, text) for s in document.statements)),
        Part("Relations", "", tuple(_relation(r, names, text) for r in document.relations)),
        Part("Words that report no event here", "", tuple(_passed(p, text) for p in passed)),
    )


def _marks(event: Event) -> Iterator[Mark]:
    yield Mark(event.trigger, "trigger")
    for kind, arguments in (("actor", event.actors), ("recipient", event.recipients), ("place", event.places)):
        for argument in arguments:
            yield Mark(argument.span, kind)
    if event.time is not None:
        yield Mark(event.time.span, "time")
    if event.status_cue is not None:
        yield Mark(event.status_cue, "cue")


def _lines(event: Event, names: dict[str, str], document: Document, written: Written) -> Iterator[tuple[str, str]]:
    text = document.article.text
    mode = f", mode {event.mode}" if event.mode else ""
    plover = f"PLOVER {event.plover}" if event.plover else "no PLOVER type"
    yield "event", f"“{_flat(event.trigger, text)}”: {event.type} ({plover}{mode}), score {event.score:.2f}"
    frame, also, rest = event.rule.partition(", ")
    words = written(frame)
    yield "rule", f"{frame}{f':  {words}' if words and words != frame else ''}{also}{rest}"
    for kind, arguments in (("actor", event.actors), ("recipient", event.recipients), ("place", event.places)):
        for argument in arguments:
            yield kind, _argument(argument, names, text)
    yield "status", f"{event.status}, {_why_status(event, text)}"
    if event.time is not None:
        yield "time", _when(event.time, document.article.published, event.sentence)
    if event.attributed_to:
        yield "according to", ", ".join(names[s] for s in event.attributed_to)


def _why_status(event: Event, text: str) -> str:
    if event.status_cue is not None:
        return f"because of “{_flat(event.status_cue, text)}”"
    if event.status == "planned" and event.time is not None and event.time.start:
        return "since its time lies after the day of publication"
    return "since nothing says otherwise" if event.status == "actual" else "by what stands around it"


def _when(time: TimeValue, published: str | None, sentence: Span) -> str:
    until = f" to {time.end}" if time.end and time.end != time.start else ""
    from_where = f"from “{' '.join(time.text.split())}”"
    if time.start or time.end:
        elsewhere = "" if sentence.start <= time.span.start < sentence.end else " in another sentence"
        return f"{time.start or 'open'}{until}, {from_where}{elsewhere}"
    reason = "" if published else ", since the article has no date of publication"
    return f"not resolved, {from_where}{reason}"


def _argument(argument: Argument, names: dict[str, str], text: str) -> str:
    words = _flat(argument.span, text)
    name = names[argument.entity]
    return f"{name}{'' if name == words else f' (“{words}”)'}: {argument.path or 'by rule'}"


def _statement(said: Statement, names: dict[str, str], text: str) -> Explained:
    how = "in quotation marks" if said.quote else "in the article's words"
    lines = [("speaker", names[said.speaker]), ("said", f"{how}, “{_flat(said.content, text)}”")]
    return Explained(said.sentence, (Mark(said.cue, "cue"),), (*lines, ("cue", f"“{_flat(said.cue, text)}”")))


def _relation(tie: Relation, names: dict[str, str], text: str) -> Explained:
    size = (
        ""
        if tie.value is None
        else f"{tie.value:g}{'' if tie.maximum in (None, tie.value) else f' to {tie.maximum:g}'}"
    )
    told = [names[tie.subject], f"{tie.type}{f' ({tie.office})' if tie.office else ''}", size]
    lines = [("relation", " → ".join([*(t for t in told if t), *([names[tie.object]] if tie.object else [])]))]
    lines += [("rule", tie.rule)] if tie.rule else []
    lines += [("from", f"“{_flat(tie.evidence, text)}”")]
    lines += [("status", tie.status)] if tie.status != "actual" else []
    lines += [("according to", ", ".join(names[s] for s in tie.attributed_to))] if tie.attributed_to else []
    return Explained(tie.sentence, (), tuple(lines))


def _passed(passed: PassedOver, text: str) -> Explained:
    lines = (("no event", f"“{_flat(passed.word, text)}”: {passed.reason}"),)
    return Explained(passed.sentence, (Mark(passed.word, "cue"),), lines)


def _flat(span: Span, text: str) -> str:
    """The words of a span on one line."""
    return " ".join(span.of(text).split())


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


def as_text(document: Document, parts: tuple[Part, ...]) -> RenderableType:
    """Coloured text for a terminal; without colours it still reads."""
    out: list[RenderableType] = [Text(_title(document), style="bold"), Text("")]
    for part in parts:
        if not part.items:
            out += [Text(part.none), Text("")] if part.none else []
            continue
        out += [Text(f"{part.title} ({len(part.items)})", style="bold underline"), Text("")]
        for item in part.items:
            line = Text()
            for words, kind in pieces(document.article.text, item.sentence, item.marks):
                line.append(_plain(words), style=_STYLES.get(kind or "", ""))
            out.append(line)
            out += [Text.assemble(("  " + name.rjust(12) + "  ", "dim"), _plain(words)) for name, words in item.lines]
            out.append(Text(""))
    return Group(*out)


def _plain(words: str) -> str:
    """Words on one line, without anything that could steer a terminal."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in words)


def _title(document: Document) -> str:
    article = document.article
    day = f"published {article.published}" if article.published else "no date of publication"
    return f"{_plain(article.title or article.id)} ({day}, read with {document.run.pipeline})"


def as_html(document: Document, parts: tuple[Part, ...]) -> str:
    """A page of its own: no script, nothing from elsewhere; everything from the article is escaped."""
    title = escape(document.article.title or document.article.id)
    legend = " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in _STYLES)
    body = "".join(_html_part(document.article.text, part) for part in parts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}: why these events</title><style>{_CSS}</style></head>"
        f"<body><main><h1>{title}</h1><p>{escape(_title(document))}</p><p>{legend}</p>{body}</main></body></html>\n"
    )


def _html_part(text: str, part: Part) -> str:
    if not part.items:
        return f"<p>{escape(part.none)}</p>" if part.none else ""
    return f"<h2>{escape(part.title)} ({len(part.items)})</h2>" + "".join(_section(text, item) for item in part.items)


def _section(text: str, item: Explained) -> str:
    sentence = "".join(
        f'<mark class="{kind}" title="{kind}">{escape(words)}</mark>' if kind else escape(words)
        for words, kind in pieces(text, item.sentence, item.marks)
    )
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in item.lines)
    return f"<section><p>{sentence}</p><dl>{lines}</dl></section>"
