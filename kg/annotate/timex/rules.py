"""The notation of the grammar: patterns over token classes, compiled to regular expressions over one character a token.

In a pattern, a word is a token class (`month`), ``a/b`` either of two, ``name:month`` a class under a label,
``name=(...)`` a group under a label; ``( ) | ? * +`` mean what they mean in regular expressions; blanks mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.annotate.timex.readings import Reading
from kg.annotate.timex.tokens import Token, codes

Kind = Literal[
    "date", "weekday", "period", "ago", "stretch", "clock", "relative", "event", "in", "named", "set",
]  # fmt: skip
_PART = re.compile(r"(?:(\w+)=\()|(?:(\w+):)?([a-z]+(?:/[a-z]+)*)|([()|?*+])")


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule matched: all tokens of the text, and where the match and its labels lie among them."""

    tokens: list[Token]
    found: re.Match[str]

    @property
    def first(self) -> int:
        """Index of the first token matched."""
        return self.found.start()

    @property
    def last(self) -> int:
        """Index after the last token matched."""
        return self.found.end()

    def all(self, label: str) -> list[Token]:
        """The tokens under a label; none if it did not take part."""
        if label not in self.found.re.groupindex:
            return []
        start, end = self.found.span(label)
        return self.tokens[start:end] if start >= 0 else []

    def get(self, label: str) -> Token | None:
        """The first token under a label."""
        return next(iter(self.all(label)), None)

    def number(self, label: str) -> int | None:
        """The value of the first token under a label, if it is a number."""
        token = self.get(label)
        return token.value if token and isinstance(token.value, int) else None

    def word(self, label: str) -> str:
        """The value of the first token under a label as a word, or nothing."""
        token = self.get(label)
        return str(token.value) if token else ""

    def before(self, back: int = 1) -> Token | None:
        """The token before the match."""
        return self.tokens[self.first - back] if self.first >= back else None

    def after(self, ahead: int = 0) -> Token | None:
        """The token after the match."""
        return self.tokens[self.last + ahead] if self.last + ahead < len(self.tokens) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what it makes of a match: a reading, or None when the context says that it is no time.

    Of each set of ``needs`` one class, as a character, stands in every match.
    """

    kind: Kind
    pattern: re.Pattern[str]
    build: Callable[[Match], Reading | None]
    needs: tuple[frozenset[str], ...]

    def fits(self, present: set[str]) -> bool:
        """Whether the classes of a text, as characters, have what no match can do without."""
        return not any(need.isdisjoint(present) for need in self.needs)


def compile_pattern(source: str) -> re.Pattern[str]:
    """The regular expression of a pattern. Raises ValueError for an unknown token class."""
    table, out, position = codes(), [], 0
    for part in _PART.finditer(source):
        if source[position : part.start()].strip():
            raise ValueError(f"cannot read {source[position : part.start()]!r} in the pattern {source!r}")
        position = part.end()
        group, label, names, sign = part.groups()
        if group:
            out.append(f"(?P<{group}>")
        elif sign:
            out.append("(?:" if sign == "(" else sign)
        else:
            unknown = [name for name in names.split("/") if name not in table]
            if unknown:
                raise ValueError(f"no token class {unknown[0]!r} (pattern {source!r})")
            chars = "[" + "".join(table[name] for name in names.split("/")) + "]"
            out.append(f"(?P<{label}>{chars})" if label else chars)
    return re.compile("".join(out))


def needs(source: str) -> tuple[frozenset[str], ...]:
    """The classes of a pattern, as characters, that stand outside of all groups and may not be left out."""
    parts, depth, out = [part.groups() for part in _PART.finditer(source)], 0, []
    for (group, _, names, sign), behind in zip(parts, [*parts[1:], None], strict=True):
        if names and depth == 0 and (behind is None or behind[3] not in ("?", "*")):
            out.append(frozenset(codes()[name] for name in names.split("/")))
        depth += bool(group or sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return ()
    return tuple(out)
