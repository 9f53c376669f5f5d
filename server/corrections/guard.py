"""Who may send a correction: this site's own form, sent once, not too often. Nothing here is kept beyond the process.

The pages of this server may be read by any other page, so a token alone would prove nothing: where a request comes
from is what counts, and browsers say that in headers which no page can forge. The token ties a form to what it is
about and makes sure that it is taken once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
import uuid
from collections import OrderedDict, deque
from collections.abc import Callable

from server.errors import ForeignForm, TooMany

TOKEN_SECONDS = 12 * 3600
HOUR = 3600.0
EVERYBODY = 20
"""All clients together may send this many times what one may."""

_USED = 20_000


def check_origin(site: str | None, origin: str | None, host: str) -> None:
    """Let a form pass that a page of this site has sent, or a program that is no browser. Raises ForeignForm.

    ``site`` and ``origin`` are the headers Sec-Fetch-Site and Origin, ``host`` the name and port that we were asked by.
    """
    # `none`: the person did it, not a page. Without TLS browsers leave the header out and send Origin all the same.
    own = site in {"same-origin", "none"} if site else origin is None or origin.partition("://")[2] == host
    if not own:
        raise ForeignForm(
            "The correction was sent by a page of another site.", "Open the form here and send it from there."
        )


class Tokens:
    """Signed proofs that a form was made here, lately, for one thing. The key lives and dies with the process."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32)
        self._clock = clock
        self._lock = threading.Lock()
        self._used: OrderedDict[str, None] = OrderedDict()

    def make(self, about: str) -> str:
        """``{uuid}.{seconds}.{signature}`` for the form about that IRI."""
        head = f"{uuid.uuid4()}.{int(self._clock())}"
        return f"{head}.{self._sign(head, about)}"

    def check(self, token: str, about: str) -> str:
        """The ``urn:uuid:…`` of the correction that comes with a token. Raises ForeignForm."""
        head, _, signature = token.rpartition(".")
        key, _, made = head.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(head, about).encode()):
            raise ForeignForm("This form was not made by this server since it last started.", "Please send it again.")
        if not 0 <= self._clock() - int(made) <= TOKEN_SECONDS:
            raise ForeignForm("This form has been open for too long.", "Please send it again.")
        return f"urn:uuid:{key}"

    def first_use(self, correction: str) -> bool:
        """Whether a correction is sent for the first time; from now on it no longer is."""
        with self._lock:
            if correction in self._used:
                return False
            self._used[correction] = None
            while len(self._used) > _USED:
                self._used.popitem(last=False)
            return True

    def give_back(self, correction: str) -> None:
        """It could not be kept: it may be sent again."""
        with self._lock:
            self._used.pop(correction, None)

    def _sign(self, head: str, about: str) -> str:
        return hmac.new(self._key, f"{head}\0{about}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


class Limiter:
    """How many corrections a client has sent in the last hour. Clients are known by a salted digest only."""

    def __init__(self, each: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = each
        self._clock = clock
        self._salt = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._all: deque[tuple[float, bytes]] = deque()

    def take(self, address: str) -> None:
        """Count one more of a client (see ``server.clients.client_of``). Raises TooMany when that is one too many."""
        client = self._digest(address)
        with self._lock:
            now = self._clock()
            while self._all and now - self._all[0][0] > HOUR:
                self._all.popleft()
            mine = [when for when, who in self._all if who == client]
            if len(mine) >= self._each:
                minutes = 1 + int((HOUR - (now - mine[0])) // 60)
                raise TooMany(
                    f"{len(mine)} corrections have come from your address in the last hour, and that is the limit.",
                    f"Send the next in {minutes} minutes.",
                    limit="corrections_per_hour",
                    wait=60 * minutes,
                )
            if len(self._all) >= self._each * EVERYBODY:
                raise TooMany(
                    "More corrections are coming in than anybody can read.", "Please try again in an hour.",
                    limit="corrections_per_hour",
                )  # fmt: skip
            self._all.append((now, client))

    def _digest(self, client: str) -> bytes:
        return hmac.new(self._salt, client.encode(), hashlib.sha256).digest()
