"""What belongs to one request: the snapshot of the release it reads, its parameters, its entity tag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl

from flask import current_app, g, request

from kg import __version__
from kg.errors import DragomanError
from server import packaged
from server.clients import Clients, client_of
from server.errors import BadRequest
from server.releases import Releases, Snapshot
from server.wire import Answer

RELEASES = "dragoman-releases"
CLIENTS = "dragoman-clients"
MODERATED = "dragoman-moderated"
"""Key of a function that gives another value whenever accepted corrections have changed."""


def clients() -> Clients:
    """Who has how many queries under way."""
    found: Clients = current_app.extensions[CLIENTS]
    return found


def client() -> str:
    """Who asks, for limits only: it is never written anywhere."""
    return client_of(request.remote_addr or "")


def releases() -> Releases:
    """The releases of the running application."""
    found: Releases = current_app.extensions[RELEASES]
    return found


def in_use() -> Snapshot:
    """The snapshot that this request reads from its first use to its end, even when a new release comes meanwhile."""
    if "snapshot" not in g:
        g.stack = ExitStack()
        g.snapshot = g.stack.enter_context(releases().use())
    snapshot: Snapshot = g.snapshot
    return snapshot


@dataclass(frozen=True, slots=True)
class Handed:
    """What was done of a request before the application got it: an answer to be sent, or a problem to be told.

    It stands in the environ under ``KEY``; ``begun`` is when the request came, by ``time.perf_counter``.
    """

    KEY: ClassVar[str] = "dragoman.handed"
    snapshot: Snapshot
    begun: float
    answer: Answer | None = None
    cached: bool = False
    problem: DragomanError | None = None


def etag() -> str:
    """A tag for this address and Accept in this release, known before any work is done."""
    # what pages show of corrections changes without a new release; what queries find does not
    state: Callable[[], object] = current_app.extensions[MODERATED]
    shown = "" if request.blueprint == "sparql" else repr(state())
    return tag(in_use(), request.full_path, request.headers.get("Accept", ""), shown)


def tag(snapshot: Snapshot, address: str, accept: str, shown: str = "") -> str:
    """The same for whoever has no request; ``shown``: on what else the answer depends."""
    parts = (snapshot.mark, _code(), shown, address, accept)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


@cache
def _code() -> str:
    """A digest of templates, guides, measured quality and version: a newer program may answer in other words."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted([*Path(__file__).parent.rglob("*"), *packaged.folder().rglob("*")]):
        if path.suffix in {".py", ".html", ".rq", ".css", ".js", ".svg", ".md", ".jsonld"}:
            digest.update(path.read_bytes())
    digest.update(resources.files("kg").joinpath("data/quality.json").read_bytes())
    return digest.hexdigest()


def decoded(text: bytes) -> dict[str, list[str]]:
    """Form-encoded parameters, each with all its values, decoded once and strictly. Raises BadRequest."""
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise BadRequest("The parameters are not UTF-8.", "Percent-encode them as UTF-8.") from None
    except ValueError:
        raise BadRequest("There are too many parameters.", "Send at most 200.") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def query_string() -> dict[str, list[str]]:
    """The parameters of the address. Raises BadRequest."""
    return decoded(request.query_string)


def one(parameters: dict[str, list[str]], name: str) -> str | None:
    """The value of a parameter that may be given once at most. Raises BadRequest."""
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequest(f"The parameter {name} is given {len(values)} times.", "Give it once.")
    return values[0] if values else None
