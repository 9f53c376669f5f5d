"""Passwords and tokens: they come from a file or from a variable of the environment, never from an address or a flag.

Those end up in logs, in lists of processes and in histories of shells.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kg.errors import ConfigError

SECRET = "DRAGOMAN_STORE_SECRET"  # noqa: S105 - the name of a variable
WRITE = "DRAGOMAN_WRITE_TOKEN"
_LONGEST = 4096


def read_secret(file: str, variable: str, environ: Mapping[str, str] | None = None) -> str:
    """The secret in a file (its first line) or, without one, in a variable; empty if neither is given.

    Raises ConfigError when the file cannot be read, or holds nothing that can be sent.
    """
    if not file:
        return _fit((os.environ if environ is None else environ).get(variable, ""), variable)
    try:
        text = Path(file).read_text(encoding="utf-8")[:_LONGEST]
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise ConfigError(f"The secret in {file} cannot be read: {reason}.") from None
    first = text.strip().partition("\n")[0].strip()
    if not first:
        raise ConfigError(f"The file {file} is empty.", "Write the password or token into its first line.")
    return _fit(first, file)


def _fit(secret: str, where: str) -> str:
    if secret and (not secret.isascii() or not secret.isprintable()):
        raise ConfigError(f"The secret in {where} has characters that HTTP cannot carry.", "Use ASCII.")
    return secret
