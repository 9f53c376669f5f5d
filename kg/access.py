"""The way to a store elsewhere: its address, a login whose secret is never shown, and the HTTP client for both."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from kg.config import Settings
from kg.errors import ConfigError
from kg.secret import SECRET, read_secret
from kg.sources.fetch import AGENT

_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Access:
    """An address and who we are there. Shows neither the secret nor anything made from it."""

    url: str
    user: str = ""
    secret: str = field(default="", repr=False)

    def client(self, seconds: float, connections: int = 10) -> httpx.Client:
        """A client that sends the login, follows no redirection, and keeps its connections open."""
        return httpx.Client(
            auth=_login(self.user, self.secret),
            follow_redirects=False,
            headers={"User-Agent": AGENT},
            timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=5),
        )


def access(url: str, settings: Settings, environ: Mapping[str, str] | None = None) -> Access:
    """The way to ``url`` with the login of the settings. Raises ConfigError."""
    secret = read_secret(settings.store_secret_file, SECRET, environ)
    if settings.store_user and not secret:
        raise ConfigError(
            f"There is no password for {settings.store_user}.",
            f"Put it into a file and name that in store_secret_file, or into the variable {SECRET}.",
        )
    return Access(checked(url), settings.store_user, secret)


def checked(url: str) -> str:
    """An http(s) address without a login in it. Raises ConfigError, which never repeats a password."""
    try:
        parts = urlsplit(url)
        legal = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        login = parts.username is not None or parts.password is not None
    except ValueError:
        legal = login = False
    if login:
        raise ConfigError(
            "The address of the store has a login in it, which would be shown in logs.",
            f"Use store_user, and store_secret_file or the variable {SECRET}.",
        )
    if not legal or not url.isprintable() or any(c in url for c in ' <>"{}|\\^`#'):
        raise ConfigError(f"{url!r} is not the address of a store.", "For example: https://example.org/sparql")
    return url


def _login(user: str, secret: str) -> httpx.Auth | None:
    if not secret:
        return None
    return Challenged(user, secret) if user else Bearer(secret)


class Bearer(httpx.Auth):
    """A token, sent with each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See httpx."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class Challenged(httpx.Auth):
    """A name and password, given in the way that the server asks for: digest if it offers that, else basic."""

    requires_response_body = True

    def __init__(self, user: str, password: str) -> None:
        self._pair = (user, password)
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See httpx."""
        if self._way is None:
            response = yield request
            offers = response.headers.get("WWW-Authenticate", "").lower()
            if response.status_code != 401 or not offers:
                return
            self._way = httpx.DigestAuth(*self._pair) if "digest" in offers else httpx.BasicAuth(*self._pair)
        yield from self._way.auth_flow(request)
