"""The configuration of a Virtuoso that tests and benchmarks start: on loopback, all its files in one folder."""

from __future__ import annotations

import configparser
from pathlib import Path
from typing import TypeAlias

from tests.server.running import free_port

Section: TypeAlias = dict[str, str | int | Path]


def write(folder: Path, http: int, sql: int = 0, **sections: Section) -> Path:
    """Write ``virtuoso.ini`` into ``folder`` and give its path. ``sections`` add to what all have, or replace it.

    ``http`` and ``sql`` are ports, 0 for a free one; the log is ``virtuoso.log`` there.
    """
    common: dict[str, Section] = {
        "Database": {
            "DatabaseFile": folder / "virtuoso.db",
            "ErrorLogFile": folder / "virtuoso.log",
            "LockFile": folder / "virtuoso.lck",
            "TransactionFile": folder / "virtuoso.trx",
            "xa_persistent_file": folder / "virtuoso.pxa",
            "MaxCheckpointRemap": 2000,
        },
        "TempDatabase": {"DatabaseFile": folder / "temp.db", "TransactionFile": folder / "temp.trx"},
        "Parameters": {"ServerPort": f"127.0.0.1:{sql or free_port()}", "DirsAllowed": folder},
        "HTTPServer": {"ServerPort": f"127.0.0.1:{http or free_port()}"},
    }
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    for name in dict.fromkeys((*common, *sections)):
        merged = {**common.get(name, {}), **sections.get(name, {})}
        parser[name] = {key: str(value) for key, value in merged.items()}
    path = folder / "virtuoso.ini"
    with path.open("w", encoding="utf-8") as file:
        parser.write(file)
    return path
