"""Messages between the web process, the holder and the workers: a JSON head and a body of bytes over a unix socket."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

_LENGTHS = struct.Struct(">II")
Bytes: TypeAlias = bytes
_CHUNK = 1 << 20


class Closed(EOFError):  # noqa: N818 - an event, not a mistake
    """The other side has gone."""


@dataclass(frozen=True, slots=True)
class Task:
    """One query for a worker.

    ``graphs`` and ``named`` are the IRIs of a dataset given by the protocol; with ``union`` the default graph is all
    named graphs together. ``format`` is a key of ``negotiate.MEDIA``; ``seconds`` the time limit; ``base`` is what
    relative IRIs in the query are resolved against (empty: they are errors). ``reading`` asks for something else than
    an answer from the store: ``check`` for the kind of result that the query has, other words for an answer that came
    from elsewhere, ``given``, to be read and written anew (see ``remote.reading``).
    """

    text: str
    format: str
    rows: int
    bytes: int
    seconds: float
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True
    base: str = ""
    reading: str = ""
    given: Bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: the serialised result.

    ``kind`` is ``solutions``, ``boolean`` or ``graph``; ``rows`` counts solutions or triples; ``cut`` names the limit
    that ended the answer early (``rows`` or ``bytes``, or ``store`` for one of a store elsewhere), or is empty.
    """

    kind: str
    format: str
    body: bytes
    rows: int = 0
    cut: str = ""


def pack(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A message as bytes."""
    text = json.dumps(head, separators=(",", ":")).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def send(channel: socket.socket, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one message. Raises OSError when the other side has gone."""
    channel.sendall(pack(head, body))


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Read one message. Raises Closed at the end, TimeoutError when ``deadline`` (monotonic seconds) passes first."""
    head_length, body_length = _LENGTHS.unpack(_exactly(channel, _LENGTHS.size, deadline))
    head = json.loads(_exactly(channel, head_length, deadline))
    return head, bytes(_exactly(channel, body_length, deadline))


def send_task(channel: socket.socket, task: Task) -> None:
    """Hand a query to a worker."""
    head = asdict(task)
    send(channel, head, head.pop("given"))


def receive_task(channel: socket.socket) -> Task:
    """The next query. Raises Closed when there will be none."""
    head, given = receive(channel)
    return Task(**{**head, "graphs": tuple(head["graphs"]), "named": tuple(head["named"]), "given": given})


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    done = 0
    while done < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            channel.settimeout(left)
        try:
            got = channel.recv_into(view[done:], min(size - done, _CHUNK))
        except ConnectionError:
            got = 0
        if not got:
            raise Closed("the other side has gone")
        done += got
    return data
