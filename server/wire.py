"""Messages between the web process, the holder and the workers: a JSON head and a body of bytes over a unix socket."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import orjson

_LENGTHS = struct.Struct(">II")
_TIME = struct.Struct("@ll")
"""``struct timeval``."""
Bytes: TypeAlias = bytes
_CHUNK = 1 << 20
_FIRST = 1 << 16
"""Most messages come whole with the first bytes that are read."""


class Closed(EOFError):  # noqa: N818 - an event, not a mistake
    """The other side has gone."""


class Task(NamedTuple):
    """One query for a worker.

    ``graphs`` and ``named`` are the IRIs of a dataset given by the protocol. ``format`` is a key of
    ``negotiate.MEDIA``; ``seconds`` the time limit; ``base`` is what relative IRIs in the query are resolved against
    (empty: they are errors). ``reading`` asks for something else than an answer from the store: ``check`` for the kind
    of result that the query has, other words for an answer that came from elsewhere, ``given``, to be read and written
    anew (see ``remote.reading``).
    """

    text: str
    format: str
    rows: int
    bytes: int
    seconds: float
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str = ""
    reading: str = ""
    given: Bytes = b""


class Answer(NamedTuple):
    """What a query gave: the serialised result.

    ``kind`` is ``solutions``, ``boolean`` or ``graph``; ``rows`` counts solutions or triples; ``cut`` names the limit
    that ended the answer early (``rows`` or ``bytes``, or ``store`` for one of a store elsewhere), or is empty.
    """

    kind: str
    format: str
    body: bytes
    rows: int = 0
    cut: str = ""


def be_patient(channel: socket.socket, seconds: float) -> None:
    """Let a channel wait so long, for each piece that it reads or writes; then it raises BlockingIOError.

    The kernel keeps the time. With a time limit of Python's own each reading and writing is two calls to the kernel,
    and each of them makes a thread stand in line for the interpreter.
    """
    whole = int(seconds)
    # zero means for ever
    waiting = _TIME.pack(whole, max(1, int((seconds - whole) * 1e6)))
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, waiting)
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, waiting)


def pack(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A message as bytes."""
    text = orjson.dumps(head)
    return _LENGTHS.pack(len(text), len(body)) + text + body


def send(channel: socket.socket, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one message. Raises OSError when the other side has gone."""
    channel.sendall(pack(head, body))


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Read one message. Raises Closed at the end, TimeoutError when ``deadline`` (monotonic seconds) passes first.

    Also raises what the channel raises at a time limit of its own, TimeoutError or BlockingIOError.
    The other side must wait for an answer before it sends the next one: nothing of that is kept here.
    """
    data = _some(channel)
    while len(data) < _LENGTHS.size:
        data += _some(channel)
    head_length, body_length = _LENGTHS.unpack_from(data)
    end, size = _LENGTHS.size + head_length, _LENGTHS.size + head_length + body_length
    if len(data) < end:
        data += _exactly(channel, end - len(data), deadline)
    head = orjson.loads(data[_LENGTHS.size : end])
    if len(data) >= size:
        return head, data[end:size]
    return head, b"".join((data[end:], _exactly(channel, size - len(data), deadline)))


def _some(channel: socket.socket) -> bytes:
    try:
        data = channel.recv(_FIRST)
    except ConnectionError:
        data = b""
    if not data:
        raise Closed("the other side has gone")
    return data


def send_task(channel: socket.socket, task: Task) -> None:
    """Hand a query to a worker."""
    *parts, given = task
    send(channel, {"task": parts}, given)


def receive_task(channel: socket.socket) -> Task:
    """The next query. Raises Closed when there will be none."""
    head, given = receive(channel)
    parts: list[Any] = [tuple(part) if isinstance(part, list) else part for part in head["task"]]
    return Task(*[*parts, given])


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    done = 0
    while done < size:
        # each reading has the channel's own time limit; the other side sends a message at one go
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError
        try:
            got = channel.recv_into(view[done:], min(size - done, _CHUNK))
        except ConnectionError:
            got = 0
        if not got:
            raise Closed("the other side has gone")
        done += got
    return data
