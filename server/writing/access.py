"""The token that allows to write: where it comes from, and whether a request has it."""

from __future__ import annotations

import hmac

from flask import Flask, current_app, request

from kg.config import Settings
from kg.errors import ConfigError
from kg.secret import WRITE, read_secret
from server.errors import NotAuthorized

_SHORTEST = 16
_TOKEN = "dragoman-write-token"  # noqa: S105 - the name of a key


def token(settings: Settings) -> str:
    """The token of the settings, empty where nobody may write. Raises ConfigError."""
    found = read_secret(settings.write_token_file, WRITE)
    if found and len(found) < _SHORTEST:
        raise ConfigError(f"The write token has {len(found)} characters.", f"Take at least {_SHORTEST} random ones.")
    if found and settings.store:
        raise ConfigError(
            "A server in front of a store elsewhere takes no writes.", "Write to that store, or leave the token out."
        )
    return found


def register(app: Flask, secret: str) -> None:
    """Let an application know the token."""
    app.config[_TOKEN] = secret


def taken() -> bool:
    """Whether anybody may write here at all."""
    return _TOKEN in current_app.config


def must_be_allowed() -> None:
    """Raises NotAuthorized when the request does not have the token."""
    if not bears(request.headers.get("Authorization", ""), current_app.config.get(_TOKEN, "")):
        raise NotAuthorized("To write here needs the token of this server.", "Send it as Authorization: Bearer …")


def bears(header: str, secret: str) -> bool:
    """Whether a header Authorization has the token, told in a time that says nothing of it."""
    scheme, _, given = header.partition(" ")
    given = given.strip()
    return bool(secret) and scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), secret.encode())
