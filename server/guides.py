"""The guides of the ontology (``ontology/docs/*.md``) as pages: Markdown without raw HTML, terms linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import url_for
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from server import packaged
from server.prefixes import DM

_ORDER = ("vienna-conference", "model-your-own-event", "together-with-wikidata", "changelog")
_TERM = re.compile(r"dm:(\w+)")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Guide:
    """A document: its name in addresses, its heading, its text in Markdown."""

    name: str
    title: str
    text: str


@cache
def listing() -> tuple[Guide, ...]:
    """All guides, those that come first to a reader first."""
    found = (find(path.stem) for path in (packaged.folder() / "docs").glob("*.md"))
    rank = {name: place for place, name in enumerate(_ORDER)}
    return tuple(sorted((guide for guide in found if guide), key=lambda g: (rank.get(g.name, len(rank)), g.name)))


def find(name: str) -> Guide | None:
    """The guide of that name."""
    text = packaged.text(f"docs/{name}.md") if _NAME.fullmatch(name) else None
    if text is None:
        return None
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return Guide(name, heading[1].replace("`", "") if heading else name, text)


def html(guide: Guide, within: bool = False) -> Markup:
    """The guide for a page that shows its title itself; ``within`` another text, its headings are one step lower."""
    body = re.sub(r"\A\s*# .*\n", "", guide.text)
    prefix = f"{guide.name}-" if within else "on-"
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    # what is rendered has been escaped by the renderer, and raw HTML is off
    return Markup(parser.render(body, {"prefix": prefix, "shift": int(within)}))  # noqa: S704


class _Renderer(RendererHTML):
    """Headings get anchors, terms of the ontology become links, links among the files become links among pages."""

    def heading_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """A heading with its anchor."""
        words = re.findall(r"\w+", tokens[at + 1].content.lower())
        return f'<h{_level(tokens[at], env)} id="{env["prefix"]}{escape("-".join(words))}">'

    def heading_close(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """Its end."""
        return f"</h{_level(tokens[at], env)}>\n"

    def code_inline(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """Code; a term's name leads to the term."""
        text = tokens[at].content
        found = _TERM.fullmatch(text)
        code = f"<code>{escape(text)}</code>"
        if not found:
            return code
        return f'<a href="{escape(url_for("vocabulary.ontology", _anchor=found[1]))}">{code}</a>'

    def fence(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """A block of code, which a keyboard can scroll."""
        token = tokens[at]
        language = escape(token.info or "text")
        return f'<pre tabindex="0" aria-label="{language}"><code>{escape(token.content)}</code></pre>\n'

    def table_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """A table in a box of its own, which may be wider than the screen."""
        return '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """Its end."""
        return "</table></div>\n"

    def link_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
        """A link: files of guides are pages here, terms are on the page of the ontology, others lead away."""
        target = str(tokens[at].attrGet("href") or "")
        path, hash_, anchor = target.partition("#")
        away = ""
        if target.startswith(DM):
            target = url_for("vocabulary.ontology", _anchor=target.removeprefix(DM))
        elif path.endswith(".md") and _NAME.fullmatch(path.removesuffix(".md")):
            target = url_for("vocabulary.guide", name=path.removesuffix(".md")) + hash_ + (anchor and f"on-{anchor}")
        elif "://" in path:
            away = ' rel="external nofollow noopener"'
        return f'<a href="{escape(target)}"{away}>'


def _level(token: Token, env: Any) -> int:
    return min(int(token.tag[1:]) + int(env["shift"]), 6)
