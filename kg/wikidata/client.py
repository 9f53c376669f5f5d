"""One polite GET of JSON: who asks is said, busy servers are given the time they ask for, limits hold."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, Request

from kg.config import Settings
from kg.errors import RemoteError
from kg.sources.fetch import AGENT, BUSY, opener

PATIENCE = 30.0
"""Longest pause, in seconds, that is waited when a server asks for one; if it asks for more, we come another day."""
LARGEST = 32_000_000
"""Bytes of the largest answer that is read: fifty items with all their statements have about five million."""
TIMES = 3
"""After so many questions of one kind in a row that failed, the service counts as out of reach."""
_LATER = frozenset({"maxlag", "ratelimited", "internal_api_error_DBQueryError", "readonly"})
"""Errors of the API that pass: they come with status 200."""


class Client:
    """Asks one API. ``down`` says why it is not asked any more, or is empty."""

    def __init__(self, url: str, settings: Settings, sleep: Callable[[float], None] = time.sleep) -> None:
        self._url = url
        self._settings = settings
        self._sleep = sleep
        self._opener: OpenerDirector = opener()
        self._failed: Counter[str] = Counter()
        self.down = ""

    def get(self, parameters: Mapping[str, str], member: str) -> dict[str, Any]:
        """The JSON object that the API answers, which must have that member.

        Raises RemoteError for all else, at once when the service is ``down``.
        """
        if self.down:
            raise RemoteError(self.down)
        action = parameters.get("action", "")
        address = f"{self._url}?{urlencode({**parameters, 'format': 'json', 'maxlag': '5'})}"
        for attempt in range(self._settings.http_retries + 1):
            outcome = self._once(address, member)
            if isinstance(outcome, dict):
                self._failed[action] = 0
                return outcome
            pause = outcome.pause if outcome.pause is not None else 0.5 * 2**attempt
            if not outcome.again or pause > PATIENCE or attempt == self._settings.http_retries:
                self._note(action, outcome, pause)
                raise RemoteError(outcome.message)
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _note(self, action: str, outcome: _Failure, pause: float) -> None:
        self._failed[action] += 1
        if outcome.unreachable or pause > PATIENCE or self._failed[action] >= TIMES:
            self.down = f"{outcome.message} It was not asked again."

    def _once(self, address: str, member: str) -> dict[str, Any] | _Failure:
        request = Request(address, headers={"User-Agent": AGENT, "Accept": "application/json"})  # noqa: S310
        seconds = self._settings.http_seconds
        try:
            with self._opener.open(request, timeout=seconds) as answer:
                return self._understood(self._read(answer, time.monotonic() + seconds), answer.headers, member)
        except HTTPError as problem:
            return self._refused(problem)
        except TimeoutError:
            return _Failure(f"{self._url} did not answer within {seconds:g} s.", again=True)
        except URLError as problem:
            if isinstance(problem.reason, TimeoutError):
                return _Failure(f"{self._url} did not answer within {seconds:g} s.", again=True)
            return _Failure(f"{self._url} cannot be reached: {problem.reason}.", again=True, unreachable=True)
        except IncompleteRead:
            return _Failure(f"The answer of {self._url} was cut off.", again=True)
        except (OSError, HTTPException) as problem:
            return _Failure(f"The connection to {self._url} broke: {problem or type(problem).__name__}.", again=True)

    def _read(self, answer: HTTPResponse, deadline: float) -> bytes:
        parts: list[bytes] = []
        while part := answer.read1(1 << 16):
            parts.append(part)
            if sum(map(len, parts)) > LARGEST:
                raise OSError(f"the answer is larger than {LARGEST:,} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError
        body = b"".join(parts)
        # read1 does not complain of an early end
        announced = answer.headers.get("Content-Length")
        if announced is not None and announced.isdigit() and len(body) < int(announced):
            raise IncompleteRead(body, int(announced) - len(body))
        return body

    def _understood(self, body: bytes, headers: Message, member: str) -> dict[str, Any] | _Failure:
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return _Failure(f"{self._url} answered with something that is not JSON.")
        if not isinstance(value, dict):
            return _Failure(f"{self._url} answered with JSON of an unknown form.")
        if member in value:
            return value
        if "error" not in value:
            return _Failure(f"{self._url} answered without what it was asked for ({member}).")
        error = value["error"] if isinstance(value["error"], dict) else {}
        code, said = str(error.get("code", "unknown"))[:60], " ".join(str(error.get("info", "")).split())[:200]
        return _Failure(f"{self._url} refused ({code}): {said}", again=code in _LATER, pause=_asked(headers))

    def _refused(self, problem: HTTPError) -> _Failure:
        with problem:
            again = problem.code in BUSY or problem.code == 500
            return _Failure(f"{self._url} answered {problem.code} {problem.reason}.", again, _asked(problem.headers))


class _Failure:
    """Why there is no answer, whether it is worth asking again, and the pause that the server asked for (seconds)."""

    __slots__ = ("again", "message", "pause", "unreachable")

    def __init__(
        self, message: str, again: bool = False, pause: float | None = None, *, unreachable: bool = False
    ) -> None:
        self.message = message
        self.again = again
        self.pause = pause
        self.unreachable = unreachable


def _asked(headers: Message | None) -> float | None:
    """Seconds of the header Retry-After, which is a number or a date."""
    text = ((headers.get("Retry-After") if headers else None) or "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time()) if text else None
    except ValueError:
        return None
