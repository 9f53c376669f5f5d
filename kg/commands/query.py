"""``dragoman query``: a question to a release on this machine, or to any SPARQL endpoint."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import click

from kg.answers import FORMATS, Answer, Kind, write
from kg.commands.common import Invocation, cut_short, tell
from kg.config import Settings
from kg.errors import InputError

_USE = "Say: dragoman query [DIR] FILE.rq, or dragoman query [DIR] -e 'SELECT …'"


@click.command("query")
@click.argument("what", nargs=-1, metavar="[DIR] [FILE.rq]")
@click.option("-e", "--expression", help="The query itself, instead of a file (FILE.rq may be - for standard input).")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of a release.")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="table", help="A graph is always Turtle.")
@click.pass_obj
def query(
    invocation: Invocation, what: tuple[str, ...], expression: str | None, endpoint: str | None, shape: str
) -> None:
    """Ask a release (DIR, default: the setting “out”) or an endpoint a SPARQL query.

    The prefixes of the project and the common ones need no PREFIX line.
    """
    settings = invocation.settings()
    folder, text = _taken_apart(what, expression, bool(endpoint))
    from server.prefixes import PREFIXES, short  # noqa: PLC0415

    text = declared(text, PREFIXES)
    answer = _remote(endpoint, text, settings) if endpoint else local(Path(folder or settings.out), text, settings)
    width = shutil.get_terminal_size()[0] if sys.stdout.isatty() else None
    with cut_short():
        click.echo(write(answer, shape, short, width), nl=False)
    if answer.cut:
        tell(f"The answer was cut at the limit query_{answer.cut}.", "yellow")


def _taken_apart(what: tuple[str, ...], expression: str | None, remote: bool) -> tuple[str | None, str]:
    """The folder (if one was named) and the query. Raises InputError."""
    names = list(what)
    if expression is None:
        if not names:
            raise InputError("There is no query.", _USE)
        text = _read(names.pop())
    else:
        text = expression
    if len(names) > 1 or (remote and names):
        raise InputError(f"{names[-1]} is one thing too many.", _USE)
    if not text.strip():
        raise InputError("The query is empty.", _USE)
    return (names[0] if names else None), text


def _read(name: str) -> str:
    if name != "-" and Path(name).is_dir():
        raise InputError(f"{name} is a folder, and there is no query.", _USE)
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as problem:
        raise InputError(f"The query {name} cannot be read: {problem.strerror}.", _USE) from None
    except UnicodeDecodeError:
        raise InputError(f"The query {name} is not UTF-8.", "Save it as UTF-8.") from None


def declared(text: str, prefixes: Mapping[str, str]) -> str:
    """The query with PREFIX lines for known prefixes that it uses and does not declare; lines keep their numbers."""
    needed = [
        f"PREFIX {name}: <{namespace}>"
        for name, namespace in prefixes.items()
        if re.search(rf"(?<![\w.:-]){name}:", text) and not re.search(rf"\bPREFIX\s+{name}\s*:", text, re.IGNORECASE)
    ]
    return " ".join([*needed, text])


def _remote(endpoint: str, text: str, settings: Settings) -> Answer:
    from kg.endpoint import ask  # noqa: PLC0415

    return ask(endpoint, text, settings)


def local(folder: Path, text: str, settings: Settings) -> Answer:
    """The answer from the current release in ``folder``, or from the release that ``folder`` is.

    The query runs in a process of its own, so that its limits hold and Ctrl-C ends it.
    """
    from kg.commands.release import located  # noqa: PLC0415
    from server import limits, releases, stores  # noqa: PLC0415
    from server.errors import BadRequest, QueryTooLong, ServiceRefused  # noqa: PLC0415
    from server.search.opening import expanded  # noqa: PLC0415
    from server.wire import Task  # noqa: PLC0415

    release = located(folder)
    dataset = release / "dataset.nq"
    try:
        limits.check_length(text, settings)
        text = expanded(text, dataset, releases.read(release, settings.base_iri).base_iri)
        scan = limits.check(text, settings)
        form = scan.form
        if form == "update":
            raise InputError("The query is an update, and a release never changes.", "Build a new release.")
        graph = form in {"construct", "describe"}
        store = stores.EmbeddedStore(dataset, settings)
        try:
            bounds = (settings.query_rows, settings.query_bytes, settings.query_seconds)
            found = store.run(Task(text, "ttl" if graph else "json", *bounds))
        finally:
            store.close()
    except (BadRequest, QueryTooLong, ServiceRefused) as problem:
        raise InputError(problem.message, problem.cure) from None
    return Answer(cast(Kind, found.kind), found.body, found.cut)
