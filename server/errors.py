"""What can go wrong at the door: typed errors, and the one table that gives each its HTTP status.

Inside the server errors are raised as types; only ``responses.problem`` turns them into HTTP, by ``STATUS``.
"""

# ruff: noqa: N818 - named for what happened, as they are reported

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kg.errors import DragomanError, QueueError, QueueFull, StoreError


class BadRequest(DragomanError):
    """The request is not one that this server understands."""


class QuerySyntax(BadRequest):
    """The query does not follow the grammar. ``line`` and ``column`` count from 1; 0 when unknown."""

    def __init__(self, message: str, cure: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message, cure)
        self.line = line
        self.column = column


class QueryTooDeep(BadRequest):
    """Brackets are nested more deeply than the setting allows."""


class QueryTooLong(DragomanError):
    """The query or its body has more characters than the setting allows."""


class ServiceRefused(DragomanError):
    """The query asks this server to ask another one (SERVICE)."""


class NotForwarded(DragomanError):
    """The query asks for what is not handed on to the store behind this server."""


class NotAuthorized(DragomanError):
    """Only who has the token may write."""


class WriteLost(DragomanError):
    """A write could not be kept, and what waited to become a release with it is gone."""


class UpdateRefused(DragomanError):
    """The request would change the data, which only a new release can."""


class NotFound(DragomanError):
    """No such page, resource or file."""


class MethodRefused(DragomanError):
    """The address is right, the method is not."""


class NotAcceptable(DragomanError):
    """No format that the client accepts can be given."""


class BatchTooLarge(DragomanError):
    """More was asked for at a time than is answered at a time."""


class PreconditionFailed(DragomanError):
    """What is here is not what the client wanted to be sure of (If-Match, If-Unmodified-Since)."""


class WrongMediaType(DragomanError):
    """The body of the request has a media type that is not read here."""


class RangeRefused(DragomanError):
    """The part of a file that was asked for lies beyond its end."""


class LimitReached(DragomanError):
    """A query reached a limit. ``limit`` is the name of the setting."""

    def __init__(self, message: str, cure: str = "", limit: str = "", wait: int = 0) -> None:
        """``wait``: seconds after which it is worth another try, if that is known."""
        super().__init__(message, cure)
        self.limit = limit
        self.wait = wait


class QueryTimeout(LimitReached):
    """The query ran longer than allowed and was killed."""


class QueryMemory(LimitReached):
    """The query took more memory than allowed and was killed."""


class QueryTooComplex(LimitReached):
    """The query is a longer chain (of UNION, of ``||``, of triples …) than the engine can follow."""


class ForeignForm(DragomanError):
    """A form was sent that this server's own page did not make, or not lately."""


class BodyTooLong(DragomanError):
    """The body of the request is longer than what is taken at this address."""


class TooMany(LimitReached):
    """This client, or all together, have sent more than is taken in the time, or at once."""


class Busy(LimitReached):
    """All workers are taken and the queue is full."""


class SearchUnavailable(DragomanError):
    """Text search is not ready yet, or cannot be had here."""


class TooSlow(LimitReached):
    """The request did not come whole, or not in time."""


class StoreFailed(DragomanError):
    """The store behind this server is down, or gave what is no whole answer."""


class StoreSlow(LimitReached):
    """The store behind this server did not answer within the time limit."""


class QueryCrashed(DragomanError):
    """The engine died on the query."""


class Status(NamedTuple):
    """How a type of error looks outside: its HTTP status, its name in problem reports, and its headline."""

    code: int
    name: str
    title: str


STATUS: Mapping[type[DragomanError], Status] = MappingProxyType(
    {
        QuerySyntax: Status(400, "query-syntax", "The query does not follow the grammar"),
        QueryTooDeep: Status(400, "query-too-deep", "The query is nested too deeply"),
        BadRequest: Status(400, "bad-request", "The request cannot be understood"),
        NotAuthorized: Status(401, "not-authorized", "To write needs a token"),
        # 403 and not 405: the method is fine, what it asks for is forbidden here, and no other method would allow it
        ServiceRefused: Status(403, "service-refused", "This server does not ask other servers"),
        NotForwarded: Status(403, "not-forwarded", "The store behind this server is not asked for that"),
        UpdateRefused: Status(403, "update-refused", "The data are read-only"),
        ForeignForm: Status(403, "foreign-form", "The form was not sent from this site, or is too old"),
        NotFound: Status(404, "not-found", "Nothing is here"),
        MethodRefused: Status(405, "method-refused", "The method is not allowed here"),
        NotAcceptable: Status(406, "not-acceptable", "No format that is accepted is available"),
        TooSlow: Status(408, "too-slow", "The request did not come whole and in time"),
        PreconditionFailed: Status(412, "precondition-failed", "It is another version than the one named"),
        QueryTooComplex: Status(413, "query-too-complex", "The query is too long a chain"),
        QueryTooLong: Status(413, "query-too-long", "The query is too long"),
        BodyTooLong: Status(413, "body-too-long", "What was sent is too long"),
        BatchTooLarge: Status(413, "batch-too-large", "Too much at a time"),
        WrongMediaType: Status(415, "wrong-media-type", "The body has a type that is not read here"),
        RangeRefused: Status(416, "range-refused", "The file has no such part"),
        TooMany: Status(429, "too-many", "Too many in the time, or at once"),
        QueryCrashed: Status(500, "query-crashed", "The engine failed on this query"),
        StoreFailed: Status(502, "store-failed", "The store behind this server did not answer as it should"),
        StoreSlow: Status(504, "store-slow", "The store behind this server took too long"),
        WriteLost: Status(503, "write-lost", "What was written is lost"),
        QueryTimeout: Status(503, "query-timeout", "The query reached its time limit"),
        QueryMemory: Status(503, "query-memory", "The query reached its memory limit"),
        Busy: Status(503, "busy", "Too many queries at once"),
        SearchUnavailable: Status(503, "search-unavailable", "Text cannot be searched now"),
        StoreError: Status(503, "store-unavailable", "The data cannot be reached now"),
        QueueError: Status(503, "corrections-unavailable", "Corrections cannot be kept now"),
        QueueFull: Status(507, "corrections-full", "There is no room for corrections now"),
    }
)

INTERNAL = Status(500, "internal", "Something broke that should not")


def status_of(error: Exception) -> Status:
    """The row of the table for an error: that of its own type, else of the nearest base; INTERNAL for strangers."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return INTERNAL
