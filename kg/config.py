"""Every setting, read once at the edge: default < ``dragoman.toml`` < environment ``DRAGOMAN_…`` < flag.

The result is typed and frozen. A misspelt name is an error that names the nearest right one, wherever it was written.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from kg.errors import ConfigError

FILE_NAME = "dragoman.toml"
PREFIX = "DRAGOMAN_"
NOT_SETTINGS = frozenset({"CONFIG", "DEBUG", "SHARED", "UPDATE", "STORE_SECRET", "WRITE_TOKEN"})
"""Variables with our prefix that are no settings: the settings file, tracebacks, two of the tests, and secrets, which
are never shown and so are no settings."""

PublishText = Literal["none", "quote", "full"]
Inference = Literal["none", "types", "owl-rl"]
Enrichment = Literal["none", "catalogue", "wikidata"]


def _setting(default: Any, what: str, *, least: float | None = None, most: float | None = None,
             choices: tuple[str, ...] = ()) -> Any:  # fmt: skip
    """A dataclass field that carries its meaning and its bounds."""
    return field(default=default, metadata={"help": what, "least": least, "most": most, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings and their defaults. Times are in seconds, sizes in the unit that the name or the help says."""

    base_iri: str = _setting("https://w3id.org/dragoman/", "IRI under which articles, entities and events are minted")
    publish_text: PublishText = _setting(
        "quote", "how much of an article is published", choices=("none", "quote", "full")
    )
    inference: Inference = _setting(
        "owl-rl", "what the inferred graph of a release holds", choices=("none", "types", "owl-rl")
    )
    model: str = _setting("default", "language pipeline: default (the one shipped), a package name or a folder")
    catalogue: str = _setting("", "file of entities to link to; empty: the one shipped")
    linker: str = _setting(
        "catalogue", "who links to Wikidata: catalogue, wikidata (also asks Wikidata itself), or a plug-in's name"
    )
    enrichment: Enrichment = _setting(
        "catalogue", "where the graph of background on linked items is from", choices=("none", "catalogue", "wikidata")
    )
    wikidata_api: str = _setting("https://www.wikidata.org/w/api.php", "address of Wikidata's API")
    wikidata_sparql: str = _setting("https://query.wikidata.org/sparql", "address of Wikidata's query service")
    cache: str = _setting("", "folder where answers of Wikidata are kept; empty: the user's folder for caches")
    cache_days: int = _setting(30, "how long such an answer is good for, in days; 0: for ever", least=0)
    judgements: str = _setting(
        "", "file of people's decisions on who is whom; empty: judgements.sssom.tsv in the folder of releases"
    )
    out: str = _setting("data", "folder of releases that is written and read when none is named")
    max_article_bytes: int = _setting(20_000_000, "largest article that is read, in bytes", least=1)
    http_seconds: float = _setting(30.0, "time limit of a request to another server", least=0.1)
    http_retries: int = _setting(2, "further attempts when another server is busy or unreachable", least=0, most=10)
    host: str = _setting("127.0.0.1", "address that the server listens on")
    port: int = _setting(8000, "port that the server listens on; 0: a free one", least=0, most=65535)
    threads: int = _setting(8, "requests that the server handles at once", least=1)
    socket: str = _setting("", "path of a unix socket to listen on instead of host and port")
    client_seconds: float = _setting(
        20.0, "time in which a client has to send its request, and to take the next 256 kB of an answer", least=0.1
    )
    client_requests: int = _setting(16, "requests of one client that are open at once; 0: any number", least=0)
    client_queries: int = _setting(
        8, "queries of one client that run or wait at once; 0: as many as there is room for", least=0
    )
    client_rate: int = _setting(3000, "queries of one client in a minute; 0: any number", least=0)
    answers_mb: int = _setting(512, "long answers that may be on their way at once, in MB", least=1)
    cache_mb: int = _setting(64, "answers that are kept to be given again, in MB; 0: none", least=0)
    cache_seconds: int = _setting(0, "for how long caches may answer without asking whether a release is new", least=0)
    page_workers: int = _setting(2, "queries of the site's own pages that run at once", least=1)
    query_seconds: float = _setting(20.0, "time limit of a query", least=0.05)
    query_memory_mb: int = _setting(1024, "memory that one query may take beyond the store, in MB", least=16)
    query_rows: int = _setting(100_000, "largest number of rows (or triples) in an answer", least=1)
    query_bytes: int = _setting(64 * 1024 * 1024, "largest answer, in bytes", least=1024)
    query_chars: int = _setting(100_000, "longest query, in characters", least=1)
    query_depth: int = _setting(200, "deepest nesting of brackets in a query", least=1, most=1000)
    query_workers: int = _setting(3, "queries that run at once", least=1)
    query_queue: int = _setting(32, "queries that may wait for a worker", least=0)
    corrections: str = _setting(
        "corrections", "folder of what visitors say is wrong, beside the releases unless absolute; empty: none is taken"
    )
    corrections_per_hour: int = _setting(10, "corrections that one client may send in an hour", least=1)
    contact: str = _setting("", "mail or web address of whoever publishes, shown on the pages")
    proxies: int = _setting(
        0, "proxies in front of the server whose word on a client's address is taken", least=0, most=10
    )
    store: str = _setting("", "address of a SPARQL service to serve instead of a folder of releases")
    store_user: str = _setting("", "name to log in with at another store (serve --store, push)")
    store_secret_file: str = _setting(
        "", "file with the password of store_user or, without a user, a token; or variable DRAGOMAN_STORE_SECRET"
    )
    write_token_file: str = _setting(
        "", "file with a token that allows to write to this server; or variable DRAGOMAN_WRITE_TOKEN; none: read-only"
    )
    write_seconds: float = _setting(120.0, "time limit of a write", least=0.1)
    write_mb: int = _setting(256, "largest graph or update that is taken from who has the token, in MB", least=1)
    disk_above_mb: int = _setting(700, "N-Quads size in MB above which a release is served from disk", least=0)


