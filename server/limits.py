"""What a query may be and take: a scan of its text before any parser sees it, and the limits of a worker process."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from kg.config import Settings
from server.errors import QueryTooDeep, QueryTooLong, ServiceRefused

Form = Literal["select", "ask", "construct", "describe", "update", "unknown"]

TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\r\n]* )
  | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]{4,8})*> )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  # the bound keeps the scan linear on texts such as a.a.a.a
  | (?P<name> (?:[^\W\d_][\w.\-·]{0,127}|_)?:(?:[\w.\-:·]|%[0-9A-Fa-f]{2}|\\.)* )
  | (?P<word> [^\W\d]\w* )
  | (?P<open> [({\[] | <<\(? )
  | (?P<close> [)}\]] | >> )
  | (?P<escape> \\. )
  # one within the other without any bracket; a blank or a comment between them does not end the row
  | (?P<signs> [!+\-^](?:[!+\-^\s]|\#[^\r\n]*[\r\n])* )
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"))
_PROLOGUE = frozenset(("BASE", "PREFIX", "VERSION"))
_FORMS: dict[str, Form] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "describe"}
_BEGIN = re.compile(
    r"(?:\s+|(?:BASE|PREFIX\s+(?:[A-Za-z][\w-]*)?:)\s*<[^<>\s\\]*>)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])",
    re.IGNORECASE | re.ASCII,
)
_SUSPECT = ("SERVICE", "NOW", "RAND", "UUID", "BNODE", "\\")
_MMAP_THRESHOLD = -3
_PAGE = resource.getpagesize()
_BODY_SLACK = 64 * 1024
_STACK = 112 * 1024 * 1024
_VOLATILE = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE"))


@dataclass(frozen=True, slots=True)
class Scan:
    """What can be told of a query from its tokens alone.

    ``service``: where the word SERVICE stands (offset), or -1.
    ``volatile``: the same data may give another answer tomorrow (NOW, RAND, UUID …).
    """

    form: Form
    depth: int
    service: int
    volatile: bool


def scan(text: str) -> Scan:
    """Read the tokens of a query once, in linear time and without recursion; never raises, whatever the text."""
    form: Form = "unknown"
    depth = deepest = 0
    service = -1
    words: set[str] = set()
    declared = False
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif kind == "close":
            depth -= 1
        elif kind == "signs":
            deepest = max(deepest, depth + sum(map(token[0].count, "!+-^")))
        elif kind == "name" and form == "unknown":
            declared = declared or token[0].upper() == "SERVICE:"
        elif kind == "word" or (kind == "name" and not declared and token[0][:8].upper() == "SERVICE:"):
            word = token[0].upper()
            # the engine also reads keywords that are glued together, so any word that holds this one counts
            if "SERVICE" in word and service < 0 and form != "unknown":
                service = token.start()
            if form == "unknown" and kind == "word" and word not in _PROLOGUE:
                form = _form(word)
            words.add(word)
    return Scan(form, deepest, service, not _VOLATILE.isdisjoint(words))


def glance(text: str, settings: Settings) -> Form | None:
    """The form of a query that ``check`` would let pass and that is plain: nothing volatile in it.

    At a tenth of the cost of ``check``, so None may also mean that only a closer look can tell.
    """
    begin = _BEGIN.match(text)
    # no more brackets and signs are nested than there are
    if begin is None or sum(map(text.count, "({[<!+-^")) > settings.query_depth:
        return None
    # letters that are no ASCII may become some
    if not text.isascii() or any(map(text.upper().__contains__, _SUSPECT)):
        return None
    return _FORMS[begin[1].upper()]


def _form(word: str) -> Form:
    if word in _UPDATES:
        return "update"
    return next((form for name, form in _FORMS.items() if word.startswith(name)), "unknown")


def check_length(text: str, settings: Settings) -> None:
    """Raises QueryTooLong."""
    if len(text) > settings.query_chars:
        raise QueryTooLong(
            f"The query has {len(text):,} characters; the limit query_chars is {settings.query_chars:,}.",
            "Shorten it, for example by VALUES over fewer items at a time.",
        )


def check(text: str, settings: Settings) -> Scan:
    """The scan of a query, of a length that was checked, that may be handed to the engine.

    Raises QueryTooDeep (deep nesting crashes the parser) and ServiceRefused.
    """
    found = scan(text)
    if found.depth > settings.query_depth:
        raise QueryTooDeep(
            f"The query nests brackets {found.depth:,} deep; the limit query_depth is {settings.query_depth}.",
            "Write it flatter.",
        )
    if found.service >= 0:
        line = text.count("\n", 0, found.service) + 1
        raise ServiceRefused(
            f"The query asks for SERVICE in line {line}, but this server never asks other servers.",
            "Ask the other endpoint yourself and join the answers, or put this endpoint into a SERVICE of your own. "
            "Text search is SERVICE <https://w3id.org/dragoman/search> { … }.",
        )
    return found


def longest_body(settings: Settings) -> int:
    """Bytes: the longest query, each character percent-encoded as up to four of them, and some room for the rest."""
    return settings.query_chars * 12 + _BODY_SLACK


def hold_memory(budget_mb: int) -> int:
    """Let this process take ``budget_mb`` MB of address space beyond what it has; the limit set in bytes, 0 if none.

    Only Linux enforces it; elsewhere the time limit and the row limit are what holds.
    """
    if sys.platform != "linux":
        return 0
    limit = address_space() + budget_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return limit


def deepen_stack() -> None:
    """Let the stack of this process's first thread grow to 112 MB, and let it leave no core file when it dies.

    The engine follows a chain (of UNION, of ``+``, of triples) by recursion: the longest that fits into a query takes
    40 MB, and at the usual 8 MB some thousand links ended the process. The kernel keeps 128 MB free below the stack.
    """
    _, most = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = _STACK if most == resource.RLIM_INFINITY else min(_STACK, most)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_STACK, (wanted, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def give_back_memory() -> None:
    """Let large blocks go back to the system once they are free: glibc keeps more and more of them by itself.

    Long answers pass through the web process in pieces of 256 kB; without this it stayed at its largest size.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, 128 * 1024)


def trim_memory() -> None:
    """Give back to the system what is free between blocks in use, which glibc does not do by itself: some ms."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def address_space() -> int:
    """Bytes of address space of this process now; 0 where the system does not tell."""
    return Size().now()[0]


class Size:
    """The size of this process, which can be asked also when no file can be opened any more."""

    def __init__(self) -> None:
        try:
            self._file = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._file = -1

    def __del__(self) -> None:
        """Give the descriptor back."""
        if self._file >= 0:
            os.close(self._file)

    def now(self) -> tuple[int, int]:
        """Bytes of address space, and of memory; zeros where the system does not tell."""
        if self._file < 0:
            return 0, 0
        pages = os.pread(self._file, 64, 0).split(b" ", 2)
        return int(pages[0]) * _PAGE, int(pages[1]) * _PAGE


def forbid_new_files(spare: int = 0) -> None:
    """At most ``spare`` descriptors can be opened from here on; with 0, no request to another server is possible."""
    first = os.open(os.devnull, os.O_RDONLY)
    os.close(first)
    resource.setrlimit(resource.RLIMIT_NOFILE, (first + spare, first + spare))