DEFAULT = "default"
NAMES: tuple[str, ...] = tuple(f.name for f in fields(Settings))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force and, for each name, where its value came from (``default``, a file, a variable, a flag)."""

    settings: Settings
    origins: Mapping[str, str]


def describe(name: str) -> str:
    """What the setting of that name does, in one line."""
    return str(_field(name).metadata["help"])


def load(
    flags: Mapping[str, object] | None = None,
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Config:
    """Settle every setting.

    ``flags`` holds what was given on the command line (None: not given); ``file`` a settings file that must exist;
    without it ``DRAGOMAN_CONFIG`` is used, else ``dragoman.toml`` in ``folder`` (the current one) if there is one.
    Raises ConfigError for an unknown name, a value of the wrong type, or a file that cannot be read.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins = dict.fromkeys(NAMES, DEFAULT)
    for given, origin in (
        _from_file(file, environ, folder),
        _from_environment(environ),
        ({k: v for k, v in (flags or {}).items() if v is not None}, "flag"),
    ):
        for name, value in given.items():
            key = name.removeprefix(PREFIX).lower() if origin == "environment" else name
            place = _place(origin, name)
            values[key] = _checked(key, value, place)
            origins[key] = place
    return Config(Settings(**values), MappingProxyType(origins))


def _place(origin: str, name: str) -> str:
    if origin == "environment":
        return name
    return f"--{name.replace('_', '-')}" if origin == "flag" else origin


def _from_file(file: Path | None, environ: Mapping[str, str], folder: Path | None) -> tuple[dict[str, Any], str]:
    """Names and values of the settings file, and its path."""
    asked = file or (Path(environ[PREFIX + "CONFIG"]) if environ.get(PREFIX + "CONFIG") else None)
    path = asked or (folder or Path.cwd()) / FILE_NAME
    if asked is None and not path.is_file():
        return {}, str(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no settings file {path}.", "Correct --config or DRAGOMAN_CONFIG.") from None
    except OSError as problem:
        raise ConfigError(f"The settings file {path} cannot be read: {problem.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(
            f"The settings file {path} is not TOML: {problem}.", "Write lines such as: port = 8000"
        ) from None
    return _flat(table), str(path)


def _flat(table: Mapping[str, Any], head: str = "") -> dict[str, Any]:
    """``[query] seconds = 5`` is the same as ``query_seconds = 5``."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{head}{key}_")
        else:
            flat[head + key] = value
    return flat


def _from_environment(environ: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    ours = {k: v for k, v in environ.items() if k.startswith(PREFIX) and k.removeprefix(PREFIX) not in NOT_SETTINGS}
    return dict(sorted(ours.items())), "environment"


def _field(name: str) -> Field[Any]:
    return next(f for f in fields(Settings) if f.name == name)


def _checked(name: str, value: object, place: str) -> object:
    """The value in the type of its setting. Raises ConfigError."""
    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.5)
        cure = f"Did you mean {near[0]}?" if near else "`dragoman config` lists them all."
        raise ConfigError(f"There is no setting {name} ({place}).", cure)
    about = _field(name)
    typed = _typed(name, value, type(about.default), place)
    _bounded(name, typed, about, place)
    return typed


def _typed(name: str, value: object, kind: type, place: str) -> object:
    wrong = ConfigError(f"The setting {name} must be {_KINDS[kind]}, not {value!r} ({place}).")
    if isinstance(value, bool):
        raise wrong
    if isinstance(value, str) and kind is not str:
        try:
            return kind(value.strip().replace("_", ""))
        except ValueError:
            raise wrong from None
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise wrong
    return value


_KINDS: Mapping[type, str] = MappingProxyType({int: "a whole number", float: "a number", str: "a text"})


def _bounded(name: str, value: Any, about: Field[Any], place: str) -> None:
    least, most, choices = about.metadata["least"], about.metadata["most"], about.metadata["choices"]
    if choices and value not in choices:
        raise ConfigError(f"The setting {name} cannot be {value!r} ({place}).", f"Use one of: {', '.join(choices)}.")
    # `not >=` also refuses NaN
    if least is not None and not value >= least:
        raise ConfigError(f"The setting {name} must be at least {least:g}, not {value} ({place}).")
    if most is not None and not value <= most:
        raise ConfigError(f"The setting {name} must be at most {most:g}, not {value} ({place}).")
    if name == "base_iri":
        _check_base(value, place)


def _check_base(value: str, place: str) -> None:
    """A base that can be continued with ``id/…`` and is legal inside ``<…>``."""
    legal = value.startswith(("http://", "https://")) and value.endswith(("/", "#"))
    if not legal or any(c in value for c in ' <>"{}|\\^`') or not value.isprintable():
        raise ConfigError(
            f"The setting base_iri must be an http(s) IRI that ends in /, not {value!r} ({place}).",
            "For example: https://example.org/graph/",
        )
